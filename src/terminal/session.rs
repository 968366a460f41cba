//! A session: takes the terminal, draws on it, lends it, gives it back.
//!
//! Lives here: the guard that a program holds while it has the terminal. Dropping it, a panic and an error restore the terminal.
//! Never here: the content of a frame.

use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Size;
use rustix::process::{Signal as Raise, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::{QueueSelector, tcflush};

use super::ansi::Wire;
use super::caps::{Caps, Kind};
use super::clipboard::{self, Copied};
use super::events::{Event, Signal, Source, Waker};
use super::frames::Frames;
use super::modes::{self, Leftovers};
use super::output::{Output, Sent};
use super::signals::Signals;
use crate::screen::{Drawn, Glyphs};

/// How long it may take until a stop takes effect. A process that can't be stopped goes on after this time.
const STOP: Duration = Duration::from_millis(200);

/// The terminal that frames go to.
#[derive(Debug)]
struct Tty {
    output: Arc<Output>,
    signals: Rc<Signals>,
    /// Set once a signal ended the session in the middle of a write. Later bytes are dropped.
    cut: bool,
}

impl Wire for Tty {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if !self.cut {
            self.cut = self.output.send(bytes, &self.signals)? == Sent::Cut;
        }
        Ok(())
    }

    fn size(&self) -> Option<Size> {
        Output::size()
    }
}

/// The terminal, taken.
#[derive(Debug)]
pub struct Session {
    frames: Frames<Tty>,
    source: Source,
    caps: Caps,
}

impl Session {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste.
    ///
    /// # Errors
    /// If there is no terminal that pages can be drawn on. The terminal is unchanged then.
    pub fn enter(caps: Caps) -> io::Result<Self> {
        if caps.kind != Kind::Full {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let signals = Rc::new(Signals::listen()?);
        let output = Arc::new(Output::open());
        let tty = Tty { output, signals: Rc::clone(&signals), cut: false };
        let frames = Frames::new(tty)?;
        let mut session = Self { frames, source: Source::new(signals), caps };
        session.take()?;
        Ok(session)
    }

    /// What this terminal can do.
    #[must_use]
    pub fn caps(&self) -> Caps {
        self.caps
    }

    /// Draws a frame: one write of what changed since the last, then the cursor at the focus. If a signal that ends the session comes
    /// while the terminal takes no bytes, the frame is dropped, and the next event is that signal.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame) -> Drawn) -> io::Result<Drawn> {
        self.frames.draw(draw)
    }

    /// Draws the next frame whole: on a terminal that draws glyphs wider than expected, what stands on the screen isn't known.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw_anew(&mut self) -> io::Result<()> {
        self.frames.repaint()
    }

    /// Whether something happened already, so that [`Session::next_event`] doesn't sleep long.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> io::Result<bool> {
        self.source.waiting(stdin())
    }

    /// Sleeps until something happens.
    ///
    /// # Errors
    /// If the terminal fails in a way that is neither its end nor an interruption.
    pub fn next_event(&mut self) -> io::Result<Event> {
        let event = self.source.next(stdin())?;
        match event {
            // The program that had the terminal meanwhile has set it up for itself.
            Event::Signal(Signal::Continue) => self.take_back()?,
            Event::Resized => self.frames.repaint()?,
            _ => {}
        }
        Ok(event)
    }

    /// What wakes this session from another thread.
    ///
    /// # Errors
    /// If the system has no more descriptors.
    pub fn waker(&self) -> io::Result<Waker> {
        self.source.waker()
    }

    /// Stops, as on Ctrl-Z: gives the terminal back, stops this job, and takes the terminal again when it goes on. To be
    /// answered by drawing.
    ///
    /// # Errors
    /// If the terminal is gone afterwards.
    pub fn suspend(&mut self) -> io::Result<()> {
        modes::leave(false, "");
        // Stops the whole job, as the terminal itself would: a shell script or sudo around this program must stop too.
        // The kernel ignores the signal if no shell could resume the job.
        kill_current_process_group(Raise::TSTP)?;
        self.source.resumed(STOP);
        self.take_back()
    }

    /// Lends the terminal to another program for as long as `run` takes. If `run` returns a line, shows it below the program's output
    /// and waits for a key. To be answered by drawing.
    ///
    /// # Errors
    /// If the terminal is gone afterwards.
    pub fn hand_over(&mut self, run: impl FnOnce() -> Option<String>) -> io::Result<()> {
        modes::leave(false, "");
        if let Some(line) = run() {
            self.wait_for_key_below(&line)?;
        }
        self.take_back()
    }

    /// Shows a line below what stands on the screen, and waits for a key that comes after it. An event that ends the session is the next
    /// event again.
    fn wait_for_key_below(&mut self, line: &str) -> io::Result<()> {
        self.source.forget();
        // What was typed before was meant for the program.
        let _ = tcflush(stdin(), QueueSelector::IFlush);
        let text = format!("{}\r\n", self.shown(line));
        self.frames.wire().send(text.as_bytes())?;
        loop {
            match self.source.next(stdin())? {
                Event::Resized | Event::Woken | Event::Signal(Signal::Continue) => {}
                Event::Key(_) | Event::Paste(_) | Event::Signal(Signal::Suspend) => return Ok(()),
                event @ (Event::Signal(Signal::Terminate | Signal::HangUp) | Event::Closed) => {
                    self.source.put_back(event);
                    return Ok(());
                }
            }
        }
    }

    /// The columns of the terminal.
    #[must_use]
    pub fn columns(&mut self) -> u16 {
        self.frames.columns()
    }

    /// Gives the terminal back with lines that stay on the screen. A line that takes no bytes gets none of them.
    pub fn leave(mut self, lines: &[String]) {
        let text: String = lines.iter().map(|line| format!("{}\r\n", self.shown(line))).collect();
        modes::leave(self.frames.wire().cut, &text);
    }

    /// A line with `?` in place of characters that could control the terminal or are not in its character set.
    fn shown(&self, line: &str) -> String {
        let ascii = self.caps.glyphs == Glyphs::Ascii;
        let odd = |c: char| c.is_control() || (ascii && !c.is_ascii());
        line.chars().map(|c| if odd(c) { '?' } else { c }).collect()
    }

    /// Copies a text to the clipboard of the person's terminal, if it has one.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<Copied> {
        match clipboard::sequence(text, self.caps.copy) {
            Ok(bytes) => self.frames.aside(&bytes).map(|()| Copied::Sent),
            Err(why) => Ok(why),
        }
    }

    /// Takes the terminal again after another program had it.
    fn take_back(&mut self) -> io::Result<()> {
        self.source.forget();
        self.take()
    }

    /// Sets the modes.
    fn take(&mut self) -> io::Result<()> {
        let leftovers = if self.caps.emulated { Leftovers::Reset } else { Leftovers::None };
        let tty = self.frames.wire();
        tty.cut |= modes::enter(&tty.output, leftovers, &tty.signals)? == Sent::Cut;
        self.frames.repaint()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        modes::leave(self.frames.wire().cut, "");
    }
}
