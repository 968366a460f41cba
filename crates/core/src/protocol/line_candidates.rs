//! Candidates for a badly typed line: likely codewords, the most likely first.
//!
//! Candidates are not part of the wire: a signature or a check verifies each of them, so another program may find other candidates. A
//! cost is about −10·log10 of the probability of a slip in a model of typing. The model has one or two errors per 100 characters: 70 %
//! substitutions, 15 % swaps of neighbours, 15 % omissions and additions. Unreadable and foreign characters cost nothing, because they
//! are known to be wrong. Which characters are taken for each other is in `look_alikes`.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::crockford::{Glyph, character};
use super::gf32::solve;
use super::line::{
    Data, LENGTH, LineNumber, LineReading, Word, clean_as, data_of, locator, read_glyphs, syndromes,
};
use super::look_alikes::{look_alike, sound_alike};
use super::slips::{Variant, undo_slips};

/// Costs of substitutions.
mod cost {
    pub(super) const LOOK_ALIKE: u32 = 28;
    /// Most substitutions in lines that are read out are of this kind.
    pub(super) const SOUND_ALIKE: u32 = 20;
    pub(super) const SUBSTITUTION: u32 = 36;
    /// A line with more slips than [`cheapest`](super::cheapest) looks for.
    pub(super) const MANY: u32 = 95;
}

/// The most candidates of a line.
const MAX_CANDIDATES: usize = 6_000;

/// The most sets of places of a variant: all sets of up to four of the twenty places.
const LARGEST_VARIANT: u32 = 6_196;

/// How the typing person gets the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// The person reads them, perhaps aloud to another person.
    Seen,
    /// The person hears them on the telephone.
    Heard,
}

/// A candidate for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) cost: u32,
    pub(super) data: Data,
}

/// The lengths of typed lines for which candidates are searched.
pub(super) const LENGTHS: RangeInclusive<usize> = LENGTH - 2..=LENGTH + 2;

/// Whether a typed line has a length for which candidates are searched.
pub(super) fn within(typed: &[Glyph]) -> bool {
    LENGTHS.contains(&typed.len())
}

/// An estimate of the cost of the most likely candidate of a typed line, and the number of sets of places that were solved for it.
/// The estimate considers the most common slips only.
pub(super) fn cheapest(number: LineNumber, typed: &[Glyph]) -> (u32, u32) {
    if clean_as(typed) == Some(number) {
        return (0, 1);
    }
    let mut cost = cost::MANY + cost::SUBSTITUTION * u32::from(typed.len().abs_diff(LENGTH) > 1);
    let mut solves = 1;
    let fewer = if typed.len() + 1 == LENGTH { 1 } else { 2 };
    for variant in undo_slips(typed) {
        let substitutions = variant.substitutions.saturating_sub(fewer);
        let variant = Variant { substitutions, ..variant };
        variant.codewords(number, Channel::Seen, &mut |found, _| cost = cost.min(found));
        solves += variant.solves();
    }
    (cost, solves)
}

/// The candidates for a typed line, the most likely first. A clean line is its only candidate.
pub(super) fn candidates(number: LineNumber, typed: &[Glyph], channel: Channel) -> Vec<Candidate> {
    let mut listing = Listing::new(number, typed, channel);
    listing.step(u32::MAX);
    listing.list()
}

/// The search for candidates in slices, so that a screen stays responsive.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    number: LineNumber,
    channel: Channel,
    /// The variants that are still to be searched.
    left: Vec<Variant>,
    best: HashMap<Data, u32>,
}

impl Listing {
    /// Starts the search.
    pub(super) fn new(number: LineNumber, typed: &[Glyph], channel: Channel) -> Self {
        if let LineReading::Clean(data) = read_glyphs(number, typed) {
            return Self { number, channel, left: Vec::new(), best: HashMap::from([(data, 0)]) };
        }
        Self { number, channel, left: undo_slips(typed), best: HashMap::new() }
    }

    /// Whether the search is done.
    pub(super) const fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// Solves about this many sets of places, at most [`LARGEST_VARIANT`] more. Returns the number of solved sets.
    pub(super) fn step(&mut self, solves: u32) -> u32 {
        let mut spent = 0;
        while spent < solves
            && let Some(variant) = self.left.pop()
        {
            let best = &mut self.best;
            variant.codewords(self.number, self.channel, &mut |cost, word| {
                let known = best.entry(data_of(word)).or_insert(cost);
                *known = cost.min(*known);
            });
            spent = spent.saturating_add(variant.solves());
        }
        spent
    }

