//! What operators do with a case: its assignee, whether it waits, its customer, closing and reopening it.
//!
//! Each change raises the version of the case. A change that names a version is refused if another change came first.
//!
//! Never here: the decision whether a step is allowed (`countersign_ledger`, `case_step`).

use super::case_machines;
use super::customers::{CustomerEntry, customer_id, ticket_column};
use super::database::SqlStore;
use super::events::{OfficeEvent, event_row, insert_event};
use super::ledger::lock_answers;
use super::transaction::Tx;
use super::value::values;
use countersign_ledger::{CaseNumber, CaseRefusal, CaseStanding, CaseStepKind, StoreError};

/// How many steps of a case are read at most.
const MAX_STEPS: i64 = 200;

/// The name of a note's event.
pub const NOTE_ADDED: &str = "note-added";

/// The state of the work on a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseWork {
    /// The operator who works on it.
    pub assignee: Option<String>,
    /// Since when it waits for the customer, in seconds since 1970-01-01 UTC.
    pub waiting: Option<i64>,
    /// Goes up by one with every change by an operator.
    pub version: i64,
}

/// A change of a case by an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseStep {
    /// It gets this assignee, or none.
    Assign(Option<String>),
    /// It waits for the customer.
    Wait,
    /// It doesn't wait any more.
    GoOn,
    /// It has this customer.
    Customer(CustomerEntry),
    /// It is closed, for this reason; without a reason, because its machine succeeded.
    Close(Option<String>),
    /// It is opened again, for this reason.
    Reopen(String),
}

impl CaseStep {
    const fn kind(&self) -> CaseStepKind {
        match self {
            Self::Assign(_) => CaseStepKind::Assign,
            Self::Wait => CaseStepKind::Wait,
            Self::GoOn => CaseStepKind::GoOn,
            Self::Customer(_) => CaseStepKind::Customer,
            Self::Close(_) => CaseStepKind::Close,
            Self::Reopen(_) => CaseStepKind::Reopen,
        }
    }

    /// The stable name of the event in the log.
    #[must_use]
    pub const fn event(&self) -> &'static str {
        match self {
            Self::Assign(_) => "case-assigned",
            Self::Wait => "case-waits",
            Self::GoOn => "case-goes-on",
            Self::Customer(_) => "case-customer",
            Self::Close(_) => "case-closed",
            Self::Reopen(_) => "case-reopened",
        }
    }

    /// What the log says in addition to the case's number.
    fn detail(&self) -> &str {
        match self {
            Self::Assign(Some(text)) | Self::Close(Some(text)) | Self::Reopen(text) => text,
            Self::Assign(None) | Self::Wait | Self::GoOn | Self::Customer(_) | Self::Close(None) => "",
        }
    }
}

impl SqlStore {
    /// The state of the work on a case. `None` if there is no such case.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn case_work(&self, case: CaseNumber) -> Result<Option<CaseWork>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT assignee, waiting, version FROM cases WHERE id = $1";
                tx.first(statement, values![case.0], |row| {
                    Ok(CaseWork {
                        assignee: row.get("assignee")?,
                        waiting: row.get("waiting")?,
                        version: row.get("version")?,
                    })
                })
                .await
            })
        })
        .await
    }

    /// What operators did with a case, oldest first: at most the newest 200 steps. The subject of each step is the log's text without the
    /// case's number. The events of the case's notes stand among the steps, at their place.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn case_steps(&self, case: CaseNumber) -> Result<Vec<OfficeEvent>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                let name = case.to_string();
                // After the name comes nothing, or a space and a detail; `!` is the character after the space.
                let order = if tx.is_postgres() { "COLLATE \"C\"" } else { "COLLATE BINARY" };
                let statement = format!(
                    "SELECT * FROM events WHERE subject {order} >= $1 AND subject {order} < $2
                         AND (event LIKE 'case-%' OR event = '{NOTE_ADDED}')
                     ORDER BY id DESC LIMIT $3"
                );
                let end = format!("{name}!");
                let mut steps = tx.rows(&statement, values![&name, &end, MAX_STEPS], event_row).await?;
                for step in &mut steps {
                    step.subject = step.subject.split_off(name.len()).trim().to_owned();
                }
                steps.reverse();
                Ok(steps)
            })
        })
        .await
    }

    /// Changes a case, and writes that to the log. `version` is the version that the operator saw; `None` changes any version.
    ///
    /// # Errors
    /// The database can't be written. The inner error is a change that the case doesn't allow.
    pub async fn change_case(
        &self,
        case: CaseNumber,
        version: Option<i64>,
        step: CaseStep,
        by: &str,
        at: i64,
    ) -> Result<Result<(), CaseRefusal>, StoreError> {
        let by = by.to_owned();
        self.write(move |tx| Box::pin(async move { change(tx, case, version, &step, &by, at).await })).await
    }
}

