//! Writes files that appear complete or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The mode of files that only their owner may read: keys and the database.
pub(crate) const PRIVATE: u32 = 0o600;
/// The mode of files that everyone may read: profiles, which go to devices.
pub(crate) const PUBLIC: u32 = 0o644;

/// Creates a new file with the given mode and syncs it to the disk.
///
/// # Errors
/// The file system's error; [`io::ErrorKind::AlreadyExists`] if the file exists.
pub(crate) fn create(path: &Path, mode: u32, bytes: &[u8]) -> io::Result<()> {
    create_from(path, mode, bytes)
}

/// Creates a new file with that mode and everything that can be read there, however much it is, and syncs it to the disk.
///
/// # Errors
/// As of [`create`].
pub(crate) fn create_from(path: &Path, mode: u32, mut from: impl Read) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    io::copy(&mut from, &mut file)?;
    file.sync_all()
}

/// Replaces a file atomically, or creates it.
///
/// # Errors
/// The file system's error; then the old file is unchanged.
pub(crate) fn replace(path: &Path, mode: u32, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".countersign-")
        .permissions(std::fs::Permissions::from_mode(mode))
        .tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(dir)?.sync_all()
}
