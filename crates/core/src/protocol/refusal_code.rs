//! The codes with which desks refuse requests, as a desk sends them. Never here: sentences for them; each program has its own.

use crate::reader::{compatibility_fold, is_unseen};

/// Every code. The codes are a contract: add new ones, never rename one.
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

/// Finds the first of the codes that is a separate word in a text, in plain or full-width form.
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
