//! What operators look at: lists of numbers, and the history of one.

use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::rows::{self, get};
use super::{SqlStore, fault};
use crate::ledger::{Case, License, StoreError};
use crate::protocol::Number;
use crate::protocol::license::Day;

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

/// One request in a number's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The request's name.
    pub name: String,
    /// `issued` or `refused`.
    pub outcome: String,
    /// How, or the reason's code.
    pub detail: String,
    /// Manufacturer, model, serial.
    pub values: Option<[String; 3]>,
    /// The desk's verdicts on them, by their names.
    pub verdicts: String,
    /// The case it belongs to.
    pub case: Option<u32>,
}

/// One act in a number's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who.
    pub operator: String,
    /// What, by its stable name.
    pub act: String,
    /// Why.
    pub reason: String,
}

/// One case in a number's history.
pub type CaseRow = Case;

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
        let listed = |row: &SqliteRow| {
            let bound: Option<i64> = get(row, "bound")?;
            Ok(Listed {
                number: get(row, "number")?,
                state: get(row, "state")?,
                license: rows::license(row)?,
                bound: bound.map(Day::try_from).transpose().map_err(|_| rows::damaged("bound"))?,
            })
        };
        found.map_err(fault)?.iter().map(listed).collect()
    }

    /// The newest requests with this number, oldest of them first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn attempts(&self, number: &Number) -> Result<Vec<AttemptRow>, StoreError> {
        let attempt = |row: &SqliteRow| {
            let case: Option<i64> = get(row, "case_id")?;
            Ok(AttemptRow {
                at: get(row, "at")?,
                name: get(row, "name")?,
                outcome: get(row, "outcome")?,
                detail: get(row, "detail")?,
                values: rows::values(row)?,
                verdicts: get(row, "verdicts")?,
                case: case.map(u32::try_from).transpose().map_err(|_| rows::damaged("case_id"))?,
            })
        };
        self.history("SELECT * FROM attempts WHERE number = $1 ORDER BY id DESC LIMIT $2", number, attempt)
    }

    /// The newest acts on this number, oldest of them first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn audit(&self, number: &Number) -> Result<Vec<AuditRow>, StoreError> {
        let audit = |row: &SqliteRow| {
            Ok(AuditRow {
                at: get(row, "at")?,
                operator: get(row, "operator")?,
                act: get(row, "act")?,
                reason: get(row, "reason")?,
            })
        };
        self.history("SELECT * FROM audit WHERE number = $1 ORDER BY id DESC LIMIT $2", number, audit)
    }

    /// The newest cases that requests with this number belong to, oldest of them first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn cases(&self, number: &Number) -> Result<Vec<CaseRow>, StoreError> {
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
