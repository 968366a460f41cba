//! Maps between the ledger's values and columns. A column that can't be decoded gives [`StoreError::Damaged`].

use data_encoding::HEXLOWER;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::database::fault;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::ActionKind;
use countersign_ledger::{
    Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseClosure, CaseKey, CaseNumber, ClosedBy,
    Difference, Expiry, GrantKind, Issuance, License, LicenseState, Note, OperatorAction, Reason, StoreError,
};

/// A request as the database stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttempt {
    /// Its row id.
    pub id: i64,
    /// The case that it belongs to.
    pub case: Option<CaseNumber>,
    /// The request and its outcome.
    pub attempt: Attempt,
}

pub(super) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

pub(super) fn hex_marker(marker: Option<Marker>) -> Option<String> {
    marker.map(|marker| hex(&marker.0))
}

pub(super) fn damaged(column: &str) -> StoreError {
    StoreError::Damaged(column.to_owned())
}

/// Reads a column.
pub(super) fn get<'r, T>(row: &'r SqliteRow, column: &str) -> Result<T, StoreError>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(column).map_err(fault)
}

/// Reads a column that holds an integer of a smaller type.
pub(super) fn integer<T: TryFrom<i64>>(row: &SqliteRow, column: &str) -> Result<T, StoreError> {
    T::try_from(get::<i64>(row, column)?).map_err(|_| damaged(column))
}

