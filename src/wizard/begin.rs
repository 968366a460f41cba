//! The state a session begins in.

use countersign_core::lang::Lang;
use countersign_core::protocol::Number;
use countersign_keep::{self as keep, KeepCode, Session};

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
    /// The license number alone: it was typed before the program started itself again as root.
    Number(Number),
}

/// Begins: at the end where this machine is activated already, with an offer to go on where a session was
/// left open, else with the license number; where that was given already, with Inspect.
#[must_use]
pub fn begin(setting: Setting, facts: Facts, earlier: Earlier, lang: Lang) -> State {
    let activated = facts.status.state == keep::ActivationState::Activated;
    let mut draft = Draft::default();
    let (welcome, notice) = match earlier {
        Earlier::Open(session) if session.number.is_some() => (WelcomeStep::offering(*session), None),
        Earlier::None | Earlier::Open(_) => (WelcomeStep::default(), None),
        Earlier::Problem(code) => (WelcomeStep::default(), Some(Notice::Kept(code))),
        Earlier::Number(number) => {
            draft.number = Some(number);
            (WelcomeStep::default(), None)
        }
    };
    let given = draft.number.is_some().then_some(Event::NumberGiven);
    let step = Step::Welcome(welcome);
    let mut state =
        State { setting, facts, draft, step, over: None, notice, scroll: Scroll::default(), lang };
    let event = if activated { Some(Event::AlreadyKept) } else { given };
    if let Some(to) = event.and_then(|event| table::next(state.step.name(), event)) {
        state.step = steps::enter(to, &state).0;
    }
    state
}
