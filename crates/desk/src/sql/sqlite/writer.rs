//! The threads that write.
//!
//! They answer requests too: they read, decide and write in one transaction, so that nothing changes in between, and their reads use
//! the cache of the writing connection. Waiting requests share a transaction, and so its flush to the disk. A decision is made before its
//! first write, so that a refused request needs no savepoint. If a request fails halfway, or its error has ended the transaction, the
//! transaction is rolled back, and each of its requests is answered again in a transaction of its own. All other writes have a
//! transaction each.
//!
//! While the thread waits for a slow disk with its commit, a second thread prepares the next. A fast disk is waited for, because few large
//! transactions take less processor time than many small ones.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::flushes::{Flushes, UpTo};
use super::in_transaction;
use crate::metrics;
use crate::sql::ledger::{read_basis, write_checked};
use crate::sql::transaction::Tx;
use crate::sql::waiting::{QUEUE, Reply, Waiting, caught, decide};
use countersign_ledger::{AnswerError, Answered, Decide, Decided, StoreError, poll_once};

/// How many requests share a transaction at most.
const GROUP: usize = 64;

enum Job {
    Answer(Waiting),
    Other(Box<OtherWork>),
}

/// Work that commits by itself.
type OtherWork = dyn FnOnce(&mut Connection, &Flushes) -> SendReplies + Send;

/// Sends the replies to a job, once its commit is on the disk or can't be brought there.
type SendReplies = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The queue of the threads. After a drop, the threads end with its last job.
pub(super) struct Writer {
    /// `None` while the threads end.
    jobs: Option<mpsc::Sender<Job>>,
    flushes: Arc<Flushes>,
    threads: [Option<thread::JoinHandle<()>>; 2],
}

impl Writer {
    /// Starts the threads.
    pub fn start(connection: Connection, flushes: &Arc<Flushes>) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let turn = Arc::new(Mutex::new(WritersTurn { connection, queue, left: None }));
        let start = |name: &str, work: fn(&Mutex<WritersTurn>, &Flushes)| {
            let (turn, flushes) = (Arc::clone(&turn), Arc::clone(flushes));
            let thread = thread::Builder::new().name(name.to_owned()).spawn(move || work(&turn, &flushes));
            thread.map(Some).map_err(|error| StoreError::Fault(error.to_string()))
        };
        let threads = [start("ledger-writer", write_all)?, start("ledger-helper", help_at_slow_flushes)?];
        Ok(Self { jobs: Some(jobs), flushes: Arc::clone(flushes), threads })
    }

    /// Answers a request, together with other waiting requests.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Reply {
        let (waiting, answered) = Waiting::new(decide);
        self.send(Job::Answer(waiting)).await?;
        answered.await.map_err(|_| ended())?
    }

    /// Runs work in a transaction of its own.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.other(|connection, flushes| in_transaction(connection, flushes, work)).await
    }

    /// Runs work outside of a transaction. The work commits nothing, so that readers need not wait for its end.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.other(|connection, _| work(connection)).await
    }

    async fn other<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection, &Flushes) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, done) = oneshot::channel();
        let work = move |connection: &mut Connection, flushes: &Flushes| -> SendReplies {
            let worked = caught(|| work(connection, flushes));
            // The caller may not wait any more.
            Box::new(move |durable| drop(reply.send(worked.and_then(|worked| durable.map(|()| worked)))))
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
        for thread in &mut self.threads {
            let _ = thread.take().map(thread::JoinHandle::join);
            self.flushes.end();
        }
    }
}

fn ended() -> StoreError {
    StoreError::Fault("the writing thread has ended".to_owned())
}

fn write_all(turn: &Mutex<WritersTurn>, flushes: &Flushes) {
    while take_turn(turn, flushes) {}
}

fn help_at_slow_flushes(turn: &Mutex<WritersTurn>, flushes: &Flushes) {
    while flushes.wait_for_slow_flush() && take_turn(turn, flushes) {}
}

