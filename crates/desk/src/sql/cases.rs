//! The ledger's [`CaseBook`] in SQL, and lists of cases.

use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::database::{SqlStore, fault};
use super::rows::{self, get};
use countersign_ledger::{
    Attempt, Case, CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore, ClosedBy,
    StoreError,
};

/// How many cases a list has at most; it leaves out the oldest.
const MAX_LISTED: i64 = 200;

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseFilter {
    /// Open cases.
    #[default]
    Open,
    /// Closed cases.
    CaseClosure,
    /// All cases.
    All,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The case.
    pub case: Case,
    /// The license number of its newest request, if that fits the mask.
    pub number: Option<String>,
    /// Model and serial of the machine in its newest request.
    pub machine: Option<(String, String)>,
    /// The number of its requests.
    pub requests: u32,
    /// When its newest request came, in seconds since 1970-01-01 UTC.
    pub last: i64,
}

impl SqlStore {
    /// Cases, newest first, at most 200.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn list_cases(&self, filter: CaseFilter) -> Result<Vec<ListedCase>, StoreError> {
        let (open, closed) = match filter {
            CaseFilter::Open => (1, 0),
            CaseFilter::CaseClosure => (0, 1),
            CaseFilter::All => (1, 1),
        };
        let found = self.runtime.block_on(
            query(
                "SELECT cases.*, newest.number AS newest_number, newest.model AS newest_model,
                 newest.serial AS newest_serial, newest.at AS newest_at,
                 (SELECT COUNT(*) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by) AS requests
                 FROM cases LEFT JOIN attempts newest ON newest.id =
                     (SELECT MAX(id) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by)
                 WHERE ($1 = 1 AND cases.closed IS NULL) OR ($2 = 1 AND cases.closed IS NOT NULL)
                 ORDER BY cases.id DESC LIMIT $3",
            )
            .bind(open)
            .bind(closed)
            .bind(MAX_LISTED)
            .fetch_all(&self.pool),
        );
        found.map_err(fault)?.iter().map(listed_case).collect()
    }
}

fn listed_case(row: &SqliteRow) -> Result<ListedCase, StoreError> {
    let case = rows::case(row)?;
    let machine = match (get(row, "newest_model")?, get(row, "newest_serial")?) {
        (Some(model), Some(serial)) => Some((model, serial)),
        _ => None,
    };
    let last: Option<i64> = get(row, "newest_at")?;
    Ok(ListedCase {
        number: get(row, "newest_number")?,
        machine,
        requests: rows::integer(row, "requests")?,
        last: last.unwrap_or(case.opened),
        case,
    })
}

impl CaseStore for SqlStore {
    fn case_history(&self, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_read().await?;
            let id = i64::from(case.0);
            let found = query("SELECT * FROM cases WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut *tx)
                .await
                .map_err(fault)?;
            let Some(case) = found.map(|row| rows::case(&row)).transpose()? else { return Ok(None) };
            let attempts = query(
                "SELECT * FROM attempts
                 WHERE case_id = $1 OR id = (SELECT closed_by FROM cases WHERE id = $1) ORDER BY id",
            )
            .bind(id)
            .fetch_all(&mut *tx)
            .await
            .map_err(fault)?;
            let notes = query("SELECT * FROM case_notes WHERE case_id = $1 ORDER BY id")
                .bind(id)
                .fetch_all(&mut *tx)
                .await
                .map_err(fault)?;
            let acts = query(
                "SELECT * FROM audit WHERE at >= $2 AND at <= $3
                 AND number IN (SELECT number FROM attempts WHERE case_id = $1) ORDER BY id",
            )
            .bind(id)
            .bind(case.opened)
            .bind(case.closed.as_ref().map_or(i64::MAX, |closed| closed.at))
            .fetch_all(&mut *tx)
            .await
            .map_err(fault)?;
            let note = |row: &SqliteRow| {
                Ok(CaseNote { at: get(row, "at")?, operator: get(row, "operator")?, text: get(row, "text")? })
            };
            Ok(Some(CaseHistory {
                case,
                attempts: attempts.iter().map(rows::attempt).collect::<Result<Vec<Attempt>, _>>()?,
                notes: notes.iter().map(note).collect::<Result<_, StoreError>>()?,
                actions: acts.iter().map(rows::audit).collect::<Result<_, _>>()?,
            }))
        })
    }

    fn add_note(&self, case: CaseNumber, note: &CaseNote) -> Result<Result<(), CaseRefusal>, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let done = query(
                "INSERT INTO case_notes (id, case_id, at, operator, text)
                 SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM case_notes), id, $1, $2, $3
                 FROM cases WHERE id = $4",
            )
            .bind(note.at)
            .bind(&note.operator)
            .bind(&note.text)
            .bind(i64::from(case.0))
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(CaseRefusal::Unknown) })
        })
    }

    fn close(&self, case: CaseNumber, closed: &CaseClosure) -> Result<Result<(), CaseRefusal>, StoreError> {
        let (operator, reason) = match &closed.by {
            ClosedBy::Success => (None, None),
            ClosedBy::Operator { operator, reason } => (Some(operator), Some(reason)),
        };
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let done = query(
                "UPDATE cases SET closed = $1, closed_operator = $2, closed_reason = $3
                 WHERE id = $4 AND closed IS NULL",
            )
            .bind(closed.at)
            .bind(operator)
            .bind(reason)
            .bind(i64::from(case.0))
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            let exists: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM cases WHERE id = $1")
                .bind(i64::from(case.0))
                .fetch_one(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(match (done.rows_affected(), exists) {
                (1, _) => Ok(()),
                (_, 0) => Err(CaseRefusal::Unknown),
                _ => Err(CaseRefusal::Closed),
            })
        })
    }
}
