//! The thread that calls one module. Its callers wait in a bounded queue and for a bounded time, so that a
//! module that hangs delays only callers that need its keys.

use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::fault::TokenFault;
use super::module::Module;
use crate::passphrase::Passphrase;

/// The maximum number of waiting jobs.
const QUEUE: usize = 256;

type Job = Box<dyn FnOnce(&mut Module) + Send>;

/// The thread, through its queue. The thread is never joined, because it may hang in the module.
pub(super) struct ModuleThread {
    jobs: SyncSender<Job>,
    /// The deadline of the running job; `None` between jobs.
    due: Arc<Mutex<Option<Instant>>>,
}

impl ModuleThread {
    /// Starts the thread for the module in a file.
    pub fn start(module: &Path, pin: Option<Passphrase>) -> Result<Self, TokenFault> {
        let (jobs, queue) = sync_channel::<Job>(QUEUE);
        let mut module = Module::new(module, pin);
        let work = move || {
            for job in queue {
                job(&mut module);
            }
        };
        let thread = thread::Builder::new().name("pkcs11".to_owned());
        thread.spawn(work).map_err(|error| TokenFault::Other(error.to_string()))?;
        Ok(Self { jobs, due: Arc::default() })
    }

    /// Runs `work` on the thread, within `limit`, including the wait for its turn.
    ///
    /// # Errors
    /// [`TokenFault::Busy`] if too many jobs wait, [`TokenFault::Silent`] after the limit, otherwise the
    /// fault of the work. A job is skipped if its caller has already given up.
    pub async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&mut Module) -> Result<T, TokenFault> + Send + 'static,
    ) -> Result<T, TokenFault> {
        let asked = Instant::now();
        if self.due().is_some_and(|due| due < asked) {
            return Err(TokenFault::Silent);
        }
        let (reply, done) = oneshot::channel();
        let due = Arc::clone(&self.due);
        let job = move |module: &mut Module| {
            if reply.is_closed() {
                return;
            }
            *due.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + limit);
            let result = work(module);
            *due.lock().unwrap_or_else(PoisonError::into_inner) = None;
            // The caller may have given up.
            let _ = reply.send(result);
        };
        self.jobs.try_send(Box::new(job)).map_err(|error| match error {
            TrySendError::Full(_) => TokenFault::Busy,
            TrySendError::Disconnected(_) => ended(),
        })?;
        match timeout(limit, done).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(ended()),
            Err(_) => Err(TokenFault::Silent),
        }
    }

    /// Returns the deadline of the running job.
    fn due(&self) -> Option<Instant> {
        *self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ended() -> TokenFault {
    TokenFault::Other("the thread of the module has ended".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn thread() -> ModuleThread {
        ModuleThread::start(Path::new("/nowhere/module.so"), None).unwrap()
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap()
    }

    #[test]
    fn a_hanging_module_delays_callers_only_up_to_the_limit_and_is_used_again_later() {
        let thread = thread();
        let (release, hang) = channel::<()>();
        let limit = Duration::from_millis(50);
        runtime().block_on(async {
            let hung = thread.ask(limit, move |_| {
                let _ = hang.recv();
                Ok(())
            });
            assert_eq!(hung.await, Err(TokenFault::Silent));
            // The job's limit counts from its start, which may be later than that of its caller.
            while thread.due().is_none_or(|due| Instant::now() <= due) {
                tokio::task::yield_now().await;
            }
            // While the module hangs, a caller gets the fault without a wait.
            let mut next = Box::pin(thread.ask(Duration::from_secs(60), |_| Ok(())));
            assert_eq!(countersign_ledger::poll_once(next.as_mut()), Some(Err(TokenFault::Silent)));
            drop(release);
            while thread.ask(Duration::from_secs(60), |_| Ok(())).await.is_err() {
                tokio::task::yield_now().await;
            }
        });
    }

    #[test]
    fn the_queue_is_bounded_and_abandoned_work_is_not_started() {
        let thread = thread();
        let (release, hang) = channel::<()>();
        let (hangs, has_begun) = channel();
        let begun = Arc::new(Mutex::new(0));
        runtime().block_on(async {
            let long = Duration::from_secs(60);
            let mut waiting = Vec::new();
            waiting.push(Box::pin(thread.ask(long, move |_| {
                hangs.send(()).unwrap();
                let _ = hang.recv();
                Ok(())
            })) as std::pin::Pin<Box<dyn Future<Output = Result<(), TokenFault>>>>);
            for _ in 0..QUEUE + 1 {
                let begun = Arc::clone(&begun);
                waiting.push(Box::pin(thread.ask(long, move |_| {
                    *begun.lock().unwrap() += 1;
                    Ok(())
                })));
            }
            let mut busy = 0;
            for one in &mut waiting {
                if let Some(answer) = countersign_ledger::poll_once(one.as_mut()) {
                    assert_eq!(answer, Err(TokenFault::Busy));
                    busy += 1;
                }
            }
            assert!((1..=2).contains(&busy), "{busy}");
            // Otherwise the thread could skip this work, and begin the next before its caller has given up.
            has_begun.recv().unwrap();
            drop(waiting);
            drop(release);
            thread.ask(long, |_| Ok(())).await.unwrap_or_else(|fault| assert_eq!(fault, TokenFault::Busy));
            while thread.ask(long, |_| Ok(())).await.is_err() {
                tokio::task::yield_now().await;
            }
        });
        assert_eq!(*begun.lock().unwrap(), 0);
    }

    #[test]
    fn a_missing_module_is_an_error_and_not_a_crash() {
        let place = super::super::TokenPlace::new(Path::new("/nowhere/module.so"), "desk", "one").unwrap();
        let thread = thread();
        for _ in 0..2 {
            let place = place.clone();
            let asked = thread.ask(Duration::from_secs(60), move |module| module.check(&place, &[0; 32]));
            let fault = runtime().block_on(asked).unwrap_err();
            assert_eq!(fault.code(), "TOKEN-MODULE", "{fault}");
        }
    }
}
