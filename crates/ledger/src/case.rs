//! Support cases: a refusal opens one, a later success of the same machine closes it, or an operator does.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use countersign_core::protocol::{Marker, Scheme};

use super::{IncomingRequest, Reason};

/// The number of a case, shown `CAS-000042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber(pub u32);

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CAS-{:06}", self.0)
    }
}

/// A text is no case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a case number looks like CAS-000042")]
pub struct InvalidCaseNumber;

impl FromStr for CaseNumber {
    type Err = InvalidCaseNumber;

    /// Takes `CAS-000042` in any case, `CAS 42`, or `42`.
    fn from_str(text: &str) -> Result<Self, InvalidCaseNumber> {
        let text = text.trim().to_ascii_uppercase();
        let digits = text.strip_prefix("CAS").unwrap_or(&text).trim_start_matches(['-', ' ']);
        let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(InvalidCaseNumber)
    }
}

/// What tells whose case it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseKey {
    /// The license number as the request packed it.
    pub number: [u8; 6],
    /// The machine's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// Its scheme 3 marker, where its values were good: one of fillers stands on many machines.
    pub marker3: Option<Marker>,
}

impl CaseKey {
    /// The key of a request.
    #[must_use]
    pub fn from_request(request: &IncomingRequest, values_good: bool) -> Self {
        let head = request.head();
        Self { number: head.number, marker2: head.scheme2, marker3: values_good.then(|| request.marker3()) }
    }

    /// Whether both are the same machine's. The number counts only where neither marker can tell:
    /// otherwise the success of one machine would close the case of another that used its number.
    #[must_use]
    pub fn same_machine(&self, other: &Self) -> bool {
        let differ = |one: Option<Marker>, two: Option<Marker>| match (one, two) {
            (Some(one), Some(two)) => Some(one != two),
            _ => None,
        };
        match (differ(self.marker2, other.marker2), differ(self.marker3, other.marker3)) {
            (Some(false), _) | (_, Some(false)) => true,
            (Some(true), _) | (_, Some(true)) => false,
            (None, None) => self.number == other.number,
        }
    }
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub key: CaseKey,
    /// The reason of its first refusal.
    pub reason: Reason,
    /// When it was opened, seconds since 1970-01-01 UTC.
    pub opened: i64,
    /// How it ended; `None` while it is open.
    pub closed: Option<CaseClosure>,
}

impl Case {
    /// Whether a code under that scheme ends the case. The older binding is a stopgap where the machine's
    /// own values were at fault: the fault stands, so the case waits for the full one.
    #[must_use]
    pub const fn is_solved_by(&self, scheme: Scheme) -> bool {
        let of_the_machine = matches!(
            self.reason,
            Reason::MachineRefused
                | Reason::MachineUnreadable
                | Reason::DeclaredNotAllowed
                | Reason::DeclaredUnbacked
        );
        matches!(scheme, Scheme::Three) || !of_the_machine
    }
}

/// The end of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClosure {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// How.
    pub by: ClosedBy,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosedBy {
    /// The same machine succeeded: the last of the case's requests.
    Success,
    /// An operator closed it.
    Operator {
        /// Who.
        operator: String,
        /// Why, in their words.
        reason: String,
    },
}

/// What an operator wrote on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNote {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who.
    pub operator: String,
    /// What; lines may part it.
    pub text: String,
}

/// The longest note that is kept, in characters.
pub const NOTE_LIMIT: usize = 4_000;
/// The longest reason that is kept, in characters.
pub const REASON_LIMIT: usize = 200;

/// Why a case can't be noted on or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CaseRefusal {
    /// There is no such case.
    #[error("no such case")]
    Unknown,
    /// It is closed already.
    #[error("closed already")]
    Closed,
    /// Closing needs a reason.
    #[error("no reason given")]
    NoReason,
    /// A note needs words.
    #[error("the note is empty")]
    NoText,
}

impl CaseRefusal {
    /// Every refusal.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Closed, Self::NoReason, Self::NoText];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "CASE-UNKNOWN",
            Self::Closed => "CASE-CLOSED",
            Self::NoReason => "REASON-MISSING",
            Self::NoText => "NOTE-EMPTY",
        }
    }
}

/// A reason as it is kept: one line, without control characters, bounded; `None` where nothing is left.
#[must_use]
pub fn clean_reason(typed: &str) -> Option<String> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept: String = line.chars().filter(|c| !c.is_control()).take(REASON_LIMIT).collect();
    (!kept.is_empty()).then_some(kept)
}

/// A note as it is kept: its lines, without other control characters, bounded.
///
/// # Errors
/// [`CaseRefusal::NoText`] where nothing is left.
pub fn clean_note(typed: &str) -> Result<String, CaseRefusal> {
    let lines = typed.lines().map(|line| {
        let plain: String = line.replace('\t', " ").chars().filter(|c| !c.is_control()).collect();
        plain.trim_end().to_owned()
    });
    let whole = lines.collect::<Vec<_>>().join("\n");
    let kept: String = whole.trim().chars().take(NOTE_LIMIT).collect();
    if kept.is_empty() { Err(CaseRefusal::NoText) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_are_read_as_people_write_them() {
        for text in ["CAS-000042", "cas-42", " CAS 42 ", "42", "cas000042"] {
            assert_eq!(text.parse(), Ok(CaseNumber(42)), "{text}");
        }
        for text in ["", "CAS-", "CAS-4x", "-+42", "99999999999", "K7Q-F2M"] {
            assert_eq!(text.parse::<CaseNumber>(), Err(InvalidCaseNumber), "{text}");
        }
    }

    #[test]
    fn what_operators_type_is_kept_plain_and_bounded() {
        assert_eq!(
            clean_reason("  board \u{1b}[31mreplaced\n ticket 12 ").as_deref(),
            Some("board [31mreplaced ticket 12")
        );
        assert_eq!((clean_reason(" \n\t"), clean_reason("\u{7}")), (None, None));
        assert_eq!(clean_reason(&"x".repeat(9_999)).unwrap().len(), REASON_LIMIT);
        assert_eq!(clean_note("called\r\n\tMr Li\u{0} \n\n").unwrap(), "called\n Mr Li");
        assert_eq!(clean_note(" \n "), Err(CaseRefusal::NoText));
        assert_eq!(clean_note(&"x".repeat(9_999)).unwrap().len(), NOTE_LIMIT);
    }
}
