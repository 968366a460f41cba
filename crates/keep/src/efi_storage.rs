//! A storage of UEFI variables, through efivarfs (the kernel's `Documentation/filesystems/efivarfs.rst`).
//!
//! A variable is a file `NAME-GUID`: four bytes of attributes, little-endian, then the data; one `write`
//! call sets it. Files the kernel doesn't know are immutable, against `rm -rf`: the flag is taken off
//! before a change and put back after it. Flash wears, so a variable that already holds the bytes isn't
//! written. In a recorded folder (`--hardware`) the same files are plain ones, replaced by a rename.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, IFlags, StatVfsMountFlags};
use rustix::io::Errno;

use super::folder_storage::{read_entry, write_whole};
use super::storage::{FreeSpace, Storage, StorageError};

/// The GUID of Countersign's own variables.
pub const GUID: &str = "167deb41-258a-4c23-b2e3-b8d66d9e4725";

/// Non-volatile, boot service access, runtime access.
const ATTRIBUTES: [u8; 4] = 7_u32.to_le_bytes();

/// What `statfs` calls efivarfs (`EFIVARFS_MAGIC`).
const EFIVARFS: u64 = 0xde5e_81e4;

/// What a variable takes beside its data: its header, its name in UTF-16, its GUID.
const OVERHEAD: u64 = 192;

/// A storage of UEFI variables.
#[derive(Debug, Clone)]
pub struct EfiStorage {
    folder: PathBuf,
}

impl EfiStorage {
    /// The storage at that mount of efivarfs, usually `/sys/firmware/efi/efivars`, or in a folder
    /// recorded from one.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(file_name(name))
    }

    /// Whether this is the real thing; a recording is a plain folder.
    fn is_efivarfs(&self) -> Result<bool, StorageError> {
        let stat = rustix::fs::statfs(&self.folder)?;
        #[allow(clippy::cast_sign_loss, reason = "the type's width and sign differ by architecture")]
        let kind = stat.f_type as u64 & 0xffff_ffff;
        Ok(kind == EFIVARFS)
    }

    /// Whether `needed` bytes more fit, and what is free. Older kernels don't tell: no blocks at all.
    fn room(&self, needed: u64) -> Result<FreeSpace, StorageError> {
        let stat = rustix::fs::statvfs(&self.folder)?;
        if stat.f_flag.contains(StatVfsMountFlags::RDONLY) {
            return Err(StorageError::ReadOnly);
        }
        let free = (stat.f_blocks > 0).then(|| stat.f_bavail.saturating_mul(stat.f_frsize.max(1)));
        if free.is_some_and(|free| free < needed) {
            return Err(StorageError::Full);
        }
        Ok(FreeSpace { bytes: free })
    }
}

impl Storage for EfiStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let Some(mut bytes) = read_entry(&self.path(name))? else { return Ok(None) };
        if bytes.is_empty() {
            // A variable that was opened but never written: none as yet.
            return Ok(None);
        }
        Ok(Some(bytes.split_off(ATTRIBUTES.len().min(bytes.len()))))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        if self.read(name)?.as_deref() == Some(bytes) {
            return Ok(());
        }
        self.room(bytes.len() as u64 + OVERHEAD)?;
        let mut whole = ATTRIBUTES.to_vec();
        whole.extend_from_slice(bytes);
        if self.is_efivarfs()? {
            let path = self.path(name);
            let was_there = path.exists();
            let _mutable = Mutable::of(&path)?;
            if let Err(error) = set(&path, &whole) {
                if !was_there {
                    // An empty file of no variable would be left, and the kernel makes it immutable as it makes
                    // it; failing to clear it changes nothing.
                    let _ = self.remove(name);
                }
                return Err(error.into());
            }
        } else {
            write_whole(&self.folder, &file_name(name), &whole, 0o644)?;
        }
        // Firmware has been seen to say yes and keep nothing.
        if self.read(name)?.as_deref() == Some(bytes) { Ok(()) } else { Err(StorageError::Mismatch) }
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(());
        }
        let mutable = Mutable::of(&path)?;
        match fs::remove_file(&path) {
            Ok(()) => mutable.forget(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => mutable.forget(),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Nothing is written: flash wears, and the answer is known without.
    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        let room = self.room(FreeSpace::NEEDED)?;
        rustix::fs::accessat(CWD, &self.folder, Access::WRITE_OK, AtFlags::EACCESS)?;
        Ok(room)
    }
}

fn file_name(name: &str) -> String {
    format!("{name}-{GUID}")
}

