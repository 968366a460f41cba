//! `update`: one message in, the new state and the effects out. Pure.

use countersign_core::protocol::binding::Predicted;

use super::draft;
use super::key::edit_request;
use super::keys::{Action, is_typing, key_bindings};
use super::state::{Notice, Overlay, Scroll, State, Step};
use countersign_core::step::StepName;

use super::steps::{self, Outcome, StepContext, code, done, fix, inspect, keep, request, route, welcome};
use super::transitions::{self, Event};
use super::{Effect, Key, Msg, ReportTarget};

/// How many lines a page is leafed by.
const LEAF: i16 = 5;

/// Takes in one message.
#[must_use]
pub fn update(mut state: State, msg: Msg) -> (State, Vec<Effect>) {
    let line = code_line(&state);
    let mut effects = match msg {
        Msg::Key(key) => on_key(&mut state, key),
        // Only what the key table offers in this state, whoever asks.
        Msg::Act(action) if key_bindings(&state).iter().any(|binding| binding.action == action) => {
            act(&mut state, action)
        }
        Msg::Act(_) => Vec::new(),
        Msg::Paste(text) => {
            paste(&mut state, &text);
            Vec::new()
        }
        Msg::Answer(text) => answer(&mut state, &text),
        outside => on_result(&mut state, outside),
    };
    // Each line of a code that was typed is kept: a link that drops takes at most one away.
    if line.is_some() && code_line(&state).is_some_and(|now| Some(now) != line) {
        effects.push(save(&state));
    }
    (state, effects)
}

/// The line of the code that is being typed.
fn code_line(state: &State) -> Option<usize> {
    match &state.step {
        Step::Code(step) => Some(step.current),
        _ => None,
    }
}

fn save(state: &State) -> Effect {
    Effect::SaveSession(Box::new(draft::to_session(state)))
}

/// Leaves. What was done since the last step is kept; before a number is given and after the end there is
/// nothing to go on with.
fn quit(state: &State) -> Vec<Effect> {
    let open = match &state.step {
        Step::Welcome(_) | Step::Done(_) | Step::Keep(keep::KeepStep::Kept(_)) => false,
        _ => state.draft.number.is_some(),
    };
    open.then(|| save(state)).into_iter().chain([Effect::Quit]).collect()
}

fn on_key(state: &mut State, key: Key) -> Vec<Effect> {
    let bound = key_bindings(state).into_iter().find(|binding| binding.key == key);
    if let Some(binding) = bound {
        return act(state, binding.action);
    }
    if let Some(request) = edit_request(key).filter(|_| is_typing(state)) {
        state.notice = None;
        edit(state, request);
    }
    Vec::new()
}

fn edit(state: &mut State, request: tui_input::InputRequest) {
    state.scroll = Scroll::default();
    match &mut state.step {
        Step::Welcome(step) => welcome::edit(step, request, state.settings.profile.mask.len()),
        Step::Fix(step) => fix::edit(step, request),
        Step::Code(step) => code::edit(step, request),
        _ => {}
    }
}

fn paste(state: &mut State, text: &str) {
    if !is_typing(state) {
        return;
    }
    state.scroll = Scroll::default();
    if let Step::Code(step) = &mut state.step {
        code::paste(step, text);
        return;
    }
    for c in text.lines().next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(128) {
        edit(state, tui_input::InputRequest::InsertChar(c));
    }
}

/// A whole answer to the text in focus: what was there is replaced, then Enter.
fn answer(state: &mut State, text: &str) -> Vec<Effect> {
    if !is_typing(state) {
        return Vec::new();
    }
    if !matches!(&state.step, Step::Code(step) if step.path.is_none() && countersign_core::protocol::license::paste(text).is_some())
    {
        edit(state, tui_input::InputRequest::DeleteLine);
    }
    paste(state, text);
    act(state, Action::Next)
}

