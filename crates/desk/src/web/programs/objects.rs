//! The objects that programs get, as the schema tells of them. `json_objects`, `list_export` and `presentation` make them; tests check
//! that they are these.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use serde_json::Value;
use utoipa::ToSchema;

/// A license number with its history. Moments are seconds since 1970-01-01 UTC, days are in UTC.
#[derive(ToSchema)]
pub(super) struct Number {
    /// The product.
    product: String,
    /// The number.
    number: String,
    /// `unused`, `bound`, `suspended`, `expired` or `revoked`.
    state: String,
    /// The edition.
    edition: u8,
    /// `never`, a last day, or days from first use as `365d`.
    expiry: String,
    /// The last day, once it is known.
    expires: Option<String>,
    /// How many machines may hold it.
    seats: u16,
    /// Whose it is.
    customer: CustomerEntry,
    /// The binding of its first seat.
    scheme: Option<u8>,
    /// Manufacturer, model and serial of the machine on its first seat.
    values: Option<Vec<String>>,
    /// The machines on its seats.
    bindings: Vec<Binding>,
    /// How many of its requests were answered.
    nonces: Nonces,
    /// Its newest requests, at most 100, the oldest first.
    requests: Vec<NumberRequest>,
    /// The newest acts on it, at most 100, the oldest first.
    audit: Vec<NumberAct>,
    /// Its newest cases, at most 100, the oldest first.
    cases: Vec<NumberCase>,
}

/// A customer, and the vendor's own ticket. What isn't known is empty.
#[derive(ToSchema)]
pub(super) struct CustomerEntry {
    organisation: String,
    contact: String,
    telephone: String,
    mail: String,
    ticket: String,
}

/// A machine on a seat.
#[derive(ToSchema)]
pub(super) struct Binding {
    /// The seat, from 1.
    seat: u16,
    /// Since which day.
    bound: String,
    /// The binding, 2 or 3.
    scheme: u8,
    /// Manufacturer, model and serial; null for a spoken request.
    values: Option<Vec<String>>,
    /// Where each value comes from.
    fields: Value,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// Whether it was bound by word.
    by_word: bool,
    /// How many requests were answered for it.
    answered: u32,
    /// How often it moved within a year.
    changes: u32,
}

/// How many requests were answered.
#[derive(ToSchema)]
pub(super) struct Nonces {
    /// All of them.
    answered: u32,
    /// Those that get no code any more.
    spent: u32,
}

/// A request of a number or a case.
#[derive(ToSchema)]
pub(super) struct NumberRequest {
    /// When it came.
    at: i64,
    /// Its name, as device and desk show it.
    name: String,
    /// `issued` or `refused`.
    outcome: String,
    /// How the code was granted, or the code of the reason.
    detail: String,
    /// The binding, 2 or 3.
    scheme: u8,
    /// The verdicts on manufacturer, model and serial.
    verdicts: String,
    /// The codes of its findings.
    codes: Vec<String>,
    /// Manufacturer, model and serial; null for a spoken request.
    values: Option<Vec<String>>,
    /// Where each value comes from.
    fields: Value,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// Who brought it; null for a device, `token:NAME` for a program.
    operator: Option<String>,
    /// Whether it was spoken.
    by_word: bool,
}

/// An act on a number.
#[derive(ToSchema)]
pub(super) struct NumberAct {
    /// When.
    at: i64,
    /// Who; `token:NAME` for a program.
    operator: String,
    /// What, such as `renew`.
    act: String,
    /// The seat that was freed.
    seat: Option<u16>,
    /// What changed in the license.
    detail: String,
    /// Why.
    reason: String,
}

/// A case of a number.
#[derive(ToSchema)]
pub(super) struct NumberCase {
    /// The case, such as `CAS-000042`.
    case: String,
    /// The code of its reason.
    reason: String,
    /// Whether it is open.
    open: bool,
}

