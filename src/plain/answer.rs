//! The meaning of an answer: a number, a word, the name of a key, the identifier of a product, or the text that is asked for.

use super::choices::{BACK, Does, choices, entry_count};
use super::question::{enter, path_question};
use crate::page::key_label;
use crate::wizard::{Action, Key, Msg, State, Step, is_typing, key_bindings, openable};
use countersign_core::machine::compatibility_fold;

/// What an answer means.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    /// A message for the wizard.
    Msg(Msg),
    /// Says help for the step.
    Help,
    /// Says every field of the machine.
    Details,
    /// Says the page again.
    Repeat,
    /// Says a typed line of the code again, by its number.
    Line(u8),
    /// Spells a typed line of the code by its number, or else what is typed or shown.
    Spell(Option<u8>),
    /// Asks how to draw the QR.
    DrawQr,
    /// Says the lines of the spoken request one at a time.
    ReadOut,
    /// Back, but no step comes before.
    NothingBefore,
    /// An empty answer, where it does nothing.
    Nothing,
    /// None of these.
    NotUnderstood,
}

/// A word that is an answer to every question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Quit,
    Back,
    Help,
    Repeat(Option<u8>),
    Spell(Option<u8>),
}

/// The message of an answer; `None` if the wizard gets none.
#[must_use]
pub fn message(state: &State, answer: &str) -> Option<Msg> {
    match heard(state, answer) {
        Heard::Msg(msg) => Some(msg),
        _ => None,
    }
}

/// The meaning of an answer to the question of a state.
pub(super) fn heard(state: &State, answer: &str) -> Heard {
    let answer = answer.trim();
    let folded = folded(answer);
    if let Some(word) = word(&folded) {
        return match word {
            Word::Quit => acting(Action::Quit),
            Word::Back => numbered(state, BACK),
            Word::Help => Heard::Help,
            Word::Repeat(Some(line)) => Heard::Line(line),
            Word::Repeat(None) => Heard::Repeat,
            Word::Spell(line) => Heard::Spell(line),
        };
    }
    if state.overlay.is_none()
        && state.selected_product().is_some()
        && let Some(at) = openable(&state.products).position(|product| product == folded)
        && let Ok(at) = u8::try_from(at)
    {
        return acting(Action::Choose(at));
    }
    if let Some(action) = named_key(state, &folded) {
        return acting(action);
    }
    let typing = is_typing(state);
    // A path begins with `/` too, but no path is a number.
    match folded.strip_prefix(['/', '、']).and_then(|number| number.trim().parse().ok()) {
        Some(number) => return numbered(state, number),
        _ if typing && answer.is_empty() && is_blank(state) => return Heard::Nothing,
        _ if typing && answer.is_empty() => return acting(Action::Next),
        _ if typing => return Heard::Msg(Msg::Answer(answer.to_owned())),
        _ if answer.is_empty() => return enter(state).map_or(Heard::Nothing, acting),
        _ => {}
    }
    // A letter is an answer too: it is a key of the screens, and a person on the phone may name it.
    let mut letters = folded.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && let Some(key) = key_bindings(state).into_iter().find(|key| key.key == Key::Char(letter))
        && let Some(choice) = choices(state).into_iter().find(|one| one.does == Does::Act(key.action))
    {
        return doing(choice.does);
    }
    folded.parse().map_or(Heard::NotUnderstood, |number| numbered(state, number))
}

/// Whether a line of the code or a path is asked for and nothing is typed yet. An empty answer then does nothing; in other steps it is
/// judged like any text.
fn is_blank(state: &State) -> bool {
    let line = match &state.step {
        Step::Code(step) => step.inputs.get(step.current),
        _ => None,
    };
    let input = path_question(state).map(|question| &question.input).or(line);
    input.is_some_and(|input| input.value().trim().is_empty())
}

/// The choice or the list's entry with that number.
fn numbered(state: &State, number: u8) -> Heard {
    let entry = number.checked_sub(1).filter(|at| usize::from(*at) < entry_count(state));
    let choice = choices(state).into_iter().find(|choice| choice.number == number);
    match (entry, choice) {
        (Some(at), _) if !is_typing(state) => acting(Action::Choose(at)),
        (_, Some(choice)) => doing(choice.does),
        (_, None) if number == BACK => Heard::NothingBefore,
        (_, None) => Heard::NotUnderstood,
    }
}

const fn doing(does: Does) -> Heard {
    match does {
        Does::Act(action) => acting(action),
        Does::Repeat => Heard::Repeat,
        Does::DrawQr => Heard::DrawQr,
        Does::ReadOut => Heard::ReadOut,
    }
}

/// The meaning of an action. The contents of an overlay are said in between, and the question stays.
const fn acting(action: Action) -> Heard {
    match action {
        Action::Help => Heard::Help,
        Action::Details => Heard::Details,
        action => Heard::Msg(Msg::Act(action)),
    }
}

/// The word at the beginning of an answer, in either language, with the number of a line after it.
pub(super) fn word(folded: &str) -> Option<Word> {
    let name = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u8> = folded.get(name.len()..).and_then(|number| number.parse().ok());
    let word = match name.trim_end() {
        "repeat" | "again" | "重复" | "重读" => Word::Repeat(number),
        "spell" | "拼读" => Word::Spell(number),
        _ if number.is_some() => return None,
        "quit" | "exit" | "退出" => Word::Quit,
        "back" | "返回" => Word::Back,
        "help" | "?" | "帮助" => Word::Help,
        _ => return None,
    };
    Some(word)
}

/// An answer in the form for comparisons: in lower case, with plain letters and digits for full-width ones.
pub(super) fn folded(answer: &str) -> String {
    answer.chars().map(compatibility_fold).collect::<String>().trim().to_lowercase()
}

/// The action of a key that is written out (`Esc`, `Tab`, `Ctrl-F`), as the screens name it.
fn named_key(state: &State, answer: &str) -> Option<Action> {
    let means = |key: Key| !matches!(key, Key::Char(_)) && key_label(key).eq_ignore_ascii_case(answer);
    let action = key_bindings(state).into_iter().find(|binding| means(binding.key))?.action;
    let offered = choices(state).iter().any(|choice| choice.does == Does::Act(action));
    (offered || (action == Action::Next && is_typing(state))).then_some(action)
}
