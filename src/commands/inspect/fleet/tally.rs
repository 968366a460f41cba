//! Rows by their key, in the order of keys. A sorted vector instead of a map: its code is much smaller, and there are few rows.

use std::cmp::Reverse;

/// Rows by their key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tally<K, V = u64>(Vec<(K, V)>);

impl<K, V> Default for Tally<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Tally<K, V> {
    /// The row of that key. A new one is made, unless there are `limit` rows.
    pub(super) fn row(&mut self, key: K, limit: usize, new: impl FnOnce() -> V) -> Option<&mut V> {
        let at = match self.0.binary_search_by(|(kept, _)| kept.cmp(&key)) {
            Ok(at) => at,
            Err(_) if self.0.len() >= limit => return None,
            Err(at) => {
                self.0.insert(at, (key, new()));
                at
            }
        };
        self.0.get_mut(at).map(|(_, row)| row)
    }
}

impl<K, V> Tally<K, V> {
    /// The rows, in the order of their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.0.iter()
    }

    /// The rows with the greatest counts first; equal ones in the order of their keys.
    pub(super) fn most_first_by(&self, counts: impl Fn(&V) -> (u64, u64)) -> Vec<&(K, V)> {
        let counts = self.0.iter().map(|(_, row)| counts(row)).collect();
        order(counts).into_iter().filter_map(|at| self.0.get(at)).collect()
    }
}

impl<K: Ord> Tally<K> {
    /// Counts one of that key. Returns `false` if it has no row and there are `limit` rows.
    pub(super) fn add_within(&mut self, key: K, limit: usize) -> bool {
        self.row(key, limit, || 0).map(|count| *count += 1).is_some()
    }

    /// Counts one of that key, without a limit. Only where the number of keys is small.
    pub(super) fn add(&mut self, key: K) {
        self.add_within(key, usize::MAX);
    }

    /// The keys with their counts, the greatest first.
    pub(super) fn most_first(&self) -> Vec<&(K, u64)> {
        self.most_first_by(|count| (*count, 0))
    }
}

/// The positions of these counts, the greatest first. A function of its own, so that it is compiled once for all types of rows.
fn order(counts: Vec<(u64, u64)>) -> Vec<usize> {
    let mut order: Vec<_> = counts.into_iter().map(Reverse).zip(0..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_up_to_the_limit_and_sorted_by_count_then_key() {
        let mut tally = Tally::default();
        let added: Vec<bool> = "cabacdba".chars().map(|key| tally.add_within(key, 3)).collect();
        assert_eq!(added, [true, true, true, true, true, false, true, true]);
        assert_eq!(tally.iter().collect::<Vec<_>>(), [&('a', 3), &('b', 2), &('c', 2)]);
        assert_eq!(
            tally.most_first_by(|count| (u64::from(*count == 2), 0)),
            [&('b', 2), &('c', 2), &('a', 3)]
        );
        tally.add('d');
        assert_eq!(tally.most_first(), [&('a', 3), &('b', 2), &('c', 2), &('d', 1)]);
    }
}
