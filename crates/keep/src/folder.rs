//! An opened folder and its files. Each file is complete or absent, whatever happens during a write.
//!
//! The bytes go to a temporary file, which is flushed and renamed over the old file; then the folder is
//! flushed. After a power cut either the old file or the new file is there. Writers of records hold the
//! [`Lock`](super::Lock), so one temporary name per file is enough. The next write removes a temporary file
//! that a power cut left. Names are looked up in the folder that was opened and checked, even if its path
//! names another folder by then.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags, StatVfs};
use rustix::io::Errno;

use super::regular_file::{OpenError, open_at, read_bounded};
use super::storage::{ENTRY_LIMIT, StorageError};
use super::trust::Owners;

/// An opened folder. With `owners`, the folder and the files read from it must belong to an allowed owner,
/// and no other user may write to them.
#[derive(Debug)]
pub(super) struct Folder {
    handle: File,
    owners: Option<Owners>,
}

impl Folder {
    /// Opens the folder at `path`; `None` if there is none.
    pub fn open(path: &Path, owners: Option<Owners>) -> Result<Option<Self>, StorageError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = match rustix::fs::openat(CWD, path, flags, Mode::empty()) {
            Ok(handle) => File::from(handle),
            Err(Errno::NOENT) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        };
        if let Some(owners) = owners {
            // A link decides which folder is opened, so its owner is checked too.
            owners.check_owner(&fs::symlink_metadata(path)?)?;
            owners.check(&handle.metadata()?)?;
        }
        Ok(Some(Self { handle, owners }))
    }

    /// Opens the folder at `path`. Creates it with mode 0700 if it is missing, and the folders above it.
    pub fn create(path: &Path, owners: Option<Owners>) -> Result<Self, StorageError> {
        if let Some(folder) = Self::open(path, owners)? {
            return Ok(folder);
        }
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        Self::open(path, owners)?.ok_or(StorageError::NotThere)
    }

    /// Reads a file, at most [`ENTRY_LIMIT`] + 1 bytes. `None` if there is no file.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        match open_at(self.handle.as_fd(), Path::new(name), OFlags::RDONLY, Mode::empty(), self.owners) {
            Ok(file) => Ok(Some(read_bounded(file, ENTRY_LIMIT)?)),
            Err(OpenError::System(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Checks that a file can be opened for reading.
    pub fn check(&self, name: &str) -> Result<(), StorageError> {
        open_at(self.handle.as_fd(), Path::new(name), OFlags::RDONLY, Mode::empty(), self.owners)?;
        Ok(())
    }

    /// Opens a file for reading and writing. Creates it with mode 0600 if it is missing.
    pub fn open_or_create(&self, name: &str) -> Result<File, StorageError> {
        let (flags, mode) = (OFlags::RDWR | OFlags::CREATE, Mode::RUSR | Mode::WUSR);
        Ok(open_at(self.handle.as_fd(), Path::new(name), flags, mode, self.owners)?)
    }

    /// Replaces a file atomically. After an error the temporary file is gone, and the file is the old one, or the new one if only its flush
    /// failed. The caller holds the lock.
    pub fn replace(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), StorageError> {
        self.replace_by(&temporary_name(name), name, bytes, mode)
    }

    /// Like [`Folder::replace`], with the given name of the temporary file, which no other process uses.
    pub fn replace_by(
        &self,
        temporary: &str,
        name: &str,
        bytes: &[u8],
        mode: u32,
    ) -> Result<(), StorageError> {
        self.remove(temporary)?;
        let done = self
            .write_new(temporary, bytes, mode)
            .and_then(|()| Ok(rustix::fs::renameat(&self.handle, temporary, &self.handle, name)?));
        if let Err(error) = done {
            // The first error is returned; the removal may fail for the same reason.
            let _ = self.remove(temporary);
            return Err(error);
        }
        self.sync()
    }

    /// Writes a new file and flushes it to the disk.
    pub fn write_new(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), StorageError> {
        // `EXCL` follows no link and opens no existing file.
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let created = rustix::fs::openat(&self.handle, name, flags, Mode::from_raw_mode(mode))?;
        let mut file = File::from(created);
        // The mode must not depend on the umask.
        file.set_permissions(Permissions::from_mode(mode))?;
        file.write_all(bytes)?;
        Ok(file.sync_all()?)
    }

    /// Removes a file. Returns whether there was one.
    pub fn remove(&self, name: &str) -> Result<bool, StorageError> {
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Flushes the folder to the disk, with its new and removed names.
    pub fn sync(&self) -> Result<(), StorageError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let readable = rustix::fs::openat(&self.handle, ".", flags, Mode::empty())?;
        match File::from(readable).sync_all() {
            // Some network file systems can't sync a folder. The rename is already done.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            done => Ok(done?),
        }
    }

    /// Returns the space of the file system.
    pub fn space(&self) -> Result<StatVfs, StorageError> {
        Ok(rustix::fs::fstatvfs(&self.handle)?)
    }
}

/// The name of the temporary file beside a file.
pub(super) fn temporary_name(name: &str) -> String {
    format!(".{name}.new")
}

/// The folder that contains the file at `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
