//! `countersign inspect` over several recordings: one line a machine, or one JSON object a line.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::page;
use crate::text::{CommandLine, Fault};
use countersign_core::machine::{self};
use countersign_core::remedy;
use countersign_core::review::{self, Review};
use countersign_core::text::Line;
use countersign_probe::RecordingError;

use super::cli::InspectOptions;
use super::context::{self, Context};
use super::exit::Exit;
use super::inspect::object;

/// What stands beside a bare table and is no recording of its own.
const ENTRY_POINT: &str = "smbios_entry_point";

/// Columns of a line.
const COLUMNS: usize = 80;

/// One recording that is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meant {
    /// By its own path.
    Named(PathBuf),
    /// It lies in a folder that was named, where other files may lie too.
    Beside(PathBuf),
}

impl Meant {
    fn path(&self) -> &Path {
        let (Self::Named(path) | Self::Beside(path)) = self;
        path
    }
}

/// The recordings meant: each path, and of a folder that is no recording itself, what it holds. `None` where
/// one machine is meant, in the ordinary way.
pub fn paths<'a>(given: impl Iterator<Item = &'a PathBuf>) -> Option<Vec<Meant>> {
    let given: Vec<&PathBuf> = given.collect();
    let folders: Vec<Option<Vec<Meant>>> = given.iter().map(|path| inside(path)).collect();
    if given.len() < 2 && folders.iter().all(Option::is_none) {
        return None;
    }
    let each = given.into_iter().zip(folders);
    Some(each.flat_map(|(path, inside)| inside.unwrap_or_else(|| vec![Meant::Named(path.clone())])).collect())
}

/// What a folder of recordings holds, in order; `None` for anything else, a folder without a single one among it.
fn inside(path: &Path) -> Option<Vec<Meant>> {
    if !path.is_dir() || !matches!(countersign_probe::recording(path), Err(RecordingError::Unknown(_))) {
        return None;
    }
    let mut meant: Vec<Meant> = std::fs::read_dir(path)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && !name.ends_with(ENTRY_POINT)
        })
        .map(Meant::Beside)
        .collect();
    meant.sort();
    meant.iter().any(|meant| countersign_probe::recording(meant.path()).is_ok()).then_some(meant)
}

/// Inspects them all. Exit 3 where any is not acceptable, 1 where none is refused but some can't be told (a path
/// that was named and holds no recording among them), else 0. A file in a folder that is no recording is passed over,
/// and said so on standard error.
///
/// # Errors
/// Standard output that is closed.
pub fn run(context: &Context, meant: &[Meant], options: &InspectOptions) -> anyhow::Result<Exit> {
    let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let (mut good, mut bad, mut open) = (0usize, 0usize, 0usize);
    let mut out = super::stdout::paper(context.lang, options.json);
    let width = meant.iter().map(|meant| shown(meant.path()).width()).max().unwrap_or(0).clamp(8, 30);
    for meant in meant {
        let path = meant.path();
        let acceptable = match context::recorded(path) {
            Ok(machine) => {
                let review = review::review(&machine, &policy);
                if options.json {
                    let remedies = remedy::remedies(&machine, &review, &policy, None);
                    let mut object = object(context.lang, &machine, &review, &remedies, options.all);
                    if let Some(object) = object.as_object_mut() {
                        object.insert("path".to_owned(), json!(path.to_string_lossy()));
                    }
                    writeln!(out, "{object}")?;
                } else {
                    writeln!(out, "{}", line(path, width, &review))?;
                }
                review.acceptable()
            }
            // What lies beside recordings in a folder is no machine.
            Err(refused) if matches!(meant, Meant::Beside(_)) && refused.fault == Fault::HardwareUnknown => {
                let said = CommandLine::FleetPassed.fill(context.lang, &[("path", &shown(path))]);
                let _ = writeln!(std::io::stderr(), "{}: {said}", refused.fault.code());
                continue;
            }
            Err(refused) => {
                let (what, cure) = refused.words(context.lang);
                let code = refused.fault.code();
                if options.json {
                    let error = json!({ "code": code, "what": what, "cure": cure });
                    let path = path.to_string_lossy();
                    writeln!(out, "{}", json!({ "path": path, "acceptable": null, "error": error }))?;
                } else {
                    writeln!(out, "{}  ?? {code}", page::pad(&page::cut(&shown(path), width), width))?;
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
    if !options.json {
        let [count, good, bad, open] = [good + bad + open, good, bad, open].map(|count| count.to_string());
        let with = [("count", &*count), ("good", &good), ("bad", &bad), ("open", &open)];
        writeln!(out, "{}", CommandLine::FleetTotal.fill(context.lang, &with))?;
    }
    Ok(match (bad, open) {
        (1.., _) => Exit::Negative,
        (0, 1..) => Exit::Fault,
        (0, 0) => Exit::Done,
    })
}

/// One machine in a line: where it was recorded, the answer, and the codes of its binding fields and notes, or
/// else what it is.
fn line(path: &Path, width: usize, review: &Review) -> String {
    let sign = match review.acceptable() {
        Some(true) => "ok",
        Some(false) => "!!",
        None => "??",
    };
    let codes = review.binding().filter_map(review::Finding::code);
    let notes = review.notes.iter().map(|note| note.code().to_owned());
    let mut said: Vec<String> = codes.chain(notes).collect();
    if said.is_empty() {
        said.extend(review.binding().take(2).map(|finding| finding.shown.clone()));
    }
    let left = COLUMNS.saturating_sub(width + 5);
    let said = said.join(" ");
    // Codes are looked for: they stay whole.
    let said = if review.acceptable() == Some(true) { page::cut(&said, left) } else { said };
    format!("{}  {sign} {said}", page::pad(&page::cut(&shown(path), width), width))
}

/// The name of a recording, harmless to show. In a folder the names differ, not the way to them.
fn shown(path: &Path) -> String {
    machine::shown(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().as_bytes())
}
