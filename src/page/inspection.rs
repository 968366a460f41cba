//! The output of `inspect`, in 80 columns: the table, the predicted answer of the desk, then the reason and the best remedy
//! of each bad field. Steps that several remedies share appear once, at the end.

use countersign_core::text::{remedy, review};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::steps::inspect::field_row;
use super::{FieldRow, Mark};
use crate::text::{StepLine as L, StepSentence};
use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine};
use countersign_core::remedy::{Remedy, RemedyKind, merge_steps};
use countersign_core::review::{Finding, Review, Verdict, judge};
use countersign_core::text::Line;

/// The columns of a line. Only a command may be longer, because it is never broken.
const COLUMNS: usize = 80;

/// The columns of the longest code of a verdict, `MANUFACTURER-PLACEHOLDER`.
const CODE: usize = 24;

/// The most raw bytes of a field that are shown.
const RAW: usize = 64;

/// The review of a machine as lines. With `all` it has every field with its raw bytes.
#[must_use]
pub fn inspection(
    lang: Lang,
    machine: &Machine,
    review: &Review,
    remedies: &[Remedy],
    all: bool,
) -> Vec<String> {
    let mut lines = if all { every_field(lang, machine, review) } else { table(lang, review.binding()) };
    lines.push(String::new());
    lines.extend(wrapped(&review::headline(lang, review), "", ""));
    lines.extend(review::tables_note(lang, machine).into_iter().flat_map(|note| wrapped(note, "", "")));
    for note in &review.notes {
        let text = review::note(lang, note, str::to_owned);
        lines.extend(wrapped(&countersign_core::text::labelled(lang, note.code(), &text), "", "  "));
    }
    let mut bests: Vec<&Remedy> = Vec::new();
    for finding in review.binding().filter(|finding| finding.verdict != Verdict::Ok) {
        lines.push(String::new());
        let code = finding.code().unwrap_or_default();
        lines.extend(wrapped(
            &countersign_core::text::labelled(lang, &code, review::why(lang, finding)),
            "",
            "  ",
        ));
        let of_field: Vec<&Remedy> = remedies
            .iter()
            .filter(|remedy| remedy.field == finding.field && !is_older_binding(remedy))
            .collect();
        match of_field.split_first() {
            Some((best, others)) => {
                lines.extend(best_remedy(lang, best));
                lines.extend(others.iter().flat_map(|other| {
                    wrapped(&StepSentence::InspectOr { what: &name(lang, other) }.say(lang), "  ", "    ")
                }));
                bests.push(best);
            }
            None => lines.extend(wrapped(review::next_action(lang, finding), "  ", "  ")),
        }
    }
    lines.extend(steps(lang, &bests));
    if let Some(last_resort) = remedies.iter().find(|remedy| is_older_binding(remedy)) {
        lines.push(String::new());
        let steps: Vec<String> = last_resort.steps.iter().map(|step| remedy::step(lang, step)).collect();
        let all =
            countersign_core::text::labelled(lang, remedy::heading(lang, last_resort), &steps.join(" "));
        lines.extend(wrapped(&StepSentence::InspectOr { what: &all }.say(lang), "", "  "));
    }
    lines
}

/// The steps of the best remedies, each once, with the commands below the step that types them.
fn steps(lang: Lang, bests: &[&Remedy]) -> Vec<String> {
    let steps = merge_steps(bests);
    if steps.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), L::InspectSteps.say(lang).to_owned()];
    for (at, joint) in steps.iter().enumerate() {
        let number = format!("{:>3}. ", at + 1);
        lines.extend(wrapped(&remedy::merged_step(lang, joint), &number, "     "));
        if !joint.step.takes_command() {
            continue;
        }
        let here = bests.iter().filter(|remedy| remedy.steps.contains(&joint.step));
        let (mut place, mut shown) = (None, Vec::new());
        for command in here.filter_map(|remedy| remedy.command.as_ref()) {
            let shell = command.shell();
            if place.replace(command.location) != Some(command.location) {
                lines.extend(wrapped(remedy::location(lang, command.location), "     ", "     "));
            }
            if !shown.contains(&shell) {
                lines.extend(shell.lines().map(|line| format!("       {line}")));
                shown.push(shell);
            }
        }
    }
    lines
}

/// Whether this is the older binding, which is the same for every field and appears once.
fn is_older_binding(remedy: &Remedy) -> bool {
    remedy.kind == RemedyKind::OlderBinding
}

/// The table of these findings: field, value, mark, verdict.
fn table<'a>(lang: Lang, findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let rows: Vec<FieldRow> = findings.map(|finding| field_row(lang, finding)).collect();
    let names = rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
    // 7: two blanks between columns, the mark of two, and a blank.
    let room = COLUMNS.saturating_sub(names + CODE + 7);
    let values = rows.iter().map(|row| row.value.width()).max().unwrap_or(0).min(room);
    rows.iter()
        .map(|row| {
            let value = cut(&row.value, values);
            format!("{}  {}  {} {}", pad(&row.name, names), pad(&value, values), sign(row.mark), row.verdict)
        })
        .collect()
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
fn every_field(lang: Lang, machine: &Machine, review: &Review) -> Vec<String> {
    let findings: Vec<Finding> = Field::ALL
        .into_iter()
        .map(|field| {
            review.finding(field).cloned().unwrap_or_else(|| {
                let (verdict, kind) = judge(field, machine.reading(field));
                let origin = machine.origin(field);
                Finding { field, shown: String::new(), value: String::new(), origin, verdict, kind }
            })
        })
        .collect();
    let rows = table(lang, findings.iter());
    let raw = findings.iter().map(|finding| match machine.raw_bytes(finding.field) {
        Some(bytes) => wrapped(&hexadecimal(&bytes), "    = ", "      "),
        None => Vec::new(),
    });
    rows.into_iter().zip(raw).flat_map(|(row, raw)| [row].into_iter().chain(raw)).collect()
}

/// The first bytes as hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().take(RAW).map(|byte| format!("{byte:02x}")).collect();
    let more = if bytes.len() > RAW { format!(" ... ({})", bytes.len()) } else { String::new() };
    format!("{}{more}", shown.join(" "))
}

/// The line of the best remedy.
fn best_remedy(lang: Lang, remedy: &Remedy) -> Vec<String> {
    wrapped(&StepSentence::InspectBest { what: &name(lang, remedy) }.say(lang), "  ", "    ")
}

/// A remedy in a few words: its value and source, or its kind.
fn name(lang: Lang, remedy: &Remedy) -> String {
    match (&remedy.value, remedy.source) {
        (Some(value), Some(source)) => {
            StepSentence::InspectValue { value, source: &remedy::source(lang, source) }.say(lang)
        }
        _ => remedy::heading(lang, remedy).to_owned(),
    }
}

/// A text wrapped at [`COLUMNS`], with indents of the first and the other lines.
fn wrapped(text: &str, first: &str, rest: &str) -> Vec<String> {
    let options = textwrap::Options::new(COLUMNS).initial_indent(first).subsequent_indent(rest);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
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
