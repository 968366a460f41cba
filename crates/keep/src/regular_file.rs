//! Opens regular files that another user may have prepared.
//!
//! A link as the last part of the path is never followed. A pipe, a device, a socket or a folder is refused,
//! and opening never waits for one. The checks apply to the opened file. Reading is bounded.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;

use super::trust::{Distrust, Owners};

/// Why a file can't be opened.
#[derive(Debug, Error)]
pub(super) enum OpenError {
    /// The file is not regular, or fails the ownership and mode check.
    #[error(transparent)]
    Distrusted(#[from] Distrust),
    /// The system's error.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl From<Errno> for OpenError {
    fn from(errno: Errno) -> Self {
        match errno {
            // The error that `NOFOLLOW` gives for a link.
            Errno::LOOP => Self::Distrusted(Distrust::NotRegular),
            errno => Self::System(errno.into()),
        }
    }
}

/// Opens the regular file `name` in the folder `dir`. With `owners` its owner and mode are checked too.
///
/// `flags` are an access mode, and `CREATE` for a file that may be missing; a new one gets `mode`.
pub(super) fn open_at(
    dir: BorrowedFd<'_>,
    name: &Path,
    flags: OFlags,
    mode: Mode,
    owners: Option<Owners>,
) -> Result<File, OpenError> {
    // The type is checked before the file is opened, because opening has side effects on some devices.
    match rustix::fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile => {
            return Err(Distrust::NotRegular.into());
        }
        Ok(_) => {}
        Err(Errno::NOENT) if flags.contains(OFlags::CREATE) => {}
        Err(errno) => return Err(io::Error::from(errno).into()),
    }
    let safe = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::openat(dir, name, flags | safe, mode)?);
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Distrust::NotRegular.into());
    }
    if let Some(owners) = owners {
        owners.check(&about)?;
    }
    Ok(file)
}

/// Opens the regular file at `path` for reading, whoever owns it.
pub(super) fn open(path: &Path) -> Result<File, OpenError> {
    open_at(rustix::fs::CWD.as_fd(), path, OFlags::RDONLY, Mode::empty(), None)
}

/// Reads at most `limit` + 1 bytes, so that a longer file is recognised as too long.
pub(super) fn read_bounded(file: File, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, mknodat};

    use super::*;

    #[test]
    fn only_a_regular_file_is_opened_and_the_open_never_blocks() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("file"), b"whole").unwrap();
        symlink(at("file"), at("link")).unwrap();
        symlink(at("none"), at("dangling")).unwrap();
        mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _listener = UnixListener::bind(at("socket")).unwrap();
        for name in ["link", "dangling", "pipe", "socket", "."] {
            for flags in [OFlags::RDONLY, OFlags::RDWR | OFlags::CREATE, OFlags::WRONLY] {
                let opened = open_at(CWD, &at(name), flags, Mode::RUSR, None);
                assert!(
                    matches!(opened, Err(OpenError::Distrusted(Distrust::NotRegular))),
                    "{name}: {opened:?}"
                );
            }
        }
        assert!(matches!(open(Path::new("/dev/null")), Err(OpenError::Distrusted(Distrust::NotRegular))));
        assert!(!at("none").exists(), "no file is created through a link");
        assert_eq!(read_bounded(open(&at("file")).unwrap(), 5).unwrap(), b"whole");
        assert_eq!(read_bounded(open(&at("file")).unwrap(), 2).unwrap(), b"who");
        let Err(OpenError::System(error)) = open(&at("none")) else { panic!("a missing file is opened") };
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
