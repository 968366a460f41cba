//! Searches for the code of seven lines with typing errors: tries likely readings in turn until a signature verifies.

use std::collections::VecDeque;

use ed25519_dalek::VerifyingKey;

use super::{Claims, Code, KeyId, PinnedKey, Prepared, Terms};
use crate::protocol::alignment::Alignment;
use crate::protocol::combinations::Combinations;
use crate::protocol::crockford::{self, Glyph};
use crate::protocol::head::part;
use crate::protocol::line::{Data, LineNumber};
use crate::protocol::line_candidates::{Candidate, Channel, Listing};
use crate::protocol::{line_candidates, pasted_lines};

/// The most signature checks of a search for the current request.
pub const MAX_CHECKS: u32 = 20_000;
/// The most additional checks for all earlier requests together. A code for an earlier request is rare.
pub const MAX_CHECKS_EARLIER: u32 = MAX_CHECKS / 4;
/// One signature check costs as much as this many readings without a point of the curve at the start of the signature. Half of all
/// 32-byte strings are not a point.
const READINGS_PER_CHECK: u32 = 4;
/// Each placement of the lines' ends, except the first, gets 1/`SHARE` of the checks.
const SHARE: u32 = 5;
/// The number of sets of places that can be solved in the time of one such reading, while the candidates of a line are listed.
const SOLVES: u32 = 16;

/// A search for the code of seven lines with typing errors. Each call of [`Search::step`] does a slice of the work, so that a
/// screen stays responsive.
#[derive(Debug, Clone)]
pub struct Search {
    /// The glyphs of the typed lines, by number.
    typed: [Vec<Glyph>; 7],
    keys: Vec<(KeyId, VerifyingKey)>,
    work: Work,
    /// The placements of the lines' ends that may be tried; `placement` is the index of the current one.
    placements: Vec<[Vec<Glyph>; 7]>,
    placement: usize,
    /// The terms to try, the current ones first.
    rounds: VecDeque<Round>,
    /// The first half of the last signature, and whether it is a point; consecutive readings often share it.
    point: ([u8; 32], bool),
}

/// The work that comes next.
#[derive(Debug, Clone)]
enum Work {
    /// Find the ends of the lines.
    Align(Box<Alignment>),
    /// List the candidates of the next line: the finished lists, and the listing in progress.
    List(Vec<Vec<Candidate>>, Option<Box<Listing>>),
    /// Try the next combination.
    Try(Box<Combinations<7>>),
    Over,
}

/// Terms that are tried together.
#[derive(Debug, Clone)]
struct Round {
    /// The terms, with their index among all terms.
    terms: Vec<(usize, Prepared)>,
    /// The placement of the lines' ends that they are tried with.
    placement: usize,
    /// The remaining budget, in quarters of a check.
    left: u32,
}

/// The progress of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchProgress {
    /// A code that verifies.
    Found(Box<FoundCode>),
    /// Not finished.
    Going {
        /// The most checks that are left.
        left: u32,
    },
    /// No likely reading verifies within the budget.
    NotFound,
}

/// The code that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCode {
    /// The code.
    pub code: Code,
    /// The verified claims.
    pub claims: Claims,
    /// The index of the terms that the code was signed for.
    pub terms: usize,
    /// The numbers (1–7) of mended lines.
    pub mended: Vec<u8>,
}

