//! Signals as flags and a byte on a socket, so that one sleep waits for them and for keys.
//!
//! Lives here: which signals are listened to, and that they do what they always do again once a session is over.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::{flag, low_level};

/// What has come in, each until it is taken.
#[derive(Debug, Default)]
struct Flags {
    hang_up: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

/// Listens as long as it lives.
#[derive(Debug)]
pub(super) struct Signals {
    flags: Flags,
    /// Set once nobody listens any more: then the signals end the program by themselves.
    over: Arc<AtomicBool>,
    ids: Vec<SigId>,
    wakes: UnixStream,
    waker: UnixStream,
}

/// One thing that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    HangUp,
    Terminate,
    Resumed,
    Resized,
}

impl Signals {
    /// Begins to listen.
    pub(super) fn listen() -> io::Result<Self> {
        let (wakes, waker) = UnixStream::pair()?;
        wakes.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let over = Arc::new(AtomicBool::new(false));
        let mut signals = Self { flags: Flags::default(), over, ids: vec![], wakes, waker };
        let flags = &signals.flags;
        for (signal, flag) in [
            (SIGHUP, &flags.hang_up),
            (SIGTERM, &flags.terminate),
            (SIGINT, &flags.interrupt),
            (SIGWINCH, &flags.resized),
            (SIGCONT, &flags.resumed),
        ] {
            // The flag first: who wakes must find it set.
            signals.ids.push(flag::register(signal, Arc::clone(flag))?);
            signals.ids.push(low_level::pipe::register(signal, signals.waker.try_clone()?)?);
        }
        // These stay when the others are taken back: a handler once set can't be unset, only emulate its absence.
        for signal in [SIGHUP, SIGTERM, SIGINT] {
            flag::register_conditional_default(signal, Arc::clone(&signals.over))?;
        }
        Ok(signals)
    }

    /// The next thing that came in, the most urgent first.
    pub(super) fn take(&self) -> Option<Came> {
        let flags = &self.flags;
        [
            (&flags.hang_up, Came::HangUp),
            (&flags.terminate, Came::Terminate),
            (&flags.interrupt, Came::Terminate),
            (&flags.resumed, Came::Resumed),
            (&flags.resized, Came::Resized),
        ]
        .into_iter()
        .find_map(|(flag, came)| flag.swap(false, Ordering::SeqCst).then_some(came))
    }

    /// Forgets what was meant for another program, or is no news: interrupts, resumption, a new size.
    pub(super) fn forget(&self) {
        for flag in [&self.flags.interrupt, &self.flags.resumed, &self.flags.resized] {
            flag.store(false, Ordering::SeqCst);
        }
    }

    /// Readable when something came in or somebody woke it.
    pub(super) fn wakes(&self) -> &UnixStream {
        &self.wakes
    }

    /// Takes the wakes there are; answers how many.
    pub(super) fn drain(&self) -> usize {
        let mut sum = 0;
        let mut bytes = [0; 64];
        while let Ok(count @ 1..) = (&self.wakes).read(&mut bytes) {
            sum += bytes.get(..count).map_or(0, |bytes| bytes.iter().filter(|b| **b == WAKE).count());
        }
        sum
    }

    /// What wakes it from another thread.
    pub(super) fn waker(&self) -> io::Result<UnixStream> {
        self.waker.try_clone()
    }
}

/// The byte of a waker; a signal's is another.
const WAKE: u8 = b'w';

/// Wakes; a full socket has woken already.
pub(super) fn wake(mut waker: &UnixStream) {
    let _ = waker.write(&[WAKE]);
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Signals reach a whole process, so one test does it all.
    #[test]
    fn what_comes_in_is_taken_once_and_in_order() {
        let signals = Signals::listen().unwrap();
        assert_eq!(signals.take(), None);
        for signal in [SIGWINCH, SIGCONT, SIGTERM, SIGHUP] {
            low_level::raise(signal).unwrap();
        }
        let came = std::iter::from_fn(|| signals.take()).collect::<Vec<_>>();
        assert_eq!(came, [Came::HangUp, Came::Terminate, Came::Resumed, Came::Resized]);
        assert_eq!(signals.drain(), 0);
        low_level::raise(SIGINT).unwrap();
        signals.forget();
        assert_eq!(signals.take(), None);
        let waker = signals.waker().unwrap();
        let thread = std::thread::spawn(move || wake(&waker));
        thread.join().unwrap();
        assert_eq!(signals.drain(), 1);
        assert_eq!(signals.drain(), 0);
    }
}
