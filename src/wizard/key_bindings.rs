//! The key table: what can be done in a state, and by which key.
//!
//! The hint bar, the help, the numbered list of `plain` and `update` all read this table.

use countersign_core::step::StepName;

use super::action::Action;
use super::fix_keys::fix_keys;
use super::key::Key;
use super::online::OnlineProgress;
use super::path_question::PathQuestion;
use super::products::openable;
use super::qr_view::{BlockWidth, QrRoom};
use super::request_fault::RequestFault;
use super::routes::{RouteKind, choices};
use super::state::State;
use super::step::Step;
use super::steps::done::DoneStep;
use super::steps::fix::FixView;
use super::steps::inspect;
use super::steps::keep::KeepStep;
use super::steps::request::{self, RequestStep, RequestView};
use super::steps::welcome::WelcomeStep;
use super::transitions::{Event, next_step};

/// A key and its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyBinding {
    /// The key.
    pub key: Key,
    /// The action.
    pub action: Action,
    /// Whether the hint bar shows the key; help shows all keys.
    pub hinted: bool,
}

pub(super) const fn hinted(key: Key, action: Action) -> KeyBinding {
    KeyBinding { key, action, hinted: true }
}

pub(super) const fn unhinted(key: Key, action: Action) -> KeyBinding {
    KeyBinding { key, action, hinted: false }
}

/// The keys that do something in this state, apart from editing the text in focus. The most useful come first.
#[must_use]
pub fn key_bindings(state: &State) -> Vec<KeyBinding> {
    let mut keys = match state.overlay {
        Some(_) => overlay_keys(),
        None => step_keys(state),
    };
    if state.overlay.is_none() {
        keys.extend(common_keys(state));
    }
    keys.extend([
        unhinted(Key::PageUp, Action::PageUp),
        unhinted(Key::PageDown, Action::PageDown),
        unhinted(Key::Ctrl('c'), Action::Quit),
        unhinted(Key::Ctrl('z'), Action::Suspend),
        unhinted(Key::Ctrl('p'), Action::LineByLine),
    ]);
    keys
}

/// Whether characters go into a text in focus.
#[must_use]
pub fn is_typing(state: &State) -> bool {
    state.overlay.is_none()
        && match &state.step {
            Step::Welcome(step) => matches!(step, WelcomeStep::Number(_)),
            Step::Fix(step) => matches!(step.view, FixView::Declare { .. }),
            Step::Request(step) => step.question.as_deref().is_some_and(PathQuestion::asks_for_path),
            Step::Code(step) => step.question().is_none_or(PathQuestion::asks_for_path),
            _ => false,
        }
}

/// Whether the list of products can be shown from here.
fn lists_products(state: &State) -> bool {
    !state.products.is_empty() && state.selected_product().is_none()
}

fn overlay_keys() -> Vec<KeyBinding> {
    vec![
        hinted(Key::Esc, Action::Close),
        unhinted(Key::Enter, Action::Close),
        unhinted(Key::Char('?'), Action::Close),
        unhinted(Key::F(1), Action::Close),
        unhinted(Key::Char('q'), Action::Close),
        unhinted(Key::Up, Action::PageUp),
        unhinted(Key::Down, Action::PageDown),
    ]
}

fn common_keys(state: &State) -> Vec<KeyBinding> {
    let mut keys = Vec::new();
    let typing = is_typing(state);
    if state.step.name() == StepName::Welcome && lists_products(state) {
        keys.push(hinted(Key::Esc, Action::OtherProduct));
    }
    if has_inner_view(state) || may_go_back(state) {
        keys.push(hinted(Key::Esc, Action::Back));
    }
    if typing {
        keys.push(hinted(Key::F(1), Action::Help));
        keys.push(unhinted(Key::Ctrl('g'), Action::Help));
        keys.push(hinted(Key::Ctrl('c'), Action::Quit));
    } else {
        keys.push(hinted(Key::Char('?'), Action::Help));
        keys.push(unhinted(Key::F(1), Action::Help));
        let done = state.step.name() == StepName::Done;
        keys.push(KeyBinding { key: Key::Char('q'), action: Action::Quit, hinted: !done });
    }
    if state.step.name() == StepName::Welcome && typing {
        keys.insert(0, unhinted(Key::Char('?'), Action::Help));
    }
    if state.settings.chinese {
        keys.push(KeyBinding {
            key: Key::Ctrl('t'),
            action: Action::Language,
            hinted: state.step.name() == StepName::Welcome,
        });
    }
    keys
}

/// Whether Back leads to another step. Keep has no way back while or after the activation is kept.
fn may_go_back(state: &State) -> bool {
    !matches!(state.step, Step::Keep(KeepStep::Working | KeepStep::Kept(_)))
        && next_step(state.step.name(), Event::Back).is_some()
}

