//! The output of `inspect`: the table, the predicted answer of the desk, the reason of each bad field, then the
//! ways for the whole machine.

use countersign_core::text::{Line, labelled, review};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::line_breaks;
use super::steps::inspect::field_row;
use super::ways::ways;
use super::{FieldRow, Identifiers, Mark, bound_values_judged};
use crate::text::StepLine;
use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine};
use countersign_core::protocol::binding::{Binding, Predicted};
use countersign_core::remedy::Plan;
use countersign_core::review::{Finding, FindingKind, Review, Verdict, judge_field};

/// The most columns of a sentence.
const COLUMNS: usize = 80;

/// The least columns of the values of a table. A terminal with less room has each value on a line of its own.
const LEAST_VALUE: usize = 16;

/// The columns of the longest code of a verdict, `MANUFACTURER-PLACEHOLDER`.
const CODE: usize = 24;

/// How wide an output may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputWidth {
    /// A terminal: sentences and commands are wrapped at it, and values are cut so that a row of a table takes one line.
    Columns(usize),
    /// A file or a pipe: no value is cut and no command broken. Sentences are wrapped at 80 columns.
    Unbounded,
}

impl OutputWidth {
    /// The room that is left beside that many columns.
    #[must_use]
    pub fn without(self, taken: usize) -> usize {
        match self {
            Self::Columns(columns) => columns.saturating_sub(taken),
            Self::Unbounded => usize::MAX,
        }
    }

    /// The columns at which a terminal's lines are wrapped, 80 at most; `None` where nothing is cut.
    #[must_use]
    pub fn columns(self) -> Option<usize> {
        match self {
            Self::Columns(columns) => Some(columns.min(COLUMNS)),
            Self::Unbounded => None,
        }
    }
}

/// The review of a machine and its plan as lines. With `all` it has every field with its raw bytes. `bound` holds the values that a
/// request would bind, if a product is known. If the desk will accept them, they replace the headline about the firmware's own values.
#[must_use]
pub fn inspection(
    lang: Lang,
    machine: &Machine,
    review: &Review,
    plan: &Plan,
    bound: Option<&Binding>,
    all: bool,
    width: OutputWidth,
) -> Vec<String> {
    let mut lines = if all {
        every_field(lang, machine, review, width)
    } else {
        table(lang, review.binding(), width).into_iter().flatten().collect()
    };
    let wrapped = |text: &str, first: &str, rest: &str| wrapped(text, first, rest, width);
    lines.push(String::new());
    let instead = bound
        .map(|binding| bound_values_judged(lang, binding, Identifiers::Whole))
        .filter(|instead| !instead.is_empty());
    let accepted = bound.is_some_and(|binding| binding.predicted() == Predicted::Accepted);
    if instead.is_none() || !accepted {
        lines.extend(wrapped(&review::headline(lang, review), "", ""));
    }
    lines.extend(instead.into_iter().flatten().flat_map(|line| wrapped(&line, "", "  ")));
    lines.extend(review::tables_note(lang, machine).into_iter().flat_map(|note| wrapped(note, "", "")));
    for note in &review.notes {
        let text = review::note(lang, note, str::to_owned);
        lines.extend(wrapped(&labelled(lang, note.code(), &text), "", "  "));
    }
    let mut gap = true;
    for finding in review.binding().filter(|finding| finding.verdict != Verdict::Ok) {
        if std::mem::take(&mut gap) {
            lines.push(String::new());
        }
        let code = finding.code().unwrap_or_default();
        lines.extend(wrapped(&labelled(lang, &code, review::why(lang, finding)), "", "  "));
        // The plan has the remedies for the other findings.
        if finding.verdict == Verdict::Shared && !finding.refuses() {
            lines.extend(wrapped(review::next_action(lang, finding), "  ", "  "));
        }
    }
    lines.extend(ways(lang, plan, width));
    lines
}

