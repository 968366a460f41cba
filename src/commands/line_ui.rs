//! A session line by line: prints what is new and a question, reads an answer. No clipboard.

use std::io::{self, BufRead, IsTerminal, Read, StdinLock, StdoutLock, Write};
use std::sync::mpsc::Receiver;

use crate::plain::{self, Conversation, job_line};
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
    /// Whether standard input echoes the answer and its line end, as a terminal does.
    echoes: bool,
    out: Stdout<StdoutLock<'static>>,
    conversation: Conversation,
    /// The job that the person was told of.
    job: Option<JobId>,
}

impl LineUi {
    /// An interface in that language.
    pub fn new(lang: Lang) -> Self {
        let out = stdout::text_output(lang);
        let conversation = Conversation::new(!out.is_ascii(), stdout::size());
        let echoes = io::stdin().is_terminal();
        Self { input: io::stdin().lock(), echoes, out, conversation, job: None }
    }

    /// Says once that a job runs, because silence would look like the end of the session.
    fn announce(&mut self, state: &State, job: JobId) -> io::Result<()> {
        if self.job != Some(job) {
            self.job = Some(job);
            writeln!(self.out, "{}", job_line(state))?;
        }
        Ok(())
    }

    /// Says what is new, and asks.
    fn ask(&mut self, state: &State) -> io::Result<()> {
        let told = self.conversation.tell(state);
        for line in &told.lines {
            writeln!(self.out, "{line}")?;
        }
        write!(self.out, "{} ", told.question)?;
        self.out.flush()
    }

    /// The next line of the input; `None` at its end. A line is cut at [`PASTE_MAX`] bytes.
    fn read(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        if self.input.by_ref().take(PASTE_MAX as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() >= PASTE_MAX && line.last() != Some(&b'\n') {
            self.input.skip_until(b'\n')?;
        }
        if !self.echoes {
            writeln!(self.out)?;
        }
        Ok(Some(typed(&line)))
    }
}

impl Ui for LineUi {
    fn waker(&self) -> io::Result<Option<Waker>> {
        // `next` waits on the inbox itself.
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
        let Some(answer) = self.read()? else {
            writeln!(self.out, "\n{}", PlainLine::Closed.say(state.lang))?;
            return Ok(Some(Msg::Act(Action::Quit)));
        };
        Ok(self.conversation.hear(state, &answer))
    }

    fn copy(&mut self, _: &str) -> bool {
        false
    }

    fn hand_over(&mut self, run: &mut dyn FnMut() -> Option<String>) {
        // The output stays above the next question.
        let _ = run();
    }

    fn suspend(&mut self) {}

    fn line_by_line(&mut self, _: Lang) {}

    fn is_line_by_line(&self) -> bool {
        true
    }

    fn leave(mut self: Box<Self>, lines: &[String]) {
        // An empty line between the answer and the last lines.
        let _ = writeln!(self.out);
        for line in plain::folded(lines) {
            let _ = writeln!(self.out, "{line}");
        }
    }
}
