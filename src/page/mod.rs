//! The state of a session as a page of words and blocks, in the person's language.
//!
//! `screen` draws the blocks in cells, `plain` prints them line by line, so that both say the same. Lives here: which
//! sentences, fields and choices a step shows. Never here: cells, colours, escape sequences, or a change of state.
//! | files | hold |
//! | --- | --- |
//! | `block`, `line_breaks` | the parts of a page, and where a line may end |
//! | `steps/` | one file for each step; `online` is a view of Request; start here |
//! | `rail`, `hints`, `notice`, `overlays`, `path_question` | what stands around or over a step |
//! | `bound_values`, `mended`, `ways` | parts of several steps |
//! | `inspection`, `check_list`, `report`, `leaving` | the output of `inspect`, `doctor` and `report`; what stays on the screen |

mod block;
mod bound_values;
mod check_list;
mod hints;
mod inspection;
mod leaving;
pub mod line_breaks;
mod mended;
mod notice;
mod overlays;
mod path_question;
mod rail;
mod report;
mod steps;
mod ways;

use crate::wizard::{Overlay, State, Step};
use countersign_core::step::StepName;
use countersign_core::text::Lang;

pub use block::{Block, Choice, CodeRow, FieldRow, Mark, SpelledGroup, Tone};
pub use bound_values::{bound_line, bound_values, bound_values_judged};
pub use check_list::{CheckEntry, check_group, check_lines};
pub use hints::{Hint, action_label, hints, key_label};
pub use inspection::{OutputWidth, cut, inspection, pad, whole_or_wrapped, wrapped};
pub use leaving::{leaving, leaving_list};
pub use mended::{doubtful_lines, mended_lines};
pub use rail::{RailItem, Stage, rail, title as step_title};
pub use report::{Identifiers, machine_report, report, reported_value};
pub use steps::inspect::field_row;
pub use steps::keep::kept_lines;
pub use steps::request::{qr_fits_alone, qr_too_small, screen_too_small, size, spelled_groups};
pub use steps::welcome::number_fault;

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The language of its words.
    pub lang: Lang,
    /// The product's name; empty while no product is chosen.
    pub product: String,
    /// The current step.
    pub step: StepName,
    /// The step's number and name, with its progress.
    pub title: String,
    /// The steps in words, and how far the session is.
    pub rail: Vec<RailItem>,
    /// The banner of practice.
    pub practice: Option<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Whether the focus may be out of view: the person scrolled, or a fault above is to be read first.
    pub manual_scroll: bool,
    /// The last thing that happened.
    pub notice: Option<(Tone, String)>,
    /// The hint bar.
    pub hints: Vec<Hint>,
}

/// The page of a state.
#[must_use]
pub fn page(state: &State) -> Page {
    let lang = state.lang;
    let blocks = match state.overlay {
        Some(Overlay::Help) => overlays::help(state),
        Some(Overlay::Details) => overlays::details(state),
        None => step_blocks(state, lang),
    };
    Page {
        lang,
        product: product(state),
        step: state.step.name(),
        title: rail::current_title(state),
        rail: rail(state),
        practice: rail::practice_banner(state),
        blocks,
        manual_scroll: state.scroll.is_manual() || shows_unread_fault(state),
        notice: notice::notice(state),
        hints: hints(state),
    }
}

/// The product's name; empty while no product is chosen.
fn product(state: &State) -> String {
    match state.selected_product() {
        Some(_) => String::new(),
        None => state.settings.profile.name.clone(),
    }
}

/// Whether the page shows a fault that is to be read before anything is typed.
fn shows_unread_fault(state: &State) -> bool {
    let Step::Code(step) = &state.step else { return false };
    state.overlay.is_none() && steps::code::has_unread_fault(step)
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
