//! Writes a request, and what happens to the cases of its machine. Never here: the choice of the case; the ledger decides that.

use crate::sql::case_machines;
use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::{Value, values};
use countersign_ledger::{Attempt, AttemptOutcome, CaseChange, CaseNumber, Note, StoreError};

/// Writes a request and the changes of its cases. Returns the case that it opened.
pub(super) async fn write_attempt(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    change: &CaseChange,
) -> Result<Option<CaseNumber>, StoreError> {
    let opened = match (change, attempt.outcome) {
        (CaseChange::Open(key, bundle), AttemptOutcome::Refused(reason)) => {
            Some(case_machines::open(tx, reason, attempt.at, key, *bundle).await?)
        }
        _ => None,
    };
    if let CaseChange::Share(case, key) = change {
        case_machines::share(tx, *case, key).await?;
    }
    if let CaseChange::Join(case) = change
        && has_refusal(tx, *case, attempt).await?
    {
        return Ok(None);
    }
    let case = match change {
        CaseChange::Join(number) | CaseChange::Share(number, _) => Some(*number),
        CaseChange::Solve(numbers, _) => numbers.last().copied(),
        CaseChange::None | CaseChange::Open(..) => opened,
    };
    let id = tx.one(INSERT_ATTEMPT, attempt_values(attempt, case), |row| row.get::<i64>("id")).await?;
    if let CaseChange::Solve(numbers, key) = change {
        for number in numbers {
            case_machines::solve(tx, *number, key, attempt.at, id).await?;
        }
    }
    Ok(opened)
}

/// Whether the case has that refusal already ([`Attempt::repeats`]). The request determines the columns that aren't compared.
async fn has_refusal(tx: &mut Tx<'_>, case: CaseNumber, attempt: &Attempt) -> Result<bool, StoreError> {
    let AttemptOutcome::Refused(reason) = attempt.outcome else { return Ok(false) };
    let found = tx.first(
        "SELECT id FROM attempts WHERE case_id = $1 AND name = $2 AND packed = $3 AND COALESCE(operator, '') = $4
         AND outcome = 'refused' AND detail = $5 AND verdicts = $6 AND notes = $7 AND scheme = $8 AND differs = $9
         AND request = $10",
        values![
            case.0,
            &attempt.name,
            &attempt.packed,
            attempt.operator.as_deref().unwrap_or_default(),
            reason.code(),
            verdicts_column(attempt),
            notes_column(attempt),
            rows::scheme_column(attempt.scheme),
            differs_column(attempt),
            &attempt.request,
        ],
        |row| row.get::<i64>("id"),
    );
    Ok(found.await?.is_some())
}

/// Inserts a request. Returns its row id.
pub(super) const INSERT_ATTEMPT: &str = "INSERT INTO attempts
     (at, operator, by_word, packed, product, number, name, profile, platform, manufacturer, model, serial,
      verdicts, origins, marker2, marker3, outcome, detail, notes, case_id, scheme, differs, request)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
     RETURNING id";

/// The parameters of [`INSERT_ATTEMPT`].
pub(super) fn attempt_values(attempt: &Attempt, case: Option<CaseNumber>) -> [Value<'_>; 23] {
    let [manufacturer, model, serial] = value_columns(attempt.values.as_ref());
    let (outcome, detail) = match attempt.outcome {
        AttemptOutcome::Issued(kind) => ("issued", kind.name()),
        AttemptOutcome::Refused(reason) => ("refused", reason.code()),
    };
    values![
        attempt.at,
        attempt.operator.as_ref(),
        attempt.spoken,
        &attempt.packed,
        attempt.license.as_ref().map(|license| &license.product),
        attempt.license.as_ref().map(|license| license.as_str()),
        &attempt.name,
        attempt.profile,
        i64::from(attempt.platform),
        manufacturer,
        model,
        serial,
        verdicts_column(attempt),
        rows::origins_column(attempt.origins),
        attempt.marker2,
        attempt.marker3,
        outcome,
        detail,
        notes_column(attempt),
        case.map(|case| case.0),
        rows::scheme_column(attempt.scheme),
        differs_column(attempt),
        &attempt.request,
    ]
}

fn verdicts_column(attempt: &Attempt) -> String {
    attempt.verdicts.map(|verdict| verdict.name()).join(" ")
}

fn notes_column(attempt: &Attempt) -> String {
    attempt.notes.iter().copied().map(Note::to_text).collect::<Vec<_>>().join(" ")
}

fn differs_column(attempt: &Attempt) -> String {
    attempt.differs.iter().map(|one| one.name()).collect::<Vec<_>>().join(" ")
}

/// Manufacturer, model and serial; `None` for a spoken request.
pub(super) fn value_columns(values: Option<&[String; 3]>) -> [Option<&str>; 3] {
    match values {
        Some([manufacturer, model, serial]) => [Some(manufacturer), Some(model), Some(serial)],
        None => [None; 3],
    }
}
