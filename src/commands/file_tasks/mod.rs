//! Carries out work on the person's own files, beside the session and within a time limit.
//!
//! Each task has its own thread, because a system call on a dead mount or a pulled stick may block, and nothing can end such a
//! wait. After the limit the thread is left alone, and the result so far counts. Never here: what follows from a result.

mod answers;
mod completion;
mod places;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::text::{CommandLine, system_error};
use crate::wizard::{FileKind, FileNews, FileTask};
use countersign_core::lang::Lang;
use countersign_core::text::Line;

use super::atomic_file::{self, FileError};
use super::qr_pictures::{qr_png, qr_svg};

/// The bytes of a file that are searched for a code.
pub const CODE_FILE_MAX: u64 = 64 * 1024;

/// The time limit for reading. A drive that spins up takes a second.
const READ_LIMIT: Duration = Duration::from_secs(5);

/// The time limit for writing, which waits until the medium has the bytes.
const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// Carries out a task. `start` is the folder where the program started.
pub fn run(task: FileTask, start: &Path, lang: Lang) -> FileNews {
    let limit = if matches!(task, FileTask::Save { .. }) { WRITE_LIMIT } else { READ_LIMIT };
    let path = path_of(&task, start);
    let start = start.to_owned();
    let news = within(limit, move |report| carry_out(task, &start, lang, report));
    news.unwrap_or_else(|| FileNews::Failed(path, CommandLine::NoAnswerInTime.say(lang).to_owned()))
}

/// The last report of some work, and whether the work is done.
#[derive(Default)]
struct Progress {
    last: Option<FileNews>,
    done: bool,
}

/// Runs the work on its own thread and returns its last report within the limit; `None` if it reports nothing.
fn within(limit: Duration, work: impl FnOnce(&Report<'_>) + Send + 'static) -> Option<FileNews> {
    let shared = Arc::new((Mutex::<Progress>::default(), Condvar::new()));
    let own = Arc::clone(&shared);
    let thread = thread::Builder::new().spawn(move || {
        work(&|news| held(own.0.lock()).last = Some(news));
        held(own.0.lock()).done = true;
        own.1.notify_one();
    });
    if thread.is_err() {
        return None;
    }
    let waited = shared.1.wait_timeout_while(held(shared.0.lock()), limit, |progress| !progress.done);
    held(waited).0.last.take()
}

/// The value behind a lock. A poisoned lock is used too: a thread that panicked has left a whole report or none.
fn held<T>(locked: Result<T, PoisonError<T>>) -> T {
    locked.unwrap_or_else(PoisonError::into_inner)
}

/// Receives the result so far. Each report replaces the one before.
type Report<'a> = dyn Fn(FileNews) + 'a;

/// The path that a task is about.
fn path_of(task: &FileTask, start: &Path) -> PathBuf {
    match task {
        FileTask::FindPlaces(_) | FileTask::FindAnswers { .. } => start.to_owned(),
        FileTask::Complete(typed) => start.join(typed),
        FileTask::Save { path, .. } | FileTask::Read { path, .. } => start.join(path),
    }
}

fn carry_out(task: FileTask, start: &Path, lang: Lang, report: &Report<'_>) {
    match task {
        FileTask::FindPlaces(source) => places::find(&source, start, report),
        FileTask::Complete(typed) => report(FileNews::Completed(completion::complete(&typed, start))),
        FileTask::Save { file, path, replace } => report(save(&file, &start.join(path), replace, lang)),
        FileTask::FindAnswers { source, folder, context } => {
            answers::find(&source, folder.as_deref(), start, &context, report);
        }
        FileTask::Read { path, context } => {
            let path = start.join(path);
            if path.is_dir() {
                answers::find_in(vec![path], &context, report);
            } else {
                report(read(path, lang));
            }
        }
    }
}

/// Writes the file; in the folder at `path`, if there is one.
fn save(file: &FileKind, path: &Path, replace: bool, lang: Lang) -> FileNews {
    let path = if path.is_dir() { path.join(file.file_name()) } else { path.to_owned() };
    match fs::symlink_metadata(&path) {
        Ok(about) if about.is_file() && !replace => return FileNews::Exists(path),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return FileNews::Failed(path, system_error(lang, &error)),
    }
    let written = match file {
        FileKind::RequestText { text, .. } => atomic_file::write(&path, text.as_bytes()),
        FileKind::RequestPicture { url, .. } => match picture(url, &path) {
            Ok(bytes) => atomic_file::write(&path, &bytes),
            Err(error) => return FileNews::Failed(path, format!("{error:#}")),
        },
    };
    match written {
        Ok(()) => FileNews::Saved(path),
        Err(error) => failed(path, &error, lang),
    }
}

/// The QR of an address in the form that the ending of the path names: SVG, else PNG.
fn picture(url: &str, path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg")) {
        return Ok(qr_svg(url)?.into_bytes());
    }
    qr_png(url)
}

fn read(path: PathBuf, lang: Lang) -> FileNews {
    match atomic_file::read_text(&path, CODE_FILE_MAX) {
        Ok(text) => FileNews::Read(text),
        Err(error) => failed(path, &error, lang),
    }
}

fn failed(path: PathBuf, error: &FileError, lang: Lang) -> FileNews {
    FileNews::Failed(path, error.why(lang))
}
