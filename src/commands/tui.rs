//! The session with pages: draws, waits for a key, feeds the wizard. Sleeps while nothing happens.

use crate::page;
use crate::screen::{self, Theme, Viewport};
use crate::terminal::{Caps, Copied, Event, Session, Signal, Waker};
use crate::wizard::{Action, Msg, State};

use super::effects::{EffectRunner, Ui};
use super::online_task::OnlineTask;
use super::session::feed;

/// Leads the session to its end.
///
/// # Errors
/// Where the terminal can't be set up or is gone.
pub fn run(mut state: State, runner: &mut EffectRunner, caps: &Caps) -> anyhow::Result<State> {
    let mut ui = Full { session: Session::enter(*caps)?, theme: caps.theme() };
    loop {
        let msg = match ui.next(&mut state, &runner.later) {
            Ok(Some(msg)) => msg,
            Ok(None) => continue,
            Err(error) => {
                // The terminal is gone; what was done so far isn't.
                let _ = feed(state, Msg::Act(Action::Quit), runner, &mut ui);
                return Err(error);
            }
        };
        let (next, end) = feed(state, msg, runner, &mut ui);
        state = next;
        if end {
            return Ok(state);
        }
    }
}

/// A terminal with pages.
struct Full {
    session: Session,
    theme: Theme,
}

impl Full {
    /// Draws, waits, and says what happened; `None` where it only wants drawing again.
    fn next(&mut self, state: &mut State, later: &OnlineTask) -> anyhow::Result<Option<Msg>> {
        let shown = self.draw(state)?;
        state.scroll = state.scroll.with_first(shown.first);
        // A wake may have been taken in the midst of other work.
        if let Some(msg) = later.take() {
            return Ok(Some(msg));
        }
        Ok(self.happened()?)
    }

    /// Sleeps until something happens, and says what it is to the wizard.
    fn happened(&mut self) -> std::io::Result<Option<Msg>> {
        Ok(match self.session.next_event()? {
            Event::Key(key) => Some(Msg::Key(key)),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Woken | Event::Resized | Event::Signal(Signal::Continue) => None,
            Event::Signal(Signal::Suspend) => {
                self.suspend();
                None
            }
            // Whoever hangs up leaves, and finds everything again.
            Event::Signal(Signal::Terminate | Signal::HangUp) | Event::Closed => Some(Msg::Act(Action::Quit)),
        })
    }

    fn draw(&mut self, state: &State) -> anyhow::Result<Viewport> {
        let page = page::page(state);
        let theme = self.theme;
        Ok(self.session.draw(|frame| screen::render(&page, &theme, state.scroll.wanted(), frame))?)
    }
}

impl Ui for Full {
    fn meanwhile(&mut self, state: &State) -> Option<Msg> {
        // Where the terminal is gone, the session says so when it is asked for a key.
        if self.draw(state).is_err() || !self.session.waiting().unwrap_or(true) {
            return None;
        }
        self.happened().ok().flatten()
    }

    fn copy(&mut self, text: &str) -> bool {
        matches!(self.session.copy(text), Ok(Copied::Sent))
    }

    fn hand_over(&mut self, run: &mut dyn FnMut()) {
        // Where the terminal can't be taken back, the next event says that it is gone.
        let _ = self.session.hand_over(run);
    }

    fn suspend(&mut self) {
        let _ = self.session.suspend();
    }

    fn waiting(&mut self, _: &str) -> Option<Waker> {
        // The page says it.
        self.session.waker().ok()
    }
}
