//! A page as lines of text.

use textwrap::wrap;

use crate::page::{Block, Mark, Page, Tone, line_breaks};
use countersign_core::machine::is_visible;
use countersign_core::protocol::line::grouped;
use countersign_core::text::{Lang, labelled};

/// The columns at which text is wrapped.
const WIDTH: usize = 78;

/// The page as lines of text, without control characters.
#[must_use]
pub fn lines(page: &Page) -> Vec<String> {
    let mut out = vec![format!("== {} ==", labelled(page.lang, &page.product, &page.title))];
    out.extend(page.practice.clone());
    // Among several texts to type, `>` marks the one in focus.
    let several = page.blocks.iter().any(|block| matches!(block, Block::Input { cursor: None, .. }));
    for block in &page.blocks {
        match block {
            Block::Input { label, value, cursor: Some(_) } if several => {
                input(&format!("> {label}"), value, &mut out)
            }
            block => print(block, page.lang, &mut out),
        }
    }
    if let Some((_, notice)) = &page.notice {
        fold(notice, "", &mut out);
    }
    // A path or a system's reason may hold anything, but text from outside must not control the terminal.
    out.into_iter().map(|line| line.replace(|c| !is_visible(c), "")).collect()
}

fn print(block: &Block, lang: Lang, out: &mut Vec<String>) {
    match block {
        Block::Gap => out.push(String::new()),
        Block::Paragraph(tone, text) => fold(text, lead(*tone), out),
        Block::Fields(rows) => {
            for row in rows {
                let mark = mark(row.mark);
                let value = format!("{} [{mark}{}]", row.value, row.verdict);
                out.push(labelled(lang, &row.name, &value));
            }
        }
        Block::Choices { items, .. } => {
            for (at, item) in items.iter().enumerate() {
                fold(&format!("{}. {}", at + 1, item.title), "", out);
                if !item.detail.is_empty() {
                    fold(&item.detail, "   ", out);
                }
            }
        }
        Block::Steps { first, steps } => {
            for (at, step) in steps.iter().enumerate() {
                fold(&format!("{}) {step}", first + at), "", out);
            }
        }
        // A command stays on one line, because a break would be copied with it.
        Block::Command(command) => out.push(format!("    {command}")),
        Block::Verbatim(text) => out.extend(text.iter().cloned()),
        Block::Spelled(groups) => {
            for one in groups {
                let line = one.line.map_or_else(String::new, |line| line.to_string());
                out.push(format!("{line:>2}  {}  {}", one.group, one.words.join(" ")));
            }
        }
        Block::Input { label, value, .. } => input(label, value, out),
        Block::Code { rows, cursor } => {
            for (at, row) in rows.iter().enumerate() {
                let mark = row.mark.map_or("", mark);
                // This form has no cursor, so `>` marks the line to type.
                let here = if cursor.is_some_and(|(line, _)| line == at) { "> " } else { "  " };
                let line = format!("{here}{}  {} {mark}{}", at + 1, grouped(&row.typed), row.remark);
                out.push(line.trim_end().to_owned());
            }
        }
        Block::Qr { url, lead, .. } => {
            out.push(url.clone());
            fold(lead, "", out);
        }
    }
}

/// The label of a text to type, and below it what is typed so far.
fn input(label: &str, value: &str, out: &mut Vec<String>) {
    out.push(label.to_owned());
    if !value.is_empty() {
        out.push(format!("[{value}]"));
    }
}

/// A mark instead of colour.
const fn lead(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "! ",
        Tone::Plain | Tone::Strong | Tone::Good | Tone::Warn | Tone::Dim => "",
    }
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "ok ",
        Mark::Bad => "! ",
        Mark::Warn | Mark::Unknown => "? ",
    }
}

fn fold(text: &str, indent: &str, out: &mut Vec<String>) {
    let options = line_breaks::wrap_options(WIDTH).initial_indent(indent).subsequent_indent(indent);
    out.extend(wrap(text, options).into_iter().map(std::borrow::Cow::into_owned));
}
