//! A page as pieces: which parts of it are said, and in which words.

use super::choices::NUMBERED_ENTRIES;
use super::conversation::WIDEST;
use super::help::help;
use super::piece::Piece;
use super::spell;
use crate::page::{Block, Mark, Page, SpelledGroup, Tone};
use crate::text::PlainLine as L;
use crate::wizard::{Overlay, State, is_typing};
use countersign_core::text::{Line, labelled};

/// The pieces of a page. The typed text isn't among them: the question has it, and its refusal stands right above the question.
pub(super) fn pieces(state: &State, page: &Page) -> Vec<Piece> {
    // A screen's help names its keys.
    if state.overlay == Some(Overlay::Help) {
        return help(state);
    }
    let typing = is_typing(state);
    let mut pieces: Vec<Piece> = page.practice.iter().map(Piece::words).collect();
    for block in &page.blocks {
        match block {
            Block::Paragraph(Tone::Bad, _) if typing => {}
            block => print(state, block, &mut pieces),
        }
    }
    pieces
}

/// Sentences as lines of text.
#[must_use]
pub fn folded(sentences: &[String]) -> Vec<String> {
    sentences.iter().flat_map(|sentence| Piece::words(sentence).lines(WIDEST)).collect()
}

fn print(state: &State, block: &Block, out: &mut Vec<Piece>) {
    match block {
        Block::Gap => out.push(Piece::Gap),
        Block::Paragraph(tone, text) => out.push(Piece::toned(*tone, text)),
        Block::PerForm { tone, lines, .. } => out.extend(lines.iter().map(|text| Piece::toned(*tone, text))),
        Block::Progress(text) => out.push(Piece::words(text)),
        Block::Fields(rows) => {
            for row in rows {
                let mark = mark(row.mark);
                let field = labelled(state.lang, &row.name, &row.value);
                out.push(Piece::words(format!("{field} [{mark}{}]", row.verdict)));
            }
        }
        Block::Choices { items, .. } => {
            for (at, item) in items.iter().enumerate() {
                let number = at + 1;
                out.push(Piece::words(match number <= NUMBERED_ENTRIES {
                    true => format!("{number}. {}", item.title),
                    false => format!("   {}", item.title),
                }));
                if !item.detail.is_empty() {
                    out.push(Piece::Words("   ", item.detail.clone()));
                }
            }
        }
        Block::Steps { first, steps } => {
            out.extend(
                steps.iter().enumerate().map(|(at, step)| Piece::words(format!("{}) {step}", first + at))),
            );
        }
        // A line break would be copied with the command.
        Block::Command(command) => out.push(Piece::Whole(format!("    {command}"))),
        Block::Verbatim(text) => out.extend(text.iter().cloned().map(Piece::Whole)),
        Block::Spelled(groups) => out.extend(spoken(state, groups)),
        // The other fields of a form; the question asks for the one in focus.
        Block::Input { label, value, cursor: None } if !value.is_empty() => {
            out.push(Piece::words(labelled(state.lang, label.trim_end_matches([':', '：']), value)));
        }
        Block::Input { .. } | Block::Code { .. } => {}
        Block::Qr { url, .. } => {
            out.push(Piece::words(L::QrAddress.say(state.lang)));
            out.push(Piece::Whole(url.clone()));
        }
    }
}

/// Lines to read aloud, in groups; the words for the characters are said on demand.
fn spoken(state: &State, groups: &[SpelledGroup]) -> Vec<Piece> {
    let mut lines: Vec<(u8, String)> = Vec::new();
    for one in groups {
        match (one.line, lines.last_mut()) {
            (None, Some((_, line))) => line.push_str(&one.group),
            (number, _) => lines.push((number.unwrap_or(0), one.group.clone())),
        }
    }
    lines.into_iter().map(|(number, line)| Piece::words(spell::line(state.lang, number, &line))).collect()
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "ok ",
        Mark::Bad => "! ",
        Mark::Warn | Mark::Unknown => "? ",
    }
}
