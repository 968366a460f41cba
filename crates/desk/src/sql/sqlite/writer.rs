//! The thread that writes.
//!
//! Units of work that wait are written in one transaction, so that they share its flush to the disk. A unit checks what it rests on
//! before it writes, so that a conflict needs no savepoint. If a unit fails halfway, the transaction is rolled back, and each of
//! its units is written again alone. All other writes have a transaction each.

use std::thread;
use std::time::Instant;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::in_transaction;
use crate::metrics;
use crate::sql::ledger::write_unit;
use crate::sql::transaction::Tx;
use countersign_ledger::{CaseNumber, StoreError, UnitOfWork, poll_once};

/// How many units share a transaction at most.
const GROUP: usize = 64;
/// How many jobs wait in the queue. Who comes later waits for a place, without a thread.
const QUEUE: usize = 256;

type Committed = Result<Option<CaseNumber>, StoreError>;

/// A unit of work and who waits for it.
struct Waiting {
    unit: UnitOfWork,
    reply: oneshot::Sender<Committed>,
}

enum Job {
    Unit(Box<Waiting>),
    Other(Box<dyn FnOnce(&mut Connection) + Send>),
}

/// The thread, by its queue. It ends after the last job when this is dropped.
pub(super) struct Writer {
    /// `None` while it ends.
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

    /// Writes a unit of work, together with those of others.
    pub async fn commit(&self, unit: UnitOfWork) -> Committed {
        let (reply, committed) = oneshot::channel();
        self.send(Job::Unit(Box::new(Waiting { unit, reply }))).await?;
        committed.await.map_err(|_| ended())?
    }

    /// Does work in a transaction of its own.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.other(|connection| in_transaction(connection, TransactionBehavior::Immediate, work)).await
    }

    /// Does work outside of a transaction.
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
            // Nobody may wait any more.
            let _ = reply.send(work(connection));
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

/// The last job is done and the connection closed, which brings the file up to date, before this returns.
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
            Job::Unit(first) => {
                let mut group = vec![*first];
                let other = take_group(&mut queue, &mut group);
                write_group(&mut connection, group);
                other.or_else(|| queue.blocking_recv())
            }
        };
    }
}

/// Takes the units that wait already. Gives the job behind them, if that is none.
fn take_group(queue: &mut mpsc::Receiver<Job>, group: &mut Vec<Waiting>) -> Option<Job> {
    while group.len() < GROUP {
        match queue.try_recv() {
            Ok(Job::Unit(waiting)) => group.push(*waiting),
            Ok(other) => return Some(other),
            Err(_) => return None,
        }
    }
    None
}

fn write_group(connection: &mut Connection, group: Vec<Waiting>) {
    let began = Instant::now();
    let units: Vec<&UnitOfWork> = group.iter().map(|waiting| &waiting.unit).collect();
    let outcomes: Vec<Committed> = match write_together(connection, &units) {
        Ok(outcomes) => outcomes,
        Err(error) if units.len() == 1 => vec![Err(error)],
        Err(_) => units.iter().map(|unit| write_alone(connection, unit)).collect(),
    };
    metrics::committed(u64::try_from(units.len()).unwrap_or(u64::MAX), began.elapsed());
    for (waiting, outcome) in group.into_iter().zip(outcomes) {
        // The client may have hung up.
        let _ = waiting.reply.send(outcome);
    }
}

fn write_alone(connection: &mut Connection, unit: &UnitOfWork) -> Committed {
    write_together(connection, &[unit])?.pop().unwrap_or_else(|| Err(ended()))
}

/// Writes units in one transaction.
///
/// # Errors
/// The transaction can't be committed, or a unit failed after it had written. Nothing is written then.
fn write_together(connection: &mut Connection, units: &[&UnitOfWork]) -> Result<Vec<Committed>, StoreError> {
    in_transaction(connection, TransactionBehavior::Immediate, |connection| {
        let mut outcomes = Vec::with_capacity(units.len());
        for unit in units {
            let before = connection.total_changes();
            let mut tx = Tx::Sqlite(connection);
            let outcome = poll_once(write_unit(&mut tx, unit)).unwrap_or(Err(StoreError::Busy));
            match outcome {
                Err(error) if connection.total_changes() != before => return Err(error),
                outcome => outcomes.push(outcome),
            }
        }
        Ok(outcomes)
    })
}
