//! Where the session is: the rail of steps, the title of the page, the banner of practice.

use crate::text::StepLine;
use crate::wizard::{State, Step};
use countersign_core::step::StepName;
use countersign_core::text::{Lang, Line, StepNameLine};

/// A step on the rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailItem {
    /// Its name.
    pub name: String,
    /// Whether the session passed it.
    pub stage: Stage,
}

/// Where a step is, seen from the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the current step.
    Past,
    /// The current step.
    Here,
    /// After the current step.
    Ahead,
}

/// The rail: the steps up to Keep.
#[must_use]
pub fn rail(state: &State) -> Vec<RailItem> {
    let here = state.step.name();
    StepName::ALL
        .into_iter()
        .filter(|step| *step != StepName::Done)
        .map(|step| RailItem {
            name: StepNameLine::from(step).say(state.lang).to_owned(),
            stage: match step.cmp(&here) {
                std::cmp::Ordering::Less => Stage::Past,
                std::cmp::Ordering::Equal => Stage::Here,
                std::cmp::Ordering::Greater => Stage::Ahead,
            },
        })
        .collect()
}

/// `2 INSPECT`. The number is fixed, because callers read it aloud.
#[must_use]
pub fn title(lang: Lang, step: StepName) -> String {
    format!("{} {}", step as u8, StepNameLine::from(step).say(lang).to_uppercase())
}

/// The title of the current step, with what is in view at any size: at Code the number of whole lines or the progress of the search,
/// and the case that the desk opened in this session.
#[must_use]
pub fn current_title(state: &State) -> String {
    let title = title(state.lang, state.step.name());
    let title = match &state.step {
        Step::Code(step) => match &step.search {
            Some(search) => format!("{title} {} %", search.percent),
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
