//! One candidate a line, all lines together: the cheapest combinations first.
//!
//! Lives here: the order in which they come. Never here: what a line may have been, and who judges.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::line::Data;
use super::mend::Candidate;

/// Combinations of one candidate a line, the cheapest first; each comes once.
#[derive(Debug, Clone)]
pub(super) struct Combinations<const N: usize> {
    lists: [Vec<Candidate>; N],
    /// Total cost, the candidate chosen for each line, and the line that was moved on last: only it and
    /// later ones are moved on from there, so that no combination is reached twice.
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

    /// The same from the beginning.
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
