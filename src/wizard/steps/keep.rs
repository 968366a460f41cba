//! 7 KEEP: the activation goes where a reinstall can't lose it.

use super::{Outcome, StepContext};
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Effect};
use countersign_keep::{KeepError, Stored};

/// How far keeping has come.
#[derive(Debug, Clone)]
pub enum KeepStep {
    /// Under way.
    Working,
    /// Not kept; nothing is half-written.
    Failed(KeepError),
    /// Kept, and where.
    Kept(Stored),
}

/// What the step's actions do.
pub fn act(step: &mut KeepStep, context: StepContext<'_>, action: Action) -> Outcome {
    match (&*step, action) {
        (KeepStep::Kept(_), Action::Next) => Outcome::go(Event::Kept),
        (KeepStep::Failed(_), Action::Retry) => match context.draft.activation.clone() {
            Some(activation) => {
                *step = KeepStep::Working;
                Outcome::effect(Effect::Keep(activation))
            }
            None => Outcome::stay(),
        },
        _ => Outcome::stay(),
    }
}
