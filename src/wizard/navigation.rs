//! From step to step: every change of the step goes through the transition table, except into a saved session. The session is saved after each step.

use countersign_core::step::StepName;
use countersign_keep::SessionLog;

use super::msg::Effect;
use super::qr_view::QrView;
use super::saved_session::{resume_step, to_draft, to_session};
use super::state::State;
use super::step::Step;
use super::steps::context::Outcome;
use super::steps::fix;
use super::steps::keep::KeepStep;
use super::steps::welcome::WelcomeStep;
use super::transitions::{Event, next_step};

/// Saves the session as it is now.
pub(super) fn save(state: &State) -> Effect {
    Effect::SaveSession(Box::new(to_session(state)))
}

/// Follows the outcome of a step: to the step that the transition table names, or nowhere.
pub(super) fn follow(state: &mut State, outcome: Outcome) -> Vec<Effect> {
    let mut effects = outcome.effects;
    let Some(to) = outcome.event.and_then(|event| next_step(state.step.name(), event)) else {
        return effects;
    };
    if matches!(outcome.event, Some(Event::StartAgain | Event::AskAgain)) {
        // The log of a session ends with the session.
        (state.log, state.started) = (SessionLog::default(), state.facts.machine.clock.now);
    }
    effects.extend(enter(state, to));
    effects
}

/// Enters a step.
fn enter(state: &mut State, to: StepName) -> Vec<Effect> {
    if let Step::Code(step) = &state.step {
        state.draft.lines = step.texts();
    }
    let (step, mut context) = state.step_context();
    let (next, mut effects) = step.enter(to, &mut context);
    state.step = next;
    state.scroll.follow();
    match to {
        StepName::Done => effects.push(Effect::ForgetSession),
        StepName::Welcome => {}
        _ => effects.push(save(state)),
    }
    effects
}

/// Goes back one step. Route goes back to Fix where the way can be changed there.
pub(super) fn go_back(state: &mut State) -> Vec<Effect> {
    let event = match state.step {
        Step::Route(_) if fix::was_passed(&state.facts, &state.draft) => Event::BackToFix,
        _ => Event::Back,
    };
    follow(state, Outcome::go(event))
}

/// Goes on with the saved session that Welcome offers.
pub(super) fn resume(state: &mut State) -> Vec<Effect> {
    let Step::Welcome(WelcomeStep::Session(session)) = &state.step else { return Vec::new() };
    let session = session.clone();
    // The entries from before the restart come first.
    let mut log = session.log.clone();
    for entry in state.log.entries() {
        log.add(entry.at, entry.what, &entry.detail);
    }
    state.log = log;
    state.started = session.started;
    state.draft = to_draft(&session, &state.settings.profile, state.facts.marker2);
    // The session may hold a request that no storage took. A code for it is not accepted any more, so a new one is made.
    if state.draft.request.as_ref().is_some_and(|request| !state.facts.knows(request)) {
        state.draft.forget_request();
    }
    state.qr = QrView::restored(session.qr.as_ref(), &state.settings.terminal);
    state.saved_qr.clone_from(&session.qr);
    let at = resume_step(&session, &state.draft);
    enter(state, at)
}

/// Whether there is a session to save: a number is given, and the end isn't reached.
pub(super) fn is_open(state: &State) -> bool {
    match &state.step {
        Step::Welcome(_) | Step::Done(_) | Step::Keep(KeepStep::Kept(_)) => false,
        _ => state.draft.number.is_some(),
    }
}

/// Leaves. The session is saved, except before a number is given and after the end.
pub(super) fn quit(state: &State) -> Vec<Effect> {
    is_open(state).then(|| save(state)).into_iter().chain([Effect::Quit]).collect()
}
