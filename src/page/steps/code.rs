//! 6 CODE: the seven lines, and what is wrong with them.

use crate::page::mended::mended_remark;
use crate::page::{Block, CodeRow, Mark, Tone, bound_line, path_question};
use crate::text::{self, PlainLine, PlainSentence, StepLine as L, StepSentence};
use crate::wizard::State;
use crate::wizard::code::CodeStep;
use countersign_core::protocol::LineReading;
use countersign_core::protocol::line::{self, LENGTH};
use countersign_core::text::{Lang, Line};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &CodeStep, lang: Lang) -> Vec<Block> {
    if let Some(question) = step.question() {
        return path_question::blocks(question, lang);
    }
    let rows: Vec<CodeRow> = (0..7).map(|at| row(step, at, lang)).collect();
    // While a search runs, its progress has the focus.
    let at = step.inputs.get(step.current).map_or(0, tui_input::Input::cursor);
    let cursor = step.search().is_none().then_some((step.current, at));
    let mut blocks = vec![head(step, lang), Block::Code { rows, cursor }, Block::Gap];
    if let Some(lines) = &step.practice_code {
        let shown = lines.iter().enumerate().map(|(at, text)| format!("{}  {}", at + 1, line::grouped(text)));
        let lines = PlainLine::PracticeCode.say(lang).to_owned();
        blocks.push(Block::per_form(Tone::Dim, L::PracticeCode.say(lang), Some(lines)));
        blocks.push(Block::Verbatim(shown.collect()));
    } else {
        let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
        let lines = PlainSentence::CodeLead { number: &number }.say(lang);
        let screen = StepSentence::CodeLead { number: &number }.say(lang);
        blocks.push(beside_fault(step, screen, lines));
        if state.is_practice() && step.fault().is_none() {
            blocks.push(Block::on_screen(Tone::Strong, L::PracticeNoCode.say(lang)));
        }
    }
    let instead = bound_line(lang, &state.binding());
    blocks.extend(instead.map(|line| beside_fault(step, line.clone(), line)));
    blocks
}

/// An introduction. On a screen a fault takes its place; line by line it was said before, and stays said.
fn beside_fault(step: &CodeStep, screen: String, lines: String) -> Block {
    match step.fault() {
        None => Block::per_form(Tone::Dim, screen, Some(lines)),
        Some(_) => Block::by_line(Tone::Dim, lines),
    }
}

/// Whether a fault stands above the lines that is to be read before anything is typed: of the whole code, or of a line that the cursor
/// hasn't left.
#[must_use]
pub fn has_unread_fault(step: &CodeStep) -> bool {
    let is_unread = |line: Option<u8>| line.is_none_or(|line| usize::from(line) == step.current + 1);
    step.question().is_none() && step.fault().is_some_and(|fault| is_unread(fault.first_line()))
}

/// The line above the code: its fault, the running search, or how many lines are missing.
fn head(step: &CodeStep, lang: Lang) -> Block {
    let left = step.unfinished().count();
    if let Some(search) = step.search() {
        return Block::Progress(StepSentence::CodeSearching { percent: &search.percent }.say(lang));
    }
    match step.fault() {
        Some(fault) => Block::Paragraph(Tone::Bad, text::code_fault(lang, fault)),
        None if left == 0 => Block::on_screen(Tone::Good, L::CodeWhole.say(lang)),
        None => Block::on_screen(Tone::Strong, StepSentence::CodeLeft { count: &left }.say(lang)),
    }
}

fn row(step: &CodeStep, at: usize, lang: Lang) -> CodeRow {
    // In upper case, as on the desk's answer, so that the two can be compared.
    let typed = step.inputs.get(at).map_or("", tui_input::Input::value).to_ascii_uppercase();
    let judged = step.touched.get(at).copied().unwrap_or(false) && at != step.current;
    let here = at == step.current;
    let (mark, remark) = match step.reading(at) {
        LineReading::Clean(_) => (Some(Mark::Good), L::LineGood.say(lang).to_owned()),
        LineReading::Mended { at, line, .. } => (Some(Mark::Warn), mended_remark(lang, &typed, &line, &at)),
        LineReading::Other(number, _) => {
            (Some(Mark::Warn), StepSentence::LineOther { line: &number.get() }.say(lang))
        }
        LineReading::Short { typed: 0 } => (None, String::new()),
        LineReading::Short { typed } if judged => {
            (Some(Mark::Bad), StepSentence::LineShort { count: &LENGTH.saturating_sub(typed) }.say(lang))
        }
        LineReading::Short { typed } if here => (None, format!("{typed}/{LENGTH}")),
        LineReading::Short { .. } => (None, String::new()),
        LineReading::Long { typed } => {
            (Some(Mark::Bad), StepSentence::LineLong { count: &typed.saturating_sub(LENGTH) }.say(lang))
        }
        LineReading::Foreign { .. } => (Some(Mark::Bad), L::LineForeign.say(lang).to_owned()),
        LineReading::Wrong => (Some(Mark::Bad), L::LineWrong.say(lang).to_owned()),
    };
    CodeRow { typed, mark, remark }
}
