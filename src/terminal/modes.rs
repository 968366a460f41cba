//! The terminal's modes. They are undone however the program ends.
//!
//! Lives here: raw mode, alternate screen and bracketed paste, set and undone together; the reset of modes that earlier programs
//! left behind; the panic hook, which undoes all before it prints. The mouse is never captured, so that a person can select text.

use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, TryLockError};
use std::thread::{self, ThreadId};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::output::{Output, Sent};
use super::signals::Signals;

/// Turns on bracketed paste. crossterm has its commands for input modes only together with its event reader.
const PASTES: Raw = Raw("\x1b[?2004h");
const NO_PASTES: Raw = Raw("\x1b[?2004l");
/// Turns off reports of the mouse and of the focus, and win32-input-mode.
const NO_REPORTS: Raw = Raw("\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?9001l");
/// The terminal's default style.
const PLAIN: Raw = Raw("\x1b[m");
/// Empties kitty's stack of keyboard modes. Each of the two screens has its own stack.
const NO_KITTY: Raw = Raw("\x1b[<9u");
/// Turns off modifyOtherKeys. Some terminals take this for a style, which [`PLAIN`] resets.
const NO_OTHER_KEYS: Raw = Raw("\x1b[>4m");

/// A command that crossterm doesn't have.
struct Raw(&'static str);

impl Command for Raw {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Whether earlier programs may have left the terminal in special modes. Consoles and DEC terminals don't have these modes, and
/// some print sequences that they don't know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leftovers {
    /// They are reset.
    Reset,
    /// There can be none.
    None,
}

/// The bytes that set the modes.
fn entering(leftovers: Leftovers) -> String {
    let mut bytes = String::new();
    queue(&mut bytes, EnterAlternateScreen);
    queue(&mut bytes, PASTES);
    queue(&mut bytes, Hide);
    resetting(&mut bytes, leftovers);
    queue(&mut bytes, PLAIN);
    bytes
}

/// The bytes that undo the modes. They clear the screen first, because without an alternate screen, as on older Linux consoles,
/// the page would stay.
fn leaving(leftovers: Leftovers) -> String {
    let mut bytes = String::new();
    resetting(&mut bytes, leftovers);
    queue(&mut bytes, PLAIN);
    queue(&mut bytes, MoveTo(0, 0));
    queue(&mut bytes, Clear(ClearType::All));
    queue(&mut bytes, Show);
    queue(&mut bytes, NO_PASTES);
    queue(&mut bytes, LeaveAlternateScreen);
    if leftovers == Leftovers::Reset {
        queue(&mut bytes, NO_KITTY);
    }
    bytes
}

fn resetting(bytes: &mut String, leftovers: Leftovers) {
    if leftovers == Leftovers::Reset {
        queue(bytes, NO_REPORTS);
        queue(bytes, NO_KITTY);
        queue(bytes, NO_OTHER_KEYS);
    }
}

/// Adds a command to the bytes of one write.
pub(super) fn queue(bytes: &mut String, command: impl Command) {
    // Writing to a String doesn't fail.
    let _ = command.write_ansi(bytes);
}

/// What a session has taken and will give back.
struct Taken {
    output: Arc<Output>,
    leftovers: Leftovers,
    /// The thread that draws.
    owner: ThreadId,
}

/// Set while a session has the terminal.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
/// The panic messages of other threads, which are printed once the terminal is restored.
static DEATHS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static HOOK: Once = Once::new();

/// Locks the mutex, even if another thread panicked while it held the lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets the modes; where they are set already, sets them again as after a stop.
///
/// # Errors
/// If standard input is no terminal or can't be written to; then nothing is changed.
pub(super) fn enter(output: &Arc<Output>, leftovers: Leftovers, signals: &Signals) -> io::Result<Sent> {
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // If a panic aborts the process, a panic of any thread ends the session.
            if cfg!(panic = "unwind") && elsewhere() {
                lock(&DEATHS).push(info.to_string());
            } else {
                leave(false, "");
                previous(info);
            }
        }));
    });
    let mut taken = lock(&TAKEN);
    if taken.is_some() {
        // The program that continued this process has set the line up for itself, but crossterm would still take it for raw.
        disable_raw_mode()?;
    }
    enable_raw_mode()?;
    *taken = Some(Taken { output: Arc::clone(output), leftovers, owner: thread::current().id() });
    drop(taken);
    output.send(entering(leftovers).as_bytes(), signals).inspect_err(|_| leave(false, ""))
}

/// Undoes the modes, if they are set. Can't fail: if the terminal is gone, there is nothing to restore. `hurry`: doesn't wait
/// for a line that takes no bytes. `text` stays on the screen; its lines end with CR and LF, because the line is still raw.
pub(super) fn leave(hurry: bool, text: &str) {
    let taken = match TAKEN.try_lock() {
        Ok(mut taken) => taken.take(),
        Err(TryLockError::Poisoned(taken)) => taken.into_inner().take(),
        // The panic came while the modes were being set, so not all of them are set.
        Err(TryLockError::WouldBlock) => None,
    };
    let Some(taken) = taken else { return };
    taken.output.last((leaving(taken.leftovers) + text).as_bytes(), hurry);
    let _ = disable_raw_mode();
    for death in lock(&DEATHS).drain(..) {
        let _ = writeln!(io::stderr(), "{death}");
    }
}

/// Whether a session has the terminal, and this is not the thread that draws it.
fn elsewhere() -> bool {
    TAKEN
        .try_lock()
        .is_ok_and(|taken| taken.as_ref().is_some_and(|taken| taken.owner != thread::current().id()))
}

/// The sequences, for tests that look for what must not be in them.
#[cfg(test)]
pub(super) fn sequences() -> [String; 2] {
    [entering(Leftovers::Reset), leaving(Leftovers::Reset)]
}
