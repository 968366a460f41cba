//! The ledger's [`CaseStore`] in SQL.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::case_work::{CaseStep, NOTE_ADDED};
use super::database::SqlStore;
use super::events::{OfficeEvent, insert_event};
use super::rows;
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use countersign_ledger::{
    Attempt, CASE_ATTEMPTS, CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore, ClosedBy,
    NoteAudience, StoreError,
};

/// The audit's entry of a note: its case, its audience, and the SHA-256 of its text, so that a later change of the note is detectable.
fn note_event(case: CaseNumber, note: &CaseNote) -> OfficeEvent {
    let digest = HEXLOWER.encode(&Sha256::digest(&note.text));
    OfficeEvent {
        at: note.at,
        operator: note.operator.clone(),
        event: NOTE_ADDED.to_owned(),
        subject: format!("{case} {} sha256:{digest}", note.audience.name()),
    }
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
                    "INSERT INTO case_notes (case_id, at, operator, text, audience)
                     SELECT id, $1, $2, $3, $4 FROM cases WHERE id = $5",
                    values![note.at, &note.operator, &note.text, note.audience.name(), case.0],
                );
                if added.await? != 1 {
                    return Ok(Err(CaseRefusal::Unknown));
                }
                insert_event(tx, &note_event(case, &note)).await?;
                Ok(Ok(()))
            })
        })
        .await
    }

    async fn close(
        &self,
        case: CaseNumber,
        closed: &CaseClosure,
    ) -> Result<Result<(), CaseRefusal>, StoreError> {
        let (step, by) = match &closed.by {
            ClosedBy::Success => (CaseStep::Close(None), ""),
            ClosedBy::Operator { operator, reason } => {
                (CaseStep::Close(Some(reason.clone())), operator.as_str())
            }
        };
        self.change_case(case, None, step, by, closed.at).await
    }
}

async fn history(tx: &mut Tx<'_>, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError> {
    let id = case.0;
    let found = tx.first("SELECT * FROM cases WHERE id = $1", values![id], rows::case).await?;
    let Some(case) = found else { return Ok(None) };
    let (attempts, left_out) = attempts(tx, id).await?;
    let notes = tx.rows("SELECT * FROM case_notes WHERE case_id = $1 ORDER BY id", values![id], note);
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
    Ok(Some(CaseHistory { case, attempts, left_out, notes, actions }))
}

/// The attempts of a case, at most [`CASE_ATTEMPTS`], and how many are left out.
async fn attempts(tx: &mut Tx<'_>, case: u32) -> Result<(Vec<Attempt>, u64), StoreError> {
    const OF_CASE: &str = "FROM attempts WHERE case_id = $1
        OR id IN (SELECT ended_by FROM case_machines WHERE case_id = $1 AND ended_by IS NOT NULL)";
    let count = format!("SELECT COUNT(*) AS found {OF_CASE}");
    let found: u64 = tx.one(&count, values![case], |row| row.integer("found")).await?;
    let left_out = found.saturating_sub(CASE_ATTEMPTS as u64);
    let half = if left_out > 0 { CASE_ATTEMPTS / 2 } else { CASE_ATTEMPTS };
    let first = format!("SELECT * {OF_CASE} ORDER BY id LIMIT {half}");
    let mut attempts = tx.rows(&first, values![case], rows::attempt).await?;
    if left_out > 0 {
        let last = format!("SELECT * {OF_CASE} ORDER BY id DESC LIMIT {half}");
        attempts.extend(tx.rows(&last, values![case], rows::attempt).await?.into_iter().rev());
    }
    Ok((attempts, left_out))
}

fn note(row: &Row<'_>) -> Result<CaseNote, StoreError> {
    let audience = NoteAudience::from_name(&row.get::<String>("audience")?);
    Ok(CaseNote {
        at: row.get("at")?,
        operator: row.get("operator")?,
        text: row.get("text")?,
        audience: audience.ok_or_else(|| damaged("audience"))?,
    })
}
