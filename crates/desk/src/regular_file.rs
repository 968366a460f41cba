//! Reads regular files at paths that another user may have prepared. A link isn't followed, and opening never
//! waits for a pipe.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::limited_read;

/// Reads the text of a file of at most `limit` bytes. `None` if the path is a link, a pipe, a folder, a
/// device or a socket.
///
/// # Errors
/// The file system's error; [`io::ErrorKind::FileTooLarge`] for a file that is too long,
/// [`io::ErrorKind::InvalidData`] for text that is not UTF-8.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Option<String>> {
    let Some(file) = open(path)? else { return Ok(None) };
    limited_read::read_to_string(file, limit).map(Some)
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

/// The bytes of a file of at most `limit` bytes that its owner chose, so that a link is followed. A pipe isn't waited for, and a device
/// isn't read without an end.
///
/// # Errors
/// The file system's error; [`io::ErrorKind::InvalidInput`] where no regular file is there; [`io::ErrorKind::FileTooLarge`].
pub(crate) fn read_chosen(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let safe = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(safe.bits().cast_signed()).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    limited_read::read_to_end(file, limit)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_chosen_file_is_read_behind_a_link_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "certificate").unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(read_chosen(&link, 11).unwrap(), b"certificate");
        assert_eq!(read_chosen(&link, 10).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        let pipe = folder.path().join("pipe");
        countersign_testing::make_pipe(&pipe);
        for path in [pipe.as_path(), folder.path(), Path::new("/dev/zero")] {
            assert_eq!(read_chosen(path, 10).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{path:?}");
        }
    }
}
