//! The tombstone: the mark of the licenses that were given back on this machine.
//!
//! The tombstone is a counter. Each activation gets a higher sequence number than all before it. A record with
//! a number at or below the counter is invalid, even if it is restored from a backup. So the tombstone never
//! grows. Only the file also holds the receipts of past releases.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::{Nonce, Secret};

use super::envelope::{self, RecordError, RecordKind};
use super::record::Activation;

/// The maximum number of past releases that are stored, those with the highest sequence numbers. The desk's
/// ledger has all of them.
pub const RELEASE_LIMIT: usize = 16;

/// A license that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastRelease {
    /// The sequence number of its record.
    pub sequence: u32,
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// The nonce of the request that the license answered.
    pub nonce: Nonce,
    /// The secret of that request, which the receipt is made from; `None` if a reinstall lost it.
    #[serde(with = "envelope::secret")]
    pub secret: Option<Secret>,
}

impl PastRelease {
    pub(super) fn of(record: &Activation) -> Self {
        Self {
            sequence: record.sequence,
            number: record.number_packed,
            nonce: record.nonce,
            secret: record.secret.clone(),
        }
    }

    /// Returns the receipt: one typed line of 20 characters without blanks. `None` if a reinstall lost the
    /// secret.
    #[must_use]
    pub fn receipt(&self) -> Option<String> {
        self.secret.as_ref().map(Secret::receipt)
    }
}

/// The licenses that were given back on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tombstone {
    /// Every record with a sequence number at or below this counter is invalid.
    counter: u32,
    /// At most [`RELEASE_LIMIT`], in the order of their sequence numbers.
    releases: Vec<PastRelease>,
}

/// The file form of [`Tombstone`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    counter: u32,
    releases: Vec<PastRelease>,
}

impl Tombstone {
    /// Returns the counter; 0 if no license was given back.
    #[must_use]
    pub const fn counter(&self) -> u32 {
        self.counter
    }

    /// Whether a record with the given sequence number is invalid.
    #[must_use]
    pub const fn covers(&self, sequence: u32) -> bool {
        sequence <= self.counter
    }

    /// Returns the past release of the given number and request.
    #[must_use]
    pub fn find(&self, number: [u8; 6], nonce: Nonce) -> Option<&PastRelease> {
        self.releases.iter().find(|one| one.number == number && one.nonce == nonce)
    }

    /// Returns the past releases, the latest first.
    pub fn releases(&self) -> impl Iterator<Item = &PastRelease> {
        self.releases.iter().rev()
    }

    /// Adds a record, and covers all sequence numbers up to its own. A release without a secret never
    /// replaces one with a secret.
    pub(super) fn add(&mut self, one: PastRelease) {
        self.counter = self.counter.max(one.sequence);
        self.merge_release(one);
    }

    fn merge_release(&mut self, one: PastRelease) {
        let same = |other: &&mut PastRelease| other.number == one.number && other.nonce == one.nonce;
        match self.releases.iter_mut().find(same) {
            Some(known) => {
                known.sequence = known.sequence.max(one.sequence);
                known.secret = known.secret.take().or(one.secret);
            }
            None => self.releases.push(one),
        }
        self.releases.sort_by_key(|one| one.sequence);
        let excess = self.releases.len().saturating_sub(RELEASE_LIMIT);
        self.releases.drain(..excess);
    }

    /// Merges two tombstones.
    pub(super) fn merged(mut self, other: Self) -> Self {
        self.counter = self.counter.max(other.counter);
        other.releases.into_iter().for_each(|one| self.merge_release(one));
        self
    }

    pub(super) fn to_efi(&self) -> Option<Vec<u8>> {
        envelope::encode_binary(RecordKind::Tombstone, &self.counter)
    }

    pub(super) fn to_file(&self) -> Option<Vec<u8>> {
        let form = FileForm { counter: self.counter, releases: self.releases.clone() };
        envelope::encode_json(RecordKind::Tombstone, &form)
    }

    pub(super) fn from_efi(bytes: &[u8]) -> Result<Self, RecordError> {
        let counter = envelope::decode_binary(RecordKind::Tombstone, bytes)?;
        Ok(Self { counter, releases: Vec::new() })
    }

    pub(super) fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let FileForm { counter, releases } = envelope::decode_json(RecordKind::Tombstone, bytes)?;
        let in_order = releases.is_sorted_by_key(|one| one.sequence);
        let covered = releases.iter().all(|one| one.sequence <= counter);
        if releases.len() <= RELEASE_LIMIT && in_order && covered {
            Ok(Self { counter, releases })
        } else {
            Err(RecordError::Invalid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(n: u8) -> PastRelease {
        PastRelease {
            sequence: u32::from(n),
            number: [n; 6],
            nonce: [n; 8],
            secret: Some(Secret::new([n; 10])),
        }
    }

    fn of(numbers: &[u8]) -> Tombstone {
        let mut tombstone = Tombstone::default();
        numbers.iter().for_each(|n| tombstone.add(release(*n)));
        tombstone
    }

    #[test]
    fn the_highest_sixteen_receipts_are_kept_and_all_released_sequences_are_covered() {
        let all: Vec<u8> = (1..=20).chain(1..=20).rev().collect();
        let tombstone = of(&all);
        assert_eq!(tombstone.releases().count(), RELEASE_LIMIT);
        assert_eq!(tombstone.releases().next(), Some(&release(20)));
        assert_eq!(tombstone.find([3; 6], [3; 8]), None);
        assert!((0..=20).all(|sequence| tombstone.covers(sequence)) && !tombstone.covers(21));
        assert_eq!(Tombstone::from_file(&tombstone.to_file().unwrap()), Ok(tombstone));
    }

    #[test]
    fn uefi_holds_the_counter_and_no_secret() {
        let bytes = of(&[7]).to_efi().unwrap();
        assert!(bytes.len() <= 18, "{} bytes", bytes.len());
        assert_eq!(Tombstone::from_efi(&bytes), Ok(Tombstone { counter: 7, releases: Vec::new() }));
    }

    #[test]
    fn merged_tombstones_are_sorted_by_sequence_and_keep_each_secret() {
        assert_eq!(of(&[1, 4]).merged(of(&[2, 4])), of(&[1, 2, 4]));
        let bare = PastRelease { secret: None, ..release(4) };
        let without = Tombstone { counter: 4, releases: vec![bare] };
        assert_eq!(without.clone().merged(of(&[4])), of(&[4]));
        assert_eq!(of(&[4]).merged(without), of(&[4]));
    }

    #[test]
    fn a_file_that_violates_the_rules_of_release_is_refused() {
        for forged in [
            Tombstone { counter: 1, releases: vec![release(2)] },
            Tombstone { counter: 9, releases: vec![release(2), release(1)] },
            Tombstone { counter: 99, releases: (1..=17).map(release).collect() },
        ] {
            assert_eq!(Tombstone::from_file(&forged.to_file().unwrap()), Err(RecordError::Invalid));
        }
    }
}
