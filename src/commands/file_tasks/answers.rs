//! Finds the answer of the desk among the files of removable media and other folders: a regular file with a code that verifies for an
//! open request.
//!
//! Bounded: the number of names in a folder, the number of files, and their length. The newest files come first. Never here: the
//! search for typing errors, which the person starts with the name of a file.

use std::cmp::Reverse;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::wizard::{Answers, CheckContext, CheckResult, CodeFault, FileNews, FirstCheck, start_check};
use countersign_core::machine::MachineSource;
use countersign_core::protocol::{license, refusal_code_in};
use countersign_probe::removable_media;

use super::{CODE_FILE_MAX, Report, atomic_file, places};

/// The most names of a folder that are looked at.
const MAX_NAMES: usize = 4096;

/// The most files of a folder that are read.
const MAX_FILES: usize = 200;

/// Searches the removable media, the folder where the program started, and `folder`.
pub fn find(
    source: &MachineSource,
    folder: Option<&Path>,
    start: &Path,
    context: &CheckContext,
    report: &Report<'_>,
) {
    let media = removable_media(source);
    let mut folders = places::mounted(&media);
    for folder in [Some(start), folder].into_iter().flatten() {
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    let answers = Answers { unmounted: places::unmounted(&media), ..Answers::default() };
    search(answers, folders, context, report);
}

/// Searches these folders alone.
pub fn find_in(folders: Vec<PathBuf>, context: &CheckContext, report: &Report<'_>) {
    search(Answers::default(), folders, context, report);
}

/// Reports what is found, after each folder.
fn search(mut answers: Answers, folders: Vec<PathBuf>, context: &CheckContext, report: &Report<'_>) {
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    for folder in folders {
        for (changed, path) in newest_files(&folder) {
            match holds(&path, context) {
                Holds::Answer => found.push((changed, path)),
                Holds::OtherCode => answers.other = answers.other.take().or(Some(path)),
                Holds::Refusal(code) => answers.refused = answers.refused.take().or(Some((path, code))),
                Holds::Nothing => {}
            }
        }
        newest_first(&mut found);
        answers.files = found.iter().map(|(_, path)| path.clone()).collect();
        answers.searched.push(folder);
        report(FileNews::Answers(answers.clone()));
    }
}

/// What a file holds.
enum Holds {
    /// A code for an open request.
    Answer,
    /// The refusal of the newest request, with its code.
    Refusal(&'static str),
    /// A code, but for something else.
    OtherCode,
    /// No code, or one with typing errors.
    Nothing,
}

fn holds(path: &Path, context: &CheckContext) -> Holds {
    let Ok(text) = atomic_file::read_text(path, CODE_FILE_MAX) else { return Holds::Nothing };
    let checked = license::find_lines(&text).map(|lines| start_check(&lines, context.clone()));
    if let Some(FirstCheck::Done(CheckResult::Accepted { .. })) = checked {
        return Holds::Answer;
    }
    // The desk's report on a folder may have the codes of other machines too.
    if let Some(code) = refusal_in(&text, context) {
        return Holds::Refusal(code);
    }
    match checked {
        Some(FirstCheck::Done(CheckResult::Refused(
            CodeFault::NotForThisRequest { .. } | CodeFault::ForOther { .. },
        ))) => Holds::OtherCode,
        _ => Holds::Nothing,
    }
}

/// The code of a refusal on a line that names the newest request, as the desk writes it: `Refused: DEVICE-DIFFERS, …, request K7Q-F2M`.
fn refusal_in(text: &str, context: &CheckContext) -> Option<&'static str> {
    let name = context.requests.last()?.open.request()?.name().to_string();
    text.lines().filter(|line| line.contains(&name)).find_map(refusal_code_in)
}

/// The regular files of a folder that may hold a code, the newest first. Links and hidden files are left out.
pub(super) fn newest_files(folder: &Path) -> Vec<(SystemTime, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .take(MAX_NAMES)
        .flatten()
        .filter(|entry| !entry.file_name().as_bytes().starts_with(b"."))
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            let readable = about.is_file() && (1..=CODE_FILE_MAX).contains(&about.len());
            readable.then(|| (about.modified().unwrap_or(SystemTime::UNIX_EPOCH), entry.path()))
        })
        .collect();
    newest_first(&mut files);
    files.truncate(MAX_FILES);
    files
}

fn newest_first(files: &mut [(SystemTime, PathBuf)]) {
    files.sort_unstable_by_key(|(changed, _)| Reverse(*changed));
}