/// Whether Back goes to an outer view of the step before it leaves the step.
fn has_inner_view(state: &State) -> bool {
    match &state.step {
        Step::Fix(step) => !matches!(step.view, FixView::List),
        Step::Request(_) => state.shows_qr() && state.qr.look.room == QrRoom::WholeScreen,
        _ => false,
    }
}

fn step_keys(state: &State) -> Vec<KeyBinding> {
    match &state.step {
        Step::Welcome(WelcomeStep::Product(_)) => {
            let mut keys = vec![hinted(Key::Enter, Action::Next)];
            keys.extend(list_keys(openable(&state.products).count()));
            keys
        }
        Step::Welcome(WelcomeStep::Session(_)) => {
            vec![hinted(Key::Enter, Action::Resume), hinted(Key::Char('n'), Action::StartAgain)]
        }
        Step::Welcome(WelcomeStep::Number(_)) => {
            let mut keys = vec![hinted(Key::Enter, Action::Next)];
            if state.is_practice() {
                keys.push(hinted(Key::Tab, Action::NextMachine));
            }
            keys
        }
        Step::Inspect(_) => inspect_keys(state),
        Step::Fix(step) => fix_keys(state, &step.view),
        Step::Route(_) => {
            let mut keys = vec![hinted(Key::Enter, Action::Next)];
            keys.extend(list_keys(choices(&state.settings, &state.facts).len()));
            keys
        }
        Step::Request(RequestStep { question: Some(question), .. }) => path_keys(question),
        Step::Request(RequestStep { fault: Some(fault), .. }) => request_fault_keys(fault),
        Step::Request(step) if step.view == RequestView::Online => online_keys(state, step),
        Step::Request(step) => request_keys(state, step.view),
        Step::Code(step) => {
            // While the step asks for a path, the keys of the lines do nothing.
            if let Some(question) = step.question() {
                return path_keys(question);
            }
            let mut keys = vec![hinted(Key::Enter, Action::Next)];
            if step.practice_code.is_some() {
                // Some consoles and recorders don't pass function keys on.
                keys.push(hinted(Key::Ctrl('f'), Action::FillPracticeCode));
                keys.push(unhinted(Key::F(5), Action::FillPracticeCode));
            }
            keys.extend([
                hinted(Key::F(2), Action::CodeFile),
                unhinted(Key::Ctrl('o'), Action::CodeFile),
                unhinted(Key::Up, Action::LineUp),
                unhinted(Key::Down, Action::LineDown),
                unhinted(Key::BackTab, Action::LineUp),
                unhinted(Key::Tab, Action::LineDown),
                unhinted(Key::Ctrl('u'), Action::ClearLine),
            ]);
            keys
        }
        Step::Keep(step) => match step {
            KeepStep::Failed(_) => vec![hinted(Key::Char('r'), Action::Retry)],
            KeepStep::Kept(_) => vec![hinted(Key::Enter, Action::Next)],
            KeepStep::Working => Vec::new(),
        },
        Step::Done(step) => {
            let mut keys = vec![hinted(Key::Enter, Action::Quit)];
            if matches!(step, DoneStep::Already) && state.facts.asks_anew() {
                keys.push(hinted(Key::Char('a'), Action::AskAgain));
            }
            keys.extend([hinted(Key::Char('n'), Action::StartAgain)]);
            if lists_products(state) {
                keys.push(hinted(Key::Char('o'), Action::OtherProduct));
            }
            keys.extend([
                hinted(Key::Char('s'), Action::SaveReport),
                unhinted(Key::Char('d'), Action::Details),
            ]);
            keys
        }
    }
}

fn inspect_keys(state: &State) -> Vec<KeyBinding> {
    let mut keys = vec![hinted(Key::Enter, Action::Next), hinted(Key::Char('r'), Action::ReadAgain)];
    if inspect::sudo_helps(&state.settings, &state.facts) {
        keys.push(hinted(Key::Char('s'), Action::Sudo));
    }
    keys.extend([
        hinted(Key::Char('d'), Action::Details),
        hinted(Key::Char('c'), Action::CopyReport),
        unhinted(Key::Char('w'), Action::SaveReport),
    ]);
    keys
}

