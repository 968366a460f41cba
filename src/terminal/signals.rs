//! Signals as flags and a byte on a socket, so that one `poll` waits for them and for keys.
//!
//! Lives here: the signals that a session listens to, and the return to their defaults after the session. A signal that ends a
//! program ends the session first, so that the terminal is restored.

use std::ffi::c_int;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM,
    SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::{flag, low_level};

/// Signals of the keyboard. While the terminal is lent, they are meant for another program.
const KEYBOARD: [c_int; 2] = [SIGINT, SIGQUIT];
/// The other signals that end a program, except those for its own faults (such as SEGV) and those that can't be caught.
const ENDING: [c_int; 10] =
    [SIGTERM, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO];

/// The things that came in. Each flag stays set until it is taken.
#[derive(Debug, Default)]
struct Flags {
    hang_up: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    /// A waker was used.
    woken: AtomicBool,
}

/// Listens to the signals until it is dropped.
#[derive(Debug)]
pub(super) struct Signals {
    flags: Flags,
    /// Set once this is dropped: then the signals end the program at once.
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
    Woken,
}

impl Signals {
    /// Begins to listen.
    pub(super) fn listen() -> io::Result<Self> {
        let (wakes, waker) = UnixStream::pair()?;
        wakes.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let over = Arc::new(AtomicBool::new(false));
        let mut signals = Self { flags: Flags::default(), over, ids: vec![], wakes, waker };
        // These handlers stay after the others are removed: such a handler can't be removed, it can only emulate the default
        // action. They come first, because another thread may run them while this thread ends the session for the flag that
        // the next handler sets.
        for signal in [SIGHUP].into_iter().chain(KEYBOARD).chain(ENDING) {
            flag::register_conditional_default(signal, Arc::clone(&signals.over))?;
        }
        signals.flag(SIGHUP, &Arc::clone(&signals.flags.hang_up))?;
        signals.flag(SIGWINCH, &Arc::clone(&signals.flags.resized))?;
        signals.flag(SIGCONT, &Arc::clone(&signals.flags.resumed))?;
        for signal in KEYBOARD {
            signals.flag(signal, &Arc::clone(&signals.flags.interrupt))?;
        }
        for signal in ENDING {
            signals.flag(signal, &Arc::clone(&signals.flags.terminate))?;
        }
        Ok(signals)
    }

    /// Sets that flag on that signal, and then wakes the session, so that the session finds the flag set.
    fn flag(&mut self, signal: c_int, flag: &Arc<AtomicBool>) -> io::Result<()> {
        self.ids.push(flag::register(signal, Arc::clone(flag))?);
        self.ids.push(low_level::pipe::register(signal, self.waker.try_clone()?)?);
        Ok(())
    }

    /// The next thing that came in, the most urgent first.
    pub(super) fn take(&self) -> Option<Came> {
        let flags = &self.flags;
        [
            (&*flags.hang_up, Came::HangUp),
            (&*flags.terminate, Came::Terminate),
            (&*flags.interrupt, Came::Terminate),
            (&*flags.resumed, Came::Resumed),
            (&*flags.resized, Came::Resized),
            (&flags.woken, Came::Woken),
        ]
        .into_iter()
        .find_map(|(flag, came)| flag.swap(false, Ordering::SeqCst).then_some(came))
    }

    /// Whether anything waits to be taken.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> bool {
        let flags = [&*self.flags.resumed, &*self.flags.resized, &self.flags.woken];
        self.ending() || flags.into_iter().any(|flag| flag.load(Ordering::SeqCst))
    }

    /// Whether a signal that ends the session waits to be taken.
    pub(super) fn ending(&self) -> bool {
        let flags = [&self.flags.hang_up, &self.flags.terminate, &self.flags.interrupt];
        flags.into_iter().any(|flag| flag.load(Ordering::SeqCst))
    }

    /// Clears the flags that were meant for another program or say nothing new: interrupts, resumption, a new size.
    pub(super) fn forget(&self) {
        for flag in [&self.flags.interrupt, &self.flags.resumed, &self.flags.resized] {
            flag.store(false, Ordering::SeqCst);
        }
    }

    /// Readable after a signal or a wake-up.
    pub(super) fn wakes(&self) -> &UnixStream {
        &self.wakes
    }

    /// Reads all wake-ups.
    pub(super) fn drain(&self) {
        let mut bytes = [0; 64];
        while let Ok(count @ 1..) = (&self.wakes).read(&mut bytes) {
            if bytes.get(..count).is_some_and(|bytes| bytes.contains(&WAKE)) {
                self.flags.woken.store(true, Ordering::SeqCst);
            }
        }
    }

    /// A socket that wakes the session from another thread.
    pub(super) fn waker(&self) -> io::Result<UnixStream> {
        self.waker.try_clone()
    }
}

/// The byte that a waker writes. A signal writes another one.
const WAKE: u8 = b'w';

/// Wakes the session. A full socket needs no further byte.
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
    fn signals_are_taken_once_and_in_order() {
        let signals = Signals::listen().unwrap();
        assert_eq!(signals.take(), None);
        for signal in [SIGWINCH, SIGCONT, SIGTERM, SIGHUP] {
            low_level::raise(signal).unwrap();
        }
        assert!(signals.ending());
        let came = std::iter::from_fn(|| signals.take()).collect::<Vec<_>>();
        assert_eq!(came, [Came::HangUp, Came::Terminate, Came::Resumed, Came::Resized]);
        assert!(!signals.ending());
        for signal in ENDING.into_iter().chain(KEYBOARD) {
            low_level::raise(signal).unwrap();
            assert_eq!(signals.take(), Some(Came::Terminate), "{signal}");
        }
        low_level::raise(SIGINT).unwrap();
        signals.forget();
        signals.drain();
        assert_eq!(signals.take(), None);
        let waker = signals.waker().unwrap();
        let thread = std::thread::spawn(move || wake(&waker));
        thread.join().unwrap();
        signals.drain();
        assert_eq!(signals.take(), Some(Came::Woken));
        assert_eq!(signals.take(), None);
    }
}
