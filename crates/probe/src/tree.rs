//! A folder of small files, as `/sys` and `/proc` are, on disk or packed into the program.
//!
//! Lives here: reading one file of it, bounded, with the reason where there is nothing to read.
//! Never here: knowing what a file means, or following a link out of the folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Most bytes of one small file that are taken in; kernel attributes fit one page.
pub const SMALL: u64 = 64 * 1024;

/// Most names of one folder that are looked at.
const MAX_NAMES: usize = 4096;

/// Why a file of a tree gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is not there (or leads out of the tree).
    Absent,
    /// Only root may read it.
    Denied,
    /// Reading failed.
    Broken,
}

/// A folder of small files.
#[derive(Debug, Clone)]
pub enum Tree {
    /// On disk.
    Folder(PathBuf),
    /// Packed into the program: paths and contents.
    Packed(&'static [(&'static str, &'static [u8])]),
}

impl Tree {
    /// The first `most` bytes of the file at `path`, which is relative to the tree.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, Missing> {
        match self {
            Self::Folder(_) => {
                let path = self.inside(path)?;
                // Only plain files: opening a pipe that someone left in a recording would wait for ever.
                if !fs::metadata(&path).map_err(|error| missing(error.kind()))?.is_file() {
                    return Err(Missing::Absent);
                }
                let file = File::open(path).map_err(|error| missing(error.kind()))?;
                let mut bytes = Vec::new();
                file.take(most).read_to_end(&mut bytes).map_err(|error| missing(error.kind()))?;
                Ok(bytes)
            }
            Self::Packed(files) => {
                let (_, bytes) = files.iter().find(|(name, _)| *name == path).ok_or(Missing::Absent)?;
                Ok(bytes.iter().copied().take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
            }
        }
    }

    /// The file at `path` as one trimmed line of text; `None` where it gives none.
    pub fn line(&self, path: &str) -> Option<String> {
        let bytes = self.read(path, SMALL).ok()?;
        Some(String::from_utf8_lossy(&bytes).trim_matches(['\0', '\n', ' ']).to_string())
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

    /// The names in the folder at `path`, sorted; none where it can't be listed.
    pub fn names(&self, path: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Folder(_) => self
                .inside(path)
                .and_then(|path| fs::read_dir(path).map_err(|error| missing(error.kind())))
                .map(|entries| {
                    entries
                        .take(MAX_NAMES)
                        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                        .collect()
                })
                .unwrap_or_default(),
            Self::Packed(files) => files
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(path)?.strip_prefix('/')?.split('/').next())
                .map(str::to_string)
                .collect(),
        };
        names.sort();
        names.dedup();
        names
    }

    /// Where that file or folder really is on disk, links followed; `None` for a packed tree.
    pub fn place(&self, path: &str) -> Option<PathBuf> {
        self.inside(path).ok()
    }

    /// The path on disk with links followed, refused where they lead out of the tree: a recording
    /// with the links of a real `/sys` must not end up at files of this computer.
    fn inside(&self, path: &str) -> Result<PathBuf, Missing> {
        let Self::Folder(root) = self else { return Err(Missing::Absent) };
        let root = real(root)?;
        let path = real(&root.join(path))?;
        if path.starts_with(&root) { Ok(path) } else { Err(Missing::Absent) }
    }
}

fn real(path: &Path) -> Result<PathBuf, Missing> {
    fs::canonicalize(path).map_err(|error| missing(error.kind()))
}

fn missing(kind: ErrorKind) -> Missing {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Missing::Absent,
        ErrorKind::PermissionDenied => Missing::Denied,
        _ => Missing::Broken,
    }
}
