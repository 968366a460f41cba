//! Frames on a [`Wire`]: each is one write of the changes, which ends with the cursor at the focus.
//!
//! Lives here: the order of a frame. ratatui itself leaves a hidden cursor wherever the last cell was written, but a screen reader
//! or braille display follows the cursor, hidden or not. Never here: the content of a frame.

use std::io;

use ratatui::{Frame, Terminal};

use super::ansi::{Ansi, Wire};
use crate::screen::Drawn;

/// Draws frames on a wire, and remembers the last one.
#[derive(Debug)]
pub struct Frames<W: Wire> {
    terminal: Terminal<Ansi<W>>,
}

impl<W: Wire> Frames<W> {
    /// Frames of the wire's size, on a screen with unknown contents.
    ///
    /// # Errors
    /// If the wire is gone.
    pub fn new(wire: W) -> io::Result<Self> {
        Ok(Self { terminal: Terminal::new(Ansi::new(wire))? })
    }

    /// Draws a frame: sends what changed since the last, then where the cursor goes. Where neither changed, sends nothing.
    ///
    /// # Errors
    /// If the wire is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame) -> Drawn) -> io::Result<Drawn> {
        self.terminal.autoresize()?;
        let drawn = draw(&mut self.terminal.get_frame());
        self.terminal.flush()?;
        self.terminal.swap_buffers();
        self.terminal.backend_mut().finish(drawn.focus)?;
        Ok(drawn)
    }

    /// Makes the next frame a whole one, on a cleared screen, because other programs wrote or the size changed.
    ///
    /// # Errors
    /// If the wire is gone.
    pub fn repaint(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }

    /// The columns that a frame has.
    pub(super) fn columns(&mut self) -> u16 {
        self.terminal.get_frame().area().width
    }

    /// Sends bytes that change nothing on the screen, at once.
    pub(super) fn aside(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.wire().send(bytes)
    }

    /// Where frames go.
    pub(super) fn wire(&mut self) -> &mut W {
        self.terminal.backend_mut().wire()
    }
}
