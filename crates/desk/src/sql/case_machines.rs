//! The machines of cases: which machines are in a case, and which have succeeded.
//!
//! A case counts its machines in its own row. A change of the count locks that row, so that the last success closes the case, whatever
//! other transactions do meanwhile.

use super::transaction::Tx;
use super::value::values;
use countersign_ledger::{BundleDigest, CaseKey, CaseNumber, Reason, StoreError};

/// Opens a case with one machine. Returns its number.
pub(super) async fn open(
    tx: &mut Tx<'_>,
    reason: Reason,
    at: i64,
    machine: &CaseKey,
    bundle: Option<BundleDigest>,
) -> Result<CaseNumber, StoreError> {
    let opened = tx.one(
        "INSERT INTO cases (reason, opened, bundle) VALUES ($1, $2, $3) RETURNING id",
        values![reason.code(), at, bundle.as_ref().map(|bundle| &bundle.0)],
        |row| row.integer("id").map(CaseNumber),
    );
    let case = opened.await?;
    add(tx, case, machine).await?;
    Ok(case)
}

/// Adds a machine to an open case.
///
/// # Errors
/// [`StoreError::Conflict`] if the case was closed meanwhile.
pub(super) async fn share(tx: &mut Tx<'_>, case: CaseNumber, machine: &CaseKey) -> Result<(), StoreError> {
    let count =
        "UPDATE cases SET machines = machines + 1, unsolved = unsolved + 1 WHERE id = $1 AND closed IS NULL";
    if tx.execute(count, values![case.0]).await? != 1 {
        return Err(StoreError::Conflict);
    }
    add(tx, case, machine).await
}

async fn add(tx: &mut Tx<'_>, case: CaseNumber, machine: &CaseKey) -> Result<(), StoreError> {
    let insert =
        "INSERT INTO case_machines (case_id, packed, marker2, marker3, model) VALUES ($1, $2, $3, $4, $5)";
    let machine = values![case.0, &machine.number, machine.marker2, machine.marker3, machine.model];
    tx.execute(insert, machine).await.map(drop)
}

/// Records that a machine succeeded with the request `by`. The case closes if no machine is left.
pub(super) async fn solve(
    tx: &mut Tx<'_>,
    case: CaseNumber,
    machine: &CaseKey,
    at: i64,
    by: i64,
) -> Result<(), StoreError> {
    let end = "UPDATE case_machines SET ended = $1, ended_by = $2 WHERE case_id = $3 AND ended IS NULL AND (
            (marker2 IS NOT NULL AND marker2 = $5)
            OR (marker3 IS NOT NULL AND marker3 = $6
                AND (packed = $4 OR marker2 IS NULL OR CAST($5 AS BYTEA) IS NULL))
            OR (packed = $4 AND (marker2 IS NULL OR CAST($5 AS BYTEA) IS NULL)
                AND (marker3 IS NULL OR CAST($6 AS BYTEA) IS NULL)
                AND (model IS NULL OR CAST($7 AS BYTEA) IS NULL OR model = $7)))";
    let of_machine =
        values![at, by, case.0, &machine.number, machine.marker2, machine.marker3, machine.model];
    let ended = i64::try_from(tx.execute(end, of_machine).await?).unwrap_or(i64::MAX);
    let count = "UPDATE cases SET unsolved = unsolved - CAST($1 AS BIGINT),
            closed = CASE WHEN unsolved <= CAST($1 AS BIGINT) THEN CAST($2 AS BIGINT) END,
            closed_by = CASE WHEN unsolved <= CAST($1 AS BIGINT) THEN CAST($3 AS BIGINT) END,
            waiting = CASE WHEN unsolved > CAST($1 AS BIGINT) THEN waiting END
        WHERE id = $4 AND closed IS NULL";
    tx.execute(count, values![ended, at, by, case.0]).await.map(drop)
}

/// Ends all machines of a case that an operator closes.
pub(super) async fn end_all(tx: &mut Tx<'_>, case: CaseNumber, at: i64) -> Result<(), StoreError> {
    let end = "UPDATE case_machines SET ended = $1 WHERE case_id = $2 AND ended IS NULL";
    tx.execute(end, values![at, case.0]).await?;
    tx.execute("UPDATE cases SET unsolved = 0 WHERE id = $1", values![case.0]).await.map(drop)
}

/// Reopens the machines that ended together with the case. The caller does this before it reopens the case itself. The request that a
/// machine succeeded with stays, because its code was issued.
pub(super) async fn reopen(tx: &mut Tx<'_>, case: CaseNumber) -> Result<(), StoreError> {
    let reopen = "UPDATE case_machines SET ended = NULL
        WHERE case_id = $1 AND ended = (SELECT closed FROM cases WHERE id = $1)";
    tx.execute(reopen, values![case.0]).await?;
    let count = "UPDATE cases SET unsolved =
            (SELECT COUNT(*) FROM case_machines WHERE case_id = $1 AND ended IS NULL) WHERE id = $1";
    tx.execute(count, values![case.0]).await.map(drop)
}

/// Whether another case with the same reason is open for a machine that would come back if this closed case were reopened.
pub(super) async fn has_open_twin(tx: &mut Tx<'_>, case: CaseNumber) -> Result<bool, StoreError> {
    let statement = "SELECT other.id FROM cases
        JOIN case_machines mine ON mine.case_id = cases.id AND mine.ended = cases.closed
        JOIN case_machines theirs ON theirs.case_id <> cases.id AND theirs.ended IS NULL AND (
            (theirs.marker2 IS NOT NULL AND theirs.marker2 = mine.marker2)
            OR (theirs.marker3 IS NOT NULL AND theirs.marker3 = mine.marker3
                AND (theirs.packed = mine.packed OR theirs.marker2 IS NULL OR mine.marker2 IS NULL))
            OR (theirs.packed = mine.packed AND (theirs.marker2 IS NULL OR mine.marker2 IS NULL)
                AND (theirs.marker3 IS NULL OR mine.marker3 IS NULL)
                AND (theirs.model IS NULL OR mine.model IS NULL OR theirs.model = mine.model)))
        JOIN cases other ON other.id = theirs.case_id AND other.reason = cases.reason
        WHERE cases.id = $1 LIMIT 1";
    Ok(tx.first(statement, values![case.0], |_| Ok(())).await?.is_some())
}
