//! `update`: takes one message, returns the new state and the effects. Pure.
//!
//! This file handles the keys, text and actions of the person; `results` handles the results of effects, `navigation` the
//! changes of the step.

use countersign_core::machine::Clock;
use tui_input::InputRequest;

use super::action::Action;
use super::key::{Key, edit_request};
use super::key_bindings::{is_typing, key_bindings};
use super::msg::{Effect, Msg, ReportTarget};
use super::navigation::{follow, go_back, is_open, quit, resume, save};
use super::qr_view::{BlockWidth, QrRoom, QrView, TerminalSettings};
use super::results::on_result;
use super::saved_session::saved_qr;
use super::session_log::{self, Seen, Told};
use super::state::{Overlay, State};
use super::step::Step;
use super::steps::context::Outcome;
use super::steps::welcome::{NumberFault, WelcomeStep, instead_of_number};
use super::steps::{code, done, fix, inspect, keep, request, route, welcome};

/// The lines that Page Up and Page Down scroll by.
const SCROLL_LINES: i16 = 5;

/// The most characters of a paste into a single line of text.
const PASTE_MAX: usize = 128;

/// Takes one message.
#[must_use]
pub fn update(mut state: State, msg: Msg) -> (State, Vec<Effect>) {
    let code = TypedCode::of(&state);
    let is_key = matches!(msg, Msg::Key(_));
    let (before, told) = (Seen::of(&state), Told::by(&msg, &state));
    let read = matches!(msg, Msg::Machine(_));
    let mut effects = match msg {
        Msg::Clock(now) => {
            state.facts.machine.clock = Clock::at(now);
            return (state, Vec::new());
        }
        Msg::Key(key) => on_key(&mut state, key),
        // Only actions that the key table offers in this state.
        Msg::Act(action) if key_bindings(&state).iter().any(|binding| binding.action == action) => {
            act(&mut state, action)
        }
        Msg::Act(_) => Vec::new(),
        Msg::Paste(text) => {
            paste(&mut state, &text);
            Vec::new()
        }
        Msg::Answer(text) => answer(&mut state, &text),
        Msg::Drawn(viewport) => {
            state.scroll.drawn(viewport);
            Vec::new()
        }
        result => on_result(&mut state, result),
    };
    // The session is saved after each line of a code, so that a dropped link costs one line at most. What comes as a whole is saved
    // at once.
    if let (Some(before), Some(now)) = (code, TypedCode::of(&state))
        && (now.line != before.line || (!is_key && now.texts != before.texts))
    {
        effects.push(save(&state));
    }
    if session_log::record(&mut state, &before, told, read) {
        save_log(&state, &mut effects);
    }
    // A job is cancelled once nothing waits for it: the lines changed, or the person went elsewhere.
    if state.jobs.current().is_some() && !state.step.awaits_job() {
        state.jobs.end();
        effects.push(Effect::CancelJob);
    }
    (state, effects)
}

/// Makes the effects save the session with its newest entries, if it is open.
fn save_log(state: &State, effects: &mut Vec<Effect>) {
    let is_save = |effect: &Effect| matches!(effect, Effect::SaveSession(_));
    if effects.iter().any(is_save) {
        effects.iter_mut().filter(|effect| is_save(effect)).for_each(|effect| *effect = save(state));
    } else if is_open(state) && !effects.iter().any(|effect| matches!(effect, Effect::ForgetSession)) {
        effects.push(save(state));
    }
}

/// The code as typed.
struct TypedCode {
    /// The line with the cursor (0–6).
    line: usize,
    texts: [String; 7],
}

impl TypedCode {
    /// The code at Code; `None` in another step.
    fn of(state: &State) -> Option<Self> {
        match &state.step {
            Step::Code(step) => Some(Self { line: step.current, texts: step.texts() }),
            _ => None,
        }
    }
}

fn on_key(state: &mut State, key: Key) -> Vec<Effect> {
    // An input method types full-width characters; where text is typed they are text.
    let pressed = if is_typing(state) { key } else { key.half_width() };
    let bound = key_bindings(state).into_iter().find(|binding| binding.key == pressed);
    if let Some(binding) = bound {
        return act(state, binding.action);
    }
    if let Some(request) = edit_request(key).filter(|_| is_typing(state)) {
        state.notice = None;
        edit(state, request);
    }
    Vec::new()
}

/// Edits the text in focus.
fn edit(state: &mut State, request: InputRequest) {
    state.scroll.follow();
    match &mut state.step {
        Step::Welcome(WelcomeStep::Number(entry)) => {
            welcome::edit(entry, request, state.settings.profile.mask.len())
        }
        Step::Fix(step) => fix::edit(step, request),
        Step::Request(step) => request::edit(step, request),
        Step::Code(step) => code::edit(step, request),
        _ => {}
    }
}

