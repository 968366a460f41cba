//! The hint bar, and the names of keys and actions.

use crate::text::ActionLine;
use crate::wizard::fix::FixView;
use crate::wizard::request::{self, RequestStep, RequestView};
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Key, QrDrawing, QrRoom, State, Step, key_bindings};
use countersign_core::protocol::binding::Predicted;
use countersign_core::step::StepName;
use countersign_core::text::Line;

/// A key of the hint bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The label of the key.
    pub key: String,
    /// The name of its action.
    pub label: String,
    /// Its label stays longer than others if there isn't room for all.
    pub priority: bool,
}

/// The hint bar of a state, from the key table.
#[must_use]
pub fn hints(state: &State) -> Vec<Hint> {
    key_bindings(state)
        .into_iter()
        .filter(|binding| binding.hinted)
        .map(|binding| Hint {
            key: key_label(binding.key),
            label: action_label(state, binding.action),
            priority: matches!(binding.action, Action::Help | Action::Quit | Action::SaveText)
                || matches!(&state.step, Step::Code(step) if step.search().is_some() && binding.action == Action::Back),
        })
        .collect()
}

/// The name of an action in this state.
#[must_use]
pub fn action_label(state: &State, action: Action) -> String {
    let line = match (state.step.name(), action) {
        (StepName::Inspect, Action::Next) if state.binding().predicted() != Predicted::Accepted => {
            ActionLine::Fix
        }
        (StepName::Fix, Action::Next) => fix_next(state),
        (StepName::Fix, Action::AskAnyway) if state.binding().predicted() == Predicted::Accepted => {
            ActionLine::Next
        }
        (StepName::Fix, Action::LineDown) => ActionLine::NextField,
        (StepName::Fix, Action::LineUp) => ActionLine::PreviousField,
        (StepName::Request, Action::Next) => match &state.step {
            Step::Request(RequestStep { question: Some(_), .. }) => ActionLine::SaveHere,
            Step::Request(RequestStep { fault: Some(_), .. }) => ActionLine::Next,
            Step::Request(RequestStep { progress: Some(progress), .. }) => {
                match request::event_after(progress) {
                    Some(Event::MachineRefused) => ActionLine::Fix,
                    _ => ActionLine::Next,
                }
            }
            Step::Request(RequestStep { view: RequestView::Online, .. }) => ActionLine::Ask,
            _ => ActionLine::HaveCode,
        },
        (_, Action::SwitchQrDrawing) if state.qr.look.drawing == QrDrawing::Blanks => ActionLine::QrInBlocks,
        (_, Action::SwitchQrRoom) if state.qr.look.room == QrRoom::WholeScreen => ActionLine::QrWithWords,
        (StepName::Code, Action::Next) => match &state.step {
            Step::Code(step) if step.question().is_some() => ActionLine::ReadFile,
            _ => ActionLine::Check,
        },
        (StepName::Code, Action::Back) => match &state.step {
            Step::Code(step) if step.question().is_some() => ActionLine::TypeLines,
            Step::Code(step) if step.search().is_some() => ActionLine::StopSearch,
            _ => ActionLine::Back,
        },
        (StepName::Done, Action::Quit) => ActionLine::Finish,
        (StepName::Welcome, Action::Next) if state.selected_product().is_some() => ActionLine::Open,
        _ => ActionLine::from(action),
    };
    line.say(state.lang).to_owned()
}

/// The name of [`Action::Next`] in the views of Fix.
fn fix_next(state: &State) -> ActionLine {
    match &state.step {
        Step::Fix(step) => match step.view {
            FixView::List if !state.facts.plan.ways.is_empty() => ActionLine::Open,
            FixView::Open(_) => ActionLine::Take,
            FixView::Changed(_) if state.binding().predicted() != Predicted::Accepted => ActionLine::List,
            _ => ActionLine::Next,
        },
        _ => ActionLine::Next,
    }
}

/// The label of a key, in ASCII.
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
