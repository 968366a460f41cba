//! The terminal's modes, and that they are undone whatever happens.
//!
//! Lives here: raw mode, alternate screen and bracketed paste, set together and taken back together, once; the
//! panic hook that takes them back before it prints. No mouse is ever captured: selecting text is the user's.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::panic;
use std::sync::{Mutex, MutexGuard, Once, PoisonError, TryLockError};
use std::thread::{self, ThreadId};

use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Alternate screen, bracketed paste, no cursor, plain style.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[m";
/// The same in reverse. The screen is cleared first: where there is no alternate one, as on older Linux consoles, the
/// page would stay.
const LEAVE: &[u8] = b"\x1b[m\x1b[H\x1b[2J\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// What a session found and will leave behind.
struct Found {
    termios: Termios,
    /// The thread that draws.
    owner: ThreadId,
}

/// Set while a session has the terminal.
static FOUND: Mutex<Option<Found>> = Mutex::new(None);
/// What other threads died of meanwhile.
static DEATHS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static HOOK: Once = Once::new();

/// A lock that a panic elsewhere doesn't spoil.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets the modes; where they are set already, sets them again as after a stop.
///
/// # Errors
/// If standard input is no terminal or can't be written to; then nothing is changed.
pub(super) fn enter() -> io::Result<()> {
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // Where a panic aborts, it ends the session whichever thread it is of.
            if cfg!(panic = "unwind") && elsewhere() {
                lock(&DEATHS).push(info.to_string());
            } else {
                leave();
                previous(info);
            }
        }));
    });
    let mut found = lock(&FOUND);
    let termios = match &*found {
        Some(found) => found.termios.clone(),
        None => tcgetattr(stdin())?,
    };
    let mut raw = termios.clone();
    raw.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &raw)?;
    *found = Some(Found { termios, owner: thread::current().id() });
    drop(found);
    write_all(stdout(), ENTER).inspect_err(|_| leave())
}

/// Takes the modes back, if they are set. Can't fail: where the terminal is gone there is nothing to restore.
pub(super) fn leave() {
    let found = match FOUND.try_lock() {
        Ok(mut found) => found.take(),
        Err(TryLockError::Poisoned(found)) => found.into_inner().take(),
        // A panic while modes are being set: they are not all set.
        Err(TryLockError::WouldBlock) => None,
    };
    let Some(found) = found else { return };
    let _ = write_all(stdout(), LEAVE);
    let _ = tcsetattr(stdin(), OptionalActions::Now, &found.termios);
    for death in lock(&DEATHS).drain(..) {
        let _ = writeln!(io::stderr(), "{death}");
    }
}

/// Whether a session has the terminal, and this is not the thread that draws it.
fn elsewhere() -> bool {
    FOUND
        .try_lock()
        .is_ok_and(|found| found.as_ref().is_some_and(|found| found.owner != thread::current().id()))
}

/// Writes all of it, in one call where the system lets it.
pub(super) fn write_all(to: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    while !bytes.is_empty() {
        match rustix::io::write(&to, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&to, PollFlags::OUT)], None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The sequences, for tests that look for what must not be in them.
#[cfg(test)]
pub(super) const SEQUENCES: [&[u8]; 2] = [ENTER, LEAVE];
