//! A folder of small files, such as `/sys` and `/proc`, on disk or packed into the program.
//!
//! Lives here: bounded reading of one file, with the reason of a failure. Never here: the meaning of a file, or following a link out
//! of the folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The bound for a small file, in bytes. Attributes of the kernel fit one page.
pub const SMALL: u64 = 64 * 1024;

/// The most names of a folder that are listed.
const MAX_NAMES: usize = 4096;

/// The reason why a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFailure {
    /// There is no such file, or its path leads out of the tree.
    Absent,
    /// Only root may read it.
    Denied,
    /// Reading failed.
    Broken,
}

/// A folder of small files.
#[derive(Debug, Clone)]
pub enum FileTree {
    /// On disk.
    Folder(PathBuf),
    /// Packed into the program: paths and contents.
    Packed(&'static [(&'static str, &'static [u8])]),
}

impl FileTree {
    /// The first `most` bytes of the file at `path`, relative to the tree.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, ReadFailure> {
        match self {
            Self::Folder(_) => {
                let path = self.inside(path)?;
                // Only regular files: opening a named pipe in a recording would block.
                if !fs::metadata(&path).map_err(|error| missing(error.kind()))?.is_file() {
                    return Err(ReadFailure::Absent);
                }
                let file = File::open(path).map_err(|error| missing(error.kind()))?;
                let mut bytes = Vec::new();
                file.take(most).read_to_end(&mut bytes).map_err(|error| missing(error.kind()))?;
                Ok(bytes)
            }
            Self::Packed(files) => {
                let (_, bytes) = files.iter().find(|(name, _)| *name == path).ok_or(ReadFailure::Absent)?;
                Ok(bytes.iter().copied().take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
            }
        }
    }

    /// The text of the file at `path`, without NULs, newlines and spaces at both ends; `None` where it can't be read.
    pub fn line(&self, path: &str) -> Option<String> {
        self.text(path).ok()
    }

    /// The text of the file at `path` like [`line`](Self::line), or the reason why it can't be read.
    pub fn text(&self, path: &str) -> Result<String, ReadFailure> {
        let bytes = self.read(path, SMALL)?;
        Ok(String::from_utf8_lossy(&bytes).trim_matches(['\0', '\n', ' ']).to_string())
    }

    /// Whether there is a file or folder at `path`.
    pub fn has(&self, path: &str) -> bool {
        match self {
            Self::Folder(_) => self.inside(path).is_ok_and(|path| fs::symlink_metadata(path).is_ok()),
            Self::Packed(files) => files.iter().any(|(name, _)| {
                name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }),
        }
    }

    /// The names in the folder at `path`, sorted; empty where it can't be listed.
    pub fn names(&self, path: &str) -> Vec<String> {
        self.list(path).unwrap_or_default()
    }

    /// The names in the folder at `path`, sorted, or the reason why it can't be listed.
    pub fn list(&self, path: &str) -> Result<Vec<String>, ReadFailure> {
        let mut names: Vec<String> = match self {
            Self::Folder(_) => fs::read_dir(self.inside(path)?)
                .map_err(|error| missing(error.kind()))?
                .take(MAX_NAMES)
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .collect(),
            Self::Packed(files) => files
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(path)?.strip_prefix('/')?.split('/').next())
                .map(str::to_string)
                .collect(),
        };
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The path of a file or folder on disk with links resolved; `None` where it doesn't exist in the tree, and for a packed tree.
    pub fn real_path(&self, path: &str) -> Option<PathBuf> {
        self.inside(path).ok()
    }

    /// The path on disk with links resolved. A path that leads out of the tree is an error, because the links of a recorded `/sys`
    /// must not lead to files of this computer.
    fn inside(&self, path: &str) -> Result<PathBuf, ReadFailure> {
        let Self::Folder(root) = self else { return Err(ReadFailure::Absent) };
        let root = real(root)?;
        let path = real(&root.join(path))?;
        if path.starts_with(&root) { Ok(path) } else { Err(ReadFailure::Absent) }
    }
}

fn real(path: &Path) -> Result<PathBuf, ReadFailure> {
    fs::canonicalize(path).map_err(|error| missing(error.kind()))
}

fn missing(kind: ErrorKind) -> ReadFailure {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ReadFailure::Absent,
        ErrorKind::PermissionDenied => ReadFailure::Denied,
        _ => ReadFailure::Broken,
    }
}
