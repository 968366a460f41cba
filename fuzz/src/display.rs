//! The checks of all texts that a person sees.

use countersign_core::machine::is_visible;

/// The limit of the characters of a line. A command has values of at most 96 bytes, some of them twice and encoded.
const MAX_CHARACTERS: usize = 2_000;

/// Checks that a line is short enough and has only visible characters, so that a terminal acts on none of them. `what` names the line in a
/// finding.
pub fn check_line(what: &str, line: &str) {
    assert!(line.chars().count() < MAX_CHARACTERS, "{what} is too long: {line}");
    let invisible = line.chars().find(|c| !is_visible(*c));
    assert!(invisible.is_none(), "{what} has {invisible:?}: {line:?}");
}

/// Checks that the text of a JSON value is short enough and has no control character.
pub fn check_json(what: &str, value: &serde_json::Value) {
    let text = value.to_string();
    assert!(text.len() < 256 * 1024, "{what} is too long");
    assert!(!text.chars().any(char::is_control), "{what} has a control character: {text:?}");
}
