//! The thread that writes.
//!
//! It answers requests too: it reads, decides and writes in one transaction, so that nothing changes in between, and its reads use
//! the cache of its connection. Waiting requests share a transaction, and so its flush to the disk. A decision is made before its
//! first write, so that a refused request needs no savepoint. If a request fails halfway, the transaction is rolled back, and each
//! of its requests is answered again in a transaction of its own. All other writes have a transaction each.

use std::thread;
use std::time::Instant;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::{caught, in_transaction};
use crate::metrics;
use crate::sql::ledger::{read_basis, write_checked};
use crate::sql::transaction::Tx;
use countersign_ledger::{AnswerError, Answered, Decide, Decided, StoreError, poll_once};

/// How many requests share a transaction at most.
const GROUP: usize = 64;
/// How many jobs the queue holds. A further caller waits for a place, without blocking a thread.
const QUEUE: usize = 256;

type Reply = Result<Answered, AnswerError>;

/// A request, and the channel for its answer.
struct Waiting {
    decide: Box<dyn Decide>,
    reply: oneshot::Sender<Reply>,
}

enum Job {
    Answer(Waiting),
    Other(Box<dyn FnOnce(&mut Connection) + Send>),
}

/// The queue of the thread. After a drop, the thread ends with its last job.
pub(super) struct Writer {
    /// `None` while the thread ends.
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub fn start(connection: Connection) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new().name("ledger-writer".to_owned());
        let thread = thread
            .spawn(move || write_all(connection, queue))
            .map_err(|error| StoreError::Fault(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Answers a request, together with other waiting requests.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Reply {
        let (reply, answered) = oneshot::channel();
        self.send(Job::Answer(Waiting { decide, reply })).await?;
        answered.await.map_err(|_| ended())?
    }

    /// Runs work in a transaction of its own.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.other(|connection| in_transaction(connection, TransactionBehavior::Immediate, work)).await
    }

    /// Runs work outside of a transaction.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.other(|connection| work(connection)).await
    }

    async fn other<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, done) = oneshot::channel();
        let work = move |connection: &mut Connection| {
            // The caller may not wait any more.
            let _ = reply.send(caught(|| work(connection)));
        };
        self.send(Job::Other(Box::new(work))).await?;
        done.await.map_err(|_| ended())?
    }

    async fn send(&self, job: Job) -> Result<(), StoreError> {
        match &self.jobs {
            Some(jobs) => jobs.send(job).await.map_err(|_| ended()),
            None => Err(ended()),
        }
    }
}

/// Waits until the last job is done and the connection is closed, which brings the file up to date.
impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

fn ended() -> StoreError {
    StoreError::Fault("the writing thread has ended".to_owned())
}

fn write_all(mut connection: Connection, mut queue: mpsc::Receiver<Job>) {
    let mut next = queue.blocking_recv();
    while let Some(job) = next {
        metrics::store_queue(u64::try_from(queue.len()).unwrap_or(u64::MAX));
        next = match job {
            Job::Other(work) => {
                work(&mut connection);
                queue.blocking_recv()
            }
            Job::Answer(first) => {
                let mut group = vec![first];
                let other = take_group(&mut queue, &mut group);
                answer_group(&mut connection, group);
                other.or_else(|| queue.blocking_recv())
            }
        };
    }
}

/// Takes the requests that already wait. Returns the job after them if it isn't a request.
fn take_group(queue: &mut mpsc::Receiver<Job>, group: &mut Vec<Waiting>) -> Option<Job> {
    while group.len() < GROUP {
        match queue.try_recv() {
            Ok(Job::Answer(waiting)) => group.push(waiting),
            Ok(other) => return Some(other),
            Err(_) => return None,
        }
    }
    None
}

fn answer_group(connection: &mut Connection, group: Vec<Waiting>) {
    let began = Instant::now();
    let requests: Vec<&dyn Decide> = group.iter().map(|waiting| &*waiting.decide).collect();
    let answers: Vec<Reply> = match answer_together(connection, &requests) {
        Ok(answers) => answers,
        Err(error) if requests.len() == 1 => vec![Err(error)],
        Err(_) => requests.iter().map(|request| answer_alone(connection, *request)).collect(),
    };
    metrics::committed(u64::try_from(requests.len()).unwrap_or(u64::MAX), began.elapsed());
    for (waiting, answer) in group.into_iter().zip(answers) {
        // The client may have disconnected.
        let _ = waiting.reply.send(answer);
    }
}

fn answer_alone(connection: &mut Connection, request: &dyn Decide) -> Reply {
    answer_together(connection, &[request])?.pop().unwrap_or_else(|| Err(ended().into()))
}

/// Answers requests in one transaction.
///
/// # Errors
/// The transaction can't be committed, or a request failed after it had written. Then nothing is written.
fn answer_together(connection: &mut Connection, requests: &[&dyn Decide]) -> Result<Vec<Reply>, AnswerError> {
    in_transaction(connection, TransactionBehavior::Immediate, |connection| {
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let before = connection.total_changes();
            match answer(connection, *request) {
                Err(error) if connection.total_changes() != before => return Err(error),
                answer => answers.push(answer),
            }
        }
        Ok(answers)
    })
}

/// Reads, decides and writes. No other connection writes meanwhile.
fn answer(connection: &mut Connection, request: &dyn Decide) -> Reply {
    let mut tx = Tx::Sqlite(connection);
    let basis = poll_once(read_basis(&mut tx, request.question())).unwrap_or(Err(StoreError::Busy))?;
    // A fault in one decision must not fail the requests that share its transaction.
    let decided = caught(|| request.decide(basis))?;
    let (unit, answer) = match decided {
        Decided::Ready(unit, answer) => (unit, answer),
        // A key that may be slow signs outside of the transaction.
        Decided::ToSign(unsigned) => return Ok(Answered::ToSign(unsigned)),
    };
    let opened = poll_once(write_checked(&mut tx, &unit)).unwrap_or(Err(StoreError::Busy))?;
    Ok(Answered::Committed(Box::new(answer.committed(opened))))
}
