//! Maps between the ledger's values and columns. A column that can't be decoded is [`StoreError::Damaged`].

use data_encoding::HEXLOWER;

use super::value::{Row, damaged};
use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::{
    ActionKind, AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseClosure, CaseNumber,
    ClosedBy, DayCount, Difference, Expiry, GrantKind, Identity, License, LicenseId, LicenseRecord,
    LicenseState, NonceState, Note, Reason, Seats, StoreError,
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

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn bytes<const N: usize>(row: &Row<'_>, column: &str) -> Result<[u8; N], StoreError> {
    row.get::<Vec<u8>>(column)?.try_into().map_err(|_| damaged(column))
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

pub(super) fn marker(row: &Row<'_>, column: &str) -> Result<Option<Marker>, StoreError> {
    let bytes = row.get::<Option<Vec<u8>>>(column)?;
    bytes.map(|bytes| bytes.try_into().map(Marker).map_err(|_| damaged(column))).transpose()
}

pub(super) fn license_id(product: String, number: &str) -> Result<LicenseId, StoreError> {
    let number = Number::from_stored(number).ok_or_else(|| damaged("number"))?;
    Ok(LicenseId { product, number })
}

/// The number and its product in a row.
pub(super) fn license_id_of(row: &Row<'_>) -> Result<LicenseId, StoreError> {
    license_id(row.get("product")?, &row.get::<String>("number")?)
}

/// A row of `licenses`, without the seats.
pub(super) fn record(id: &LicenseId) -> impl Fn(&Row<'_>) -> Result<LicenseRecord, StoreError> + Send {
    |row| {
        Ok(LicenseRecord {
            id: id.clone(),
            license: license(row)?,
            state: state(row)?,
            seats: Seats::new(),
            first_issued: first_issued(row)?,
            version: row.integer("version")?,
        })
    }
}

/// The columns `expiry` and `expiry_days`.
pub(super) const fn expiry_columns(expiry: Expiry) -> (&'static str, i64) {
    match expiry {
        Expiry::Never => ("never", 0),
        Expiry::On(day) => ("on", day as i64),
        Expiry::After(days) => ("after", days as i64),
    }
}

pub(super) fn license(row: &Row<'_>) -> Result<License, StoreError> {
    let days = row.integer("expiry_days")?;
    let expiry = match row.get::<String>("expiry")?.as_str() {
        "never" => Expiry::Never,
        "on" => Expiry::On(days),
        "after" => Expiry::After(days),
        _ => return Err(damaged("expiry")),
    };
    let seats = std::num::NonZeroU16::new(row.integer("seats")?).ok_or_else(|| damaged("seats"))?;
    Ok(License { edition: Edition(row.integer("edition")?), expiry, seats })
}

pub(super) const fn state_column(state: LicenseState) -> &'static str {
    match state {
        LicenseState::Active => "active",
        LicenseState::Suspended => "suspended",
        LicenseState::Revoked => "revoked",
    }
}

pub(super) fn state(row: &Row<'_>) -> Result<LicenseState, StoreError> {
    match row.get::<String>("state")?.as_str() {
        "active" => Ok(LicenseState::Active),
        "suspended" => Ok(LicenseState::Suspended),
        "revoked" => Ok(LicenseState::Revoked),
        _ => Err(damaged("state")),
    }
}

pub(super) fn first_issued(row: &Row<'_>) -> Result<Option<Day>, StoreError> {
    row.optional_integer("first_issued")
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

fn origins(row: &Row<'_>) -> Result<[Origin; 3], StoreError> {
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
        let marker2 = one.marker2.map(|marker| hex(&marker.0)).unwrap_or_default();
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

pub(super) fn values(row: &Row<'_>) -> Result<Option<[String; 3]>, StoreError> {
    Ok(match (row.get("manufacturer")?, row.get("model")?, row.get("serial")?) {
        (Some(manufacturer), Some(model), Some(serial)) => Some([manufacturer, model, serial]),
        _ => None,
    })
}

/// A row of `bindings`, with its seat.
pub(super) fn binding(row: &Row<'_>) -> Result<(u16, Binding), StoreError> {
    let binding = Binding {
        scheme: scheme(row, "scheme")?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?,
        values: values(row)?,
        origins: origins(row)?,
        bound: row.integer("bound")?,
        changes: words(row, "changes", |day| day.parse().ok())?,
        identities: words(row, "identities", identity)?,
        answered: row.integer("answered")?,
        public_nonces: DayCount { day: row.integer("public_day")?, count: row.integer("public_count")? },
    };
    Ok((row.integer("seat")?, binding))
}

pub(super) fn answered(row: &Row<'_>) -> Result<AnsweredNonce, StoreError> {
    let code: Option<Vec<u8>> = row.get("code")?;
    let code = code.map(|code| code.try_into().map(Code).map_err(|_| damaged("code"))).transpose()?;
    Ok(AnsweredNonce {
        nonce: bytes(row, "nonce")?,
        seat: row.integer("seat")?,
        name: row.get("name")?,
        scheme: scheme(row, "scheme")?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?.ok_or_else(|| damaged("marker3"))?,
        origins: origins(row)?,
        state: code.map_or(NonceState::Spent, NonceState::Live),
    })
}

/// The reason of a case.
pub(super) fn reason(row: &Row<'_>) -> Result<Reason, StoreError> {
    Reason::from_code(&row.get::<String>("reason")?).ok_or_else(|| damaged("reason"))
}

pub(super) fn case(row: &Row<'_>) -> Result<Case, StoreError> {
    let at: Option<i64> = row.get("closed")?;
    let how = match (row.get("closed_operator")?, row.get("closed_reason")?) {
        (Some(operator), Some(reason)) => ClosedBy::Operator { operator, reason },
        _ => ClosedBy::Success,
    };
    Ok(Case {
        number: CaseNumber(row.integer("id")?),
        reason: reason(row)?,
        opened: row.get("opened")?,
        machines: row.integer("machines")?,
        unsolved: row.integer("unsolved")?,
        closed: at.map(|at| CaseClosure { at, by: how }),
    })
}

/// Reads a row of `attempts` with its id and its case.
pub(super) fn stored_attempt(row: &Row<'_>) -> Result<StoredAttempt, StoreError> {
    let case: Option<u32> = row.optional_integer("case_id")?;
    Ok(StoredAttempt { id: row.get("id")?, case: case.map(CaseNumber), attempt: attempt(row)? })
}

pub(super) fn attempt(row: &Row<'_>) -> Result<Attempt, StoreError> {
    let detail: String = row.get("detail")?;
    let tried = match row.get::<String>("outcome")?.as_str() {
        "issued" => GrantKind::from_name(&detail).map(AttemptOutcome::Issued),
        "refused" => Reason::from_code(&detail).map(AttemptOutcome::Refused),
        _ => None,
    };
    let license = match (row.get::<Option<String>>("product")?, row.get::<Option<String>>("number")?) {
        (Some(product), Some(number)) => Some(license_id(product, &number)?),
        _ => None,
    };
    Ok(Attempt {
        at: row.get("at")?,
        operator: row.get("operator")?,
        spoken: row.get::<i64>("by_word")? != 0,
        packed: bytes(row, "packed")?,
        license,
        name: row.get("name")?,
        profile: row.integer("profile")?,
        platform: row.integer("platform")?,
        scheme: scheme(row, "scheme")?,
        values: values(row)?,
        verdicts: verdicts(row)?,
        origins: origins(row)?,
        marker2: marker(row, "marker2")?,
        marker3: marker(row, "marker3")?.ok_or_else(|| damaged("marker3"))?,
        outcome: tried.ok_or_else(|| damaged("outcome"))?,
        differs: words(row, "differs", Difference::from_name)?,
        notes: words(row, "notes", Note::from_text)?,
        request: row.get("request")?,
    })
}

pub(super) fn audit(row: &Row<'_>) -> Result<AuditEntry, StoreError> {
    let number: String = row.get("number")?;
    let kind = ActionKind::from_name(&row.get::<String>("act")?).ok_or_else(|| damaged("act"))?;
    Ok(AuditEntry {
        at: row.get("at")?,
        operator: row.get("operator")?,
        license: license_id(row.get("product")?, &number)?,
        kind,
        seat: row.optional_integer("seat")?,
        detail: row.get("detail")?,
        reason: row.get("reason")?,
    })
}

fn scheme(row: &Row<'_>, column: &str) -> Result<Scheme, StoreError> {
    match row.get::<i64>(column)? {
        2 => Ok(Scheme::Two),
        3 => Ok(Scheme::Three),
        _ => Err(damaged(column)),
    }
}

fn verdicts(row: &Row<'_>) -> Result<[Verdict; 3], StoreError> {
    let verdict = |name: &str| Verdict::ALL.into_iter().find(|verdict| verdict.name() == name);
    words(row, "verdicts", verdict)?.try_into().map_err(|_| damaged("verdicts"))
}

/// Reads a column of words separated by blanks.
fn words<T>(row: &Row<'_>, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
    let text: String = row.get(column)?;
    text.split_whitespace().map(|word| read(word).ok_or_else(|| damaged(column))).collect()
}
