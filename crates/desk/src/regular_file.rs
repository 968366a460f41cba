//! Reads regular files at paths that another user may have prepared. A link isn't followed, and opening never
//! waits for a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

/// Reads the text of a file of at most `limit` bytes. `None` if the path is a link, a pipe, a folder, a
/// device or a socket.
///
/// # Errors
/// The file system's error; [`io::ErrorKind::FileTooLarge`] for a file that is too long,
/// [`io::ErrorKind::InvalidData`] for text that is not UTF-8.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Option<String>> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut text = String::new();
    file.take(limit + 1).read_to_string(&mut text)?;
    if text.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(Some(text)) }
}

/// Opens a file. `None` if the path is a link, a pipe, a folder, a device or a socket.
///
/// # Errors
/// The file system's error.
pub(crate) fn open(path: &Path) -> io::Result<Option<File>> {
    if !path.symlink_metadata()?.is_file() {
        return Ok(None);
    }
    let safe = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = match OpenOptions::new().read(true).custom_flags(safe.bits().cast_signed()).open(path) {
        // The error that `NOFOLLOW` gives for a link.
        Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => return Ok(None),
        opened => opened?,
    };
    Ok(file.metadata()?.is_file().then_some(file))
}
