//! Why the last answer was refused, with the answer itself and what to do: said right above the question.

use super::code_lines::shown;
use crate::page::number_fault;
use crate::text::{self, PlainLine as L, PlainSentence as S};
use crate::wizard::fix::FixView;
use crate::wizard::welcome::WelcomeStep;
use crate::wizard::{CodeFault, State, Step};
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::text::{Line, review};

/// Why the given text was refused, in lines; empty if it wasn't.
pub(super) fn fault(state: &State) -> Vec<String> {
    let lang = state.lang;
    match &state.step {
        Step::Welcome(WelcomeStep::Number(entry)) => {
            let fault = entry.fault.map(|fault| number_fault(lang, fault));
            fault.map(|why| refused(lang, entry.input.value(), &why)).into_iter().collect()
        }
        Step::Fix(step) => {
            let FixView::Declare(form) = &step.view else { return Vec::new() };
            let Some(entry) = form.entries.get(form.current) else { return Vec::new() };
            let Some((verdict, kind)) = entry.fault else { return Vec::new() };
            let why = review::reason(lang, verdict, kind);
            let blank = if lang == Lang::Zh { "" } else { " " };
            let why = format!("{why}{blank}{}", L::DeclareCure.say(lang));
            vec![refused(lang, entry.input.value(), &why)]
        }
        Step::Code(step) => {
            let Some(fault) = step.fault() else { return Vec::new() };
            let doubtful = match fault {
                CodeFault::UnreadableLines(lines) | CodeFault::DoubtfulLines(lines) => lines.as_slice(),
                _ => &[],
            };
            let typed = doubtful.iter().filter_map(|line| {
                let typed = step.inputs.get(usize::from(line.checked_sub(1)?))?.value();
                Some(S::LineTyped { line, typed: &shown(typed) }.say(lang))
            });
            std::iter::once(text::code_fault(lang, fault)).chain(typed).collect()
        }
        _ => Vec::new(),
    }
}

/// A refused answer; where nothing was typed, the reason alone.
fn refused(lang: Lang, value: &str, why: &str) -> String {
    if value.trim().is_empty() {
        return why.to_owned();
    }
    S::Refused { value: &printable(value.as_bytes()), why: &why }.say(lang)
}
