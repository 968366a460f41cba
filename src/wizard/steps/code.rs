//! 6 CODE: seven lines by hand, by paste or from a file.
//!
//! `lines` holds the lines and their editing, `paste` takes whole texts, `answer` a whole line, `run_on` says where typed characters go,
//! `submit` decides about a whole code.

mod answer;
mod lines;
mod paste;
mod run_on;
mod submit;

use std::path::Path;

use countersign_core::protocol::Mask;
use countersign_core::protocol::line::LineReading;
use countersign_core::text::safe_path;
use tui_input::Input;

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::code_check::lines_in;
use crate::wizard::file_task::{FileNews, FileTask};
use crate::wizard::job::Job;
use crate::wizard::msg::Effect;
use crate::wizard::notice::{Notice, reason};
use crate::wizard::path_question::{Answer, PathQuestion, Purpose};
use crate::wizard::routes::RouteKind;
use crate::wizard::settings::Mode;

pub use answer::{answer, line_of};
pub use lines::{CodePhase, CodeStep, LINE_MAX, RunningSearch, edit, read};
pub use paste::paste;
pub use submit::{search_finished, search_progress, verify};

/// Asks for the file with the answer, while the worker looks for it.
pub(in crate::wizard) fn ask_for_file(step: &mut CodeStep, context: &mut StepContext<'_>) -> Effect {
    step.ask(PathQuestion::new(Purpose::Answer));
    let source = context.facts.machine.source.clone();
    let folder = context.draft.saved_in.clone();
    let checked = Box::new(submit::check_context(context));
    context.start(Job::File(FileTask::FindAnswers { source, folder, context: checked }))
}

/// Asks for the file at once if the answer comes by file and nothing was typed yet.
pub(in crate::wizard) fn ask_at_once(step: &mut CodeStep, context: &mut StepContext<'_>) -> Option<Effect> {
    let by_file = context.draft.route == Some(RouteKind::File) && context.settings.mode == Mode::Real;
    let untouched = step.inputs.iter().all(|input| input.value().is_empty());
    (by_file && untouched).then(|| ask_for_file(step, context))
}

/// Takes news of the worker's work on files.
pub fn file_news(step: &mut CodeStep, context: StepContext<'_>, news: FileNews) -> Outcome {
    let CodePhase::Asking { question, .. } = &mut step.phase else { return Outcome::stay() };
    let answer = question.news(news);
    conclude(step, context, answer)
}

/// What follows from an answer to the question for the file.
fn conclude(step: &mut CodeStep, mut context: StepContext<'_>, answer: Answer) -> Outcome {
    match answer {
        Answer::Start(task) => return Outcome::effect(context.start(Job::File(task))),
        Answer::Text(text) => file_read(step, &text, &context.settings.profile.mask),
        Answer::Failed(path, why) => match code_line_in(&path) {
            Some(line) => {
                step.stop_asking();
                answer::answer(step, line, &context.settings.profile.mask);
            }
            None => *context.notice = Some(Notice::FileFailed(safe_path(&path), reason(&why))),
        },
        Answer::Stay | Answer::Saved(_) => {}
    }
    Outcome::stay()
}

/// The line of a code, if the person typed one where the path was asked for: it is the last part of the path then.
fn code_line_in(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    (0..7).any(|at| matches!(read(at, name), LineReading::Clean(_))).then_some(name)
}

/// Takes the text of the file that the step asked for.
fn file_read(step: &mut CodeStep, text: &str, mask: &Mask) {
    step.stop_asking();
    match lines_in(text, mask) {
        Ok(lines) => {
            step.make_room_for_another_code();
            step.fill_in(lines);
        }
        Err(fault) => step.phase = CodePhase::Typing(Some(fault)),
    }
}

/// Carries out an action of this step.
pub fn act(step: &mut CodeStep, mut context: StepContext<'_>, action: Action) -> Outcome {
    if let CodePhase::Asking { question, .. } = &mut step.phase {
        let checked = || Box::new(submit::check_context(&context));
        let answer = question.act(action, |path| FileTask::Read { path, context: checked() });
        return conclude(step, context, answer);
    }
    match action {
        Action::Next if step.search().is_some() => {}
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
        Action::CodeFile => return Outcome::effect(ask_for_file(step, &mut context)),
        Action::FillPracticeCode => {
            if let Some(lines) = step.practice_code.clone() {
                step.fill_in(lines);
            }
        }
        _ => {}
    }
    Outcome::stay()
}

/// Ends a search and shows the fault found before it, or closes the question for a path. Returns `false` if there is
/// neither: then Back leaves the step.
pub fn back(step: &mut CodeStep) -> bool {
    if step.stop_search() {
        return true;
    }
    let CodePhase::Asking { question, .. } = &mut step.phase else { return false };
    if !question.back() {
        step.stop_asking();
    }
    true
}
