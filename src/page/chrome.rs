//! What stands around a step: its title, the rail, the practice banner, the hint bar.

use crate::text::{ActionLine, StepLine};
use crate::wizard::fix::FixView;
use crate::wizard::request::{self, RequestStep, RequestView};
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Key, Mode, State, Step, key_bindings};
use countersign_core::protocol::binding::Predicted;
use countersign_core::step::StepName;
use countersign_core::text::ScreenLine;
use countersign_core::text::{Lang, Line};

/// One step on the rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailItem {
    /// Its name.
    pub name: String,
    /// How far the session is.
    pub stage: Stage,
}

/// Before, at or after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Behind the session.
    Past,
    /// Where it stands.
    Here,
    /// Still to come.
    Ahead,
}

/// One key of the hint bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The key, as keyboards label it.
    pub key: String,
    /// What it does.
    pub label: String,
    /// What it does is said before others where there is not room for all.
    pub priority: bool,
}

/// The rail: the steps up to Keep; Done needs none.
#[must_use]
pub fn rail(state: &State) -> Vec<RailItem> {
    let here = state.step.name();
    StepName::ALL
        .into_iter()
        .filter(|step| *step != StepName::Done)
        .map(|step| RailItem {
            name: ScreenLine::from(step).say(state.lang).to_owned(),
            stage: match step.cmp(&here) {
                std::cmp::Ordering::Less => Stage::Past,
                std::cmp::Ordering::Equal => Stage::Here,
                std::cmp::Ordering::Greater => Stage::Ahead,
            },
        })
        .collect()
}

/// `2 INSPECT`: the number is fixed, to be read out on the telephone.
#[must_use]
pub fn title(lang: Lang, step: StepName) -> String {
    format!("{} {}", step as u8, ScreenLine::from(step).say(lang).to_uppercase())
}

/// The title of the step that is on; while a code is typed, with how many of its lines are whole, and while slips are
/// looked for, with how far that is: both are in view at any size.
#[must_use]
pub fn title_now(state: &State) -> String {
    let title = title(state.lang, state.step.name());
    match &state.step {
        Step::Code(step) => match &step.search {
            Some(search) => format!("{title} {} %", search.percent()),
            None => format!("{title} {}/7", 7 - step.unfinished().count()),
        },
        _ => title,
    }
}

/// The banner of practice.
#[must_use]
pub fn practice(state: &State) -> Option<String> {
    match &state.settings.mode {
        Mode::Real => None,
        Mode::Practice { .. } => Some(StepLine::PracticeBanner.say(state.lang).to_owned()),
    }
}

/// The hint bar, made from the key table.
#[must_use]
pub fn hints(state: &State) -> Vec<Hint> {
    key_bindings(state)
        .into_iter()
        .filter(|binding| binding.hinted)
        .map(|binding| Hint {
            key: key_label(binding.key),
            label: label(state, binding.action),
            priority: matches!(binding.action, Action::Help | Action::Quit)
                || matches!(&state.step, Step::Code(step) if step.search.is_some() && binding.action == Action::Back),
        })
        .collect()
}

/// What an action is called in this state.
#[must_use]
pub fn label(state: &State, action: Action) -> String {
    let line = match (state.step.name(), action) {
        (StepName::Inspect, Action::Next) if state.facts.review.acceptable() != Some(true) => ActionLine::Fix,
        (StepName::Fix, Action::Next) => fix_next(state),
        (StepName::Request, Action::Next) => match &state.step {
            Step::Request(RequestStep { progress: Some(progress), .. }) => {
                match request::event_after(progress) {
                    Some(Event::MachineRefused) => ActionLine::Fix,
                    _ => ActionLine::Next,
                }
            }
            Step::Request(RequestStep { view: RequestView::Online, .. }) => ActionLine::Ask,
            _ => ActionLine::HaveCode,
        },
        (StepName::Code, Action::Next) => match &state.step {
            Step::Code(step) if step.path.is_some() => ActionLine::ReadFile,
            _ => ActionLine::Check,
        },
        (StepName::Code, Action::Back) => match &state.step {
            Step::Code(step) if step.search.is_some() => ActionLine::StopSearch,
            _ => ActionLine::Back,
        },
        (StepName::Done, Action::Quit) => ActionLine::Finish,
        _ => ActionLine::from(action),
    };
    line.say(state.lang).to_owned()
}

/// What going on does inside Fix.
fn fix_next(state: &State) -> ActionLine {
    match &state.step {
        Step::Fix(step) => match step.view {
            FixView::List => ActionLine::Open,
            FixView::Declare { .. } => ActionLine::Declare,
            FixView::Changed(_) if state.binding().predicted() != Predicted::Accepted => ActionLine::List,
            _ => ActionLine::Next,
        },
        _ => ActionLine::Next,
    }
}

/// A key as keyboards label it; ASCII only.
#[must_use]
pub fn key_label(key: Key) -> String {
    match key {
        Key::Char(' ') => "Space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Key::F(n) => format!("F{n}"),
        Key::BackTab => "Shift-Tab".to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        other => format!("{other:?}"),
    }
}
