//! The guide of the desk's operators for telephone calls is made from the wizard: `assets/caller-screens.generated.json`.
//!
//! `screen_kind` says which screen of the guide shows a state, `scenes` which session each screen is taken from, `data` writes a page
//! as the file has it. `real` plays the same sessions in the real program beside the guide, `compared` says which parts
//! of a line must stand there, `desks` has the desks of these sessions. `reported` compares sessions with what their requests report.
//!
//! `UPDATE_GUIDE=1 cargo test --test screens the_guide_is` writes the file anew.

mod compared;
mod data;
mod desks;
mod real;
mod reported;
mod scenes;
mod screen_kind;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use countersign::page;
use countersign::wizard::{Action, Key, KeyBinding, Msg, State, key_bindings, update};

use super::views::{VIEWS, View};
use data::{Guide, GuideKey, GuideLine, GuideScreen, LineKind, Place};
pub use screen_kind::{ScreenKind, screen_kind};

fn file() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "assets", "caller-screens.generated.json"].iter().collect()
}

/// The keys that the guide names: those of the hint bar, the digits of a list, and those that the words beside a QR name.
fn keys(state: &State) -> Vec<(Key, Action)> {
    let in_words = |action: Action| {
        matches!(
            action,
            Action::Choose(_) | Action::InvertQr | Action::SwitchQrDrawing | Action::SwitchQrRoom
        )
    };
    let named = |binding: &KeyBinding| binding.hinted || in_words(binding.action);
    let bindings = key_bindings(state).into_iter().filter(named);
    bindings.map(|binding| (binding.key, binding.action)).collect()
}

/// Where the screens lead, in all sessions that are known here.
#[derive(Default)]
struct Ways {
    /// The keys of each screen, in the order of the key table.
    keys: BTreeMap<ScreenKind, Vec<KnownKey>>,
    /// The screens that follow by themselves.
    later: BTreeMap<ScreenKind, BTreeSet<ScreenKind>>,
}

/// A key of a screen.
struct KnownKey {
    key: Key,
    action: Action,
    /// A state in which the key has this action.
    state: State,
    /// The screens that it leads to.
    leads: BTreeSet<ScreenKind>,
}

impl Ways {
    fn of_views() -> Self {
        let mut ways = Self::default();
        for view in VIEWS.iter().chain(scenes::MORE) {
            let state = view.rig().state;
            if !state.is_practice() {
                let mut before = None;
                for (key, action) in keys(&state) {
                    ways.press(view, &state, (key, action), before);
                    before = Some(key);
                }
            }
        }
        ways
    }

    /// Presses a key that follows the key `before` in the key table of this state.
    fn press(&mut self, view: &View, state: &State, (key, action): (Key, Action), before: Option<Key>) {
        let from = screen_kind(state);
        let known = self.keys.entry(from).or_default();
        let at = known.iter().position(|known| known.key == key).unwrap_or_else(|| {
            let place = known.iter().position(|known| Some(known.key) == before).map_or(0, |place| place + 1);
            known.insert(place, KnownKey { key, action, state: state.clone(), leads: BTreeSet::new() });
            place
        });
        // These actions lead to no screen of the guide, and an overlay goes back to the screen that it was opened from.
        let stays = matches!(
            action,
            Action::Quit
                | Action::Language
                | Action::CopyReport
                | Action::CopyRequest
                | Action::SaveReport
                | Action::Sudo
        );
        if state.overlay.is_some() || stays {
            return;
        }
        let (next, effects) = update(state.clone(), Msg::Key(key));
        if effects.is_empty() {
            let to = screen_kind(&next);
            known[at].leads.extend((to != from).then_some(to));
            return;
        }
        let mut rig = view.rig();
        rig.news_waits = true;
        rig.key(key);
        // The test double keeps at once, but a disk takes some time.
        let keeps = screen_kind(&next) == ScreenKind::KeepWorking;
        let to = screen_kind(if keeps { &next } else { &rig.state });
        known[at].leads.extend((to != from).then_some(to));
        while rig.take_news() {}
        let then = screen_kind(&rig.state);
        if then != to {
            self.later.entry(to).or_default().insert(then);
        }
    }
}

/// The session that a screen is taken from, with or without a hotline in its profile.
fn state_of(kind: ScreenKind, hotline: bool) -> State {
    let mut state = scenes::scene(kind).state;
    if !hotline {
        state.settings.profile.hotline = None;
    }
    state
}

/// The guide as the wizard's states and pages give it now.
static MADE: LazyLock<Guide> = LazyLock::new(|| {
    let ways = Ways::of_views();
    let mut screens: Vec<GuideScreen> = ScreenKind::ALL.iter().map(|kind| made(*kind, &ways)).collect();
    for at in 0..screens.len() {
        screens[at].told_by = told_by(&screens, at);
    }
    Guide { screens }
});

