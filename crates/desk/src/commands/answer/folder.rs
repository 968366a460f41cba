//! Answers every file of a folder: writes a license file for each code, and a report.

use std::io;
use std::path::{Path, PathBuf};

use super::outcome::{Answering, Outcome};
use crate::atomic_file;
use crate::commands::answer_text;
use crate::commands::failure::Failure;
use crate::commands::request_input;
use crate::regular_file;
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Line as _, safe_path};
use countersign_ledger::{Answer, Reason};

/// The file name of the report.
const REPORT_FILE: &str = "countersign-report.txt";
/// The ending of license files: `NUMBER-REQUEST.license.txt`.
const LICENSE_ENDING: &str = ".license.txt";
/// The counts of license files with the same name stay below this. A number and a request have at most two
/// codes.
const MAX_COUNT: u32 = 100;

/// Answers the files of a folder, sorted by name. Hidden files, links, pipes, devices, and the output of an
/// earlier run are skipped. A file that can't be read has its own outcome, so that one damaged file on a
/// stick doesn't stop the others.
pub(super) fn answer_files(answering: &Answering<'_>, folder: &Path) -> Result<Vec<Outcome>, Failure> {
    let failed = |path: &Path, error: &io::Error| Failure::file(path, error, answering.invocation.lang);
    let paths = request_files(folder).map_err(|error| failed(folder, &error))?;
    let answer_file = |path: &PathBuf| {
        let text = match request_input::read_regular_file(path) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Outcome::unreadable(path, io::ErrorKind::InvalidInput.into())),
            Err(error) => return Ok(Outcome::unreadable(path, error)),
        };
        let outcome = answering.answer(safe_path(path), &text)?;
        if let Ok(answer) = &outcome.answer
            && let Some(lines) = answer_text::license_file(answer)
        {
            // Without a free name, the report alone has the code.
            let Some(to) = license_path(folder, answer, &lines) else { return Ok(outcome) };
            atomic_file::replace(&to, atomic_file::PUBLIC, lines.as_bytes())
                .map_err(|error| failed(&to, &error))?;
            return Ok(Outcome { license_file: Some(to), ..outcome });
        }
        Ok(outcome)
    };
    paths.iter().map(answer_file).collect()
}

fn request_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let skipped = name.starts_with('.') || name.ends_with(LICENSE_ENDING) || name == REPORT_FILE;
        if !skipped && entry.file_type()?.is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Returns the path of an answer's license file, named by license number and request. If a file of that name
/// has other contents, it is kept, and the new path gets a count. `None` if all names are taken.
fn license_path(folder: &Path, answer: &Answer, lines: &str) -> Option<PathBuf> {
    let number = answer.license.as_ref().map_or("-", |license| license.as_str());
    let name = format!("{number}-{}", answer.name);
    let counted = (2..MAX_COUNT).map(|count| format!("{name}-{count}"));
    // Another object with that name, such as a link or a pipe, is not ours and is kept.
    let is_free = |path: &PathBuf| match regular_file::read(path, lines.len() as u64) {
        Ok(contents) => contents.as_deref() == Some(lines),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    let names = std::iter::once(name.clone()).chain(counted);
    names.map(|name| folder.join(format!("{name}{LICENSE_ENDING}"))).find(is_free)
}

/// Writes the report into the folder, and returns the summary to print.
pub(super) fn write_report(
    answering: &Answering<'_>,
    folder: &Path,
    outcomes: &[Outcome],
) -> Result<String, Failure> {
    let lang = answering.invocation.lang;
    let path = safe_path(folder);
    if outcomes.is_empty() {
        return Ok(format!("{}\n", DeskSentence::FolderEmpty { path: &path }.say(lang)));
    }
    let mut report = format!("{}\n{}\n", L::ReportTitle.say(lang), moment_at(answering.invocation.now));
    for outcome in outcomes {
        report.push_str(&format!("\n== {}\n{}", outcome.source, answering.to_text(outcome)));
    }
    let to = folder.join(REPORT_FILE);
    atomic_file::replace(&to, atomic_file::PRIVATE, report.as_bytes())
        .map_err(|error| Failure::file(&to, &error, lang))?;
    let count =
        |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count().to_string();
    let summary = DeskSentence::FolderSummary {
        path: &path,
        issued: &count(Outcome::is_issued),
        refused: &count(|outcome| outcome.answer.is_ok() && !outcome.is_issued()),
        other: &count(|outcome| outcome.answer.is_err()),
    }
    .say(lang);
    let wrote = DeskSentence::FolderWrote { report: &safe_path(&to) }.say(lang);
    let mut text = format!("{summary}\n{wrote}\n\n");
    for outcome in outcomes {
        let decision = match &outcome.answer {
            Ok(answer) => answer.reason().map_or(L::Issued.say(lang), Reason::code),
            Err(error) => error.failure(lang).code,
        };
        let file = outcome.license_file.as_ref().and_then(|path| path.file_name());
        let file = file.map_or_else(String::new, |name| format!(" -> {}", name.to_string_lossy()));
        text.push_str(&format!("  {}: {decision}{file}\n", outcome.source));
    }
    Ok(text)
}
