//! Support cases. A refusal opens a case; a later success of the same machine, or an operator, closes it.
//! Machines of one bundle that are refused for the same reason share a case; the success of the last one
//! closes it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use countersign_core::machine::{Field, Origin};
use countersign_core::marker::{self, Form};
use countersign_core::protocol::{Marker, Scheme};
use countersign_core::review::{Finding, Verdict};

use super::{IncomingRequest, Reason};

/// The number of a case, written `CAS-000042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber(pub u32);

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CAS-{:06}", self.0)
    }
}

/// The text is not a case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a case number looks like CAS-000042")]
pub struct InvalidCaseNumber;

impl FromStr for CaseNumber {
    type Err = InvalidCaseNumber;

    /// Accepts `CAS-000042` in upper or lower case, `CAS 42`, and `42`.
    fn from_str(text: &str) -> Result<Self, InvalidCaseNumber> {
        let text = text.trim().to_ascii_uppercase();
        let digits = text.strip_prefix("CAS").unwrap_or(&text).trim_start_matches(['-', ' ']);
        let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(InvalidCaseNumber)
    }
}

/// The machine that a case belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseKey {
    /// The license number as the request packed it.
    pub number: [u8; 6],
    /// The machine's scheme 2 marker, if it has one.
    pub marker2: Option<Marker>,
    /// The machine's scheme 3 marker. `None` if its values were refused, because many machines have the
    /// marker of the same fillers.
    pub marker3: Option<Marker>,
    /// A digest of manufacturer and model. `None` if the firmware doesn't have both, or the desk doesn't accept
    /// both: a repair changes such values.
    pub model: Option<Marker>,
}

impl CaseKey {
    /// Returns the key of a request with these findings.
    #[must_use]
    pub fn from_request(request: &IncomingRequest, findings: &[Finding]) -> Self {
        let head = request.head();
        // Refused values can't identify a machine.
        let values_good = !findings.iter().any(Finding::is_bad);
        let accepted = |field| {
            findings
                .iter()
                .find(|finding| finding.field == field)
                .filter(|finding| finding.verdict == Verdict::Ok && finding.origin == Origin::Firmware)
                .map(|finding| finding.value.as_str())
                .filter(|value| !value.is_empty())
        };
        let model = accepted(Field::Manufacturer).zip(accepted(Field::Model));
        Self {
            number: head.number,
            marker2: head.marker2,
            marker3: values_good.then(|| request.marker3()),
            model: model.map(|(maker, model)| marker::scheme3([maker, model, ""], Form::Plain)),
        }
    }

    /// Whether both keys belong to the same machine.
    ///
    /// The same board is the same machine. The same values on different boards are one machine after a repair
    /// if the number is the same, and copies if it differs. Where no marker can be compared, the number decides,
    /// unless the models differ. Otherwise a machine's success would close the case of another machine.
    #[must_use]
    pub fn same_machine(&self, other: &Self) -> bool {
        let differ = |one: Option<Marker>, two: Option<Marker>| match (one, two) {
            (Some(one), Some(two)) => Some(one != two),
            _ => None,
        };
        match (differ(self.marker2, other.marker2), differ(self.marker3, other.marker3)) {
            (Some(false), _) | (None, Some(false)) => true,
            (Some(true), Some(false)) => self.number == other.number,
            (Some(true), _) | (_, Some(true)) => false,
            (None, None) => self.number == other.number && differ(self.model, other.model) != Some(true),
        }
    }
}

/// A SHA-256 digest that identifies the requests of one product in a bundle. Their refusals for one reason
/// share a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BundleDigest(pub [u8; 32]);

/// One support case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The case number.
    pub number: CaseNumber,
    /// The reason of the first refusal.
    pub reason: Reason,
    /// When it was opened, in seconds since 1970-01-01 UTC.
    pub opened: i64,
    /// The number of machines; more than one only in a case of a bundle.
    pub machines: u32,
    /// The number of machines that haven't succeeded yet; 0 in a closed case.
    pub unsolved: u32,
    /// How it was closed; `None` while it is open.
    pub closed: Option<CaseClosure>,
}