fn made(kind: ScreenKind, ways: &Ways) -> GuideScreen {
    let state = state_of(kind, true);
    assert_eq!(screen_kind(&state), kind, "the state doesn't show the screen {kind:?}");
    let own: Vec<Key> = keys(&state).into_iter().map(|(key, _)| key).collect();
    let known = ways.keys.get(&kind).map(Vec::as_slice).unwrap_or_default();
    let key = |known: &KnownKey| GuideKey {
        key: page::key_label(known.key),
        does: data::both(|lang| page::action_label(&State { lang, ..known.state.clone() }, known.action)),
        leads: known.leads.iter().copied().collect(),
        ends: known.action == Action::Quit,
    };
    // The keys of the screen that is shown, in their order. A key that only other machines have follows the key that it follows there.
    let mut order: Vec<&KnownKey> =
        own.iter().filter_map(|key| known.iter().find(|known| known.key == *key)).collect();
    for (at, other) in known.iter().enumerate().filter(|(_, known)| !own.contains(&known.key)) {
        let before = at.checked_sub(1).map(|before| known[before].key);
        let place = order.iter().position(|one| Some(one.key) == before).map_or(0, |place| place + 1);
        order.insert(place, other);
    }
    let lines = |hotline: bool| data::both(|lang| data::lines(&State { lang, ..state_of(kind, hotline) }));
    let (with, without) = (lines(true), lines(false));
    GuideScreen {
        id: kind,
        step: state.step.name() as u8,
        place: Place::of(&state),
        without_hotline: (with != without).then_some(without),
        lines: with,
        keys: order.into_iter().map(key).collect(),
        later: ways.later.get(&kind).into_iter().flatten().copied().collect(),
        told_by: 0,
    }
}

/// The line by which a caller tells a screen from the others of its step: a line that the fewest of them have, preferably the first
/// entry of a list.
fn told_by(screens: &[GuideScreen], at: usize) -> usize {
    let own = &screens[at];
    let others = screens.iter().filter(|other| other.id != own.id && other.step == own.step);
    let others: Vec<&GuideScreen> = others.filter(|other| other.place == own.place).collect();
    let lines = &own.lines.en;
    let same = |one: &GuideLine, other: &GuideLine| (one.kind, &one.text) == (other.kind, &other.text);
    let has = |other: &&&GuideScreen, line: usize| other.lines.en.iter().any(|own| same(own, &lines[line]));
    let shared = |line: usize| others.iter().filter(|other| has(other, line)).count();
    // `Serial: PF0A9K3Z` says more about the machine than about the screen.
    let value = |line: usize| {
        let text = lines[line].text.as_str();
        lines[line].kind == LineKind::Text
            && text.contains(": ")
            && !text.contains('{')
            && !text.ends_with(['.', '?'])
    };
    let first_entry = lines.iter().position(|line| line.kind == LineKind::Choice);
    let all =
        (0..lines.len()).filter(|line| lines[*line].kind != LineKind::Choice || first_entry == Some(*line));
    all.min_by_key(|line| (shared(*line), first_entry != Some(*line), value(*line), *line))
        .unwrap_or_default()
}

#[test]
fn the_guide_is_up_to_date() {
    let made = format!("{}\n", serde_json::to_string_pretty(&*MADE).unwrap());
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::write(file(), &made).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    let same = kept.lines().zip(made.lines()).take_while(|(kept, made)| kept == made).count();
    assert!(
        kept == made,
        "{} is stale from line {} on: run UPDATE_GUIDE=1 cargo test --test screens the_guide_is\nkept: {:?}\nnow:  {:?}",
        file().display(),
        same + 1,
        kept.lines().nth(same),
        made.lines().nth(same)
    );
}

#[test]
fn the_guide_lists_digits_together_and_in_order() {
    for screen in &MADE.screens {
        let digit = |key: &GuideKey| key.key.parse::<usize>().ok();
        let digits: Vec<usize> = screen.keys.iter().filter_map(digit).collect();
        assert_eq!(digits, (1..=digits.len()).collect::<Vec<_>>(), "{:?}", screen.id);
        let first = screen.keys.iter().position(|key| digit(key).is_some()).unwrap_or_default();
        let run = screen.keys[first..].iter().take_while(|key| digit(key).is_some()).count();
        assert_eq!(run, digits.len(), "{:?}: another key stands between the digits", screen.id);
    }
}

#[test]
fn the_guide_distinguishes_its_screens() {
    let mut told = BTreeSet::new();
    for screen in &MADE.screens {
        let line = &screen.lines.en[screen.told_by];
        assert!(
            told.insert((screen.step, line.text.clone())),
            "the line {line:?} of {:?} identifies another screen too",
            screen.id
        );
        assert_eq!(screen.lines.en.len(), screen.lines.zh.len(), "{:?}", screen.id);
        assert!(!screen.keys.is_empty() || !screen.later.is_empty(), "{:?} leads nowhere", screen.id);
    }
}
