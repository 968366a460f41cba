//! Answers on a server: waiting requests share a transaction, and so its round trips and its flush to the disk.
//!
//! A few tasks take turns at the queue. Each takes what waits, locks what these requests are about, reads, decides, writes and commits.
//! Two requests about the same number, machine, values or bundle never share a transaction, so that each basis is read before anything
//! else is written about it. If a number changes between the read and the write, only its request is answered again. If the
//! transaction fails, each of its requests is answered again in a transaction of its own.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::sync::{Mutex, mpsc};
use tokio::task::yield_now;
use tokio::try_join;

use super::{commit, tell_how_busy};
use crate::metrics;
use crate::postgres::{Mode, PostgresPool};
use crate::sql::ledger::{Locks, NumberChanged, prepare_locked, read_locked, write_group};
use crate::sql::waiting::{QUEUE, Reply, Waiting, decide, panicked};
use countersign_ledger::{AnswerError, Answered, Decide, Decided, MAX_TRIES, Question, StoreError};

/// How many requests share a transaction at most. Each takes up to six of the server's locks, which all its sessions share.
const GROUP: usize = 16;
/// How often other tasks of the program run on before a transaction begins. Without that, requests that come at the same time get small
/// transactions.
const YIELDS: usize = 6;
/// How many transactions run at the same time. More of them would be smaller, and take the server more processor time.
const TASKS: usize = 2;

/// The queue of the tasks. After a drop, the tasks end with its last request.
pub(super) struct Answers(mpsc::Sender<Waiting>);

impl Answers {
    /// Starts the tasks.
    pub fn start(sessions: &PostgresPool) -> Self {
        let (waiting, queue) = mpsc::channel(QUEUE);
        let queue = Arc::new(Mutex::new(Queue { waiting: queue, left: None }));
        for _ in 0..TASKS {
            tokio::spawn(answer_all(Arc::clone(&queue), sessions.clone()));
        }
        Self(waiting)
    }

    /// Answers a request, together with other waiting requests.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Reply {
        let (waiting, answer) = Waiting::new(decide);
        self.0.send(waiting).await.map_err(|_| panicked())?;
        answer.await.map_err(|_| panicked())?
    }
}

struct Queue {
    waiting: mpsc::Receiver<Waiting>,
    /// A request that was taken from the queue, but has a lock in common with those before it.
    left: Option<Waiting>,
}

impl Queue {
    /// Waits for a request. Also returns those that wait already and can share its transaction; `None` after the last request.
    async fn group(&mut self) -> Option<Group> {
        let first = match self.left.take() {
            Some(left) => left,
            None => self.waiting.recv().await?,
        };
        // Requests that are about to ask come along.
        for _ in 0..YIELDS {
            yield_now().await;
        }
        metrics::store_queue(u64::try_from(self.waiting.len()).unwrap_or(u64::MAX));
        let mut group = Group { locks: Locks::of(first.decide.question()), requests: vec![first] };
        while group.requests.len() < GROUP
            && let Ok(next) = self.waiting.try_recv()
        {
            if !group.locks.add(next.decide.question()) {
                self.left = Some(next);
                break;
            }
            group.requests.push(next);
        }
        Some(group)
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
        // A panic drops the requests of this group; the task serves the others.
        let _ = AssertUnwindSafe(answer_group(&sessions, group)).catch_unwind().await;
    }
}

async fn answer_group(sessions: &PostgresPool, Group { locks, requests }: Group) {
    let began = Instant::now();
    let decisions: Vec<&dyn Decide> = requests.iter().map(|waiting| &*waiting.decide).collect();
    let answers = match answer_together(sessions, &locks, &decisions).await {
        Ok(answers) => {
            join_all(decisions.iter().zip(answers).map(|(decision, answer)| async move {
                match answer {
                    Ok(answer) => answer,
                    Err(NumberChanged) => answer_alone(sessions, *decision).await,
                }
            }))
            .await
        }
        Err(TogetherError::NoSession(error)) => refuse_all(&decisions, &error),
        Err(TogetherError::Failed(error @ StoreError::Unconfirmed)) => refuse_all(&decisions, &error),
        Err(TogetherError::Failed(error)) if decisions.len() == 1 && error != StoreError::Conflict => {
            refuse_all(&decisions, &error)
        }
        Err(TogetherError::Failed(_)) => {
            join_all(decisions.iter().map(|decision| answer_alone(sessions, *decision))).await
        }
    };
    metrics::committed(u64::try_from(requests.len()).unwrap_or(u64::MAX), began.elapsed());
    tell_how_busy(sessions);
    for (waiting, answer) in requests.into_iter().zip(answers) {
        waiting.reply(answer);
    }
}

fn refuse_all(decisions: &[&dyn Decide], error: &StoreError) -> Vec<Reply> {
    decisions.iter().map(|_| Err(error.clone().into())).collect()
}

/// Answers a request in a transaction of its own, and again while another transaction comes first.
async fn answer_alone(sessions: &PostgresPool, decision: &dyn Decide) -> Reply {
    let locks = Locks::of(decision.question());
    for _ in 0..MAX_TRIES {
        match answer_together(sessions, &locks, &[decision]).await.map(|mut answers| answers.pop()) {
            Ok(Some(Ok(answer))) => return answer,
            Ok(Some(Err(NumberChanged)) | None) | Err(TogetherError::Failed(StoreError::Conflict)) => {}
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
) -> Result<Vec<Result<Reply, NumberChanged>>, TogetherError> {
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
    let mut written = written.into_iter();
    let replies = decided.into_iter().map(|decided| match decided {
        Ok(Decided::Ready(_, answer)) => {
            let opened = written.next().unwrap_or(Err(NumberChanged))?;
            Ok(Ok(Answered::Committed(Box::new(answer.committed(opened)))))
        }
        Ok(Decided::ToSign(unsigned)) => Ok(Ok(Answered::ToSign(unsigned))),
        Err(error) => Ok(Err(error)),
    });
    Ok(replies.collect())
}
