//! The person's own files: written whole or not at all, and opened without waiting. `keep` writes the product's records.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use tempfile::Builder;

/// Writes the file at `path`, replacing an existing one.
///
/// # Errors
/// The system's error. An existing file is unchanged then.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A device or a pipe can't be replaced. It isn't waited for either: a pipe that nobody reads is an error.
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        return OpenOptions::new().write(true).custom_flags(nonblocking()).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Like any new file: the umask decides who may read it.
    let mut file = Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Opens the regular file at `path` for reading. Never waits.
///
/// # Errors
/// The system's, and [`io::ErrorKind::InvalidInput`] for a device, a pipe or a folder.
pub fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).custom_flags(nonblocking()).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// The flag that opens a pipe without waiting for its other end.
fn nonblocking() -> i32 {
    i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_no_temporary_file_stays() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("request.txt");
        write(&path, b"one").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        // A folder of that name can't be replaced by a file.
        assert!(write(home.path(), b"x").is_err());
        assert!(write(&home.path().join("none/x"), b"x").is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_device_is_written_to_and_its_error_returned() {
        write(Path::new("/dev/null"), b"x").unwrap();
        let error = write(Path::new("/dev/full"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("report.txt");
        mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(write(&path, b"x").is_err());
        assert_eq!(open(&path).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(open(home.path()).is_err());
        fs::write(home.path().join("code"), b"x").unwrap();
        assert!(open(&home.path().join("code")).is_ok());
    }
}
