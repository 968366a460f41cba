//! Files in `/run` that every user may read: the status, for products that don't run as root, and the line
//! that is shown at sign-in.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::folder::{Folder, folder_of, temporary_name};
use super::status::{Audience, Status};
use super::storage::StorageError;
use super::trust::Distrust;

/// The folder of the files that the boot unit writes.
pub const RUN_FOLDER: &str = "/run/countersign";

/// The mode of the folder: products that don't run as root read files in it.
const FOLDER_MODE: u32 = 0o755;

/// The mode of the file.
const FILE_MODE: u32 = 0o644;

/// Returns the path of the file that the boot unit writes for the given product.
#[must_use]
pub fn run_file(product: &str) -> PathBuf {
    Path::new(RUN_FOLDER).join(format!("{product}.json"))
}

/// Writes the JSON for [`Audience::Everyone`] to a file with mode 0644, atomically: a reader gets the
/// previous status or this one, never a part of one. Missing folders are created with mode 0755, whatever the
/// umask.
///
/// # Errors
/// [`StorageError`] if the file can't be written, or if something other than a regular file is at `path`. The
/// previous status is still there.
pub fn write_run_file(path: &Path, status: &Status) -> Result<(), StorageError> {
    write_text_for_everyone(path, &format!("{}\n", status.json(Audience::Everyone)))
}

/// Removes a file that [`write_text_for_everyone`] wrote. It may be missing.
///
/// # Errors
/// [`StorageError`] if the file can't be removed, or if it is not a regular file.
pub fn remove_text_for_everyone(path: &Path) -> Result<(), StorageError> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => Err(Distrust::NotRegular.into()),
        Ok(_) => Ok(fs::remove_file(path)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Writes a text in the same way as [`write_run_file`].
///
/// # Errors
/// [`StorageError`] in the same cases as [`write_run_file`].
pub fn write_text_for_everyone(path: &Path, text: &str) -> Result<(), StorageError> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(StorageError::NotThere);
    };
    let folder = folder_of(path);
    create_readable(folder)?;
    if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(Distrust::NotRegular.into());
    }
    let folder = Folder::open(folder, None)?.ok_or(StorageError::NotThere)?;
    // Processes may write their status at the same time, because the lock isn't held here.
    let temporary = temporary_name(&format!("{name}.{}", std::process::id()));
    folder.replace_by(&temporary, name, text.as_bytes(), FILE_MODE)
}

/// Creates a folder that everyone may read, and the missing folders above it. An existing folder is not
/// changed.
fn create_readable(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        create_readable(above)?;
    }
    match DirBuilder::new().mode(FOLDER_MODE).create(folder) {
        // The mode must not depend on the umask.
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(FOLDER_MODE)),
        // Another process created it first.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_run_file_is_readable_by_everyone_and_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("run/countersign/example-os.json");
        write_text_for_everyone(&path, "one\n").unwrap();
        write_text_for_everyone(&path, "second\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second\n");
        let folder = path.parent().unwrap();
        assert_eq!((mode(folder), mode(&path)), (0o755, 0o644));
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
        assert_eq!(run_file("example-os"), Path::new("/run/countersign/example-os.json"));
    }

    #[test]
    fn removing_a_file_twice_or_a_missing_one_succeeds() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("motd.d/countersign");
        assert_eq!(remove_text_for_everyone(&path), Ok(()));
        write_text_for_everyone(&path, "line\n").unwrap();
        assert_eq!(remove_text_for_everyone(&path), Ok(()));
        assert!(!path.exists());
    }

    #[test]
    fn the_temporary_file_of_another_process_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("example-os.json");
        let others = home.path().join(temporary_name("example-os.json.1"));
        fs::write(&others, "half").unwrap();
        write_text_for_everyone(&path, "whole\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole\n");
        assert_eq!(fs::read_to_string(&others).unwrap(), "half");
    }

    #[test]
    fn a_link_or_folder_in_place_of_the_file_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let (target, link) = (home.path().join("target"), home.path().join("link.json"));
        fs::write(&target, "untouched").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        for path in [&link, home.path()] {
            assert_eq!(
                write_text_for_everyone(path, "x"),
                Err(StorageError::Distrusted(Distrust::NotRegular)),
                "{path:?}"
            );
        }
        for path in [&link, home.path()] {
            assert_eq!(remove_text_for_everyone(path), Err(StorageError::Distrusted(Distrust::NotRegular)));
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "untouched");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
