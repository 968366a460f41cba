//! Writes a file for the person, whole or not at all. The product's own records are written by `keep`.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::Builder;

/// Writes the file at `path`, replacing an existing one.
///
/// # Errors
/// The system's error. An existing file is unchanged then.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A device or a pipe can't be replaced, so it is written to.
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        return fs::write(path, bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Like any new file: the umask decides who may read it.
    let mut file = Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_without_leftovers() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("request.txt");
        write(&path, b"one").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        // A file can't replace a folder.
        assert!(write(home.path(), b"x").is_err());
        assert!(write(&home.path().join("none/x"), b"x").is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_device_is_written_to_and_its_error_is_returned() {
        write(Path::new("/dev/null"), b"x").unwrap();
        let error = write(Path::new("/dev/full"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
