//! The schemas of cases.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use super::NumberRequest;
use serde_json::Value;
use utoipa::ToSchema;

/// A page of cases.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CasePage {
    /// The cases.
    cases: Vec<CaseRow>,
    /// The cursor of the next page; null on the last page.
    next: Option<String>,
}

/// A case in a list.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseRow {
    /// The case number, such as `CAS-000042`.
    case: String,
    /// The code of the reason for which the case was opened.
    reason: String,
    open: bool,
    /// Whether the case waits for the customer.
    waits: bool,
    /// The assignee, an operator.
    assignee: Option<String>,
    product: Option<String>,
    number: Option<String>,
    customer: String,
    ticket: String,
    model: Option<String>,
    serial: Option<String>,
    /// The number of requests.
    requests: u32,
    opened: i64,
    /// The time of the newest request.
    last: i64,
    closed: Option<i64>,
    /// The number of machines; more than 1 only in a case of a bundle.
    machines: u32,
    /// The number of machines without a license code; 0 once the case is closed.
    unsolved: u32,
}

/// A case with its history.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Case {
    /// The case number, such as `CAS-000042`.
    case: String,
    /// The code of the reason for which the case was opened.
    reason: String,
    /// `open`, `solved` or `closed`.
    outcome: String,
    /// The values that changed before a code was issued.
    changed: Vec<String>,
    /// The number of machines; more than 1 only in a case of a bundle.
    machines: u32,
    /// The number of machines without a license code; 0 once the case is closed.
    unsolved: u32,
    opened: i64,
    closed: Option<i64>,
    /// The requests. If there are very many, the first 200 and the last.
    requests: Vec<NumberRequest>,
    /// The number of requests that are omitted between those.
    left_out: u64,
    notes: Vec<CaseNote>,
    audit: Vec<CaseAct>,
    /// The ways that the last refusal showed, each with its steps.
    ways: Vec<Value>,
    /// The summary of the case in plain text.
    summary: String,
    /// The actions of operators and programs on the case.
    steps: Vec<CaseStep>,
}

/// A case after an action on it. Requests, notes and summary are null unless the token has the scope `cases:read`.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseAfterAct {
    /// The case number, such as `CAS-000042`.
    case: String,
    /// The code of the reason for which the case was opened.
    reason: String,
    /// `open`, `solved` or `closed`.
    outcome: String,
    /// The number of machines; more than 1 only in a case of a bundle.
    machines: u32,
    /// The number of machines without a license code; 0 once the case is closed.
    unsolved: u32,
    opened: i64,
    closed: Option<i64>,
    /// The values that changed before a code was issued; with `cases:read` only, like all further members.
    changed: Option<Vec<String>>,
    /// The requests. If there are very many, the first 200 and the last.
    requests: Option<Vec<NumberRequest>>,
    /// The number of requests that are omitted between those.
    left_out: Option<u64>,
    notes: Option<Vec<CaseNote>>,
    audit: Option<Vec<CaseAct>>,
    /// The ways that the last refusal showed, each with its steps.
    ways: Option<Vec<Value>>,
    /// The summary of the case in plain text.
    summary: Option<String>,
    /// The actions of operators and programs on the case.
    steps: Option<Vec<CaseStep>>,
}

/// A note on a case.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseNote {
    at: i64,
    operator: String,
    text: String,
    /// `internal` or `customer`.
    audience: String,
}

/// An act on a number while the case was open.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseAct {
    at: i64,
    operator: String,
    number: String,
    act: String,
    seat: Option<u16>,
    detail: String,
    reason: String,
}

/// An action on a case.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseStep {
    at: i64,
    operator: String,
    /// The action, such as `case-assigned`.
    event: String,
    detail: String,
}
