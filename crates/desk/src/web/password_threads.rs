//! Two threads that hash passwords, with a short queue. Anybody may send a password, and each takes processor time.
//!
//! Dedicated threads bound it: no more than two hash at a time, even if their clients have disconnected. The memory is bounded by
//! `argon2id`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{self, OwnedPermit, Receiver, Sender};
use tokio::sync::oneshot;

use super::error::WebError;
use crate::metrics::{self, Limit};

/// Passwords that are hashed at the same time.
const AT_ONCE: usize = 2;
/// Passwords that wait for their turn. Two take about 50 ms, so the last one waits less than half a second.
const QUEUE: usize = 16;
/// How many seconds a refused client waits before it retries.
const RETRY_SECONDS: u64 = 2;

type Work = Box<dyn FnOnce() + Send>;

/// The queue of the threads. The threads end when the queue is dropped.
pub struct PasswordThreads {
    queue: Sender<Work>,
}

/// A place in the queue.
pub struct Place(OwnedPermit<Work>);

impl PasswordThreads {
    /// Starts the threads.
    #[must_use]
    pub fn start() -> Self {
        let (queue, works) = mpsc::channel(QUEUE);
        let works = Arc::new(Mutex::new(works));
        for _ in 0..AT_ONCE {
            let works = Arc::clone(&works);
            thread::spawn(move || {
                while let Some(work) = next(&works) {
                    metrics::password_begins();
                    work();
                    metrics::password_ends();
                }
            });
        }
        Self { queue }
    }

    /// Takes a place in the queue. A handler calls this before it does anything that depends on the password.
    ///
    /// # Errors
    /// [`WebError::TooOften`] without a wait, if the queue is full.
    pub fn reserve(&self) -> Result<Place, WebError> {
        match self.queue.clone().try_reserve_owned() {
            Ok(place) => Ok(Place(place)),
            Err(TrySendError::Full(_)) => {
                metrics::limit_hit(Limit::PasswordQueue);
                Err(WebError::TooOften(RETRY_SECONDS))
            }
            Err(TrySendError::Closed(_)) => Err(WebError::Fault),
        }
    }
}

impl Place {
    /// Runs work that hashes a password on one of the threads.
    ///
    /// # Errors
    /// [`WebError::Fault`] if the work panics.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let (done, result) = oneshot::channel();
        let work = move || {
            if let Ok(outcome) = catch_unwind(AssertUnwindSafe(work)) {
                // The client may have disconnected.
                let _ = done.send(outcome);
            }
        };
        self.0.send(Box::new(work));
        metrics::password_waits();
        result.await.map_err(|_| {
            tracing::error!("a sign-in did not end");
            WebError::Fault
        })
    }
}

/// The next work; `None` after the queue is dropped.
fn next(works: &Mutex<Receiver<Work>>) -> Option<Work> {
    works.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn two_jobs_run_some_wait_and_the_rest_are_refused() {
        let threads = PasswordThreads::start();
        let mut context = Context::from_waker(Waker::noop());
        let (started, starts) = std::sync::mpsc::channel();
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let wait = Arc::new(Mutex::new(wait));
        let work = |place: Place| {
            let (started, wait) = (started.clone(), Arc::clone(&wait));
            place.run(move || {
                started.send(()).unwrap();
                wait.lock().unwrap().recv().unwrap();
            })
        };
        let mut running: Vec<_> = (0..AT_ONCE).map(|_| Box::pin(work(threads.reserve().unwrap()))).collect();
        for one in &mut running {
            assert!(one.as_mut().poll(&mut context).is_pending());
            starts.recv().unwrap();
        }
        let mut waiting: Vec<_> = (0..QUEUE).map(|_| Box::pin(work(threads.reserve().unwrap()))).collect();
        assert!(waiting.iter_mut().all(|one| one.as_mut().poll(&mut context).is_pending()));
        assert!(matches!(threads.reserve(), Err(WebError::TooOften(RETRY_SECONDS))));
        assert!(starts.try_recv().is_err(), "only two jobs run at a time");
        // A client that disconnects doesn't stop its work, and work that ends frees a place.
        drop(running.pop());
        go_on.send(()).unwrap();
        starts.recv().unwrap();
        assert!(pin!(work(threads.reserve().unwrap())).poll(&mut context).is_pending());
        for _ in 0..AT_ONCE + QUEUE {
            go_on.send(()).unwrap();
        }
    }

    #[test]
    fn a_job_that_panics_is_an_error_and_the_threads_continue() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let threads = PasswordThreads::start();
        for _ in 0..2 * AT_ONCE {
            let failed = runtime.block_on(threads.reserve().unwrap().run(|| panic!("a test")));
            assert_eq!(failed, Err::<(), _>(WebError::Fault));
        }
        assert_eq!(runtime.block_on(threads.reserve().unwrap().run(|| 7)), Ok(7));
    }
}
