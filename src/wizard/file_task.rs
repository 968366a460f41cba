//! Work on the person's own files, which the worker does: where to write, a name to complete, a file to write, an answer to find.
//!
//! A system call on a dead mount may block, so the session itself opens no folder that a person names. Never here: a disk.

use std::path::PathBuf;

use countersign_core::machine::MachineSource;

use super::code_check::CheckContext;

/// Work on files, with a copy of all that it needs. A path that isn't absolute begins in the folder where the program started.
#[derive(Debug, Clone)]
pub enum FileTask {
    /// Find the folders where a file can be written → [`FileNews::Places`].
    FindPlaces(MachineSource),
    /// Complete a path → [`FileNews::Completed`].
    Complete(String),
    /// Write a file → [`FileNews::Saved`], or [`FileNews::Exists`] if the name is taken. Where the path is a folder, the file gets its
    /// own name there.
    Save {
        /// What to write.
        file: FileKind,
        /// Where.
        path: PathBuf,
        /// An existing file may be replaced.
        replace: bool,
    },
    /// Find files with a code for an open request → [`FileNews::Answers`].
    FindAnswers {
        /// The source of the machine, whose removable media are searched.
        source: MachineSource,
        /// Another folder to search: the one that the request was saved in.
        folder: Option<PathBuf>,
        /// What a code is checked against.
        context: Box<CheckContext>,
    },
    /// Read a file that may hold a code → [`FileNews::Read`]. A folder is searched → [`FileNews::Answers`].
    Read {
        /// Its path.
        path: PathBuf,
        /// What a code is checked against.
        context: Box<CheckContext>,
    },
}

/// The result of a task.
#[derive(Debug, Clone)]
pub enum FileNews {
    /// Where files can be written, and what isn't mounted.
    Places(Places),
    /// The completed path.
    Completed(Completion),
    /// The file was written at this path.
    Saved(PathBuf),
    /// There is a file of that name.
    Exists(PathBuf),
    /// The files with a code.
    Answers(Answers),
    /// The text of the file.
    Read(String),
    /// It failed at this path; the system's reason.
    Failed(PathBuf, String),
}

/// Where files can be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Folders, removable media first, then the folder where the program started.
    pub folders: Vec<PathBuf>,
    /// Removable devices that are not mounted, such as `/dev/sdb1`.
    pub unmounted: Vec<String>,
}

/// A path as far as it can be completed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The path that was to be completed.
    pub asked: String,
    /// The path up to where its names differ.
    pub text: String,
    /// The names that it may go on with, if there are several.
    pub names: Vec<String>,
    /// The number of further names.
    pub more: usize,
}

/// What a search for answers found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Files with a code for an open request, the newest first.
    pub files: Vec<PathBuf>,
    /// A file with a code for something else.
    pub other: Option<PathBuf>,
    /// A file that says that the desk refused the newest request, and the code of the refusal.
    pub refused: Option<(PathBuf, &'static str)>,
    /// The folders that were searched.
    pub searched: Vec<PathBuf>,
    /// Removable devices that are not mounted.
    pub unmounted: Vec<String>,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// The request in its text form, by its name.
    RequestText {
        /// The request's name.
        name: String,
        /// The text.
        text: String,
    },
    /// The request's QR as PNG.
    RequestPicture {
        /// The request's name.
        name: String,
        /// The address it carries.
        url: String,
    },
}

impl FileKind {
    /// The file's name, unless the person gives another.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Self::RequestText { name, .. } => format!("request-{name}.txt"),
            Self::RequestPicture { name, .. } => format!("request-{name}.png"),
        }
    }
}
