//! Maps between the ledger's values and columns. A column that can't be decoded gives [`StoreError::Damaged`].

use data_encoding::HEXLOWER;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::database::fault;
use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::{
    ActionKind, AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseClosure, CaseKey,
    CaseNumber, ClosedBy, DayCount, Difference, Expiry, GrantKind, Identity, License, LicenseState,
    NonceState, Note, Reason, StoreError,
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

/// Reads a column that holds such an integer or nothing.
pub(super) fn optional_integer<T: TryFrom<i64>>(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<T>, StoreError> {
    get::<Option<i64>>(row, column)?.map(T::try_from).transpose().map_err(|_| damaged(column))
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
    let seats = std::num::NonZeroU16::new(integer(row, "seats")?).ok_or_else(|| damaged("seats"))?;
    Ok(License { edition: Edition(integer(row, "edition")?), expiry, seats })
}

pub(super) const fn state_column(state: LicenseState) -> &'static str {
    match state {
        LicenseState::Active => "active",
        LicenseState::Suspended => "suspended",
        LicenseState::Revoked => "revoked",
    }
}

pub(super) fn state(row: &SqliteRow) -> Result<LicenseState, StoreError> {
    match get::<String>(row, "state")?.as_str() {
        "active" => Ok(LicenseState::Active),
        "suspended" => Ok(LicenseState::Suspended),
        "revoked" => Ok(LicenseState::Revoked),
        _ => Err(damaged("state")),
    }
}

pub(super) fn first_issued(row: &SqliteRow) -> Result<Option<Day>, StoreError> {
    optional_integer(row, "first_issued")
}

/// Three words: `firmware`, `recovered:SOURCE`, `assigned` or `declared`.
pub(super) fn origins_column(origins: [Origin; 3]) -> String {
    origins.map(origin_word).join(" ")
}

fn origin_word(origin: Origin) -> String {
    match origin.source() {
        Some(source) => format!("{}:{}", origin.name(), source.name()),
        None => origin.name().to_owned(),
    }
}

fn origin(word: &str) -> Option<Origin> {
    match word.split_once(':') {
        None => {
            [Origin::Firmware, Origin::Assigned, Origin::Declared].into_iter().find(|one| one.name() == word)
        }
        Some(("recovered", source)) => {
            SourceKind::ALL.into_iter().find(|one| one.name() == source).map(Origin::Recovered)
        }
        Some(_) => None,
    }
}

fn origins(row: &SqliteRow) -> Result<[Origin; 3], StoreError> {
    words(row, "origins", origin)?.try_into().map_err(|_| damaged("origins"))
}

pub(super) const fn scheme_column(scheme: Scheme) -> i64 {
    match scheme {
        Scheme::Two => 2,
        Scheme::Three => 3,
    }
}

pub(super) fn days_column(days: &[Day]) -> String {
    days.iter().map(Day::to_string).collect::<Vec<_>>().join(" ")
}

/// One word for each identity: scheme 2 marker (or nothing), scheme 3 marker, marker of the values, three origins, with
/// slashes between them.
pub(super) fn identities_column(identities: &[Identity]) -> String {
    let word = |one: &Identity| {
        let marker2 = hex_marker(one.marker2).unwrap_or_default();
        let origins = one.origins.map(origin_word).join("/");
        format!("{marker2}/{}/{}/{origins}", hex(&one.marker3.0), hex(&one.values.0))
    };
    identities.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn identity(word: &str) -> Option<Identity> {
    let parts: [&str; 6] = word.split('/').collect::<Vec<_>>().try_into().ok()?;
    let [marker2, marker3, values, manufacturer, model, serial] = parts;
    Some(Identity {
        marker2: if marker2.is_empty() { None } else { Some(Marker(unhex(marker2)?)) },
        marker3: Marker(unhex(marker3)?),
        values: Marker(unhex(values)?),
        origins: [origin(manufacturer)?, origin(model)?, origin(serial)?],
    })
}

pub(super) fn values(row: &SqliteRow) -> Result<Option<[String; 3]>, StoreError> {
    Ok(match (get(row, "manufacturer")?, get(row, "model")?, get(row, "serial")?) {
        (Some(manufacturer), Some(model), Some(serial)) => Some([manufacturer, model, serial]),
        _ => None,
    })
}

/// A row of `bindings`, with its seat.
pub(super) fn binding(row: &SqliteRow) -> Result<(u16, Binding), StoreError> {
    let binding = Binding {
        scheme: scheme(row, "scheme")?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?,
        values: values(row)?,
        origins: origins(row)?,
        bound: integer(row, "bound")?,
        changes: words(row, "changes", |day| day.parse().ok())?,
        identities: words(row, "identities", identity)?,
        answered: integer(row, "answered")?,
        public_nonces: DayCount { day: integer(row, "public_day")?, count: integer(row, "public_count")? },
    };
    Ok((integer(row, "seat")?, binding))
}

pub(super) fn answered(row: &SqliteRow) -> Result<AnsweredNonce, StoreError> {
    let code: Option<String> = get(row, "code")?;
    let code = code.map(|code| unhex(&code).map(Code).ok_or_else(|| damaged("code"))).transpose()?;
    Ok(AnsweredNonce {
        nonce: bytes(row, "nonce")?,
        seat: integer(row, "seat")?,
        name: get(row, "name")?,
        scheme: scheme(row, "scheme")?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?.ok_or_else(|| damaged("marker3"))?,
        origins: origins(row)?,
        state: code.map_or(NonceState::Spent, NonceState::Live),
    })
}

/// A marker that a statement selected alone.
pub(super) fn one_marker(text: &str) -> Result<Marker, StoreError> {
    unhex(text).map(Marker).ok_or_else(|| damaged("marker2"))
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
    let case: Option<u32> = optional_integer(row, "case_id")?;
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
        scheme: scheme(row, "scheme")?,
        values: values(row)?,
        verdicts: verdicts(row)?,
        origins: origins(row)?,
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
        kind,
        seat: optional_integer(row, "seat")?,
        detail: get(row, "detail")?,
        reason: get(row, "reason")?,
    })
}

fn scheme(row: &SqliteRow, column: &str) -> Result<Scheme, StoreError> {
    match get::<i64>(row, column)? {
        2 => Ok(Scheme::Two),
        3 => Ok(Scheme::Three),
        _ => Err(damaged(column)),
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
