//! Writes a unit of work: checks its basis, then writes the change, the audit, the request and its case.

use super::attempt::{self, value_columns};
use super::basis::{PREMISES, Premises};
use super::group::{BasisChanged, write_group};
use super::locks::{LOCK, Locks};
use crate::audit::ChainedEntry;
use crate::sql::chain;
use crate::sql::events::{OfficeEvent, insert_event};
use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::{Value, values};
use countersign_ledger::{
    Attempt, AuditEntry, Binding, CaseNumber, Change, NonceState, Question, Reason, Spend, StoreError,
    UnitOfWork,
};

/// The name of the event of an answer to an operator's or a program's request.
const ANSWERED: &str = "request-answered";

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
    if let Some(server) = tx.server() {
        let written = write_group(server, &[unit]).await?.pop();
        return written.unwrap_or(Err(BasisChanged)).map_err(|BasisChanged| StoreError::Conflict);
    }
    if let Some(change) = &unit.change {
        let id = tx.first(UPDATE_LICENSE, license_values(change)?, |row| row.get::<i64>("id")).await?;
        let license = (change, id.ok_or(StoreError::Conflict)?);
        write_ends(tx, license).await?;
        for seat in taken_seats(license) {
            tx.execute(WRITE_BINDING, seat).await?;
        }
        if let Some(nonce) = nonce_values(license) {
            tx.execute(WRITE_NONCE, nonce).await?;
        }
    }
    let opened = write_attempt(tx, unit).await?;
    write_entries(tx, unit).await?;
    Ok(opened)
}

/// The present premises of the unit. On a server, no other transaction writes about the same machine from here on.
async fn premises(tx: &mut Tx<'_>, question: &Question) -> Result<Premises, StoreError> {
    let Some(server) = tx.server() else { return Premises::read(tx, question).await };
    let (locks, mut tx) = (Locks::of(question), Tx::Postgres(server));
    // The server starts the second statement after the locks are held, so it sees everything that is committed by then.
    server.prepare(&[LOCK, PREMISES]).await?;
    let ((), premises) = tokio::try_join!(biased; locks.take(server), Premises::read(&mut tx, question))?;
    Ok(premises)
}

/// Removes the seats that the change frees, and spends the nonces that it spends.
pub(super) async fn write_ends(tx: &mut Tx<'_>, license: ChangedLicense<'_>) -> Result<(), StoreError> {
    let (change, license) = license;
    for seat in change.before.seats.keys().filter(|seat| !change.seats.contains_key(seat)) {
        let delete = "DELETE FROM bindings WHERE license = $1 AND seat = $2";
        tx.execute(delete, values![license, *seat]).await?;
    }
    for spend in &change.spend {
        spend_nonces(tx, license, *spend).await?;
    }
    Ok(())
}

/// Writes the request with its cases. Returns the case that it opened.
pub(super) async fn write_attempt(
    tx: &mut Tx<'_>,
    unit: &UnitOfWork,
) -> Result<Option<CaseNumber>, StoreError> {
    match &unit.attempt {
        Some(attempt) => attempt::write_attempt(tx, attempt, &unit.case).await,
        None => Ok(None),
    }
}

/// Writes the audit and the event. Each holds the end of the chain until the transaction ends.
pub(super) async fn write_entries(tx: &mut Tx<'_>, unit: &UnitOfWork) -> Result<(), StoreError> {
    if let Some(audit) = &unit.audit {
        Box::pin(insert_audit(tx, audit)).await?;
    }
    if let Some(answered) = unit.attempt.as_ref().and_then(answered) {
        Box::pin(insert_event(tx, &answered)).await?;
    }
    Ok(())
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

/// A change, and the row id of its license.
pub(super) type ChangedLicense<'u> = (&'u Change, i64);

/// Writes a license and its next version, unless it has another version now. Returns its row id.
pub(super) const UPDATE_LICENSE: &str =
    "UPDATE licenses SET state = $1, first_issued = $2, edition = $3, expiry = $4, expiry_days = $5, seats = $6,
     version = version + 1 WHERE number = $7 AND product = $8 AND version = $9 RETURNING id";

/// The parameters of [`UPDATE_LICENSE`].
pub(super) fn license_values(change: &Change) -> Result<[Value<'_>; 9], StoreError> {
    let version = i64::try_from(change.before.version).map_err(|_| StoreError::Conflict)?;
    let (expiry, days) = rows::expiry_columns(change.license.expiry);
    Ok(values![
        rows::state_column(change.state),
        change.first_issued,
        i64::from(change.license.edition.0),
        expiry,
        days,
        change.license.seats.get(),
        change.before.id.as_str(),
        &change.before.id.product,
        version,
    ])
}

/// The seats that the change adds or alters.
pub(super) fn taken_seats<'u>(
    (change, license): ChangedLicense<'u>,
) -> impl Iterator<Item = [Value<'u>; 16]> {
    let altered =
        change.seats.iter().filter(|(seat, binding)| change.before.seats.get(seat) != Some(binding));
    altered.map(move |(seat, binding)| binding_values(license, *seat, binding))
}

/// Writes a seat.
pub(super) const WRITE_BINDING: &str = "INSERT INTO bindings
     (license, seat, scheme, marker2, marker3, values_marker, manufacturer, model, serial, origins, bound, changes,
      identities, answered, public_day, public_count)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (license, seat) DO UPDATE SET scheme = excluded.scheme, marker2 = excluded.marker2,
      marker3 = excluded.marker3, values_marker = excluded.values_marker, manufacturer = excluded.manufacturer,
      model = excluded.model, serial = excluded.serial, origins = excluded.origins, bound = excluded.bound,
      changes = excluded.changes, identities = excluded.identities, answered = excluded.answered,
      public_day = excluded.public_day, public_count = excluded.public_count";

fn binding_values(license: i64, seat: u16, binding: &Binding) -> [Value<'_>; 16] {
    let [manufacturer, model, serial] = value_columns(binding.values.as_ref());
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
    ]
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

/// Writes an answered nonce.
pub(super) const WRITE_NONCE: &str =
    "INSERT INTO nonces (license, nonce, seat, name, scheme, marker2, marker3, origins, code)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (license, nonce) DO UPDATE SET seat = excluded.seat, name = excluded.name, scheme = excluded.scheme,
      marker2 = excluded.marker2, marker3 = excluded.marker3, origins = excluded.origins, code = excluded.code";

/// The parameters of [`WRITE_NONCE`]; `None` if the change answers no nonce.
pub(super) fn nonce_values((change, license): ChangedLicense<'_>) -> Option<[Value<'_>; 9]> {
    let answered = change.answered.as_ref()?;
    let code = match &answered.state {
        NonceState::Live(code) => Some(&code.0),
        NonceState::Spent => None,
    };
    Some(values![
        license,
        &answered.nonce,
        answered.seat,
        &answered.name,
        rows::scheme_column(answered.scheme),
        answered.marker2,
        answered.marker3,
        rows::origins_column(answered.origins),
        code,
    ])
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
