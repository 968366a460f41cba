//! Numbers, requests, cases, statistics and import reports as JSON: the output of commands with `--json`, and
//! the objects of the interface for programs. The names are a contract with both.
//!
//! This module doesn't have the answer to a request (see `presentation`) and rows of lists (see
//! `list_export`).

use serde_json::{Value, json};

use crate::case_summary::Summary;
use crate::import::{BadLine, ImportOutcome, ReportPlace};
use crate::presentation;
use crate::sql::{
    AddedNumbers, CustomerEntry, NOTE_ADDED, NonceCounts, OfficeEvent, SqlStore, StoredAttempt,
};
use crate::statistics::{OpenCaseCounts, Outcomes, Statistics, ZONE};
use countersign_core::protocol::license::{Day, date_of};
use countersign_core::protocol::{Number, Scheme};
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{Lang, platform, remedy};
use countersign_ledger::{
    ActionKind, Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseHistory, CaseOutcome, LicenseRecord,
    Reason, StoreError,
};

/// A license number with its history.
#[derive(Debug, Clone)]
pub struct LicenseDetails {
    /// The number, its license, its seats.
    pub record: LicenseRecord,
    /// The numbers of its answered and spent requests.
    pub counts: NonceCounts,
    /// Its newest requests, ordered by time.
    pub attempts: Vec<StoredAttempt>,
    /// The newest acts on it, ordered by time.
    pub audit: Vec<AuditEntry>,
    /// Its newest cases, ordered by time.
    pub cases: Vec<Case>,
    /// Its customer.
    pub customer: CustomerEntry,
}

impl LicenseDetails {
    /// Reads the history of a record.
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be read.
    pub async fn read(store: &SqlStore, record: LicenseRecord) -> Result<Self, StoreError> {
        let id = &record.id;
        let (counts, attempts) = (store.nonce_counts(id).await?, store.attempts(id).await?);
        let (audit, cases) = (store.audit(id).await?, store.cases(id).await?);
        let customer = store.license_customer(id).await?.unwrap_or_default();
        Ok(Self { counts, attempts, audit, cases, customer, record })
    }

    /// Returns the number as JSON.
    #[must_use]
    pub fn to_json(&self, today: Day) -> Value {
        let Self { record, counts, attempts, audit, cases, customer } = self;
        let history = json!({
            "customer": customer_to_json(customer),
            "scheme": record.seats.values().next().map(|one| one.scheme.byte()),
            "values": record.seats.values().next().and_then(|one| one.values.clone()),
            "bindings": record.seats.iter().map(|(seat, one)| binding_to_json(*seat, one, today)).collect::<Vec<_>>(),
            "nonces": { "answered": counts.answered, "spent": counts.spent },
            "requests": attempts.iter().map(|one| attempt_to_json(&one.attempt)).collect::<Vec<_>>(),
            "audit": audit.iter().map(|one| json!({
                "at": one.at, "operator": one.operator, "act": one.kind.name(), "seat": one.seat, "detail": one.detail,
                "reason": one.reason,
            })).collect::<Vec<_>>(),
            "cases": cases.iter().map(|one| json!({
                "case": one.number.to_string(), "reason": one.reason.code(), "open": one.closed.is_none(),
            })).collect::<Vec<_>>(),
        });
        with_members(license_to_json(record, today), history)
    }
}

/// Returns a license number as JSON for a reader who may not see its customer, machines and history: those
/// members are null.
#[must_use]
pub fn license_to_json(record: &LicenseRecord, today: Day) -> Value {
    json!({
        "product": record.id.product,
        "number": record.id.as_str(),
        "state": record.shown_state(today).name(),
        "edition": record.license.edition.0,
        "expiry": record.license.expiry.to_text(),
        "expires": record.known_last_day().map(date_of),
        "seats": record.license.seats.get(),
        "customer": null, "scheme": null, "values": null, "bindings": null, "nonces": null, "requests": null,
        "audit": null, "cases": null,
    })
}

