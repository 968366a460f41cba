//! Turns frames into bytes: ratatui's back-end for this program.
//!
//! Lives here: crossterm's commands, queued into one write per frame. The style and the cursor are remembered, so that a typed
//! character costs only a position and itself. On slow lines that matters: ratatui's own back-end sends about five times as much.
//! Never here: reading. The cursor is where this file put it last; the terminal is never asked.

use std::collections::HashSet;
use std::io;

use crossterm::Command;
use crossterm::cursor::{Hide, MoveLeft, MoveRight, MoveTo, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType as Erase, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::modes::queue;
use super::style::{DEFAULT, Dress, Pen};
use crate::screen::Focus;

/// From this size in bytes on, a frame is sent as a synchronized update, so that the terminal never shows a part of it.
const LARGE: usize = 2048;
/// The largest page that is drawn.
const MOST: Size = Size::new(500, 200);
/// The size of a terminal that reports none, such as a serial line.
const UNKNOWN: Size = Size::new(80, 24);

/// Where frames go.
pub trait Wire {
    /// Writes all bytes, in one call if the system allows it.
    ///
    /// # Errors
    /// If the terminal is gone.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Columns and rows, if they are known.
    fn size(&self) -> Option<Size>;
}

/// The back-end.
#[derive(Debug)]
pub(super) struct Ansi<W> {
    wire: W,
    frame: String,
    pen: Pen,
    /// The position of the cursor, if it is certain. It is forgotten after each frame, because on a console the kernel writes too.
    at: Option<Position>,
    /// Whether this row has a glyph that may be two columns wide. Then only an absolute position is certain.
    adrift: bool,
    /// The position that was set last.
    put: Position,
    shown: Option<bool>,
    /// Where glyphs of two cells begin.
    wide: HashSet<Position>,
    /// For each line, the column from which on nothing was written since the screen was cleared. Empty if that isn't known.
    fresh: Vec<u16>,
}

impl<W> Ansi<W> {
    /// A back-end for a screen with unknown contents.
    pub(super) fn new(wire: W) -> Self {
        Self {
            wire,
            frame: String::new(),
            pen: DEFAULT,
            at: None,
            adrift: false,
            put: Position::ORIGIN,
            shown: None,
            wide: HashSet::new(),
            fresh: vec![],
        }
    }

    /// Forgets all that is known of the screen, because other programs wrote to it.
    pub(super) fn forget(&mut self) {
        self.frame.clear();
        self.pen = DEFAULT;
        self.at = None;
        self.shown = None;
        self.wide.clear();
        self.fresh.clear();
    }

    /// Where frames go.
    pub(super) fn wire(&mut self) -> &mut W {
        &mut self.wire
    }

    /// Adds a command to the frame.
    fn queue(&mut self, command: impl Command) {
        queue(&mut self.frame, command);
    }

    /// Moves the cursor, by the shortest way.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let mut far = String::new();
        queue(&mut far, MoveTo(to.x, to.y));
        if self.adrift {
            self.at = None;
            self.adrift = false;
        }
        let near = self.at.and_then(|at| nearby(at, to)).filter(|near| near.len() < far.len());
        let way = near.unwrap_or(far);
        match self.blanks(to).filter(|blanks| *blanks <= way.len()) {
            Some(blanks) => (0..blanks).for_each(|_| self.frame.push(' ')),
            None => self.frame.push_str(&way),
        }
        self.at = Some(to);
    }

    /// How many blanks move the cursor there, if only blanks lie between. Between words that is shorter than any command.
    fn blanks(&self, to: Position) -> Option<usize> {
        let at = self.at.filter(|at| at.y == to.y && at.x < to.x)?;
        let fresh = self.fresh.get(usize::from(to.y)).is_some_and(|fresh| *fresh <= at.x);
        let seen = self.pen.ground != Color::Reset
            || self.pen.modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED);
        (fresh && !seen).then_some(usize::from(to.x - at.x))
    }

    /// Notes that a line was written up to that column.
    fn wrote(&mut self, y: u16, end: u16) {
        if let Some(fresh) = self.fresh.get_mut(usize::from(y)) {
            *fresh = end.max(*fresh);
        }
    }

    /// Sets the style of the text that follows.
    fn dress(&mut self, pen: Pen) {
        if pen != self.pen {
            self.queue(Dress { from: self.pen, to: pen });
            self.pen = pen;
        }
    }
}

