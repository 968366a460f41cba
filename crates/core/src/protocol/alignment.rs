//! Finds where lines end in text that was typed without a look at the screen: a missing or an added character moves all that follow.
//!
//! A full line that doesn't check may really end earlier or later. Of all ends within reach, those whose lines have the cheapest
//! explanations win; the search for the code then works on the lines between them. Never here: candidates (`mend`), or the check of
//! a code.

use std::ops::Range;

use super::crockford::Glyph;
use super::line::{LENGTH, LineNumber, clean_as};
use super::mend::{LENGTHS, cheapest};

/// What an end elsewhere than it stands costs, in the unit of `mend`.
const MOVED: u32 = 8;

/// The search for the ends of lines, in slices.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    numbers: Vec<LineNumber>,
    /// The glyphs of all lines.
    glyphs: Vec<Glyph>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// The runs of lines with open ends between them, the last one first.
    runs: Vec<Run>,
}

/// A run of lines: where it begins and ends is known, the ends between are open.
#[derive(Debug, Clone)]
struct Run {
    lines: Range<usize>,
    /// The reachable ends before the first line, behind it, and so on.
    reached: Vec<Vec<Reached>>,
    /// Those behind the line that is explored.
    behind: Vec<Reached>,
    /// Which of the ends before that line is next.
    next: usize,
}

/// A reachable end.
#[derive(Debug, Clone, Copy)]
struct Reached {
    end: usize,
    /// The cost of the lines up to there.
    cost: u32,
    /// The index of the end before it.
    before: usize,
}

impl Alignment {
    /// Starts the search for lines of these numbers.
    pub(super) fn new(numbers: &[LineNumber], lines: &[Vec<Glyph>]) -> Self {
        let mut ends = Vec::new();
        for line in lines {
            ends.push(ends.last().unwrap_or(&0) + line.len());
        }
        let mut runs: Vec<Run> =
            open_runs(numbers, lines).into_iter().map(|run| Run::new(run, &ends)).collect();
        runs.reverse();
        Self { numbers: numbers.to_vec(), glyphs: lines.concat(), ends, runs }
    }

    /// Whether one end of that line (from 0) is open.
    pub(super) fn is_open(&self, line: usize) -> bool {
        self.runs.iter().any(|run| run.lines.contains(&line))
    }

    /// Whether the search is done.
    pub(super) const fn is_over(&self) -> bool {
        self.runs.is_empty()
    }

    /// Solves about that many sets of places. Gives the number of sets.
    pub(super) fn step(&mut self, solves: u32) -> u32 {
        let mut spent = 0_u32;
        while spent < solves
            && let Some(mut run) = self.runs.pop()
        {
            if run.reached.len() > run.lines.len() {
                self.settle(&run);
                continue;
            }
            spent = spent.saturating_add(self.explore(&mut run));
            self.runs.push(run);
        }
        spent
    }

    /// The lines between the ends that were found.
    pub(super) fn lines(&self) -> Vec<Vec<Glyph>> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let line =
            |(&start, &end): (&usize, &usize)| self.glyphs.get(start..end).unwrap_or_default().to_vec();
        starts.zip(&self.ends).map(line).collect()
    }

    /// Goes on from one reachable end by a line of each length. Gives the number of sets that were solved.
    fn explore(&self, run: &mut Run) -> u32 {
        let at = run.lines.start + run.reached.len() - 1;
        let from = run.reached.last().and_then(|ends| ends.get(run.next)).copied();
        let (Some(from), Some(number)) = (from, self.numbers.get(at)) else {
            run.finish_line();
            return 1;
        };
        let last = self.ends.get(run.lines.end - 1).copied().unwrap_or(from.end);
        let stands = self.ends.get(at).copied();
        let mut spent = 1;
        for length in LENGTHS {
            let end = from.end + length;
            if !last.checked_sub(end).is_some_and(|rest| fits(rest, run.lines.end - at - 1)) {
                continue;
            }
            let (cost, solves) = cheapest(*number, self.glyphs.get(from.end..end).unwrap_or_default());
            let moved = if stands == Some(end) { 0 } else { MOVED };
            run.reach(Reached { end, cost: from.cost + cost + moved, before: run.next });
            spent += solves;
        }
        run.next += 1;
        spent
    }

    /// Takes the cheapest ends of a run.
    fn settle(&mut self, run: &Run) {
        let mut index = 0;
        for (line, reached) in run.lines.clone().zip(run.reached.iter().skip(1)).rev() {
            if let Some(one) = reached.get(index) {
                self.ends[line] = one.end;
                index = one.before;
            }
        }
    }
}

impl Run {
    fn new(lines: Range<usize>, ends: &[usize]) -> Self {
        let begin = lines.start.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let reached = vec![vec![Reached { end: begin, cost: 0, before: 0 }]];
        Self { lines, reached, behind: Vec::new(), next: 0 }
    }

    /// Notes an end behind the line that is explored, where it is the cheapest way there.
    fn reach(&mut self, new: Reached) {
        match self.behind.iter_mut().find(|known| known.end == new.end) {
            Some(known) if known.cost > new.cost => *known = new,
            Some(_) => {}
            None => self.behind.push(new),
        }
    }

    fn finish_line(&mut self) {
        self.reached.push(std::mem::take(&mut self.behind));
        self.next = 0;
    }
}

/// Whether that many glyphs may be that many lines.
fn fits(glyphs: usize, lines: usize) -> bool {
    (lines * LENGTHS.start()..=lines * LENGTHS.end()).contains(&glyphs)
}

/// The runs of at least two lines with open ends between them: full lines that don't check, up to a line that ends by itself.
fn open_runs(numbers: &[LineNumber], lines: &[Vec<Glyph>]) -> Vec<Range<usize>> {
    let is_clean = |at: usize| {
        lines.get(at).zip(numbers.get(at)).is_some_and(|(line, number)| clean_as(line) == Some(*number))
    };
    let mut runs = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let mut to = from;
        while lines.get(to).is_some_and(|line| line.len() == LENGTH)
            && !is_clean(to)
            && to + 1 < lines.len()
            && !is_clean(to + 1)
        {
            to += 1;
        }
        let glyphs = lines.get(from..=to).unwrap_or_default().iter().map(Vec::len).sum();
        if to > from && fits(glyphs, to + 1 - from) {
            runs.push(from..to + 1);
        }
        from = to + 1;
    }
    runs
}

#[cfg(test)]
#[path = "alignment_tests.rs"]
mod tests;
