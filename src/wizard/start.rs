//! The state a session begins in.

use countersign_core::lang::Lang;
use countersign_core::protocol::Number;
use countersign_keep::{self as keep, KeepCode, Session};

use super::draft::Draft;
use super::state::{Facts, Notice, Scroll, Settings, State, Step};
use super::steps::{self, welcome::WelcomeStep};
use super::transitions::{self, Event};

/// What was found of an earlier session.
#[derive(Debug, Clone)]
pub enum PreviousSession {
    /// Nothing.
    None,
    /// One to go on with.
    Open(Box<Session>),
    /// Something is the matter with what is kept: a broken session, say.
    Problem(KeepCode),
    /// The license number alone: it was typed before the program started itself again as root.
    Number(Number),
}

/// Begins: at the end where this machine is activated already, with an offer to go on where a session was
/// left open, else with the license number; where that was given already, with Inspect.
#[must_use]
pub fn initial_state(settings: Settings, facts: Facts, previous: PreviousSession, lang: Lang) -> State {
    let activated = facts.status.state == keep::State::Activated;
    let mut draft = Draft::default();
    let (welcome, notice) = match previous {
        PreviousSession::Open(session) if session.number.is_some() => (WelcomeStep::offering(*session), None),
        PreviousSession::None | PreviousSession::Open(_) => (WelcomeStep::default(), None),
        PreviousSession::Problem(code) => (WelcomeStep::default(), Some(Notice::Kept(code))),
        PreviousSession::Number(number) => {
            draft.number = Some(number);
            (WelcomeStep::default(), None)
        }
    };
    let given = draft.number.is_some().then_some(Event::NumberGiven);
    let step = Step::Welcome(welcome);
    let mut state =
        State { settings, facts, draft, step, overlay: None, notice, scroll: Scroll::default(), lang };
    let event = if activated { Some(Event::AlreadyKept) } else { given };
    if let Some(to) = event.and_then(|event| transitions::next_step(state.step.name(), event)) {
        state.step = steps::enter(to, &state).0;
    }
    state
}