fn bytes<const N: usize>(row: &SqliteRow, column: &str) -> Result<[u8; N], StoreError> {
    unhex(&get::<String>(row, column)?).ok_or_else(|| damaged(column))
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

fn marker(row: &SqliteRow, column: &str) -> Result<Option<Marker>, StoreError> {
    get::<Option<String>>(row, column)?
        .map(|text| unhex(&text).map(Marker).ok_or_else(|| damaged(column)))
        .transpose()
}

/// The columns `expiry` and `expiry_days`.
pub(super) const fn expiry_columns(expiry: Expiry) -> (&'static str, i64) {
    match expiry {
        Expiry::Never => ("never", 0),
        Expiry::On(day) => ("on", day as i64),
        Expiry::After(days) => ("after", days as i64),
    }
}

pub(super) fn license(row: &SqliteRow) -> Result<License, StoreError> {
    let days = integer(row, "expiry_days")?;
    let expiry = match get::<String>(row, "expiry")?.as_str() {
        "never" => Expiry::Never,
        "on" => Expiry::On(days),
        "after" => Expiry::After(days),
        _ => return Err(damaged("expiry")),
    };
    Ok(License { edition: Edition(integer(row, "edition")?), expiry })
}

pub(super) fn state(row: &SqliteRow, binding: Option<Binding>) -> Result<LicenseState, StoreError> {
    let binding = binding.map(Box::new);
    match (get::<String>(row, "state")?.as_str(), binding) {
        ("unused", None) => Ok(LicenseState::Unused),
        ("bound", Some(binding)) => Ok(LicenseState::Bound(binding)),
        ("suspended", binding) => Ok(LicenseState::Suspended(binding)),
        ("revoked", binding) => Ok(LicenseState::Revoked(binding)),
        _ => Err(damaged("state")),
    }
}

pub(super) const fn scheme_column(scheme: Scheme) -> i64 {
    match scheme {
        Scheme::Two => 2,
        Scheme::Three => 3,
    }
}

pub(super) fn moves_column(moves: &[Day]) -> String {
    moves.iter().map(Day::to_string).collect::<Vec<_>>().join(" ")
}

pub(super) fn values(row: &SqliteRow) -> Result<Option<[String; 3]>, StoreError> {
    Ok(match (get(row, "manufacturer")?, get(row, "model")?, get(row, "serial")?) {
        (Some(manufacturer), Some(model), Some(serial)) => Some([manufacturer, model, serial]),
        _ => None,
    })
}

pub(super) fn binding(row: &SqliteRow, codes: &[SqliteRow]) -> Result<Binding, StoreError> {
    let moves = get::<String>(row, "moves")?;
    Ok(Binding {
        scheme: scheme(row)?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?,
        values: values(row)?,
        declared: get(row, "declared")?,
        bound: integer(row, "bound")?,
        moves: moves
            .split_whitespace()
            .map(|day| day.parse().map_err(|_| damaged("moves")))
            .collect::<Result<_, _>>()?,
        issued: codes.iter().map(issuance).collect::<Result<_, _>>()?,
    })
}

fn issuance(row: &SqliteRow) -> Result<Issuance, StoreError> {
    Ok(Issuance {
        nonce: bytes(row, "nonce")?,
        name: get(row, "name")?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?.ok_or_else(|| damaged("marker3"))?,
        code: Code(bytes(row, "code")?),
    })
}

pub(super) fn case(row: &SqliteRow) -> Result<Case, StoreError> {
    let at: Option<i64> = get(row, "closed")?;
    let how = match (get(row, "closed_operator")?, get(row, "closed_reason")?) {
        (Some(operator), Some(reason)) => ClosedBy::Operator { operator, reason },
        _ => ClosedBy::Success,
    };
    Ok(Case {
        number: CaseNumber(integer(row, "id")?),
        key: CaseKey {
            number: bytes(row, "packed")?,
            marker2: marker(row, "marker2")?,
            marker3: marker(row, "marker3")?,
        },
        reason: Reason::from_code(&get::<String>(row, "reason")?).ok_or_else(|| damaged("reason"))?,
        opened: get(row, "opened")?,
        closed: at.map(|at| CaseClosure { at, by: how }),
    })
}

/// Reads a row of `attempts` with its id and its case.
pub(super) fn stored_attempt(row: &SqliteRow) -> Result<StoredAttempt, StoreError> {
    let case: Option<i64> = get(row, "case_id")?;
    let case = case.map(u32::try_from).transpose().map_err(|_| damaged("case_id"))?;
    Ok(StoredAttempt { id: get(row, "id")?, case: case.map(CaseNumber), attempt: attempt(row)? })
}

pub(super) fn attempt(row: &SqliteRow) -> Result<Attempt, StoreError> {
    let detail: String = get(row, "detail")?;
    let tried = match get::<String>(row, "outcome")?.as_str() {
        "issued" => GrantKind::from_name(&detail).map(AttemptOutcome::Issued),
        "refused" => Reason::from_code(&detail).map(AttemptOutcome::Refused),
        _ => None,
    };
    let number: Option<String> = get(row, "number")?;
    Ok(Attempt {
        at: get(row, "at")?,
        operator: get(row, "operator")?,
        spoken: get(row, "by_word")?,
        packed: bytes(row, "packed")?,
        number: number.map(|text| Number::from_stored(&text).ok_or_else(|| damaged("number"))).transpose()?,
        name: get(row, "name")?,
        profile: integer(row, "profile")?,
        platform: integer(row, "platform")?,
        scheme: scheme(row)?,
        values: values(row)?,
        verdicts: verdicts(row)?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?.ok_or_else(|| damaged("marker3"))?,
        outcome: tried.ok_or_else(|| damaged("outcome"))?,
        differs: words(row, "differs", Difference::from_name)?,
        notes: words(row, "notes", Note::from_text)?,
        request: get(row, "request")?,
    })
}

pub(super) fn audit(row: &SqliteRow) -> Result<AuditEntry, StoreError> {
    let number: String = get(row, "number")?;
    let kind = ActionKind::from_name(&get::<String>(row, "act")?).ok_or_else(|| damaged("act"))?;
    Ok(AuditEntry {
        at: get(row, "at")?,
        operator: get(row, "operator")?,
        number: Number::from_stored(&number).ok_or_else(|| damaged("number"))?,
        action: OperatorAction { kind, reason: get(row, "reason")? },
    })
}

fn scheme(row: &SqliteRow) -> Result<Scheme, StoreError> {
    match get::<i64>(row, "scheme")? {
        2 => Ok(Scheme::Two),
        3 => Ok(Scheme::Three),
        _ => Err(damaged("scheme")),
    }
}

fn verdicts(row: &SqliteRow) -> Result<[Verdict; 3], StoreError> {
    let verdict = |name: &str| Verdict::ALL.into_iter().find(|verdict| verdict.name() == name);
    words(row, "verdicts", verdict)?.try_into().map_err(|_| damaged("verdicts"))
}

/// Reads a column of words separated by blanks.
fn words<T>(row: &SqliteRow, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
    let text: String = get(row, column)?;
    text.split_whitespace().map(|word| read(word).ok_or_else(|| damaged(column))).collect()
}
