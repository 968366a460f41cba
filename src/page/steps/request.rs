//! 5 REQUEST: the request as QR, text or spoken lines.

use super::online;
use super::route::predicted;
use crate::page::{Block, SpelledGroup, Tone, bound_line, path_question};
use crate::text::{PlainLine, PlainSentence, StepLine as L, StepSentence, request_fault};
use crate::wizard::request::{RequestStep, RequestView};
use crate::wizard::{BlockWidth, QrDrawing, RequestFault, State};
use countersign_core::protocol::LineNumber;
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::line::grouped;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::text::StepNameSentence;
use countersign_core::text::spelling;
use countersign_core::text::{Lang, Line, listed};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &RequestStep, lang: Lang) -> Vec<Block> {
    let Some(request) = &state.draft.request else {
        return match &step.fault {
            Some(fault) => no_request(fault, lang),
            None => vec![Block::Progress(L::RequestDrawing.say(lang).to_owned())],
        };
    };
    if let Some(question) = &step.question {
        return path_question::blocks(question, lang);
    }
    let host = &state.settings.profile.desk;
    let name = request.name().to_string();
    let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
    let mut blocks = Vec::new();
    match step.view {
        RequestView::Qr if state.asks_block_width() => blocks.extend(width_question(lang)),
        RequestView::Qr => match request.url(host) {
            Ok(url) => blocks.push(Block::Qr {
                url,
                lead: L::QrLead.say(lang).to_owned(),
                keys: qr_keys(state).say(lang).to_owned(),
                look: state.qr.look,
                lang,
            }),
            Err(_) => {
                let lines = PlainLine::QrImpossible.say(lang).to_owned();
                blocks.push(Block::per_form(Tone::Warn, L::QrImpossible.say(lang), Some(lines)));
            }
        },
        RequestView::Online if step.progress.is_none() => blocks.extend([
            Block::Paragraph(Tone::Warn, L::OlderLimits.say(lang).to_owned()),
            Block::on_screen(Tone::Plain, L::OlderAsk.say(lang)),
            Block::Gap,
        ]),
        RequestView::Online => {
            blocks.extend(step.progress.iter().flat_map(|progress| online::blocks(state, progress, lang)))
        }
        RequestView::Text => {
            blocks.push(Block::Paragraph(Tone::Plain, L::TextLead.say(lang).to_owned()));
            if let Ok(text) = request.text() {
                blocks.push(Block::Verbatim(text.lines().map(str::to_owned).collect()));
            }
        }
        RequestView::Spoken => {
            let lead = match &state.settings.profile.hotline {
                Some(hotline) => StepSentence::SpokenLead { hotline }.say(lang),
                None => L::SpokenLeadNoHotline.say(lang).to_owned(),
            };
            blocks.push(Block::Paragraph(Tone::Plain, lead));
            // One row, so that a notice on a small screen hides neither the name nor a group.
            let number = StepSentence::RequestNumber { number: &number }.say(lang);
            let name = StepNameSentence::RequestName { name: &name }.say(lang);
            blocks.push(Block::Paragraph(Tone::Strong, format!("{number}   {name}")));
            blocks.push(Block::Spelled(spelled_groups(&SpokenRequest::of(request).lines(), lang)));
        }
    }
    blocks.extend(practice_answer(state, step, lang));
    if step.view == RequestView::Spoken {
        blocks.extend(below_spoken(state, lang));
        return blocks;
    }
    blocks.push(Block::Paragraph(Tone::Strong, StepNameSentence::RequestName { name: &name }.say(lang)));
    if step.view == RequestView::Qr {
        blocks.push(Block::Paragraph(Tone::Plain, StepSentence::RequestDesk { desk: &host }.say(lang)));
    }
    blocks.push(Block::Paragraph(Tone::Plain, StepSentence::RequestNumber { number: &number }.say(lang)));
    if step.practice_answer.is_none() && step.view != RequestView::Online {
        blocks.push(predicted(state, lang));
    }
    blocks.extend(bound(state, lang));
    blocks
}

/// Why there is no request, and what to do now.
fn no_request(fault: &RequestFault, lang: Lang) -> Vec<Block> {
    let next = match fault {
        RequestFault::NoSecret(_) => L::RequestAgain,
        RequestFault::NoNumber => L::OnlineToNumber,
        RequestFault::NotEncoded(_) => L::RequestBack,
    };
    vec![
        Block::Paragraph(Tone::Bad, request_fault(lang, fault)),
        Block::on_screen(Tone::Plain, next.say(lang)),
        Block::Gap,
    ]
}

