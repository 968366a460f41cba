//! The place of UEFI variables, and whether an activation can be kept there. Nothing is written for the check.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use countersign_core::machine::{EfiStore, MachineSource};
use rustix::fs::{Access, AtFlags, CWD, StatVfsMountFlags, accessat, statfs, statvfs};

use super::file_tree::FileTree;

const EFI: &str = "firmware/efi";
const VARIABLES: &str = "firmware/efi/efivars";

/// The file system type of efivarfs in `statfs` (`linux/magic.h`).
const EFIVARFS_MAGIC: u64 = 0xde5e_81e4;

/// The kind of folder that counts as a store of UEFI variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableStore {
    /// efivarfs only.
    Efivarfs,
    /// Any folder, as a recording has.
    Folder,
}

/// The folder of the UEFI variables of this source; `None` for a computer that wasn't booted by UEFI, for a recording without
/// such a folder, and for a sample. A folder that can't be looked at is returned, so that reading it reports the error.
#[must_use]
pub fn efivars_path(source: &MachineSource) -> Option<PathBuf> {
    match source {
        MachineSource::ThisComputer => {
            let sys = Path::new("/sys");
            Some(sys.join(VARIABLES)).filter(|_| !is_absent(&sys.join(EFI)))
        }
        MachineSource::Recording(path) => {
            [path.join(VARIABLES), path.join("sys").join(VARIABLES)].into_iter().find(|path| !is_absent(path))
        }
        MachineSource::Sample(_) => None,
    }
}

/// Whether there is certainly no such folder.
fn is_absent(folder: &Path) -> bool {
    match std::fs::metadata(folder) {
        Ok(about) => !about.is_dir(),
        Err(error) => matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// Whether the system was booted by UEFI.
pub fn booted(sys: &FileTree) -> bool {
    sys.has(EFI)
}

/// The state of the store below `sys`.
pub fn store(sys: &FileTree, kind: VariableStore) -> EfiStore {
    if !booted(sys) {
        return EfiStore::NoUefi;
    }
    let Some(folder) = sys.real_path(VARIABLES).filter(|folder| is_store(folder, kind)) else {
        return EfiStore::NotMounted;
    };
    let Ok(system) = statvfs(&folder) else { return EfiStore::Denied };
    if system.f_flag.contains(StatVfsMountFlags::RDONLY) {
        return EfiStore::ReadOnly;
    }
    if accessat(CWD, &folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS).is_err() {
        return EfiStore::Denied;
    }
    // Older kernels give no sizes for efivarfs. For a plain folder, the size of its disk has no meaning.
    let told = kind == VariableStore::Efivarfs && system.f_blocks > 0;
    EfiStore::Writable { free: told.then(|| system.f_bavail.saturating_mul(system.f_frsize)) }
}

fn is_store(folder: &Path, kind: VariableStore) -> bool {
    match kind {
        VariableStore::Folder => folder.is_dir(),
        // The type of `f_type` depends on the architecture; the magic number is its low 32 bits.
        VariableStore::Efivarfs => {
            statfs(folder).is_ok_and(|system| (system.f_type as u64) & 0xffff_ffff == EFIVARFS_MAGIC)
        }
    }
}
