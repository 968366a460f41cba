//! The ledger's [`Store`] in SQL.

use sqlx::{Sqlite, Transaction, query};

use super::database::{SqlStore, fault};
use super::rows::{self, hex, hex_marker};
use countersign_core::protocol::{Marker, Nonce, Number};
use countersign_ledger::{
    AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseChange, CaseKey, CaseNumber,
    Change, LicenseRecord, NonceState, Note, SEEN_AT_MOST, Spend, Store, StoreError, UnitOfWork,
};

type Tx = Transaction<'static, Sqlite>;

impl Store for SqlStore {
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_read().await?;
            load(&mut tx, number).await
        })
    }

    fn answered(&self, number: &Number, nonce: &Nonce) -> Result<Option<AnsweredNonce>, StoreError> {
        let found = self.runtime.block_on(
            query("SELECT * FROM nonces WHERE number = $1 AND nonce = $2")
                .bind(number.as_str())
                .bind(hex(nonce))
                .fetch_optional(&self.pool),
        );
        found.map_err(fault)?.as_ref().map(rows::answered).transpose()
    }

    fn machines_with(&self, values: Marker, except: &Number) -> Result<Vec<Marker>, StoreError> {
        let found = self.runtime.block_on(
            sqlx::query_scalar::<_, String>(
                "SELECT DISTINCT marker2 FROM bindings
                 WHERE values_marker = $1 AND number <> $2 AND marker2 IS NOT NULL ORDER BY marker2 LIMIT $3",
            )
            .bind(hex(&values.0))
            .bind(except.as_str())
            .bind(i64::try_from(SEEN_AT_MOST).unwrap_or(i64::MAX))
            .fetch_all(&self.pool),
        );
        found.map_err(fault)?.iter().map(|text| rows::one_marker(text)).collect()
    }

    fn open_cases(&self, key: &CaseKey) -> Result<Vec<Case>, StoreError> {
        let found = self.runtime.block_on(
            query(
                "SELECT * FROM cases WHERE closed IS NULL
                 AND (packed = $1 OR marker2 = $2 OR marker3 = $3) ORDER BY id",
            )
            .bind(hex(&key.number))
            .bind(hex_marker(key.marker2))
            .bind(hex_marker(key.marker3))
            .fetch_all(&self.pool),
        );
        found.map_err(fault)?.iter().map(rows::case).collect()
    }

    fn commit(&self, entry: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            if let Some(change) = &entry.change {
                write_change(&mut tx, change).await?;
            }
            if let Some(audit) = &entry.audit {
                insert_audit(&mut tx, audit).await?;
            }
            let opened = match &entry.attempt {
                Some(attempt) => write_attempt(&mut tx, attempt, &entry.case).await?,
                None => None,
            };
            tx.commit().await.map_err(fault)?;
            Ok(opened)
        })
    }
}

async fn load(tx: &mut Tx, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
    let found = query("SELECT * FROM licenses WHERE number = $1")
        .bind(number.as_str())
        .fetch_optional(&mut **tx)
        .await
        .map_err(fault)?;
    let Some(row) = found else { return Ok(None) };
    let seats = query("SELECT * FROM bindings WHERE number = $1")
        .bind(number.as_str())
        .fetch_all(&mut **tx)
        .await
        .map_err(fault)?;
    Ok(Some(LicenseRecord {
        number: number.clone(),
        license: rows::license(&row)?,
        state: rows::state(&row)?,
        seats: seats.iter().map(rows::binding).collect::<Result<_, _>>()?,
        first_issued: rows::first_issued(&row)?,
        version: rows::integer(&row, "version")?,
    }))
}

