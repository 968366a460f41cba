//! One line on standard error that tells a person at a terminal how many requests are done.

use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::Duration;

use crate::page;
use crate::terminal::accessible;
use crate::text::RelaySentence as S;
use countersign_core::lang::Lang;

/// The columns of the line.
const WIDTH: usize = 78;

/// The line. `Drop` clears it. Without a terminal, or if the person asked for lines, nothing is written.
#[derive(Debug)]
pub(super) struct Progress {
    shown: bool,
    lang: Lang,
    done: u64,
}

impl Progress {
    /// A blank line.
    pub(super) fn new(lang: Lang, wanted: bool) -> Self {
        let by_lines = accessible(|name| std::env::var(name).ok());
        Self { shown: wanted && !by_lines && io::stderr().is_terminal(), lang, done: 0 }
    }

    /// Counts one more request as done.
    pub(super) fn done(&mut self) {
        self.done += 1;
        self.write(&S::Done { done: &self.done }.say(self.lang));
    }

    /// Waits that many seconds, and counts them down. A signal still ends the program.
    pub(super) fn wait(&self, seconds: u64) {
        for left in (1..=seconds).rev() {
            self.write(&S::Waiting { done: &self.done, seconds: &left }.say(self.lang));
            thread::sleep(Duration::from_secs(1));
        }
        self.write(&S::Done { done: &self.done }.say(self.lang));
    }

    fn write(&self, text: &str) {
        if self.shown {
            // A terminal that is gone needs no progress.
            let _ = write!(io::stderr(), "\r{}", page::pad(text, WIDTH));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{}\r", page::pad("", WIDTH));
        }
    }
}
