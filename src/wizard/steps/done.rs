//! 8 DONE: the machine is activated.

use countersign_core::machine::MachineSource;
use countersign_keep::WriteReport;

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::draft::Draft;
use crate::wizard::msg::Effect;
use crate::wizard::settings::Mode;
use crate::wizard::transitions::Event;

/// How the session reached its end.
#[derive(Debug, Clone)]
pub enum DoneStep {
    /// The activation was kept in this session, and where.
    Kept(WriteReport),
    /// The machine was activated before; the facts hold the status.
    Already,
}

/// Practice begins again on the same sample, as it was at first.
fn sample_anew(context: &StepContext<'_>) -> Option<Effect> {
    match (&context.settings.mode, &context.facts.machine.source) {
        (Mode::Practice { .. }, MachineSource::Sample(name)) => Some(Effect::TakeSample(Some(name.clone()))),
        (Mode::Practice { .. }, _) => Some(Effect::TakeSample(None)),
        (Mode::Real, _) => None,
    }
}

/// Carries out an action of this step.
pub fn act(context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::StartAgain => {
            *context.draft = Draft::default();
            let effects = [Effect::ForgetSession].into_iter().chain(sample_anew(&context)).collect();
            Outcome { event: Some(Event::StartAgain), effects }
        }
        Action::AskAgain => {
            let number = context.facts.status.license.as_ref().map(|license| license.number.clone());
            *context.draft = Draft { number, way: context.facts.last_way(), ..Draft::default() };
            Outcome::go(Event::AskAgain)
        }
        _ => Outcome::stay(),
    }
}
