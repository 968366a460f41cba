//! 2 INSPECT: the review, and whether an activation can be kept here.

use countersign_core::protocol::binding::Predicted;

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::checks::{self, Rights};
use crate::wizard::facts::Facts;
use crate::wizard::msg::Effect;
use crate::wizard::settings::Settings;
use crate::wizard::transitions::Event;

/// The step has no state of its own: it shows the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct InspectStep;

/// Whether root could read or keep more than this user.
#[must_use]
pub fn sudo_helps(settings: &Settings, facts: &Facts) -> bool {
    settings.sudo && !facts.is_recording() && checks::rights(facts) == Rights::RootNeeded
}

/// Carries out an action of this step.
pub fn act(context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::Next => {
            context.draft.remember_initial_fields(&context.facts.review);
            if context.binding().predicted() == Predicted::Accepted {
                Outcome::go(Event::Acceptable)
            } else {
                Outcome::go(Event::NotAcceptable)
            }
        }
        Action::ReadAgain => Outcome::effect(Effect::ReadMachine),
        Action::Sudo => Outcome::effect(Effect::Sudo),
        _ => Outcome::stay(),
    }
}
