//! The seven lines of a code while they are typed: cursor, overtyping, pastes, lines in the wrong order.

use countersign_core::protocol::license;
use countersign_core::protocol::line::{self, LineNumber, LineReading};
use tui_input::{Input, InputRequest};

use crate::wizard::code_check::CodeFault;
use crate::wizard::path_question::PathQuestion;
use crate::wizard::steps::context::StepContext;

/// The most characters that a line takes: two more than it has, so that an extra one shows.
pub const LINE_MAX: usize = 22;

/// The characters of a line.
const LINE: usize = 20;

/// The most lines of a paste that are read.
const PASTE_LINES_MAX: usize = 64;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct CodeStep {
    /// The lines as typed, without blanks.
    pub inputs: [Input; 7],
    /// The line with the cursor (0–6).
    pub current: usize,
    /// The lines that the person left with Enter or an arrow. They are judged though they are short.
    pub touched: [bool; 7],
    /// Why the code was refused; cleared at the next change.
    pub fault: Option<CodeFault>,
    /// The search for typing errors, while it runs. A change of the lines or Esc ends it.
    pub search: Option<RunningSearch>,
    /// The practice desk's code.
    pub practice_code: Option<[String; 7]>,
    /// The file to read the code from, while the step asks for it.
    pub path: Option<PathQuestion>,
}

/// A search for typing errors, as the step sees it: the worker does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningSearch {
    /// The part that is done, in percent.
    pub percent: u32,
    /// The fault to show if the search is given up.
    pub fallback: CodeFault,
}

impl CodeStep {
    /// Starts with the lines typed before.
    #[must_use]
    pub fn enter(context: &StepContext<'_>, practice_code: Option<[String; 7]>) -> Self {
        let inputs = context.draft.lines.clone().map(Input::new);
        let unfinished = |(at, input): (usize, &Input)| !is_readable(&read(at, input.value()));
        let current = inputs.iter().enumerate().position(unfinished).unwrap_or(6);
        Self { inputs, current, touched: [true; 7], fault: None, search: None, practice_code, path: None }
    }

    /// The reading of line `at` (0–6).
    #[must_use]
    pub fn reading(&self, at: usize) -> LineReading {
        self.inputs.get(at).map_or(LineReading::Short { typed: 0 }, |input| read(at, input.value()))
    }

    /// The lines as typed.
    #[must_use]
    pub fn texts(&self) -> [String; 7] {
        self.inputs.clone().map(|input| input.value().to_owned())
    }

    /// The lines (0–6) that are short or can't be read.
    pub fn unfinished(&self) -> impl Iterator<Item = usize> {
        (0..7).filter(|at| !is_readable(&self.reading(*at)))
    }

    /// Fills in the lines that aren't empty; the others stay as typed.
    pub(super) fn fill_in(&mut self, lines: [String; 7]) {
        for (input, line) in self.inputs.iter_mut().zip(lines).filter(|(_, line)| !line.is_empty()) {
            *input = Input::new(without_blanks(&line));
        }
        self.touched = [true; 7];
        self.forget_check();
        let next = self.unfinished().next();
        self.go_to(next.unwrap_or(6));
    }

    /// Shows why the code is refused, and puts the cursor on the first doubtful line.
    pub(super) fn refuse(&mut self, fault: CodeFault) {
        if let Some(line) = fault.first_line() {
            self.go_to(usize::from(line.saturating_sub(1)));
        }
        self.fault = Some(fault);
    }

    /// Drops the result of the last check, because the lines changed.
    pub(super) fn forget_check(&mut self) {
        self.fault = None;
        self.search = None;
    }

    /// Puts the cursor into line `at`: on the mended character, at the start of a line to type over, at the end of a good
    /// or short line.
    pub(super) fn go_to(&mut self, at: usize) {
        self.current = at.min(6);
        let reading = self.reading(self.current);
        let Some(input) = self.inputs.get_mut(self.current) else { return };
        let length = input.value().chars().count();
        let to = match reading {
            LineReading::Mended { at, .. } if length == LINE => at.first().copied().unwrap_or(0),
            LineReading::Foreign { at, .. } => at,
            LineReading::Clean(_) => length,
            _ if length < LINE => length,
            _ => 0,
        };
        *input = Input::new(input.value().to_owned()).with_cursor(to);
    }

