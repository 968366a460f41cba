//! The text of a value as binding uses it, from the bytes of the firmware.
//!
//! Never here: whether the text is a proper value (`rules`).

use crate::marker::is_blank;

/// The longest proper value, in bytes of UTF-8. The longest model among 89,793 recorded machines has 83.
pub const MAX_VALUE_BYTES: usize = 96;

/// The value as binding uses it: trimmed, each run of blanks ([`collapse`](crate::marker::collapse)) one space, in its own case.
///
/// `None` where the bytes are not UTF-8, or hold control characters or invisible marks: such a value is malformed. Blanks alone
/// give an empty text, which is blank.
///
/// ```
/// use countersign_core::review::binding_value;
///
/// assert_eq!(binding_value(b"  B450M   Pro4 ").as_deref(), Some("B450M Pro4"));
/// assert_eq!(binding_value(b"a\x1bb"), None);
/// ```
#[must_use]
pub fn binding_value(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    if plain(bytes) {
        return Some(text.to_owned());
    }
    let mut value = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if is_blank(c) {
            blank = true;
        } else if c.is_control() || is_invisible(c) {
            return None;
        } else {
            if blank && !value.is_empty() {
                value.push(' ');
            }
            blank = false;
            value.push(c);
        }
    }
    Some(value)
}

/// Whether the value is in that form already: printable ASCII with single spaces, as most values are.
fn plain(bytes: &[u8]) -> bool {
    let mut blank = true;
    let single = bytes.iter().all(|byte| {
        let doubled = *byte == b' ' && blank;
        blank = *byte == b' ';
        matches!(byte, b' '..=b'~') && !doubled
    });
    single && (!blank || bytes.is_empty())
}

/// Marks without width, marks that change the direction of text, line separators, and the replacement character. None belongs
/// in a name, and each can make one name look like another.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}
