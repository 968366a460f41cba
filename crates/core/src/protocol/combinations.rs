//! Combinations with one candidate for each line, in the order of their total cost.
//!
//! Never here: the candidates of a line (`line_candidates`), or the check of a combination.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::line::Data;
use super::line_candidates::Candidate;

/// Combinations with one candidate for each line. Yields the cheapest first, and each combination once.
#[derive(Debug, Clone)]
pub(super) struct Combinations<const N: usize> {
    lists: [Vec<Candidate>; N],
    /// Total cost, the chosen candidate of each line, and the line that advanced last. From there, only that line and later lines
    /// advance, so that no combination comes twice.
    heap: BinaryHeap<Reverse<(u32, [usize; N], usize)>>,
}

impl<const N: usize> Combinations<N> {
    pub(super) fn new(lists: [Vec<Candidate>; N]) -> Self {
        let mut heap = BinaryHeap::new();
        let first: Option<u32> = lists.iter().map(|list| list.first().map(|candidate| candidate.cost)).sum();
        if let Some(cost) = first {
            heap.push(Reverse((cost, [0; N], 0)));
        }
        Self { lists, heap }
    }

    /// The same combinations from the beginning.
    pub(super) fn again(self) -> Self {
        Self::new(self.lists)
    }
}

impl<const N: usize> Iterator for Combinations<N> {
    type Item = [Data; N];

    fn next(&mut self) -> Option<[Data; N]> {
        let Reverse((cost, chosen, moved)) = self.heap.pop()?;
        for line in moved..N {
            let list = &self.lists[line];
            if let (Some(now), Some(next)) = (list.get(chosen[line]), list.get(chosen[line] + 1)) {
                let mut after = chosen;
                after[line] += 1;
                self.heap.push(Reverse((cost - now.cost + next.cost, after, line)));
            }
        }
        let mut data = [[0; 10]; N];
        for ((data, list), chosen) in data.iter_mut().zip(&self.lists).zip(chosen) {
            *data = list.get(chosen)?.data;
        }
        Some(data)
    }
}
