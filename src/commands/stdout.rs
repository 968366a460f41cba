//! Standard output. In text, `?` replaces what the terminal's character set can't show; in JSON, an escape replaces what no terminal shows.

use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::page::OutputWidth;
use crate::screen::Glyphs;
use crate::terminal::Caps;
use countersign_core::lang::Lang;

use super::escaped_json::EscapedJson;

/// The columns of a terminal that doesn't tell its size, such as a serial line.
const USUAL_COLUMNS: usize = 80;
/// The columns of the narrowest table.
const LEAST_COLUMNS: usize = 40;

/// Standard output of one form.
#[derive(Debug)]
pub enum Stdout<W> {
    /// Text on a terminal that shows ASCII alone.
    Ascii(W),
    /// Any bytes, unchanged.
    Raw(W),
    /// JSON.
    Json(EscapedJson<W>),
}

/// Whether standard output is a terminal.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a drawing of that many columns fits standard output. A file, a pipe and a terminal that doesn't tell its size take any.
pub fn fits(need: usize) -> bool {
    columns().is_none_or(|have| have >= need)
}

/// The columns and rows of the terminal that standard output is; `None` for a file, a pipe and a terminal that doesn't tell its size.
pub fn size() -> Option<(usize, usize)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let size = (usize::from(size.ws_col), usize::from(size.ws_row));
    Some(size).filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// The columns of [`size`].
pub fn columns() -> Option<usize> {
    size().map(|(columns, _)| columns)
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
    let out = io::stdout().lock();
    if lang == Lang::En && Caps::here().glyphs == Glyphs::Ascii {
        Stdout::Ascii(out)
    } else {
        Stdout::Raw(out)
    }
}

/// Standard output for JSON if `as_json`, or for text in that language.
pub fn output(lang: Lang, as_json: bool) -> Stdout<StdoutLock<'static>> {
    if as_json { Stdout::Json(EscapedJson(io::stdout().lock())) } else { text_output(lang) }
}

/// Standard output for anything else, such as HTML or a QR.
pub fn raw_output() -> Stdout<StdoutLock<'static>> {
    Stdout::Raw(io::stdout().lock())
}

impl<W> Stdout<W> {
    /// Whether only ASCII can be shown.
    pub const fn is_ascii(&self) -> bool {
        matches!(self, Self::Ascii(_))
    }
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Ascii(out) if !bytes.is_ascii() => {
                // One mark for each character: the later bytes of a character (10xxxxxx) are skipped.
                let first = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80);
                let shown: Vec<u8> = first.map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect();
                out.write_all(&shown)?;
                Ok(bytes.len())
            }
            Self::Ascii(out) | Self::Raw(out) => out.write(bytes),
            Self::Json(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Ascii(out) | Self::Raw(out) => out.flush(),
            Self::Json(out) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_that_cannot_be_shown_becomes_one_mark() {
        let (mut shown, mut whole) = (Vec::new(), Vec::new());
        writeln!(Stdout::Ascii(&mut shown), "Maker: 联想 Aé").unwrap();
        writeln!(Stdout::Raw(&mut whole), "Maker: 联想 Aé").unwrap();
        assert_eq!(shown, b"Maker: ?? A?\n");
        assert_eq!(whole, "Maker: 联想 Aé\n".as_bytes());
    }
}
