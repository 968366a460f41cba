//! A session line by line: prints a page, reads an answer. No clipboard.

use std::io::{self, BufRead, Read, StdinLock, StdoutLock, Write};
use std::sync::mpsc::Receiver;

use crate::page;
use crate::plain;
use crate::terminal::{PASTE_MAX, Waker, typed};
use crate::text::PlainLine;
use crate::wizard::{Action, JobId, Msg, State};
use countersign_core::lang::Lang;
use countersign_core::text::Line;

use super::stdout::{self, Stdout};
use super::ui::Ui;

/// Standard input and output, line by line.
#[derive(Debug)]
pub struct LineUi {
    input: StdinLock<'static>,
    out: Stdout<StdoutLock<'static>>,
    /// The page that was printed last.
    page: Vec<String>,
    /// The job that the person was told of.
    job: Option<JobId>,
}

impl LineUi {
    /// An interface in that language.
    pub fn new(lang: Lang) -> Self {
        Self { input: io::stdin().lock(), out: stdout::text_output(lang), page: Vec::new(), job: None }
    }

    /// Says once that a job runs: silence would look like the end.
    fn announce(&mut self, state: &State, job: JobId) -> io::Result<()> {
        if self.job != Some(job) {
            self.job = Some(job);
            writeln!(self.out, "{}", plain::job_line(state))?;
            // The next page is printed although it may be the same, because it is the job's result.
            self.page.clear();
        }
        Ok(())
    }

    /// Prints the page, if it isn't the same as before, and the question.
    fn ask(&mut self, state: &State) -> io::Result<()> {
        let out = &mut self.out;
        let lines = plain::lines(&page::page(state));
        if self.page != lines {
            writeln!(out)?;
            for line in &lines {
                writeln!(out, "{line}")?;
            }
            self.page = lines;
        }
        let prompt = plain::prompt(state);
        for (number, label, _) in &prompt.choices {
            writeln!(out, "  {number}. {label}")?;
        }
        write!(out, "{} ", prompt.question)?;
        out.flush()
    }
}

impl Ui for LineUi {
    fn waker(&self) -> io::Result<Option<Waker>> {
        // It sleeps at the inbox itself.
        Ok(None)
    }

    fn show(&mut self, state: &State) -> anyhow::Result<Option<Msg>> {
        match state.jobs.current() {
            Some(job) => self.announce(state, job)?,
            None => self.ask(state)?,
        }
        Ok(None)
    }

    fn next(&mut self, state: &State, inbox: &Receiver<Msg>) -> anyhow::Result<Option<Msg>> {
        if state.jobs.current().is_some() {
            return Ok(Some(inbox.recv()?));
        }
        let mut answer = Vec::new();
        if self.input.by_ref().take(PASTE_MAX as u64).read_until(b'\n', &mut answer)? == 0 {
            writeln!(self.out, "\n{}", PlainLine::Closed.say(state.lang))?;
            return Ok(Some(Msg::Act(Action::Quit)));
        }
        let msg = plain::message(state, &typed(&answer));
        if msg.is_none() {
            writeln!(self.out, "{}", PlainLine::NotUnderstood.say(state.lang))?;
        }
        Ok(msg)
    }

    fn copy(&mut self, _: &str) -> bool {
        false
    }

    fn hand_over(&mut self, run: &mut dyn FnMut()) {
        run();
    }

    fn suspend(&mut self) {}

    fn leave(mut self: Box<Self>, lines: &[String]) {
        // Behind the answer, which a pipe doesn't end on the screen.
        let _ = writeln!(self.out);
        for line in plain::folded(lines) {
            let _ = writeln!(self.out, "{line}");
        }
    }
}
