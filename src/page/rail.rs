//! Where the session is: the rail of steps in words, the title of the page, the banner of practice.

use crate::text::{StepLine, StepSentence};
use crate::wizard::{State, Step};
use countersign_core::step::StepName;
use countersign_core::text::{Lang, Line, StepNameLine};

/// The steps of one stage, in words: `Before: Welcome, Inspect.`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailItem {
    /// The sentence.
    pub text: String,
    /// The stage of its steps.
    pub stage: Stage,
}

/// Where steps are, seen from the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the current step.
    Past,
    /// The current step.
    Here,
    /// After the current step.
    Ahead,
}

/// The rail: the steps that come before, the current one, and those that come after. Words tell them apart, so
/// that they can be heard and felt too; a stage without steps is left out.
#[must_use]
pub fn rail(state: &State) -> Vec<RailItem> {
    let here = state.step.name();
    let names = |stage: Stage| -> Vec<&'static str> {
        StepName::ALL
            .into_iter()
            .filter(|step| stage_of(*step, here) == stage)
            .map(|step| StepNameLine::from(step).say(state.lang))
            .collect()
    };
    let comma = if state.lang == Lang::Zh { "、" } else { ", " };
    [Stage::Past, Stage::Here, Stage::Ahead]
        .into_iter()
        .filter_map(|stage| {
            let steps = names(stage).join(comma);
            let sentence = match stage {
                Stage::Past => StepSentence::RailPast { steps: &steps },
                Stage::Here => StepSentence::RailHere { step: &steps },
                Stage::Ahead => StepSentence::RailAhead { steps: &steps },
            };
            (!steps.is_empty()).then(|| RailItem { text: sentence.say(state.lang), stage })
        })
        .collect()
}

fn stage_of(step: StepName, here: StepName) -> Stage {
    match step.cmp(&here) {
        std::cmp::Ordering::Less => Stage::Past,
        std::cmp::Ordering::Equal => Stage::Here,
        std::cmp::Ordering::Greater => Stage::Ahead,
    }
}

/// `2 INSPECT`. The number is fixed, because callers read it aloud.
#[must_use]
pub fn title(lang: Lang, step: StepName) -> String {
    format!("{} {}", step as u8, StepNameLine::from(step).say(lang).to_uppercase())
}

/// The title of the current step. It is in view at any size, so at Code it has the number of whole lines or the progress of the search,
/// and at each step the case that the desk opened in this session.
#[must_use]
pub fn current_title(state: &State) -> String {
    let title = title(state.lang, state.step.name());
    let title = match &state.step {
        Step::Code(step) => match step.search() {
            Some(search) => format!("{title} {}%", search.percent),
            None => format!("{title} {}/7", 7 - step.unfinished().count()),
        },
        _ => title,
    };
    match &state.draft.case {
        Some(case) => format!("{title} {case}"),
        None => title,
    }
}

/// The banner of practice.
#[must_use]
pub fn practice_banner(state: &State) -> Option<String> {
    state.is_practice().then(|| StepLine::PracticeBanner.say(state.lang).to_owned())
}