/// Pastes into the text in focus. A single line of text takes the first line of the paste.
fn paste(state: &mut State, text: &str) {
    if !is_typing(state) {
        return;
    }
    state.scroll.follow();
    let mask = &state.settings.profile.mask;
    match &mut state.step {
        Step::Code(step) => return code::paste(step, text, mask),
        Step::Request(step) => return request::paste(step, text),
        _ => {}
    }
    if let Step::Welcome(WelcomeStep::Number(entry)) = &mut state.step
        && welcome::paste(entry, text, mask)
    {
        return;
    }
    let line = text.lines().next().unwrap_or_default();
    for c in line.chars().filter(|c| !c.is_control()).take(PASTE_MAX) {
        edit(state, InputRequest::InsertChar(c));
    }
    if let Step::Welcome(WelcomeStep::Number(entry)) = &mut state.step {
        entry.fault = instead_of_number(text).map(NumberFault::Instead);
    }
}

/// Takes a whole answer for the text in focus: replaces the text, then presses Enter.
fn answer(state: &mut State, text: &str) -> Vec<Effect> {
    if !is_typing(state) {
        return Vec::new();
    }
    match &mut state.step {
        Step::Code(step) if step.question().is_none() => {
            state.notice = None;
            state.scroll.follow();
            if !code::answer(step, text, &state.settings.profile.mask) {
                return Vec::new();
            }
        }
        _ => {
            edit(state, InputRequest::DeleteLine);
            paste(state, text);
        }
    }
    act(state, Action::Next)
}

/// Carries out an action: here what is the same in every step, the rest in the step's own file.
fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if action == Action::Suspend {
        return vec![Effect::Suspend];
    }
    state.notice = None;
    match action {
        Action::Help => return show_overlay(state, Some(Overlay::Help)),
        Action::Details => return show_overlay(state, Some(Overlay::Details)),
        Action::Close => return show_overlay(state, None),
        Action::PageUp => {
            state.scroll.by(-SCROLL_LINES);
            return Vec::new();
        }
        Action::PageDown => {
            state.scroll.by(SCROLL_LINES);
            return Vec::new();
        }
        Action::Language => {
            if state.settings.chinese {
                state.lang = state.lang.other();
            }
            return Vec::new();
        }
        Action::Quit => return quit(state),
        Action::LineByLine => {
            state.overlay = None;
            // A session by lines compares no glyphs. What the person said of the screen stays saved.
            state.saved_qr = saved_qr(state);
            state.settings.terminal = TerminalSettings::default();
            state.qr = QrView::of(&state.settings.terminal);
            return vec![Effect::LineByLine];
        }
        Action::CopyReport => return vec![Effect::Report(ReportTarget::Clipboard)],
        Action::SaveReport => return vec![Effect::Report(ReportTarget::File)],
        Action::Resume => return resume(state),
        Action::OtherProduct => return vec![Effect::ListProducts],
        Action::InvertQr
        | Action::SwitchQrDrawing
        | Action::SwitchQrRoom
        | Action::BlocksAlign
        | Action::BlocksDiffer => return change_qr(state, action),
        Action::Back if back_inside_step(state) => {
            state.scroll.follow();
            return Vec::new();
        }
        Action::Back => return go_back(state),
        _ => {}
    }
    // The page follows the cursor again, unless the action changes nothing of what is typed or chosen.
    let pretends = state.is_practice() && matches!(action, Action::SaveText | Action::SavePicture);
    if !pretends && !matches!(action, Action::CopyRequest | Action::AskPracticeDesk | Action::ReadAgain) {
        state.scroll.follow();
    }
    let outcome = act_in_step(state, action);
    follow(state, outcome)
}

fn show_overlay(state: &mut State, overlay: Option<Overlay>) -> Vec<Effect> {
    state.overlay = overlay;
    state.scroll.follow();
    Vec::new()
}

/// Changes how the QR is drawn; the session remembers it.
fn change_qr(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::InvertQr => state.qr.invert(),
        Action::SwitchQrDrawing => state.qr.switch_drawing(),
        Action::SwitchQrRoom => state.qr.switch_room(),
        Action::BlocksAlign => state.qr.learn(BlockWidth::One),
        Action::BlocksDiffer => state.qr.learn(BlockWidth::Two),
        _ => return Vec::new(),
    }
    state.scroll.follow();
    vec![save(state)]
}

/// Goes back to an outer view of the step. Returns `false` if there is none.
fn back_inside_step(state: &mut State) -> bool {
    if state.shows_qr() && state.qr.look.room == QrRoom::WholeScreen {
        state.qr.look.room = QrRoom::WithWords;
        return true;
    }
    match &mut state.step {
        Step::Fix(step) => fix::back(step),
        Step::Request(step) => request::back(step),
        Step::Code(step) => code::back(step),
        _ => false,
    }
}

fn act_in_step(state: &mut State, action: Action) -> Outcome {
    let (step, context) = state.step_context();
    match step {
        Step::Welcome(step) => welcome::act(step, context, action),
        Step::Inspect(_) => inspect::act(context, action),
        Step::Fix(step) => fix::act(step, context, action),
        Step::Route(step) => route::act(step, context, action),
        Step::Request(step) => request::act(step, context, action),
        Step::Code(step) => code::act(step, context, action),
        Step::Keep(step) => keep::act(step, &context, action),
        Step::Done(_) => done::act(context, action),
    }
}
