//! Finds the ends of lines in text that a person typed without a look at the screen. A missing or an added character shifts all
//! characters after it.
//!
//! A full line that is not clean may really end earlier or later. Each possible placement of the ends has a cost, the sum of the
//! cheapest explanations of its lines. The search for the code works on the lines of the cheapest placements. Never here: candidates
//! (`line_candidates`), or the check of a code.

use std::ops::Range;

use super::crockford::Glyph;
use super::line::{LENGTH, LineNumber, clean_as};
use super::line_candidates::{LENGTHS, cheapest};

/// The cost of an end that moves, in the unit of `line_candidates`.
const MOVED: u32 = 8;
/// The most placements of the ends that are returned.
pub(super) const PLACEMENTS: usize = 3;
/// The most that a returned placement costs above the best one.
const FAR: u32 = 45;

/// The search for the ends of lines, in slices.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    numbers: Vec<LineNumber>,
    /// The glyphs of all lines.
    glyphs: Vec<Glyph>,
    /// The end of each line as typed: its offset in `glyphs`.
    ends: Vec<usize>,
    /// The runs that are still to be searched, the last one first.
    runs: Vec<Run>,
    /// The runs that were searched: the lines of each, and the placements of their ends, the cheapest first.
    found: Vec<(Range<usize>, Vec<Vec<usize>>)>,
}

/// A run of lines: its beginning and its end are known, the ends between its lines are open.
#[derive(Debug, Clone)]
struct Run {
    lines: Range<usize>,
    /// The reachable ends: before the first line, after the first line, and so on.
    reached: Vec<Vec<Reached>>,
    /// The reachable ends after the line that is explored.
    behind: Vec<Reached>,
    /// The index of the end before that line that is explored next.
    next: usize,
}

/// A reachable end.
#[derive(Debug, Clone, Copy)]
struct Reached {
    end: usize,
    /// The cost of the lines up to this end.
    cost: u32,
    /// The index of the previous end on this path.
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
        Self { numbers: numbers.to_vec(), glyphs: lines.concat(), ends, runs, found: Vec::new() }
    }

    /// Whether the line (from 0) belongs to a run, so that one of its ends is open.
    pub(super) fn is_open(&self, line: usize) -> bool {
        self.runs.iter().any(|run| run.lines.contains(&line))
    }

    /// Whether the search is done.
    pub(super) const fn is_over(&self) -> bool {
        self.runs.is_empty()
    }

    /// Solves about this many sets of places. Returns the number of solved sets.
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

    /// How many placements of the ends were found, at least one.
    pub(super) fn placements(&self) -> usize {
        self.found.iter().map(|(_, placements)| placements.len()).max().unwrap_or(1).max(1)
    }

    /// The lines between the ends of a placement; placement 0 is the most likely.
    pub(super) fn lines(&self, placement: usize) -> Vec<Vec<Glyph>> {
        let mut ends = self.ends.clone();
        for (lines, placements) in &self.found {
            let last = placements.len().saturating_sub(1);
            let found = placements.get(placement.min(last)).into_iter().flatten();
            ends.get_mut(lines.clone())
                .into_iter()
                .flatten()
                .zip(found)
                .for_each(|(end, found)| *end = *found);
        }
        let starts = std::iter::once(&0).chain(&ends);
        let line =
            |(&start, &end): (&usize, &usize)| self.glyphs.get(start..end).unwrap_or_default().to_vec();
        starts.zip(&ends).map(line).collect()
    }

    /// Extends the paths to one reachable end by a line of each length. Returns the number of solved sets.
    fn explore(&self, run: &mut Run) -> u32 {
        let at = run.lines.start + run.reached.len() - 1;
        let before = run.reached.last().cloned().unwrap_or_default();
        let (Some(from), Some(number)) = (before.get(run.next).copied(), self.numbers.get(at)) else {
            run.finish_line();
            return 1;
        };
        // Several paths may lead to the same end. They are extended together.
        let same: Vec<usize> = (0..before.len()).filter(|other| before[*other].end == from.end).collect();
        if same.first() != Some(&run.next) {
            run.next += 1;
            return 1;
        }
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
            for way in &same {
                run.reach(Reached { end, cost: before[*way].cost + cost + moved, before: *way });
            }
            spent += solves;
        }
        run.next += 1;
        spent
    }

    /// Records the cheapest placements of a run that was searched.
    fn settle(&mut self, run: &Run) {
        let mut last: Vec<Reached> = run.reached.last().cloned().unwrap_or_default();
        last.sort_by_key(|reached| reached.cost);
        let best = last.first().map_or(0, |reached| reached.cost);
        let near = last.iter().filter(|reached| reached.cost <= best + FAR);
        self.found.push((run.lines.clone(), near.map(|reached| run.ends_to(*reached)).collect()));
    }
}

impl Run {
    fn new(lines: Range<usize>, ends: &[usize]) -> Self {
        let begin = lines.start.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let reached = vec![vec![Reached { end: begin, cost: 0, before: 0 }]];
        Self { lines, reached, behind: Vec::new(), next: 0 }
    }

    /// Records a path to an end after the line that is explored, if it is one of the cheapest.
    fn reach(&mut self, new: Reached) {
        let same: Vec<usize> = (0..self.behind.len()).filter(|at| self.behind[*at].end == new.end).collect();
        if same.len() < PLACEMENTS {
            self.behind.push(new);
        } else if let Some(worst) = same.into_iter().max_by_key(|at| self.behind[*at].cost)
            && self.behind[worst].cost > new.cost
        {
            self.behind[worst] = new;
        }
    }

    /// The ends of all lines on the path to `last`, the end of the run.
    fn ends_to(&self, last: Reached) -> Vec<usize> {
        let mut ends = vec![last.end];
        let mut before = last.before;
        for reached in self.reached.iter().rev().skip(1).take(self.lines.len() - 1) {
            if let Some(one) = reached.get(before) {
                ends.push(one.end);
                before = one.before;
            }
        }
        ends.reverse();
        ends
    }

    fn finish_line(&mut self) {
        self.reached.push(std::mem::take(&mut self.behind));
        self.next = 0;
    }
}

/// Whether this many glyphs may be this many lines.
fn fits(glyphs: usize, lines: usize) -> bool {
    (lines * LENGTHS.start()..=lines * LENGTHS.end()).contains(&glyphs)
}

/// The runs of at least two lines with open ends: full lines that are not clean, up to a line that is short or long, or that
/// precedes a clean line.
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