impl Search {
    /// Starts a search. `terms` are the current terms, then the terms of earlier requests, which are tried later.
    ///
    /// # Errors
    /// The numbers (1–7) of the lines with more than two missing or added characters. They can't be searched.
    pub fn new(lines: &[String; 7], pinned: &[PinnedKey], terms: &[Terms]) -> Result<Self, Vec<u8>> {
        let numbers = LineNumber::license();
        let order = pasted_lines::in_order(&numbers, lines.each_ref().map(String::as_str));
        let typed = order.map(|from| {
            lines.get(from).map_or_else(Vec::new, |line| crockford::glyphs(line).take(64).collect::<Vec<_>>())
        });
        let alignment = Alignment::new(&numbers, &typed);
        let beyond = numbers.iter().zip(&typed).enumerate();
        let beyond =
            beyond.filter(|(at, (_, line))| !line_candidates::within(line) && !alignment.is_open(*at));
        let beyond: Vec<u8> = beyond.map(|(_, (number, _))| number.get()).collect();
        if !beyond.is_empty() {
            return Err(beyond);
        }
        let keys = pinned.iter().filter_map(|one| Some((one.id, one.verifying_key()?))).collect();
        let mut current: Vec<_> = terms.iter().map(Prepared::of).enumerate().collect();
        let earlier = current.split_off(current.len().min(1));
        let rounds = [(current, MAX_CHECKS), (earlier, MAX_CHECKS_EARLIER)]
            .into_iter()
            .filter(|(terms, _)| !terms.is_empty())
            .map(|(terms, checks)| Round { terms, placement: 0, left: checks * READINGS_PER_CHECK })
            .collect();
        Ok(Self {
            typed,
            placements: Vec::new(),
            placement: 0,
            keys,
            work: Work::Align(Box::new(alignment)),
            rounds,
            point: ([0; 32], is_point(&[0; 32])),
        })
    }

    /// Does work that costs about this many checks.
    pub fn step(&mut self, checks: u32) -> SearchProgress {
        let mut budget = checks.saturating_mul(READINGS_PER_CHECK);
        while budget > 0 && !self.rounds.is_empty() {
            let spent = match std::mem::replace(&mut self.work, Work::Over) {
                Work::Align(alignment) => self.align(alignment, budget),
                Work::List(lists, listing) => self.list(lists, listing, budget),
                Work::Try(combinations) => match self.try_next(combinations) {
                    Ok(spent) => spent,
                    Err(found) => return SearchProgress::Found(found),
                },
                Work::Over => return SearchProgress::NotFound,
            };
            budget = budget.saturating_sub(spent);
        }
        if self.rounds.is_empty() {
            SearchProgress::NotFound
        } else {
            SearchProgress::Going { left: self.left() }
        }
    }

