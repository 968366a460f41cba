//! 8 DONE: the machine is activated.

use countersign_keep::WriteReport;

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::draft::Draft;
use crate::wizard::msg::Effect;
use crate::wizard::transitions::Event;

/// How the session reached its end.
#[derive(Debug, Clone)]
pub enum DoneStep {
    /// The activation was kept in this session, and where.
    Kept(WriteReport),
    /// The machine was activated before; the facts hold the status.
    Already,
}

/// Carries out an action of this step.
pub fn act(context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::StartAgain => {
            *context.draft = Draft::default();
            Outcome { event: Some(Event::StartAgain), effects: vec![Effect::ForgetSession] }
        }
        Action::AskAgain => {
            let number = context.facts.status.license.as_ref().map(|license| license.number.clone());
            *context.draft = Draft { number, way: context.facts.last_way(), ..Draft::default() };
            Outcome::go(Event::AskAgain)
        }
        _ => Outcome::stay(),
    }
}
