//! From firmware bytes to the text that binding uses.
//!
//! Never here: whether the text is a good one; that is `rules`.

/// The longest value that counts, in bytes of UTF-8. The longest model of a real machine among 89,793
/// is 83 bytes; anything beyond this is no name.
pub const MAX_VALUE_BYTES: usize = 96;

/// The value as binding uses it: trimmed, each run of blanks (ASCII white space, no-break space) one
/// space, its own case kept.
///
/// `None` where the bytes are not UTF-8, or hold control characters or invisible marks: such a value
/// is malformed. Spaces alone give an empty text, which is blank.
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

/// Printable ASCII without a blank too many, as most values come.
fn plain(bytes: &[u8]) -> bool {
    let mut blank = true;
    let single = bytes.iter().all(|byte| {
        let doubled = *byte == b' ' && blank;
        blank = *byte == b' ';
        matches!(byte, b' '..=b'~') && !doubled
    });
    single && (!blank || bytes.is_empty())
}

/// ASCII white space and the no-break space.
fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{a0}'
}

/// Marks that take no room or turn the direction of the text around them, line separators, and the
/// sign for a broken character: none belongs in a name, and each can make one look like another.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}
