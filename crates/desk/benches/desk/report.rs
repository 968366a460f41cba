//! The printed table: each figure, the peer's figure beside it, and the aim.

use std::cell::Cell;
use std::time::Duration;

use crate::load::Outcome;

/// The aim of a figure.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
    /// The figure differs from 1 by at most this.
    Near(f64),
    /// The figure has no aim: it is only printed.
    None,
}

/// A table that counts the aims that were missed.
#[derive(Default)]
pub struct Report {
    missed: Cell<usize>,
}

impl Report {
    /// Prints the heading of a row's lines.
    pub fn heading(&self, title: &str) {
        println!(
            "\n### {title}\n\n| work | here | beside it | ratio | aim |\n| --- | ---: | ---: | ---: | ---: |"
        );
    }

    /// Prints a line with a figure and its ratio to the peer's. The aim is for the ratio; `said` describes the peer's figure.
    pub fn ratio(&self, what: &str, here: f64, peer: f64, said: &str, aim: Aim) {
        let ratio = here / peer;
        let aim = self.judged(ratio, aim);
        println!("| {what} | {} | {said} | {ratio:.2} | {aim} |", count(here));
    }

    /// Like [`ratio`](Self::ratio), for times in milliseconds.
    pub fn ratio_of_times(&self, what: &str, here: f64, peer: f64, said: &str, aim: Aim) {
        let ratio = here / peer;
        let aim = self.judged(ratio, aim);
        println!("| {what} | {here:.2} | {said} | {ratio:.2} | {aim} |");
    }

    /// Prints a line with a figure alone. The aim is for the figure.
    pub fn figure(&self, what: &str, figure: f64, shown: &str, aim: Aim) {
        let aim = self.judged(figure, aim);
        println!("| {what} | {shown} | | | {aim} |");
    }

    /// Prints the median and the 99th percentile of the latency. The aim is for the 99th percentile.
    pub fn latencies(&self, outcome: &Outcome, aim: Aim) {
        let late = milliseconds(outcome.latency(0.99));
        let shown = format!("{:.2}, {late:.2}", milliseconds(outcome.latency(0.5)));
        self.figure("— p50, p99, ms", late, &shown, aim);
    }

    /// Returns how many aims were missed so far.
    pub fn missed(&self) -> usize {
        self.missed.get()
    }

    fn judged(&self, figure: f64, aim: Aim) -> String {
        let (text, holds) = match aim {
            Aim::AtLeast(least) => (format!("≥ {least}"), figure >= least),
            Aim::AtMost(most) => (format!("≤ {most}"), figure <= most),
            Aim::Near(most) => (format!("1 ± {most}"), (figure - 1.0).abs() <= most),
            Aim::None => (String::new(), true),
        };
        if holds {
            return text;
        }
        self.missed.set(self.missed() + 1);
        format!("{text} missed")
    }
}

/// Formats a count with separators, such as `12,345`.
pub fn count(count: f64) -> String {
    let digits = format!("{count:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Converts a time to milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Converts kilobytes to megabytes.
pub fn kilobytes(count: u64) -> f64 {
    count as f64 / 1024.0
}
