//! A session that begins on full screens or line by line, and may switch from screens to lines.

use std::io;
use std::sync::mpsc::Receiver;

use crate::terminal::{Caps, Waker};
use crate::wizard::{Msg, State};
use countersign_core::lang::Lang;

use super::line_ui::LineUi;
use super::screen_ui::ScreenUi;
use super::ui::Ui;

/// The interface that the session has now.
#[derive(Debug)]
pub struct SwitchUi(Box<dyn Ui>);

impl SwitchUi {
    /// A session on full screens.
    ///
    /// # Errors
    /// If the terminal can't be set up.
    pub fn screens(caps: Caps) -> io::Result<Self> {
        Ok(Self(Box::new(ScreenUi::enter(caps)?)))
    }

    /// A session line by line.
    pub fn lines(lang: Lang) -> Self {
        Self(Box::new(LineUi::new(lang)))
    }
}

impl Ui for SwitchUi {
    fn waker(&self) -> io::Result<Option<Waker>> {
        self.0.waker()
    }

    fn show(&mut self, state: &State) -> anyhow::Result<Option<Msg>> {
        self.0.show(state)
    }

    fn next(&mut self, state: &State, inbox: &Receiver<Msg>) -> anyhow::Result<Option<Msg>> {
        self.0.next(state, inbox)
    }

    fn copy(&mut self, text: &str) -> bool {
        self.0.copy(text)
    }

    fn hand_over(&mut self, run: &mut dyn FnMut() -> Option<String>) {
        self.0.hand_over(run);
    }

    fn suspend(&mut self) {
        self.0.suspend();
    }

    fn line_by_line(&mut self, lang: Lang) {
        // This drops the screens and restores the terminal before the first line is printed. Their waker has no effect
        // then: the lines wait on the inbox.
        self.0 = Box::new(LineUi::new(lang));
    }

    fn is_line_by_line(&self) -> bool {
        self.0.is_line_by_line()
    }

    fn leave(self: Box<Self>, lines: &[String]) {
        self.0.leave(lines);
    }
}
