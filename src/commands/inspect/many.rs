//! `countersign inspect` over several recordings: one line for each machine, or one JSON object a line.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::page::{self, OutputWidth};
use crate::text::{CommandSentence, Fault};
use countersign_core::machine::Machine;
use countersign_core::protocol::binding::Binding;
use countersign_core::remedy;
use countersign_core::review::{self, Review};
use countersign_core::text::labelled;
use countersign_probe::RecordingError;

use super::json::object;
use super::line;
use crate::commands::cli::InspectOptions;
use crate::commands::context::{self, Context};
use crate::commands::exit::{CommandError, Exit};
use crate::commands::stdout;

/// The end of the name of a file that lies beside a bare SMBIOS table and is not a recording itself.
const ENTRY_POINT: &str = "smbios_entry_point";

/// The columns of a file name in the list of a terminal.
const NAMES: std::ops::RangeInclusive<usize> = 8..=30;

/// The path of a recording to inspect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordingPath {
    /// Named by the person.
    Named(PathBuf),
    /// Found in a folder that the person named; it may be another kind of file.
    InFolder(PathBuf),
}

impl RecordingPath {
    /// The path.
    pub fn path(&self) -> &Path {
        let (Self::Named(path) | Self::InFolder(path)) = self;
        path
    }
}

/// The recordings to inspect: each path, and the files of each folder that is not a recording itself. Returns `None` for a
/// single machine that needs no list: this computer, or one recording without `always`.
pub fn recordings(given: &[PathBuf], always: bool) -> Option<Vec<RecordingPath>> {
    let folders: Vec<Option<Vec<RecordingPath>>> = given.iter().map(|path| files_of(path)).collect();
    let single = given.len() < 2 && folders.iter().all(Option::is_none);
    if given.is_empty() || single && !always {
        return None;
    }
    let each = given.iter().zip(folders);
    Some(
        each.flat_map(|(path, files)| files.unwrap_or_else(|| vec![RecordingPath::Named(path.clone())]))
            .collect(),
    )
}

/// The files of a folder with recordings, sorted. Returns `None` for anything else.
fn files_of(path: &Path) -> Option<Vec<RecordingPath>> {
    if !path.is_dir() || !matches!(countersign_probe::recording(path), Err(RecordingError::Unknown(_))) {
        return None;
    }
    let mut files: Vec<RecordingPath> = std::fs::read_dir(path)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && !name.ends_with(ENTRY_POINT)
        })
        .map(RecordingPath::InFolder)
        .collect();
    files.sort();
    files.iter().any(|file| countersign_probe::recording(file.path()).is_ok()).then_some(files)
}