/// The table of these findings: field, value, mark, verdict. A row has one line, or two where the value has a line of its own.
fn table<'a>(
    lang: Lang,
    findings: impl Iterator<Item = &'a Finding>,
    width: OutputWidth,
) -> Vec<Vec<String>> {
    let rows: Vec<FieldRow> = findings.map(|finding| row(lang, finding)).collect();
    let names = rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
    // 7: two blanks between columns, the mark of two, and a blank.
    let room = width.without(names + CODE + 7);
    if room < LEAST_VALUE {
        let two_lines = |row: &FieldRow| {
            let line = format!("{}  {} {}", pad(&row.name, names), sign(row.mark), row.verdict);
            let value = cut(&row.value, width.without(4));
            [line.trim_end().to_owned(), format!("    {value}")].to_vec()
        };
        return rows.iter().map(two_lines).collect();
    }
    let values = rows.iter().map(|row| row.value.width()).max().unwrap_or(0).min(room);
    rows.iter()
        .map(|row| {
            let value = cut(&row.value, values);
            let line = format!(
                "{}  {}  {} {}",
                pad(&row.name, names),
                pad(&value, values),
                sign(row.mark),
                row.verdict
            );
            vec![line.trim_end().to_owned()]
        })
        .collect()
}

/// A field with its finding. A field without an entry is not shown as blank, because the firmware has no place for it.
fn row(lang: Lang, finding: &Finding) -> FieldRow {
    let row = field_row(lang, finding);
    if finding.kind == Some(FindingKind::Missing) && !Field::BINDING.contains(&finding.field) {
        let value = StepLine::ValueNoEntry.say(lang).to_owned();
        return FieldRow { value, mark: Mark::Unknown, verdict: String::new(), ..row };
    }
    row
}

/// A mark as two ASCII characters.
const fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "ok",
        Mark::Bad => "!!",
        Mark::Warn | Mark::Unknown => "??",
    }
}

/// Every field, with or without an entry on this machine, and its bytes in the firmware.
fn every_field(lang: Lang, machine: &Machine, review: &Review, width: OutputWidth) -> Vec<String> {
    let findings: Vec<Finding> = Field::ALL
        .into_iter()
        .map(|field| review.finding(field).cloned().unwrap_or_else(|| judge_field(machine, field)))
        .collect();
    let rows = table(lang, findings.iter(), width);
    let raw = findings.iter().map(|finding| match machine.raw_bytes(finding.field) {
        Some(bytes) => wrapped(&hexadecimal(&bytes), "    = ", "      ", width),
        None => Vec::new(),
    });
    rows.into_iter().zip(raw).flat_map(|(row, raw)| row.into_iter().chain(raw)).collect()
}

/// All bytes as hexadecimal digits. Firmware has 255 at most for a string; a damaged table has no more than 4096.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// A sentence wrapped at the width of the output, 80 columns at most, with indents of the first and the other lines.
#[must_use]
pub fn wrapped(text: &str, first: &str, rest: &str, width: OutputWidth) -> Vec<String> {
    let columns = width.columns().unwrap_or(COLUMNS);
    let options = line_breaks::wrap_options(columns).initial_indent(first).subsequent_indent(rest);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A line that is copied or searched for, after the indent `first`: wrapped on a terminal, whole in a file or a pipe.
#[must_use]
pub fn whole_or_wrapped(line: &str, first: &str, rest: &str, width: OutputWidth) -> Vec<String> {
    match width {
        OutputWidth::Columns(_) => wrapped(line, first, rest, width),
        OutputWidth::Unbounded => vec![format!("{first}{line}")],
    }
}

/// The text padded with blanks to that many columns.
#[must_use]
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(text.width())))
}

/// The text cut to that many columns; `...` replaces the rest.
#[must_use]
pub fn cut(text: &str, to: usize) -> String {
    if text.width() <= to {
        return text.to_owned();
    }
    let room = to.saturating_sub(3);
    let mut used = 0;
    let head: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= room
        })
        .collect();
    format!("{head}...")
}
