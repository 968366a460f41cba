//! Standard output. In text, `?` replaces what the terminal's character set can't show; JSON is always UTF-8.

use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::page::OutputWidth;
use crate::screen::Glyphs;
use crate::terminal::Caps;
use countersign_core::lang::Lang;

/// The columns of a terminal that doesn't tell its size, such as a serial line.
const USUAL_COLUMNS: usize = 80;
/// The columns of the narrowest table.
const LEAST_COLUMNS: usize = 40;

/// Standard output that replaces characters, if only ASCII can be shown.
#[derive(Debug)]
pub struct Stdout<W> {
    out: W,
    ascii: bool,
}

/// Whether standard output is a terminal.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a drawing of that many columns fits standard output. A file, a pipe and a terminal that doesn't tell its size take any.
pub fn fits(need: usize) -> bool {
    columns().is_none_or(|have| have >= need)
}

/// The columns of the terminal that standard output is; `None` for a file, a pipe and a terminal that doesn't tell its size.
pub fn columns() -> Option<usize> {
    let out = io::stdout();
    let size = rustix::termios::tcgetwinsize(&out).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

/// The width of tables on standard output: that of the terminal, or unbounded for a file or a pipe, which programs search and read.
pub fn width() -> OutputWidth {
    if !is_terminal() {
        return OutputWidth::Unbounded;
    }
    OutputWidth::Columns(columns().map_or(USUAL_COLUMNS, |columns| columns.max(LEAST_COLUMNS)))
}

/// Standard output for text in that language. Chinese is never replaced, because a person who asks for it can read UTF-8.
pub fn text_output(lang: Lang) -> Stdout<StdoutLock<'static>> {
    let ascii = lang == Lang::En && Caps::here().glyphs == Glyphs::Ascii;
    Stdout { out: io::stdout().lock(), ascii }
}

/// Standard output for JSON if `raw`, or for text in that language.
pub fn output(lang: Lang, raw: bool) -> Stdout<StdoutLock<'static>> {
    if raw { Stdout { out: io::stdout().lock(), ascii: false } } else { text_output(lang) }
}

impl<W> Stdout<W> {
    /// Whether only ASCII can be shown.
    pub const fn is_ascii(&self) -> bool {
        self.ascii
    }
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.ascii || bytes.is_ascii() {
            return self.out.write(bytes);
        }
        // One mark for each character: the later bytes of a character (10xxxxxx) are skipped.
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
    fn each_character_that_cannot_be_shown_becomes_one_mark() {
        for (ascii, want) in [(true, "Maker: ?? A?\n"), (false, "Maker: 联想 Aé\n")] {
            let mut out = Stdout { out: Vec::new(), ascii };
            writeln!(out, "Maker: 联想 Aé").unwrap();
            assert_eq!(String::from_utf8(out.out).unwrap(), want);
        }
    }
}
