//! 6 CODE: seven lines by hand, by paste or from a file; each checked as it is finished.

mod check;

use tui_input::{Input, InputRequest};

use super::{Outcome, StepContext};
use crate::wizard::code_check::{CodeFault, CodeSearch};
use crate::wizard::{Action, Effect, Mode, State, Step};
use countersign_core::protocol::line::{self, LineNumber, LineReading};

pub use check::{look_on, verify};

/// How many characters a line takes: two more than it should have, so that an added one shows.
pub const LINE_MAX: usize = 22;

/// How much of a pasted file name is taken, in characters.
const PATH_MAX: usize = 1024;

/// How many characters a line has.
const LINE: usize = 20;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct CodeStep {
    /// The lines as typed, without blanks.
    pub inputs: [Input; 7],
    /// The line the cursor is on.
    pub current: usize,
    /// Which lines were left with Enter or an arrow, and are judged though they are not whole.
    pub touched: [bool; 7],
    /// Why the code was not accepted; gone at the next change.
    pub fault: Option<CodeFault>,
    /// The search for what the lines were meant to be, while it goes on; a change of them gives it up, and so does Esc.
    pub search: Option<Box<CodeSearch>>,
    /// The practice desk's code, to type or to fill in.
    pub practice_code: Option<[String; 7]>,
    /// The name of a file to read the code from, while it is being asked for.
    pub path: Option<Input>,
}

