//! What can be done in a state, and by which key. The hint bar, the help, `plain`'s numbered list and
//! `update` all read this one table.

use super::online::OnlineProgress;
use super::steps::fix::FixView;
use super::steps::request::{self, RequestStep, RequestView};
use super::steps::route::RouteKind;
use countersign_core::step::StepName;

use super::{Key, Overlay, State, Step};

/// Something a person can do. `text` has a label for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Go on.
    Next,
    /// Go back.
    Back,
    /// Show help for the step.
    Help,
    /// Take away what lies over the step.
    Close,
    /// Leave; the session is kept.
    Quit,
    /// Stop the process until the shell takes it up again.
    Suspend,
    /// Change the language.
    Language,
    /// One up in a list.
    Up,
    /// One down in a list.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Choose that entry of a list, counted from 0.
    Choose(u8),
    /// Go on with the session that was kept.
    Resume,
    /// Begin anew.
    StartAgain,
    /// Practise on the next sample machine.
    NextMachine,
    /// Read the machine again.
    ReadAgain,
    /// Show every field.
    Details,
    /// Copy the report.
    CopyReport,
    /// Save the report.
    SaveReport,
    /// Start again with `sudo`.
    Sudo,
    /// Run the command that is shown.
    Run,
    /// Practice: pretend that it was done.
    PretendFixed,
    /// Declare the label's value.
    Declare,
    /// Ask the desk all the same.
    AskAnyway,
    /// Show the QR.
    ShowQr,
    /// Show the request as text.
    ShowText,
    /// Show the request to be read out.
    ShowSpoken,
    /// Copy the request.
    CopyRequest,
    /// Save the request as text.
    SaveText,
    /// Save the QR as PNG.
    SavePng,
    /// Practice: ask the built-in desk.
    AskPracticeDesk,
    /// Practice: fill in the built-in desk's code.
    FillPracticeCode,
    /// The line above.
    LineUp,
    /// The line below.
    LineDown,
    /// Empty the line.
    ClearLine,
    /// Read the code from a file.
    CodeFile,
    /// Try again.
    Retry,
}

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyBinding {
    /// The key.
    pub key: Key,
    /// What it does.
    pub action: Action,
    /// Whether the hint bar shows it; help shows all.
    pub hinted: bool,
}

const fn hint(key: Key, action: Action) -> KeyBinding {
    KeyBinding { key, action, hinted: true }
}

const fn quiet(key: Key, action: Action) -> KeyBinding {
    KeyBinding { key, action, hinted: false }
}

/// Every key that does something in this state besides editing the text in focus, most wanted first.
#[must_use]
pub fn key_bindings(state: &State) -> Vec<KeyBinding> {
    let mut keys = match state.overlay {
        Some(_) => over_keys(),
        None => step_keys(state),
    };
    if state.overlay.is_none() {
        keys.extend(everywhere(state));
    }
    keys.extend([
        quiet(Key::PageUp, Action::PageUp),
        quiet(Key::PageDown, Action::PageDown),
        quiet(Key::Ctrl('c'), Action::Quit),
        quiet(Key::Ctrl('z'), Action::Suspend),
    ]);
    keys
}

/// Whether characters go into a text in focus.
#[must_use]
pub fn is_typing(state: &State) -> bool {
    state.overlay.is_none()
        && match &state.step {
            Step::Welcome(step) => step.offered.is_none(),
            Step::Fix(step) => matches!(step.view, FixView::Declare { .. }),
            Step::Code(_) => true,
            _ => false,
        }
}

fn over_keys() -> Vec<KeyBinding> {
    vec![
        hint(Key::Esc, Action::Close),
        quiet(Key::Enter, Action::Close),
        quiet(Key::Char('?'), Action::Close),
        quiet(Key::F(1), Action::Close),
        quiet(Key::Char('q'), Action::Close),
        quiet(Key::Up, Action::PageUp),
        quiet(Key::Down, Action::PageDown),
    ]
}

