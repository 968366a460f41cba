//! Removes old requests in pieces, one transaction for each piece, so that answers go on meanwhile. The audit has an entry for each
//! piece, in the same transaction.
//!
//! A request stays if something needs it: an open case; a case that it closed after the cut-off time; a number with its newest
//! code from this request; a bound machine, which a search finds by the request's values. The newest request of all stays too, so
//! that no id is used twice. Nonces are never removed.

use super::database::SqlStore;
use super::events::record;
use super::full_texts::{FullText, REQUEST_TEXTS};
use super::pace::giving_way;
use super::transaction::Tx;
use super::value::{Value, placeholders, values};
use crate::operators::Actor;
use countersign_ledger::StoreError;

/// How many requests are removed in one transaction.
const PIECE: usize = 500;
/// How many ids one statement checks.
const WINDOW: usize = 10_000;

/// Which requests are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PruneKind {
    /// Requests of every kind.
    All,
    /// Requests that got a code.
    Issued,
    /// Requests that were refused.
    Refused,
    /// Requests with a number that the ledger doesn't have.
    Unknown,
}

/// What is removed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prune {
    /// Which requests.
    pub kind: PruneKind,
    /// The cut-off time: only earlier requests are removed. In seconds since 1970-01-01 UTC.
    pub before: i64,
    /// Who removes them.
    pub by: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// The condition of requests that may be removed. `$1` is the cut-off time.
const MAY_GO: &str = "at < $1 AND id < (SELECT MAX(id) FROM attempts)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = attempts.case_id AND cases.closed IS NULL)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.closed_by = attempts.id AND (cases.closed IS NULL OR cases.closed >= $1))
    AND NOT (outcome = 'issued' AND number IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM attempts AS newer WHERE newer.number = attempts.number AND newer.product = attempts.product
            AND newer.outcome = 'issued' AND newer.id > attempts.id))
    AND NOT (outcome = 'issued' AND EXISTS (
        SELECT 1 FROM bindings JOIN licenses ON licenses.id = bindings.license
        WHERE licenses.number = attempts.number AND licenses.product = attempts.product
            AND bindings.manufacturer = attempts.manufacturer AND bindings.model = attempts.model
            AND bindings.serial = attempts.serial
    ) AND NOT EXISTS (
        SELECT 1 FROM attempts AS newer WHERE newer.number = attempts.number AND newer.product = attempts.product
            AND newer.outcome = 'issued' AND newer.id > attempts.id
            AND newer.manufacturer = attempts.manufacturer AND newer.model = attempts.model
            AND newer.serial = attempts.serial))";

impl PruneKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::All, Self::Issued, Self::Refused, Self::Unknown];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Issued => "issued",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::All => "TRUE",
            Self::Issued => "outcome = 'issued'",
            Self::Refused => "outcome = 'refused'",
            Self::Unknown => {
                "NOT EXISTS (SELECT 1 FROM licenses
                    WHERE licenses.number = attempts.number AND licenses.product = attempts.product)"
            }
        }
    }
}

impl SqlStore {
    /// How many requests [`prune`](Self::prune) would remove.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn count_prunable(&self, prune: &Prune) -> Result<u64, StoreError> {
        let mut count = 0;
        for first in self.windows().await? {
            count += self.prunable(prune, first).await?.len() as u64;
        }
        Ok(count)
    }

    /// Removes requests. Returns how many it removed. `progress` gets how many are removed so far.
    ///
    /// # Errors
    /// The database can't be written. Whole pieces may have been removed.
    pub async fn prune(
        &self,
        prune: &Prune,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<u64, StoreError> {
        let mut removed = 0;
        for first in self.windows().await? {
            // They are found without the write lock, and checked again when they are removed.
            for piece in self.prunable(prune, first).await?.chunks(PIECE) {
                removed += giving_way(self.remove_piece(prune, piece)).await?;
                progress(removed);
            }
        }
        Ok(removed)
    }

    async fn remove_piece(&self, prune: &Prune, piece: &[i64]) -> Result<u64, StoreError> {
        let (piece, condition, before) = (piece.to_vec(), prune.kind.condition(), prune.before);
        let by = Actor { name: prune.by.clone(), at: prune.at };
        self.write(move |tx| {
            Box::pin(async move {
                let removed = remove(tx, &piece, condition, before).await?;
                if removed > 0 {
                    record(tx, &by, "requests-pruned", removed.to_string()).await?;
                }
                Ok(removed)
            })
        })
        .await
    }

    /// The first id of each window of ids that may have requests.
    async fn windows(&self) -> Result<impl Iterator<Item = i64> + Send + use<>, StoreError> {
        let ends = self.read(|tx| {
            Box::pin(async move {
                let statement = "SELECT MIN(id) AS first, MAX(id) AS last FROM attempts";
                tx.one(statement, [], |row| Ok((row.get::<Option<i64>>("first")?, row.get("last")?))).await
            })
        });
        let (first, last): (Option<i64>, Option<i64>) = ends.await?;
        Ok((first.unwrap_or(1)..=last.unwrap_or(0)).step_by(WINDOW))
    }

    /// The ids of a window that may be removed.
    async fn prunable(&self, prune: &Prune, first: i64) -> Result<Vec<i64>, StoreError> {
        let statement = format!(
            "SELECT id FROM attempts WHERE id >= $2 AND id < $2 + {WINDOW} AND {} AND {MAY_GO} ORDER BY id",
            prune.kind.condition()
        );
        let before = prune.before;
        self.read(move |tx| {
            Box::pin(async move { tx.rows(&statement, values![before, first], |row| row.get("id")).await })
        })
        .await
    }
}

/// Removes those of these requests that may still be removed, with their entries in the search index. Returns how many it removed.
async fn remove(tx: &mut Tx<'_>, ids: &[i64], condition: &str, before: i64) -> Result<u64, StoreError> {
    let chosen = format!("id IN ({}) AND {condition} AND {MAY_GO}", placeholders(2, ids.len()));
    let mut values = vec![Value::from(before)];
    values.extend(ids.iter().map(|id| Value::from(*id)));
    if !tx.is_postgres() {
        for FullText { name, source, columns } in REQUEST_TEXTS {
            let forget = format!(
                "INSERT INTO {name} ({name}, rowid, {columns}) SELECT 'delete', id, {columns} FROM {source}
                 WHERE id IN (SELECT id FROM attempts
                     WHERE {chosen} AND id <= (SELECT last FROM indexed WHERE kind = 'attempts'))"
            );
            tx.execute(&forget, &values).await?;
        }
    }
    tx.execute(&format!("DELETE FROM attempts WHERE {chosen}"), &values).await
}