fn request_keys(state: &State, view: RequestView) -> Vec<KeyBinding> {
    let asked = state.asks_block_width();
    let mut keys = match asked {
        // Enter means yes, because most terminals draw half blocks one column wide.
        true => vec![
            hinted(Key::Char('y'), Action::BlocksAlign),
            hinted(Key::Char('n'), Action::BlocksDiffer),
            unhinted(Key::Enter, Action::BlocksAlign),
        ],
        false => vec![hinted(Key::Enter, Action::Next)],
    };
    if view != RequestView::Qr {
        keys.push(hinted(Key::Char('g'), Action::ShowQr));
    }
    if view != RequestView::Text {
        keys.push(hinted(Key::Char('t'), Action::ShowText));
    }
    if view != RequestView::Spoken && state.settings.profile.policy.spoken {
        keys.push(hinted(Key::Char('v'), Action::ShowSpoken));
    }
    keys.push(hinted(Key::Char('c'), Action::CopyRequest));
    keys.push(hinted(Key::Char('s'), Action::SaveText));
    keys.push(hinted(Key::Char('p'), Action::SavePicture));
    if state.shows_qr() && !asked {
        // Without words beside the QR these keys come first.
        let at = if state.qr.look.room == QrRoom::WholeScreen { 1 } else { keys.len() };
        keys.splice(at..at, qr_keys(state));
    }
    if !asked {
        keys.push(unhinted(Key::Char('n'), Action::NewRequest));
    }
    if state.is_practice() {
        keys.insert(if asked { 2 } else { 1 }, hinted(Key::Char('a'), Action::AskPracticeDesk));
    }
    keys
}

/// The keys while there is no request. Back is a key of every step.
fn request_fault_keys(fault: &RequestFault) -> Vec<KeyBinding> {
    match fault {
        RequestFault::NoSecret(_) => vec![hinted(Key::Char('r'), Action::Retry)],
        RequestFault::NoNumber => vec![hinted(Key::Enter, Action::Next)],
        RequestFault::NotEncoded(_) => Vec::new(),
    }
}

/// The keys that change how the QR is drawn. The words beside the QR name them; without words, the hint bar does.
fn qr_keys(state: &State) -> Vec<KeyBinding> {
    let hinted = state.qr.look.room == QrRoom::WholeScreen;
    let mut keys = vec![KeyBinding { key: Key::Char('i'), action: Action::InvertQr, hinted }];
    if state.qr.blocks != BlockWidth::Missing {
        keys.push(KeyBinding { key: Key::Char('b'), action: Action::SwitchQrDrawing, hinted });
    }
    keys.push(KeyBinding { key: Key::Char('z'), action: Action::SwitchQrRoom, hinted });
    keys
}

/// The keys while and after the desk is asked over the network. The older binding has no QR, because only this route
/// offers it.
fn online_keys(state: &State, step: &RequestStep) -> Vec<KeyBinding> {
    let Some(progress) = &step.progress else { return vec![hinted(Key::Enter, Action::Next)] };
    let by_phone = state.draft.route != Some(RouteKind::Older);
    let mut keys = Vec::new();
    match progress {
        OnlineProgress::Asking(_) => {}
        OnlineProgress::Refused(_) if request::event_after(progress).is_some() => {
            keys.push(hinted(Key::Enter, Action::Next))
        }
        OnlineProgress::Refused(_) => {}
        OnlineProgress::Failed(_) | OnlineProgress::Unusable(_) if by_phone => {
            keys.push(hinted(Key::Enter, Action::ShowQr))
        }
        OnlineProgress::Failed(_) | OnlineProgress::Unusable(_) => {}
    }
    if !progress.is_asking() {
        keys.push(hinted(Key::Char('r'), Action::Retry));
    }
    if by_phone && !matches!(progress, OnlineProgress::Refused(_)) {
        keys.push(KeyBinding { key: Key::Char('g'), action: Action::ShowQr, hinted: progress.is_asking() });
    }
    keys
}

/// The keys of a question for a path.
fn path_keys(question: &PathQuestion) -> Vec<KeyBinding> {
    if !question.asks_for_path() {
        return vec![hinted(Key::Char('y'), Action::Replace)];
    }
    let mut keys = vec![hinted(Key::Enter, Action::Next)];
    if question.completes() {
        keys.push(hinted(Key::Tab, Action::CompletePath));
    }
    if question.offers.len() > 1 {
        keys.extend([hinted(Key::Down, Action::NextOffer), unhinted(Key::Up, Action::PreviousOffer)]);
    }
    keys
}

/// The keys of a list: arrows, and digits for the first nine entries.
pub(super) fn list_keys(entries: usize) -> Vec<KeyBinding> {
    let mut keys = vec![unhinted(Key::Up, Action::Up), unhinted(Key::Down, Action::Down)];
    for at in 0..entries.min(9) {
        let at = u8::try_from(at).unwrap_or(0);
        keys.push(unhinted(Key::Char(char::from(b'1' + at)), Action::Choose(at)));
    }
    keys
}
