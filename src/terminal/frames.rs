//! Frames on a wire: one write of what changed, with the cursor at the focus as its end.
//!
//! Lives here: the order of a frame. ratatui's own leaves a hidden cursor wherever the last cell was written, but a screen reader
//! or braille display looks at it hidden or not. Never here: the content of a frame.

use std::io;

use ratatui::{Frame, Terminal};

use super::ansi::{Ansi, Wire};
use crate::screen::Drawn;

/// What was drawn on a wire.
#[derive(Debug)]
pub struct Frames<W: Wire> {
    terminal: Terminal<Ansi<W>>,
}

impl<W: Wire> Frames<W> {
    /// Frames of the wire's size, on a screen of which nothing is known.
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

    /// The next frame is drawn whole, on a cleared screen: others wrote, or the size changed.
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

    /// Sends bytes that leave the screen as it is, at once.
    pub(super) fn aside(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.wire().send(bytes)
    }

    /// Where frames go.
    pub(super) fn wire(&mut self) -> &mut W {
        self.terminal.backend_mut().wire()
    }
}
