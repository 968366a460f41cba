//! A page as pieces of text: a paragraph, a field, an entry of a list. Each is said whole, or not at all.

use textwrap::wrap;

use super::help::help;
use super::spell;
use crate::page::{Block, Mark, Page, SpelledGroup, Tone, line_breaks};
use crate::text::PlainLine as L;
use crate::wizard::{Overlay, State, is_typing};
use countersign_core::text::{Line, labelled};

/// The columns at which text is wrapped.
const WIDTH: usize = 78;

/// The pieces of a page; a gap is an empty one. What is typed isn't among them: the question has it, and its refusal stands right
/// above that.
pub(super) fn pieces(state: &State, page: &Page) -> Vec<String> {
    // A screen's help names its keys.
    if state.overlay == Some(Overlay::Help) {
        return help(state);
    }
    let typing = is_typing(state);
    let mut pieces: Vec<String> = page.practice.iter().cloned().collect();
    for block in &page.blocks {
        match block {
            Block::Paragraph(Tone::Bad, _) if typing => {}
            block => print(state, block, &mut pieces),
        }
    }
    pieces.into_iter().map(|piece| safe(&piece)).collect()
}

/// A path or a system's reason may hold anything, but text from outside must not control the terminal.
pub(super) fn safe(piece: &str) -> String {
    piece.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn print(state: &State, block: &Block, out: &mut Vec<String>) {
    match block {
        Block::Gap => out.push(String::new()),
        Block::Paragraph(tone, text) => out.push(paragraph(*tone, text)),
        Block::PerForm { tone, lines, .. } => out.extend(lines.iter().map(|text| paragraph(*tone, text))),
        Block::Fields(rows) => {
            for row in rows {
                let mark = mark(row.mark);
                let field = labelled(state.lang, &row.name, &row.value);
                out.push(format!("{field} [{mark}{}]", row.verdict));
            }
        }
        Block::Choices { items, .. } => {
            for (at, item) in items.iter().enumerate() {
                out.push(folded(&format!("{}. {}", at + 1, item.title), ""));
                if !item.detail.is_empty() {
                    out.push(folded(&item.detail, "   "));
                }
            }
        }
        Block::Steps { first, steps } => {
            for (at, step) in steps.iter().enumerate() {
                out.push(folded(&format!("{}) {step}", first + at), ""));
            }
        }
        // A command stays on one line, because a break would be copied with it.
        Block::Command(command) => out.push(format!("    {command}")),
        Block::Verbatim(text) => out.push(text.join("\n")),
        Block::Spelled(groups) => out.extend(spoken(state, groups)),
        // The other fields of a form; the question asks for the one in focus.
        Block::Input { label, value, cursor: None } if !value.is_empty() => {
            out.push(labelled(state.lang, label.trim_end_matches([':', '：']), value));
        }
        Block::Input { .. } | Block::Code { .. } => {}
        Block::Qr { url, .. } => {
            out.push(folded(L::QrAddress.say(state.lang), ""));
            out.push(url.clone());
        }
    }
}

/// Lines to read aloud, in groups; the words for the characters are said on demand.
fn spoken(state: &State, groups: &[SpelledGroup]) -> Vec<String> {
    let mut lines: Vec<(u8, String)> = Vec::new();
    for one in groups {
        match (one.line, lines.last_mut()) {
            (None, Some((_, line))) => line.push_str(&one.group),
            (number, _) => lines.push((number.unwrap_or(0), one.group.clone())),
        }
    }
    lines.into_iter().map(|(number, line)| spell::line(state.lang, number, &line)).collect()
}

/// A choice as a line.
pub(super) fn entry(number: u8, label: &str) -> String {
    format!("  {number}. {label}")
}

/// A paragraph, wrapped, with a mark instead of colour.
pub(super) fn paragraph(tone: Tone, text: &str) -> String {
    folded(text, if tone == Tone::Bad { "! " } else { "" })
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "ok ",
        Mark::Bad => "! ",
        Mark::Warn | Mark::Unknown => "? ",
    }
}

/// A text wrapped, each line with that indent.
pub(super) fn folded(text: &str, indent: &str) -> String {
    let options = line_breaks::wrap_options(WIDTH).initial_indent(indent).subsequent_indent(indent);
    wrap(text, options).join("\n")
}
