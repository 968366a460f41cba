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
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// A case in a list.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseRow {
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
    /// How many machines it has; more than one only in a case of a bundle.
    machines: u32,
    /// How many of them have no license code yet; 0 once the case is closed.
    unsolved: u32,
}

/// A case with its history.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Case {
    /// The case, such as `CAS-000042`.
    case: String,
    /// The code of its reason.
    reason: String,
    /// `open`, `solved` or `closed`.
    outcome: String,
    /// The values that changed until a code was issued.
    changed: Vec<String>,
    /// How many machines it has; more than one only in a case of a bundle.
    machines: u32,
    /// How many of them have no license code yet; 0 once the case is closed.
    unsolved: u32,
    opened: i64,
    closed: Option<i64>,
    /// Its requests; of very many, the first two hundred and the last.
    requests: Vec<NumberRequest>,
    /// How many requests between those are left out.
    left_out: u64,
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

/// Something that was done with a case.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CaseStep {
    at: i64,
    operator: String,
    /// Such as `case-assigned`.
    event: String,
    detail: String,
}
