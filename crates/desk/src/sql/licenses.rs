//! License numbers for operators: adding them, listing them, and the history of one.

use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::database::{SqlStore, fault};
use super::rows::{self, StoredAttempt, get};
use countersign_core::protocol::Number;
use countersign_core::protocol::license::Day;
use countersign_ledger::{AuditEntry, Case, License, ShownState, StoreError};

/// How many entries a history has at most; it leaves out the oldest.
const HISTORY: i64 = 100;

/// A license number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLicense {
    /// The number.
    pub number: String,
    /// Its state today.
    pub state: ShownState,
    /// What was sold with it.
    pub license: License,
    /// How many of its seats are taken.
    pub taken: u32,
    /// The last day on which a seat was bound to its present machine.
    pub bound: Option<Day>,
}

/// Reads a row of `listed_licenses`.
pub(super) fn listed_license(row: &SqliteRow, today: Day) -> Result<ListedLicense, StoreError> {
    let (license, taken) = (rows::license(row)?, rows::integer(row, "taken")?);
    let first = rows::first_issued(row)?.unwrap_or(today);
    let expired = license.expiry.last_day(first).is_some_and(|last| last < today);
    let state = ShownState::of(rows::state(row)?, expired, taken > 0);
    Ok(ListedLicense {
        number: get(row, "number")?,
        state,
        license,
        taken,
        bound: rows::optional_integer(row, "bound")?,
    })
}

/// The outcome of adding license numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddedNumbers {
    /// How many are new.
    pub new: usize,
    /// How many were there already; they are unchanged.
    pub known: usize,
    /// Those of them that have another license: the number and what is there.
    pub differing: Vec<(Number, License)>,
}

/// What happens to the other numbers where one has another license already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDifference {
    /// They are added.
    AddOthers,
    /// None is added.
    AddNone,
}

/// How many nonces were answered for a license number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NonceCounts {
    /// All of them.
    pub answered: u32,
    /// Those that are spent.
    pub spent: u32,
}

impl SqlStore {
    /// Adds license numbers in one transaction. A number that exists already doesn't change.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_numbers(
        &self,
        numbers: &[(Number, License)],
        on_difference: OnDifference,
        by: &str,
        at: i64,
    ) -> Result<AddedNumbers, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let mut added = AddedNumbers::default();
            for (number, license) in numbers {
                let (expiry, days) = rows::expiry_columns(license.expiry);
                let done = query(
                    "INSERT INTO licenses
                     (number, edition, expiry, expiry_days, seats, state, version, added_at, added_by)
                     VALUES ($1, $2, $3, $4, $5, 'active', 0, $6, $7) ON CONFLICT (number) DO NOTHING",
                )
                .bind(number.as_str())
                .bind(i64::from(license.edition.0))
                .bind(expiry)
                .bind(days)
                .bind(i64::from(license.seats.get()))
                .bind(at)
                .bind(by)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
                if done.rows_affected() == 1 {
                    added.new += 1;
                    continue;
                }
                let there = query("SELECT * FROM licenses WHERE number = $1")
                    .bind(number.as_str())
                    .fetch_one(&mut *tx)
                    .await
                    .map_err(fault)?;
                let there = rows::license(&there)?;
                if there == *license {
                    added.known += 1;
                } else {
                    added.differing.push((number.clone(), there));
                }
            }
            if on_difference == OnDifference::AddNone && !added.differing.is_empty() {
                tx.rollback().await.map_err(fault)?;
                return Ok(AddedNumbers { new: 0, known: 0, ..added });
            }
            tx.commit().await.map_err(fault)?;
            Ok(added)
        })
    }

    /// Every license number, sorted; only those in `state` if it names one.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn list_licenses(
        &self,
        state: Option<ShownState>,
        today: Day,
    ) -> Result<Vec<ListedLicense>, StoreError> {
        let statement = query("SELECT * FROM listed_licenses ORDER BY number");
        let found = self.runtime.block_on(statement.fetch_all(&self.pool));
        let listed: Vec<_> =
            found.map_err(fault)?.iter().map(|row| listed_license(row, today)).collect::<Result<_, _>>()?;
        Ok(listed.into_iter().filter(|one| state.is_none_or(|state| one.state == state)).collect())
    }

    /// How many nonces were answered for this number.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn nonce_counts(&self, number: &Number) -> Result<NonceCounts, StoreError> {
        let counts = self.runtime.block_on(
            query(
                "SELECT COUNT(*) AS answered, COUNT(*) - COUNT(code) AS spent FROM nonces WHERE number = $1",
            )
            .bind(number.as_str())
            .fetch_one(&self.pool),
        );
        let row = counts.map_err(fault)?;
        Ok(NonceCounts { answered: rows::integer(&row, "answered")?, spent: rows::integer(&row, "spent")? })
    }

    /// The newest requests with this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn attempts(&self, number: &Number) -> Result<Vec<StoredAttempt>, StoreError> {
        let statement = "SELECT * FROM attempts WHERE number = $1 ORDER BY id DESC LIMIT $2";
        self.history(statement, number, rows::stored_attempt)
    }

    /// The request with this row id.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn attempt(&self, id: i64) -> Result<Option<StoredAttempt>, StoreError> {
        let found = query("SELECT * FROM attempts WHERE id = $1").bind(id);
        let found = self.runtime.block_on(found.fetch_optional(&self.pool)).map_err(fault)?;
        found.as_ref().map(rows::stored_attempt).transpose()
    }

    /// The newest acts on any number, newest first, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn newest_acts(&self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        let found = query("SELECT * FROM audit ORDER BY id DESC LIMIT $1").bind(limit);
        let found = self.runtime.block_on(found.fetch_all(&self.pool)).map_err(fault)?;
        found.iter().map(rows::audit).collect()
    }

    /// The newest acts on this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn audit(&self, number: &Number) -> Result<Vec<AuditEntry>, StoreError> {
        self.history("SELECT * FROM audit WHERE number = $1 ORDER BY id DESC LIMIT $2", number, rows::audit)
    }

    /// The newest cases of requests with this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn cases(&self, number: &Number) -> Result<Vec<Case>, StoreError> {
        let statement = "SELECT * FROM cases
             WHERE id IN (SELECT case_id FROM attempts WHERE number = $1) ORDER BY id DESC LIMIT $2";
        self.history(statement, number, rows::case)
    }

    fn history<T>(
        &self,
        statement: &'static str,
        number: &Number,
        read: impl Fn(&SqliteRow) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let found =
            self.runtime.block_on(query(statement).bind(number.as_str()).bind(HISTORY).fetch_all(&self.pool));
        found.map_err(fault)?.iter().rev().map(read).collect()
    }
}