fn everywhere(state: &State) -> Vec<KeyBinding> {
    let mut keys = Vec::new();
    let typing = is_typing(state);
    if inner_view(state) || may_go_back(state) {
        keys.push(hint(Key::Esc, Action::Back));
    }
    if typing {
        keys.push(hint(Key::F(1), Action::Help));
        keys.push(quiet(Key::Ctrl('g'), Action::Help));
        keys.push(hint(Key::Ctrl('c'), Action::Quit));
    } else {
        keys.push(hint(Key::Char('?'), Action::Help));
        keys.push(quiet(Key::F(1), Action::Help));
        let done = state.step.name() == StepName::Done;
        keys.push(KeyBinding { key: Key::Char('q'), action: Action::Quit, hinted: !done });
    }
    if state.step.name() == StepName::Welcome && typing {
        keys.insert(0, quiet(Key::Char('?'), Action::Help));
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

/// Once it is kept there is no way back: the code has done its work.
fn may_go_back(state: &State) -> bool {
    use super::steps::keep::KeepStep;
    !matches!(state.step, Step::Keep(KeepStep::Working | KeepStep::Kept(_)))
        && super::transitions::next_step(state.step.name(), super::transitions::Event::Back).is_some()
}

/// A view inside a step that Back leaves before it leaves the step.
fn inner_view(state: &State) -> bool {
    match &state.step {
        Step::Fix(step) => !matches!(step.view, FixView::List),
        _ => false,
    }
}

fn step_keys(state: &State) -> Vec<KeyBinding> {
    match &state.step {
        Step::Welcome(step) if step.offered.is_some() => {
            vec![hint(Key::Enter, Action::Resume), hint(Key::Char('n'), Action::StartAgain)]
        }
        Step::Welcome(_) => {
            let mut keys = vec![hint(Key::Enter, Action::Next)];
            if state.is_practice() {
                keys.push(hint(Key::Tab, Action::NextMachine));
            }
            keys
        }
        Step::Inspect(_) => inspect_keys(state),
        Step::Fix(step) => fix_keys(state, &step.view),
        Step::Route(_) => {
            let mut keys = vec![hint(Key::Enter, Action::Next)];
            keys.extend(list_keys(super::steps::route::choices(&state.settings, &state.facts).len()));
            keys
        }
        Step::Request(step) if step.view == RequestView::Online => online_keys(state, step),
        Step::Request(step) => request_keys(state, step.view),
        // While a file's name is asked for, the lines wait.
        Step::Code(step) if step.path.is_some() => vec![hint(Key::Enter, Action::Next)],
        Step::Code(step) => {
            let mut keys = vec![hint(Key::Enter, Action::Next)];
            if step.practice_code.is_some() {
                // Function keys don't reach a program through every console and recorder.
                keys.push(hint(Key::Ctrl('f'), Action::FillPracticeCode));
                keys.push(quiet(Key::F(5), Action::FillPracticeCode));
            }
            keys.extend([
                hint(Key::F(2), Action::CodeFile),
                quiet(Key::Ctrl('o'), Action::CodeFile),
                quiet(Key::Up, Action::LineUp),
                quiet(Key::Down, Action::LineDown),
                quiet(Key::BackTab, Action::LineUp),
                quiet(Key::Tab, Action::LineDown),
                quiet(Key::Ctrl('u'), Action::ClearLine),
            ]);
            keys
        }
        Step::Keep(step) => match step {
            super::steps::keep::KeepStep::Failed(_) => vec![hint(Key::Char('r'), Action::Retry)],
            super::steps::keep::KeepStep::Kept(_) => vec![hint(Key::Enter, Action::Next)],
            super::steps::keep::KeepStep::Working => Vec::new(),
        },
        Step::Done(_) => vec![
            hint(Key::Enter, Action::Quit),
            hint(Key::Char('n'), Action::StartAgain),
            hint(Key::Char('s'), Action::SaveReport),
            quiet(Key::Char('d'), Action::Details),
        ],
    }
}

fn inspect_keys(state: &State) -> Vec<KeyBinding> {
    let mut keys = vec![hint(Key::Enter, Action::Next), hint(Key::Char('r'), Action::ReadAgain)];
    if super::steps::inspect::sudo_helps(&state.settings, &state.facts) {
        keys.push(hint(Key::Char('s'), Action::Sudo));
    }
    keys.extend([
        hint(Key::Char('d'), Action::Details),
        hint(Key::Char('c'), Action::CopyReport),
        quiet(Key::Char('w'), Action::SaveReport),
    ]);
    keys
}

fn fix_keys(state: &State, view: &FixView) -> Vec<KeyBinding> {
    match view {
        FixView::List => {
            let mut keys = vec![hint(Key::Enter, Action::Next)];
            keys.extend(list_keys(super::steps::fix::entries(&state.facts).len()));
            keys.extend([
                hint(Key::Char('r'), Action::ReadAgain),
                hint(Key::Char('a'), Action::AskAnyway),
                quiet(Key::Char('d'), Action::Details),
            ]);
            keys
        }
        FixView::Open(at) => {
            let mut keys = Vec::new();
            let remedy = state.facts.remedies.get(*at);
            if state.is_practice() && remedy.is_some_and(|remedy| remedy.value.is_some()) {
                keys.push(hint(Key::Enter, Action::PretendFixed));
            } else if remedy
                .is_some_and(|remedy| remedy.kind == countersign_core::remedy::RemedyKind::Declare)
            {
                keys.push(hint(Key::Enter, Action::Declare));
            } else if super::steps::fix::runnable(state, *at) {
                keys.push(hint(Key::Enter, Action::Run));
            }
            keys.push(hint(Key::Char('r'), Action::ReadAgain));
            keys.extend([quiet(Key::Up, Action::PageUp), quiet(Key::Down, Action::PageDown)]);
            keys
        }
        FixView::Declare { .. } => vec![hint(Key::Enter, Action::Next)],
        FixView::Confirm(_) => vec![hint(Key::Char('y'), Action::Run)],
        FixView::Changed(_) => vec![hint(Key::Enter, Action::Next), hint(Key::Char('r'), Action::ReadAgain)],
    }
}

fn request_keys(state: &State, view: RequestView) -> Vec<KeyBinding> {
    let mut keys = vec![hint(Key::Enter, Action::Next)];
    if view != RequestView::Qr {
        keys.push(hint(Key::Char('g'), Action::ShowQr));
    }
    if view != RequestView::Text {
        keys.push(hint(Key::Char('t'), Action::ShowText));
    }
    if view != RequestView::Spoken && state.settings.profile.policy.spoken {
        keys.push(hint(Key::Char('v'), Action::ShowSpoken));
    }
    keys.push(hint(Key::Char('c'), Action::CopyRequest));
    keys.push(hint(Key::Char('s'), Action::SaveText));
    keys.push(hint(Key::Char('p'), Action::SavePng));
    if state.is_practice() {
        keys.insert(1, hint(Key::Char('a'), Action::AskPracticeDesk));
    }
    keys
}

/// While the desk is asked over the network. Of the older binding there is no QR: it can be had in no other way.
fn online_keys(state: &State, step: &RequestStep) -> Vec<KeyBinding> {
    let Some(progress) = &step.progress else { return vec![hint(Key::Enter, Action::Next)] };
    let by_phone = state.draft.route != Some(RouteKind::Older);
    let mut keys = Vec::new();
    match progress {
        OnlineProgress::Asking => {}
        OnlineProgress::Refused(_) if request::after(progress).is_some() => {
            keys.push(hint(Key::Enter, Action::Next))
        }
        OnlineProgress::Refused(_) => {}
        OnlineProgress::Failed(_) | OnlineProgress::Unusable(_) if by_phone => {
            keys.push(hint(Key::Enter, Action::ShowQr))
        }
        OnlineProgress::Failed(_) | OnlineProgress::Unusable(_) => {}
    }
    if *progress != OnlineProgress::Asking {
        keys.push(hint(Key::Char('r'), Action::Retry));
    }
    if by_phone && !matches!(progress, OnlineProgress::Refused(_)) {
        keys.push(KeyBinding {
            key: Key::Char('g'),
            action: Action::ShowQr,
            hinted: *progress == OnlineProgress::Asking,
        });
    }
    keys
}

/// Arrows, and digits for the first nine entries.
fn list_keys(entries: usize) -> Vec<KeyBinding> {
    let mut keys = vec![quiet(Key::Up, Action::Up), quiet(Key::Down, Action::Down)];
    for at in 0..entries.min(9) {
        let at = u8::try_from(at).unwrap_or(0);
        keys.push(quiet(Key::Char(char::from(b'1' + at)), Action::Choose(at)));
    }
    keys
}

/// Help and details lie over a step; nothing else does.
impl Overlay {
    /// The action that opens it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Help => Action::Help,
            Self::Details => Action::Details,
        }
    }
}
