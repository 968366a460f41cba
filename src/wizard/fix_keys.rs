//! The keys of Fix, by view: a part of the key table.

use countersign_core::remedy::WayKind;

use super::action::Action;
use super::key::Key;
use super::key_bindings::{KeyBinding, hinted, list_keys, unhinted};
use super::state::State;
use super::steps::fix::{self, Entering, FixView};
use super::steps::inspect;

/// The keys of that view.
pub(super) fn fix_keys(state: &State, view: &FixView) -> Vec<KeyBinding> {
    match view {
        FixView::List => {
            let mut keys = vec![hinted(Key::Enter, Action::Next)];
            keys.extend(list_keys(state.facts.plan.ways.len()));
            if fix::chosen_kind(&state.draft).is_some() {
                keys.push(hinted(Key::Char('w'), Action::Withdraw));
            }
            keys.extend([
                hinted(Key::Char('r'), Action::ReadAgain),
                hinted(Key::Char('a'), Action::AskAnyway),
                unhinted(Key::Char('d'), Action::Details),
            ]);
            keys
        }
        FixView::Open(at) => open_keys(state, *at),
        FixView::Declare(form) => {
            let several = form.entries.len() > 1;
            vec![
                hinted(Key::Enter, Action::Next),
                KeyBinding { key: Key::Tab, action: Action::LineDown, hinted: several },
                unhinted(Key::Down, Action::LineDown),
                unhinted(Key::BackTab, Action::LineUp),
                unhinted(Key::Up, Action::LineUp),
            ]
        }
        // Enter alone doesn't take a value that looks like a typing error.
        FixView::ConfirmDeclared(form) if fix::near_miss(form, &state.facts).is_some() => {
            vec![hinted(Key::Char('y'), Action::Declare)]
        }
        FixView::ConfirmDeclared(_) => vec![hinted(Key::Enter, Action::Declare)],
        FixView::ConfirmRun(_) => vec![hinted(Key::Char('y'), Action::Run)],
        FixView::Changed(_) => {
            vec![hinted(Key::Enter, Action::Next), hinted(Key::Char('r'), Action::ReadAgain)]
        }
    }
}

/// The keys of one way.
fn open_keys(state: &State, at: usize) -> Vec<KeyBinding> {
    let Some(way) = state.facts.plan.ways.get(at) else { return Vec::new() };
    let entered = match fix::entering(&state.settings, &state.facts, way) {
        Entering::Take => Some(Action::Next),
        Entering::ReadAgain => Some(Action::ReadAgain),
        Entering::Pretend => Some(Action::PretendFixed),
        Entering::Run => Some(Action::Run),
        Entering::Nothing => None,
    };
    let mut keys: Vec<KeyBinding> = entered.into_iter().map(|action| hinted(Key::Enter, action)).collect();
    if way.kind == WayKind::ReadAgain && inspect::sudo_helps(&state.settings, &state.facts) {
        keys.push(hinted(Key::Char('s'), Action::Sudo));
    }
    if fix::chosen_kind(&state.draft) == Some(way.kind) {
        keys.push(hinted(Key::Char('w'), Action::Withdraw));
    }
    let hinted = way.kind == WayKind::Write;
    keys.push(KeyBinding { key: Key::Char('r'), action: Action::ReadAgain, hinted });
    keys.extend([unhinted(Key::Up, Action::PageUp), unhinted(Key::Down, Action::PageDown)]);
    keys
}
