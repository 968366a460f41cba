//! 6 CODE: seven lines by hand, by paste or from a file; each checked as it is finished.

mod check;

use tui_input::{Input, InputRequest};

use super::{Around, Outcome};
use crate::protocol::line::{self, LineNumber, LineReading};
use crate::wizard::diagnosis::{CodeFault, Hunt};
use crate::wizard::{Action, Effect, Mode, State, Step};

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
    pub at: usize,
    /// Which lines were left with Enter or an arrow, and are judged though they are not whole.
    pub left: [bool; 7],
    /// Why the code was not accepted; gone at the next change.
    pub fault: Option<CodeFault>,
    /// The search for what the lines were meant to be, while it goes on; a change of them gives it up, and so does Esc.
    pub hunt: Option<Box<Hunt>>,
    /// The practice desk's code, to type or to fill in.
    pub practised: Option<[String; 7]>,
    /// The name of a file to read the code from, while it is being asked for.
    pub file: Option<Input>,
}

impl CodeStep {
    /// Entered, with the lines typed before a restart.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        let inputs = state.draft.lines.clone().map(Input::new);
        let lacks = |(at, input): (usize, &Input)| !readable(&read(at, input.value()));
        let at = inputs.iter().enumerate().position(lacks).unwrap_or(6);
        let practised = match (&state.setting.mode, &state.step) {
            (Mode::Practice { .. }, Step::Request(step)) => step.practised.clone().and_then(Result::ok),
            _ => None,
        };
        Self { inputs, at, left: [true; 7], fault: None, hunt: None, practised, file: None }
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
        self.left = [true; 7];
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
        self.hunt = None;
    }

    /// The lines (0–6) that are not whole or can't be read.
    pub fn unfinished(&self) -> impl Iterator<Item = usize> {
        (0..7).filter(|at| !readable(&self.reading(*at)))
    }

    /// Puts the cursor into that line: where it was mended, at the beginning of one that is to be typed over, at the
    /// end of one that is good or isn't whole.
    fn go(&mut self, at: usize) {
        self.at = at.min(6);
        let reading = self.reading(self.at);
        let Some(input) = self.inputs.get_mut(self.at) else { return };
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
        let at = self.at;
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
            self.left[at] = true;
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
    if let Some(file) = &mut step.file {
        file.handle(request);
        return;
    }
    let before = step.inputs.get(step.at).map(|input| input.value().to_owned());
    let at = step.at;
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
        InputRequest::DeletePrevChar if step.inputs[step.at].value().is_empty() => {
            step.at = step.at.saturating_sub(1);
            step.inputs[step.at].handle(InputRequest::GoToEnd);
        }
        _ => {
            step.inputs[step.at].handle(request);
        }
    }
}

/// A paste: a whole code fills all lines; anything else is taken as if typed, from the line in focus on. It submits
/// nothing.
pub fn paste(step: &mut CodeStep, text: &str) {
    if let Some(lines) = crate::protocol::license::paste(text) {
        step.file = None;
        step.set(lines);
        return;
    }
    if let Some(file) = &mut step.file {
        let name = text.lines().next().unwrap_or_default();
        for c in name.chars().filter(|c| !c.is_control()).take(PATH_MAX) {
            file.handle(InputRequest::InsertChar(c));
        }
        return;
    }
    for c in line::taken(text).take(step.inputs.len() * LINE_MAX) {
        edit(step, InputRequest::InsertChar(c));
    }
}

/// A file that was asked for came in.
#[must_use]
pub fn file_read(step: &mut CodeStep, text: &str) -> bool {
    step.file = None;
    let lines = crate::protocol::license::paste(text);
    let found = lines.is_some();
    if let Some(lines) = lines {
        step.set(lines);
    } else {
        step.fault = Some(CodeFault::NotInFile);
    }
    found
}

/// What the step's actions do.
pub fn act(step: &mut CodeStep, around: Around<'_>, action: Action) -> Outcome {
    if let Some(file) = &step.file {
        let path = file.value().trim().to_owned();
        return match action {
            Action::Next if !path.is_empty() => Outcome::effect(Effect::ReadFile(path.into())),
            _ => Outcome::stay(),
        };
    }
    match action {
        Action::Next if step.hunt.is_some() => {}
        Action::Next => {
            step.left[step.at] = true;
            untangle(step);
            // A line that isn't whole is judged once the person stays on it: first the cursor goes there.
            let empty = (0..7).find(|at| step.inputs[*at].value().is_empty());
            let unread = step.unfinished().next().filter(|next| *next != step.at && !step.left[*next]);
            match empty.or(unread) {
                Some(next) => step.go(next),
                None => return check::check(step, around),
            }
        }
        Action::LineUp => {
            step.left[step.at] = true;
            step.go(step.at.saturating_sub(1));
        }
        Action::LineDown => {
            step.left[step.at] = true;
            step.go(step.at + 1);
        }
        Action::ClearLine => {
            step.inputs[step.at] = Input::default();
            step.changed();
        }
        Action::CodeFile => step.file = Some(Input::default()),
        Action::PractiseFill => {
            if let Some(lines) = step.practised.clone() {
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
    if let Some(hunt) = step.hunt.take() {
        step.refuse(hunt.unless());
        return true;
    }
    step.file.take().is_some()
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
