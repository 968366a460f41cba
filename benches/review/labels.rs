//! Recall and precision on labelled values: of our rules and of other tools' rules.

use std::path::Path;

use countersign_core::machine::Machine;
use countersign_core::review::{FindingKind, Policy, Verdict, judge_text, review};

use super::ratio;
use super::recorded::column;
use super::tools::{TOOLS, Tool};

/// A labelled value.
#[derive(Debug)]
struct Label {
    field: String,
    value: String,
    /// Whether the value must be refused; `None` if it is only known from many machines.
    bad: Option<bool>,
    /// Whether it must be refused and isn't blank, so that rules for fillers apply.
    filler: bool,
    why: String,
}

/// The results on the labels.
#[derive(Debug, Default)]
struct Tally {
    bad: usize,
    caught: usize,
    fillers: usize,
    fillers_caught: usize,
    good: usize,
    refused: usize,
    missed: Vec<String>,
}

impl Tally {
    fn count(&mut self, label: &Label, refuses: bool, said: &str) {
        let Label { field, value, why, .. } = label;
        match label.bad {
            None => {}
            Some(true) => {
                self.bad += 1;
                self.caught += usize::from(refuses);
                self.fillers += usize::from(label.filler);
                self.fillers_caught += usize::from(label.filler && refuses);
                if !refuses {
                    self.missed.push(format!("- let through: {field} `{value}` (label: {why}){said}"));
                }
            }
            Some(false) => {
                self.good += 1;
                self.refused += usize::from(refuses);
                if refuses {
                    self.missed.push(format!("- wrongly refused: {field} `{value}` (label: {why}){said}"));
                }
            }
        }
    }

    fn row(&self, name: &str) {
        println!(
            "| {name} | {:.2} % ({} of {}) | {:.2} % ({} of {}) | {:.2} % ({} of {} genuine refused) |",
            100.0 * ratio(self.caught, self.bad),
            self.caught,
            self.bad,
            100.0 * ratio(self.fillers_caught, self.fillers),
            self.fillers_caught,
            self.fillers,
            100.0 * ratio(self.caught, self.caught + self.refused),
            self.refused,
            self.good,
        );
    }
}

/// Prints the tables.
pub fn print(shared: &Path) {
    println!("\n### Labelled values\n");
    let Ok(table) = std::fs::read_to_string(shared.join("rules/labels.tsv")) else {
        println!("SKIPPED: no rules/labels.tsv under {}.", shared.display());
        return;
    };
    let labels: Vec<Label> = table.lines().skip(1).filter_map(label).collect();
    println!("| rules | recall | of fillers, blanks left out | precision |");
    println!("| --- | ---: | ---: | ---: |");
    let mut ours = Tally::default();
    let mut names: Vec<&str> = labels.iter().map(|label| label.field.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut fields: Vec<(&str, Tally)> = names.into_iter().map(|name| (name, Tally::default())).collect();
    for label in &labels {
        let Some(field) = column(&label.field) else { continue };
        let (verdict, kind) = judge_text(field, &label.value);
        // A shared value isn't counted, because it is no filler.
        let refuses = !matches!(verdict, Verdict::Ok | Verdict::Shared);
        let said = format!(
            ": here {}{}",
            verdict.name(),
            kind.map_or(String::new(), |kind: FindingKind| format!(", {kind:?}"))
        );
        ours.count(label, refuses, &said);
        if let Some((_, tally)) = fields.iter_mut().find(|(name, _)| *name == label.field) {
            tally.count(label, refuses, "");
        }
    }
    ours.row("**Countersign**");
    for (name, prefixes) in TOOLS {
        let Some(tool) = Tool::read(&shared.join("rules/rubbish.tsv"), prefixes) else {
            println!("| {name} | SKIPPED: no rules/rubbish.tsv | | |");
            continue;
        };
        let mut tally = Tally::default();
        for label in &labels {
            tally.count(label, tool.catches(&label.field, &label.value), "");
        }
        tally.row(&format!("{name} ({} rules)", tool.len()));
    }
    println!("\nOurs, field by field:\n");
    println!("| field | recall | of fillers, blanks left out | precision |");
    println!("| --- | ---: | ---: | ---: |");
    for (name, tally) in &fields {
        tally.row(name);
    }
    println!("\nEvery miss of ours: {}", if ours.missed.is_empty() { "none." } else { "" });
    ours.missed.iter().for_each(|line| println!("{line}"));
}

/// Prints whether each recording of a genuine machine that resembles a bad one is accepted.
pub fn print_genuine(shared: &Path) {
    println!("\n### Genuine machines that resemble bad ones\n");
    let files = std::fs::read_dir(shared.join("findings/cases")).into_iter().flatten().flatten();
    let genuine = files.filter(|file| file.file_name().to_string_lossy().starts_with("genuine-"));
    let bytes = genuine.filter_map(|file| std::fs::read(file.path()).ok());
    let machines: Vec<Machine> = bytes.filter_map(|bytes| Machine::from_recording(&bytes, None)).collect();
    let refused = machines
        .iter()
        .filter(|machine| review(machine, &Policy::default()).acceptable() != Some(true))
        .count();
    println!("{refused} of {} refused.", machines.len());
}

fn label(line: &str) -> Option<Label> {
    let mut columns = line.split('\t');
    let (field, value, label, why) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    let bad = match label {
        "ok" => Some(false),
        // Padding is removed before a value is judged.
        "malformed" if why.contains("padding") => Some(false),
        "duplicate-prone" => None,
        _ => Some(true),
    };
    let filler = bad == Some(true) && label != "blank";
    Some(Label { field: field.to_owned(), value: value.to_owned(), bad, filler, why: why.to_owned() })
}
