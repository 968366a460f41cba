//! The lock: one wizard, or command that writes, at a time.

use std::path::Path;

use crate::text::{CommandLine, CommandSentence, Fault};
use countersign_core::lang::Lang;
use countersign_core::text::Line as _;
use countersign_keep::{Lock, LockError, StorageError};

use super::exit::{CommandError, Exit};

/// Takes the lock of a state folder. Returns `None` if there is no folder, or this user may not write to it.
///
/// # Errors
/// [`Fault::LockHeld`], with the terminal and process that hold it; [`Fault::State`] if the folder can't be trusted.
pub fn lock(folder: Option<&Path>, lang: Lang) -> Result<Option<Lock>, CommandError> {
    let Some(folder) = folder else { return Ok(None) };
    let terminal = terminal_name();
    match Lock::take(folder, terminal.as_deref()) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Held { pid, terminal }) => {
            let holder = match (&terminal, pid) {
                (Some(terminal), Some(pid)) => {
                    CommandSentence::HolderTerminal { terminal, pid: &pid }.say(lang)
                }
                (None, Some(pid)) => CommandSentence::HolderProcess { pid: &pid }.say(lang),
                (_, None) => CommandLine::HolderUnknown.say(lang).to_owned(),
            };
            Err(CommandError::new(Fault::LockHeld { holder }, Exit::Fault))
        }
        Err(error @ LockError::Storage(StorageError::Distrusted(_))) => {
            Err(CommandError::of_state(error.code(), lang))
        }
        // Inspect says that the folder can't be written, and what to do.
        Err(LockError::Storage(_)) => Ok(None),
    }
}

/// The terminal's name, such as `/dev/pts/3`.
fn terminal_name() -> Option<String> {
    let path = rustix::termios::ttyname(std::io::stdin(), Vec::new()).ok()?;
    Some(path.to_string_lossy().into_owned())
}
