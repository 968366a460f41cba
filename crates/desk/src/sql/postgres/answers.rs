//! Answers on a server: waiting requests share a transaction, and so its round trips and its flush to the disk.
//!
//! Two tasks take requests from a queue. Each takes what waits, locks what these requests are about, reads, decides, writes and commits.
//! Two requests about the same number, machine, values or bundle never share a transaction, so that each basis is read before anything
//! else is written about it. If a basis changes between the read and the write, only its request is answered again. If the
//! transaction fails, and perhaps because of one of its requests, each is answered again in a transaction of its own.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::sync::{Mutex, mpsc};
use tokio::task::yield_now;
use tokio::time::timeout;
use tokio::try_join;

use super::{commit, tell_how_busy};
use crate::metrics;
use crate::postgres::{Mode, PostgresPool};
use crate::sql::ledger::{BasisChanged, Locks, prepare_locked, read_locked, write_group};
use crate::sql::waiting::{QUEUE, Reply, Waiting, decide, panicked};
use countersign_ledger::{AnswerError, Answered, Decide, Decided, MAX_TRIES, Question, StoreError};

/// How many requests share a transaction at most. Each takes up to six of the server's locks, which all its sessions share.
const GROUP: usize = 16;
/// How many requests are looked at for a transaction. Those that have a lock in common with an older one wait for the next transaction.
const LOOK_AHEAD: usize = 64;
/// How often other tasks of the program run on before a transaction begins. Without that, transactions are small.
const YIELDS: usize = 6;
/// How many transactions run at the same time. More of them would be smaller, and take the server more processor time.
const TASKS: usize = 2;

/// How long a request waits until a task takes it. The tasks may be waiting for a server that doesn't answer.
const WAIT: Duration = Duration::from_secs(5);

/// The queue of the tasks. After a drop, the tasks end with its last request.
pub(super) struct Answers(mpsc::Sender<Queued>);

/// A request in the queue. Whoever swaps the flag first has it: a task that takes it, or the caller that gives up.
struct Queued {
    waiting: Waiting,
    locks: Locks,
    taken: Arc<AtomicBool>,
}

impl Answers {
    /// Starts the tasks.
    pub fn start(sessions: &PostgresPool) -> Self {
        let (sender, queued) = mpsc::channel(QUEUE);
        let queue = Arc::new(Mutex::new(Queue { queued, next: VecDeque::new() }));
        for _ in 0..TASKS {
            tokio::spawn(answer_all(Arc::clone(&queue), sessions.clone()));
        }
        Self(sender)
    }

    /// Answers a request, together with other waiting requests.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Reply {
        let (waiting, mut answer) = Waiting::new(decide);
        let taken = Arc::new(AtomicBool::new(false));
        let locks = Locks::of(waiting.decide.question());
        let queued = Queued { waiting, locks, taken: Arc::clone(&taken) };
        let in_time = timeout(WAIT, async {
            self.0.send(queued).await.map_err(|_| panicked())?;
            (&mut answer).await.map_err(|_| StoreError::Unconfirmed)?
        });
        match in_time.await {
            Ok(answer) => answer,
            Err(_) if taken.swap(true, Ordering::AcqRel) => {
                answer.await.map_err(|_| StoreError::Unconfirmed)?
            }
            Err(_) => Err(StoreError::Busy.into()),
        }
    }
}

impl Queued {
    /// The request, unless its caller has given up.
    fn take(self) -> Option<Waiting> {
        (!self.taken.swap(true, Ordering::AcqRel) && !self.waiting.is_abandoned()).then_some(self.waiting)
    }
}

struct Queue {
    queued: mpsc::Receiver<Queued>,
    /// The requests at the head of the queue, at most [`LOOK_AHEAD`], oldest first.
    next: VecDeque<Queued>,
}

impl Queue {
    /// Waits for requests, and takes those that can share a transaction; `None` after the last request.
    async fn group(&mut self) -> Option<Group> {
        loop {
            if self.next.is_empty() {
                self.next.push_back(self.queued.recv().await?);
            }
            // Requests that are about to ask come along.
            for _ in 0..YIELDS {
                yield_now().await;
            }
            while self.next.len() < LOOK_AHEAD
                && let Ok(queued) = self.queued.try_recv()
            {
                self.next.push_back(queued);
            }
            metrics::store_queue(u64::try_from(self.next.len() + self.queued.len()).unwrap_or(u64::MAX));
            let group = self.take_group();
            if !group.requests.is_empty() {
                return Some(group);
            }
        }
    }

    /// Takes the oldest requests that have no lock in common.
    fn take_group(&mut self) -> Group {
        let mut group = Group { locks: Locks::default(), requests: Vec::new() };
        for queued in std::mem::take(&mut self.next) {
            if group.requests.len() < GROUP && group.locks.add(&queued.locks) {
                group.requests.extend(queued.take());
            } else {
                self.next.push_back(queued);
            }
        }
        group
    }
}

/// Requests that share a transaction, and its locks.
struct Group {
    locks: Locks,
    requests: Vec<Waiting>,
}

async fn answer_all(queue: Arc<Mutex<Queue>>, sessions: PostgresPool) {
    loop {
        let Some(group) = queue.lock().await.group().await else { return };
        // A panic drops the requests of this group, perhaps after its commit; the task serves the others.
        let _ = AssertUnwindSafe(answer_group(&sessions, group)).catch_unwind().await;
    }
}

