//! The seven lines of a code while they are typed: cursor, overtyping, lines in the wrong order.

use countersign_core::protocol::line::{self, LENGTH, LineNumber, LineReading};
use tui_input::{Input, InputRequest};

use crate::wizard::code_fault::CodeFault;
use crate::wizard::path_question::PathQuestion;
use crate::wizard::steps::context::StepContext;

/// The most characters that a line takes: what it has, and a label before it.
pub const LINE_MAX: usize = 32;

/// The characters of a line with two extra ones, which are shown.
pub(super) const LINE_LONG: usize = LENGTH + 2;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct CodeStep {
    /// The lines as typed, without blanks.
    pub inputs: [Input; 7],
    /// The line with the cursor (0–6).
    pub current: usize,
    /// The lines that the person left with Enter or an arrow. They are judged even if they are short.
    pub touched: [bool; 7],
    /// What the step does with the lines.
    pub phase: CodePhase,
    /// The practice desk's code.
    pub practice_code: Option<[String; 7]>,
    /// What the current line held when the cursor came to it.
    pub(super) found_here: String,
    /// The line from which typing ran over into the current one.
    pub(super) ran_over_from: Option<usize>,
    /// The lines of a code that was refused, or with which the step began. What is typed behind them is another code.
    pub(super) old_code: Option<[String; 7]>,
}

/// What the step does with the lines.
#[derive(Debug, Clone)]
pub enum CodePhase {
    /// The person types them. The fault says why the code was refused, until the next change.
    Typing(Option<CodeFault>),
    /// The worker searches for typing errors. A change of the lines, a paste or Esc ends the search.
    Searching(RunningSearch),
    /// The step asks for the file to read the code from.
    Asking {
        /// The question.
        question: Box<PathQuestion>,
        /// The fault that is shown again after the question.
        fault: Option<CodeFault>,
    },
}

/// The state of a search for typing errors, which the worker runs.
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
        let unfinished = |(at, input): (usize, &Input)| !read(at, input.value()).is_usable();
        let current = inputs.iter().enumerate().position(unfinished).unwrap_or(6);
        let clean = |(at, input): (usize, &Input)| matches!(read(at, input.value()), LineReading::Clean(_));
        let is_clean = inputs.iter().enumerate().all(clean);
        Self {
            inputs,
            current,
            touched: [true; 7],
            phase: CodePhase::Typing(None),
            practice_code,
            found_here: String::new(),
            ran_over_from: None,
            old_code: is_clean.then(|| context.draft.lines.clone()),
        }
    }

    /// Why the code was refused, if no line has changed since.
    #[must_use]
    pub const fn fault(&self) -> Option<&CodeFault> {
        match &self.phase {
            CodePhase::Typing(fault) | CodePhase::Asking { fault, .. } => fault.as_ref(),
            CodePhase::Searching(_) => None,
        }
    }

    /// The running search for typing errors.
    #[must_use]
    pub const fn search(&self) -> Option<&RunningSearch> {
        if let CodePhase::Searching(search) = &self.phase { Some(search) } else { None }
    }

    /// The question for the file to read the code from.
    #[must_use]
    pub const fn question(&self) -> Option<&PathQuestion> {
        if let CodePhase::Asking { question, .. } = &self.phase { Some(question) } else { None }
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
        (0..7).filter(|at| !self.reading(*at).is_usable())
    }

    /// Fills in the lines that aren't empty; the others stay as typed.
    pub(super) fn fill_in(&mut self, lines: [String; 7]) {
        for (input, line) in self.inputs.iter_mut().zip(lines).filter(|(_, line)| !line.is_empty()) {
            *input = Input::new(without_blanks(&line));
        }
        self.touched = [true; 7];
        self.forget_check();
        // Lines that come piece by piece go on in one that is short or empty; a whole line that can't be read waits.
        let short = (0..7).find(|at| matches!(self.reading(*at), LineReading::Short { .. }));
        let next = short.or_else(|| self.unfinished().next());
        self.go_to(next.unwrap_or(6));
    }

    /// Removes a whole code that was refused before, if no line has changed since: another code comes.
    pub(super) fn make_room_for_another_code(&mut self) {
        if self.old_code.as_ref().is_some_and(|old| *old == self.texts()) {
            self.inputs = Default::default();
            self.touched = [false; 7];
            self.old_code = None;
            self.go_to(0);
        }
    }

    /// Shows why the code is refused, and puts the cursor on the first doubtful line.
    pub(super) fn refuse(&mut self, fault: CodeFault) {
        if let Some(line) = fault.first_line() {
            self.go_to(usize::from(line.saturating_sub(1)));
        }
        if fault.needs_another_code() {
            self.old_code = Some(self.texts());
        }
        self.phase = CodePhase::Typing(Some(fault));
    }

    /// Gives the search up, and shows the fault from before it. Returns `false` if none runs.
    pub(super) fn stop_search(&mut self) -> bool {
        let CodePhase::Searching(search) = &self.phase else { return false };
        self.refuse(search.fallback.clone());
        true
    }

    /// Asks for the file to read the code from, in place of a search.
    pub(super) fn ask(&mut self, question: PathQuestion) {
        self.stop_search();
        self.phase = CodePhase::Asking { question: Box::new(question), fault: self.fault().cloned() };
    }

    /// Ends the question for the file.
    pub(super) fn stop_asking(&mut self) {
        if let CodePhase::Asking { fault, .. } = &mut self.phase {
            self.phase = CodePhase::Typing(fault.take());
        }
    }

    /// Drops the result of the last check, because the lines changed.
    pub(super) fn forget_check(&mut self) {
        self.phase = CodePhase::Typing(None);
    }

    /// Puts the cursor into line `at`: on the mended character, at the start of a line to type over, at the end of a good
    /// or short line.
    pub(super) fn go_to(&mut self, at: usize) {
        self.current = at.min(6);
        self.ran_over_from = None;
        let reading = self.reading(self.current);
        let Some(input) = self.inputs.get_mut(self.current) else { return };
        self.found_here = input.value().to_owned();
        let length = input.value().chars().count();
        let to = match reading {
            LineReading::Mended { at, .. } if length == LENGTH => at.first().copied().unwrap_or(0),
            LineReading::Foreign { at, .. } => at,
            LineReading::Clean(_) => length,
            _ if length < LENGTH => length,
            _ => 0,
        };
        *input = Input::new(input.value().to_owned()).with_cursor(to);
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

/// Reads line `at` (0–6).
pub fn read(at: usize, text: &str) -> LineReading {
    u8::try_from(at + 1)
        .ok()
        .and_then(LineNumber::new)
        .map_or(LineReading::Short { typed: 0 }, |number| line::read(number, text))
}

/// The characters of a line as it is shown, at most [`LINE_MAX`].
fn without_blanks(text: &str) -> String {
    line::cleaned(text).take(LINE_MAX).collect()
}

/// Edits the current line, or the path if the step asks for one. The cursor leaves a whole line by itself. A running search goes on
/// unless the text changes: moving the cursor or typing a blank changes nothing.
pub fn edit(step: &mut CodeStep, request: InputRequest) {
    if let CodePhase::Asking { question, .. } = &mut step.phase {
        question.edit(request);
        return;
    }
    let before = step.texts();
    edit_line(step, request);
    if step.search().is_none() || step.texts() != before {
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
            step.go_to(step.current.saturating_sub(1));
            step.inputs[step.current].handle(InputRequest::GoToEnd);
        }
        _ => {
            step.inputs[step.current].handle(request);
        }
    }
}