/// What an action does: what is the same in every step here, the rest in the step's own file.
fn act(state: &mut State, action: Action) -> Vec<Effect> {
    state.notice = None;
    match action {
        Action::Help => return show_overlay(state, Some(Overlay::Help)),
        Action::Details => return show_overlay(state, Some(Overlay::Details)),
        Action::Close => return show_overlay(state, None),
        Action::PageUp => {
            state.scroll = state.scroll.by(-LEAF);
            return Vec::new();
        }
        Action::PageDown => {
            state.scroll = state.scroll.by(LEAF);
            return Vec::new();
        }
        Action::Language => {
            if state.settings.chinese {
                state.lang = state.lang.other();
            }
            return Vec::new();
        }
        Action::Quit => return quit(state),
        Action::Suspend => return vec![Effect::Suspend],
        Action::CopyReport => return vec![Effect::Report(ReportTarget::Clipboard)],
        Action::SaveReport => return vec![Effect::Report(ReportTarget::File)],
        Action::Resume => return resume(state),
        Action::Back if step_back(state) => {
            state.scroll = Scroll::default();
            return Vec::new();
        }
        Action::Back => return follow(state, Outcome::go(back(state))),
        _ => {}
    }
    // What is typed or chosen is to be seen again, unless nothing of it changes.
    if !matches!(
        action,
        Action::CopyRequest
            | Action::SaveText
            | Action::SavePng
            | Action::AskPracticeDesk
            | Action::ReadAgain
    ) {
        state.scroll = Scroll::default();
    }
    let outcome = step_act(state, action);
    follow(state, outcome)
}

fn show_overlay(state: &mut State, overlay: Option<Overlay>) -> Vec<Effect> {
    state.overlay = overlay;
    state.scroll = Scroll::default();
    Vec::new()
}

/// Route is reached over Fix wherever the machine's own fields won't do, or were mended in this session.
fn back(state: &State) -> Event {
    match state.step {
        Step::Route(_) if fix::came_by(state) => Event::BackToFix,
        _ => Event::Back,
    }
}

fn step_back(state: &mut State) -> bool {
    match &mut state.step {
        Step::Fix(step) => fix::back(step),
        Step::Code(step) => code::back(step),
        _ => false,
    }
}

/// The step, and what it may see and change besides itself.
fn parts(state: &mut State) -> (&mut Step, StepContext<'_>) {
    let State { settings, facts, draft, notice, step, .. } = state;
    (step, StepContext { settings, facts, draft, notice })
}

fn step_act(state: &mut State, action: Action) -> Outcome {
    let (step, context) = parts(state);
    match step {
        Step::Welcome(step) => welcome::act(step, context, action),
        Step::Inspect(_) => inspect::act(context, action),
        Step::Fix(step)
            if action == Action::Run
                && !matches!(step.view, fix::FixView::Open(_) | fix::FixView::Confirm(_)) =>
        {
            Outcome::stay()
        }
        Step::Fix(step) => fix::act(step, context, action),
        Step::Route(step) => route::act(step, context, action),
        Step::Request(step) => request::act(step, context, action),
        Step::Code(step) => code::act(step, context, action),
        Step::Keep(step) => keep::act(step, context, action),
        Step::Done(_) => done::act(context, action),
    }
}

/// A slice of the search for what a code was meant to be; nothing where it was given up meanwhile.
fn look_on(state: &mut State) -> Vec<Effect> {
    let (Step::Code(step), context) = parts(state) else { return Vec::new() };
    let outcome = code::look_on(step, context);
    follow(state, outcome)
}

/// Follows an outcome: through the table to the next step, the session kept after each.
fn follow(state: &mut State, outcome: Outcome) -> Vec<Effect> {
    let mut effects = outcome.effects;
    let Some(to) = outcome.event.and_then(|event| transitions::next_step(state.step.name(), event)) else {
        return effects;
    };
    effects.extend(go(state, to));
    effects
}

fn go(state: &mut State, to: StepName) -> Vec<Effect> {
    if let Step::Code(step) = &state.step {
        state.draft.lines = step.texts();
    }
    let (step, mut effects) = steps::enter(to, state);
    state.step = step;
    state.scroll = Scroll::default();
    match to {
        StepName::Done => effects.push(Effect::ForgetSession),
        StepName::Welcome => {}
        _ => effects.push(save(state)),
    }
    effects
}