async fn write_change(tx: &mut Tx, change: &Change) -> Result<(), StoreError> {
    let expected = i64::try_from(change.expected).map_err(|_| StoreError::Conflict)?;
    let (expiry, days) = rows::expiry_columns(change.license.expiry);
    let done = query(
        "UPDATE licenses SET state = $1, first_issued = $2, edition = $3, expiry = $4, expiry_days = $5, seats = $6,
         version = version + 1 WHERE number = $7 AND version = $8",
    )
    .bind(rows::state_column(change.state))
    .bind(change.first_issued.map(i64::from))
    .bind(i64::from(change.license.edition.0))
    .bind(expiry)
    .bind(days)
    .bind(i64::from(change.license.seats.get()))
    .bind(change.number.as_str())
    .bind(expected)
    .execute(&mut **tx)
    .await
    .map_err(fault)?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Conflict);
    }
    query("DELETE FROM bindings WHERE number = $1")
        .bind(change.number.as_str())
        .execute(&mut **tx)
        .await
        .map_err(fault)?;
    for (seat, binding) in &change.seats {
        insert_binding(tx, &change.number, *seat, binding).await?;
    }
    for spend in &change.spend {
        spend_nonces(tx, &change.number, *spend).await?;
    }
    match &change.answered {
        Some(answered) => write_answered(tx, &change.number, answered).await,
        None => Ok(()),
    }
}

async fn spend_nonces(tx: &mut Tx, number: &Number, spend: Spend) -> Result<(), StoreError> {
    let (seat, except) = match spend {
        Spend::All => (None, None),
        Spend::Seat(seat) => (Some(seat), None),
        Spend::SeatExcept(seat, marker3) => (Some(seat), Some(marker3)),
    };
    query(
        "UPDATE nonces SET code = NULL
         WHERE number = $1 AND ($2 IS NULL OR seat = $2) AND ($3 IS NULL OR marker3 <> $3)",
    )
    .bind(number.as_str())
    .bind(seat.map(i64::from))
    .bind(hex_marker(except))
    .execute(&mut **tx)
    .await
    .map(drop)
    .map_err(fault)
}

async fn write_answered(tx: &mut Tx, number: &Number, answered: &AnsweredNonce) -> Result<(), StoreError> {
    let code = match &answered.state {
        NonceState::Live(code) => Some(hex(&code.0)),
        NonceState::Spent => None,
    };
    query(
        "INSERT INTO nonces (number, nonce, seat, name, scheme, marker2, marker3, origins, code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (number, nonce) DO UPDATE SET seat = $3, name = $4, scheme = $5, marker2 = $6, marker3 = $7,
             origins = $8, code = $9",
    )
    .bind(number.as_str())
    .bind(hex(&answered.nonce))
    .bind(i64::from(answered.seat))
    .bind(&answered.name)
    .bind(rows::scheme_column(answered.scheme))
    .bind(hex_marker(answered.marker2))
    .bind(hex(&answered.marker3.0))
    .bind(rows::origins_column(answered.origins))
    .bind(code)
    .execute(&mut **tx)
    .await
    .map(drop)
    .map_err(fault)
}

