//! Frames to bytes: ratatui's back-end for this program.
//!
//! Lives here: cursor movement, colours, and one write a frame. Smaller than the stock one, which this program
//! would pay for on slow lines: a typed character costs its cursor position and itself.
//! Never here: reading. The cursor is where this file last put it; nobody is asked.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

/// From this size on a frame is marked as one, so that it isn't shown by halves.
const LARGE: usize = 2048;
/// The size of a terminal that doesn't know its own, as serial lines don't.
const UNKNOWN: Size = Size::new(80, 24);

/// Where frames go.
pub(super) trait Wire {
    /// Writes all of it, in one call where the system lets it.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Columns and rows, if they are known.
    fn size(&self) -> Option<Size>;
}

/// How the next character looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    ink: Color,
    ground: Color,
    modifier: Modifier,
}

/// A terminal's own look.
const DEFAULT: Pen = Pen { ink: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() };

/// The back-end.
#[derive(Debug)]
pub(super) struct Ansi<W> {
    wire: W,
    frame: String,
    pen: Pen,
    /// Where the cursor surely is. Forgotten after each frame: on a console the kernel writes too.
    at: Option<Position>,
    /// Where it was put last.
    put: Position,
    shown: Option<bool>,
    /// Where glyphs of two cells begin.
    wide: HashSet<Position>,
}

impl<W> Ansi<W> {
    /// A back-end that knows nothing yet of what is on the screen.
    pub(super) fn new(wire: W) -> Self {
        Self {
            wire,
            frame: String::new(),
            pen: DEFAULT,
            at: None,
            put: Position::ORIGIN,
            shown: None,
            wide: HashSet::new(),
        }
    }

    /// Others wrote: nothing is known any more.
    pub(super) fn forget(&mut self) {
        self.frame.clear();
        self.pen = DEFAULT;
        self.at = None;
        self.shown = None;
        self.wide.clear();
    }

    /// Adds a sequence to the frame.
    fn push(&mut self, sequence: std::fmt::Arguments<'_>) {
        // Writing to a String doesn't fail.
        let _ = self.frame.write_fmt(sequence);
    }

    /// Moves the cursor, by the shortest way.
    fn go(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && to.x == 0 => self.frame.push('\r'),
            Some(at) if at.y == to.y && to.x == at.x.saturating_add(1) => self.frame.push_str("\x1b[C"),
            Some(at) if at.y == to.y && to.x > at.x => self.push(format_args!("\x1b[{}C", to.x - at.x)),
            Some(at) if at.y == to.y && at.x == to.x.saturating_add(1) => self.frame.push_str("\x1b[D"),
            Some(at) if at.y == to.y => self.push(format_args!("\x1b[{}D", at.x - to.x)),
            Some(at) if at.y.checked_add(1) == Some(to.y) && to.x == 0 => self.frame.push_str("\r\n"),
            _ if to.x == 0 => self.push(format_args!("\x1b[{}H", u32::from(to.y) + 1)),
            _ => self.push(format_args!("\x1b[{};{}H", u32::from(to.y) + 1, u32::from(to.x) + 1)),
        }
        self.at = Some(to);
    }

    /// Changes the look of what follows.
    fn dress(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        let mut codes = String::new();
        let mut add = |code: u8| {
            // Writing to a String doesn't fail.
            let _ = write!(codes, "{}{code}", if codes.is_empty() { "" } else { ";" });
        };
        let mut from = self.pen;
        let coloured = pen.ink != Color::Reset && pen.ground != Color::Reset;
        // Attributes are taken back all at once: that is understood everywhere. A QR turns often, and where there are
        // colours, this one can be taken back alone.
        if coloured && pen == (Pen { modifier: from.modifier.difference(Modifier::REVERSED), ..from }) {
            add(27);
            from = pen;
        } else if !pen.modifier.contains(from.modifier)
            || pen == DEFAULT
            // To the Linux console bright ink is bold ink, which another colour alone doesn't end.
            || (from.ink == Color::White && pen.ink != Color::White)
        {
            add(0);
            from = DEFAULT;
        }
        for (modifier, code) in
            [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::UNDERLINED, 4), (Modifier::REVERSED, 7)]
        {
            if pen.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                add(code);
            }
        }
        for (to, from, base) in [(pen.ink, from.ink, 30), (pen.ground, from.ground, 40)] {
            if to != from {
                add(base + eighth(to));
                // Bright, where the terminal knows it; else the code before it stands.
                if to == Color::White {
                    add(base + 67);
                }
            }
        }
        self.push(format_args!("\x1b[{}m", if codes == "0" { "" } else { &codes }));
        self.pen = pen;
    }
}

