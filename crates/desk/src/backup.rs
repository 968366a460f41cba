//! Backup and restore of a desk's folder. A backup is a snapshot, and the desk may serve meanwhile.
//!
//! Both write a staging folder beside the target, check it, and rename it into place.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::desk_data::{DATABASE_FILE, KEYS_FILE, OpenError, open_profiles};
use super::keys::{KeyError, KeyRing};
use super::profiles;
use super::sql::SqlStore;
use countersign_ledger::StoreError;

/// Why there is no copy; nothing has changed then.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The target exists and isn't empty.
    #[error("{0}: there already")]
    TargetExists(PathBuf),
    /// The source is no valid desk.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database can't be read or copied.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

/// Copies the desk of the folder `data`, with its database, into a new folder `to`. The copy is consistent: it holds a
/// snapshot of the database, and the lock on the folder keeps keys and profiles unchanged meanwhile.
///
/// # Errors
/// [`BackupError`].
pub fn backup(data: &Path, database: &Path, to: &Path) -> Result<(), BackupError> {
    let _lock = atomic_file::lock(data).map_err(|error| io_error(data, error))?;
    open_profiles(data)?;
    let staging = StagingFolder::create_beside(to)?;
    copy_files(data, &staging.folder)?;
    let copy = staging.folder.join(DATABASE_FILE);
    SqlStore::open(database)?.snapshot(&copy)?;
    fs::set_permissions(&copy, fs::Permissions::from_mode(atomic_file::PRIVATE))
        .map_err(|error| io_error(&copy, error))?;
    staging.move_and_answer(to)
}

/// Restores a backup into the folder `data`, which must be new or empty. It checks the copy first: the database is sound
/// and migrated, the profiles and keys can be read. The backup itself doesn't change.
///
/// # Errors
/// [`BackupError`].
pub fn restore(from: &Path, data: &Path, passphrase: Option<&str>) -> Result<(), BackupError> {
    open_profiles(from)?;
    let staging = StagingFolder::create_beside(data)?;
    copy_files(from, &staging.folder)?;
    let (original, copy) = (from.join(DATABASE_FILE), staging.folder.join(DATABASE_FILE));
    copy_file(&original, &copy, atomic_file::PRIVATE)?;
    SqlStore::open(&copy)?.check_integrity()?;
    match KeyRing::load(&staging.folder.join(KEYS_FILE), passphrase) {
        // Restoring needs no passphrase.
        Ok(_) | Err(KeyError::NeedsPassphrase) => {}
        Err(error) => return Err(OpenError::Keys(error).into()),
    }
    open_profiles(&staging.folder)?;
    staging.move_and_answer(data)
}

fn io_error(path: &Path, error: io::Error) -> BackupError {
    BackupError::Io { path: path.to_owned(), error }
}

/// Copies everything but the database.
fn copy_files(from: &Path, to: &Path) -> Result<(), BackupError> {
    copy_file(&from.join(KEYS_FILE), &to.join(KEYS_FILE), atomic_file::PRIVATE)?;
    let (original, copy) = (from.join(profiles::FOLDER), to.join(profiles::FOLDER));
    DirBuilder::new().mode(0o755).create(&copy).map_err(|error| io_error(&copy, error))?;
    for entry in fs::read_dir(&original).map_err(|error| io_error(&original, error))? {
        let entry = entry.map_err(|error| io_error(&original, error))?;
        copy_file(&entry.path(), &copy.join(entry.file_name()), atomic_file::PUBLIC)?;
    }
    copy_file(&from.join(profiles::NEWEST_FILE), &to.join(profiles::NEWEST_FILE), atomic_file::PUBLIC)
}

fn copy_file(from: &Path, to: &Path, mode: u32) -> Result<(), BackupError> {
    let bytes = fs::read(from).map_err(|error| io_error(from, error))?;
    atomic_file::create(to, mode, &bytes).map_err(|error| io_error(to, error))
}

/// A folder that is being filled. Dropping it removes the folder, unless it was moved into place.
struct StagingFolder {
    folder: PathBuf,
    parent: PathBuf,
    moved: bool,
}

impl StagingFolder {
    /// Creates a staging folder beside `to`, which must be new or empty.
    fn create_beside(to: &Path) -> Result<Self, BackupError> {
        if fs::symlink_metadata(to).is_ok() && !fs::read_dir(to).is_ok_and(|mut found| found.next().is_none())
        {
            return Err(BackupError::TargetExists(to.to_owned()));
        }
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new()
            .recursive(true)
            .mode(0o750)
            .create(parent)
            .map_err(|error| io_error(parent, error))?;
        let folder = tempfile::Builder::new()
            .prefix(".countersign-")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir_in(parent)
            .map_err(|error| io_error(parent, error))?
            .keep();
        Ok(Self { folder, parent: parent.to_owned(), moved: false })
    }

    /// Syncs the folder and renames it to `to`.
    fn move_and_answer(mut self, to: &Path) -> Result<(), BackupError> {
        // SQLite's files for an open database are of no use now that it is closed.
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(self.folder.join(format!("{DATABASE_FILE}{ending}")));
        }
        let sync = |path: &Path| File::open(path)?.sync_all();
        sync(&self.folder.join(DATABASE_FILE)).map_err(|error| io_error(&self.folder, error))?;
        sync(&self.folder).map_err(|error| io_error(&self.folder, error))?;
        fs::rename(&self.folder, to).map_err(|error| io_error(to, error))?;
        self.moved = true;
        sync(&self.parent).map_err(|error| io_error(&self.parent, error))
    }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        if !self.moved {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
