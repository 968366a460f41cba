//! Where UEFI variables live, and whether an activation could be kept there. Nothing is written to find out.

use std::path::{Path, PathBuf};

use countersign_core::machine::{EfiStore, MachineSource};
use rustix::fs::{Access, AtFlags, CWD, StatVfsMountFlags, accessat, statfs, statvfs};

use super::tree::Tree;

const EFI: &str = "firmware/efi";
const VARIABLES: &str = "firmware/efi/efivars";

/// What `statfs` calls efivarfs.
const EFIVARFS_MAGIC: u64 = 0xde5e_81e4;

/// What counts as a store of UEFI variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// The kernel's own file system alone.
    Efivarfs,
    /// Any folder: a recording has a plain one.
    Folder,
}

/// Where the UEFI variables of that source live; `None` for a computer that wasn't booted by UEFI, a recording
/// without such a folder, and a sample.
#[must_use]
pub fn efivars_path(source: &MachineSource) -> Option<PathBuf> {
    match source {
        MachineSource::ThisComputer => {
            let sys = Path::new("/sys");
            Some(sys.join(VARIABLES)).filter(|_| sys.join(EFI).is_dir())
        }
        MachineSource::Recording(path) => Some(path.join(VARIABLES)).filter(|path| path.is_dir()),
        MachineSource::Sample(_) => None,
    }
}

/// Whether this was booted by UEFI.
pub fn booted(sys: &Tree) -> bool {
    sys.has(EFI)
}

/// The state of the store below `sys`.
pub fn store(sys: &Tree, kind: Store) -> EfiStore {
    if !booted(sys) {
        return EfiStore::NoUefi;
    }
    let Some(folder) = sys.place(VARIABLES).filter(|folder| is_store(folder, kind)) else {
        return EfiStore::NotMounted;
    };
    let Ok(system) = statvfs(&folder) else { return EfiStore::Denied };
    if system.f_flag.contains(StatVfsMountFlags::RDONLY) {
        return EfiStore::ReadOnly;
    }
    if accessat(CWD, &folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS).is_err() {
        return EfiStore::Denied;
    }
    // Older kernels tell no sizes for efivarfs, and a plain folder's disk says nothing of it.
    let told = kind == Store::Efivarfs && system.f_blocks > 0;
    EfiStore::Writable { free: told.then(|| system.f_bavail.saturating_mul(system.f_frsize)) }
}

fn is_store(folder: &Path, kind: Store) -> bool {
    match kind {
        Store::Folder => folder.is_dir(),
        // The field's type differs from one architecture to the next; the magic is its low 32 bits.
        Store::Efivarfs => {
            statfs(folder).is_ok_and(|system| (system.f_type as u64) & 0xffff_ffff == EFIVARFS_MAGIC)
        }
    }
}
