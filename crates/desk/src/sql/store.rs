//! The ledger's [`Store`] in SQL.

use sqlx::{Sqlite, Transaction, query};

use super::database::{SqlStore, fault};
use super::rows::{self, hex, hex_marker};
use countersign_core::protocol::{Marker, Number};
use countersign_ledger::{
    Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseChange, CaseKey, CaseNumber, Change,
    LicenseRecord, Note, Store, StoreError, UnitOfWork,
};

type Tx = Transaction<'static, Sqlite>;

impl Store for SqlStore {
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_read().await?;
            load(&mut tx, number).await
        })
    }

    fn seen_elsewhere(
        &self,
        marker3: Marker,
        marker2: Option<Marker>,
        except: &Number,
    ) -> Result<u32, StoreError> {
        let count = self.runtime.block_on(
            sqlx::query_scalar::<_, i64>(
                "SELECT COUNT(DISTINCT marker2) FROM bindings
                 WHERE marker3 = $1 AND number <> $2 AND marker2 IS NOT NULL AND marker2 <> $3",
            )
            .bind(hex(&marker3.0))
            .bind(except.as_str())
            .bind(hex_marker(marker2).unwrap_or_default())
            .fetch_one(&self.pool),
        );
        Ok(u32::try_from(count.map_err(fault)?).unwrap_or(u32::MAX))
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
    let bound = query("SELECT * FROM bindings WHERE number = $1")
        .bind(number.as_str())
        .fetch_optional(&mut **tx)
        .await
        .map_err(fault)?;
    let codes = query("SELECT * FROM codes WHERE number = $1 ORDER BY position")
        .bind(number.as_str())
        .fetch_all(&mut **tx)
        .await
        .map_err(fault)?;
    let binding = bound.map(|bound| rows::binding(&bound, &codes)).transpose()?;
    let first_issued: Option<i64> = rows::get(&row, "first_issued")?;
    Ok(Some(LicenseRecord {
        number: number.clone(),
        license: rows::license(&row)?,
        state: rows::state(&row, binding)?,
        first_issued: first_issued
            .map(|day| day.try_into().map_err(|_| rows::damaged("first_issued")))
            .transpose()?,
        version: rows::integer(&row, "version")?,
    }))
}

async fn write_change(tx: &mut Tx, change: &Change) -> Result<(), StoreError> {
    let expected = i64::try_from(change.expected).map_err(|_| StoreError::Conflict)?;
    let done = query(
        "UPDATE licenses SET state = $1, first_issued = $2, version = version + 1
         WHERE number = $3 AND version = $4",
    )
    .bind(change.state.name())
    .bind(change.first_issued.map(i64::from))
    .bind(change.number.as_str())
    .bind(expected)
    .execute(&mut **tx)
    .await
    .map_err(fault)?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Conflict);
    }
    for statement in ["DELETE FROM codes WHERE number = $1", "DELETE FROM bindings WHERE number = $1"] {
        query(statement).bind(change.number.as_str()).execute(&mut **tx).await.map_err(fault)?;
    }
    match change.state.binding() {
        Some(binding) => insert_binding(tx, &change.number, binding).await,
        None => Ok(()),
    }
}

async fn insert_binding(tx: &mut Tx, number: &Number, binding: &Binding) -> Result<(), StoreError> {
    let [manufacturer, model, serial] = value_columns(binding.values.as_ref());
    query(
        "INSERT INTO bindings
         (number, scheme, marker2, marker3, manufacturer, model, serial, declared, bound, moves)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(number.as_str())
    .bind(rows::scheme_column(binding.scheme))
    .bind(hex_marker(binding.marker2))
    .bind(hex_marker(binding.marker3))
    .bind(manufacturer)
    .bind(model)
    .bind(serial)
    .bind(i64::from(binding.declared))
    .bind(i64::from(binding.bound))
    .bind(rows::moves_column(&binding.moves))
    .execute(&mut **tx)
    .await
    .map_err(fault)?;
    for (position, issued) in (0_i64..).zip(&binding.issued) {
        query(
            "INSERT INTO codes (number, position, nonce, name, marker2, marker3, code)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(number.as_str())
        .bind(position)
        .bind(hex(&issued.nonce))
        .bind(&issued.name)
        .bind(hex_marker(issued.marker2))
        .bind(hex(&issued.marker3.0))
        .bind(hex(&issued.code.0))
        .execute(&mut **tx)
        .await
        .map_err(fault)?;
    }
    Ok(())
}

async fn insert_audit(tx: &mut Tx, audit: &AuditEntry) -> Result<(), StoreError> {
    query(
        "INSERT INTO audit (id, at, operator, number, act, reason)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM audit), $1, $2, $3, $4, $5)",
    )
    .bind(audit.at)
    .bind(&audit.operator)
    .bind(audit.number.as_str())
    .bind(audit.action.kind.name())
    .bind(&audit.action.reason)
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
          verdicts, marker2, marker3, outcome, detail, notes, case_id, scheme, differs, request)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM attempts),
          $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
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
