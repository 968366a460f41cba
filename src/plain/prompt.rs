//! What is asked below a page, and what an answer means.

use crate::page::{key_label, label};
use crate::text::PlainLine as L;
use crate::wizard::fix::FixView;
use crate::wizard::{Action, Key, Msg, State, Step, fix, is_typing, key_bindings, routes};
use countersign_core::text::Line;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The numbered things that can be done, in order; 0 is always to leave.
    pub choices: Vec<(usize, String, Action)>,
    /// The question itself.
    pub question: String,
    /// A text is wanted; the choices stand behind a `/`.
    pub typing: bool,
}

/// What to ask in this state.
#[must_use]
pub fn prompt(state: &State) -> Prompt {
    let typing = is_typing(state);
    let entries = entries(state);
    let mut choices = Vec::new();
    let mut number = entries;
    for binding in key_bindings(state) {
        if !offered(binding.action, typing) || choices.iter().any(|(_, _, action)| *action == binding.action)
        {
            continue;
        }
        // Where a list is shown, its numbers say what Next would.
        if entries > 0 && binding.action == Action::Next {
            continue;
        }
        if binding.action == Action::Quit {
            choices.push((0, label(state, binding.action), binding.action));
            continue;
        }
        number += 1;
        choices.push((number, label(state, binding.action), binding.action));
    }
    choices.sort_by_key(|(number, ..)| if *number == 0 { usize::MAX } else { *number });
    let question = if typing { L::Type.say(state.lang) } else { L::Choose.say(state.lang) };
    Prompt { choices, question: question.to_owned(), typing }
}

/// What an answer means; `None` where it means nothing here.
#[must_use]
pub fn message(state: &State, answer: &str) -> Option<Msg> {
    let answer = answer.trim();
    let prompt = prompt(state);
    if let Some(action) = named(state, answer) {
        return Some(Msg::Act(action));
    }
    if prompt.typing {
        return match answer.strip_prefix('/') {
            Some(number) => chosen(&prompt, number),
            None if answer.is_empty() => Some(Msg::Act(Action::Next)),
            None => Some(Msg::Answer(answer.to_owned())),
        };
    }
    if answer.is_empty() {
        // Enter alone is Enter; where a list is shown it would choose unseen.
        let enter = key_bindings(state).into_iter().find(|binding| binding.key == Key::Enter)?;
        return (entries(state) == 0).then_some(Msg::Act(enter.action));
    }
    // Sentences name keys, so letters answer too.
    let mut letters = answer.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && let Some(key) = key_bindings(state).into_iter().find(|key| key.key == Key::Char(letter))
        && offered(key.action, prompt.typing)
    {
        return Some(Msg::Act(key.action));
    }
    let number: usize = answer.parse().ok()?;
    if (1..=entries(state)).contains(&number) {
        return u8::try_from(number - 1).ok().map(|at| Msg::Act(Action::Choose(at)));
    }
    chosen(&prompt, answer)
}

/// Sentences name keys: whoever writes the name of one out (`Esc`, `Tab`, `Ctrl-F`) means it.
fn named(state: &State, answer: &str) -> Option<Action> {
    let means = |key: Key| !matches!(key, Key::Char(_)) && key_label(key).eq_ignore_ascii_case(answer);
    let binding = key_bindings(state).into_iter().find(|binding| means(binding.key))?;
    (offered(binding.action, false)).then_some(binding.action)
}

fn chosen(prompt: &Prompt, number: &str) -> Option<Msg> {
    let number: usize = number.trim().parse().ok()?;
    prompt.choices.iter().find(|(at, ..)| *at == number).map(|(.., action)| Msg::Act(*action))
}

/// How many entries the page's own list has.
fn entries(state: &State) -> usize {
    if state.overlay.is_some() {
        return 0;
    }
    match &state.step {
        Step::Fix(step) if matches!(step.view, FixView::List) => fix::entries(&state.facts).len(),
        Step::Route(_) => routes::choices(&state.settings, &state.facts).len(),
        _ => 0,
    }
}

/// Moving a cursor or a page means nothing line by line.
fn offered(action: Action, typing: bool) -> bool {
    match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Choose(_)
        | Action::Suspend
        | Action::CopyReport
        | Action::CopyRequest => false,
        Action::Next => !typing,
        _ => true,
    }
}
