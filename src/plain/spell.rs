//! Long codes said in groups, and spelt: a word for each character.

use super::choices::shows_spoken;
use super::code_lines::shown;
use crate::text::PlainSentence as S;
use crate::wizard::request::RequestView;
use crate::wizard::welcome::WelcomeStep;
use crate::wizard::{State, Step};
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::protocol::LineNumber;
use countersign_core::protocol::line::grouped;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::text::{labelled, spelling};

/// The lines of the spoken request with their numbers; empty if the page doesn't show them.
pub(super) fn spoken_lines(state: &State) -> Vec<(u8, String)> {
    let request = state.draft.request.as_ref().filter(|_| shows_spoken(state));
    let lines = request.map(|request| SpokenRequest::of(request).lines());
    lines.map_or_else(Vec::new, |lines| {
        LineNumber::spoken().into_iter().map(LineNumber::get).zip(lines).collect()
    })
}

/// A line of a code in groups, with its number.
pub(super) fn line(lang: Lang, number: u8, text: &str) -> String {
    S::LineShown { line: &number, groups: &grouped(text) }.say(lang)
}

/// A line of a code spelt, a line for each group.
pub(super) fn spelt_line(lang: Lang, number: u8, text: &str) -> Vec<String> {
    std::iter::once(line(lang, number, text)).chain(spelt(lang, text)).collect()
}

/// A text spelt: for each group the group and its words.
fn spelt(lang: Lang, text: &str) -> Vec<String> {
    let word = |c: char| spelling::spelled(lang, c).map_or_else(|| c.to_string(), str::to_owned);
    // The name of a request has dashes between its groups.
    let groups: Vec<String> = text.split('-').map(shown).collect();
    let groups = groups.iter().flat_map(|part| part.split(' ')).filter(|group| !group.is_empty());
    let words = |group: &str| group.chars().map(word).collect::<Vec<_>>().join(" ");
    groups.map(|group| labelled(lang, group, &words(group))).collect()
}

/// What a state spells on demand: a line of the code by its number, or else what was typed or is shown. Empty if there is
/// nothing.
pub(super) fn spelling(state: &State, wanted: Option<u8>) -> Vec<String> {
    let lang = state.lang;
    match &state.step {
        Step::Code(step) if step.question().is_none() => {
            let filled = |at: &usize| step.inputs.get(*at).is_some_and(|input| !input.value().is_empty());
            let wanted = wanted.and_then(|line| usize::from(line).checked_sub(1));
            // The line that is asked for, or else the filled one before it.
            let at = match wanted {
                Some(at) => Some(at).filter(filled),
                None => (0..=step.current).rev().find(filled),
            };
            let Some((at, input)) = at.and_then(|at| Some((at, step.inputs.get(at)?))) else {
                return Vec::new();
            };
            spelt_line(lang, u8::try_from(at + 1).unwrap_or(0), input.value())
        }
        Step::Welcome(WelcomeStep::Number(entry)) => spelt(lang, entry.input.value()),
        Step::Request(step) if step.view == RequestView::Spoken => {
            let lines = spoken_lines(state).into_iter();
            let lines = lines.filter(|(number, _)| wanted.is_none_or(|wanted| wanted == *number));
            lines.flat_map(|(number, text)| spelt_line(lang, number, &text)).collect()
        }
        Step::Request(_) => state.draft.request.as_ref().map_or_else(Vec::new, |request| {
            let name = printable(request.name().to_string().as_bytes());
            spelt(lang, &name)
        }),
        _ => state.draft.number.as_ref().map_or_else(Vec::new, |number| spelt(lang, number.as_str())),
    }
}
