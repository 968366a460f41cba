//! A storage of UEFI variables, through efivarfs (the kernel's `Documentation/filesystems/efivarfs.rst`).
//!
//! A variable is a file `NAME-GUID` (`keep::entry_names` makes NAME): four bytes of attributes, little-endian, then the data. One `write` call
//! sets it. The kernel makes files of unknown variables immutable, as a protection from `rm -rf`; this
//! storage clears the flag for a change and sets it again afterwards. Flash wears out, so a variable that
//! already holds the bytes isn't written. In a recorded folder (`--hardware`) the same files are ordinary
//! files.

mod mutable;

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, Mode, OFlags, StatVfsMountFlags};

use mutable::Mutable;

use super::folder::Folder;
use super::regular_file::{self, open_at};
use super::storage::{FreeSpace, Storage, StorageError};

/// The GUID of Countersign's own variables.
pub const GUID: &str = "167deb41-258a-4c23-b2e3-b8d66d9e4725";

/// The attributes non-volatile, boot service access and runtime access (UEFI specification, section 8.2).
const ATTRIBUTES: [u8; 4] = 7_u32.to_le_bytes();

/// The file system type of efivarfs in `statfs` (`EFIVARFS_MAGIC`).
const EFIVARFS: u64 = 0xde5e_81e4;

/// The mode of a variable: every user may read it.
const MODE: u32 = 0o644;

/// The number of bytes that a variable takes besides its data: its header, its name in UTF-16, its GUID.
const OVERHEAD: u64 = 192;

/// A storage of UEFI variables.
#[derive(Debug, Clone)]
pub struct EfiStorage {
    folder: PathBuf,
}

impl EfiStorage {
    /// Creates the storage at a mount point of efivarfs, usually `/sys/firmware/efi/efivars`, or in a folder
    /// that is a recording of one.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(file_name(name))
    }

    /// Whether the folder is a mount of efivarfs. A recording is an ordinary folder.
    fn is_efivarfs(&self) -> Result<bool, StorageError> {
        let stat = rustix::fs::statfs(&self.folder)?;
        #[allow(clippy::cast_sign_loss, reason = "the type's width and sign differ by architecture")]
        let kind = stat.f_type as u64 & 0xffff_ffff;
        Ok(kind == EFIVARFS)
    }

    /// Returns the free space, or an error if `needed` bytes don't fit. Older kernels report no block count;
    /// then the free space is unknown.
    fn free_space(&self, needed: u64) -> Result<FreeSpace, StorageError> {
        let stat = rustix::fs::statvfs(&self.folder)?;
        if stat.f_flag.contains(StatVfsMountFlags::RDONLY) {
            return Err(StorageError::ReadOnly);
        }
        let bytes = (stat.f_blocks > 0).then(|| stat.f_bavail.saturating_mul(stat.f_frsize.max(1)));
        if bytes.is_some_and(|bytes| bytes < needed) {
            return Err(StorageError::Full);
        }
        Ok(FreeSpace { bytes })
    }
}

impl Storage for EfiStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        // The kernel owns the variables, and any user may own a recording. So the owner isn't checked, but
        // only regular files are read.
        let Some(folder) = Folder::open(&self.folder, None)? else { return Ok(None) };
        let Some(mut bytes) = folder.read(&file_name(name))? else { return Ok(None) };
        if bytes.is_empty() {
            // The file was created and never written: the variable doesn't exist.
            return Ok(None);
        }
        Ok(Some(bytes.split_off(ATTRIBUTES.len().min(bytes.len()))))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        if self.read(name)?.as_deref() == Some(bytes) {
            return Ok(());
        }
        self.free_space(bytes.len() as u64 + OVERHEAD)?;
        let mut whole = ATTRIBUTES.to_vec();
        whole.extend_from_slice(bytes);
        if self.is_efivarfs()? {
            let path = self.path(name);
            let was_there = path.try_exists()?;
            let _mutable = Mutable::new(&path)?;
            if let Err(error) = set(&path, &whole) {
                if !was_there {
                    // The kernel leaves an empty, immutable file without a variable. The file does no harm if
                    // it can't be removed.
                    let _ = self.remove(name);
                }
                return Err(error);
            }
            if !was_there {
                make_readable(&path);
            }
        } else {
            let folder = Folder::open(&self.folder, None)?.ok_or(StorageError::NotThere)?;
            folder.replace(&file_name(name), &whole, MODE)?;
        }
        // Some firmware reports success but stores nothing.
        if self.read(name)?.as_deref() == Some(bytes) { Ok(()) } else { Err(StorageError::Mismatch) }
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        let path = self.path(name);
        if !path.try_exists()? {
            return Ok(());
        }
        let mutable = Mutable::new(&path)?;
        match fs::remove_file(&path) {
            Ok(()) => mutable.forget(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => mutable.forget(),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Writes nothing, because flash wears out. The free space and the permissions are enough.
    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        let free = self.free_space(FreeSpace::NEEDED)?;
        rustix::fs::accessat(CWD, &self.folder, Access::WRITE_OK, AtFlags::EACCESS)?;
        Ok(free)
    }
}