    /// The candidates that were found, the most likely first.
    pub(super) fn list(self) -> Vec<Candidate> {
        let best = self.best.into_iter().map(|(data, cost)| Candidate { cost, data });
        let mut list: Vec<Candidate> = best.collect();
        list.sort_unstable_by_key(|candidate| (candidate.cost, candidate.data));
        list.truncate(MAX_CANDIDATES);
        list
    }
}

impl Variant {
    /// Calls `found` for every codeword that differs in the unreadable places and a bounded number of others.
    fn codewords(&self, number: LineNumber, channel: Channel, found: &mut impl FnMut(u32, &Word)) {
        let found = &mut |word: &Word| {
            let substituted = (0..LENGTH).filter(|at| !self.unreadable.contains(at));
            let slips: u32 = substituted.map(|at| substitution(self.word[at], word[at], channel)).sum();
            found(self.cost + slips, word);
        };
        let Some(most) = self.most() else { return };
        let free: Vec<usize> = (0..LENGTH).filter(|at| !self.unreadable.contains(at)).collect();
        let mut places = self.unreadable.clone();
        self.extend(number, &free, &mut places, most, found);
    }

    /// The most substitutions in addition to the unreadable places; `None` where too many places are unreadable.
    fn most(&self) -> Option<usize> {
        // Each unknown place beyond four has 32 possible values, so fewer substitutions can be tried.
        let most = match self.unreadable.len() {
            0 => 4,
            1 => 3,
            2 | 3 => 2,
            4 => 1,
            5 | 6 => 0,
            _ => return None,
        };
        Some(most.min(self.substitutions))
    }

    /// The number of equation systems that are solved: the sets of places, times the values of the open places. 0 where too many places
    /// are unreadable.
    fn solves(&self) -> u32 {
        let Some(most) = self.most() else { return 0 };
        let unreadable = self.unreadable.len();
        let free = LENGTH.saturating_sub(unreadable);
        let (mut sum, mut sets) = (0_usize, 1_usize);
        for more in 0..=most {
            sum += sets << (5 * (unreadable + more).saturating_sub(4));
            sets = sets * (free - more.min(free)) / (more + 1);
        }
        u32::try_from(sum).unwrap_or(u32::MAX).min(LARGEST_VARIANT)
    }

    fn extend(
        &self,
        number: LineNumber,
        free: &[usize],
        places: &mut Vec<usize>,
        more: usize,
        found: &mut impl FnMut(&Word),
    ) {
        let open = places.len().saturating_sub(4);
        self.fill(number, places, open, self.word, found);
        if more == 0 {
            return;
        }
        for (k, &at) in free.iter().enumerate() {
            places.push(at);
            self.extend(number, &free[k + 1..], places, more - 1, found);
            places.pop();
        }
    }

    /// Tries every value at the first `open` places, and solves for the others.
    fn fill(
        &self,
        number: LineNumber,
        places: &[usize],
        open: usize,
        mut word: Word,
        found: &mut impl FnMut(&Word),
    ) {
        if let (Some((&first, rest)), Some(open)) = (places.split_first(), open.checked_sub(1)) {
            for symbol in 0..32 {
                word[first] = symbol;
                self.fill(number, rest, open, word, found);
            }
            return;
        }
        let mut locators = [0; 4];
        for (locator_of, &at) in locators.iter_mut().zip(places) {
            *locator_of = locator(at);
        }
        let Some(values) = solve(syndromes(number, &word), &locators[..places.len().min(4)]) else { return };
        for (&at, value) in places.iter().zip(values) {
            word[at] ^= value;
        }
        found(&word);
    }
}

/// The cost of typing one symbol for another.
fn substitution(typed: u8, meant: u8, channel: Channel) -> u32 {
    if typed == meant {
        return 0;
    }
    let (typed, meant) = (character(typed), character(meant));
    match channel {
        Channel::Heard if sound_alike(typed, meant) => cost::SOUND_ALIKE,
        Channel::Seen if look_alike(typed, meant) || sound_alike(typed, meant) => cost::LOOK_ALIKE,
        Channel::Heard | Channel::Seen => cost::SUBSTITUTION,
    }
}

#[cfg(test)]
#[path = "line_candidates_tests.rs"]
mod tests;
