//! What becomes of seven lines: accepted and on to be kept, refused with the reason, or searched for slips first.
//! Never here: what a key does to the lines.

use super::CodeStep;
use crate::wizard::Effect;
use crate::wizard::diagnosis::{self, Against, Checked, CodeFault, Looked};
use crate::wizard::steps::{Outcome, StepContext};
use crate::wizard::table::Event;
use countersign_core::machine::Field;
use countersign_core::protocol::binding::Binding;

/// Checks the lines as they are typed.
pub(super) fn check(step: &mut CodeStep, mut around: StepContext<'_>) -> Outcome {
    let lines = step.texts();
    let looked = against(&around, |against| diagnosis::look(&lines, against));
    follow(step, &mut around, looked)
}

/// A slice of the search that is under way.
pub fn look_on(step: &mut CodeStep, mut around: StepContext<'_>) -> Outcome {
    let Some(hunt) = step.hunt.take() else { return Outcome::stay() };
    let looked = against(&around, |against| hunt.go_on(against));
    follow(step, &mut around, looked)
}

fn follow(step: &mut CodeStep, around: &mut StepContext<'_>, looked: Looked) -> Outcome {
    let checked = match looked {
        Looked::Checked(checked) => checked,
        Looked::On(hunt) => {
            step.hunt = Some(hunt);
            return Outcome::effect(Effect::LookOn);
        }
    };
    settle(&step.texts(), around, checked).unwrap_or_else(|fault| {
        step.refuse(fault);
        Outcome::stay()
    })
}

/// Checks seven lines that nobody typed against what is known here; what verifies goes on to be kept.
///
/// # Errors
/// Why the code is not accepted.
pub fn verify(lines: &[String; 7], around: &mut StepContext<'_>) -> Result<Outcome, CodeFault> {
    let checked = against(around, |against| diagnosis::check(lines, against));
    settle(lines, around, checked)
}

fn settle(lines: &[String; 7], around: &mut StepContext<'_>, checked: Checked) -> Result<Outcome, CodeFault> {
    match checked {
        Checked::Accepted { activation, clock_behind, mended } => {
            around.draft.lines = lines.clone();
            around.draft.activation = Some(activation.clone());
            around.draft.clock_behind = clock_behind;
            around.draft.mended = mended;
            Ok(Outcome { event: Some(Event::CodeAccepted), effects: vec![Effect::Keep(activation)] })
        }
        Checked::Refused(fault) => Err(fault),
    }
}

/// With what a code is checked against.
fn against<T>(around: &StepContext<'_>, check: impl FnOnce(&Against<'_>) -> T) -> T {
    let facts = around.facts;
    let binding = Binding::of(&facts.machine, &facts.review, &around.draft.declared);
    let firmware = Field::BINDING
        .map(|field| facts.review.finding(field).map_or_else(String::new, |finding| finding.value.clone()));
    check(&Against {
        profile: &around.setting.profile,
        binding: &binding,
        firmware,
        open: &facts.open,
        kept: facts.kept.as_ref(),
        now: facts.machine.clock.now,
    })
}
