//! The questions of the session line by line.

use crate::text::PlainLine as L;

/// The English words.
pub fn plain(line: L) -> &'static str {
    match line {
        L::Choose => "Number, then Enter:",
        L::Type => "Type it, then Enter (/ and a number for another choice):",
        L::NotUnderstood => "That is none of the choices.",
        L::Closed => "The input has ended.",
        L::SearchingForSlips => "Looking for typing slips ... this takes a few seconds at most.",
    }
}
