//! A storage in a folder with mode 0700. Each entry is a file with mode 0600 that is replaced atomically.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Folder, temporary_name};
use super::lock;
use super::storage::{FreeSpace, Storage, StorageError};
use super::trust::{DistrustedPath, Owners};

/// The name of the file that [`Storage::check_writable`] writes and removes.
const PROBE: &str = "rehearsal";

/// The most names of a state folder that [`distrusted_path`] looks at.
const NAME_LIMIT: usize = 1024;

/// A storage in a folder. The first write creates the folder.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    folder: PathBuf,
}

impl FolderStorage {
    /// Creates the storage for `folder`. The folder need not exist.
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
        match Folder::open(&self.folder, Some(Owners::here()))? {
            Some(folder) => folder.read(name),
            None => Ok(None),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        Folder::create(&self.folder, Some(Owners::here()))?.replace(name, bytes, 0o600)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        let Some(folder) = Folder::open(&self.folder, Some(Owners::here()))? else { return Ok(()) };
        folder.remove(&temporary_name(name))?;
        if folder.remove(name)? { folder.sync() } else { Ok(()) }
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        let folder = Folder::create(&self.folder, Some(Owners::here()))?;
        let space = folder.space()?;
        let probe = temporary_name(PROBE);
        folder.remove(&probe)?;
        let written = folder.write_new(&probe, b"countersign", 0o600);
        folder.remove(&probe)?;
        written?;
        let bytes = (space.f_blocks > 0).then(|| space.f_bavail.saturating_mul(space.f_frsize));
        if bytes.is_some_and(|bytes| bytes < FreeSpace::NEEDED) {
            return Err(StorageError::Full);
        }
        Ok(FreeSpace { bytes })
    }
}

