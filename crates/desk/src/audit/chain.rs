//! The hash of an entry in the chain.
//!
//! `SHA-256("countersign audit 2" 0x00, previous hash (32), position (8, big-endian), id (8, big-endian,
//! two's complement), fields…)`; each field is its length in bytes (4, big-endian) and its text in UTF-8. The
//! id is the entry's id in its list; lists are ordered by it. The first position is 1. Its previous hash
//! covers the entries that are older than the chain: acts, then events, each in the order of their ids. They
//! are hashed at position 0, each with the hash of the entry before it; the previous hash of the first is 32
//! zero bytes.

use sha2::{Digest as _, Sha256};

/// The hash at a position, 32 bytes.
pub type ChainHash = [u8; 32];

/// The previous hash of the oldest entry.
pub const BEFORE_FIRST: ChainHash = [0; 32];

/// The list that an entry is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryList {
    /// Acts on license numbers.
    Act,
    /// Everything else.
    Event,
}

impl EntryList {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Event => "event",
        }
    }
}

/// The fields of an entry that are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainedEntry {
    /// An act on a license number.
    Act {
        /// The time, in seconds since 1970-01-01 UTC.
        at: i64,
        /// The operator.
        operator: String,
        /// The number's product.
        product: String,
        /// The number.
        number: String,
        /// The stable name of the act.
        act: String,
        /// The seat, if the act has one.
        seat: Option<i64>,
        /// What changed.
        detail: String,
        /// The operator's reason.
        reason: String,
    },
    /// An event.
    Event {
        /// The time, in seconds since 1970-01-01 UTC.
        at: i64,
        /// The operator.
        operator: String,
        /// The stable name of the event.
        event: String,
        /// The subject of the event.
        subject: String,
    },
}

impl ChainedEntry {
    /// Returns the list that the entry is in.
    #[must_use]
    pub const fn list(&self) -> EntryList {
        match self {
            Self::Act { .. } => EntryList::Act,
            Self::Event { .. } => EntryList::Event,
        }
    }

    /// Returns the hash of the entry at a position, with its id in its list and the previous hash.
    #[must_use]
    pub fn hash(&self, before: &ChainHash, position: u64, id: i64) -> ChainHash {
        let mut hasher = Sha256::new()
            .chain_update("countersign audit 2")
            .chain_update([0])
            .chain_update(before)
            .chain_update(position.to_be_bytes())
            .chain_update(id.to_be_bytes());
        let mut field = |text: &str| {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            hasher.update(length.to_be_bytes());
            hasher.update(text);
        };
        field(self.list().name());
        match self {
            Self::Act { at, operator, product, number, act, seat, detail, reason } => {
                field(&at.to_string());
                for text in [operator, product, number, act] {
                    field(text);
                }
                field(&seat.map(|seat| seat.to_string()).unwrap_or_default());
                field(detail);
                field(reason);
            }
            Self::Event { at, operator, event, subject } => {
                field(&at.to_string());
                for text in [operator, event, subject] {
                    field(text);
                }
            }
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    fn event(subject: &str) -> ChainedEntry {
        let (operator, event) = ("li".to_owned(), "key-added".to_owned());
        ChainedEntry::Event { at: 1_764_000_000, operator, event, subject: subject.to_owned() }
    }

    #[test]
    fn a_hash_covers_the_documented_bytes() {
        let bytes = [
            &b"countersign audit 2\0"[..],
            &[0; 32],
            &[0, 0, 0, 0, 0, 0, 0, 1],
            &[0, 0, 0, 0, 0, 0, 0, 9],
            b"\0\0\0\x05event\0\0\0\x0a1764000000\0\0\0\x02li\0\0\0\x09key-added\0\0\0\x013",
        ]
        .concat();
        let expected: ChainHash = Sha256::digest(bytes).into();
        assert_eq!(event("3").hash(&BEFORE_FIRST, 1, 9), expected);
        assert_eq!(
            HEXLOWER.encode(&expected),
            "ffbe0d15cfdc80a978244698f185ceaf37c0d350d8cf2ee19ef521f927235652",
            "signed heads depend on the hash, which must not change"
        );
    }

    #[test]
    fn each_field_and_the_position_change_the_hash() {
        let act = |seat, detail: &str, reason: &str| ChainedEntry::Act {
            at: 1,
            operator: "li".to_owned(),
            product: "example-os".to_owned(),
            number: "AA1".to_owned(),
            act: "release".to_owned(),
            seat,
            detail: detail.to_owned(),
            reason: reason.to_owned(),
        };
        let all = [
            event("3").hash(&BEFORE_FIRST, 1, 9),
            event("3").hash(&BEFORE_FIRST, 1, 8),
            event("4").hash(&BEFORE_FIRST, 1, 9),
            event("3").hash(&BEFORE_FIRST, 2, 9),
            event("3").hash(&[1; 32], 1, 9),
            act(None, "a", "bc").hash(&BEFORE_FIRST, 1, 9),
            act(Some(1), "a", "bc").hash(&BEFORE_FIRST, 1, 9),
            act(None, "ab", "c").hash(&BEFORE_FIRST, 1, 9),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
