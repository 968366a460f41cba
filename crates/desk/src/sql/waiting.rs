//! Requests that wait until they are answered, together with others, in one transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use countersign_ledger::{AnswerError, Answered, Basis, Decide, Decided, StoreError};

/// How many requests a queue holds. A further caller waits for a place, without blocking a thread.
pub(super) const QUEUE: usize = 256;

pub(super) type Reply = Result<Answered, AnswerError>;

/// A request, and the channel for its answer.
pub(super) struct Waiting {
    pub decide: Box<dyn Decide>,
    reply: oneshot::Sender<Reply>,
}

impl Waiting {
    /// Also returns where the answer comes out. It is an error if the request is dropped without an answer.
    pub fn new(decide: Box<dyn Decide>) -> (Self, oneshot::Receiver<Reply>) {
        let (reply, answer) = oneshot::channel();
        (Self { decide, reply }, answer)
    }

    /// Whether the caller has given up.
    pub fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    pub fn reply(self, answer: Reply) {
        // The client may have disconnected.
        let _ = self.reply.send(answer);
    }
}

/// Decides. A panic is an error, because it must not fail the requests that share the transaction.
pub(super) fn decide(request: &dyn Decide, basis: Basis) -> Result<Decided, AnswerError> {
    caught(|| request.decide(basis))
}

/// Turns a panic of the work into an error, because others must be served after it.
pub(super) fn caught<T, E: From<StoreError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| panicked().into()).flatten()
}

/// The error of a panic.
pub(super) fn panicked() -> StoreError {
    StoreError::Fault("a fault of the program".to_owned())
}