/// Returns the first file or folder that makes the state folder `folder` unusable: the folder itself, or one
/// of its records or its lock. `None` if there is none, or this user may not read the folder.
#[must_use]
pub fn distrusted_path(folder: &Path) -> Option<DistrustedPath> {
    let owners = Owners::here();
    let distrusted = |path: PathBuf, why| DistrustedPath { path, why, rightful_owner: owners.user() };
    let opened = match Folder::open(folder, Some(owners)) {
        Ok(opened) => opened?,
        Err(StorageError::Distrusted(why)) => return Some(distrusted(folder.to_owned(), why)),
        Err(_) => return None,
    };
    let entries = fs::read_dir(folder).ok()?.take(NAME_LIMIT);
    let mut names: Vec<_> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.retain(|name| name == lock::NAME || name.ends_with(".json"));
    names.sort();
    names.into_iter().find_map(|name| match opened.check(&name) {
        Err(StorageError::Distrusted(why)) => Some(distrusted(folder.join(name), why)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    use countersign_testing::{private_folder, write_file};

    use super::*;
    use crate::Distrust;
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
        let home = private_folder();
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
        let home = private_folder();
        let storage = FolderStorage::new(home.path());
        write_file(&home.path().join(".x.new"), b"half");
        assert_eq!(storage.read("x"), Ok(None));
        storage.write("x", b"whole").unwrap();
        assert_eq!(names(home.path()), ["x"]);
        write_file(&home.path().join(".x.new"), b"half");
        storage.remove("x").unwrap();
        storage.remove("x").unwrap();
        assert_eq!(names(home.path()), [""; 0]);
    }

    #[test]
    fn a_failed_write_leaves_the_old_entry_and_no_temporary_file() {
        let home = private_folder();
        let storage = FolderStorage::new(home.path());
        // A file can't be renamed over a folder.
        fs::create_dir_all(home.path().join("x/inside")).unwrap();
        assert!(matches!(storage.write("x", b"new"), Err(StorageError::Io(_))));
        assert_eq!(names(home.path()), ["x"]);
    }

    #[test]
    fn check_writable_leaves_nothing_behind() {
        let home = private_folder();
        let storage = FolderStorage::new(home.path().join("state"));
        let free = storage.check_writable().unwrap();
        assert!(free.bytes.is_none_or(|free| free >= FreeSpace::NEEDED));
        assert_eq!(names(storage.folder()), [""; 0]);
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_an_error() {
        let home = private_folder();
        let path = home.path().join("file");
        write_file(&path, b"");
        let storage = FolderStorage::new(&path);
        assert!(matches!(storage.write("x", b"1"), Err(StorageError::Io(_))));
        assert!(storage.check_writable().is_err());
    }

    #[test]
    fn an_entry_over_the_limit_is_read_to_one_byte_past_the_limit() {
        let home = private_folder();
        let storage = FolderStorage::new(home.path());
        write_file(&home.path().join("x"), vec![b'x'; ENTRY_LIMIT * 2]);
        assert_eq!(storage.read("x").unwrap().unwrap().len(), ENTRY_LIMIT + 1);
    }

    #[test]
    fn a_folder_or_an_entry_that_others_may_write_is_not_used_and_is_named() {
        let home = private_folder();
        let folder = home.path().join("state");
        let storage = FolderStorage::new(&folder);
        assert_eq!(distrusted_path(&folder), None, "a missing folder is no fault");
        storage.write("x.json", b"one").unwrap();
        assert_eq!(distrusted_path(&folder), None);
        let set_mode =
            |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        let entry = folder.join("x.json");
        for (path, mode, usual) in [(&folder, 0o777, 0o700), (&folder, 0o1777, 0o700), (&entry, 0o620, 0o600)]
        {
            set_mode(path, mode);
            let why = Distrust::OthersMayWrite { mode };
            assert_eq!(storage.read("x.json"), Err(StorageError::Distrusted(why)), "{path:?}");
            let found = distrusted_path(&folder).unwrap();
            assert_eq!((&found.path, found.why), (path, why));
            if *path == folder {
                assert_eq!(storage.write("x.json", b"two"), Err(StorageError::Distrusted(why)));
                assert_eq!(storage.remove("x.json"), Err(StorageError::Distrusted(why)));
                assert_eq!(storage.check_writable(), Err(StorageError::Distrusted(why)));
            }
            set_mode(path, usual);
        }
        assert_eq!(storage.read("x.json"), Ok(Some(b"one".to_vec())));
    }

    #[test]
    fn another_users_folder_entry_or_link_is_not_used() {
        use std::os::unix::fs::{chown, lchown, symlink};
        let home = private_folder();
        let folder = home.path().join("state");
        let link = home.path().join("link");
        FolderStorage::new(&folder).write("x.json", b"one").unwrap();
        symlink(&folder, &link).unwrap();
        assert_eq!(
            FolderStorage::new(&link).read("x.json"),
            Ok(Some(b"one".to_vec())),
            "a link of the same user is followed"
        );
        if chown(folder.join("x.json"), Some(12_345), None).is_err() {
            countersign_testing::skipped("only root gives a file to another user");
            return;
        }
        let foreign = StorageError::Distrusted(Distrust::ForeignOwner { owner: 12_345 });
        assert_eq!(FolderStorage::new(&folder).read("x.json"), Err(foreign));
        chown(folder.join("x.json"), Some(0), None).unwrap();
        chown(&folder, Some(12_345), None).unwrap();
        assert_eq!(FolderStorage::new(&folder).read("x.json"), Err(foreign));
        assert_eq!(FolderStorage::new(&folder).write("x.json", b"two"), Err(foreign));
        chown(&folder, Some(0), None).unwrap();
        lchown(&link, Some(12_345), None).unwrap();
        assert_eq!(FolderStorage::new(&link).write("x.json", b"two"), Err(foreign));
        assert_eq!(FolderStorage::new(&folder).read("x.json"), Ok(Some(b"one".to_vec())));
    }

    #[test]
    fn a_folder_without_write_permission_is_denied() {
        let home = private_folder();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let storage = FolderStorage::new(home.path());
        if rustix::process::geteuid().is_root() {
            countersign_testing::skipped(
                "root may write anywhere; run the tests as another user to see Denied",
            );
        } else {
            assert_eq!(storage.write("x", b"1"), Err(StorageError::Denied));
            assert_eq!(storage.check_writable(), Err(StorageError::Denied));
        }
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn a_full_device_is_reported_as_full() {
        // Every write to /dev/full fails with the error of a full disk.
        let error = OpenOptions::new().write(true).open("/dev/full").and_then(|mut f| f.write_all(b"x"));
        assert_eq!(StorageError::from(error.unwrap_err()), StorageError::Full);
    }

    #[test]
    fn a_write_to_proc_is_refused() {
        // Even root can't create a file in /proc/self, so every user gets this error.
        let storage = FolderStorage::new("/proc/self");
        assert!(storage.write("x", b"1").is_err());
        assert!(storage.check_writable().is_err());
    }
}
