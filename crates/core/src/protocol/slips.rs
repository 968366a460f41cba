//! Undoes one or two slips that change the length or the order of a typed line: omissions, additions, swaps of neighbours.
//!
//! Never here: substitutions (`line_candidates`).

use super::crockford::Glyph;
use super::line::{LENGTH, Word, word};

/// Costs of the slips, in the unit of `line_candidates`.
mod cost {
    pub(super) const SWAP: u32 = 26;
    pub(super) const OMISSION: u32 = 29;
    pub(super) const DOUBLED: u32 = 34;
    pub(super) const ADDITION: u32 = 44;
}

/// Twenty places after slips were undone, and the most substitutions to search for.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub cost: u32,
    pub word: Word,
    pub unreadable: Vec<usize>,
    pub substitutions: usize,
}

/// The variants of a typed line: the line itself, and the line with one or two slips undone.
pub(super) fn undo_slips(typed: &[Glyph]) -> Vec<Variant> {
    let mut out = Vec::new();
    let mut push = |cost, glyphs: &[Glyph], substitutions| {
        if let Some((word, unreadable)) = word(glyphs) {
            out.push(Variant { cost, word, unreadable, substitutions });
        }
    };
    match typed.len().wrapping_sub(LENGTH) as isize {
        0 => {
            push(0, typed, 4);
            for (at, one) in swaps(typed) {
                push(cost::SWAP, &one, 3);
                for (_, two) in swaps(&one).into_iter().filter(|(second, _)| *second > at + 1) {
                    push(2 * cost::SWAP, &two, 1);
                }
            }
            for (extra, shorter) in deletions(typed) {
                for whole in insertions(&shorter) {
                    push(extra + cost::OMISSION, &whole, 1);
                }
            }
        }
        -1 => {
            for whole in insertions(typed) {
                push(cost::OMISSION, &whole, 2);
            }
            for (_, swapped) in swaps(typed) {
                for whole in insertions(&swapped) {
                    push(cost::SWAP + cost::OMISSION, &whole, 1);
                }
            }
        }
        1 => {
            for (extra, whole) in deletions(typed) {
                push(extra, &whole, 3);
                for (_, swapped) in swaps(&whole) {
                    push(extra + cost::SWAP, &swapped, 1);
                }
            }
        }
        -2 => {
            for longer in insertions(typed) {
                for whole in insertions(&longer) {
                    push(2 * cost::OMISSION, &whole, 1);
                }
            }
        }
        2 => {
            for (one, longer) in deletions(typed) {
                for (two, whole) in deletions(&longer) {
                    push(one + two, &whole, 1);
                }
            }
        }
        _ => {}
    }
    out
}

fn swaps(glyphs: &[Glyph]) -> Vec<(usize, Vec<Glyph>)> {
    let differ = |at: &usize| glyphs[*at] != glyphs[at + 1];
    (0..glyphs.len().saturating_sub(1))
        .filter(differ)
        .map(|at| {
            let mut swapped = glyphs.to_vec();
            swapped.swap(at, at + 1);
            (at, swapped)
        })
        .collect()
}

fn insertions(glyphs: &[Glyph]) -> Vec<Vec<Glyph>> {
    (0..=glyphs.len())
        .map(|at| {
            let mut longer = glyphs.to_vec();
            longer.insert(at, Glyph::Unreadable);
            longer
        })
        .collect()
}

/// The line with one character removed, for each character, and the cost of that addition. A doubled character is cheaper, because it
/// is more common.
fn deletions(glyphs: &[Glyph]) -> Vec<(u32, Vec<Glyph>)> {
    (0..glyphs.len())
        .map(|at| {
            let mut shorter = glyphs.to_vec();
            let extra = shorter.remove(at);
            let doubled = at > 0 && glyphs[at - 1] == extra;
            (if doubled { cost::DOUBLED } else { cost::ADDITION }, shorter)
        })
        .collect()
}
