//! The schemas of requests and answers.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use serde_json::Value;
use utoipa::ToSchema;

/// The decision about a request.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Answer {
    /// `issued` or `refused`.
    decision: String,
    /// The license code, 140 characters.
    code: Option<String>,
    /// The license code as a person types it, seven lines.
    lines: Option<Vec<String>>,
    /// How the code was granted, such as `first`.
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
    /// The fields that differ from the machine that has the seat.
    differs: Vec<String>,
    /// Further remarks.
    notes: Vec<AnswerNote>,
    /// The license number, if the desk has it.
    number: Option<String>,
    /// The seat.
    seat: Option<u16>,
    /// The name of the request.
    request: String,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// The case that the refusal belongs to.
    case: Option<String>,
}

/// A value of a machine as the desk judges it.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Finding {
    /// The field.
    name: String,
    /// The value.
    value: String,
    /// The origin of the value.
    origin: String,
    /// The place of a recovered value.
    source: Option<String>,
    /// The verdict.
    verdict: String,
    /// The code of the finding.
    code: Option<String>,
    /// What is wrong.
    why: Option<String>,
    /// What to do now.
    remedies: Vec<Value>,
}

/// A remark on an answer.
#[derive(ToSchema)]
pub(in crate::web::programs) struct AnswerNote {
    /// The stable code.
    code: String,
    /// The text.
    what: String,
}

/// A page of requests.
#[derive(ToSchema)]
pub(in crate::web::programs) struct RequestPage {
    /// The requests.
    requests: Vec<RequestRow>,
    /// The cursor of the next page; null on the last page.
    next: Option<String>,
}

/// A request in a list.
#[derive(ToSchema)]
pub(in crate::web::programs) struct RequestRow {
    /// The id.
    id: i64,
    /// The time of the request.
    at: i64,
    /// The name of the request, as device and desk show it.
    name: String,
    product: Option<String>,
    number: Option<String>,
    /// `issued` or `refused`.
    outcome: String,
    /// How the code was granted, or the code of the reason.
    detail: String,
    /// The codes of the findings.
    findings: String,
    manufacturer: Option<String>,
    model: Option<String>,
    serial: Option<String>,
    /// Whether it is a spoken request.
    #[schema(rename = "by-word")]
    by_word: bool,
    /// The operator who sent the request; `token:NAME` for a program, null for a device.
    operator: Option<String>,
    case: Option<String>,
}
