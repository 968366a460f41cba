//! What operators look at: lists of numbers, and the history of one.

use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::rows::{self, get};
use super::{SqlStore, fault};
use countersign_core::protocol::Number;
use countersign_core::protocol::license::Day;
use countersign_ledger::{Attempt, AuditEntry, Case, CaseNumber, License, StoreError};

/// How many entries of a history are read, the newest.
const HISTORY: i64 = 100;

/// One number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The number.
    pub number: String,
    /// The state's stable name.
    pub state: String,
    /// What was sold with it.
    pub license: License,
    /// The day it was bound to the machine it is bound to.
    pub bound: Option<Day>,
}

/// One request as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its row.
    pub id: i64,
    /// The case it belongs to.
    pub case: Option<CaseNumber>,
    /// The request.
    pub attempt: Attempt,
}

pub(super) fn listed(row: &SqliteRow) -> Result<Listed, StoreError> {
    let bound: Option<i64> = get(row, "bound")?;
    Ok(Listed {
        number: get(row, "number")?,
        state: get(row, "state")?,
        license: rows::license(row)?,
        bound: bound.map(Day::try_from).transpose().map_err(|_| rows::damaged("bound"))?,
    })
}

impl SqlStore {
    /// Every number, in order; those of one state where one is named.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn list(&self, state: Option<&str>) -> Result<Vec<Listed>, StoreError> {
        let found = self.runtime.block_on(
            query(
                "SELECT licenses.*, bindings.bound FROM licenses
                 LEFT JOIN bindings ON bindings.number = licenses.number
                 WHERE $1 = '' OR state = $1 ORDER BY licenses.number",
            )
            .bind(state.unwrap_or_default())
            .fetch_all(&self.pool),
        );
        found.map_err(fault)?.iter().map(listed).collect()
    }

    /// The newest requests with this number, oldest of them first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn attempts(&self, number: &Number) -> Result<Vec<Kept>, StoreError> {
        let statement = "SELECT * FROM attempts WHERE number = $1 ORDER BY id DESC LIMIT $2";
        self.history(statement, number, rows::kept)
    }

    /// One request, by its row.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn attempt(&self, id: i64) -> Result<Option<Kept>, StoreError> {
        let found = query("SELECT * FROM attempts WHERE id = $1").bind(id);
        let found = self.runtime.block_on(found.fetch_optional(&self.pool)).map_err(fault)?;
        found.as_ref().map(rows::kept).transpose()
    }

    /// The newest acts on any number, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn acts(&self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        let found = query("SELECT * FROM audit ORDER BY id DESC LIMIT $1").bind(limit);
        let found = self.runtime.block_on(found.fetch_all(&self.pool)).map_err(fault)?;
        found.iter().map(rows::audit).collect()
    }

    /// The newest acts on this number, oldest of them first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn audit(&self, number: &Number) -> Result<Vec<AuditEntry>, StoreError> {
        self.history("SELECT * FROM audit WHERE number = $1 ORDER BY id DESC LIMIT $2", number, rows::audit)
    }

    /// The newest cases that requests with this number belong to, oldest of them first.
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
