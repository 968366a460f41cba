//! `inspect` on paper: the review as lines of text.

use unicode_width::UnicodeWidthStr;

use super::steps::inspect::row;
use super::{Mark, Row};
use crate::lang::Lang;
use crate::machine::Machine;
use crate::remedy::{Remedy, RemedyKind};
use crate::review::{Review, Verdict};
use crate::text::{self, FieldLine, Line};

/// The review of a machine as lines: the fields, why each bad one is bad, what can be done.
#[must_use]
pub fn inspection(lang: Lang, machine: &Machine, review: &Review, remedies: &[Remedy]) -> Vec<String> {
    let rows: Vec<Row> = review.binding().map(|finding| row(lang, finding)).collect();
    let wide = |get: fn(&Row) -> &str| rows.iter().map(|row| get(row).width()).max().unwrap_or(0);
    let (names, values) = (wide(|row| &row.name), wide(|row| &row.value));
    let pad = |text: &str, to: usize| format!("{text}{}", " ".repeat(to.saturating_sub(text.width())));
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let mark = match row.mark {
                Mark::Good => "ok",
                Mark::Bad => "!!",
                Mark::Warn | Mark::Unknown => "??",
            };
            format!("{}  {}  {mark} {}", pad(&row.name, names), pad(&row.value, values), row.verdict)
        })
        .collect();
    lines.push(String::new());
    lines.push(text::review::headline(lang, review));
    lines.extend(text::review::tables(lang, machine).map(str::to_owned));
    for finding in review.binding().filter(|finding| finding.verdict != Verdict::Ok) {
        lines.push(String::new());
        let code = finding.code().unwrap_or_default();
        lines.push(text::labelled(lang, &code, text::review::why(lang, finding)));
        lines.push(format!("  {}", text::review::now(lang, finding)));
        let of_field = |remedy: &&Remedy| remedy.field == finding.field && !older(remedy);
        for remedy in remedies.iter().filter(of_field) {
            lines.extend(offered(lang, remedy));
        }
    }
    if let Some(last_resort) = remedies.iter().find(|remedy| older(remedy)) {
        lines.push(String::new());
        lines.push(text::remedy::title(lang, last_resort.kind).to_owned());
        lines.extend(steps(lang, last_resort));
    }
    lines
}

/// The older binding is the same for every field: it is told of once.
fn older(remedy: &Remedy) -> bool {
    remedy.kind == RemedyKind::OlderBinding
}

fn steps(lang: Lang, remedy: &Remedy) -> impl Iterator<Item = String> {
    remedy.steps.iter().map(move |step| format!("      - {}", text::remedy::step(lang, step)))
}

fn offered(lang: Lang, remedy: &Remedy) -> Vec<String> {
    let field = FieldLine::from(remedy.field).say(lang);
    let title = text::remedy::heading(lang, remedy);
    let mut lines = vec![match (&remedy.value, remedy.source) {
        (Some(value), Some(source)) => {
            let value = format!("{value} ({})", text::remedy::source(lang, source));
            format!("  * {}", text::labelled(lang, field, &value))
        }
        _ => format!("  * {}", text::labelled(lang, field, title)),
    }];
    if let Some(command) = &remedy.command {
        lines.push(format!("      {}", text::remedy::place(lang, command.at)));
        lines.push(format!("      {}", command.shell()));
    }
    lines.extend(steps(lang, remedy));
    lines
}
