//! Completes a typed path by the names of its folder, as a shell does.
//!
//! A name that can't be shown or typed as it stands is left out. A hidden name is listed only after a typed dot.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::wizard::Completion;
use countersign_core::machine::is_visible;

/// The most names of a folder that are read.
const MAX_NAMES: usize = 4096;

/// The most names that are listed.
const MAX_TOLD: usize = 12;

/// Completes the path up to where its names differ, and lists these names.
pub fn complete(typed: &str, start: &Path) -> Completion {
    let (folder, prefix) = typed
        .rsplit_once('/')
        .map_or(("", typed), |(folder, prefix)| (typed.get(..=folder.len()).unwrap_or_default(), prefix));
    let mut names = names(&start.join(folder), prefix);
    let common = names.iter().skip(1).fold(names.first().cloned().unwrap_or_default(), |common, name| {
        common.chars().zip(name.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
    });
    let text = if names.is_empty() { typed.to_owned() } else { format!("{folder}{common}") };
    let more = names.len().saturating_sub(MAX_TOLD);
    names.truncate(MAX_TOLD);
    if names.len() == 1 {
        names.clear();
    }
    Completion { asked: typed.to_owned(), text, names, more }
}

/// The names in a folder that begin with `prefix`, sorted; a folder's name ends with a slash. Pipes and devices are left out.
fn names(folder: &Path, prefix: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in entries.take(MAX_NAMES).flatten() {
        let name = entry.file_name();
        if !name.as_bytes().starts_with(prefix.as_bytes()) {
            continue;
        }
        let Some(name) = name.to_str().filter(|name| name.chars().all(is_visible)) else { continue };
        // A link counts as its target, because the person wants to follow it.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if (name.starts_with('.') && !prefix.starts_with('.')) || !(about.is_dir() || about.is_file()) {
            continue;
        }
        names.push(if about.is_dir() { format!("{name}/") } else { name.to_owned() });
    }
    names.sort();
    names
}