async fn insert_binding(
    tx: &mut Tx,
    number: &Number,
    seat: u16,
    binding: &Binding,
) -> Result<(), StoreError> {
    let [manufacturer, model, serial] = value_columns(binding.values.as_ref());
    query(
        "INSERT INTO bindings
         (number, seat, scheme, marker2, marker3, values_marker, manufacturer, model, serial, origins, bound, changes,
          identities, answered, public_day, public_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(number.as_str())
    .bind(i64::from(seat))
    .bind(rows::scheme_column(binding.scheme))
    .bind(hex_marker(binding.marker2))
    .bind(hex_marker(binding.marker3))
    .bind(hex_marker(binding.identities.last().map(|identity| identity.values)))
    .bind(manufacturer)
    .bind(model)
    .bind(serial)
    .bind(rows::origins_column(binding.origins))
    .bind(i64::from(binding.bound))
    .bind(rows::days_column(&binding.changes))
    .bind(rows::identities_column(&binding.identities))
    .bind(i64::from(binding.answered))
    .bind(i64::from(binding.public_nonces.day))
    .bind(i64::from(binding.public_nonces.count))
    .execute(&mut **tx)
    .await
    .map(drop)
    .map_err(fault)
}

async fn insert_audit(tx: &mut Tx, audit: &AuditEntry) -> Result<(), StoreError> {
    query(
        "INSERT INTO audit (id, at, operator, number, act, seat, detail, reason)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM audit), $1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(audit.at)
    .bind(&audit.operator)
    .bind(audit.number.as_str())
    .bind(audit.kind.name())
    .bind(audit.seat.map(i64::from))
    .bind(&audit.detail)
    .bind(&audit.reason)
    .execute(&mut **tx)
    .await
    .map(drop)
    .map_err(fault)
}

/// Writes a request and the change of its cases; gives the case that it opened.
async fn write_attempt(
    tx: &mut Tx,
    attempt: &Attempt,
    act: &CaseChange,
) -> Result<Option<CaseNumber>, StoreError> {
    let opened = match (act, attempt.outcome) {
        (CaseChange::Open(key), AttemptOutcome::Refused(reason)) => {
            let id: i64 = sqlx::query_scalar(
                "INSERT INTO cases (id, packed, marker2, marker3, reason, opened)
                 VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM cases), $1, $2, $3, $4, $5) RETURNING id",
            )
            .bind(hex(&key.number))
            .bind(hex_marker(key.marker2))
            .bind(hex_marker(key.marker3))
            .bind(reason.code())
            .bind(attempt.at)
            .fetch_one(&mut **tx)
            .await
            .map_err(fault)?;
            Some(CaseNumber(u32::try_from(id).map_err(|_| StoreError::Full)?))
        }
        _ => None,
    };
    let case = match act {
        CaseChange::Join(number) => Some(*number),
        CaseChange::Close(numbers) => numbers.last().copied(),
        CaseChange::None | CaseChange::Open(_) => opened,
    };
    let id = insert_attempt(tx, attempt, case).await?;
    if let CaseChange::Close(numbers) = act {
        for number in numbers {
            query("UPDATE cases SET closed = $1, closed_by = $2 WHERE id = $3 AND closed IS NULL")
                .bind(attempt.at)
                .bind(id)
                .bind(i64::from(number.0))
                .execute(&mut **tx)
                .await
                .map_err(fault)?;
        }
    }
    Ok(opened)
}

/// Inserts a request; gives its row id.
async fn insert_attempt(tx: &mut Tx, attempt: &Attempt, case: Option<CaseNumber>) -> Result<i64, StoreError> {
    let [manufacturer, model, serial] = value_columns(attempt.values.as_ref());
    let (outcome, detail) = match attempt.outcome {
        AttemptOutcome::Issued(how) => ("issued", how.name()),
        AttemptOutcome::Refused(reason) => ("refused", reason.code()),
    };
    let verdicts = attempt.verdicts.map(|verdict| verdict.name()).join(" ");
    let notes = attempt.notes.iter().copied().map(Note::to_text).collect::<Vec<_>>().join(" ");
    let differs = attempt.differs.iter().map(|one| one.name()).collect::<Vec<_>>().join(" ");
    sqlx::query_scalar(
        "INSERT INTO attempts
         (id, at, operator, by_word, packed, number, name, profile, platform, manufacturer, model, serial,
          verdicts, origins, marker2, marker3, outcome, detail, notes, case_id, scheme, differs, request)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM attempts),
          $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
         RETURNING id",
    )
    .bind(attempt.at)
    .bind(&attempt.operator)
    .bind(i64::from(attempt.spoken))
    .bind(hex(&attempt.packed))
    .bind(attempt.number.as_ref().map(Number::as_str))
    .bind(&attempt.name)
    .bind(i64::from(attempt.profile))
    .bind(i64::from(attempt.platform))
    .bind(manufacturer)
    .bind(model)
    .bind(serial)
    .bind(verdicts)
    .bind(rows::origins_column(attempt.origins))
    .bind(hex_marker(attempt.marker2))
    .bind(hex(&attempt.marker3.0))
    .bind(outcome)
    .bind(detail)
    .bind(notes)
    .bind(case.map(|case| i64::from(case.0)))
    .bind(rows::scheme_column(attempt.scheme))
    .bind(differs)
    .bind(&attempt.request)
    .fetch_one(&mut **tx)
    .await
    .map_err(fault)
}

fn value_columns(values: Option<&[String; 3]>) -> [Option<&str>; 3] {
    match values {
        Some([manufacturer, model, serial]) => [Some(manufacturer), Some(model), Some(serial)],
        None => [None; 3],
    }
}
