//! 7 KEEP: the activation is kept in UEFI, which a reinstall doesn't erase, and in a file.

use countersign_keep::{KeepError, WriteReport};

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::msg::Effect;
use crate::wizard::transitions::Event;

/// The step's own state.
#[derive(Debug, Clone)]
pub enum KeepStep {
    /// Keeping is under way.
    Working,
    /// Not kept, and nothing half-written.
    Failed(KeepError),
    /// Kept, and where.
    Kept(WriteReport),
}

/// Carries out an action of this step.
pub fn act(step: &mut KeepStep, context: &StepContext<'_>, action: Action) -> Outcome {
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
