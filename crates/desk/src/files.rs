//! Files that appear whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// For the owner alone: keys and the database.
pub(crate) const PRIVATE: u32 = 0o600;
/// For anyone to read: profiles, which devices get.
pub(crate) const PUBLIC: u32 = 0o644;

/// Makes a file that wasn't there, with that mode, and sees it to the disk.
///
/// # Errors
/// As the file system says; [`io::ErrorKind::AlreadyExists`] where it was there.
pub(crate) fn create(path: &Path, mode: u32, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts a file in place of what is there, in one step.
///
/// # Errors
/// As the file system says; what was there then still is.
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

/// Locks a folder against other programs that change what is in it; waits for one that does. The lock ends with
/// the file that is given back.
///
/// # Errors
/// As the file system says.
pub(crate) fn lock(dir: &Path) -> io::Result<File> {
    let file = File::open(dir)?;
    rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive)?;
    Ok(file)
}