fn resume(state: &mut State) -> Vec<Effect> {
    let Step::Welcome(step) = &mut state.step else { return Vec::new() };
    let Some(session) = step.offered.take() else { return Vec::new() };
    state.draft = draft::from_session(&session, &state.settings.profile);
    let at = StepName::from_number(session.step).unwrap_or(StepName::Welcome);
    go(state, draft::resume_step(at, state))
}

/// A result of an effect.
fn on_result(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Machine(machine) => read_again(state, *machine),
        Msg::Nonce(nonce) if state.step.name() == StepName::Request => request::drawn(state, nonce),
        Msg::SessionNotSaved(why) => notice(state, Notice::SessionNotSaved(why)),
        Msg::Written(path) => notice(state, Notice::Written(path.display().to_string())),
        Msg::FileFailed(path, why) => notice(state, Notice::FileFailed(path.display().to_string(), why)),
        Msg::FileRead(text) => {
            if let Step::Code(step) = &mut state.step {
                let _ = code::file_read(step, &text);
            }
            Vec::new()
        }
        Msg::LookOn => look_on(state),
        Msg::DeskAnswered(nonce, said) => {
            let (Step::Request(step), context) = parts(state) else { return Vec::new() };
            let outcome = request::said(step, context, nonce, *said);
            follow(state, outcome)
        }
        Msg::Copied => notice(state, Notice::Copied),
        Msg::Kept(result) => {
            let Step::Keep(step) = &mut state.step else { return Vec::new() };
            match result {
                Ok(stored) => {
                    *step = keep::KeepStep::Kept(stored);
                    state.facts.kept_activation = state.draft.activation.as_deref().cloned();
                    // From here on there is nothing to go on with, also where nobody presses Enter any more.
                    vec![Effect::ForgetSession]
                }
                Err(error) => {
                    *step = keep::KeepStep::Failed(error);
                    Vec::new()
                }
            }
        }
        Msg::Ran(end) => {
            state.notice = Some(Notice::Tool(end));
            vec![Effect::ReadMachine]
        }
        Msg::SudoFailed(why) => notice(state, Notice::SudoFailed(why)),
        Msg::PracticeAnswered(answer) => {
            if let Step::Request(step) = &mut state.step {
                step.practice_answer = Some(answer);
                state.notice = Some(Notice::PracticeAnswered);
            }
            Vec::new()
        }
        Msg::Nonce(_) | Msg::Key(_) | Msg::Paste(_) | Msg::Act(_) | Msg::Answer(_) => Vec::new(),
    }
}

fn notice(state: &mut State, notice: Notice) -> Vec<Effect> {
    state.notice = Some(notice);
    Vec::new()
}

/// The machine was read again: the facts follow, and Fix shows what changed.
fn read_again(state: &mut State, machine: countersign_core::machine::Machine) -> Vec<Effect> {
    let last = draft::binding_fields(&state.facts.review);
    if machine.source != state.facts.machine.source {
        // Another machine to practise on: nothing said of the last one holds for it.
        let number = state.draft.number.take();
        state.draft = draft::Draft { number, ..draft::Draft::default() };
    }
    let facts = state.facts.clone().with_machine(machine, &state.settings.profile);
    let since_last = fix::changes(&last, &facts.review);
    state.facts = facts;
    let told = if since_last.is_empty() { Notice::ReadAgainSame } else { Notice::ReadAgainChanged };
    if !matches!(state.notice, Some(Notice::Tool(_))) && state.step.name() != StepName::Welcome {
        state.notice = Some(told);
    }
    if let Step::Route(step) = &mut state.step {
        // The older binding may be gone from the list.
        let last = route::choices(&state.settings, &state.facts).len().saturating_sub(1);
        step.selected = step.selected.min(last);
    }
    if let Step::Fix(step) = &mut state.step {
        let before = state.draft.initial_fields.clone().unwrap_or(last);
        let changes = fix::changes(&before, &state.facts.review);
        if !changes.is_empty() {
            step.view = fix::FixView::Changed(changes);
            // The page itself says so.
            state.notice = state.notice.take().filter(|notice| *notice != Notice::ReadAgainChanged);
        } else {
            step.view = fix::FixView::List;
        }
        step.selected = 0;
        if state.binding().predicted() == Predicted::Accepted {
            state.draft.forget_request();
        }
    }
    vec![save(state)]
}
