//! The state a session begins in.

use crate::keep::{self, KeepCode, Session};
use crate::lang::Lang;

use super::draft::Draft;
use super::state::{Facts, Notice, Scroll, Setting, State, Step};
use super::steps::{self, welcome::WelcomeStep};
use super::table::{self, Event};

/// What was found of an earlier session.
#[derive(Debug, Clone)]
pub enum Earlier {
    /// Nothing.
    None,
    /// One to go on with.
    Open(Box<Session>),
    /// Something is the matter with what is kept: a broken session, say.
    Problem(KeepCode),
}

/// Begins: at the end where this machine is activated already, with an offer to go on where a session was
/// left open, else with the license number.
#[must_use]
pub fn begin(setting: Setting, facts: Facts, earlier: Earlier, lang: Lang) -> State {
    let activated = facts.status.state == keep::State::Activated;
    let (welcome, notice) = match earlier {
        Earlier::Open(session) if session.number.is_some() => (WelcomeStep::offering(*session), None),
        Earlier::None | Earlier::Open(_) => (WelcomeStep::default(), None),
        Earlier::Problem(code) => (WelcomeStep::default(), Some(Notice::Kept(code))),
    };
    let step = Step::Welcome(welcome);
    let mut state = State {
        setting,
        facts,
        draft: Draft::default(),
        step,
        over: None,
        notice,
        scroll: Scroll::default(),
        lang,
    };
    if activated && let Some(to) = table::next(state.step.name(), Event::AlreadyKept) {
        state.step = steps::enter(to, &state).0;
    }
    state
}
