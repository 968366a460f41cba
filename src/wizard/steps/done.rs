//! 8 DONE: activated, what that means, and what to keep in mind.

use super::{Outcome, StepContext};
use crate::wizard::draft::Draft;
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Effect, State, Step};
use countersign_keep::Stored;

/// How the session came to its end.
#[derive(Debug, Clone)]
pub enum DoneStep {
    /// Kept just now, and where.
    Kept(Stored),
    /// This machine was activated before; the facts hold the status.
    Already,
}

impl DoneStep {
    /// Entered from Keep, or because the machine was activated already.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        match &state.step {
            Step::Keep(super::keep::KeepStep::Kept(stored)) => Self::Kept(*stored),
            _ => Self::Already,
        }
    }
}

/// What the step's actions do.
pub fn act(context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::StartAgain => {
            *context.draft = Draft::default();
            Outcome { event: Some(Event::StartAgain), effects: vec![Effect::ForgetSession] }
        }
        _ => Outcome::stay(),
    }
}
