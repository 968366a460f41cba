//! 6 CODE.

use crate::page::{Block, CodeRow, Mark, Tone};
use crate::protocol::LineReading;
use crate::protocol::line;
use crate::text::{self, Lang, Line, StepLine as L};
use crate::wizard::State;
use crate::wizard::code::CodeStep;

/// What the step says.
#[must_use]
pub fn blocks(state: &State, step: &CodeStep, lang: Lang) -> Vec<Block> {
    let rows: Vec<CodeRow> = (0..7).map(|at| row(step, at, lang)).collect();
    let cursor =
        step.file.is_none().then(|| (step.at, step.inputs.get(step.at).map_or(0, tui_input::Input::cursor)));
    let left = step.unfinished().count();
    let mut blocks = vec![Block::Code { rows, cursor }];
    if let Some(file) = &step.file {
        blocks.push(Block::Input {
            label: L::CodeFileAsk.say(lang).to_owned(),
            value: file.value().to_owned(),
            cursor: file.cursor(),
        });
    }
    if left > 0 {
        blocks.push(Block::Para(Tone::Plain, L::CodeLeft.fill(lang, &[("count", &left.to_string())])));
    }
    match &step.fault {
        Some(fault) => blocks.push(Block::Para(Tone::Bad, text::code_fault(lang, fault))),
        None if left == 0 => blocks.push(Block::Para(Tone::Good, L::CodeWhole.say(lang).to_owned())),
        None => {}
    }
    if let Some(lines) = &step.practised {
        let shown = lines.iter().enumerate().map(|(at, text)| format!("{}  {}", at + 1, line::grouped(text)));
        blocks.push(Block::Para(Tone::Dim, L::PractisedCode.say(lang).to_owned()));
        blocks.push(Block::Verbatim(shown.collect()));
    } else if step.fault.is_none() {
        let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
        blocks.push(Block::Para(Tone::Dim, L::CodeLead.fill(lang, &[("number", number)])));
    }
    blocks
}

fn row(step: &CodeStep, at: usize, lang: Lang) -> CodeRow {
    let typed = step.inputs.get(at).map_or("", tui_input::Input::value).to_owned();
    let judged = step.left.get(at).copied().unwrap_or(false) && at != step.at;
    let here = at == step.at;
    let (mark, word) = match step.reading(at) {
        LineReading::Clean(_) => (Some(Mark::Good), String::new()),
        LineReading::Mended { at, line, .. } => {
            let places = at
                .iter()
                .filter_map(|place| Some(format!("{}{}", place + 1, line.chars().nth(*place)?)))
                .collect::<Vec<_>>();
            (Some(Mark::Warn), L::LineMended.fill(lang, &[("places", &places.join(" "))]))
        }
        LineReading::Other(number, _) => {
            (Some(Mark::Warn), L::LineOther.fill(lang, &[("line", &number.get().to_string())]))
        }
        LineReading::Short { typed: 0 } => (None, String::new()),
        LineReading::Short { typed } if judged => (
            Some(Mark::Bad),
            L::LineShort.fill(lang, &[("count", &20_usize.saturating_sub(typed).to_string())]),
        ),
        LineReading::Short { typed } if here => (None, format!("{typed}/20")),
        LineReading::Short { .. } => (None, String::new()),
        LineReading::Long { typed } => {
            (Some(Mark::Bad), L::LineLong.fill(lang, &[("count", &typed.saturating_sub(20).to_string())]))
        }
        LineReading::Foreign { .. } => (Some(Mark::Bad), L::LineForeign.say(lang).to_owned()),
        LineReading::Wrong => (Some(Mark::Bad), L::LineWrong.say(lang).to_owned()),
    };
    CodeRow { typed, mark, word }
}