impl CodeStep {
    /// Entered, with the lines typed before a restart.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        let inputs = state.draft.lines.clone().map(Input::new);
        let lacks = |(at, input): (usize, &Input)| !readable(&read(at, input.value()));
        let current = inputs.iter().enumerate().position(lacks).unwrap_or(6);
        let practice_code = match (&state.settings.mode, &state.step) {
            (Mode::Practice { .. }, Step::Request(step)) => step.practice_answer.clone().and_then(Result::ok),
            _ => None,
        };
        Self { inputs, current, touched: [true; 7], fault: None, search: None, practice_code, path: None }
    }

    /// What line `at` (0–6) reads as.
    #[must_use]
    pub fn reading(&self, at: usize) -> LineReading {
        self.inputs.get(at).map_or(LineReading::Short { typed: 0 }, |input| read(at, input.value()))
    }

    /// The texts of the lines.
    #[must_use]
    pub fn texts(&self) -> [String; 7] {
        self.inputs.clone().map(|input| input.value().to_owned())
    }

    /// Fills in the lines that were found; the others stay as they are typed.
    fn set(&mut self, lines: [String; 7]) {
        for (input, line) in self.inputs.iter_mut().zip(lines).filter(|(_, line)| !line.is_empty()) {
            *input = Input::new(bare(&line));
        }
        self.touched = [true; 7];
        self.changed();
        let next = self.unfinished().next();
        self.go(next.unwrap_or(6));
    }

    /// Says why the code is not accepted; the cursor goes where to look.
    fn refuse(&mut self, fault: CodeFault) {
        if let Some(line) = fault.first_line() {
            self.go(usize::from(line.saturating_sub(1)));
        }
        self.fault = Some(fault);
    }

    /// What was said of the code as it was no longer holds.
    fn changed(&mut self) {
        self.fault = None;
        self.search = None;
    }

    /// The lines (0–6) that are not whole or can't be read.
    pub fn unfinished(&self) -> impl Iterator<Item = usize> {
        (0..7).filter(|at| !readable(&self.reading(*at)))
    }

    /// Puts the cursor into that line: where it was mended, at the beginning of one that is to be typed over, at the
    /// end of one that is good or isn't whole.
    fn go(&mut self, at: usize) {
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

    /// One character typed. A line that is whole already is typed over where the cursor stands in it.
    fn insert(&mut self, c: char) {
        let at = self.current;
        let Some(input) = self.inputs.get_mut(at) else { return };
        let length = input.value().chars().count();
        let over = length >= LINE && input.cursor() < length;
        if over {
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
        // Typed over from its beginning: what is left of the old line goes.
        if over {
            *input = Input::new(before);
        }
        if input.value().chars().count() == cursor && at < 6 {
            self.touched[at] = true;
            self.go(at + 1);
        }
    }
}

/// Whether a line can be used: typed well, or mended.
#[must_use]
pub fn readable(reading: &LineReading) -> bool {
    matches!(reading, LineReading::Clean(_) | LineReading::Mended { .. } | LineReading::Other(..))
}

/// Reads line `at` (0–6).
fn read(at: usize, text: &str) -> LineReading {
    u8::try_from(at + 1)
        .ok()
        .and_then(LineNumber::new)
        .map_or(LineReading::Short { typed: 0 }, |number| line::read(number, text))
}

/// A typed text as it is shown, at most as long as a line may be.
fn bare(text: &str) -> String {
    line::taken(text).take(LINE_MAX).collect()
}

/// A change to the line in focus. The cursor steps on by itself only from a line that checks. A search that is under
/// way goes on where nothing was changed: the cursor may be led about, and blanks are passed over.
pub fn edit(step: &mut CodeStep, request: InputRequest) {
    if let Some(file) = &mut step.path {
        file.handle(request);
        return;
    }
    let before = step.inputs.get(step.current).map(|input| input.value().to_owned());
    let at = step.current;
    key(step, request);
    step.fault = None;
    if step.inputs.get(at).map(Input::value) != before.as_deref() {
        step.changed();
    }
}

fn key(step: &mut CodeStep, request: InputRequest) {
    match request {
        // One key may be more than one character, and some are passed over.
        InputRequest::InsertChar(c) => {
            for c in line::taken(c.encode_utf8(&mut [0; 4])) {
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

/// A paste: a whole code fills all lines; anything else goes into the line in focus. It submits nothing.
pub fn paste(step: &mut CodeStep, text: &str) {
    if let Some(lines) = countersign_core::protocol::license::paste(text) {
        step.path = None;
        step.set(lines);
        return;
    }
    if let Some(file) = &mut step.path {
        let name = text.lines().next().unwrap_or_default();
        for c in name.chars().filter(|c| !c.is_control()).take(PATH_MAX) {
            file.handle(InputRequest::InsertChar(c));
        }
        return;
    }
    for c in bare(text).chars() {
        edit(step, InputRequest::InsertChar(c));
    }
}

/// A file that was asked for came in.
#[must_use]
pub fn file_read(step: &mut CodeStep, text: &str) -> bool {
    step.path = None;
    let lines = countersign_core::protocol::license::paste(text);
    let found = lines.is_some();
    if let Some(lines) = lines {
        step.set(lines);
    } else {
        step.fault = Some(CodeFault::NotInFile);
    }
    found
}

/// What the step's actions do.
pub fn act(step: &mut CodeStep, context: StepContext<'_>, action: Action) -> Outcome {
    if let Some(file) = &step.path {
        let path = file.value().trim().to_owned();
        return match action {
            Action::Next if !path.is_empty() => Outcome::effect(Effect::ReadFile(path.into())),
            _ => Outcome::stay(),
        };
    }
    match action {
        Action::Next if step.search.is_some() => {}
        Action::Next => {
            step.touched[step.current] = true;
            untangle(step);
            // A line that isn't whole is judged once the person stays on it: first the cursor goes there.
            let empty = (0..7).find(|at| step.inputs[*at].value().is_empty());
            let unread =
                step.unfinished().next().filter(|next| *next != step.current && !step.touched[*next]);
            match empty.or(unread) {
                Some(next) => step.go(next),
                None => return check::check(step, context),
            }
        }
        Action::LineUp => {
            step.touched[step.current] = true;
            step.go(step.current.saturating_sub(1));
        }
        Action::LineDown => {
            step.touched[step.current] = true;
            step.go(step.current + 1);
        }
        Action::ClearLine => {
            step.inputs[step.current] = Input::default();
            step.changed();
        }
        Action::CodeFile => step.path = Some(Input::default()),
        Action::FillPracticeCode => {
            if let Some(lines) = step.practice_code.clone() {
                step.set(lines);
            }
        }
        _ => {}
    }
    Outcome::stay()
}

/// Goes back inside the step; `false` where the step itself is to be left. A search is given up, and what was wrong
/// before it is said.
pub fn back(step: &mut CodeStep) -> bool {
    if let Some(search) = step.search.take() {
        step.refuse(search.fallback());
        return true;
    }
    step.path.take().is_some()
}

/// Lines typed in the wrong order go where they belong, when their places form a whole swap.
fn untangle(step: &mut CodeStep) {
    let place = |at: usize| match step.reading(at) {
        LineReading::Other(number, _) => usize::from(number.get()).checked_sub(1).filter(|to| *to < 7),
        _ => Some(at),
    };
    let places: Vec<usize> = (0..7).filter_map(place).collect();
    let mut sorted = places.clone();
    sorted.sort_unstable();
    if places.len() == 7 && sorted.iter().enumerate().all(|(at, place)| at == *place) {
        let mut inputs: [Input; 7] = Default::default();
        for (from, to) in places.into_iter().enumerate() {
            inputs[to] = step.inputs[from].clone();
        }
        step.inputs = inputs;
    }
}