/// An object with the members of another one in place of its own of the same names.
fn with_members(mut object: Value, others: Value) -> Value {
    if let (Value::Object(members), Value::Object(others)) = (&mut object, others) {
        members.extend(others);
    }
    object
}

/// Returns a customer's entry as JSON.
fn customer_to_json(entry: &CustomerEntry) -> Value {
    let [organisation, contact, telephone, mail, ticket] = entry.texts();
    json!({
        "organisation": organisation, "contact": contact, "telephone": telephone, "mail": mail, "ticket": ticket,
    })
}

fn binding_to_json(seat: u16, binding: &Binding, today: Day) -> Value {
    json!({
        "seat": seat,
        "bound": date_of(binding.bound),
        "scheme": binding.scheme.byte(),
        "values": binding.values,
        "fields": presentation::origins_to_json(binding.origins),
        "marker2": presentation::marker_to_json(binding.marker2),
        "by_word": binding.is_by_word(),
        "answered": binding.answered,
        "changes": binding.changes_in_year(today),
    })
}

/// Returns a request as JSON.
#[must_use]
pub fn attempt_to_json(one: &Attempt) -> Value {
    let (outcome, detail) = match one.outcome {
        AttemptOutcome::Issued(how) => ("issued", how.name()),
        AttemptOutcome::Refused(reason) => ("refused", Reason::code(reason)),
    };
    json!({
        "at": one.at,
        "name": one.name,
        "outcome": outcome,
        "detail": detail,
        "scheme": match one.scheme { Scheme::Two => 2, Scheme::Three => 3 },
        "verdicts": one.verdicts.map(Verdict::name).join(" "),
        "codes": one.findings().iter().filter_map(Finding::code).collect::<Vec<_>>(),
        "values": one.values,
        "fields": presentation::origins_to_json(one.origins),
        "marker2": presentation::marker_to_json(one.marker2),
        "operator": one.operator,
        "by_word": one.spoken,
    })
}

/// Returns a case with its history as JSON.
#[must_use]
pub fn case_to_json(history: &CaseHistory, steps: &[OfficeEvent], summary: &Summary, lang: Lang) -> Value {
    let changed = match history.outcome() {
        CaseOutcome::Solved { changed, .. } => changed.iter().map(|one| one.field.name()).collect(),
        CaseOutcome::Open { .. } | CaseOutcome::AllSolved | CaseOutcome::ByOperator { .. } => Vec::new(),
    };
    let details = json!({
        "changed": changed,
        "requests": history.attempts.iter().map(attempt_to_json).collect::<Vec<_>>(),
        "left_out": history.left_out,
        "notes": history.notes.iter().map(|note| json!({
            "at": note.at, "operator": note.operator, "text": note.text, "audience": note.audience.name(),
        })).collect::<Vec<_>>(),
        "audit": history.actions.iter().map(|one| json!({
            "at": one.at, "operator": one.operator, "number": one.license.as_str(), "act": one.kind.name(),
            "seat": one.seat, "detail": one.detail, "reason": one.reason,
        })).collect::<Vec<_>>(),
        "ways": summary.ways.iter().map(|way| remedy::way_to_json(lang, way)).collect::<Vec<_>>(),
        "summary": summary.plain(),
        "steps": steps.iter().filter(|step| step.event != NOTE_ADDED).map(step_to_json).collect::<Vec<_>>(),
    });
    with_members(case_state_to_json(history), details)
}

/// Returns a case as JSON for a reader who may not see its requests, notes and summary: those members are null.
#[must_use]
pub fn case_state_to_json(history: &CaseHistory) -> Value {
    let outcome = match history.outcome() {
        CaseOutcome::Open { .. } => "open",
        CaseOutcome::AllSolved | CaseOutcome::Solved { .. } => "solved",
        CaseOutcome::ByOperator { .. } => "closed",
    };
    json!({
        "case": history.case.number.to_string(),
        "reason": history.case.reason.code(),
        "outcome": outcome,
        "machines": history.case.machines,
        "unsolved": history.case.unsolved,
        "opened": history.case.opened,
        "closed": history.case.closed.as_ref().map(|closed| closed.at),
        "changed": null, "requests": null, "left_out": null, "notes": null, "audit": null, "ways": null,
        "summary": null, "steps": null,
    })
}

