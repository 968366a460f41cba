//! What each step says: the state of a session as words and blocks, in the person's language.
//!
//! `screen` lays the blocks out in cells, `plain` prints them line by line, so that both say the same.
//! Lives here: which sentences, rows and choices a step shows. Never here: cells, colours, escape
//! sequences, or a change of state.

mod block;
mod chrome;
mod details;
mod help;
mod inspection;
pub mod line_breaks;
mod notice;
mod report;
mod steps;

use crate::wizard::{Overlay, State, Step};
use countersign_core::step::StepName;
use countersign_core::text::Lang;

pub use block::{Block, Choice, CodeRow, FieldRow, Mark, SpelledGroup, Tone};
pub use chrome::{Hint, RailItem, Stage, hints, key_label, label, rail};
pub use inspection::{cut, inspection, pad};
pub use report::{Identifiers, machine as machine_report, report, reported};
pub use steps::keep::lines as kept_lines;
pub use steps::request::spelled;
pub use steps::welcome::fault as number_fault;

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The product this is for.
    pub product: String,
    /// The step that shows; its number stands in the corner.
    pub step: StepName,
    /// The step's name.
    pub title: String,
    /// The steps, and how far the session has come.
    pub rail: Vec<RailItem>,
    /// "Practice: nothing is kept", on every page of a practice session.
    pub practice: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The person leafed away from what is typed or chosen: it needn't be in view.
    pub manual_scroll: bool,
    /// A line about the last thing that happened.
    pub notice: Option<(Tone, String)>,
    /// The keys.
    pub hints: Vec<Hint>,
}

/// The page of a state.
#[must_use]
pub fn page(state: &State) -> Page {
    let lang = state.lang;
    let blocks = match state.overlay {
        Some(Overlay::Help) => help::blocks(state),
        Some(Overlay::Details) => details::blocks(state),
        None => step_blocks(state, lang),
    };
    Page {
        product: state.settings.profile.name.clone(),
        step: state.step.name(),
        title: chrome::title_now(state),
        rail: rail(state),
        practice: chrome::practice(state),
        blocks,
        manual_scroll: state.scroll.is_manual(),
        notice: notice::notice(state),
        hints: hints(state),
    }
}

fn step_blocks(state: &State, lang: Lang) -> Vec<Block> {
    match &state.step {
        Step::Welcome(step) => steps::welcome::blocks(state, step, lang),
        Step::Inspect(_) => steps::inspect::blocks(state, lang),
        Step::Fix(step) => steps::fix::blocks(state, step, lang),
        Step::Route(step) => steps::route::blocks(state, *step, lang),
        Step::Request(step) => steps::request::blocks(state, step, lang),
        Step::Code(step) => steps::code::blocks(state, step, lang),
        Step::Keep(step) => steps::keep::blocks(state, step, lang),
        Step::Done(step) => steps::done::blocks(state, step, lang),
    }
}
