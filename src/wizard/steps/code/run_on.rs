//! Where typed characters go: over the end of a line into the next one, and a line that checks into its place.
//!
//! A person who looks at the paper types all lines without a break. A missing or an extra character moves the ends of the lines. They
//! are corrected as soon as a later line checks; otherwise the search for typing errors finds them. Never here: the keys, or pastes.

use countersign_core::protocol::line::{LENGTH, LineReading};
use tui_input::{Input, InputRequest};

use super::lines::{CodeStep, LINE_LONG, LINE_MAX, read};

/// The most characters before a line that checks that are taken for its number and label, and dropped.
const LABEL_MAX: usize = 12;

impl CodeStep {
    /// Types one character. In a whole line it replaces the one at the cursor; after a whole line it goes into the next one.
    pub(super) fn insert(&mut self, c: char) {
        let is_behind_line = |input: &Input| input.cursor() >= LENGTH.max(input.value().chars().count());
        if self.inputs.get(self.current).is_some_and(is_behind_line) {
            self.make_room_for_another_code();
        }
        let Some(input) = self.inputs.get(self.current) else { return };
        let length = input.value().chars().count();
        let overtype = length >= LENGTH && input.cursor() < length;
        if length >= LENGTH && !overtype {
            if matches!(self.reading(self.current), LineReading::Clean(_)) {
                return;
            }
            if self.inputs.get(self.current + 1).is_some_and(|next| next.value().is_empty()) {
                self.run_over(self.current);
            } else if length >= self.room() {
                return;
            }
        }
        let Some(input) = self.inputs.get_mut(self.current) else { return };
        if overtype {
            input.handle(InputRequest::DeleteNextChar);
        }
        input.handle(InputRequest::InsertChar(c));
        self.judge_typed(overtype);
    }

    /// The most characters of the current line. The last one has room for a label, too.
    fn room(&self) -> usize {
        if self.current + 1 < self.inputs.len() { LINE_LONG } else { LINE_MAX }
    }

    /// Moves the characters that ran over back to the end of the line before, if they belong to it: the person ended it with Enter.
    pub(super) fn take_back_overflow(&mut self) {
        let Some(from) = self.ran_over_from.take() else { return };
        let (Some(before), Some(over)) = (self.inputs.get(from), self.inputs.get(self.current)) else {
            return;
        };
        let whole = format!("{}{}", before.value(), over.value());
        let long = LENGTH + 1..=LINE_LONG;
        if over.value().is_empty() || !long.contains(&whole.chars().count()) {
            return;
        }
        // A mended line is a better reading, unless one extra character explains all errors.
        let clean_without = |at: usize| {
            let shorter: String =
                whole.chars().enumerate().filter(|(k, _)| *k != at).map(|(_, c)| c).collect();
            matches!(read(from, &shorter), LineReading::Clean(_))
        };
        if matches!(self.reading(from), LineReading::Mended { .. }) && !(0..=LENGTH).any(clean_without) {
            return;
        }
        self.set_line(from, whole);
        self.set_line(self.current, String::new());
    }

    /// Judges the text up to the cursor.
    fn judge_typed(&mut self, overtype: bool) {
        let at = self.current;
        let Some(input) = self.inputs.get(at) else { return };
        let typed: String = input.value().chars().take(input.cursor()).collect();
        // While a line is typed over, the text after the cursor is the rest of the old line. Otherwise the person edits in the middle
        // of the line, and nothing is judged.
        if input.value().len() > typed.len() && !overtype {
            return;
        }
        let first = self.first_open(at);
        let open: Vec<char> =
            self.inputs.iter().take(at).skip(first).flat_map(|line| line.value().chars()).collect();
        let all: Vec<char> = open.into_iter().chain(typed.chars()).collect();
        let Some(from) = all.len().checked_sub(LENGTH) else { return };
        let tail: String = all.iter().skip(from).collect();
        match read(at, &tail) {
            LineReading::Clean(_) => self.place(at, tail, first, &all[..from]),
            LineReading::Other(number, _) if number.get() <= 7 => {
                self.place(usize::from(number.get()) - 1, tail, first, &all[..from]);
            }
            _ if typed.chars().count() == LENGTH && self.may_step_on(overtype) => {
                if matches!(read(at, &typed), LineReading::Mended { .. }) {
                    self.set_line(at, typed);
                    self.run_over(at);
                }
            }
            _ => {}
        }
    }

    fn may_step_on(&self, overtype: bool) -> bool {
        self.inputs.get(self.current + 1).is_some_and(|next| overtype || next.value().is_empty())
    }

    /// The first of the whole lines right before `at` that don't check, so that their real ends are unknown.
    fn first_open(&self, at: usize) -> usize {
        let open = |line: &usize| {
            let whole = self.inputs.get(*line).is_some_and(|input| input.value().chars().count() == LENGTH);
            whole && !matches!(self.reading(*line), LineReading::Clean(_))
        };
        at - (0..at).rev().take_while(open).count()
    }

    /// Puts a line that checks into its place. `before` was typed before it, from line `first` on.
    fn place(&mut self, at: usize, line: String, first: usize, before: &[char]) {
        let current = self.current;
        if (first..=current).contains(&at) {
            let lines = at - first;
            let full = LENGTH * lines.saturating_sub(1);
            let last = before.len().saturating_sub(full);
            if lines > 0 && !(1..=LINE_MAX).contains(&last) {
                return;
            }
            for k in 0..lines {
                let end = if k + 1 == lines { before.len() } else { (k + 1) * LENGTH };
                self.set_line(first + k, before[k * LENGTH..end].iter().collect());
            }
            (at + 1..=current).for_each(|after| self.set_line(after, String::new()));
        } else {
            for (k, line) in (first..=current).enumerate() {
                self.set_line(line, before.iter().skip(k * LENGTH).take(LENGTH).collect());
            }
            if first == current && before.len() <= LABEL_MAX {
                let found = std::mem::take(&mut self.found_here);
                self.set_line(current, found);
            }
        }
        self.set_line(at, line);
        self.touched[at] = true;
        let in_order = at >= current.saturating_sub(1) && at <= current;
        let next_needed =
            self.inputs.get(at + 1).is_some() && !matches!(self.reading(at + 1), LineReading::Clean(_));
        let next = if in_order || next_needed { Some(at + 1) } else { self.unfinished().next() };
        match next.filter(|next| *next < self.inputs.len()) {
            Some(next) => self.arrive(next),
            None => self.go_to(6),
        }
    }

    /// Goes on from a whole line to the next one.
    fn run_over(&mut self, from: usize) {
        self.touched[from] = true;
        self.arrive(from + 1);
        self.ran_over_from = Some(from);
    }

    /// Puts the cursor into a line so that typing replaces its text.
    fn arrive(&mut self, at: usize) {
        self.go_to(at);
        if matches!(self.reading(at), LineReading::Clean(_))
            && let Some(input) = self.inputs.get_mut(at)
        {
            input.handle(InputRequest::GoToStart);
        }
    }

    fn set_line(&mut self, at: usize, text: String) {
        if let Some(input) = self.inputs.get_mut(at) {
            *input = Input::new(text);
        }
    }
}
