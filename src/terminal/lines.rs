//! A line of input from a terminal in line mode, or from a pipe.
//!
//! Lives here: the text that a person typed. Replies to other programs' questions, keys that the line mode doesn't know and bytes
//! of other character sets are dropped.

use super::decoder::Decoder;
use super::input::Input;
use crate::wizard::Key;

/// The text that was typed in a line. The bytes may be anything.
#[must_use]
pub fn typed(line: &[u8]) -> String {
    let mut text = String::new();
    let mut take = |input| match input {
        Input::Key(Key::Char(c)) => text.push(c),
        Input::Key(Key::Tab) => text.push(' '),
        Input::Paste(pasted) => text.push_str(&pasted.replace('\n', " ")),
        Input::Key(_) => {}
    };
    let mut decoder = Decoder::default();
    decoder.feed(line, &mut take);
    while decoder.patience().is_some() {
        decoder.lapse(&mut take);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_typed_text_of_a_line_is_kept() {
        for (line, want) in [
            (&b"AA03220123951\n"[..], "AA03220123951"),
            (b"2\r\n", "2"),
            ("许可 号\n".as_bytes(), "许可 号"),
            (b"a\tb\n", "a b"),
            (b"\x1b[200~a b\x1b[201~\n", "a b"),
            (b"\x1b]11;rgb:0000/0000/0000\x1b\\3\n", "3"),
            (b"\x1b[A\x1b[24;80R4\n", "4"),
            (b"\xbfq\xff5\n", "5"),
            (b"\n", ""),
        ] {
            assert_eq!(typed(line), want, "{}", line.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_make_a_line_without_controls(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(!typed(&line).contains(char::is_control));
        }
    }
}
