//! Locks on a server: no other answer or act on a number concerns the same number, machine, values or bundle until the transaction ends. A
//! SQLite database has only one writer. On a server, two writers could otherwise both find no case, and each open one.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::postgres::Statements;
use crate::sql::transaction::Tx;
use countersign_ledger::{Question, StoreError};

/// Takes the lock that all answers share, then the others in the order of their numbers.
pub(super) const LOCK: &str = "SELECT pg_advisory_xact_lock_shared($1)
    UNION ALL SELECT pg_advisory_xact_lock(key) FROM unnest(CAST($2 AS BIGINT[])) AS key";

/// The number of the lock that all answers share.
const ANSWERS: i64 = 7;

/// The locks of one question, or of several. All transactions take these locks first and in the same order, so that there is no deadlock between them.
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
        Ok(server.query(LOCK, &[&ANSWERS, &numbers]).await.map(drop)?)
    }
}

/// Waits for the answers of a server that are being made, and holds the later ones until the transaction ends. A case that is reopened comes
/// back with its machines, and an answer would otherwise open a second one for them.
pub(crate) async fn lock_answers(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if let Some(server) = tx.server() {
        server.query("SELECT pg_advisory_xact_lock($1)", &[&ANSWERS]).await?;
    }
    Ok(())
}

/// The number of a lock on a value of that kind. Two values may share a number; then their transactions wait for each other without need.
fn lock_number(kind: u8, value: &[&[u8]]) -> i64 {
    let digest =
        value.iter().fold(Sha256::new().chain_update([kind]), |digest, part| digest.chain_update(part));
    digest.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}
