//! Jobs: long work that a worker does on another thread. The wizard starts jobs, cancels them, and takes their news.
//!
//! At most one job runs. Never here: a thread.

use countersign_core::protocol::{Request, Scheme};

use super::code_check::{CheckResult, CodeSearch};
use super::file_task::{FileNews, FileTask};
use super::online::DeskAnswer;

/// The name of a job. Each job of a session has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobId(u64);

/// A job, with a copy of all that it needs.
#[derive(Debug, Clone)]
pub enum Job {
    /// Search for the typing errors of a code → [`JobNews::SearchProgress`], at last [`JobNews::SearchFinished`].
    Search(Box<CodeSearch>),
    /// Ask the desk over the network → [`JobNews::AskSecondsLeft`], at last [`JobNews::DeskAnswered`].
    AskDesk {
        /// The address of the desk's interface.
        desk: String,
        /// The request.
        request: Box<Request>,
        /// The scheme that the code is asked for.
        scheme: Scheme,
    },
    /// Work on the person's files → [`JobNews::File`].
    File(FileTask),
}

/// What a job reports.
#[derive(Debug, Clone)]
pub enum JobNews {
    /// The search has done this part, in percent.
    SearchProgress(u32),
    /// The search is over.
    SearchFinished(CheckResult),
    /// The desk has that many seconds left to answer.
    AskSecondsLeft(u32),
    /// The desk answered, or failed to.
    DeskAnswered(Box<DeskAnswer>),
    /// Work on files is done.
    File(Box<FileNews>),
}

/// Which job runs.
#[derive(Debug, Clone, Default)]
pub struct Jobs {
    started: u64,
    current: Option<JobId>,
}

impl Jobs {
    /// The job that runs.
    #[must_use]
    pub const fn current(&self) -> Option<JobId> {
        self.current
    }

    /// Names a new job, which replaces the current one.
    pub(super) fn start(&mut self) -> JobId {
        self.started += 1;
        let id = JobId(self.started);
        self.current = Some(id);
        id
    }

    /// The current job is finished or cancelled.
    pub(super) fn end(&mut self) {
        self.current = None;
    }
}
