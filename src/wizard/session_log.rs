//! What a message adds to the log of the session: what it reports, and what it changed.
//!
//! Never here: a code, a secret, or a value of the machine.

use countersign_core::protocol::binding::Way;
use countersign_core::step::StepName;
use countersign_keep::LogKind;

use super::code_fault::CodeFault;
use super::facts::Facts;
use super::file_task::FileNews;
use super::job::JobNews;
use super::msg::{Msg, ToolEnd};
use super::online::{DeskAnswer, DeskRefusal};
use super::routes::RouteKind;
use super::state::State;
use super::step::Step;

/// What a message reports, apart from what it changes.
#[derive(Debug)]
pub(super) struct Told(Vec<(LogKind, String)>);

/// The parts of a state that the log is about.
#[derive(Debug, PartialEq)]
pub(super) struct Seen {
    step: StepName,
    way: Way,
    route: Option<RouteKind>,
    request: Option<String>,
    fault: Option<CodeFault>,
}

impl Seen {
    pub(super) fn of(state: &State) -> Self {
        Self {
            step: state.step.name(),
            way: state.draft.way.clone(),
            route: state.draft.route,
            request: state.draft.request.as_ref().map(|request| request.name().to_string()),
            fault: match &state.step {
                Step::Code(step) => step.fault().cloned(),
                _ => None,
            },
        }
    }
}

impl Told {
    /// What that message reports in this state. News of a cancelled job adds nothing.
    pub(super) fn by(msg: &Msg, state: &State) -> Self {
        let one = |kind, detail: String| vec![(kind, detail)];
        Self(match msg {
            Msg::Written(path) => one(LogKind::Saved, safe(path)),
            Msg::FileFailed(path, _) => one(LogKind::FileFailed, safe(path)),
            Msg::ToolEnded(end, _) => one(LogKind::Tool, tool_end(end)),
            Msg::PracticeAnswered(answer) if matches!(state.step, Step::Request(_)) => match answer {
                Ok(_) => one(LogKind::Issued, String::new()),
                Err(codes) => one(LogKind::Refused, codes.join(" ")),
            },
            Msg::Job(id, JobNews::DeskAnswered(answer)) if state.jobs.current() == Some(*id) => {
                match &**answer {
                    DeskAnswer::Issued(_) => one(LogKind::Issued, String::new()),
                    DeskAnswer::Refused(refusal) => one(LogKind::Refused, refused(refusal)),
                    DeskAnswer::Failed(error) => one(LogKind::NotAnswered, error.code().to_owned()),
                }
            }
            Msg::Job(id, JobNews::File(news)) if state.jobs.current() == Some(*id) => match &**news {
                FileNews::Saved(path) => one(LogKind::Saved, safe(path)),
                // The person may type a code where the path of its file is asked for, and the log never has a code.
                FileNews::Failed(path, _) if matches!(state.step, Step::Code(_)) => {
                    one(LogKind::FileFailed, path.parent().map(safe).unwrap_or_default())
                }
                FileNews::Failed(path, _) => one(LogKind::FileFailed, safe(path)),
                _ => Vec::new(),
            },
            Msg::Kept(result) if matches!(state.step, Step::Keep(_)) => match result {
                Ok(_) => one(LogKind::Kept, String::new()),
                Err(error) => one(LogKind::NotKept, error.code().to_string()),
            },
            _ => Vec::new(),
        })
    }
}

/// Adds the entries for what the message reported and changed. Returns `true` if there are any.
pub(super) fn record(state: &mut State, before: &Seen, told: Told, read: bool) -> bool {
    let now = Seen::of(state);
    let Told(mut entries) = told;
    if read {
        entries.push((LogKind::Read, finding_codes(&state.facts)));
    }
    if now.fault != before.fault
        && let Some(fault) = &now.fault
    {
        entries.push((LogKind::CodeRefused, fault.code().to_owned()));
    }
    if now.way != before.way {
        entries.push((LogKind::Way, now.way.name().to_owned()));
    }
    if now.route != before.route
        && let Some(route) = now.route
    {
        entries.push((LogKind::Route, route.name().to_owned()));
    }
    if now.request != before.request
        && let Some(name) = &now.request
    {
        entries.push((LogKind::Request, name.clone()));
    }
    if now.step != before.step {
        if now.step == StepName::Keep {
            entries.push((LogKind::CodeAccepted, String::new()));
        }
        entries.push((LogKind::Step, (now.step as u8).to_string()));
    }
    for (kind, detail) in &entries {
        state.log.add(state.facts.machine.clock.now, *kind, detail);
    }
    !entries.is_empty()
}

/// The codes of the binding fields, with a blank between them.
pub(super) fn finding_codes(facts: &Facts) -> String {
    facts.review.binding().filter_map(|finding| finding.code()).collect::<Vec<_>>().join(" ")
}

/// The reason of a refusal, its fields, and its case.
fn refused(refusal: &DeskRefusal) -> String {
    let words = std::iter::once(&refusal.reason).chain(&refusal.findings).chain(&refusal.case);
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn tool_end(end: &ToolEnd) -> String {
    match end {
        ToolEnd::Success => "OK".to_owned(),
        ToolEnd::Status(status) => format!("TOOL-FAILED {status}"),
        ToolEnd::Signal(signal) => format!("TOOL-FAILED signal {signal}"),
        ToolEnd::NotStarted | ToolEnd::NotThere => "TOOL-FAILED".to_owned(),
        ToolEnd::NotSaved(_) => "TOOL-NOT-RUN".to_owned(),
    }
}

fn safe(path: &std::path::Path) -> String {
    countersign_keep::safe_path(path)
}