impl Case {
    /// Whether a code under that scheme solves the case. If the machine's own values were refused, the older
    /// binding is only temporary: the values are still bad, so the case stays open until scheme 3 succeeds.
    #[must_use]
    pub const fn is_solved_by(&self, scheme: Scheme) -> bool {
        let values_were_bad = matches!(
            self.reason,
            Reason::MachineRefused
                | Reason::MachineUnreadable
                | Reason::RecoveredNotAllowed
                | Reason::AssignedNotAllowed
                | Reason::DeclaredNotAllowed
        );
        matches!(scheme, Scheme::Three) || !values_were_bad
    }
}

/// When a case was closed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClosure {
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who or what closed it.
    pub by: ClosedBy,
}

/// Who or what closed a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosedBy {
    /// The machine succeeded with the case's last request.
    Success,
    /// An operator closed it.
    Operator {
        /// The operator's name.
        operator: String,
        /// The operator's reason.
        reason: String,
    },
}

/// A note that an operator wrote on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNote {
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator's name.
    pub operator: String,
    /// The text. It may have several lines.
    pub text: String,
    /// Who may read it.
    pub audience: NoteAudience,
}

/// Who may read a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteAudience {
    /// Only operators. A mail never contains the note.
    #[default]
    Internal,
    /// The customer too.
    Customer,
}

impl NoteAudience {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Customer => "customer",
        }
    }

    /// Returns the audience with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Internal, Self::Customer].into_iter().find(|one| one.name() == name)
    }
}

/// The maximum length of a note, in characters.
pub const NOTE_LIMIT: usize = 4_000;
/// The maximum length of a line, such as a reason or a part of a customer, in characters.
pub const LINE_LIMIT: usize = 200;

/// The line has more than [`LINE_LIMIT`] characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the line is too long")]
pub struct LineTooLong;

/// Why a note on a case, or a change of a case, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CaseRefusal {
    /// There is no such case.
    #[error("no such case")]
    Unknown,
    /// The case is already closed.
    #[error("closed already")]
    Closed,
    /// The case is open; only a closed case can be opened again.
    #[error("not closed")]
    NotClosed,
    /// Another case of the same machine and reason was opened in the meantime.
    #[error("another case is open")]
    OtherOpen,
    /// Another operator has changed the case since it was shown.
    #[error("changed meanwhile")]
    Changed,
    /// The operator gave no reason, which closing and opening again need.
    #[error("no reason given")]
    NoReason,
    /// The reason has more than [`LINE_LIMIT`] characters.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// The note is empty.
    #[error("the note is empty")]
    NoText,
    /// The note has more than [`NOTE_LIMIT`] characters.
    #[error("the note is too long")]
    TooLong,
}

impl CaseRefusal {
    /// Every refusal.
    pub const ALL: [Self; 9] = [
        Self::Unknown,
        Self::Closed,
        Self::NotClosed,
        Self::OtherOpen,
        Self::Changed,
        Self::NoReason,
        Self::ReasonTooLong,
        Self::NoText,
        Self::TooLong,
    ];

    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "CASE-UNKNOWN",
            Self::Closed => "CASE-CLOSED",
            Self::NotClosed => "CASE-NOT-CLOSED",
            Self::OtherOpen => "CASE-OTHER-OPEN",
            Self::Changed => "CASE-CHANGED",
            Self::NoReason => "REASON-MISSING",
            Self::ReasonTooLong => "REASON-TOO-LONG",
            Self::NoText => "NOTE-EMPTY",
            Self::TooLong => "NOTE-TOO-LONG",
        }
    }
}

/// Cleans a typed text: one line without control characters. The result may be empty.
///
/// # Errors
/// [`LineTooLong`] if it has more than [`LINE_LIMIT`] characters.
pub fn clean_line(typed: &str) -> Result<String, LineTooLong> {
    // Blanks are joined last: a removed character leaves none at an end and no two in a row.
    let visible: String = typed.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let cleaned = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if cleaned.chars().count() > LINE_LIMIT { Err(LineTooLong) } else { Ok(cleaned) }
}

