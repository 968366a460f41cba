//! Whole texts pasted at the lines of a code. A request, a receipt or a license number gives a fault and changes no line.

use countersign_core::protocol::line::LENGTH;
use countersign_core::protocol::{Mask, license, line};
use tui_input::InputRequest;

use super::lines::{CodePhase, CodeStep, LINE_MAX, edit};
use crate::wizard::code_check::lines_in;
use crate::wizard::code_fault::CodeFault;

/// The most rows of a paste that are read.
const ROWS_MAX: usize = 64;

/// Takes a paste: a whole code fills all lines, other text goes into the text in focus and on over the next lines. Nothing is
/// submitted.
pub fn paste(step: &mut CodeStep, text: &str, mask: &Mask) {
    let found = lines_in(text, mask);
    if let (CodePhase::Asking { question, .. }, Err(_)) = (&mut step.phase, &found) {
        question.paste(text);
        return;
    }
    if let Err(fault @ CodeFault::Instead(_)) = found {
        step.phase = CodePhase::Typing(Some(fault));
        return;
    }
    step.stop_asking();
    step.make_room_for_another_code();
    match found {
        Ok(lines) => take_lines(step, text, lines),
        Err(_) => take_rows(step, text),
    }
}

/// Takes the lines that were found in a paste. A long paste may come in pieces: then its first row ends a line that another piece began,
/// and its last row begins one.
fn take_lines(step: &mut CodeStep, text: &str, lines: [String; 7]) {
    let mut rows = text.split('\n').map(str::trim);
    let begun = step
        .inputs
        .get(step.current)
        .is_some_and(|input| (1..LENGTH).contains(&input.value().chars().count()));
    if let Some(first) = rows.next().filter(|row| begun && is_part(row)) {
        take_row(step, first);
    }
    step.fill_in(lines);
    if let Some(last) = rows.next_back().filter(|row| is_part(row)) {
        take_row(step, last);
    }
}

/// Whether a row may be a part of a line.
fn is_part(row: &str) -> bool {
    let typed = line::cleaned(row).count();
    (1..LENGTH - 1).contains(&typed) && !is_prose(row)
}

/// Whether a row of a paste is words: it has no digit and no `?`, but lower-case letters or other characters that a code doesn't have.
fn is_prose(row: &str) -> bool {
    !row.contains(|c: char| c.is_numeric() || c == '?')
        && row.contains(|c: char| !c.is_ascii_uppercase() && c != ' ' && c != '-')
}

/// Types a paste row by row. A line break ends a line that isn't empty, as Enter does: a slow link delivers typed keys as one piece.
fn take_rows(step: &mut CodeStep, text: &str) {
    let several = text.contains('\n');
    for (at, row) in text.split('\n').take(ROWS_MAX).enumerate() {
        if several && is_prose(row) {
            continue;
        }
        if at > 0 {
            step.take_back_overflow();
        }
        if at > 0 && !step.inputs[step.current].value().is_empty() {
            if step.current == 6 {
                return;
            }
            step.touched[step.current] = true;
            step.go_to(step.current + 1);
        }
        take_row(step, row);
    }
}

fn take_row(step: &mut CodeStep, row: &str) {
    let row = license::row_text(row);
    for c in line::cleaned(&row).take(step.inputs.len() * LINE_MAX) {
        edit(step, InputRequest::InsertChar(c));
    }
}
