//! The ledger's [`CaseStore`] in SQL, and lists of cases.

use super::database::SqlStore;
use super::rows;
use super::transaction::Tx;
use super::value::{Row, values};
use countersign_ledger::{
    Case, CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore, ClosedBy, LicenseId,
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
    pub license: Option<LicenseId>,
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
    pub async fn list_cases(&self, filter: CaseFilter) -> Result<Vec<ListedCase>, StoreError> {
        let which = match filter {
            CaseFilter::Open => "cases.closed IS NULL",
            CaseFilter::CaseClosure => "cases.closed IS NOT NULL",
            CaseFilter::All => "TRUE",
        };
        let statement = format!(
            "SELECT cases.*, newest.number AS newest_number, newest.product AS newest_product, newest.model AS newest_model,
             newest.serial AS newest_serial, newest.at AS newest_at,
             (SELECT COUNT(*) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by) AS requests
             FROM cases LEFT JOIN attempts newest ON newest.id =
                 (SELECT MAX(id) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by)
             WHERE {which} ORDER BY cases.id DESC LIMIT $1"
        );
        self.read(move |tx| {
            Box::pin(async move { tx.rows(&statement, values![MAX_LISTED], listed_case).await })
        })
        .await
    }
}

fn listed_case(row: &Row<'_>) -> Result<ListedCase, StoreError> {
    let case = rows::case(row)?;
    let machine = match (row.get("newest_model")?, row.get("newest_serial")?) {
        (Some(model), Some(serial)) => Some((model, serial)),
        _ => None,
    };
    let license = match (row.get("newest_product")?, row.get::<Option<String>>("newest_number")?) {
        (Some(product), Some(number)) => Some(rows::license_id(product, &number)?),
        _ => None,
    };
    let last: Option<i64> = row.get("newest_at")?;
    Ok(ListedCase {
        license,
        machine,
        requests: row.integer("requests")?,
        last: last.unwrap_or(case.opened),
        case,
    })
}

impl CaseStore for SqlStore {
    async fn case_history(&self, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError> {
        self.read(move |tx| Box::pin(history(tx, case))).await
    }

    async fn add_note(
        &self,
        case: CaseNumber,
        note: &CaseNote,
    ) -> Result<Result<(), CaseRefusal>, StoreError> {
        let note = note.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let added = tx.execute(
                    "INSERT INTO case_notes (case_id, at, operator, text) SELECT id, $1, $2, $3 FROM cases WHERE id = $4",
                    values![note.at, &note.operator, &note.text, case.0],
                );
                Ok(if added.await? == 1 { Ok(()) } else { Err(CaseRefusal::Unknown) })
            })
        })
        .await
    }

    async fn close(
        &self,
        case: CaseNumber,
        closed: &CaseClosure,
    ) -> Result<Result<(), CaseRefusal>, StoreError> {
        let closed = closed.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let (operator, reason) = match &closed.by {
                    ClosedBy::Success => (None, None),
                    ClosedBy::Operator { operator, reason } => (Some(operator), Some(reason)),
                };
                let done = tx.execute(
                    "UPDATE cases SET closed = $1, closed_operator = $2, closed_reason = $3
                     WHERE id = $4 AND closed IS NULL",
                    values![closed.at, operator, reason, case.0],
                );
                if done.await? == 1 {
                    return Ok(Ok(()));
                }
                let there = tx.first("SELECT id FROM cases WHERE id = $1", values![case.0], |_| Ok(()));
                Ok(Err(if there.await?.is_some() { CaseRefusal::Closed } else { CaseRefusal::Unknown }))
            })
        })
        .await
    }
}

async fn history(tx: &mut Tx<'_>, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError> {
    let id = case.0;
    let found = tx.first("SELECT * FROM cases WHERE id = $1", values![id], rows::case).await?;
    let Some(case) = found else { return Ok(None) };
    let attempts = tx.rows(
        "SELECT * FROM attempts WHERE case_id = $1 OR id = (SELECT closed_by FROM cases WHERE id = $1) ORDER BY id",
        values![id],
        rows::attempt,
    );
    let attempts = attempts.await?;
    let notes = tx.rows("SELECT * FROM case_notes WHERE case_id = $1 ORDER BY id", values![id], |row| {
        Ok(CaseNote { at: row.get("at")?, operator: row.get("operator")?, text: row.get("text")? })
    });
    let notes = notes.await?;
    let ended = case.closed.as_ref().map_or(i64::MAX, |closed| closed.at);
    let actions = tx.rows(
        "SELECT audit.*, licenses.product, licenses.number FROM audit JOIN licenses ON licenses.id = audit.license
         WHERE audit.at >= $2 AND audit.at <= $3 AND (licenses.number, licenses.product) IN
             (SELECT number, product FROM attempts WHERE case_id = $1) ORDER BY audit.id",
        values![id, case.opened, ended],
        rows::audit,
    );
    let actions = actions.await?;
    Ok(Some(CaseHistory { case, attempts, notes, actions }))
}
