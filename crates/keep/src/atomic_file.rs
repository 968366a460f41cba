//! Files that are whole or absent, whatever happens while one is written.
//!
//! The bytes go to a temporary file, which is flushed and renamed over the old one; then the folder is flushed. After a
//! power cut either the old file is there or the new one. Writers hold the [`Lock`](super::Lock), so one temporary
//! name a file is enough. The next write removes one that a cut left behind.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::storage::{ENTRY_LIMIT, StorageError};

/// Creates a folder with mode 0700, and the folders above it. An existing folder stays as it is.
pub(super) fn create_folder(folder: &Path) -> Result<(), StorageError> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    Ok(())
}

/// Reads a file: at most [`ENTRY_LIMIT`] + 1 bytes, so that a file over the limit can't pass for whole. `None` if
/// there is no file.
pub(super) fn read_limited(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    file.take(ENTRY_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Replaces the file `name` of `folder` in one step. An error leaves the old file and no temporary one.
pub(super) fn replace_file(folder: &Path, name: &str, bytes: &[u8], mode: u32) -> Result<(), StorageError> {
    let temporary = folder.join(temporary_name(name));
    remove_if_present(&temporary)?;
    let done = write_new(&temporary, bytes, mode).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if let Err(error) = done {
        // The first error counts; the removal may fail for the same reason.
        let _ = remove_if_present(&temporary);
        return Err(error.into());
    }
    sync_folder(folder)
}

/// The name of the temporary file beside a file.
pub(super) fn temporary_name(name: &str) -> String {
    format!(".{name}.new")
}

/// Writes a new file and flushes it to the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // `create_new` follows no link and opens no existing file.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    // The umask must not decide who may read the file.
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Flushes a folder to the disk: its new and removed names.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    match File::open(folder)?.sync_all() {
        // Some network file systems can't sync a folder. The rename is done in any case.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => Ok(done?),
    }
}

/// Removes a file. Returns whether there was one.
pub(super) fn remove_if_present(path: &Path) -> Result<bool, StorageError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}
