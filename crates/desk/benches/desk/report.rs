//! The printed table: what was measured, what was measured beside it, and the aim.

use std::cell::Cell;
use std::time::Duration;

use crate::load::Outcome;

/// What must hold of a figure.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
    /// At most so far from 1.
    Near(f64),
    /// Printed for whoever reads it.
    None,
}

/// A table that counts the aims that were missed.
#[derive(Default)]
pub struct Report {
    missed: Cell<usize>,
}

impl Report {
    /// The heading of a row's lines.
    pub fn heading(&self, title: &str) {
        println!(
            "\n### {title}\n\n| work | here | beside it | ratio | aim |\n| --- | ---: | ---: | ---: | ---: |"
        );
    }

    /// A line whose ratio to a peer has the aim. `peer` says what was measured beside it.
    pub fn ratio(&self, what: &str, here: f64, peer: f64, said: &str, aim: Aim) {
        let ratio = here / peer;
        let aim = self.judged(ratio, aim);
        println!("| {what} | {} | {said} | {ratio:.2} | {aim} |", count(here));
    }

    /// The same for times in milliseconds.
    pub fn ratio_of_times(&self, what: &str, here: f64, peer: f64, said: &str, aim: Aim) {
        let ratio = here / peer;
        let aim = self.judged(ratio, aim);
        println!("| {what} | {here:.2} | {said} | {ratio:.2} | {aim} |");
    }

    /// A line whose figure itself has the aim.
    pub fn figure(&self, what: &str, figure: f64, shown: &str, aim: Aim) {
        let aim = self.judged(figure, aim);
        println!("| {what} | {shown} | | | {aim} |");
    }

    /// Median and 99th percentile of the latency. The aim is for the latter.
    pub fn latencies(&self, outcome: &Outcome, aim: Aim) {
        let late = milliseconds(outcome.latency(0.99));
        let shown = format!("{:.2}, {late:.2}", milliseconds(outcome.latency(0.5)));
        self.figure("— p50, p99, ms", late, &shown, aim);
    }

    /// How many aims were missed so far.
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

/// A count with separators: 12,345.
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

/// A time in milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Kilobytes as megabytes.
pub fn kilobytes(count: u64) -> f64 {
    count as f64 / 1024.0
}
