//! The lock on the state folder, held by one wizard at a time.
//!
//! The kernel's lock (`flock`) decides, so a lock file that a crash left does no harm. The file's text has
//! the holder's process ID and terminal. It only shows the second wizard where the first one runs.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

use countersign_core::machine::printable;
use rustix::fs::FlockOperation;
use rustix::io::Errno;
use thiserror::Error;

use super::folder::Folder;
use super::keep_code::KeepCode;
use super::storage::{StorageError, StorageKind};
use super::trust::Owners;

/// The lock's file name in the state folder. All products of the machine share it.
pub(super) const NAME: &str = "lock";

/// The maximum number of bytes read of the holder's text.
const TEXT_LIMIT: u64 = 128;

/// The lock. Dropping it releases it.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Why the lock was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LockError {
    /// Another wizard holds the lock.
    #[error("held by process {pid:?} on {terminal:?}")]
    Held {
        /// The wizard's process ID; `None` if the file has none.
        pid: Option<u32>,
        /// The wizard's terminal, such as `/dev/pts/3`.
        terminal: Option<String>,
    },
    /// The state folder can't be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl LockError {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(&self) -> KeepCode {
        match self {
            Self::Held { .. } => KeepCode::LockHeld,
            Self::Storage(error) => KeepCode::of_storage_error(StorageKind::File, *error),
        }
    }
}

impl Lock {
    /// Takes the lock of the state folder for a wizard on the given terminal. Doesn't wait.
    ///
    /// # Errors
    /// [`LockError::Held`] if another wizard holds it; [`LockError::Storage`] if the folder can't be written.
    pub fn take(state: &Path, terminal: Option<&str>) -> Result<Self, LockError> {
        let mut file = Folder::create(state, Some(Owners::here()))?.open_or_create(NAME)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Err(held_by(&mut file)),
            Err(errno) => return Err(StorageError::from(errno).into()),
        }
        // The text only informs other processes. The lock is held without it.
        let _ = write_holder(&mut file, terminal);
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: removing it would race with a process that has just opened it.
        let _ = self.file.set_len(0);
        let _ = rustix::fs::flock(&self.file, FlockOperation::Unlock);
    }
}

fn write_holder(file: &mut File, terminal: Option<&str>) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    let text = format!("{}\n{}\n", std::process::id(), terminal.unwrap_or_default());
    file.write_all(text.as_bytes())
}

fn held_by(file: &mut File) -> LockError {
    let mut bytes = Vec::new();
    // If the text can't be read, the holder is unknown.
    let _ = file.take(TEXT_LIMIT).read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let pid = lines.next().and_then(|line| line.parse().ok());
    let plain: String = lines.next().unwrap_or_default().chars().filter(|c| !c.is_control()).collect();
    LockError::Held { pid, terminal: (!plain.is_empty()).then(|| printable(plain.as_bytes())) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use countersign_testing::{private_folder, write_file};

    use super::*;

    #[test]
    fn a_second_wizard_is_shown_the_terminal_of_the_first() {
        let home = private_folder();
        let state = home.path().join("state");
        let first = Lock::take(&state, Some("/dev/pts/3")).unwrap();
        let held = LockError::Held { pid: Some(std::process::id()), terminal: Some("/dev/pts/3".into()) };
        assert_eq!(Lock::take(&state, None).unwrap_err(), held);
        assert_eq!(held.code(), KeepCode::LockHeld);
        drop(first);
        let second = Lock::take(&state, None).unwrap();
        let held = LockError::Held { pid: Some(std::process::id()), terminal: None };
        assert_eq!(Lock::take(&state, Some("x")).unwrap_err(), held);
        drop(second);
    }

    #[test]
    fn a_file_without_a_holder_is_ignored_and_its_text_is_cleaned() {
        let home = private_folder();
        write_file(&home.path().join(NAME), b"99999\n/dev/tty1\n");
        let lock = Lock::take(home.path(), Some("/dev/tty2")).unwrap();
        write_file(&home.path().join(NAME), b"\xff\x1b[2J\n/dev/\x1b[31mpts\n");
        let held = LockError::Held { pid: None, terminal: Some("/dev/[31mpts".into()) };
        assert_eq!(Lock::take(home.path(), None).unwrap_err(), held);
        drop(lock);
    }

    #[test]
    fn a_link_in_place_of_the_lock_truncates_no_file() {
        let home = private_folder();
        let (victim, state) = (home.path().join("victim"), home.path().join("state"));
        write_file(&victim, b"precious");
        drop(Lock::take(&state, None).unwrap());
        fs::remove_file(state.join(NAME)).unwrap();
        std::os::unix::fs::symlink(&victim, state.join(NAME)).unwrap();
        let error = Lock::take(&state, None).unwrap_err();
        assert_eq!(error.code(), KeepCode::KeepNotRegular);
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
    }

    #[test]
    fn a_folder_that_can_not_be_created_is_a_storage_error() {
        assert!(matches!(Lock::take(Path::new("/proc/self/none"), None), Err(LockError::Storage(_))));
    }
}
