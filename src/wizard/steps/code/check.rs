//! What becomes of seven lines: accepted and on to be kept, refused with the reason, or searched for slips first.
//! Never here: what a key does to the lines.

use super::CodeStep;
use crate::wizard::Effect;
use crate::wizard::code_check::{self, CheckContext, CheckProgress, CheckResult, CodeFault};
use crate::wizard::steps::{Outcome, StepContext};
use crate::wizard::transitions::Event;
use countersign_core::machine::Field;
use countersign_core::protocol::binding::Binding;

/// Checks the lines as they are typed.
pub(super) fn check(step: &mut CodeStep, mut context: StepContext<'_>) -> Outcome {
    let lines = step.texts();
    let progress = against(&context, |against| code_check::start_check(&lines, against));
    follow(step, &mut context, progress)
}

/// A slice of the search that is under way.
pub fn look_on(step: &mut CodeStep, mut context: StepContext<'_>) -> Outcome {
    let Some(search) = step.search.take() else { return Outcome::stay() };
    let progress = against(&context, |against| search.advance(against));
    follow(step, &mut context, progress)
}

fn follow(step: &mut CodeStep, context: &mut StepContext<'_>, progress: CheckProgress) -> Outcome {
    let checked = match progress {
        CheckProgress::Done(checked) => checked,
        CheckProgress::Searching(search) => {
            step.search = Some(search);
            return Outcome::effect(Effect::LookOn);
        }
    };
    settle(&step.texts(), context, checked).unwrap_or_else(|fault| {
        step.refuse(fault);
        Outcome::stay()
    })
}

/// Checks seven lines that nobody typed against what is known here; what verifies goes on to be kept.
///
/// # Errors
/// Why the code is not accepted.
pub fn verify(lines: &[String; 7], context: &mut StepContext<'_>) -> Result<Outcome, CodeFault> {
    let checked = against(context, |against| code_check::check_code(lines, against));
    settle(lines, context, checked)
}

fn settle(
    lines: &[String; 7],
    context: &mut StepContext<'_>,
    checked: CheckResult,
) -> Result<Outcome, CodeFault> {
    match checked {
        CheckResult::Accepted { activation, clock_behind, mended } => {
            context.draft.lines = lines.clone();
            context.draft.activation = Some(activation.clone());
            context.draft.clock_behind = clock_behind;
            context.draft.mended = mended;
            Ok(Outcome { event: Some(Event::CodeAccepted), effects: vec![Effect::Keep(activation)] })
        }
        CheckResult::Refused(fault) => Err(fault),
    }
}

/// With what a code is checked against.
fn against<T>(context: &StepContext<'_>, check: impl FnOnce(&CheckContext<'_>) -> T) -> T {
    let facts = context.facts;
    let binding = Binding::of(&facts.machine, &facts.review, &context.draft.declared);
    let firmware = Field::BINDING
        .map(|field| facts.review.finding(field).map_or_else(String::new, |finding| finding.value.clone()));
    check(&CheckContext {
        profile: &context.settings.profile,
        binding: &binding,
        firmware,
        open: &facts.open_requests,
        kept: facts.kept_activation.as_ref(),
        now: facts.machine.clock.now,
    })
}
