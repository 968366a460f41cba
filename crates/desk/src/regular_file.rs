//! Reads regular files whose path somebody else may have prepared: a link isn't followed, a pipe isn't waited for.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

/// The text of a file of at most `limit` bytes. `None` if a link, a pipe, a folder, a device or a socket is there.
///
/// # Errors
/// The file system's error; [`io::ErrorKind::FileTooLarge`] and [`io::ErrorKind::InvalidData`] for text that is too long or
/// no UTF-8.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Option<String>> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut text = String::new();
    file.take(limit + 1).read_to_string(&mut text)?;
    if text.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(Some(text)) }
}

/// The open file. `None` if a link, a pipe, a folder, a device or a socket is there.
///
/// # Errors
/// The file system's error.
pub(crate) fn open(path: &Path) -> io::Result<Option<File>> {
    if !path.symlink_metadata()?.is_file() {
        return Ok(None);
    }
    let safe = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = match OpenOptions::new().read(true).custom_flags(safe.bits().cast_signed()).open(path) {
        // What `NOFOLLOW` answers to a link.
        Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => return Ok(None),
        opened => opened?,
    };
    Ok(file.metadata()?.is_file().then_some(file))
}
