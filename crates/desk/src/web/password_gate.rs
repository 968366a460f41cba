//! Bounds how many passwords are hashed at once. Argon2 takes 19 MiB for each, and anybody may send a password.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::WebError;

/// Passwords that are hashed at the same time.
const AT_ONCE: usize = 2;
/// Passwords that wait for their turn. Two take about 50 ms, so the last one waits less than half a second.
const QUEUE: usize = 16;
/// The seconds after which a refused client tries again.
const RETRY_SECONDS: u64 = 2;

/// The turns to hash a password.
#[derive(Clone)]
pub struct PasswordGate {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// One turn. The work that hashes owns it, because it goes on where its client hangs up.
pub struct PasswordTurn {
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl PasswordGate {
    /// A gate where nobody waits.
    #[must_use]
    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), places: Arc::new(Semaphore::new(AT_ONCE + QUEUE)) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`WebError::TooOften`] at once, where the queue is full.
    pub async fn enter(&self) -> Result<PasswordTurn, WebError> {
        let full = |_| WebError::TooOften(RETRY_SECONDS);
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(full)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| WebError::Fault)?;
        Ok(PasswordTurn { _turn: turn, _place: place })
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[test]
    fn two_hash_at_once_some_wait_and_the_rest_is_refused() {
        let gate = PasswordGate::new();
        let mut context = Context::from_waker(Waker::noop());
        let mut entering: Vec<_> = (0..AT_ONCE + QUEUE).map(|_| Box::pin(gate.enter())).collect();
        let mut turns: Vec<_> = entering.iter_mut().map(|one| one.as_mut().poll(&mut context)).collect();
        assert_eq!(turns.iter().filter(|turn| turn.is_ready()).count(), AT_ONCE);
        let refused = pin!(gate.enter()).poll(&mut context);
        assert!(matches!(refused, Poll::Ready(Err(WebError::TooOften(RETRY_SECONDS)))));
        // A turn that ends is the next one's, and a client that hangs up leaves its place.
        drop(turns.remove(0));
        assert!(entering[AT_ONCE].as_mut().poll(&mut context).is_ready());
        drop(entering.pop());
        assert!(pin!(gate.enter()).poll(&mut context).is_pending());
    }
}
