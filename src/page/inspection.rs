//! `inspect` on paper: the review as lines of text.

use unicode_width::UnicodeWidthStr;

use super::steps::inspect::row;
use super::{Mark, Row};
use crate::lang::Lang;
use crate::machine::Machine;
use crate::remedy::Remedy;
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
        lines.push(format!("{code}: {}", text::review::why(lang, finding)));
        lines.push(format!("  {}", text::review::now(lang, finding)));
        for remedy in remedies.iter().filter(|remedy| remedy.field == finding.field) {
            lines.extend(offered(lang, remedy));
        }
    }
    lines
}

fn offered(lang: Lang, remedy: &Remedy) -> Vec<String> {
    let field = FieldLine::from(remedy.field).say(lang);
    let title = text::remedy::title(lang, remedy.kind);
    let mut lines = vec![match (&remedy.value, remedy.source) {
        (Some(value), Some(source)) => {
            format!("  * {field}: {value} ({})", text::remedy::source(lang, source))
        }
        _ => format!("  * {field}: {title}"),
    }];
    if let Some(command) = &remedy.command {
        lines.push(format!("      {}", text::remedy::place(lang, command.at)));
        lines.push(format!("      {}", command.shell()));
    }
    lines.extend(remedy.steps.iter().map(|step| format!("      - {}", text::remedy::step(lang, step))));
    lines
}
