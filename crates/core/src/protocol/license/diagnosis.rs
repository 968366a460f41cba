//! The diagnosis of a code: accepted, or the reason of the failure as far as the device knows it.

use super::{Claims, Code, CodeError, Day, KeyId, PinnedKey, Terms, Validity};

/// Other terms that a code may have been signed for, such as those of an earlier request on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTerms<L> {
    /// The caller's label for these terms.
    pub label: L,
    /// The terms.
    pub terms: Terms,
}

/// The diagnosis of a code. Claims in it are verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diagnosis<L> {
    /// Valid for this machine, number and request.
    Accepted {
        /// The claims.
        claims: Claims,
        /// Today is before the issued day: a warning.
        clock_behind: bool,
    },
    /// Signed for these terms, but expired; this day was the last valid one.
    Expired(Day),
    /// Signed for other terms that the device knows.
    ForOtherTerms {
        /// The label of the terms.
        label: L,
        /// The claims; [`Claims::validity`] tells whether they are still valid.
        claims: Claims,
    },
    /// The code names a key that is not pinned.
    UnknownKey(KeyId),
    /// Typed correctly, but of an unknown format: a code for a newer program, or not a license code.
    UnknownFormat,
    /// Typed correctly, but signed for another machine, number or request.
    WrongTerms,
    /// The code doesn't verify, and these lines (1–7) were mended. The person has to compare them with the original.
    CheckLines(Vec<u8>),
}

/// Diagnoses a code with the current terms, then with the other known ones in their order. `mended` are the numbers of the lines
/// (1–7) that were mended.
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
    // Format, key and claims are in line 1. If that line is clean, they are as the desk wrote them.
    let first_line_clean = !mended.contains(&1);
    match error {
        CodeError::UnknownKey(id) if first_line_clean => Diagnosis::UnknownKey(id),
        CodeError::Format | CodeError::Claims if first_line_clean => Diagnosis::UnknownFormat,
        _ if mended.is_empty() => Diagnosis::WrongTerms,
        _ => Diagnosis::CheckLines(mended.to_vec()),
    }
}
