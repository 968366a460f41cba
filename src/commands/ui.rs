//! What a session needs from the interface with the person: full screens or lines.

use std::sync::mpsc::Receiver;

use crate::terminal::Waker;
use crate::wizard::{Msg, State};
use countersign_core::lang::Lang;

/// An interface with the person.
pub trait Ui: std::fmt::Debug {
    /// What wakes [`Ui::next`] when the worker has put a message into the inbox; `None` if it needs no wake.
    ///
    /// # Errors
    /// If the system has no more descriptors.
    fn waker(&self) -> std::io::Result<Option<Waker>>;

    /// Shows the state. Returns where the page was drawn, if the state doesn't know it yet.
    ///
    /// # Errors
    /// If the terminal or standard output is gone.
    fn show(&mut self, state: &State) -> anyhow::Result<Option<Msg>>;

    /// Sleeps until something happens: an input, a signal, or a message in the inbox. Returns `None` if there is nothing
    /// to do but to show the state again.
    ///
    /// # Errors
    /// If the terminal or standard input is gone.
    fn next(&mut self, state: &State, inbox: &Receiver<Msg>) -> anyhow::Result<Option<Msg>>;

    /// Copies text to the terminal's clipboard; `false` if there is none.
    fn copy(&mut self, text: &str) -> bool;

    /// Gives the terminal to another program while `run` runs. If `run` returns a line, the person reads the program's output and that
    /// line before anything covers them.
    fn hand_over(&mut self, run: &mut dyn FnMut() -> Option<String>);

    /// Stops the process until the shell continues it.
    fn suspend(&mut self);

    /// Switches to lines.
    fn line_by_line(&mut self, lang: Lang);

    /// Whether the session goes line by line.
    fn is_line_by_line(&self) -> bool;

    /// Ends the interface and writes the last lines of the session. Errors are ignored, because the terminal may be gone.
    fn leave(self: Box<Self>, lines: &[String]);
}
