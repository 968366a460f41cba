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

/// Bracketed paste. crossterm's commands for input modes come with its event reader alone.
const PASTES: Raw = Raw("\x1b[?2004h");
const NO_PASTES: Raw = Raw("\x1b[?2004l");
/// No mouse, no word of the focus, no win32-input-mode.
const NO_REPORTS: Raw = Raw("\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?9001l");
/// The terminal's own look.
const PLAIN: Raw = Raw("\x1b[m");
/// No key of kitty's stack, which each of the two screens has for itself.
const NO_KITTY: Raw = Raw("\x1b[<9u");
/// No modifyOtherKeys. What takes this for a style is set right by [`PLAIN`].
const NO_OTHER_KEYS: Raw = Raw("\x1b[>4m");

/// A command that crossterm doesn't have.
struct Raw(&'static str);

impl Command for Raw {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Whether the terminal may have been left in modes of its own; consoles and DEC's terminals have none of them, and some
/// print what they don't know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leftovers {
    /// They are reset.
    Reset,
    /// There can be none.
    None,
}

/// What sets the modes.
fn entering(leftovers: Leftovers) -> String {
    let mut bytes = String::new();
    queue(&mut bytes, EnterAlternateScreen);
    queue(&mut bytes, PASTES);
    queue(&mut bytes, Hide);
    resetting(&mut bytes, leftovers);
    queue(&mut bytes, PLAIN);
    bytes
}

/// The same in reverse. The screen is cleared first: where there is no alternate one, as on older Linux consoles, the
/// page would stay.
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

/// Adds a command to what is written at once.
pub(super) fn queue(bytes: &mut String, command: impl Command) {
    // Writing to a String doesn't fail.
    let _ = command.write_ansi(bytes);
}

/// What a session has and will give back.
struct Taken {
    output: Arc<Output>,
    leftovers: Leftovers,
    /// The thread that draws.
    owner: ThreadId,
}

/// Set while a session has the terminal.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
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
pub(super) fn enter(output: &Arc<Output>, leftovers: Leftovers, signals: &Signals) -> io::Result<Sent> {
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // Where a panic aborts, it ends the session whichever thread it is of.
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
        // Whoever continued this process set the line up for itself; crossterm would take it for raw still.
        disable_raw_mode()?;
    }
    enable_raw_mode()?;
    *taken = Some(Taken { output: Arc::clone(output), leftovers, owner: thread::current().id() });
    drop(taken);
    output.send(entering(leftovers).as_bytes(), signals).inspect_err(|_| leave(false, ""))
}

/// Takes the modes back, if they are set. Can't fail: where the terminal is gone there is nothing to restore. `hurry`:
/// without waiting for a line that takes no bytes. `text` stays on the screen; its lines end with CR and LF, because the line
/// is raw still.
pub(super) fn leave(hurry: bool, text: &str) {
    let taken = match TAKEN.try_lock() {
        Ok(mut taken) => taken.take(),
        Err(TryLockError::Poisoned(taken)) => taken.into_inner().take(),
        // A panic while modes are being set: they are not all set.
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
