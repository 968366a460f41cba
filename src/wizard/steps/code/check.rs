//! What follows from a whole code: it is accepted and kept, refused with the reason, or searched for typing slips.

use countersign_core::machine::Field;

use super::lines::CodeStep;
use crate::wizard::code_check::{self, CheckContext, CheckProgress, CheckResult, CodeFault};
use crate::wizard::msg::Effect;
use crate::wizard::steps::context::{Outcome, StepContext};
use crate::wizard::transitions::Event;

/// Checks the typed lines.
pub(super) fn check(step: &mut CodeStep, mut context: StepContext<'_>) -> Outcome {
    let lines = step.texts();
    let progress = with_check_context(&context, |known| code_check::start_check(&lines, known));
    follow(step, &mut context, progress)
}

/// Goes on with the running search for one slice; nothing if it ended meanwhile.
pub fn continue_search(step: &mut CodeStep, mut context: StepContext<'_>) -> Outcome {
    let Some(search) = step.search.take() else { return Outcome::stay() };
    let progress = with_check_context(&context, |known| search.advance(known));
    follow(step, &mut context, progress)
}

fn follow(step: &mut CodeStep, context: &mut StepContext<'_>, progress: CheckProgress) -> Outcome {
    let result = match progress {
        CheckProgress::Done(result) => result,
        CheckProgress::Searching(search) => {
            step.search = Some(search);
            return Outcome::effect(Effect::LookOn);
        }
    };
    take_result(&step.texts(), context, result).unwrap_or_else(|fault| {
        step.refuse(fault);
        Outcome::stay()
    })
}

/// Checks seven lines that came over the network. An accepted code goes on to Keep.
///
/// # Errors
/// Why the code is refused.
pub fn verify(lines: &[String; 7], context: &mut StepContext<'_>) -> Result<Outcome, CodeFault> {
    let result = with_check_context(context, |known| code_check::check_code(lines, known));
    take_result(lines, context, result)
}

fn take_result(
    lines: &[String; 7],
    context: &mut StepContext<'_>,
    result: CheckResult,
) -> Result<Outcome, CodeFault> {
    match result {
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

/// Runs `check` with what this device knows.
fn with_check_context<T>(context: &StepContext<'_>, check: impl FnOnce(&CheckContext<'_>) -> T) -> T {
    let facts = context.facts;
    let binding = context.binding();
    let firmware = Field::BINDING
        .map(|field| facts.review.finding(field).map_or_else(String::new, |finding| finding.value.clone()));
    check(&CheckContext {
        profile: &context.settings.profile,
        binding: &binding,
        firmware,
        open_requests: &facts.open_requests,
        kept_activation: facts.kept_activation.as_ref(),
        now: facts.machine.clock.now,
    })
}
