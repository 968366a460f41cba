//! What follows from a whole code: it is accepted and kept, refused with the reason, or searched for typing errors.

use super::lines::{CodePhase, CodeStep, RunningSearch};
use crate::wizard::code_check::{self, CheckContext, CheckResult, FirstCheck};
use crate::wizard::code_fault::CodeFault;
use crate::wizard::job::Job;
use crate::wizard::msg::Effect;
use crate::wizard::steps::context::{Outcome, StepContext};
use crate::wizard::transitions::Event;

/// Checks the typed lines, and searches for typing errors if that may help.
pub(super) fn submit(step: &mut CodeStep, mut context: StepContext<'_>) -> Outcome {
    match code_check::start_check(&step.texts(), check_context(&context)) {
        FirstCheck::Done(result) => conclude(step, context, result),
        FirstCheck::Search(search) => {
            let running = RunningSearch { percent: 0, fallback: search.fallback().clone() };
            step.phase = CodePhase::Searching(running);
            Outcome::effect(context.start(Job::Search(search)))
        }
    }
}

/// Takes the progress of the running search, in percent.
pub fn search_progress(step: &mut CodeStep, percent: u32) {
    if let CodePhase::Searching(search) = &mut step.phase {
        search.percent = percent;
    }
}

/// Takes the result of the search.
pub fn search_finished(step: &mut CodeStep, context: StepContext<'_>, result: CheckResult) -> Outcome {
    step.forget_check();
    conclude(step, context, result)
}

fn conclude(step: &mut CodeStep, mut context: StepContext<'_>, result: CheckResult) -> Outcome {
    take_result(&step.texts(), &mut context, result).unwrap_or_else(|fault| {
        step.refuse(fault);
        Outcome::stay()
    })
}

/// Checks seven lines that came over the network, without a search for typing errors. An accepted code goes on to Keep.
///
/// # Errors
/// Why the code is refused.
pub fn verify(lines: &[String; 7], context: &mut StepContext<'_>) -> Result<Outcome, CodeFault> {
    match code_check::start_check(lines, check_context(context)) {
        FirstCheck::Done(result) => take_result(lines, context, result),
        FirstCheck::Search(search) => Err(search.fallback().clone()),
    }
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

/// What a code is checked against.
pub(super) fn check_context(context: &StepContext<'_>) -> CheckContext {
    CheckContext::new(&context.settings.profile, context.facts, &context.draft.way)
}
