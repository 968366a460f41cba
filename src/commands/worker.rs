//! The worker: does one job at a time on a thread of its own, and reports by messages.
//!
//! The session never waits for a thread. A search looks at its cancel flag between slices. A request over the network ends
//! by its time limit; its late answer carries the id of a job that the wizard no longer knows. Never here: what follows
//! from a result.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::terminal::Waker;
use crate::wizard::online::{ASK_SECONDS, DeskAnswer, NetworkFault, OnlineError};
use crate::wizard::{CheckResult, FileNews, Job, JobId, JobNews, Msg};
use countersign_core::lang::Lang;
use countersign_core::protocol::{Request, Scheme};

use super::file_tasks;

/// Does the jobs of a session. Dropping it cancels the current one.
#[derive(Debug)]
pub struct Worker {
    outbox: Outbox,
    /// The cancel flag of the current job.
    cancel: Arc<AtomicBool>,
}

impl Worker {
    /// A worker without a job, and the inbox that its messages go to. `waker` wakes an interface that doesn't wait on the inbox.
    pub fn new(waker: Option<Waker>) -> (Self, Receiver<Msg>) {
        let (sender, inbox) = channel();
        let outbox = Outbox { sender, waker: waker.map(Arc::new) };
        (Self { outbox, cancel: Arc::default() }, inbox)
    }

    /// Cancels the current job and starts this one. `folder` is where the program started.
    pub fn start(&mut self, id: JobId, job: Job, folder: &Path, lang: Lang) {
        self.cancel();
        let cancelled = Arc::new(AtomicBool::new(false));
        self.cancel = Arc::clone(&cancelled);
        let outbox = self.outbox.clone();
        let (hand, work) = channel();
        let start = folder.to_owned();
        let thread = thread::Builder::new().spawn(move || {
            if let Ok(job) = work.recv() {
                run(job, &start, lang, &cancelled, |news| outbox.send(id, news));
            }
        });
        match thread {
            // The job is sent only after the thread has started, because the system may refuse a thread.
            Ok(_) => drop(hand.send(job)),
            Err(error) => self.outbox.send(id, without_thread(&job, folder, &error)),
        }
    }

    /// Cancels the current job, if there is one.
    pub fn cancel(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Where a job's messages go.
#[derive(Debug, Clone)]
struct Outbox {
    sender: Sender<Msg>,
    waker: Option<Arc<Waker>>,
}

impl Outbox {
    /// Sends news of a job, unless the session is over.
    fn send(&self, id: JobId, news: JobNews) {
        if self.sender.send(Msg::Job(id, news)).is_ok()
            && let Some(waker) = &self.waker
        {
            waker.wake();
        }
    }
}

/// Does a job to its end, or until it is cancelled.
fn run(job: Job, start: &Path, lang: Lang, cancelled: &AtomicBool, report: impl Fn(JobNews)) {
    let cancelled = || cancelled.load(Ordering::Relaxed);
    let result = match job {
        Job::Search(search) => {
            let progress = |percent| report(JobNews::SearchProgress(percent));
            search.run(cancelled, progress).map(JobNews::SearchFinished)
        }
        Job::AskDesk { desk, request, scheme } => {
            let left = |seconds| report(JobNews::AskSecondsLeft(seconds));
            let answer = counted(move || ask(&desk, &request, scheme), cancelled, left);
            answer.map(|answer| JobNews::DeskAnswered(Box::new(answer)))
        }
        Job::File(task) => Some(JobNews::File(Box::new(file_tasks::run(task, start, lang)))),
    };
    if let Some(result) = result.filter(|_| !cancelled()) {
        report(result);
    }
}

/// Asks on its own thread, and reports each second how many seconds are left. If the system refuses a thread, it asks on this one.
/// Returns `None` if the job was cancelled; the late answer is dropped.
fn counted(
    ask: impl FnOnce() -> DeskAnswer + Send + 'static,
    cancelled: impl Fn() -> bool,
    report: impl Fn(u32),
) -> Option<DeskAnswer> {
    let (sender, answers) = channel();
    let (hand, work) = channel::<Box<dyn FnOnce() -> DeskAnswer + Send>>();
    let thread = thread::Builder::new().spawn(move || {
        if let Ok(ask) = work.recv() {
            let _ = sender.send(ask());
        }
    });
    if thread.is_err() {
        return Some(ask());
    }
    let _ = hand.send(Box::new(ask));
    let mut left = ASK_SECONDS;
    loop {
        match answers.recv_timeout(Duration::from_secs(1)) {
            Ok(answer) => return Some(answer),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if cancelled() => return None,
            Err(RecvTimeoutError::Timeout) => {
                left = left.saturating_sub(1);
                report(left);
            }
        }
    }
}

#[cfg(feature = "online")]
fn ask(desk: &str, request: &Request, scheme: Scheme) -> DeskAnswer {
    crate::online::ask(desk, request, scheme)
}

/// Not called: the wizard offers the network only if the client is built in (`Settings::online`).
#[cfg(not(feature = "online"))]
fn ask(desk: &str, _: &Request, _: Scheme) -> DeskAnswer {
    DeskAnswer::Failed(OnlineError::Unreachable(NetworkFault::Other(desk.to_owned())))
}

/// The news of a job if the system refuses a thread for it.
fn without_thread(job: &Job, folder: &Path, error: &io::Error) -> JobNews {
    match job {
        Job::Search(search) => JobNews::SearchFinished(CheckResult::Refused(search.fallback().clone())),
        Job::AskDesk { .. } => {
            let error = OnlineError::Unreachable(NetworkFault::Other(error.to_string()));
            JobNews::DeskAnswered(Box::new(DeskAnswer::Failed(error)))
        }
        Job::File(_) => JobNews::File(Box::new(FileNews::Failed(folder.to_owned(), error.to_string()))),
    }
}