fn step_to_json(step: &OfficeEvent) -> Value {
    json!({ "at": step.at, "operator": step.operator, "event": step.event, "detail": step.subject })
}

/// Returns the statistics of a period and the currently open cases as JSON.
#[must_use]
pub fn statistics_to_json(statistics: &Statistics, open: OpenCaseCounts) -> Value {
    let Statistics { period, product, days, reasons, platforms, endings, expiring } = statistics;
    let outcomes = |one: Outcomes| json!({ "issued": one.issued, "refused": one.refused });
    let with = |mut object: Value, name: &str, value: Value| {
        object[name] = value;
        object
    };
    let days: Vec<_> =
        days.iter().map(|one| with(outcomes(one.requests), "day", date_of(one.day).into())).collect();
    let platforms: Vec<_> = platforms
        .iter()
        .map(|one| {
            let object = with(outcomes(one.requests), "platform", one.platform.0.into());
            with(object, "name", platform::platform(Lang::En, one.platform).into())
        })
        .collect();
    let reasons: Vec<_> =
        reasons.iter().map(|one| json!({ "reason": one.reason.code(), "requests": one.requests })).collect();
    let expiring: Vec<_> =
        expiring.each().map(|(days, numbers)| json!({ "within": days, "numbers": numbers })).collect();
    json!({
        "from": date_of(period.first()),
        "until": date_of(period.last()),
        "zone": ZONE,
        "product": product,
        "requests": outcomes(statistics.requests()),
        "days": days,
        "reasons": reasons,
        "platforms": platforms,
        "cases": {
            "opened": endings.total(), "alone": endings.alone, "helped": endings.helped, "by-hand": endings.by_hand,
            "open": endings.open,
        },
        "open-cases": {
            "all": open.total(), "desk": open.desk, "customer": open.customer, "oldest": open.oldest,
        },
        "expiring": expiring,
        "expired": statistics.expiring.expired,
    })
}

/// A finished act on a license number.
#[derive(Debug, Clone)]
pub struct ActDone<'a> {
    /// The kind of the act.
    pub kind: ActionKind,
    /// The seat, if the act is about one.
    pub seat: Option<u16>,
    /// The change of the license, such as `expiry never -> 365d`.
    pub detail: &'a str,
    /// The answer to the request of a move, as JSON.
    pub answer: Option<Value>,
    /// The number after the act, as JSON.
    pub number: Value,
}

impl ActDone<'_> {
    /// Returns the act as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let Self { kind, seat, detail, answer, number } = self;
        json!({ "act": kind.name(), "seat": seat, "detail": detail, "answer": answer, "number": number })
    }
}

/// Returns the result of adding numbers as JSON.
#[must_use]
pub fn added_numbers(product: &str, numbers: &[Number], added: &AddedNumbers) -> Value {
    let numbers: Vec<&str> = numbers.iter().map(Number::as_str).collect();
    json!({ "product": product, "numbers": numbers, "new": added.new, "known": added.known })
}

/// Returns the report on an import as JSON, with at most `most` lines of each kind. `example` is a valid
/// license number, for its messages.
#[must_use]
pub fn import_report(
    outcome: &ImportOutcome,
    example: &Number,
    most: usize,
    place: ReportPlace,
    lang: Lang,
) -> Value {
    let ImportOutcome { import, new, known, updated, stopped } = outcome;
    let bad = |bad: &BadLine| {
        let what = bad.message(example.as_str(), place, lang);
        json!({ "line": bad.line, "code": bad.fault.code(), "text": bad.text, "what": what })
    };
    json!({
        "new": new,
        "known": known,
        "updated": updated,
        "again": import.repeated,
        "stopped": stopped,
        "mended": import.mended.iter().take(most).map(|(line, typed, number)| json!({
            "line": line, "text": typed, "number": number.as_str(),
        })).collect::<Vec<_>>(),
        "bad": import.bad.iter().take(most).map(bad).collect::<Vec<_>>(),
    })
}