/// A page of license numbers.
#[derive(ToSchema)]
pub(super) struct NumberPage {
    /// The numbers.
    numbers: Vec<NumberRow>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// A license number in a list.
#[derive(ToSchema)]
pub(super) struct NumberRow {
    product: String,
    number: String,
    /// `unused`, `bound`, `suspended`, `expired` or `revoked`.
    state: String,
    edition: u8,
    expiry: String,
    expires: Option<String>,
    seats: u16,
    /// How many seats are taken.
    taken: u32,
    /// The last day on which a seat was bound.
    bound: Option<String>,
    organisation: String,
    contact: String,
    telephone: String,
    mail: String,
    ticket: String,
}

/// What creating numbers did.
#[derive(ToSchema)]
pub(super) struct CreatedNumbers {
    /// The product.
    product: String,
    /// The numbers as the desk writes them, each once.
    numbers: Vec<String>,
    /// How many of them are new.
    new: usize,
    /// How many were there already with the same license.
    known: usize,
}

/// What an import did.
#[derive(ToSchema)]
pub(super) struct ImportReport {
    /// How many numbers are new.
    new: usize,
    /// How many were there already with the same license.
    known: usize,
    /// How many were changed.
    updated: usize,
    /// How many lines repeat an earlier one.
    again: usize,
    /// Whether nothing was imported because a line is wrong.
    stopped: bool,
    /// Numbers that were mended, at most 500.
    mended: Vec<MendedLine>,
    /// Lines that were not imported, at most 500.
    bad: Vec<BadLine>,
}

/// A line whose number was mended.
#[derive(ToSchema)]
pub(super) struct MendedLine {
    /// The line, from 1.
    line: usize,
    /// What it has.
    text: String,
    /// What was taken.
    number: String,
}

/// A line that was not imported.
#[derive(ToSchema)]
pub(super) struct BadLine {
    /// The line, from 1.
    line: usize,
    /// The code of what is wrong.
    code: String,
    /// The line.
    text: String,
    /// What is wrong.
    what: String,
}

/// What an act did.
#[derive(ToSchema)]
pub(super) struct ActDone {
    /// The act, such as `renew`.
    act: String,
    /// The seat that was freed.
    seat: Option<u16>,
    /// What changed in the license, such as `expiry never -> 365d`.
    detail: String,
    /// The answer to the request that a move came with.
    answer: Option<Answer>,
    /// The number as it is now.
    number: Number,
}

/// The decision about a request.
#[derive(ToSchema)]
pub(super) struct Answer {
    /// `issued` or `refused`.
    decision: String,
    /// The license code, 140 characters.
    code: Option<String>,
    /// The license code as a person types it, seven lines.
    lines: Option<Vec<String>>,
    /// How it was granted, such as `first`.
    how: Option<String>,
    /// The code of the reason of a refusal.
    reason: Option<String>,
    /// What is wrong.
    what: Option<String>,
    /// What to do now.
    next: Option<String>,
    /// Manufacturer, model and serial as the desk judges them.
    findings: Vec<Finding>,
    /// The ways to a code, each with its steps.
    ways: Vec<Value>,
    /// What differs from the machine that holds the seat.
    differs: Vec<String>,
    /// What else is to be known.
    notes: Vec<AnswerNote>,
    /// The license number, if the desk has it.
    number: Option<String>,
    /// The seat that it is for.
    seat: Option<u16>,
    /// The request's name.
    request: String,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// The case that the refusal belongs to.
    case: Option<String>,
}

/// A value of a machine as the desk judges it.
#[derive(ToSchema)]
pub(super) struct Finding {
    /// Which value.
    name: String,
    /// The value.
    value: String,
    /// Where it comes from.
    origin: String,
    /// The place of a recovered value.
    source: Option<String>,
    /// The verdict.
    verdict: String,
    /// The code of what is wrong.
    code: Option<String>,
    /// What is wrong.
    why: Option<String>,
    /// What mends it.
    remedies: Vec<Value>,
}

/// What else is to be known of an answer.
#[derive(ToSchema)]
pub(super) struct AnswerNote {
    /// Its code.
    code: String,
    /// Its words.
    what: String,
}

/// A page of requests.
#[derive(ToSchema)]
pub(super) struct RequestPage {
    /// The requests.
    requests: Vec<RequestRow>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// A request in a list.
#[derive(ToSchema)]
pub(super) struct RequestRow {
    /// Its id.
    id: i64,
    /// When it came.
    at: i64,
    /// Its name, as device and desk show it.
    name: String,
    product: Option<String>,
    number: Option<String>,
    /// `issued` or `refused`.
    outcome: String,
    /// How the code was granted, or the code of the reason.
    detail: String,
    /// The codes of its findings.
    findings: String,
    manufacturer: Option<String>,
    model: Option<String>,
    serial: Option<String>,
    /// Whether it was spoken.
    #[schema(rename = "by-word")]
    by_word: bool,
    /// Who brought it; null for a device, `token:NAME` for a program.
    operator: Option<String>,
    case: Option<String>,
}

/// A page of cases.
#[derive(ToSchema)]
pub(super) struct CasePage {
    /// The cases.
    cases: Vec<CaseRow>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// A case in a list.
#[derive(ToSchema)]
pub(super) struct CaseRow {
    /// The case, such as `CAS-000042`.
    case: String,
    /// The code of its reason.
    reason: String,
    open: bool,
    /// Whether it waits for the customer.
    waits: bool,
    /// The operator who has it in hand.
    assignee: Option<String>,
    product: Option<String>,
    number: Option<String>,
    customer: String,
    ticket: String,
    model: Option<String>,
    serial: Option<String>,
    /// How many requests it has.
    requests: u32,
    opened: i64,
    /// When its newest request came.
    last: i64,
    closed: Option<i64>,
}

/// A case with its history.
#[derive(ToSchema)]
pub(super) struct Case {
    /// The case, such as `CAS-000042`.
    case: String,
    /// The code of its reason.
    reason: String,
    /// `open`, `solved` or `closed`.
    outcome: String,
    /// The values that changed until a code was issued.
    changed: Vec<String>,
    opened: i64,
    closed: Option<i64>,
    requests: Vec<NumberRequest>,
    notes: Vec<CaseNote>,
    audit: Vec<CaseAct>,
    /// The ways that its last refusal showed, each with its steps.
    ways: Vec<Value>,
    /// The case in plain text, to send by mail.
    summary: String,
    /// What operators and programs did with it.
    steps: Vec<CaseStep>,
}

/// A note of a case.
#[derive(ToSchema)]
pub(super) struct CaseNote {
    at: i64,
    operator: String,
    text: String,
    /// `internal` or `customer`.
    audience: String,
}

/// An act on a number while the case was open.
#[derive(ToSchema)]
pub(super) struct CaseAct {
    at: i64,
    operator: String,
    number: String,
    act: String,
    seat: Option<u16>,
    detail: String,
    reason: String,
}

/// Something that was done with a case.
#[derive(ToSchema)]
pub(super) struct CaseStep {
    at: i64,
    operator: String,
    /// Such as `case-assigned`.
    event: String,
    detail: String,
}

/// Counts over a period, and the open cases of now.
#[derive(ToSchema)]
pub(super) struct Statistics {
    /// The first day.
    from: String,
    /// The last day.
    until: String,
    /// The time zone of the days.
    zone: String,
    /// The product; null for all.
    product: Option<String>,
    requests: Outcomes,
    days: Vec<DayCounts>,
    reasons: Vec<ReasonCount>,
    platforms: Vec<PlatformCounts>,
    /// What became of the cases that opened in the period.
    cases: Endings,
    /// The open cases of now.
    #[schema(rename = "open-cases")]
    open_cases: OpenCases,
    /// Numbers that expire, each count for so many days ahead.
    expiring: Vec<Expiring>,
    /// Numbers that have expired.
    expired: u64,
}

/// Requests by outcome.
#[derive(ToSchema)]
pub(super) struct Outcomes {
    issued: u64,
    refused: u64,
}

/// The requests of a day.
#[derive(ToSchema)]
pub(super) struct DayCounts {
    day: String,
    issued: u64,
    refused: u64,
}

/// The requests that were refused for a reason.
#[derive(ToSchema)]
pub(super) struct ReasonCount {
    reason: String,
    requests: u64,
}

/// The requests of a firmware family or hypervisor.
#[derive(ToSchema)]
pub(super) struct PlatformCounts {
    platform: u8,
    name: Option<String>,
    issued: u64,
    refused: u64,
}

/// Cases by what became of them.
#[derive(ToSchema)]
pub(super) struct Endings {
    opened: u64,
    alone: u64,
    helped: u64,
    #[schema(rename = "by-hand")]
    by_hand: u64,
    open: u64,
}

/// Open cases.
#[derive(ToSchema)]
pub(super) struct OpenCases {
    all: u64,
    /// Those that wait for the desk.
    desk: u64,
    /// Those that wait for the customer.
    customer: u64,
    /// When the oldest that waits for the desk was opened.
    oldest: Option<i64>,
}

/// Numbers that expire.
#[derive(ToSchema)]
pub(super) struct Expiring {
    /// Within so many days.
    within: u16,
    numbers: u64,
}

/// Why there is no result (RFC 9457).
#[derive(ToSchema)]
pub(super) struct Problem {
    /// `urn:countersign:problem:CODE`.
    #[schema(rename = "type")]
    kind: String,
    /// What is wrong, in the language of `Accept-Language`.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do now.
    detail: String,
    /// The stable code, such as `NUMBER-UNKNOWN`.
    code: String,
    /// The single values that are wrong.
    errors: Option<Vec<ProblemValue>>,
}

/// A value that is wrong.
#[derive(ToSchema)]
pub(super) struct ProblemValue {
    value: String,
    code: String,
    what: String,
}

/// Why a device gets no answer.
#[derive(ToSchema)]
pub(super) struct DeviceError {
    error: DeviceErrorDetails,
}

/// What a device is told.
#[derive(ToSchema)]
pub(super) struct DeviceErrorDetails {
    /// The stable code.
    code: String,
    /// What is wrong.
    what: String,
    /// What to do.
    cure: String,
}
