//! Backup and restore of a desk. A backup is a snapshot; the desk may serve during it.
//!
//! Both functions write a staging folder beside the target, check it, and rename it into place.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::desk_data::{DATABASE_FILE, OpenError, open_keys, read_profiles};
use super::files_of_before;
use super::keys::KeyError;
use super::sql::{OfficeEvent, SqlStore};
use countersign_ledger::StoreError;

/// Why no copy was made. Then nothing has changed.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The target exists and isn't empty.
    #[error("{0}: already exists")]
    TargetExists(PathBuf),
    /// The source is not a valid desk.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database can't be read or copied.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database is on a server, which has its own backup tools.
    #[error("the database is on a server")]
    Server,
    /// The source has a log with changes that its database file lacks: a desk runs there, or was ended by force.
    #[error("{0}: the database has a log that isn't in its file yet")]
    Log(PathBuf),
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

/// Copies a desk into a new folder `to`: a snapshot of its database, which has all its data, and the newest
/// profile.
///
/// # Errors
/// [`BackupError`] if the target exists, or the desk can't be read or copied.
pub async fn backup(store: &SqlStore, to: &Path) -> Result<(), BackupError> {
    if store.file().is_none() {
        return Err(BackupError::Server);
    }
    let profiles = read_profiles(store).await?;
    let staging = StagingFolder::create_beside(to)?;
    let copy = staging.folder.join(DATABASE_FILE);
    store.snapshot(&copy).await?;
    fs::set_permissions(&copy, fs::Permissions::from_mode(atomic_file::PRIVATE))
        .map_err(|error| io_error(&copy, error))?;
    profiles.write_newest(&staging.folder).map_err(OpenError::Profiles)?;
    staging.move_to(to)
}

/// Restores a backup into the folder `data`, which must be new or empty. The copy is checked first: the
/// database is intact and migrated, and the profiles and keys can be read. The copy's log of events gets
/// `event`. The backup itself is not changed.
///
/// # Errors
/// [`BackupError`] if the backup is not valid, the target exists, or the copy can't be written.
pub async fn restore(
    from: &Path,
    data: &Path,
    passphrase: Option<&str>,
    event: &OfficeEvent,
) -> Result<(), BackupError> {
    let original = from.join(DATABASE_FILE);
    if !original.is_file() {
        return Err(OpenError::NoDesk(from.to_owned()).into());
    }
    check_complete(from)?;
    let staging = StagingFolder::create_beside(data)?;
    let copy = staging.folder.join(DATABASE_FILE);
    copy_file(&original, &copy, atomic_file::PRIVATE)?;
    let store = SqlStore::open(&copy)?;
    files_of_before::adopt(&store, from).await?;
    let published = store.published().await.map_err(BackupError::Store)?;
    match open_keys(&store, &published, passphrase) {
        // A restore needs no passphrase.
        Ok(_) | Err(KeyError::NeedsPassphrase) => {}
        Err(error) => return Err(OpenError::Keys(error).into()),
    }
    read_profiles(&store).await?.write_newest(&staging.folder).map_err(OpenError::Profiles)?;
    store.record_event(event).await?;
    store.close_database().await?;
    staging.move_to(data)
}

/// Checks that the database of a folder has no changes outside of its file.
fn check_complete(folder: &Path) -> Result<(), BackupError> {
    for ending in ["-wal", "-journal"] {
        let log = folder.join(format!("{DATABASE_FILE}{ending}"));
        match fs::metadata(&log) {
            Ok(found) if found.len() > 0 => return Err(BackupError::Log(log)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(&log, error)),
            _ => {}
        }
    }
    Ok(())
}

fn io_error(path: &Path, error: io::Error) -> BackupError {
    BackupError::Io { path: path.to_owned(), error }
}

fn copy_file(from: &Path, to: &Path, mode: u32) -> Result<(), BackupError> {
    let from_file = File::open(from).map_err(|error| io_error(from, error))?;
    atomic_file::create_from(to, mode, from_file).map_err(|error| io_error(to, error))
}

/// A folder that is being filled. On drop it is deleted, unless it was moved into place.
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
    fn move_to(mut self, to: &Path) -> Result<(), BackupError> {
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
