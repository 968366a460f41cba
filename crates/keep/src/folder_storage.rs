//! A storage in a folder: 0700, its files 0600, each replaced in one step.
//!
//! A piece is written to a temporary file beside it, flushed, and renamed over it, and then the folder is
//! flushed: after a power cut either the old piece is there or the new one. Writers hold the
//! [`Lock`](super::Lock), so one temporary name a piece is enough, and one left over by a cut is cleared
//! by the next write.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::storage::{ENTRY_LIMIT, FreeSpace, Storage, StorageError};

/// The name rehearsals write under; never left behind.
const PROBE: &str = "rehearsal";

/// A storage in a folder. The folder is made on the first write.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    folder: PathBuf,
}

impl FolderStorage {
    /// The storage in that folder, which need not be there yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Storage for FolderStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        read_entry(&self.folder.join(name))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        make_folder(&self.folder)?;
        write_whole(&self.folder, name, bytes, 0o600)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        remove_if_there(&self.folder.join(temporary(name)))?;
        if remove_if_there(&self.folder.join(name))? {
            flush_folder(&self.folder)?;
        }
        Ok(())
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        make_folder(&self.folder)?;
        let space = rustix::fs::statvfs(&self.folder)?;
        let probe = self.folder.join(temporary(PROBE));
        remove_if_there(&probe)?;
        let written = fill(&probe, b"countersign", 0o600);
        remove_if_there(&probe)?;
        written?;
        let free = (space.f_blocks > 0).then(|| space.f_bavail.saturating_mul(space.f_frsize));
        if free.is_some_and(|free| free < FreeSpace::NEEDED) {
            return Err(StorageError::Full);
        }
        Ok(FreeSpace { bytes: free })
    }
}

/// Makes the state folder, 0700, with what leads to it. A folder that is there is left as it is.
pub(super) fn make_folder(folder: &Path) -> Result<(), StorageError> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    Ok(())
}

/// Reads a file, at most [`ENTRY_LIMIT`] bytes and one more, so that an overlong one can't pass for whole.
pub(super) fn read_entry(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    file.take(ENTRY_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Replaces a file of `folder` in one step; nothing is left behind where that fails.
pub(super) fn write_whole(folder: &Path, name: &str, bytes: &[u8], mode: u32) -> Result<(), StorageError> {
    let beside = folder.join(temporary(name));
    remove_if_there(&beside)?;
    let done = fill(&beside, bytes, mode).and_then(|()| fs::rename(&beside, folder.join(name)));
    if let Err(error) = done {
        // The first error is the one to tell; clearing up may fail for the same reason.
        let _ = remove_if_there(&beside);
        return Err(error.into());
    }
    flush_folder(folder)
}

/// The temporary file beside a piece.
fn temporary(name: &str) -> String {
    format!(".{name}.new")
}

fn fill(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // `create_new` follows no link and takes over no file of another's.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    // Whatever the umask of who runs this: others may read just what is meant for them.
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn flush_folder(folder: &Path) -> Result<(), StorageError> {
    match File::open(folder)?.sync_all() {
        // Some network file systems can't flush a folder; the rename is done all the same.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => Ok(done?),
    }
}

fn remove_if_there(path: &Path) -> Result<bool, StorageError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn pieces_are_private_and_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path().join("a/state"));
        assert_eq!(storage.read("x"), Ok(None), "no folder yet is no fault");
        storage.write("x", b"one").unwrap();
        storage.write("x", b"second").unwrap();
        assert_eq!(storage.read("x"), Ok(Some(b"second".to_vec())));
        assert_eq!(mode(storage.folder()), 0o700);
        assert_eq!(mode(&storage.folder().join("x")), 0o600);
        assert_eq!(names(storage.folder()), ["x"]);
    }

    #[test]
    fn a_temporary_file_left_by_a_cut_is_cleared_and_never_read() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path());
        fs::write(home.path().join(".x.new"), b"half").unwrap();
        assert_eq!(storage.read("x"), Ok(None));
        storage.write("x", b"whole").unwrap();
        assert_eq!(names(home.path()), ["x"]);
        fs::write(home.path().join(".x.new"), b"half").unwrap();
        storage.remove("x").unwrap();
        storage.remove("x").unwrap();
        assert_eq!(names(home.path()), [""; 0]);
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_piece_and_no_rubbish() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path());
        // A folder of the piece's name can't be renamed over.
        fs::create_dir_all(home.path().join("x/inside")).unwrap();
        assert!(matches!(storage.write("x", b"new"), Err(StorageError::Io(_))));
        assert_eq!(names(home.path()), ["x"]);
    }

    #[test]
    fn a_rehearsal_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path().join("state"));
        let room = storage.check_writable().unwrap();
        assert!(room.bytes.is_none_or(|free| free >= FreeSpace::NEEDED));
        assert_eq!(names(storage.folder()), [""; 0]);
    }

    #[test]
    fn a_folder_that_is_a_file_is_named_a_fault() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, b"").unwrap();
        let storage = FolderStorage::new(&path);
        assert!(matches!(storage.write("x", b"1"), Err(StorageError::Io(_))));
        assert!(storage.check_writable().is_err());
    }

    #[test]
    fn an_overlong_piece_is_cut_past_the_limit() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path());
        fs::write(home.path().join("x"), vec![b'x'; ENTRY_LIMIT * 2]).unwrap();
        assert_eq!(storage.read("x").unwrap().unwrap().len(), ENTRY_LIMIT + 1);
    }

    #[test]
    fn a_folder_one_may_not_write_to_is_denied() {
        let home = tempfile::tempdir().unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let storage = FolderStorage::new(home.path());
        if rustix::process::geteuid().is_root() {
            eprintln!("SKIPPED: root may write anywhere; run the tests as another user to see Denied");
        } else {
            assert_eq!(storage.write("x", b"1"), Err(StorageError::Denied));
            assert_eq!(storage.check_writable(), Err(StorageError::Denied));
        }
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn a_full_device_is_told_as_full() {
        // /dev/full takes no byte: what `fill` meets on a full disk, without filling one.
        let error = OpenOptions::new().write(true).open("/dev/full").and_then(|mut f| f.write_all(b"x"));
        assert_eq!(StorageError::from(error.unwrap_err()), StorageError::Full);
    }

    #[test]
    fn proc_is_a_place_nobody_can_write_to() {
        // Even root can make no file in /proc/self, so this error path is met by every user.
        let storage = FolderStorage::new("/proc/self");
        assert!(storage.write("x", b"1").is_err());
        assert!(storage.check_writable().is_err());
    }
}
