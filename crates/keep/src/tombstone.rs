//! Tombstones: the licenses that were given back on this machine. None of them is ever restored.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::Nonce;

use super::envelope::{self, RecordError, RecordKind};

/// How many tombstones are kept, the newest. The desk's ledger has them all.
pub const TOMBSTONE_LIMIT: usize = 16;

/// A license that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// The nonce of the request that the license answered.
    pub nonce: Nonce,
    /// The release receipt: one typed line of 20 characters. It is kept so that a power cut can't lose it.
    pub receipt: String,
    /// When it was given back, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// At most [`TOMBSTONE_LIMIT`] tombstones, oldest first, one for each license and request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tombstones(Vec<Tombstone>);

impl Tombstones {
    /// Whether the license of that number and request was given back.
    #[must_use]
    pub fn contains(&self, number: [u8; 6], nonce: Nonce) -> bool {
        self.find(number, nonce).is_some()
    }

    /// The tombstone of that number and request.
    #[must_use]
    pub fn find(&self, number: [u8; 6], nonce: Nonce) -> Option<&Tombstone> {
        self.0.iter().find(|one| one.number == number && one.nonce == nonce)
    }

    /// The newest tombstone.
    #[must_use]
    pub fn newest(&self) -> Option<&Tombstone> {
        self.0.last()
    }

    /// All tombstones, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Tombstone> {
        self.0.iter()
    }

    /// Adds a tombstone unless there is one of the same number and request. Drops the oldest of a full list.
    pub(super) fn add(&mut self, one: Tombstone) {
        if !self.contains(one.number, one.nonce) {
            self.0.push(one);
            let excess = self.0.len().saturating_sub(TOMBSTONE_LIMIT);
            self.0.drain(..excess);
        }
    }

    /// Both lists as one, in order of time.
    pub(super) fn merged(self, other: Self) -> Self {
        let mut all: Vec<_> = self.0;
        all.extend(other.0);
        all.sort_by_key(|one| one.at);
        let mut merged = Self::default();
        all.into_iter().for_each(|one| merged.add(one));
        merged
    }

    pub(super) fn to_efi(&self) -> Option<Vec<u8>> {
        envelope::encode_binary(RecordKind::Tombstones, &self.0)
    }

    pub(super) fn to_file(&self) -> Option<Vec<u8>> {
        envelope::encode_json(RecordKind::Tombstones, &self.0)
    }

    pub(super) fn from_efi(bytes: &[u8]) -> Result<Self, RecordError> {
        Self::checked(envelope::decode_binary(RecordKind::Tombstones, bytes)?)
    }

    pub(super) fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        Self::checked(envelope::decode_json(RecordKind::Tombstones, bytes)?)
    }

    fn checked(list: Vec<Tombstone>) -> Result<Self, RecordError> {
        // A receipt is one typed line: 20 characters, perhaps with blanks or hyphens between them.
        let plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
        let valid = |one: &Tombstone| one.receipt.len() <= 32 && one.receipt.chars().all(plain);
        if list.len() <= TOMBSTONE_LIMIT && list.iter().all(valid) {
            Ok(Self(list))
        } else {
            Err(RecordError::Invalid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tombstone(n: u8) -> Tombstone {
        Tombstone { number: [n; 6], nonce: [n; 4], receipt: "0".repeat(20), at: i64::from(n) }
    }

    #[test]
    fn the_list_keeps_the_newest_and_each_once() {
        let mut list = Tombstones::default();
        for n in 0..20 {
            list.add(tombstone(n));
            list.add(tombstone(n));
        }
        assert_eq!(list.iter().count(), TOMBSTONE_LIMIT);
        assert!(!list.contains([3; 6], [3; 4]));
        assert!(list.contains([19; 6], [19; 4]));
        assert!(!list.contains([19; 6], [18; 4]));
        assert_eq!(Tombstones::from_efi(&list.to_efi().unwrap()), Ok(list.clone()));
        assert_eq!(Tombstones::from_file(&list.to_file().unwrap()), Ok(list));
    }

    #[test]
    fn two_lists_merge_in_order_of_time() {
        let of = |numbers: &[u8]| {
            let mut list = Tombstones::default();
            numbers.iter().for_each(|n| list.add(tombstone(*n)));
            list
        };
        assert_eq!(of(&[1, 4]).merged(of(&[2, 4])), of(&[1, 2, 4]));
    }

    #[test]
    fn a_receipt_with_other_characters_is_refused() {
        let list = Tombstones(vec![Tombstone { receipt: "\u{1b}[2J".into(), ..tombstone(1) }]);
        assert_eq!(Tombstones::from_efi(&list.to_efi().unwrap()), Err(RecordError::Invalid));
    }
}