/// Cleans a typed reason: one line without control characters.
///
/// # Errors
/// [`CaseRefusal::NoReason`] if nothing is left, [`CaseRefusal::ReasonTooLong`] if [`clean_line`] fails.
pub fn clean_reason(typed: &str) -> Result<String, CaseRefusal> {
    match clean_line(typed) {
        Ok(line) if line.is_empty() => Err(CaseRefusal::NoReason),
        Ok(line) => Ok(line),
        Err(LineTooLong) => Err(CaseRefusal::ReasonTooLong),
    }
}

/// Cleans a typed note: no control characters other than line feeds.
///
/// # Errors
/// [`CaseRefusal::NoText`] if nothing is left, [`CaseRefusal::TooLong`] if more than [`NOTE_LIMIT`]
/// characters are left.
pub fn clean_note(typed: &str) -> Result<String, CaseRefusal> {
    let lines = typed.lines().map(|line| {
        let plain: String = line.replace('\t', " ").chars().filter(|c| !c.is_control()).collect();
        plain.trim_end().to_owned()
    });
    let whole = lines.collect::<Vec<_>>().join("\n");
    match whole.trim() {
        "" => Err(CaseRefusal::NoText),
        text if text.chars().count() > NOTE_LIMIT => Err(CaseRefusal::TooLong),
        text => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_numbers_parse_in_every_usual_spelling() {
        for text in ["CAS-000042", "cas-42", " CAS 42 ", "42", "cas000042"] {
            assert_eq!(text.parse(), Ok(CaseNumber(42)), "{text}");
        }
        for text in ["", "CAS-", "CAS-4x", "-+42", "99999999999", "K7Q-F2M"] {
            assert_eq!(text.parse::<CaseNumber>(), Err(InvalidCaseNumber), "{text}");
        }
    }

    #[test]
    fn control_characters_are_removed_from_typed_reasons_and_notes_and_nothing_is_truncated() {
        assert_eq!(
            clean_reason("  board \u{1b}[31mreplaced\n ticket 12 ").as_deref(),
            Ok("board [31mreplaced ticket 12")
        );
        for nothing in ["", " \n\t", "\u{7}"] {
            assert_eq!(clean_reason(nothing), Err(CaseRefusal::NoReason), "{nothing:?}");
            assert_eq!(clean_line(nothing).as_deref(), Ok(""), "{nothing:?}");
        }
        assert_eq!(clean_line("\0 示例 \u{6}\t\u{6} 公司 \u{7}").as_deref(), Ok("示例 公司"));
        assert_eq!(clean_reason(&"因".repeat(LINE_LIMIT)).unwrap().chars().count(), LINE_LIMIT);
        assert_eq!(clean_reason(&"x".repeat(LINE_LIMIT + 1)), Err(CaseRefusal::ReasonTooLong));
        assert_eq!(clean_line(&"x".repeat(LINE_LIMIT + 1)), Err(LineTooLong));
        assert_eq!(clean_note("called\r\n\tMr Li\u{0} \n\n").unwrap(), "called\n Mr Li");
        assert_eq!(clean_note(" \n "), Err(CaseRefusal::NoText));
        assert_eq!(clean_note(&"字".repeat(NOTE_LIMIT)).unwrap().chars().count(), NOTE_LIMIT);
        assert_eq!(clean_note(&"x".repeat(NOTE_LIMIT + 1)), Err(CaseRefusal::TooLong));
    }

    proptest! {
        #[test]
        fn a_cleaned_text_is_clean(typed in "[a示 \t\n\r\u{0}\u{6}\u{85}\u{3000}]{0,12}") {
            let line = clean_line(&typed).unwrap();
            prop_assert_eq!(clean_line(&line), Ok(line));
            if let Ok(note) = clean_note(&typed) {
                prop_assert_eq!(clean_note(&note), Ok(note));
            }
        }
    }
}
