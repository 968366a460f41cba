//! The question: the last line before an answer. It names the step, the field, and what an empty answer does.

use super::choices::entry_count;
use crate::page::{action_label, step_title};
use crate::text::{PlainLine as L, PlainSentence as S, StepSentence};
use crate::wizard::fix::FixView;
use crate::wizard::online::ASK_SECONDS;
use crate::wizard::welcome::WelcomeStep;
use crate::wizard::{Action, Key, PathQuestion, Purpose, Stage, State, Step, key_bindings};
use countersign_core::text::{Lang, Line, remedy};

/// The question of a state.
pub(super) fn question(state: &State) -> String {
    ask(state, &field(state), default(state).as_deref())
}

/// A question for that field, in the step of the state.
pub(super) fn ask(state: &State, field: &str, default: Option<&str>) -> String {
    let step = &step_title(state.lang, state.step.name());
    match default {
        Some(default) => S::AskDefault { step, field: &field, default: &default }.say(state.lang),
        None => S::Ask { step, field: &field }.say(state.lang),
    }
}

/// The field that the question asks for.
#[must_use]
pub fn field(state: &State) -> String {
    let lang = state.lang;
    let line = match &state.step {
        _ if state.overlay.is_some() => L::AskClose,
        _ if let Some(question) = path_question(state) => match (&question.stage, &question.purpose) {
            (Stage::Replace(_), _) => L::AskReplace,
            (_, Purpose::Save(_)) => L::SaveFileAsk,
            (_, Purpose::Answer) => L::CodeFileAsk,
        },
        Step::Welcome(WelcomeStep::Product(_)) => L::AskProduct,
        Step::Welcome(WelcomeStep::Session(_)) => L::AskSession,
        Step::Welcome(WelcomeStep::Number(_)) => L::NumberAsk,
        Step::Fix(step) => match &step.view {
            FixView::List if entry_count(state) > 0 => L::AskWay,
            FixView::List | FixView::Changed(_) => L::AskNext,
            // The choices may all have been said on the page before.
            FixView::Open(_) if enter(state).is_none() => L::AskManualWay,
            FixView::Open(_) => L::AskThisWay,
            FixView::ConfirmDeclared(_) => L::AskDeclare,
            FixView::ConfirmRun(_) => L::AskRun,
            FixView::Declare(form) => {
                let entry = form.entries.get(form.current);
                let label = entry.map(|entry| remedy::declare_question(lang, entry.field));
                return label.unwrap_or_default().trim_end_matches([':', '：']).to_owned();
            }
        },
        Step::Route(_) => L::AskRoute,
        Step::Request(_) => L::AskRequest,
        Step::Code(step) => return S::CodeLine { line: &(step.current + 1) }.say(lang),
        Step::Inspect(_) | Step::Keep(_) | Step::Done(_) => L::AskNext,
    };
    line.say(lang).to_owned()
}

/// The question for a path, if the step asks one.
pub(super) fn path_question(state: &State) -> Option<&PathQuestion> {
    match &state.step {
        Step::Code(step) => step.question(),
        Step::Request(step) => step.question.as_deref(),
        _ => None,
    }
}

/// What an empty answer does; `None` where it does nothing.
fn default(state: &State) -> Option<String> {
    let lang = state.lang;
    if state.overlay.is_none() {
        match &state.step {
            Step::Welcome(WelcomeStep::Number(entry)) => {
                return kept(lang, entry.input.value()).filter(|_| entry.fault.is_none());
            }
            Step::Fix(step) if let FixView::Declare(form) = &step.view => {
                let entry = form.entries.get(form.current).filter(|entry| entry.fault.is_none());
                return kept(lang, entry?.input.value());
            }
            _ if let Some(question) = path_question(state).filter(|question| question.asks_for_path()) => {
                return kept(lang, question.input.value());
            }
            Step::Code(step) if !step.inputs.iter().any(|input| input.value().is_empty()) => {
                return Some(does(lang, &action_label(state, Action::Next)));
            }
            Step::Code(step) => {
                let typed = !step.inputs.get(step.current)?.value().is_empty();
                return typed.then(|| does(lang, L::LeaveAsTyped.say(lang)));
            }
            _ => {}
        }
    }
    let action = enter(state)?;
    Some(does(lang, &action_label(state, action)))
}

fn does(lang: Lang, action: &str) -> String {
    S::DefaultAction { action: &action }.say(lang)
}

/// The text that was typed before, which an empty answer takes again.
fn kept(lang: Lang, text: &str) -> Option<String> {
    let shown = countersign_core::machine::printable(text.as_bytes());
    (!text.is_empty()).then(|| S::DefaultText { text: &shown }.say(lang))
}

/// What an empty answer does where no text is asked for. With a list it does nothing, because it would choose an entry that the person
/// hasn't named.
pub(super) fn enter(state: &State) -> Option<Action> {
    let enter = key_bindings(state).into_iter().find(|binding| binding.key == Key::Enter)?;
    (entry_count(state) == 0).then_some(enter.action)
}

/// The line to say while a job runs.
#[must_use]
pub fn job_line(state: &State) -> String {
    match state.step {
        _ if path_question(state).is_some() => L::LookingForFiles.say(state.lang).to_owned(),
        Step::Code(_) => L::SearchingForSlips.say(state.lang).to_owned(),
        _ => {
            let (desk, seconds) = (&state.settings.profile.api_url(), &ASK_SECONDS);
            StepSentence::OnlineAsking { desk, seconds }.say(state.lang)
        }
    }
}
