//! Folders and files with modes that the programs accept, for any umask of the user who runs the tests.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

/// A temporary folder with mode 0700.
#[must_use]
pub fn private_folder() -> TempDir {
    private_folder_within(&std::env::temp_dir())
}

/// A temporary folder with mode 0700, within this folder.
#[must_use]
pub fn private_folder_within(folder: &Path) -> TempDir {
    let folder = tempfile::tempdir_in(folder).unwrap();
    set_mode(folder.path(), 0o700);
    folder
}

/// Writes a file with mode 0644.
pub fn write_file(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).unwrap();
    set_mode(path, 0o644);
}

/// Sets the mode of a file or folder.
pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Makes a named pipe.
pub fn make_pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}
