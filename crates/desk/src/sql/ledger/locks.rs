//! Locks on a server: nobody else writes about the same number, machine, values or bundle until the transaction ends. A SQLite database
//! has only one writer. On a server, two writers could otherwise both find no case, and each open one.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::postgres::Statements;
use countersign_ledger::{Question, StoreError};

/// Takes the locks in the order of their numbers.
pub(super) const LOCK: &str = "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST($1 AS BIGINT[])) AS key";

/// The locks of one question, or of several. All transactions take their locks in the same order, so that there is no deadlock.
#[derive(Default)]
pub(crate) struct Locks(BTreeSet<i64>);

impl Locks {
    pub fn of(question: &Question) -> Self {
        let case = question.case.as_ref();
        let locks = [
            case.map(|key| lock_number(1, &[&key.number])),
            case.and_then(|key| key.marker2).map(|marker| lock_number(2, &[&marker.0])),
            case.and_then(|key| key.marker3).map(|marker| lock_number(3, &[&marker.0])),
            question.values.map(|values| lock_number(4, &[&values.0])),
            question.bundle.map(|bundle| lock_number(5, &[&bundle.0])),
            question.license.as_ref().map(|license| {
                lock_number(6, &[license.product.as_bytes(), &[0], license.as_str().as_bytes()])
            }),
        ];
        Self(locks.into_iter().flatten().collect())
    }

    /// Adds other locks. Returns whether there is none in common; otherwise nothing is added.
    pub fn add(&mut self, others: &Self) -> bool {
        let apart = self.0.is_disjoint(&others.0);
        if apart {
            self.0.extend(&others.0);
        }
        apart
    }

    /// Takes the locks in the transaction.
    pub async fn take(&self, server: Statements<'_>) -> Result<(), StoreError> {
        let numbers: Vec<i64> = self.0.iter().copied().collect();
        Ok(server.query(LOCK, &[&numbers]).await.map(drop)?)
    }
}

/// The number of a lock on a value of that kind. Two values may share a number; then their transactions wait for each other without need.
fn lock_number(kind: u8, value: &[&[u8]]) -> i64 {
    let digest =
        value.iter().fold(Sha256::new().chain_update([kind]), |digest, part| digest.chain_update(part));
    digest.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}
