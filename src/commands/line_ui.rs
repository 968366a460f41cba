//! The session line by line: prints a page, reads an answer, feeds the wizard. No clipboard, no waker.

use std::io::{BufRead, Read, Write};

use crate::page;
use crate::plain;
use crate::terminal::{PASTE_MAX, Waker, typed};
use crate::text::PlainLine;
use crate::wizard::{Action, Msg, State};
use countersign_core::text::Line;

use super::dispatch::dispatch;
use super::effects::{EffectRunner, Ui};
use super::stdout;

/// Runs the session to its end, or to the end of the input.
///
/// # Errors
/// If standard input or output fails.
pub fn run(mut state: State, runner: &mut EffectRunner) -> anyhow::Result<State> {
    let mut input = std::io::stdin().lock();
    let mut out = stdout::text_output(state.lang);
    let mut last: Option<Vec<String>> = None;
    loop {
        let lines = plain::lines(&page::page(&state));
        if last.as_ref() != Some(&lines) {
            writeln!(out)?;
            for line in &lines {
                writeln!(out, "{line}")?;
            }
            last = Some(lines);
        }
        let prompt = plain::prompt(&state);
        for (number, label, _) in &prompt.choices {
            writeln!(out, "  {number}. {label}")?;
        }
        write!(out, "{} ", prompt.question)?;
        out.flush()?;
        let mut answer = Vec::new();
        if input.by_ref().take(PASTE_MAX as u64).read_until(b'\n', &mut answer)? == 0 {
            let (state, _) = dispatch(state, Msg::Act(Action::Quit), runner, &mut LineUi::default());
            let closed = if state.is_practice() { PlainLine::ClosedPractice } else { PlainLine::Closed };
            writeln!(out, "\n{}", closed.say(state.lang))?;
            return Ok(state);
        }
        let Some(msg) = plain::message(&state, &typed(&answer)) else {
            writeln!(out, "{}", PlainLine::NotUnderstood.say(state.lang))?;
            continue;
        };
        let mut ui = LineUi::default();
        let (next, end) = dispatch(state, msg, runner, &mut ui);
        state = next;
        if end {
            return Ok(state);
        }
        if ui.search_announced {
            // Print the page again although it may be the same, because it is the result of the search.
            last = None;
        }
    }
}

/// Standard output and input, line by line.
#[derive(Default)]
struct LineUi {
    /// The person was told that a search runs.
    search_announced: bool,
}

impl Ui for LineUi {
    fn meanwhile(&mut self, state: &State) -> Option<Msg> {
        // Said once, before the search: silence would look like the end.
        if !self.search_announced {
            println!("{}", PlainLine::SearchingForSlips.say(state.lang));
            self.search_announced = true;
        }
        None
    }

    fn copy(&mut self, _: &str) -> bool {
        false
    }

    fn hand_over(&mut self, run: &mut dyn FnMut()) {
        run();
    }

    fn suspend(&mut self) {}

    fn waiting(&mut self, what: &str) -> Option<Waker> {
        println!("{what}");
        None
    }
}
