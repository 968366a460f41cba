//! The output of `doctor`: one entry for each check, with its code if something isn't fine, and what to do.

use super::inspection::{OutputWidth, wrapped};
use crate::wizard::checks::Severity;
use countersign_core::lang::Lang;
use countersign_core::text::labelled;

/// The indent below the mark.
const INDENT: &str = "    ";

/// A check in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckEntry {
    /// Its stable name.
    pub check: &'static str,
    /// Its name for people.
    pub name: String,
    /// Its result.
    pub severity: Severity,
    /// The stable code of what it found.
    pub code: String,
    /// What it found.
    pub what: String,
    /// What to do, unless it is fine.
    pub cure: Option<String>,
}

/// The checks as lines, and below them the result of all, `end`.
#[must_use]
pub fn check_lines(lang: Lang, entries: &[CheckEntry], end: &str, width: OutputWidth) -> Vec<String> {
    check_group(lang, entries, width).into_iter().chain(wrapped(end, "", "", width)).collect()
}

/// The checks of one group as lines, and an empty line below them.
#[must_use]
pub fn check_group(lang: Lang, entries: &[CheckEntry], width: OutputWidth) -> Vec<String> {
    entries.iter().flat_map(|entry| lines(lang, entry, width)).chain([String::new()]).collect()
}

fn lines(lang: Lang, entry: &CheckEntry, width: OutputWidth) -> Vec<String> {
    // A mark as ASCII characters, as `inspect` has them.
    let mark = match entry.severity {
        Severity::Ok => "ok  ",
        Severity::Warning | Severity::Unknown => "??  ",
        Severity::Stop => "!!  ",
    };
    let what = match entry.severity {
        Severity::Ok => entry.what.clone(),
        _ => labelled(lang, &entry.code, &entry.what),
    };
    let mut lines = wrapped(&labelled(lang, &entry.name, &what), mark, INDENT, width);
    lines.extend(entry.cure.iter().flat_map(|cure| wrapped(cure, INDENT, INDENT, width)));
    lines
}