    /// Types one character. In a whole line it replaces the one at the cursor.
    fn insert(&mut self, c: char) {
        let at = self.current;
        let Some(input) = self.inputs.get_mut(at) else { return };
        let length = input.value().chars().count();
        let overtype = length >= LINE && input.cursor() < length;
        if overtype {
            input.handle(InputRequest::DeleteNextChar);
        } else if length >= LINE_MAX {
            return;
        }
        input.handle(InputRequest::InsertChar(c));
        let cursor = input.cursor();
        let before: String = input.value().chars().take(cursor).collect();
        if !matches!(read(at, &before), LineReading::Clean(_)) {
            return;
        }
        // The line was typed over from its start, so the rest of the old line goes.
        if overtype {
            *input = Input::new(before);
        }
        if input.value().chars().count() == cursor && at < 6 {
            self.touched[at] = true;
            self.go_to(at + 1);
        }
    }

    /// Puts lines that were typed in the wrong order where they belong, if their numbers are all different.
    pub(super) fn sort_lines(&mut self) {
        let place = |at: usize| match self.reading(at) {
            LineReading::Other(number, _) => usize::from(number.get()).checked_sub(1).filter(|to| *to < 7),
            _ => Some(at),
        };
        let places: Vec<usize> = (0..7).filter_map(place).collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        if places.len() == 7 && sorted.iter().enumerate().all(|(at, place)| at == *place) {
            let mut inputs: [Input; 7] = Default::default();
            for (from, to) in places.into_iter().enumerate() {
                inputs[to] = self.inputs[from].clone();
            }
            self.inputs = inputs;
        }
    }
}

/// Whether a line can be used: clean, mended, or clean under another number.
pub(super) fn is_readable(reading: &LineReading) -> bool {
    matches!(reading, LineReading::Clean(_) | LineReading::Mended { .. } | LineReading::Other(..))
}

/// Reads line `at` (0–6).
pub(super) fn read(at: usize, text: &str) -> LineReading {
    u8::try_from(at + 1)
        .ok()
        .and_then(LineNumber::new)
        .map_or(LineReading::Short { typed: 0 }, |number| line::read(number, text))
}

/// The characters of a line as it is shown, at most [`LINE_MAX`].
fn without_blanks(text: &str) -> String {
    line::cleaned(text).take(LINE_MAX).collect()
}

/// Edits the current line, or the path if the step asks for one. The cursor leaves a line by itself only if the line is
/// clean. A running search goes on unless the text changes: moving the cursor or typing a blank changes nothing.
pub fn edit(step: &mut CodeStep, request: InputRequest) {
    if let Some(path) = &mut step.path {
        path.edit(request);
        return;
    }
    let before = step.inputs.get(step.current).map(|input| input.value().to_owned());
    let at = step.current;
    edit_line(step, request);
    step.fault = None;
    if step.inputs.get(at).map(Input::value) != before.as_deref() {
        step.forget_check();
    }
}

fn edit_line(step: &mut CodeStep, request: InputRequest) {
    match request {
        // One key may give several characters, and some give none.
        InputRequest::InsertChar(c) => {
            for c in line::cleaned(c.encode_utf8(&mut [0; 4])) {
                step.insert(c);
            }
        }
        InputRequest::DeletePrevChar if step.inputs[step.current].value().is_empty() => {
            step.current = step.current.saturating_sub(1);
            step.inputs[step.current].handle(InputRequest::GoToEnd);
        }
        _ => {
            step.inputs[step.current].handle(request);
        }
    }
}

/// Takes a paste: a whole code fills all lines, other text goes into the text in focus and on over the next lines. Nothing is
/// submitted.
pub fn paste(step: &mut CodeStep, text: &str) {
    if let Some(lines) = license::find_lines(text) {
        step.path = None;
        step.fill_in(lines);
        return;
    }
    if let Some(path) = &mut step.path {
        path.paste(text);
        return;
    }
    for (at, part) in text.split('\n').take(PASTE_LINES_MAX).enumerate() {
        // A line break ends a line that has something, as Enter does: a slow link delivers typed keys as one piece.
        if at > 0 && !step.inputs[step.current].value().is_empty() {
            if step.current == 6 {
                return;
            }
            step.touched[step.current] = true;
            step.go_to(step.current + 1);
        }
        for c in line::cleaned(part).take(step.inputs.len() * LINE_MAX) {
            edit(step, InputRequest::InsertChar(c));
        }
    }
}
