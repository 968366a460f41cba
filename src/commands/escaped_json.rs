//! JSON on standard output, which may be a terminal. A character that can't be shown, or that turns or hides text, is written as a
//! JSON escape.

use std::fmt::Write as _;
use std::io::{self, Write};

use countersign_core::machine::is_visible;

/// A writer for lines of JSON. Each call of `write` gets whole characters.
#[derive(Debug)]
pub struct EscapedJson<W>(pub(super) W);

impl<W: Write> Write for EscapedJson<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.chars().all(is_plain) => self.0.write_all(escaped(text).as_bytes())?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a character is written as it is. JSON outside of strings has only ASCII characters.
fn is_plain(character: char) -> bool {
    character == '\n' || matches!(character, ' '..='~') || (!character.is_ascii() && is_visible(character))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_plain(character) {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string can't fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn control_characters_are_escaped_and_the_json_stays_equal() {
        let host = "a\u{202e}b\u{9b}2J\u{7f}\u{e0001}\u{1b}c服务器\u{200b}";
        let object = json!({ "host": host, "line": 2 });
        let mut out = EscapedJson(Vec::new());
        writeln!(out, "{object}").unwrap();
        let text = String::from_utf8(out.0).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), object);
        assert!(text.contains("服务器") && text.trim_end().chars().all(is_visible), "{text}");
    }
}
