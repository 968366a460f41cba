//! A desk's folder as a whole: to another one, of one moment, while the desk serves; and back.
//!
//! Both ways the new folder is made beside its place under another name, checked, and put there in one step.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::desk_data::{DATABASE, KEYS, OpenError, open_profiles};
use super::files;
use super::keys::{KeyError, KeyRing};
use super::sql::SqlStore;
use countersign_ledger::StoreError;

/// The profile as devices get it.
const PROFILE: &str = "profile.toml";
/// Every version that was published.
const PROFILES: &str = "profiles";

/// Why there is no copy. Nothing was changed then.
#[derive(Debug, Error)]
pub enum BackupError {
    /// Something stands where the copy is to be.
    #[error("{0}: there already")]
    There(PathBuf),
    /// A part of the folder that is copied is none of a desk's.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Copies the desk of `data` with its database into a new folder `to`, all of one moment: nobody changes keys or
/// profiles meanwhile, and of the database it is a snapshot. Whoever serves goes on.
///
/// # Errors
/// [`BackupError`].
pub fn backup(data: &Path, database: &Path, to: &Path) -> Result<(), BackupError> {
    let _lock = files::lock(data).map_err(|error| at(data, error))?;
    open_profiles(data)?;
    let made = Making::begin(to)?;
    copy_files(data, &made.folder)?;
    let copy = made.folder.join(DATABASE);
    SqlStore::open(database)?.snapshot(&copy)?;
    fs::set_permissions(&copy, fs::Permissions::from_mode(files::PRIVATE))
        .map_err(|error| at(&copy, error))?;
    made.finish(to)
}

/// Makes the desk of a backup anew in `data`, where none may be. The backup is read whole and checked first: its
/// database is sound and brought up to date, its profiles and keys can be read. It stays as it is.
///
/// # Errors
/// [`BackupError`].
pub fn restore(from: &Path, data: &Path, passphrase: Option<&str>) -> Result<(), BackupError> {
    open_profiles(from)?;
    let made = Making::begin(data)?;
    copy_files(from, &made.folder)?;
    let (kept, copy) = (from.join(DATABASE), made.folder.join(DATABASE));
    copy_file(&kept, &copy, files::PRIVATE)?;
    SqlStore::open(&copy)?.check()?;
    match KeyRing::load(&made.folder.join(KEYS), passphrase) {
        // Whoever restores need not hold the passphrase.
        Ok(_) | Err(KeyError::NeedsPassphrase) => {}
        Err(error) => return Err(OpenError::Keys(error).into()),
    }
    open_profiles(&made.folder)?;
    made.finish(data)
}

fn at(path: &Path, error: io::Error) -> BackupError {
    BackupError::Io { path: path.to_owned(), error }
}

/// Everything but the database.
fn copy_files(from: &Path, to: &Path) -> Result<(), BackupError> {
    copy_file(&from.join(KEYS), &to.join(KEYS), files::PRIVATE)?;
    let (kept, copy) = (from.join(PROFILES), to.join(PROFILES));
    DirBuilder::new().mode(0o755).create(&copy).map_err(|error| at(&copy, error))?;
    for entry in fs::read_dir(&kept).map_err(|error| at(&kept, error))? {
        let entry = entry.map_err(|error| at(&kept, error))?;
        copy_file(&entry.path(), &copy.join(entry.file_name()), files::PUBLIC)?;
    }
    copy_file(&from.join(PROFILE), &to.join(PROFILE), files::PUBLIC)
}

fn copy_file(from: &Path, to: &Path, mode: u32) -> Result<(), BackupError> {
    let bytes = fs::read(from).map_err(|error| at(from, error))?;
    files::create(to, mode, &bytes).map_err(|error| at(to, error))
}

/// A folder that is being made; taken away again unless it is finished.
struct Making {
    folder: PathBuf,
    parent: PathBuf,
    finished: bool,
}

impl Making {
    /// Begins beside `to`, which is not there, or empty.
    fn begin(to: &Path) -> Result<Self, BackupError> {
        if fs::symlink_metadata(to).is_ok() && !fs::read_dir(to).is_ok_and(|mut found| found.next().is_none())
        {
            return Err(BackupError::There(to.to_owned()));
        }
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o750).create(parent).map_err(|error| at(parent, error))?;
        let folder = tempfile::Builder::new()
            .prefix(".countersign-")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir_in(parent)
            .map_err(|error| at(parent, error))?
            .keep();
        Ok(Self { folder, parent: parent.to_owned(), finished: false })
    }

    fn finish(mut self, to: &Path) -> Result<(), BackupError> {
        // What SQLite leaves beside its file while it is open belongs to nobody now.
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(self.folder.join(format!("{DATABASE}{ending}")));
        }
        let sync = |path: &Path| File::open(path)?.sync_all();
        sync(&self.folder.join(DATABASE)).map_err(|error| at(&self.folder, error))?;
        sync(&self.folder).map_err(|error| at(&self.folder, error))?;
        fs::rename(&self.folder, to).map_err(|error| at(to, error))?;
        self.finished = true;
        sync(&self.parent).map_err(|error| at(&self.parent, error))
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
