//! License numbers for operators: adding them, listing them, and the history of one.

use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::database::{SqlStore, fault};
use super::rows::{self, StoredAttempt, get};
use countersign_core::protocol::Number;
use countersign_core::protocol::license::Day;
use countersign_ledger::{AuditEntry, Case, License, StoreError};

/// How many entries a history has at most; it leaves out the oldest.
const HISTORY: i64 = 100;

/// A license number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLicense {
    /// The number.
    pub number: String,
    /// The stable name of its state.
    pub state: String,
    /// Its edition and expiry.
    pub license: License,
    /// The day on which it was bound to its present machine.
    pub bound: Option<Day>,
}

/// Reads a row of `licenses` joined with `bindings`.
pub(super) fn listed_license(row: &SqliteRow) -> Result<ListedLicense, StoreError> {
    let bound: Option<i64> = get(row, "bound")?;
    Ok(ListedLicense {
        number: get(row, "number")?,
        state: get(row, "state")?,
        license: rows::license(row)?,
        bound: bound.map(Day::try_from).transpose().map_err(|_| rows::damaged("bound"))?,
    })
}

/// The outcome of adding license numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddedNumbers {
    /// How many are new.
    pub new: usize,
    /// How many existed already; they are unchanged.
    pub known: usize,
}

impl SqlStore {
    /// Adds license numbers in one transaction. A number that exists already doesn't change.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_numbers(
        &self,
        numbers: &[(Number, License)],
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
                     (number, edition, expiry, expiry_days, state, version, added_at, added_by)
                     VALUES ($1, $2, $3, $4, 'unused', 0, $5, $6) ON CONFLICT (number) DO NOTHING",
                )
                .bind(number.as_str())
                .bind(i64::from(license.edition.0))
                .bind(expiry)
                .bind(days)
                .bind(at)
                .bind(by)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
                if done.rows_affected() == 1 { added.new += 1 } else { added.known += 1 }
            }
            tx.commit().await.map_err(fault)?;
            Ok(added)
        })
    }

    /// Every license number, sorted; only those in `state` if it names one.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn list_licenses(&self, state: Option<&str>) -> Result<Vec<ListedLicense>, StoreError> {
        let found = self.runtime.block_on(
            query(
                "SELECT licenses.*, bindings.bound FROM licenses
                 LEFT JOIN bindings ON bindings.number = licenses.number
                 WHERE $1 = '' OR state = $1 ORDER BY licenses.number",
            )
            .bind(state.unwrap_or_default())
            .fetch_all(&self.pool),
        );
        found.map_err(fault)?.iter().map(listed_license).collect()
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
