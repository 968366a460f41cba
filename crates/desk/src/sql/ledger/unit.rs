//! Writes a unit of work: checks its basis, then writes the change, the audit, the request and its case.

use super::attempt::{value_columns, write_attempt};
use super::basis::{PREMISES, Premises};
use crate::audit::ChainedEntry;
use crate::sql::chain;
use crate::sql::events::{OfficeEvent, insert_event};
use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::values;
use countersign_ledger::{
    AnsweredNonce, Attempt, AuditEntry, Binding, CaseNumber, Change, NonceState, Question, Reason, Spend,
    StoreError, UnitOfWork,
};

/// The name of the event of an answer to an operator's or a program's request.
const ANSWERED: &str = "request-answered";

/// Takes up to five advisory locks, in the order of their numbers.
const LOCK: &str =
    "SELECT pg_advisory_xact_lock(key) FROM (VALUES ($1::bigint), ($2), ($3), ($4), ($5)) AS keys (key)
    WHERE key IS NOT NULL";

/// Writes a unit of work in a transaction. Returns the case that it opened.
///
/// # Errors
/// [`StoreError::Conflict`] before anything is written, if the basis of the unit has changed.
pub(crate) async fn write_unit(tx: &mut Tx<'_>, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
    if !premises(tx, &unit.question).await?.agree_with(&unit.basis) {
        return Err(StoreError::Conflict);
    }
    write_checked(tx, unit).await
}

/// Writes a unit of work in the transaction that read or checked its basis. Returns the case that it opened.
pub(crate) async fn write_checked(
    tx: &mut Tx<'_>,
    unit: &UnitOfWork,
) -> Result<Option<CaseNumber>, StoreError> {
    let license = match &unit.change {
        Some(change) => Some((change, write_license(tx, change).await?)),
        None => None,
    };
    // The following writes don't depend on each other.
    if let Some(server) = tx.server() {
        let [mut seats, mut nonces, mut history] =
            [Tx::Postgres(server), Tx::Postgres(server), Tx::Postgres(server)];
        let ((), (), opened) = tokio::try_join!(
            write_seats(&mut seats, license),
            write_nonces(&mut nonces, license),
            write_history(&mut history, unit),
        )?;
        return Ok(opened);
    }
    write_seats(tx, license).await?;
    write_nonces(tx, license).await?;
    write_history(tx, unit).await
}

/// The present premises of the unit. On a server, no other transaction writes about the same machine from here on.
async fn premises(tx: &mut Tx<'_>, question: &Question) -> Result<Premises, StoreError> {
    let Some(server) = tx.server() else { return Premises::read(tx, question).await };
    let [mut one, mut other] = [Tx::Postgres(server), Tx::Postgres(server)];
    // The server starts the second statement after the locks are held, so it sees everything that is committed by then.
    server.prepare(&[LOCK, PREMISES]).await?;
    let ((), premises) =
        tokio::try_join!(biased; lock(&mut one, question), Premises::read(&mut other, question))?;
    Ok(premises)
}

/// Spends nonces, then writes the answered one.
async fn write_nonces(tx: &mut Tx<'_>, license: Option<(&Change, i64)>) -> Result<(), StoreError> {
    let Some((change, license)) = license else { return Ok(()) };
    for spend in &change.spend {
        spend_nonces(tx, license, *spend).await?;
    }
    match &change.answered {
        Some(answered) => write_answered(tx, license, answered).await,
        None => Ok(()),
    }
}

/// Writes the request with its cases, then the audit, which holds the end of its chain until the transaction ends. Returns the case that it
/// opened.
async fn write_history(tx: &mut Tx<'_>, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
    let opened = match &unit.attempt {
        Some(attempt) => write_attempt(tx, attempt, &unit.case).await?,
        None => None,
    };
    if let Some(audit) = &unit.audit {
        Box::pin(insert_audit(tx, audit)).await?;
    }
    if let Some(answered) = unit.attempt.as_ref().and_then(answered) {
        Box::pin(insert_event(tx, &answered)).await?;
    }
    Ok(opened)
}

/// The event of an answer to an operator's or a program's request; `None` for a stranger's.
fn answered(attempt: &Attempt) -> Option<OfficeEvent> {
    let number = attempt.license.as_ref().map_or("-", |license| license.as_str());
    let decision = attempt.reason().map_or("issued", Reason::code);
    Some(OfficeEvent {
        at: attempt.at,
        operator: attempt.operator.clone()?,
        event: ANSWERED.to_owned(),
        subject: format!("{} {number} {decision}", attempt.name),
    })
}

/// Locks the same values, the same machine and the same bundle against other transactions until this one ends. A SQLite database has only
/// one writer. On a server, two writers could otherwise both find no case, and each open one.
///
/// All transactions take their locks in the same order, so that there is no deadlock.
async fn lock(tx: &mut Tx<'_>, question: &Question) -> Result<(), StoreError> {
    let case = question.case.as_ref();
    let mut locks: Vec<i64> = [
        case.map(|key| lock_number(1, &key.number)),
        case.and_then(|key| key.marker2).map(|marker| lock_number(2, &marker.0)),
        case.and_then(|key| key.marker3).map(|marker| lock_number(3, &marker.0)),
        question.values.map(|values| lock_number(4, &values.0)),
        question.bundle.map(|bundle| lock_number(5, &bundle.0)),
    ]
    .into_iter()
    .flatten()
    .collect();
    locks.sort_unstable();
    let [one, two, three, four, five] = [0, 1, 2, 3, 4].map(|at| locks.get(at).copied());
    tx.rows(LOCK, values![one, two, three, four, five], |_| Ok(())).await.map(drop)
}

