//! 6 CODE: seven lines by hand, by paste or from a file.
//!
//! `lines` holds the lines and their editing, `paste` takes whole texts, `run_on` where typed characters go, `submit` decides about a whole code.

mod lines;
mod paste;
mod run_on;
mod submit;

use countersign_core::protocol::Mask;
use tui_input::Input;

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::code_check::lines_in;
use crate::wizard::msg::Effect;

pub use lines::{CodeStep, LINE_MAX, RunningSearch, edit};
pub use paste::{answer, paste};
pub use submit::{search_finished, search_progress, verify};

/// Takes the text of the file that the step asked for.
pub fn file_read(step: &mut CodeStep, text: &str, mask: &Mask) {
    step.path = None;
    match lines_in(text, mask) {
        Ok(lines) => step.fill_in(lines),
        Err(fault) => step.fault = Some(fault),
    }
}

/// Carries out an action of this step.
pub fn act(step: &mut CodeStep, context: StepContext<'_>, action: Action) -> Outcome {
    if let Some(path) = &step.path {
        let path = path.value().trim().to_owned();
        return match action {
            Action::Next if !path.is_empty() => Outcome::effect(Effect::ReadFile(path.into())),
            _ => Outcome::stay(),
        };
    }
    match action {
        Action::Next if step.search.is_some() => {}
        Action::Next => {
            step.take_back_overflow();
            step.touched[step.current] = true;
            step.sort_lines();
            // The cursor goes to an empty line first, then to a short one that the person hasn't left yet.
            let empty = (0..7).find(|at| step.inputs[*at].value().is_empty());
            let unread =
                step.unfinished().next().filter(|next| *next != step.current && !step.touched[*next]);
            match empty.or(unread) {
                Some(next) => step.go_to(next),
                None => return submit::submit(step, context),
            }
        }
        Action::LineUp => {
            step.touched[step.current] = true;
            step.go_to(step.current.saturating_sub(1));
        }
        Action::LineDown => {
            step.touched[step.current] = true;
            step.go_to(step.current + 1);
        }
        Action::ClearLine => {
            step.inputs[step.current] = Input::default();
            step.forget_check();
        }
        Action::CodeFile => step.path = Some(Input::default()),
        Action::FillPracticeCode => {
            if let Some(lines) = step.practice_code.clone() {
                step.fill_in(lines);
            }
        }
        _ => {}
    }
    Outcome::stay()
}

/// Ends a search, showing the fault found before it, or closes the question for a path. Returns `false` if there is
/// neither, where Back leaves the step.
pub fn back(step: &mut CodeStep) -> bool {
    if let Some(search) = step.search.take() {
        step.refuse(search.fallback);
        return true;
    }
    step.path.take().is_some()
}
