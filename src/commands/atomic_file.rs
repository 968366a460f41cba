//! Writes and reads the person's own files. A write replaces the whole file or changes nothing; opening a file never blocks.
//! Regular files only. `keep` writes the product's records.

use countersign_core::reader;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;
use tempfile::Builder;

use crate::text::{CommandLine, system_error};
use countersign_core::lang::Lang;
use countersign_core::text::Line;

/// Why a file can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The path is a pipe, a device, a socket or a folder; for a write, a link is refused too.
    #[error("not a regular file")]
    NotRegular,
    /// The system's error.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl FileError {
    /// The reason in words.
    pub fn why(&self, lang: Lang) -> String {
        match self {
            Self::NotRegular => CommandLine::NotRegularFile.say(lang).to_owned(),
            Self::System(error) => system_error(lang, error),
        }
    }
}

/// Writes the file at `path`, replacing an existing one. A link, a pipe or a device stays as it is.
///
/// # Errors
/// [`FileError`]. An existing file is unchanged then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(FileError::NotRegular);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The mode is that of any new file: the umask decides who may read it. This code opens and writes the file itself,
    // because the errors of `tempfile` name the temporary file.
    let create = |path: &Path| OpenOptions::new().write(true).create_new(true).mode(0o666).open(path);
    let mut temporary = Builder::new().prefix(".countersign-").make_in(folder, create)?;
    temporary.as_file_mut().write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    // Syncs the folder as well, so that the name is on the medium if a stick is pulled at once. Not every file system can do that.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// The first `limit` bytes of the regular file at `path`, as text. Never waits.
///
/// # Errors
/// [`FileError`].
pub fn read_text(path: &Path, limit: u64) -> Result<String, FileError> {
    let mut bytes = Vec::new();
    open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(reader::text(&bytes).into_owned())
}

/// Opens a regular file for reading. Never waits.
///
/// # Errors
/// [`FileError`].
pub fn open(path: &Path) -> Result<File, FileError> {
    // The type is checked before opening, because opening alone makes some devices act.
    if !fs::metadata(path)?.is_file() {
        return Err(FileError::NotRegular);
    }
    let nonblocking = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = OpenOptions::new().read(true).custom_flags(nonblocking).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(FileError::NotRegular) }
}

#[cfg(test)]
mod tests {
    use countersign_testing::make_pipe;

    use super::*;

    #[test]
    fn a_file_is_replaced_and_no_temporary_file_is_left() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("request.txt");
        write(&path, b"one").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        // A folder of that name can't be replaced by a file.
        assert!(matches!(write(home.path(), b"x"), Err(FileError::NotRegular)));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_error_names_no_temporary_file() {
        let home = tempfile::tempdir().unwrap();
        let error = write(&home.path().join("none/x"), b"x").unwrap_err();
        assert_eq!(error.to_string(), io::Error::from_raw_os_error(2).to_string());
        assert_eq!(error.why(Lang::Zh), "没有这个文件或目录");
    }

    #[test]
    fn pipes_devices_and_links_are_refused_without_blocking() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        make_pipe(&at("pipe"));
        fs::write(at("code"), b"code").unwrap();
        std::os::unix::fs::symlink(at("code"), at("link")).unwrap();
        for path in [at("pipe"), at("link"), "/dev/null".into(), "/dev/full".into()] {
            let written = write(&path, b"x");
            assert!(matches!(written, Err(FileError::NotRegular)), "{path:?}: {written:?}");
        }
        for path in [at("pipe"), "/dev/zero".into(), at("")] {
            let read = read_text(&path, 9);
            assert!(matches!(read, Err(FileError::NotRegular)), "{path:?}: {read:?}");
        }
        // The person's own link to a file is read.
        assert_eq!(read_text(&at("link"), 9).unwrap(), "code");
        assert_eq!(read_text(&at("code"), 2).unwrap(), "co");
        assert_eq!(fs::read(at("code")).unwrap(), b"code");
    }
}
