//! The file of `--out`. It is written under its name with `.part` added, and renamed when it is complete. A run that ends early
//! leaves whole lines in the part, and an earlier file of that name stays.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::commands::atomic_file::FileError;
use crate::commands::exit::{CommandError, Exit};
use crate::text::Fault;
use countersign_core::lang::Lang;
use countersign_core::text::safe_path;

/// The ending of answers that are not complete yet.
const PART_ENDING: &str = ".part";

/// Answers that are being written. Only this user can read the file.
#[derive(Debug)]
pub(super) struct AnswerFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
}

impl AnswerFile {
    /// Creates the part, locks it and empties it. Only a regular file is replaced.
    ///
    /// # Errors
    /// [`Fault::FileWrite`]; [`Fault::BundleBusy`] while another program writes it.
    pub(super) fn open(path: &Path, lang: Lang) -> Result<Self, CommandError> {
        let mut name = path.as_os_str().to_owned();
        name.push(PART_ENDING);
        let part = PathBuf::from(name);
        let opened = not_taken(path).and_then(|()| begin(&part));
        let file = opened.map_err(|error| match error {
            FileError::System(error) if error.kind() == io::ErrorKind::WouldBlock => {
                CommandError::new(Fault::BundleBusy { path: safe_path(&part) }, Exit::Fault)
            }
            error => {
                let path = path.display().to_string();
                CommandError::new(Fault::FileWrite { path, why: error.why(lang) }, Exit::Fault)
            }
        })?;
        Ok(Self { file, part, path: path.to_owned() })
    }

    /// Renames the part to its final name.
    ///
    /// # Errors
    /// The system's error.
    pub(super) fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.part, &self.path)
    }
}

impl Write for AnswerFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Checks that nothing but a regular file has that name.
fn not_taken(path: &Path) -> Result<(), FileError> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => Err(FileError::NotRegular),
        _ => Ok(()),
    }
}

/// Opens the part, locked and empty.
fn begin(part: &Path) -> Result<File, FileError> {
    let file = open_own(part)?;
    lock(&file, part)?;
    file.set_len(0)?;
    Ok(file)
}

/// Opens the part, which no other user can read.
fn open_own(part: &Path) -> Result<File, FileError> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
        .open(part)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(FileError::NotRegular);
    }
    // In a folder that others may write to, it may be another user's, who would read the codes, or a second name of a file.
    let own = about.uid() == rustix::process::geteuid().as_raw();
    if !own || about.nlink() != 1 {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
    }
    file.set_permissions(Permissions::from_mode(0o600)).map_err(FileError::System)?;
    Ok(file)
}

/// Locks the part, unless it has lost its name: the process that held the lock before may have renamed it.
fn lock(file: &File, part: &Path) -> io::Result<()> {
    file.try_lock().map_err(io::Error::from)?;
    let locked = file.metadata()?;
    let is_part = |named: fs::Metadata| (named.dev(), named.ino()) == (locked.dev(), locked.ino());
    if fs::symlink_metadata(part).is_ok_and(is_part) { Ok(()) } else { Err(io::ErrorKind::WouldBlock.into()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_gets_its_name_only_when_complete() {
        let home = tempfile::tempdir().unwrap();
        let (path, part) = (home.path().join("a.jsonl"), home.path().join("a.jsonl.part"));
        fs::write(&path, "earlier").unwrap();
        fs::write(&part, "left by a run that ended early, and longer").unwrap();
        let mut file = AnswerFile::open(&path, Lang::En).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"earlier");
        assert_eq!(fs::read(&part).unwrap(), b"new");
        let busy = AnswerFile::open(&path, Lang::En).unwrap_err();
        assert_eq!(busy.code(), "BUNDLE-BUSY");
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(!part.exists());
    }

    #[test]
    fn a_new_file_is_private_and_nothing_else_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        AnswerFile::open(&at("new"), Lang::En).unwrap().finish().unwrap();
        assert_eq!(fs::metadata(at("new")).unwrap().permissions().mode() & 0o777, 0o600);
        symlink(at("new"), at("link")).unwrap();
        symlink(at("new"), at("other.part")).unwrap();
        fs::hard_link(at("new"), at("twice.part")).unwrap();
        for path in
            [at("link"), at("other"), at("twice"), home.path().to_owned(), "/dev/null".into(), at("none/x")]
        {
            assert_eq!(AnswerFile::open(&path, Lang::En).unwrap_err().code(), "FILE-WRITE", "{path:?}");
        }
    }

    #[test]
    fn a_part_that_became_the_file_before_it_was_locked_is_not_emptied() {
        let home = tempfile::tempdir().unwrap();
        let (path, part) = (home.path().join("a.jsonl"), home.path().join("a.jsonl.part"));
        for next in [None, Some("the part of the next run")] {
            fs::write(&part, "complete").unwrap();
            let opened = open_own(&part).unwrap();
            fs::rename(&part, &path).unwrap();
            if let Some(next) = next {
                fs::write(&part, next).unwrap();
            }
            assert_eq!(lock(&opened, &part).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        }
        lock(&open_own(&part).unwrap(), &part).unwrap();
    }
}