fn file_name(name: &str) -> String {
    format!("{name}-{GUID}")
}

/// Lets every user read a new variable, whatever the umask. The kernel has already made the file immutable.
/// If this fails, users can read the variable after the next boot, when the kernel creates the files again.
fn make_readable(path: &Path) {
    let _mutable = Mutable::new(path);
    let _ = regular_file::open(path).map(|file| file.set_permissions(fs::Permissions::from_mode(MODE)));
}

/// Sets a variable with one `write` call, as efivarfs requires.
fn set(path: &Path, whole: &[u8]) -> Result<(), StorageError> {
    let mode = Mode::from_raw_mode(MODE);
    let mut file = open_at(CWD, path, OFlags::WRONLY | OFlags::CREATE, mode, None)?;
    let written = file.write(whole)?;
    if written == whole.len() { Ok(()) } else { Err(StorageError::Io(io::ErrorKind::WriteZero)) }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use rustix::fs::IFlags;

    use super::*;

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_variable_is_four_bytes_of_attributes_and_the_data() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path());
        assert_eq!(storage.read("Test"), Ok(None));
        storage.write("Test", b"data").unwrap();
        storage.write("Test", b"other").unwrap();
        let file = home.path().join(format!("Test-{GUID}"));
        assert_eq!(fs::read(&file).unwrap(), b"\x07\0\0\0other");
        assert_eq!(storage.read("Test"), Ok(Some(b"other".to_vec())));
        assert_eq!(count(home.path()), 1);
        storage.remove("Test").unwrap();
        storage.remove("Test").unwrap();
        assert_eq!(count(home.path()), 0);
    }

    #[test]
    fn the_same_bytes_are_not_written_twice() {
        use std::os::unix::fs::MetadataExt;
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path());
        storage.write("Test", b"data").unwrap();
        let file = home.path().join(format!("Test-{GUID}"));
        let before = fs::metadata(&file).unwrap();
        storage.write("Test", b"data").unwrap();
        let after = fs::metadata(&file).unwrap();
        assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
    }

    #[test]
    fn an_empty_or_cut_variable_is_read_and_replaced() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path());
        let file = home.path().join(format!("Test-{GUID}"));
        fs::write(&file, b"").unwrap();
        assert_eq!(storage.read("Test"), Ok(None));
        fs::write(&file, b"\x07\0").unwrap();
        assert_eq!(storage.read("Test"), Ok(Some(Vec::new())));
        storage.write("Test", b"data").unwrap();
        assert_eq!(storage.read("Test"), Ok(Some(b"data".to_vec())));
    }

    #[test]
    fn the_storage_is_absent_without_efivarfs() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path().join("none"));
        assert_eq!(storage.check_writable(), Err(StorageError::NotThere));
        assert_eq!(storage.read("Test"), Ok(None));
        assert_eq!(storage.write("Test", b"data"), Err(StorageError::NotThere));
        assert_eq!(storage.remove("Test"), Ok(()));
    }

    #[test]
    fn the_free_space_of_a_disk_is_known() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path());
        assert!(storage.check_writable().unwrap().bytes.is_some());
        assert_eq!(storage.free_space(u64::MAX), Err(StorageError::Full));
    }

    #[test]
    fn a_read_only_mount_is_reported() {
        let Ok(stat) = rustix::fs::statvfs("/proc/sys/kernel") else { return };
        if stat.f_flag.contains(StatVfsMountFlags::RDONLY) {
            assert_eq!(EfiStorage::new("/proc/sys/kernel").check_writable(), Err(StorageError::ReadOnly));
        } else {
            countersign_testing::skipped("no read-only mount at a known place here");
        }
    }

    /// A name that can't be looked at stands for a variable that may be there.
    #[test]
    fn a_variable_that_cannot_be_looked_at_is_not_called_absent() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join(format!("Test-{GUID}"));
        std::os::unix::fs::symlink(&file, &file).unwrap();
        let storage = EfiStorage::new(home.path());
        assert!(storage.read("Test").is_err());
        assert!(storage.remove("Test").is_err());
        assert!(file.symlink_metadata().is_ok());
    }

    #[test]
    fn a_changed_variable_is_immutable_again() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path());
        storage.write("Test", b"data").unwrap();
        let file = home.path().join(format!("Test-{GUID}"));
        let set_flag = |on: bool| {
            let opened = File::open(&file)?;
            let flags = rustix::fs::ioctl_getflags(&opened)?;
            rustix::fs::ioctl_setflags(
                &opened,
                if on { flags | IFlags::IMMUTABLE } else { flags.difference(IFlags::IMMUTABLE) },
            )?;
            Ok::<_, io::Error>(())
        };
        if let Err(error) = set_flag(true) {
            countersign_testing::skipped(format_args!(
                "no immutable flag here ({error}); needs root and such a file system"
            ));
            return;
        }
        {
            let guard = Mutable::new(&file).unwrap();
            assert!(set(&file, b"\x07\0\0\0other").is_ok());
            drop(guard);
        }
        assert_eq!(storage.read("Test"), Ok(Some(b"other".to_vec())));
        assert!(fs::remove_file(&file).is_err(), "the immutable flag is set again");
        let removed = storage.remove("Test");
        let _ = set_flag(false);
        assert_eq!(removed, Ok(()));
        assert_eq!(count(home.path()), 0);
    }

    /// Runs on real variables: `COUNTERSIGN_EFIVARS` names the mount point. The test needs root and a
    /// machine (an emulator) on which variables may be changed.
    #[test]
    #[ignore = "changes real UEFI variables: by hand, with COUNTERSIGN_EFIVARS"]
    fn real_variables_are_written_replaced_and_removed() {
        let folder = std::env::var_os("COUNTERSIGN_EFIVARS").expect("COUNTERSIGN_EFIVARS names an efivarfs");
        let storage = EfiStorage::new(folder);
        assert_eq!(storage.is_efivarfs(), Ok(true));
        println!("free: {:?}", storage.check_writable().unwrap());
        let before = rustix::process::umask(Mode::RWXG | Mode::RWXO);
        storage.write("CountersignTest", b"new").unwrap();
        rustix::process::umask(before);
        let mode = fs::metadata(storage.path("CountersignTest")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, MODE, "every user may read the variable, regardless of the umask");
        for bytes in [vec![1; 300], vec![1; 300], vec![2; 700], vec![3; 10]] {
            storage.write("CountersignTest", &bytes).unwrap();
            assert_eq!(storage.read("CountersignTest"), Ok(Some(bytes)));
        }
        let file = storage.path("CountersignTest");
        assert!(fs::remove_file(&file).is_err(), "the immutable flag is set again");
        storage.remove("CountersignTest").unwrap();
        assert_eq!(storage.read("CountersignTest"), Ok(None));
        assert!(!file.exists());
        assert!(storage.write("CountersignTest", &vec![4; 4 << 20]).is_err(), "a write of 4 MiB fails");
        assert_eq!(storage.read("CountersignTest"), Ok(None));
        assert!(!file.exists(), "the failed write leaves no file");
    }
}