/// Does the next job, and sends its replies once they may leave. Returns whether there may be another one.
fn take_turn(turn: &Mutex<WritersTurn>, flushes: &Flushes) -> bool {
    let done = turn.lock().unwrap_or_else(PoisonError::into_inner).next(flushes);
    let Some((send_replies, commits)) = done else { return false };
    send_replies(flushes.wait(commits));
    true
}

/// What the thread has whose turn it is to write.
struct WritersTurn {
    connection: Connection,
    queue: mpsc::Receiver<Job>,
    /// A job that was taken from the queue, but doesn't belong to the requests before it.
    left: Option<Job>,
}

impl WritersTurn {
    /// Waits for a job, and does it with what else belongs to its transaction. Returns what to do when these commits are on the disk;
    /// `None` after the last job.
    fn next(&mut self, flushes: &Flushes) -> Option<(SendReplies, UpTo)> {
        let job = self.left.take().or_else(|| self.queue.blocking_recv())?;
        metrics::store_queue(u64::try_from(self.queue.len()).unwrap_or(u64::MAX));
        flushes.repair(&self.connection);
        let send_replies = match job {
            Job::Other(work) => work(&mut self.connection, flushes),
            Job::Answer(first) => {
                let group = self.group(first);
                answer_group(&mut self.connection, flushes, group)
            }
        };
        Some((send_replies, flushes.visible()))
    }

    /// The requests that wait already, after the first one.
    fn group(&mut self, first: Waiting) -> Vec<Waiting> {
        let mut group = vec![first];
        while group.len() < GROUP {
            match self.queue.try_recv() {
                Ok(Job::Answer(waiting)) => group.push(waiting),
                Ok(other) => {
                    self.left = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        group
    }
}

fn answer_group(connection: &mut Connection, flushes: &Flushes, group: Vec<Waiting>) -> SendReplies {
    let began = Instant::now();
    let requests: Vec<&dyn Decide> = group.iter().map(|waiting| &*waiting.decide).collect();
    let answers: Vec<Reply> = match answer_together(connection, flushes, &requests) {
        Ok(answers) => answers,
        Err(error) if requests.len() == 1 => vec![Err(error)],
        Err(_) => requests.iter().map(|request| answer_alone(connection, flushes, *request)).collect(),
    };
    Box::new(move |durable| {
        metrics::committed(u64::try_from(group.len()).unwrap_or(u64::MAX), began.elapsed());
        for (waiting, answer) in group.into_iter().zip(answers) {
            let answer =
                answer.and_then(|answer| durable.clone().map_err(AnswerError::from).map(|()| answer));
            waiting.reply(answer);
        }
    })
}

fn answer_alone(connection: &mut Connection, flushes: &Flushes, request: &dyn Decide) -> Reply {
    answer_together(connection, flushes, &[request])?.pop().unwrap_or_else(|| Err(ended().into()))
}

/// Answers requests in one transaction.
///
/// # Errors
/// The transaction can't be committed, or a request failed after it had written or ended the transaction by its error. Then nothing
/// is written.
fn answer_together(
    connection: &mut Connection,
    flushes: &Flushes,
    requests: &[&dyn Decide],
) -> Result<Vec<Reply>, AnswerError> {
    in_transaction(connection, flushes, |connection| {
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let before = connection.total_changes();
            let answer = answer(connection, *request);
            // SQLite rolls the whole transaction back after some errors, such as those of the disk. What comes then would be
            // committed statement by statement.
            let keeps_transaction = connection.total_changes() == before && !connection.is_autocommit();
            match answer {
                Err(error) if !keeps_transaction => return Err(error),
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
    let (unit, answer) = match decide(request, basis)? {
        Decided::Ready(unit, answer) => (unit, answer),
        // A key that may be slow signs outside of the transaction.
        Decided::ToSign(unsigned) => return Ok(Answered::ToSign(unsigned)),
    };
    let opened = poll_once(write_checked(&mut tx, &unit)).unwrap_or(Err(StoreError::Busy))?;
    Ok(Answered::Committed(Box::new(answer.committed(opened))))
}