async fn answer_group(sessions: &PostgresPool, Group { locks, requests }: Group) {
    let decisions: Vec<&dyn Decide> = requests.iter().map(|waiting| &*waiting.decide).collect();
    let answers = match answer_together(sessions, &locks, &decisions).await {
        Ok(answers) => answers,
        Err(TogetherError::Failed(error)) if may_concern_one(&error, decisions.len()) => {
            decisions.iter().map(|_| Err(BasisChanged)).collect()
        }
        Err(TogetherError::NoSession(error) | TogetherError::Failed(error)) => {
            decisions.iter().map(|_| Ok(Err(error.clone().into()))).collect()
        }
    };
    tell_how_busy(sessions);
    let again = requests.into_iter().zip(answers).filter_map(|(waiting, answer)| match answer {
        Ok(answer) => {
            waiting.reply(answer);
            None
        }
        Err(BasisChanged) => Some(waiting),
    });
    // No request waits for another one.
    let again: Vec<Waiting> = again.collect();
    join_all(again.into_iter().map(async |waiting| {
        let answer = answer_alone(sessions, &*waiting.decide).await;
        waiting.reply(answer);
    }))
    .await;
}

/// Whether an error of a transaction may concern one of its requests, and a transaction for each of them is worth a try.
fn may_concern_one(error: &StoreError, requests: usize) -> bool {
    match error {
        StoreError::Unconfirmed => false,
        StoreError::Conflict => true,
        _ => requests > 1,
    }
}

/// Answers a request in a transaction of its own, and again while another transaction comes first.
async fn answer_alone(sessions: &PostgresPool, decision: &dyn Decide) -> Reply {
    let locks = Locks::of(decision.question());
    for _ in 0..MAX_TRIES {
        match answer_together(sessions, &locks, &[decision]).await.map(|mut answers| answers.pop()) {
            Ok(Some(Ok(answer))) => return answer,
            Ok(Some(Err(BasisChanged)) | None) | Err(TogetherError::Failed(StoreError::Conflict)) => {}
            Err(TogetherError::NoSession(error) | TogetherError::Failed(error)) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// Why none of the requests of a transaction is answered. Unless it is [`StoreError::Unconfirmed`], nothing is written.
enum TogetherError {
    /// There is no connection to the server.
    NoSession(StoreError),
    /// The transaction failed, perhaps because of one of its requests.
    Failed(StoreError),
}

impl<E: Into<StoreError>> From<E> for TogetherError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Answers requests in one transaction. They have no lock in common.
async fn answer_together(
    sessions: &PostgresPool,
    locks: &Locks,
    decisions: &[&dyn Decide],
) -> Result<Vec<Result<Reply, BasisChanged>>, TogetherError> {
    let began = Instant::now();
    let mut session = sessions.get().await.map_err(|fault| TogetherError::NoSession(fault.into()))?;
    let transaction = session.transaction();
    let questions: Vec<&Question> = decisions.iter().map(|decision| decision.question()).collect();
    prepare_locked(transaction.statements(), questions.len()).await?;
    let begun = async { Ok(transaction.begin(Mode::Write).await?) };
    let ((), bases) = try_join!(biased; begun, read_locked(transaction.statements(), locks, &questions))?;
    let decided = decisions.iter().zip(bases).map(|(decision, basis)| decide(*decision, basis));
    let decided: Vec<Result<Decided, AnswerError>> = decided.collect();
    let units = decided.iter().filter_map(|decided| match decided {
        Ok(Decided::Ready(unit, _)) => Some(&**unit),
        // A key that may be slow signs outside of the transaction.
        Ok(Decided::ToSign(_)) | Err(_) => None,
    });
    let units: Vec<_> = units.collect();
    let written = write_group(transaction.statements(), &units).await?;
    commit(transaction).await?;
    metrics::committed(u64::try_from(units.len()).unwrap_or(u64::MAX), began.elapsed());
    let mut written = written.into_iter();
    let replies = decided.into_iter().map(|decided| match decided {
        Ok(Decided::Ready(_, answer)) => {
            let opened = written.next().unwrap_or(Err(BasisChanged))?;
            Ok(Ok(Answered::Committed(Box::new(answer.committed(opened)))))
        }
        Ok(Decided::ToSign(unsigned)) => Ok(Ok(Answered::ToSign(unsigned))),
        Err(error) => Ok(Err(error)),
    });
    Ok(replies.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_ledger::{Basis, poll_once};

    struct Never(Question);

    impl Decide for Never {
        fn question(&self) -> &Question {
            &self.0
        }

        fn decide(&self, _: Basis) -> Result<Decided, AnswerError> {
            Err(AnswerError::Stale)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_no_task_takes_is_refused_in_time_and_never_answered() {
        let (sender, queued) = mpsc::channel(1);
        let (answers, mut queue) = (Answers(sender), Queue { queued, next: VecDeque::new() });
        // The second one finds no place in the queue.
        for _ in 0..2 {
            let answer = answers.answer(Box::new(Never(Question::default()))).await;
            assert_eq!(answer.err(), Some(AnswerError::Store(StoreError::Busy)));
        }
        assert!(poll_once(queue.group()).is_none(), "a task takes it after that");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_a_task_has_taken_waits_for_its_answer() {
        let (sender, queued) = mpsc::channel(1);
        let (answers, mut queue) = (Answers(sender), Queue { queued, next: VecDeque::new() });
        let late = async {
            let group = queue.group().await.unwrap();
            tokio::time::sleep(WAIT * 2).await;
            group.requests.into_iter().for_each(|waiting| waiting.reply(Err(AnswerError::Stale)));
        };
        let (answer, ()) = tokio::join!(answers.answer(Box::new(Never(Question::default()))), late);
        assert_eq!(answer.err(), Some(AnswerError::Stale));
    }
}