    /// The most checks that are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.rounds.iter().map(|round| round.left.div_ceil(READINGS_PER_CHECK)).sum()
    }

    /// Finds the ends of the lines, within the budget. Returns the cost.
    fn align(&mut self, mut alignment: Box<Alignment>, budget: u32) -> u32 {
        let spent = alignment.step(budget.saturating_mul(SOLVES)).div_ceil(SOLVES);
        if alignment.is_over() {
            let lines = (0..alignment.placements()).filter_map(|at| alignment.lines(at).try_into().ok());
            self.placements = lines.collect();
            self.share_budget();
            self.take_placement(0);
        } else {
            self.work = Work::Align(alignment);
        }
        spent
    }

    /// Divides the budget of the current terms among the placements.
    fn share_budget(&mut self) {
        let Some(whole) = self.rounds.pop_front() else { return };
        let others = self.placements.len().saturating_sub(1);
        let share = whole.left / SHARE;
        for placement in (1..=others).rev() {
            self.rounds.push_front(Round { terms: whole.terms.clone(), placement, left: share });
        }
        let left = whole.left - share * u32::try_from(others).unwrap_or(0);
        self.rounds.push_front(Round { left, ..whole });
    }

    /// Starts with the lines of this placement.
    fn take_placement(&mut self, placement: usize) {
        if let Some(lines) = self.placements.get(placement) {
            self.typed.clone_from(lines);
        }
        self.placement = placement;
        self.work = Work::List(Vec::new(), None);
    }

    /// Lists candidates of the next line within the budget. Returns the cost.
    fn list(&mut self, mut lists: Vec<Vec<Candidate>>, listing: Option<Box<Listing>>, budget: u32) -> u32 {
        let at = lists.len();
        let (Some(number), Some(typed)) = (LineNumber::license().get(at).copied(), self.typed.get(at)) else {
            return 0;
        };
        let mut listing = listing.unwrap_or_else(|| Box::new(Listing::new(number, typed, Channel::Seen)));
        let spent = listing.step(budget.saturating_mul(SOLVES)).div_ceil(SOLVES);
        if !listing.is_over() {
            self.work = Work::List(lists, Some(listing));
            return spent;
        }
        let mut list = listing.list();
        match at {
            0 => list.retain(|candidate| may_begin(&candidate.data, &self.keys)),
            6 => list.retain(|candidate| may_end(&candidate.data)),
            _ => {}
        }
        if list.is_empty() {
            // One line of this placement has no candidate.
            self.rounds.retain(|round| round.placement != self.placement);
            if let Some(placement) = self.rounds.front().map(|round| round.placement) {
                self.take_placement(placement);
            }
            return spent;
        }
        lists.push(list);
        self.work = match <[Vec<Candidate>; 7]>::try_from(lists) {
            Ok(lists) => Work::Try(Box::new(Combinations::new(lists))),
            Err(lists) => Work::List(lists, None),
        };
        spent
    }

    /// Tries the next combination. Returns the cost, or as the error the code that verifies.
    fn try_next(&mut self, mut combinations: Box<Combinations<7>>) -> Result<u32, Box<FoundCode>> {
        let Some(lines) = combinations.next() else {
            self.next_round(*combinations);
            return Ok(1);
        };
        let code = Code::from_lines(&lines);
        let point = self.begins_with_a_point(&code);
        let Some(round) = self.rounds.front_mut() else { return Ok(1) };
        let mut spent = 1;
        if point {
            let key = code.key_id().ok().and_then(|id| self.keys.iter().find(|(own, _)| *own == id));
            for (at, terms) in &round.terms {
                if let Some(claims) = key.and_then(|(_, key)| terms.verify(&code, key).ok()) {
                    let (terms, mended) = (*at, self.mended(&code));
                    return Err(Box::new(FoundCode { code, claims, terms, mended }));
                }
            }
            spent = u32::try_from(round.terms.len()).unwrap_or(u32::MAX).saturating_mul(READINGS_PER_CHECK);
        }
        round.left = round.left.saturating_sub(spent);
        if round.left == 0 {
            self.next_round(*combinations);
        } else {
            self.work = Work::Try(combinations);
        }
        Ok(spent)
    }

    fn next_round(&mut self, combinations: Combinations<7>) {
        self.rounds.pop_front();
        match self.rounds.front().map(|round| round.placement) {
            Some(placement) if placement != self.placement => self.take_placement(placement),
            _ => self.work = Work::Try(Box::new(combinations.again())),
        }
    }

    fn begins_with_a_point(&mut self, code: &Code) -> bool {
        let half: [u8; 32] = part(code.signature(), 0);
        if self.point.0 != half {
            self.point = (half, is_point(&half));
        }
        self.point.1
    }

    fn mended(&self, code: &Code) -> Vec<u8> {
        let lines = code.lines();
        let pairs = LineNumber::license().into_iter().zip(lines.iter().zip(&self.typed));
        let same = |line: &str, typed: &[Glyph]| line.chars().eq(typed.iter().map(|glyph| glyph.character()));
        pairs.filter(|(_, (line, typed))| !same(line, typed)).map(|(number, _)| number.get()).collect()
    }
}

/// Whether a code may have this first line: known format, pinned key, canonical claims.
fn may_begin(data: &Data, keys: &[(KeyId, VerifyingKey)]) -> bool {
    let mut lines = [[0; 10]; 7];
    lines[0] = *data;
    let code = Code::from_lines(&lines);
    code.claims().is_ok() && code.key_id().is_ok_and(|id| keys.iter().any(|(own, _)| *own == id))
}

/// Whether 32 bytes are a compressed point of the curve, as the first half of a signature is.
fn is_point(bytes: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(bytes).is_ok()
}

/// Whether a code may have this last line: the second half of a signature is below 2^252 + 2^125, little-endian.
const fn may_end(data: &Data) -> bool {
    data[9] <= 0x10
}
