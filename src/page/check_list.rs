//! The output of `doctor`, in 80 columns: one entry for each check, with its code if something isn't fine, and what to do.

use textwrap::wrap;

use super::line_breaks;
use crate::wizard::checks::Severity;
use countersign_core::lang::Lang;
use countersign_core::text::labelled;

/// The columns of a line.
const COLUMNS: usize = 80;

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
pub fn check_lines(lang: Lang, entries: &[CheckEntry], end: &str) -> Vec<String> {
    check_group(lang, entries).into_iter().chain(folded(end, "", "")).collect()
}

/// The checks of one group as lines, and an empty line below them.
#[must_use]
pub fn check_group(lang: Lang, entries: &[CheckEntry]) -> Vec<String> {
    entries.iter().flat_map(|entry| lines(lang, entry)).chain([String::new()]).collect()
}

fn lines(lang: Lang, entry: &CheckEntry) -> Vec<String> {
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
    let mut lines = folded(&labelled(lang, &entry.name, &what), mark, INDENT);
    lines.extend(entry.cure.iter().flat_map(|cure| folded(cure, INDENT, INDENT)));
    lines
}

fn folded(text: &str, first: &str, rest: &str) -> Vec<String> {
    let options = line_breaks::wrap_options(COLUMNS).initial_indent(first).subsequent_indent(rest);
    wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
