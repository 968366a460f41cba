//! The session on a full screen: draws, waits for an event, feeds the wizard. Sleeps while nothing happens.

use crate::page;
use crate::screen::{self, Theme, Viewport};
use crate::terminal::{Caps, Copied, Event, Session, Signal, Waker};
use crate::wizard::{Action, Msg, State};

use super::dispatch::dispatch;
use super::effects::{EffectRunner, Ui};
use super::online_task::OnlineTask;

/// Runs the session to its end.
///
/// # Errors
/// If the terminal can't be set up or is gone.
pub fn run(mut state: State, runner: &mut EffectRunner, caps: &Caps) -> anyhow::Result<State> {
    let mut ui = ScreenUi { session: Session::enter(*caps)?, theme: caps.theme() };
    loop {
        let msg = match ui.next(&mut state, &runner.online_task) {
            Ok(Some(msg)) => msg,
            Ok(None) => continue,
            Err(error) => {
                // The terminal is gone; the session is saved nevertheless.
                let _ = dispatch(state, Msg::Act(Action::Quit), runner, &mut ui);
                return Err(error);
            }
        };
        let (next, end) = dispatch(state, msg, runner, &mut ui);
        state = next;
        if end {
            return Ok(state);
        }
    }
}

/// A terminal with full screens.
struct ScreenUi {
    session: Session,
    theme: Theme,
}

impl ScreenUi {
    /// Draws, waits, and returns what happened; `None` if it is enough to draw again.
    fn next(&mut self, state: &mut State, online_task: &OnlineTask) -> anyhow::Result<Option<Msg>> {
        let viewport = self.draw(state)?;
        state.scroll = state.scroll.with_first(viewport.first);
        // The wake for this result may have been taken during other work.
        if let Some(msg) = online_task.take() {
            return Ok(Some(msg));
        }
        Ok(self.next_msg()?)
    }

    /// Sleeps until an event, and returns its message to the wizard.
    fn next_msg(&mut self) -> std::io::Result<Option<Msg>> {
        Ok(match self.session.next_event()? {
            Event::Key(key) => Some(Msg::Key(key)),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Woken | Event::Resized | Event::Signal(Signal::Continue) => None,
            Event::Signal(Signal::Suspend) => {
                self.suspend();
                None
            }
            // A hang-up leaves the wizard, which saves the session.
            Event::Signal(Signal::Terminate | Signal::HangUp) | Event::Closed => Some(Msg::Act(Action::Quit)),
        })
    }

    fn draw(&mut self, state: &State) -> anyhow::Result<Viewport> {
        let page = page::page(state);
        let theme = self.theme;
        Ok(self.session.draw(|frame| screen::render(&page, &theme, state.scroll.wanted(), frame))?)
    }
}

impl Ui for ScreenUi {
    fn meanwhile(&mut self, state: &State) -> Option<Msg> {
        // If the terminal is gone, the next wait for an event says so.
        if self.draw(state).is_err() || !self.session.waiting().unwrap_or(true) {
            return None;
        }
        self.next_msg().ok().flatten()
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

    fn waiting(&mut self, _: &str) -> Option<Waker> {
        // The page says what the session waits for.
        self.session.waker().ok()
    }
}
