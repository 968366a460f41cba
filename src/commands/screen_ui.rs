//! A session on full screens.

use std::sync::mpsc::Receiver;

use crate::page;
use crate::screen::{self, Theme};
use crate::terminal::{Caps, Copied, Event, Session, Signal, Waker};
use crate::wizard::{Action, Msg, QrView, State};

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
        let viewport = self.session.draw(|frame| screen::render(&page, &theme, first, frame))?;
        Ok((viewport != state.scroll.viewport()).then_some(Msg::Drawn(viewport)))
    }

    fn next(&mut self, _: &State, inbox: &Receiver<Msg>) -> anyhow::Result<Option<Msg>> {
        loop {
            // Before the sleep: the wake for a message may have been taken while a frame was written.
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

    fn hand_over(&mut self, run: &mut dyn FnMut()) {
        // If the terminal can't be taken back, the next event says that it is gone.
        let _ = self.session.hand_over(run);
    }

    fn suspend(&mut self) {
        let _ = self.session.suspend();
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