/// Inspects all recordings. The exit code is 3 if a machine is not acceptable; else 1 if the answer for one is unknown, for
/// example because a named path is not a recording; else 0. In a folder, a file that is not a recording is skipped, with a
/// line on standard error.
///
/// # Errors
/// If standard output is closed.
pub fn run(
    context: &Context,
    recordings: &[RecordingPath],
    options: &InspectOptions,
) -> anyhow::Result<Exit> {
    let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let (mut good, mut bad, mut open) = (0u64, 0u64, 0u64);
    let mut out =
        if options.line { stdout::raw_output() } else { stdout::output(context.lang, options.json) };
    let width = recordings.iter().map(|recording| printable(recording.path()).width()).max().unwrap_or(0);
    let table = stdout::width();
    let width = match table {
        OutputWidth::Columns(_) => width.clamp(*NAMES.start(), *NAMES.end()),
        OutputWidth::Unbounded => width.max(*NAMES.start()),
    };
    for recording in recordings {
        let path = recording.path();
        let acceptable = match read(context, recording) {
            Found::Machine(machine) => {
                let review = review::review(&machine, &policy);
                if options.line {
                    writeln!(out, "{}", line::of_machine(Some(path), &review))?;
                } else if options.json {
                    let remedies = remedy::remedies(&machine, &review, &policy, None);
                    let marker2 = Binding::marker2_of(&machine, &review);
                    let plan = remedy::plan(&machine, &review, &policy, marker2, None);
                    let mut object = object(context.lang, &machine, &review, &remedies, &plan, options.all);
                    if let Some(object) = object.as_object_mut() {
                        object.insert("path".to_owned(), json!(path.to_string_lossy()));
                    }
                    writeln!(out, "{object}")?;
                } else {
                    writeln!(out, "{}", row(path, width, &review, table))?;
                }
                review.acceptable()
            }
            Found::NoRecording => continue,
            Found::Fault(error) => {
                let (what, cure) = error.words(context.lang);
                let code = error.fault.code();
                if options.line {
                    writeln!(out, "{}", line::of_error(path, code))?;
                } else if options.json {
                    let error = json!({ "code": code, "what": what, "cure": cure });
                    let path = path.to_string_lossy();
                    writeln!(out, "{}", json!({ "path": path, "acceptable": null, "error": error }))?;
                } else {
                    writeln!(out, "{}  ?? {code}", page::pad(&page::cut(&printable(path), width), width))?;
                }
                None
            }
        };
        match acceptable {
            Some(true) => good += 1,
            Some(false) => bad += 1,
            None => open += 1,
        }
    }
    if !options.json && !options.line {
        let count = good + bad + open;
        let total = CommandSentence::FleetTotal { count: &count, good: &good, bad: &bad, open: &open };
        writeln!(out, "{}", total.say(context.lang))?;
    }
    Ok(exit(bad, open))
}

/// The result of reading a path.
#[derive(Debug)]
pub enum Found {
    /// A machine.
    Machine(Box<Machine>),
    /// A file in a folder that is not a recording: other files may lie beside recordings. It is named on standard error already.
    NoRecording,
    /// No machine.
    Fault(CommandError),
}

/// Reads a recording.
pub fn read(context: &Context, recording: &RecordingPath) -> Found {
    let path = recording.path();
    match context::recorded(path) {
        Ok(machine) => Found::Machine(Box::new(machine)),
        Err(error)
            if matches!(recording, RecordingPath::InFolder(_))
                && matches!(error.fault, Fault::HardwareUnknown { .. }) =>
        {
            let sentence = CommandSentence::FleetPassed { path: &printable(path) }.say(context.lang);
            let line = labelled(context.lang, error.fault.code(), &sentence);
            let _ = writeln!(std::io::stderr(), "{line}");
            Found::NoRecording
        }
        Err(error) => Found::Fault(error),
    }
}

/// The exit code for several machines: `bad` of them are not acceptable, and for `open` of them the answer is unknown.
pub const fn exit(bad: u64, open: u64) -> Exit {
    match (bad, open) {
        (1.., _) => Exit::Negative,
        (0, 1..) => Exit::Fault,
        (0, 0) => Exit::Done,
    }
}

/// One machine in a row: file name, answer, and the codes of its binding fields and notes; without codes, manufacturer and model.
fn row(path: &Path, width: usize, review: &Review, table: OutputWidth) -> String {
    let sign = match review.acceptable() {
        Some(true) => "ok",
        Some(false) => "!!",
        None => "??",
    };
    let codes = review.binding().filter_map(review::Finding::code);
    let notes = review.notes.iter().map(|note| note.code().to_owned());
    let mut words: Vec<String> = codes.chain(notes).collect();
    if words.is_empty() {
        words.extend(review.binding().take(2).map(|finding| finding.shown.clone()));
    }
    let left = table.without(width + 5);
    let words = words.join(" ");
    // Codes stay whole, because people and scripts search for them.
    let words = if review.acceptable() == Some(true) { page::cut(&words, left) } else { words };
    format!("{}  {sign} {words}", page::pad(&page::cut(&printable(path), width), width))
}

/// The whole file name of a recording, safe to show.
fn printable(path: &Path) -> String {
    line::safe(Path::new(path.file_name().unwrap_or(path.as_os_str())))
}