/// The number of a colour among the eight; 9 is the terminal's own. Themes use no others but bright white.
fn eighth(colour: Color) -> u8 {
    match colour {
        Color::Black => 0,
        Color::Red | Color::LightRed => 1,
        Color::Green | Color::LightGreen => 2,
        Color::Yellow | Color::LightYellow => 3,
        Color::Blue | Color::LightBlue => 4,
        Color::Magenta | Color::LightMagenta => 5,
        Color::Cyan | Color::LightCyan => 6,
        Color::Gray | Color::White | Color::DarkGray => 7,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 9,
    }
}

impl<W: Wire> Ansi<W> {
    /// Sends bytes that leave the screen as it is, at once.
    pub(super) fn aside(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.wire.send(bytes)
    }
}

impl<W: Wire> Backend for Ansi<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let columns = self.size()?.width;
        for (x, y, cell) in content {
            // The last line of defence: whatever got into a cell, it steers nothing.
            let symbol = match cell.symbol() {
                "" => " ",
                symbol if symbol.contains(char::is_control) => "?",
                symbol => symbol,
            };
            let cells = u16::try_from(symbol.width()).unwrap_or(1).max(1);
            let here = Position::new(x, y);
            // What becomes of the other half of a wide glyph written over by halves, terminals don't agree on.
            let last = Position::new(x.saturating_add(cells - 1), y);
            if self.wide.remove(&last) {
                self.dress(DEFAULT);
                self.go(last);
                self.frame.push_str("  ");
                self.at = None;
            }
            if cells > 1 {
                self.wide.insert(here);
            }
            self.go(here);
            self.dress(Pen { ink: cell.fg, ground: cell.bg, modifier: cell.modifier });
            self.frame.push_str(symbol);
            // At the edge the cursor hangs between two lines.
            let next = x.checked_add(cells).filter(|next| *next < columns);
            self.at = next.map(|next| Position::new(next, y));
        }
        self.dress(DEFAULT);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.frame.push_str("\x1b[?25l");
            self.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.frame.push_str("\x1b[?25h");
            self.shown = Some(true);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.put)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let to = position.into();
        self.go(to);
        self.put = to;
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.dress(DEFAULT);
        if clear_type == ClearType::All {
            self.wide.clear();
        }
        self.frame.push_str(match clear_type {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.wire.size().filter(|size| size.width > 0 && size.height > 0);
        Ok(size.unwrap_or(UNKNOWN))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.at = None;
        if self.frame.is_empty() {
            return Ok(());
        }
        let frame = std::mem::take(&mut self.frame);
        if frame.len() > LARGE {
            self.wire.send(format!("\x1b[?2026h{frame}\x1b[?2026l").as_bytes())
        } else {
            self.wire.send(frame.as_bytes())
        }
    }
}

/// A line with its styles (ECMA-48 SGR), for a command to print: what comes behind it has the terminal's own look.
#[must_use]
pub fn painted(line: &Line<'_>) -> String {
    let mut ansi = Ansi::new(());
    for span in &line.spans {
        let style = line.style.patch(span.style);
        ansi.dress(Pen {
            ink: style.fg.unwrap_or(Color::Reset),
            ground: style.bg.unwrap_or(Color::Reset),
            modifier: style.add_modifier,
        });
        ansi.frame.push_str(&span.content);
    }
    ansi.dress(DEFAULT);
    ansi.frame
}

#[cfg(test)]
#[path = "ansi_tests.rs"]
pub(super) mod tests;