/// Sets a variable by one call of `write`, as efivarfs demands.
fn set(path: &Path, whole: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o644).open(path)?;
    let written = file.write(whole)?;
    if written == whole.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}

/// A file whose immutable flag is off while this lives, and back on after, if it was on.
#[derive(Debug)]
struct Mutable {
    path: PathBuf,
    was: Option<IFlags>,
}

impl Mutable {
    fn of(path: &Path) -> Result<Self, StorageError> {
        let mut held = Self { path: path.to_owned(), was: None };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(held),
            Err(error) => return Err(error.into()),
        };
        let flags = match rustix::fs::ioctl_getflags(&file) {
            Ok(flags) => flags,
            Err(Errno::NOTTY | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => return Ok(held),
            Err(errno) => return Err(errno.into()),
        };
        if !flags.contains(IFlags::IMMUTABLE) {
            return Ok(held);
        }
        rustix::fs::ioctl_setflags(&file, flags.difference(IFlags::IMMUTABLE))?;
        held.was = Some(flags);
        Ok(held)
    }

    /// The file is gone: nothing to put back.
    fn forget(mut self) {
        self.was = None;
    }
}

impl Drop for Mutable {
    fn drop(&mut self) {
        // The flag guards against `rm -rf` only; a variable without it is still whole.
        if let (Some(flags), Ok(file)) = (self.was, File::open(&self.path)) {
            let _ = rustix::fs::ioctl_setflags(&file, flags);
        }
    }
}

#[cfg(test)]
mod tests {
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
    fn an_unwritten_or_cut_variable_is_no_panic() {
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
    fn no_efivarfs_is_not_there() {
        let home = tempfile::tempdir().unwrap();
        let storage = EfiStorage::new(home.path().join("none"));
        assert_eq!(storage.check_writable(), Err(StorageError::NotThere));
        assert_eq!(storage.read("Test"), Ok(None));
        assert_eq!(storage.write("Test", b"data"), Err(StorageError::NotThere));
        assert_eq!(storage.remove("Test"), Ok(()));
    }

    #[test]
    fn a_read_only_mount_is_told_as_such() {
        let Ok(stat) = rustix::fs::statvfs("/proc/sys/kernel") else { return };
        if stat.f_flag.contains(StatVfsMountFlags::RDONLY) {
            assert_eq!(EfiStorage::new("/proc/sys/kernel").check_writable(), Err(StorageError::ReadOnly));
        } else {
            eprintln!("SKIPPED: no read-only mount at a known place here");
        }
    }

    #[test]
    fn an_immutable_variable_is_changed_and_immutable_again() {
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
            eprintln!("SKIPPED: no immutable flag here ({error}); needs root and such a file system");
            return;
        }
        {
            let guard = Mutable::of(&file).unwrap();
            assert!(set(&file, b"\x07\0\0\0other").is_ok());
            drop(guard);
        }
        assert_eq!(storage.read("Test"), Ok(Some(b"other".to_vec())));
        assert!(fs::remove_file(&file).is_err(), "the flag is back");
        let removed = storage.remove("Test");
        let _ = set_flag(false);
        assert_eq!(removed, Ok(()));
        assert_eq!(count(home.path()), 0);
    }

    /// On real variables, where asked for: `COUNTERSIGN_EFIVARS=/sys/firmware/efi/efivars`, as root, on a
    /// machine whose variables may be played with (an emulator).
    #[test]
    fn the_real_thing_keeps_replaces_and_forgets() {
        let Some(folder) = std::env::var_os("COUNTERSIGN_EFIVARS") else {
            eprintln!("SKIPPED: COUNTERSIGN_EFIVARS names no efivarfs to try on");
            return;
        };
        let storage = EfiStorage::new(folder);
        assert_eq!(storage.is_efivarfs(), Ok(true));
        println!("room: {:?}", storage.check_writable().unwrap());
        for bytes in [vec![1; 300], vec![1; 300], vec![2; 700], vec![3; 10]] {
            storage.write("CountersignTest", &bytes).unwrap();
            assert_eq!(storage.read("CountersignTest"), Ok(Some(bytes)));
        }
        let file = storage.path("CountersignTest");
        assert!(fs::remove_file(&file).is_err(), "the kernel's immutable flag is back");
        storage.remove("CountersignTest").unwrap();
        assert_eq!(storage.read("CountersignTest"), Ok(None));
        assert!(!file.exists());
        assert!(storage.write("CountersignTest", &vec![4; 4 << 20]).is_err(), "no firmware takes 4 MiB");
        assert_eq!(storage.read("CountersignTest"), Ok(None));
        assert!(!file.exists(), "and nothing is left of the try");
    }
}
