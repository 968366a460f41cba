//! What holds of every text that a person sees.

use countersign_core::machine::is_visible;

/// The most characters of one line: a command holds a value of at most 96 bytes, some twice and encoded.
const LINE: usize = 2_000;

/// A line is bounded, and a terminal acts on none of it. `what` names it in the report of a finding.
pub fn check_line(what: &str, line: &str) {
    assert!(line.chars().count() < LINE, "{what} is too long: {line}");
    let hostile = line.chars().find(|c| !is_visible(*c));
    assert!(hostile.is_none(), "{what} holds {hostile:?}: {line:?}");
}

/// The words and values of a JSON object hold no control character once they are written, and are bounded.
pub fn check_json(what: &str, value: &serde_json::Value) {
    let text = value.to_string();
    assert!(text.len() < 256 * 1024, "{what} is too long");
    assert!(!text.chars().any(char::is_control), "{what} holds a control character: {text:?}");
}
