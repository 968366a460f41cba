//! A session on full screens.

use std::sync::mpsc::Receiver;

use crate::page::{self, line_breaks};
use crate::screen::{self, Drawn, Theme};
use crate::terminal::{Caps, Copied, Event, Session, Signal, Waker};
use crate::wizard::{Action, Msg, QrView, State};
use countersign_core::lang::Lang;

use super::ui::Ui;

/// A terminal with full screens.
#[derive(Debug)]
pub struct ScreenUi {
    session: Session,
    theme: Theme,
    /// How a QR was drawn last.
    qr: Option<QrView>,
}

impl ScreenUi {
    /// Takes the terminal until this is dropped.
    ///
    /// # Errors
    /// If the terminal can't be set up.
    pub fn enter(caps: Caps) -> std::io::Result<Self> {
        Ok(Self { session: Session::enter(caps)?, theme: caps.theme(), qr: None })
    }
}

impl Ui for ScreenUi {
    fn waker(&self) -> std::io::Result<Option<Waker>> {
        self.session.waker().map(Some)
    }

    fn show(&mut self, state: &State) -> anyhow::Result<Option<Msg>> {
        let page = page::page(state);
        if self.qr.replace(state.qr).is_some_and(|before| before != state.qr) {
            self.session.draw_anew()?;
        }
        let (theme, first) = (self.theme, state.scroll.first());
        let Drawn { viewport, .. } =
            self.session.draw(|frame| screen::render(&page, &theme, first, frame))?;
        Ok((viewport != state.scroll.viewport()).then_some(Msg::Drawn(viewport)))
    }

    fn next(&mut self, _: &State, inbox: &Receiver<Msg>) -> anyhow::Result<Option<Msg>> {
        loop {
            // Looks into the inbox before it waits: writing a frame may have consumed the wake-up for a message.
            if let Ok(msg) = inbox.try_recv() {
                return Ok(Some(msg));
            }
            match self.session.next_event()? {
                Event::Woken => {}
                event => return Ok(message(event)),
            }
        }
    }

    fn copy(&mut self, text: &str) -> bool {
        matches!(self.session.copy(text), Ok(Copied::Sent))
    }

    fn hand_over(&mut self, run: &mut dyn FnMut() -> Option<String>) {
        // If the terminal can't be taken back, the next event says that it is gone.
        let _ = self.session.hand_over(run);
    }

    fn suspend(&mut self) {
        let _ = self.session.suspend();
    }

    // `SwitchUi` replaces this interface by lines.
    fn line_by_line(&mut self, _: Lang) {}

    fn is_line_by_line(&self) -> bool {
        false
    }

    fn leave(mut self: Box<Self>, lines: &[String]) {
        let options = line_breaks::wrap_options(usize::from(self.session.columns()));
        let folded = lines.iter().flat_map(|line| textwrap::wrap(line, &options));
        let folded: Vec<String> = folded.map(|line| line.into_owned()).collect();
        self.session.leave(&folded);
    }
}

/// The message of an event; `None` if it is enough to draw again.
fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resized | Event::Woken | Event::Signal(Signal::Continue) => None,
        Event::Signal(Signal::Suspend) => Some(Msg::Act(Action::Suspend)),
        // Leaving the wizard saves the session.
        Event::Signal(Signal::Terminate | Signal::HangUp) | Event::Closed => Some(Msg::Act(Action::Quit)),
    }
}
