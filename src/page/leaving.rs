//! What stays on the screen when a session is left: the result, and what to do next.

use super::notice::why;
use super::rail::title;
use crate::text::{CommandSentence, StepLine as L, StepSentence, profile_fault};
use crate::wizard::done::DoneStep;
use crate::wizard::keep::KeepStep;
use crate::wizard::{ListedProduct, State, Step};
use countersign_core::step::StepName;
use countersign_core::text::{Line, labelled};
use countersign_keep::{ActivationState, Status};

/// The last lines of a session that was left at the list of products: the status of each.
#[must_use]
pub fn leaving_list(state: &State) -> Vec<String> {
    let lang = state.lang;
    let lines = state.products.iter().map(|listed| match listed {
        ListedProduct::Usable { name, product, status } => labelled(
            lang,
            &CommandSentence::StatusOf { name, product }.say(lang),
            &countersign_keep::text::status_headline(lang, status),
        ),
        ListedProduct::Unusable(fault) => profile_fault(lang, fault),
    });
    lines.collect()
}

/// The last lines of a session. `status` is the status of the machine at the end; `kept` is the step at which the saved session
/// continues.
#[must_use]
pub fn leaving(state: &State, status: &Status, kept: Option<StepName>) -> Vec<String> {
    let lang = state.lang;
    if state.is_practice() {
        let product = &state.settings.profile.name;
        let done = matches!(state.step, Step::Done(DoneStep::Kept(_)));
        let result = done.then(|| StepSentence::DonePractice { product }.say(lang));
        return result.into_iter().chain([L::LeftPractice.say(lang).to_owned()]).collect();
    }
    let mut lines = Vec::new();
    if status.state == ActivationState::Activated {
        lines.push(countersign_keep::text::status_headline(lang, status));
        lines.push(L::DoneStatus.say(lang).to_owned());
    }
    // Once the activation is kept, no session is left to continue.
    if matches!(state.step, Step::Done(_) | Step::Keep(KeepStep::Kept(_))) {
        return lines;
    }
    if let Some(code) = state.unsaved {
        lines.push(StepSentence::LeftNotKept { why: &why(lang, code) }.say(lang));
    }
    if let (Some(code), Some(request)) = (state.unremembered_request(), &state.draft.request) {
        let (why, name) = (&why(lang, code), &request.name());
        lines.push(StepSentence::LeftRequest { name, why }.say(lang));
    }
    let case = state.draft.case.as_ref().map(|case| StepSentence::CaseOpen { case }.say(lang));
    lines.extend(case);
    match kept {
        Some(step) => lines.push(StepSentence::LeftKept { step: &title(lang, step) }.say(lang)),
        None if lines.is_empty() => lines.push(L::LeftNothing.say(lang).to_owned()),
        None => {}
    }
    lines
}