/// The relative movement along a line, or to a line below by way of its beginning.
fn nearby(at: Position, to: Position) -> Option<String> {
    let mut way = String::new();
    match to.y.checked_sub(at.y)? {
        0 if to.x > at.x => queue(&mut way, MoveRight(to.x - at.x)),
        0 if to.x > 0 => queue(&mut way, MoveLeft(at.x - to.x)),
        // A carriage return comes first, because to some terminals each line feed means a carriage return too.
        down @ 0..=4 => {
            way.push('\r');
            (0..down).for_each(|_| way.push('\n'));
            if to.x > 0 {
                queue(&mut way, MoveRight(to.x));
            }
        }
        _ => return None,
    }
    Some(way)
}

impl<W: Wire> Ansi<W> {
    /// Ends a frame with the cursor at the focus, and sends it. If nothing was drawn and the cursor is there already, nothing is sent.
    pub(super) fn finish(&mut self, focus: Focus) -> io::Result<()> {
        let there = self.put == focus.place && self.shown == Some(focus.shown);
        if !self.frame.is_empty() || !there {
            // Terminals differ in the width of some characters, so a movement along the line could start from the wrong place.
            if !self.frame.is_ascii() {
                self.at = None;
            }
            if focus.shown {
                self.show_cursor()?
            } else {
                self.hide_cursor()?
            }
            self.set_cursor_position(focus.place)?;
        }
        self.flush()
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
            // The last check: no control character from a cell reaches the terminal.
            let symbol = match cell.symbol() {
                "" => " ",
                symbol if symbol.contains(char::is_control) => "?",
                symbol => symbol,
            };
            let cells = u16::try_from(symbol.width()).unwrap_or(1).max(1);
            let here = Position::new(x, y);
            // Terminals differ in what is left of a wide glyph when one half is overwritten, so both cells are cleared first.
            let last = Position::new(x.saturating_add(cells - 1), y);
            if self.wide.remove(&last) {
                self.dress(DEFAULT);
                self.go(last);
                self.frame.push_str("  ");
                self.wrote(y, last.x.saturating_add(2));
                self.at = None;
            }
            if cells > 1 {
                self.wide.insert(here);
            }
            let pen = Pen { ink: cell.fg, ground: cell.bg, modifier: cell.modifier };
            if self.adrift && pen.ground != self.pen.ground {
                self.at = None;
            }
            self.go(here);
            self.dress(pen);
            self.frame.push_str(symbol);
            // Half blocks may be two columns wide. That tears a QR, but the words beside it stay in place.
            self.adrift |= matches!(symbol, "▀" | "▄" | "█");
            self.wrote(y, x.saturating_add(cells));
            // At the right edge the cursor may be on either line, and terminals differ in the width of several characters in one
            // cell. In both cases the position isn't certain.
            let sure = symbol.chars().nth(1).is_none();
            let next = x.checked_add(cells).filter(|next| *next < columns && sure);
            self.at = next.map(|next| Position::new(next, y));
        }
        self.dress(DEFAULT);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.queue(Hide);
            self.shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.queue(Show);
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
            self.fresh = vec![0; usize::from(self.size()?.height)];
        }
        self.queue(Clear(match clear_type {
            ClearType::All => Erase::All,
            ClearType::AfterCursor => Erase::FromCursorDown,
            ClearType::BeforeCursor => Erase::FromCursorUp,
            ClearType::CurrentLine => Erase::CurrentLine,
            ClearType::UntilNewLine => Erase::UntilNewLine,
        }));
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.wire.size().filter(|size| size.width > 0 && size.height > 0);
        let size = size.unwrap_or(UNKNOWN);
        Ok(Size::new(size.width.min(MOST.width), size.height.min(MOST.height)))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.at = None;
        self.adrift = false;
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut frame = std::mem::take(&mut self.frame);
        if frame.len() > LARGE {
            let mut begin = String::new();
            queue(&mut begin, BeginSynchronizedUpdate);
            frame.insert_str(0, &begin);
            queue(&mut frame, EndSynchronizedUpdate);
        }
        self.wire.send(frame.as_bytes())
    }
}

/// A line with its styles as escape sequences (ECMA-48 SGR), for a command to print. It ends with the terminal's default style.
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
