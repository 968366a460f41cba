//! The binding form of a value, from the bytes of the firmware.
//!
//! Never here: whether the text is a proper value (`rules`).

use crate::machine::{compatibility_fold, is_hidden};
use crate::marker::is_blank;

/// The longest proper value, in bytes of UTF-8. The longest model among 89,793 recorded machines has 83.
pub const MAX_VALUE_BYTES: usize = 96;

/// The binding form of a value: trimmed, with one space for each run of blanks ([`collapse`](crate::marker::collapse)), case
/// unchanged.
///
/// `None` where the bytes are not UTF-8, or have control characters, or have hidden characters together with visible ones: such a value
/// is malformed. Bytes with only blanks and hidden characters give an empty text, which is blank.
///
/// ```
/// use countersign_core::review::binding_value;
///
/// assert_eq!(binding_value(b"  B450M   Pro4 ").as_deref(), Some("B450M Pro4"));
/// assert_eq!(binding_value(b"a\x1bb"), None);
/// assert_eq!(binding_value("A\u{34f}8".as_bytes()), None);
/// assert_eq!(binding_value("\u{3164}".as_bytes()).as_deref(), Some(""));
/// ```
#[must_use]
pub fn binding_value(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    if plain(bytes) {
        return Some(text.to_owned());
    }
    let mut value = String::with_capacity(text.len());
    let (mut blank, mut hidden) = (false, false);
    for c in text.chars() {
        if is_blank(c) {
            blank = true;
        } else if c.is_control() {
            return None;
        } else if is_hidden(c) {
            hidden = true;
        } else {
            if blank && !value.is_empty() {
                value.push(' ');
            }
            blank = false;
            value.push(c);
        }
    }
    (!hidden || value.is_empty()).then_some(value)
}

/// The binding form of a value that a person typed. Like [`binding_value`], but folds full-width and other compatibility forms of
/// ASCII characters, which Chinese input methods produce.
///
/// ```
/// use countersign_core::review::typed_value;
///
/// assert_eq!(typed_value("ＢＲ８０Ｇ－１").as_deref(), Some("BR80G-1"));
/// assert_eq!(typed_value("海光 7000").as_deref(), Some("海光 7000"));
/// ```
#[must_use]
pub fn typed_value(text: &str) -> Option<String> {
    binding_value(text.chars().map(compatibility_fold).collect::<String>().as_bytes())
}

/// Whether the value is printable ASCII with single spaces, so that it is in binding form already. Most values are.
fn plain(bytes: &[u8]) -> bool {
    let mut blank = true;
    let single = bytes.iter().all(|byte| {
        let doubled = *byte == b' ' && blank;
        blank = *byte == b' ';
        matches!(byte, b' '..=b'~') && !doubled
    });
    single && (!blank || bytes.is_empty())
}