/// The number of a lock on a value of that kind. Two values may share a number; then their transactions wait for each other without need.
fn lock_number(kind: u8, value: &[u8]) -> i64 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::new().chain_update([kind]).chain_update(value).finalize();
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

/// Writes the license and its next version. Returns its row id.
async fn write_license(tx: &mut Tx<'_>, change: &Change) -> Result<i64, StoreError> {
    let version = i64::try_from(change.before.version).map_err(|_| StoreError::Conflict)?;
    let (expiry, days) = rows::expiry_columns(change.license.expiry);
    let updated = tx.first(
        "UPDATE licenses SET state = $1, first_issued = $2, edition = $3, expiry = $4, expiry_days = $5, seats = $6,
         version = version + 1 WHERE number = $7 AND product = $8 AND version = $9 RETURNING id",
        values![
            rows::state_column(change.state),
            change.first_issued,
            i64::from(change.license.edition.0),
            expiry,
            days,
            change.license.seats.get(),
            change.before.id.as_str(),
            &change.before.id.product,
            version,
        ],
        |row| row.get::<i64>("id"),
    );
    updated.await?.ok_or(StoreError::Conflict)
}

/// Writes the seats that the change adds, alters or frees.
async fn write_seats(tx: &mut Tx<'_>, license: Option<(&Change, i64)>) -> Result<(), StoreError> {
    let Some((change, license)) = license else { return Ok(()) };
    let before = &change.before.seats;
    for seat in before.keys().filter(|seat| !change.seats.contains_key(seat)) {
        let delete = "DELETE FROM bindings WHERE license = $1 AND seat = $2";
        tx.execute(delete, values![license, *seat]).await?;
    }
    for (seat, binding) in change.seats.iter().filter(|(seat, binding)| before.get(seat) != Some(binding)) {
        write_binding(tx, license, *seat, binding).await?;
    }
    Ok(())
}

async fn write_binding(
    tx: &mut Tx<'_>,
    license: i64,
    seat: u16,
    binding: &Binding,
) -> Result<(), StoreError> {
    let [manufacturer, model, serial] = value_columns(binding.values.as_ref());
    tx.execute(
        "INSERT INTO bindings
         (license, seat, scheme, marker2, marker3, values_marker, manufacturer, model, serial, origins, bound, changes,
          identities, answered, public_day, public_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (license, seat) DO UPDATE SET scheme = $3, marker2 = $4, marker3 = $5, values_marker = $6,
          manufacturer = $7, model = $8, serial = $9, origins = $10, bound = $11, changes = $12, identities = $13,
          answered = $14, public_day = $15, public_count = $16",
        values![
            license,
            seat,
            rows::scheme_column(binding.scheme),
            binding.marker2,
            binding.marker3,
            binding.identities.last().map(|identity| identity.values),
            manufacturer,
            model,
            serial,
            rows::origins_column(binding.origins),
            binding.bound,
            rows::days_column(&binding.changes),
            rows::identities_column(&binding.identities),
            binding.answered,
            binding.public_nonces.day,
            binding.public_nonces.count,
        ],
    )
    .await
    .map(drop)
}

async fn spend_nonces(tx: &mut Tx<'_>, license: i64, spend: Spend) -> Result<(), StoreError> {
    let spent = match spend {
        Spend::All => tx.execute("UPDATE nonces SET code = NULL WHERE license = $1", values![license]).await,
        Spend::Seat(seat) => {
            let statement = "UPDATE nonces SET code = NULL WHERE license = $1 AND seat = $2";
            tx.execute(statement, values![license, seat]).await
        }
        Spend::SeatExcept(seat, marker3) => {
            let statement =
                "UPDATE nonces SET code = NULL WHERE license = $1 AND seat = $2 AND marker3 <> $3";
            tx.execute(statement, values![license, seat, marker3]).await
        }
    };
    spent.map(drop)
}

async fn write_answered(tx: &mut Tx<'_>, license: i64, answered: &AnsweredNonce) -> Result<(), StoreError> {
    let code = match &answered.state {
        NonceState::Live(code) => Some(&code.0),
        NonceState::Spent => None,
    };
    tx.execute(
        "INSERT INTO nonces (license, nonce, seat, name, scheme, marker2, marker3, origins, code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (license, nonce) DO UPDATE SET seat = $3, name = $4, scheme = $5, marker2 = $6, marker3 = $7,
             origins = $8, code = $9",
        values![
            license,
            &answered.nonce,
            answered.seat,
            &answered.name,
            rows::scheme_column(answered.scheme),
            answered.marker2,
            answered.marker3,
            rows::origins_column(answered.origins),
            code,
        ],
    )
    .await
    .map(drop)
}

async fn insert_audit(tx: &mut Tx<'_>, audit: &AuditEntry) -> Result<(), StoreError> {
    let inserted = tx.first(
        "INSERT INTO audit (at, operator, license, act, seat, detail, reason)
         SELECT $1, $2, id, $3, $4, $5, $6 FROM licenses WHERE number = $7 AND product = $8 RETURNING id",
        values![
            audit.at,
            &audit.operator,
            audit.kind.name(),
            audit.seat,
            &audit.detail,
            &audit.reason,
            audit.license.as_str(),
            &audit.license.product,
        ],
        |row| row.get("id"),
    );
    let id = inserted.await?.ok_or(StoreError::Conflict)?;
    let entry = ChainedEntry::Act {
        at: audit.at,
        operator: audit.operator.clone(),
        product: audit.license.product.clone(),
        number: audit.license.as_str().to_owned(),
        act: audit.kind.name().to_owned(),
        seat: audit.seat.map(i64::from),
        detail: audit.detail.clone(),
        reason: audit.reason.clone(),
    };
    chain::append(tx, id, &entry).await
}