/// The lines below the groups, where there is little room: the predicted answer unless it is yes, and the bound values.
fn below_spoken(state: &State, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    if state.binding().predicted() != Predicted::Accepted {
        blocks.push(predicted(state, lang));
    }
    blocks.extend(bound(state, lang));
    blocks
}

/// The question how wide half blocks are. The person compares two lines, because the program never asks the terminal.
fn width_question(lang: Lang) -> [Block; 6] {
    [
        Block::Paragraph(Tone::Strong, L::WidthAsk.say(lang).to_owned()),
        Block::Gap,
        Block::Verbatim(["▀▀▀▀▀▀▀▀▀▀|", "----------|"].map(str::to_owned).to_vec()),
        Block::Gap,
        Block::Paragraph(Tone::Plain, L::WidthKeys.say(lang).to_owned()),
        Block::Gap,
    ]
}

/// The keys that change how the QR is drawn.
fn qr_keys(state: &State) -> L {
    match (state.qr.blocks, state.qr.look.drawing) {
        (BlockWidth::Missing, _) => L::QrKeysWithoutBlocks,
        (_, QrDrawing::Blocks) => L::QrKeys,
        (_, QrDrawing::Blanks) => L::QrKeysInBlanks,
    }
}

/// The values that are bound in place of the firmware's own.
fn bound(state: &State, lang: Lang) -> Option<Block> {
    bound_line(lang, &state.binding()).map(|line| Block::Paragraph(Tone::Plain, line))
}

/// The sentence on a screen that is too small for a QR; the sizes are columns and rows.
#[must_use]
pub fn qr_too_small(lang: Lang, need: (usize, usize), have: (usize, usize)) -> String {
    StepSentence::QrTooSmall { need: &size(need), have: &size(have) }.say(lang)
}

/// The sentence on a screen that is too small for any page; the sizes are columns and rows.
#[must_use]
pub fn screen_too_small(lang: Lang, need: (usize, usize), have: (usize, usize)) -> String {
    StepSentence::ScreenTooSmall { need: &size(need), have: &size(have) }.say(lang)
}

/// A size in columns and rows: `40x12`.
#[must_use]
pub fn size((columns, rows): (usize, usize)) -> String {
    format!("{columns}x{rows}")
}

/// The sentence on a screen that is too small for a QR with words, but not for a QR alone.
#[must_use]
pub fn qr_fits_alone(lang: Lang) -> String {
    L::QrFitsAlone.say(lang).to_owned()
}

/// The four lines of a spoken request, group by group, with a word for each character.
#[must_use]
pub fn spelled_groups(lines: &[String; 4], lang: Lang) -> Vec<SpelledGroup> {
    let numbered = LineNumber::spoken().into_iter().zip(lines);
    let groups = numbered.flat_map(|(number, line)| {
        let grouped = grouped(line);
        let groups: Vec<String> = grouped.split(' ').map(str::to_owned).collect();
        let first = Some(number.get()).into_iter().map(Some).chain(std::iter::repeat(None));
        groups.into_iter().zip(first).collect::<Vec<_>>()
    });
    groups
        .map(|(group, line)| {
            let words = group.chars().filter_map(|c| spelling::spelled(lang, c)).map(str::to_owned).collect();
            SpelledGroup { line, group, words }
        })
        .collect()
}

/// The practice desk's answer.
fn practice_answer(state: &State, step: &RequestStep, lang: Lang) -> Vec<Block> {
    match &step.practice_answer {
        None if state.is_practice() => vec![Block::on_screen(Tone::Strong, L::PracticeAsk.say(lang))],
        None => Vec::new(),
        Some(Ok(_)) => {
            let lines = PlainLine::PracticeIssued.say(lang).to_owned();
            vec![Block::per_form(Tone::Good, L::PracticeIssued.say(lang), Some(lines))]
        }
        Some(Err(codes)) => {
            let codes = listed(lang, codes);
            let screen = StepSentence::PracticeRefused { codes: &codes }.say(lang);
            let lines = PlainSentence::PracticeRefused { codes: &codes }.say(lang);
            vec![Block::per_form(Tone::Bad, screen, Some(lines))]
        }
    }
}
