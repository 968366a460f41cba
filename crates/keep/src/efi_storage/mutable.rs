//! The immutable flag of files in efivarfs.

use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::IFlags;
use rustix::io::Errno;

use crate::regular_file::{self, OpenError};
use crate::storage::StorageError;

/// Clears the immutable flag of a file. On drop, sets the flag again if it was set before.
#[derive(Debug)]
pub(super) struct Mutable {
    path: PathBuf,
    /// The flags before the change, if the immutable flag was set.
    was: Option<IFlags>,
}

impl Mutable {
    /// Clears the flag of the file at `path`, if the file exists and its file system has flags.
    pub fn new(path: &Path) -> Result<Self, StorageError> {
        let mut guard = Self { path: path.to_owned(), was: None };
        let file = match regular_file::open(path) {
            Ok(file) => file,
            Err(OpenError::System(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(guard),
            Err(error) => return Err(error.into()),
        };
        let flags = match rustix::fs::ioctl_getflags(&file) {
            Ok(flags) => flags,
            Err(Errno::NOTTY | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => return Ok(guard),
            Err(errno) => return Err(errno.into()),
        };
        if !flags.contains(IFlags::IMMUTABLE) {
            return Ok(guard);
        }
        rustix::fs::ioctl_setflags(&file, flags.difference(IFlags::IMMUTABLE))?;
        guard.was = Some(flags);
        Ok(guard)
    }

    /// Drops the guard without setting the flag, because the file was removed.
    pub fn forget(mut self) {
        self.was = None;
    }
}

impl Drop for Mutable {
    fn drop(&mut self) {
        // The flag only protects from `rm -rf`. A variable is complete without it.
        if let (Some(flags), Ok(file)) = (self.was, regular_file::open(&self.path)) {
            let _ = rustix::fs::ioctl_setflags(&file, flags);
        }
    }
}
