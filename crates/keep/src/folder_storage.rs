//! A storage in a folder with mode 0700. Each entry is a file with mode 0600 that is replaced in one step.

use std::path::{Path, PathBuf};

use super::atomic_file::{
    create_folder, read_limited, remove_if_present, replace_file, sync_folder, temporary_name, write_new,
};
use super::storage::{FreeSpace, Storage, StorageError};

/// The name of the file that [`Storage::check_writable`] writes and removes.
const PROBE: &str = "rehearsal";

/// A storage in a folder. The first write creates the folder.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    folder: PathBuf,
}

impl FolderStorage {
    /// The storage in that folder. The folder need not exist.
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
        read_limited(&self.folder.join(name))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        create_folder(&self.folder)?;
        replace_file(&self.folder, name, bytes, 0o600)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        remove_if_present(&self.folder.join(temporary_name(name)))?;
        if remove_if_present(&self.folder.join(name))? {
            sync_folder(&self.folder)?;
        }
        Ok(())
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        create_folder(&self.folder)?;
        let space = rustix::fs::statvfs(&self.folder)?;
        let probe = self.folder.join(temporary_name(PROBE));
        remove_if_present(&probe)?;
        let written = write_new(&probe, b"countersign", 0o600);
        remove_if_present(&probe)?;
        written?;
        let bytes = (space.f_blocks > 0).then(|| space.f_bavail.saturating_mul(space.f_frsize));
        if bytes.is_some_and(|bytes| bytes < FreeSpace::NEEDED) {
            return Err(StorageError::Full);
        }
        Ok(FreeSpace { bytes })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::storage::ENTRY_LIMIT;

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
    fn entries_are_private_and_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path().join("a/state"));
        assert_eq!(storage.read("x"), Ok(None), "a missing folder is no error");
        storage.write("x", b"one").unwrap();
        storage.write("x", b"second").unwrap();
        assert_eq!(storage.read("x"), Ok(Some(b"second".to_vec())));
        assert_eq!(mode(storage.folder()), 0o700);
        assert_eq!(mode(&storage.folder().join("x")), 0o600);
        assert_eq!(names(storage.folder()), ["x"]);
    }

    #[test]
    fn a_temporary_file_of_a_power_cut_is_removed_and_never_read() {
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
    fn a_failed_write_leaves_the_old_entry_and_no_temporary_file() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path());
        // A file can't be renamed over a folder.
        fs::create_dir_all(home.path().join("x/inside")).unwrap();
        assert!(matches!(storage.write("x", b"new"), Err(StorageError::Io(_))));
        assert_eq!(names(home.path()), ["x"]);
    }

    #[test]
    fn check_writable_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path().join("state"));
        let free = storage.check_writable().unwrap();
        assert!(free.bytes.is_none_or(|free| free >= FreeSpace::NEEDED));
        assert_eq!(names(storage.folder()), [""; 0]);
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, b"").unwrap();
        let storage = FolderStorage::new(&path);
        assert!(matches!(storage.write("x", b"1"), Err(StorageError::Io(_))));
        assert!(storage.check_writable().is_err());
    }

    #[test]
    fn an_entry_over_the_limit_is_cut_one_byte_past_it() {
        let home = tempfile::tempdir().unwrap();
        let storage = FolderStorage::new(home.path());
        fs::write(home.path().join("x"), vec![b'x'; ENTRY_LIMIT * 2]).unwrap();
        assert_eq!(storage.read("x").unwrap().unwrap().len(), ENTRY_LIMIT + 1);
    }

    #[test]
    fn a_folder_without_write_permission_is_denied() {
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
    fn a_full_device_is_full() {
        // /dev/full takes no byte: the error of a full disk, without filling one.
        let error = OpenOptions::new().write(true).open("/dev/full").and_then(|mut f| f.write_all(b"x"));
        assert_eq!(StorageError::from(error.unwrap_err()), StorageError::Full);
    }

    #[test]
    fn proc_can_not_be_written() {
        // Not even root can create a file in /proc/self, so every user meets this error.
        let storage = FolderStorage::new("/proc/self");
        assert!(storage.write("x", b"1").is_err());
        assert!(storage.check_writable().is_err());
    }
}