async fn change(
    tx: &mut Tx<'_>,
    case: CaseNumber,
    version: Option<i64>,
    step: &CaseStep,
    by: &str,
    at: i64,
) -> Result<Result<(), CaseRefusal>, StoreError> {
    if matches!(step, CaseStep::Reopen(_)) {
        lock_answers(tx).await?;
    }
    // The row is locked until the end of the transaction, so that the checked state can't change.
    let lock = "UPDATE cases SET version = version + 1 WHERE id = $1 RETURNING version, closed";
    let row =
        |row: &super::value::Row<'_>| Ok((row.get::<i64>("version")?, row.get::<Option<i64>>("closed")?));
    let Some((now, closed)) = tx.first(lock, values![case.0], row).await? else {
        return Ok(Err(CaseRefusal::Unknown));
    };
    let kind = step.kind();
    let standing = CaseStanding {
        changed: version.is_some_and(|version| version + 1 != now),
        closed: closed.is_some(),
        other_open: kind == CaseStepKind::Reopen && case_machines::has_open_twin(tx, case).await?,
    };
    if let Some(refusal) = kind.refusal(standing) {
        tx.execute("UPDATE cases SET version = version - 1 WHERE id = $1", values![case.0]).await?;
        return Ok(Err(refusal));
    }
    match step {
        CaseStep::Assign(to) => {
            tx.execute("UPDATE cases SET assignee = $1 WHERE id = $2", values![to.as_ref(), case.0]).await?
        }
        CaseStep::Wait => {
            tx.execute("UPDATE cases SET waiting = $1 WHERE id = $2", values![at, case.0]).await?
        }
        CaseStep::GoOn => {
            tx.execute("UPDATE cases SET waiting = NULL WHERE id = $1", values![case.0]).await?
        }
        CaseStep::Customer(entry) => {
            let customer = customer_id(tx, &entry.customer).await?;
            let statement = "UPDATE cases SET customer = $1, ticket = $2 WHERE id = $3";
            tx.execute(statement, values![customer, ticket_column(entry), case.0]).await?
        }
        CaseStep::Close(reason) => {
            case_machines::end_all(tx, case, at).await?;
            let operator = reason.as_ref().map(|_| by);
            let statement =
                "UPDATE cases SET closed = $1, closed_operator = $2, closed_reason = $3, waiting = NULL
                WHERE id = $4";
            tx.execute(statement, values![at, operator, reason.as_ref(), case.0]).await?
        }
        CaseStep::Reopen(_) => {
            case_machines::reopen(tx, case).await?;
            // `closed_by` stays: its code was issued.
            let statement =
                "UPDATE cases SET closed = NULL, closed_operator = NULL, closed_reason = NULL, waiting = NULL
                WHERE id = $1";
            tx.execute(statement, values![case.0]).await?
        }
    };
    let subject = [case.to_string(), step.detail().to_owned()].join(" ").trim_end().to_owned();
    let event = OfficeEvent { at, operator: by.to_owned(), event: step.event().to_owned(), subject };
    insert_event(tx, &event).await?;
    Ok(Ok(()))
}
