//! The imports of the office. Each goes on in a task of its own, so that a long one doesn't end with the response to its form.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use crate::import::ImportOutcome;
use crate::operators::OperatorName;
use countersign_core::protocol::Number;
use countersign_ledger::StoreError;

/// An import that was begun.
pub struct ImportJob {
    /// The name of its file, safe to show.
    pub name: String,
    /// A valid license number, for its messages.
    pub example: Number,
    /// How many of how many numbers are added; `None` while the file is parsed.
    progress: Mutex<Option<(usize, usize)>>,
    outcome: OnceLock<Result<ImportOutcome, StoreError>>,
    ended: Notify,
}

impl ImportJob {
    /// Creates a job that has not begun.
    #[must_use]
    pub fn new(name: String, example: Number) -> Arc<Self> {
        let progress = Mutex::new(None);
        Arc::new(Self { name, example, progress, outcome: OnceLock::new(), ended: Notify::new() })
    }

    /// How many of how many numbers are added; `None` while the file is parsed.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets how many of how many numbers are added.
    pub fn advance(&self, done: usize, all: usize) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some((done, all));
    }

    /// Ends the job.
    pub fn end(&self, outcome: Result<ImportOutcome, StoreError>) {
        // No report shows the good lines, which may be many.
        let outcome = outcome.map(|mut outcome| {
            outcome.import.good = Vec::new();
            outcome
        });
        // A job ends once.
        let _ = self.outcome.set(outcome);
        self.ended.notify_waiters();
    }

    /// The outcome; `None` while the import goes on.
    #[must_use]
    pub fn outcome(&self) -> Option<&Result<ImportOutcome, StoreError>> {
        self.outcome.get()
    }

    /// Waits until the job has ended, at most for this time.
    pub async fn wait(&self, patience: Duration) {
        let ended = self.ended.notified();
        if self.outcome().is_none() {
            // A job that goes on shows its progress.
            let _ = timeout(patience, ended).await;
        }
    }
}

/// The imports of all operators: at most one of each.
#[derive(Default)]
pub struct ImportJobs(Mutex<HashMap<String, Arc<ImportJob>>>);

impl ImportJobs {
    /// Begins an operator's import, in place of one that has ended. Returns `false` if an earlier one goes on.
    #[must_use]
    pub fn begin(&self, operator: &OperatorName, job: &Arc<ImportJob>) -> bool {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.get(operator.as_str()).is_some_and(|earlier| earlier.outcome().is_none()) {
            return false;
        }
        jobs.insert(operator.as_str().to_owned(), Arc::clone(job));
        true
    }

    /// The operator's import. One that has ended is returned once.
    #[must_use]
    pub fn take(&self, operator: &OperatorName) -> Option<Arc<ImportJob>> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = Arc::clone(jobs.get(operator.as_str())?);
        if job.outcome().is_some() {
            jobs.remove(operator.as_str());
        }
        Some(job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Import;
    use countersign_core::protocol::Mask;

    #[tokio::test]
    async fn an_operator_has_one_import_at_a_time_and_its_outcome_once() {
        let (jobs, li) = (ImportJobs::default(), OperatorName::parse("li").unwrap());
        let job = || ImportJob::new("a.csv".to_owned(), Mask::parse("AA99999999999").unwrap().example());
        let (first, second) = (job(), job());
        assert!(jobs.take(&li).is_none());
        assert!(jobs.begin(&li, &first) && !jobs.begin(&li, &second));
        assert!(jobs.begin(&OperatorName::parse("zhao").unwrap(), &second), "another operator imports too");
        first.advance(500, 2_000);
        first.wait(Duration::ZERO).await;
        let shown = jobs.take(&li).unwrap();
        assert_eq!((shown.progress(), shown.outcome().is_none()), (Some((500, 2_000)), true));
        let import = Import::default();
        first.end(Ok(ImportOutcome { import, new: 2_000, known: 0, updated: 0, stopped: false }));
        first.wait(Duration::MAX).await;
        assert!(jobs.take(&li).is_some_and(|job| job.outcome().is_some()) && jobs.take(&li).is_none());
        assert!(jobs.begin(&li, &job()));
    }
}
