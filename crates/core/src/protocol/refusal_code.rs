//! The codes by which desks refuse requests, as they stand in what a desk sends. Never here: their words; each program has its own.

use crate::reader::{compatibility_fold, is_unseen};

/// Every code. They are a contract: add, never rename.
pub const REFUSAL_CODES: [&str; 20] = [
    "NUMBER-UNKNOWN",
    "NUMBER-SUSPENDED",
    "NUMBER-REVOKED",
    "NUMBER-EXPIRED",
    "DEVICE-DIFFERS",
    "MOVES-EXHAUSTED",
    "MACHINE-REFUSED",
    "MACHINE-UNREADABLE",
    "RECOVERED-NOT-ALLOWED",
    "ASSIGNED-NOT-ALLOWED",
    "DECLARED-NOT-ALLOWED",
    "VALUE-SEEN",
    "PROFILE-UNKNOWN",
    "PROFILE-RETIRED",
    "REQUEST-SPENT",
    "TRY-LATER",
    "SPOKEN-NEEDS-OPERATOR",
    "SPOKEN-NOT-OFFERED",
    "OLDER-NOT-OFFERED",
    "OLDER-UNBACKED",
];

/// The first of the codes that stands in a text as a word of its own, full-width or not.
///
/// ```
/// use countersign_core::protocol::refusal_code_in;
///
/// assert_eq!(refusal_code_in("> Refused: NUMBER-UNKNOWN"), Some("NUMBER-UNKNOWN"));
/// assert_eq!(refusal_code_in("Your number is unknown."), None);
/// ```
#[must_use]
pub fn refusal_code_in(text: &str) -> Option<&'static str> {
    let folded: String = text.chars().filter(|c| !is_unseen(*c)).map(compatibility_fold).collect();
    let mut words = folded.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find_map(|word| REFUSAL_CODES.into_iter().find(|code| *code == word))
}
