//! Standard output for people: what the terminal's character set can't show stands there as `?`.
//!
//! JSON is UTF-8 always.

use std::io::{self, StdoutLock, Write};

use crate::screen::Glyphs;
use crate::terminal::Caps;
use countersign_core::lang::Lang;

/// Standard output.
#[derive(Debug)]
pub struct Paper<W> {
    out: W,
    ascii: bool,
}

/// Standard output for text in that language, or (`raw`) for JSON and what is drawn. Who asks for Chinese
/// can read UTF-8.
pub fn paper(lang: Lang, raw: bool) -> Paper<StdoutLock<'static>> {
    let ascii = !raw && lang == Lang::En && Caps::here().glyphs == Glyphs::Ascii;
    Paper { out: io::stdout().lock(), ascii }
}

impl<W: Write> Write for Paper<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.ascii || bytes.is_ascii() {
            return self.out.write(bytes);
        }
        // One mark a character: what follows its first byte (10xxxxxx) is passed over.
        let first = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80);
        let shown: Vec<u8> = first.map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect();
        self.out.write_all(&shown)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_characters_are_marked_one_by_one() {
        for (ascii, want) in [(true, "Maker: ?? A?\n"), (false, "Maker: 联想 Aé\n")] {
            let mut paper = Paper { out: Vec::new(), ascii };
            writeln!(paper, "Maker: 联想 Aé").unwrap();
            assert_eq!(String::from_utf8(paper.out).unwrap(), want);
        }
    }
}
