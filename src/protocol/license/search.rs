//! Beyond two wrong characters a line, the signature is the judge: likely readings are tried in turn.

use ed25519_dalek::VerifyingKey;

use super::{Claims, Code, KeyId, Pinned, Prepared, Terms};
use crate::protocol::head::part;
use crate::protocol::line::{Data, LineNumber};
use crate::protocol::mend::{Candidate, Combinations, Way, candidates};
use crate::protocol::{paste, symbols};

/// How many signatures are checked before a search gives up.
pub const CHECKS: u32 = 20_000;
/// How many readings whose signature begins with no point of the curve (half of all 32-byte strings are none) cost
/// as much as one check.
const POINTLESS: u32 = 4;

/// A search for the code that seven badly typed lines were meant to be. It does nothing by itself:
/// [`Search::step`] does a slice of the work, so that a screen stays alive.
#[derive(Debug, Clone)]
pub struct Search {
    combinations: Combinations<7>,
    /// The lines as they were typed, look-alikes folded, in the order of their numbers.
    typed: [String; 7],
    keys: Vec<(KeyId, VerifyingKey)>,
    terms: Vec<Prepared>,
    /// The last signature's first half, and whether it is a point: most readings share it with the one before.
    point: ([u8; 32], bool),
    /// What may still be spent, in quarters of a check.
    left: u32,
}

/// Where a search stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A code that verifies.
    Found(Box<Found>),
    /// Not yet.
    Going {
        /// How many checks are left at most.
        left: u32,
    },
    /// Every likely reading was tried, or as many as a search may try.
    NotFound,
}

/// The code that was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The code.
    pub code: Code,
    /// What it says; its signature agreed.
    pub claims: Claims,
    /// Which of the terms it is for, counted from 0.
    pub terms: usize,
    /// The numbers of the lines that were not typed as they should be.
    pub mended: Vec<u8>,
}

impl Search {
    /// Lists what the lines may have been. `terms` are the current ones first, then those of earlier
    /// requests; each costs a check per reading.
    ///
    /// # Errors
    /// The numbers of the lines that are beyond guessing: more than two characters missing or added.
    pub fn new(lines: &[String; 7], pinned: &[Pinned], terms: &[Terms]) -> Result<Self, Vec<u8>> {
        let numbers = LineNumber::license();
        let order = paste::in_order(&numbers, lines.each_ref().map(String::as_str));
        let keys: Vec<(KeyId, VerifyingKey)> =
            pinned.iter().filter_map(|one| Some((one.id, one.verifying_key()?))).collect();
        let mut lists: [Vec<Candidate>; 7] = Default::default();
        let mut typed: [String; 7] = Default::default();
        for (((number, from), list), text) in numbers.into_iter().zip(order).zip(&mut lists).zip(&mut typed) {
            let glyphs: Vec<symbols::Glyph> = symbols::glyphs(&lines[from]).take(64).collect();
            *list = candidates(number, &glyphs, Way::Seen);
            *text = glyphs.into_iter().map(symbols::Glyph::character).collect();
        }
        let beyond: Vec<u8> =
            numbers.iter().zip(&lists).filter(|(_, list)| list.is_empty()).map(|(n, _)| n.get()).collect();
        if !beyond.is_empty() {
            return Err(beyond);
        }
        let [first, .., last] = &mut lists;
        first.retain(|candidate| may_begin(&candidate.data, &keys));
        last.retain(|candidate| may_end(&candidate.data));
        let terms = terms.iter().map(Prepared::of).collect();
        Ok(Self {
            combinations: Combinations::new(lists),
            typed,
            keys,
            terms,
            point: ([0; 32], is_point(&[0; 32])),
            left: CHECKS * POINTLESS,
        })
    }

    /// Does about that many checks.
    pub fn step(&mut self, checks: u32) -> Progress {
        let stop = self.left.saturating_sub(checks.saturating_mul(POINTLESS));
        while self.left > stop {
            let Some(lines) = self.combinations.next() else { return Progress::NotFound };
            let code = Code::from_lines(&lines);
            if !self.begins_with_a_point(&code) {
                self.left = self.left.saturating_sub(1);
                continue;
            }
            let key = code.key_id().ok().and_then(|id| self.keys.iter().find(|(own, _)| *own == id));
            let Some((_, key)) = key else { return Progress::NotFound };
            // Without terms a reading costs as much as with one, so that the search ends.
            let terms = u32::try_from(self.terms.len()).unwrap_or(u32::MAX).max(1);
            self.left = self.left.saturating_sub(terms.saturating_mul(POINTLESS));
            for (at, terms) in self.terms.iter().enumerate() {
                if let Ok(claims) = terms.verify(&code, key) {
                    let mended = self.mended(&code);
                    return Progress::Found(Box::new(Found { code, claims, terms: at, mended }));
                }
            }
        }
        if self.left == 0 {
            Progress::NotFound
        } else {
            Progress::Going { left: self.left.div_ceil(POINTLESS) }
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
        pairs.filter(|(_, (line, typed))| line != typed).map(|(number, _)| number.get()).collect()
    }
}

/// Whether a code may begin like this: a known format, a pinned key, canonical claims.
fn may_begin(data: &Data, keys: &[(KeyId, VerifyingKey)]) -> bool {
    let mut lines = [[0; 10]; 7];
    lines[0] = *data;
    let code = Code::from_lines(&lines);
    code.claims().is_ok() && code.key_id().is_ok_and(|id| keys.iter().any(|(own, _)| *own == id))
}

/// Whether 32 bytes are a compressed point of the curve, as a public key and the first half of a signature are.
fn is_point(bytes: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(bytes).is_ok()
}

/// Whether a signature may end like this: its second half is a number below 2^252 + 2^125, little-endian.
const fn may_end(data: &Data) -> bool {
    data[9] <= 0x10
}
