//! Why a code fails, as far as the device can tell.

use super::{Claims, Code, CodeError, Day, KeyId, PinnedKey, Terms, Validity};

/// Other terms that a code may have been made for: an earlier request, number or marker kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTerms<L> {
    /// What they are, for the one who asks.
    pub label: L,
    /// The terms.
    pub terms: Terms,
}

/// What became of a code. Claims stand only in arms whose signature agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diagnosis<L> {
    /// Good for this machine, number and request.
    Accepted {
        /// What it says.
        claims: Claims,
        /// Today is before the day it was issued: a warning.
        clock_behind: bool,
    },
    /// It would be good, but its last day is over.
    Expired(Day),
    /// It was made for other terms that are known here.
    ForOtherTerms {
        /// Which.
        label: L,
        /// What it says; [`Claims::validity`] tells whether it is still good.
        claims: Claims,
    },
    /// Signed, it says, with a key that is not pinned here.
    UnknownKey(KeyId),
    /// Typed correctly, but of a format that isn't known: made for a newer program, or no license code.
    UnknownFormat,
    /// Typed correctly, but not for this machine, number and request.
    WrongTerms,
    /// These lines were mended, and the code doesn't verify: look at them again.
    CheckLines(Vec<u8>),
}

/// Judges a code under the current terms, then under the other known ones, in their order. `mended` are
/// the lines that were put right on the way here.
#[must_use]
pub fn diagnose<L: Clone>(
    code: &Code,
    pinned: &[PinnedKey],
    current: &Terms,
    known: &[OtherTerms<L>],
    mended: &[u8],
    today: Day,
) -> Diagnosis<L> {
    let error = match code.verify(pinned, current) {
        Ok(claims) => {
            return match claims.validity(today) {
                Validity::Valid => Diagnosis::Accepted { claims, clock_behind: false },
                Validity::ClockBehind => Diagnosis::Accepted { claims, clock_behind: true },
                Validity::Expired(last) => Diagnosis::Expired(last),
            };
        }
        Err(error) => error,
    };
    for OtherTerms { label, terms } in known {
        if let Ok(claims) = code.verify(pinned, terms) {
            return Diagnosis::ForOtherTerms { label: label.clone(), claims };
        }
    }
    // Format, key and claims stand in line 1: if that is clean, they are what was meant.
    let first_line_clean = !mended.contains(&1);
    match error {
        CodeError::UnknownKey(id) if first_line_clean => Diagnosis::UnknownKey(id),
        CodeError::Format | CodeError::Claims if first_line_clean => Diagnosis::UnknownFormat,
        _ if mended.is_empty() => Diagnosis::WrongTerms,
        _ => Diagnosis::CheckLines(mended.to_vec()),
    }
}
