//! The question below a page, and the meaning of an answer.

use crate::page::{action_label, key_label};
use crate::text::{PlainLine as L, StepSentence};
use crate::wizard::fix::FixView;
use crate::wizard::{Action, Key, Msg, State, Step, is_typing, key_bindings, routes};
use countersign_core::text::Line;

/// The question below a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The numbered choices, in order; 0 is always Quit.
    pub choices: Vec<(usize, String, Action)>,
    /// The question.
    pub question: String,
    /// The answer is a text; a `/` before a number picks a choice.
    pub typing: bool,
}

/// The question in this state.
#[must_use]
pub fn prompt(state: &State) -> Prompt {
    let typing = is_typing(state);
    let entries = entry_count(state);
    let mut choices = Vec::new();
    let mut number = entries;
    for binding in key_bindings(state) {
        if !is_offered(binding.action, typing)
            || choices.iter().any(|(_, _, action)| *action == binding.action)
        {
            continue;
        }
        // With a list, its numbers do what Next would do.
        if entries > 0 && binding.action == Action::Next {
            continue;
        }
        if binding.action == Action::Quit {
            choices.push((0, action_label(state, binding.action), binding.action));
            continue;
        }
        number += 1;
        choices.push((number, action_label(state, binding.action), binding.action));
    }
    choices.sort_by_key(|(number, ..)| if *number == 0 { usize::MAX } else { *number });
    let question = if typing { L::Type.say(state.lang) } else { L::Choose.say(state.lang) };
    Prompt { choices, question: question.to_owned(), typing }
}

/// The line to say while a job runs.
#[must_use]
pub fn job_line(state: &State) -> String {
    match state.step {
        Step::Code(_) => L::SearchingForSlips.say(state.lang).to_owned(),
        _ => StepSentence::OnlineAsking { desk: &state.settings.profile.api_url() }.say(state.lang),
    }
}

/// The message of an answer; `None` if the answer is no choice.
#[must_use]
pub fn message(state: &State, answer: &str) -> Option<Msg> {
    let answer = answer.trim();
    let prompt = prompt(state);
    if let Some(action) = named_key(state, answer) {
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
        // An empty answer is Enter, but not with a list, where it would choose an entry unseen.
        let enter = key_bindings(state).into_iter().find(|binding| binding.key == Key::Enter)?;
        return (entry_count(state) == 0).then_some(Msg::Act(enter.action));
    }
    // A letter answers too, because sentences name keys.
    let mut letters = answer.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && let Some(key) = key_bindings(state).into_iter().find(|key| key.key == Key::Char(letter))
        && is_offered(key.action, prompt.typing)
    {
        return Some(Msg::Act(key.action));
    }
    let number: usize = answer.parse().ok()?;
    if (1..=entry_count(state)).contains(&number) {
        return u8::try_from(number - 1).ok().map(|at| Msg::Act(Action::Choose(at)));
    }
    chosen(&prompt, answer)
}

/// The action of a key that is written out (`Esc`, `Tab`, `Ctrl-F`), because sentences name keys.
fn named_key(state: &State, answer: &str) -> Option<Action> {
    let means = |key: Key| !matches!(key, Key::Char(_)) && key_label(key).eq_ignore_ascii_case(answer);
    let binding = key_bindings(state).into_iter().find(|binding| means(binding.key))?;
    (is_offered(binding.action, false)).then_some(binding.action)
}

fn chosen(prompt: &Prompt, number: &str) -> Option<Msg> {
    let number: usize = number.trim().parse().ok()?;
    prompt.choices.iter().find(|(at, ..)| *at == number).map(|(.., action)| Msg::Act(*action))
}

/// The number of entries in the page's list.
fn entry_count(state: &State) -> usize {
    if state.overlay.is_some() {
        return 0;
    }
    match &state.step {
        Step::Fix(step) if matches!(step.view, FixView::List) => state.facts.plan.ways.len(),
        Step::Route(_) => routes::choices(&state.settings, &state.facts).len(),
        _ => 0,
    }
}

/// Whether a choice offers the action. Moving a cursor or scrolling has no use line by line.
fn is_offered(action: Action, typing: bool) -> bool {
    match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Choose(_)
        | Action::Suspend
        | Action::CopyReport
        | Action::CopyRequest
        | Action::InvertQr
        | Action::SwitchQrDrawing
        | Action::SwitchQrRoom
        | Action::BlocksAlign
        | Action::BlocksDiffer => false,
        Action::Next => !typing,
        _ => true,
    }
}
