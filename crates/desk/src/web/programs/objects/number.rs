//! The schemas of license numbers.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use super::Answer;
use serde_json::Value;
use utoipa::ToSchema;

/// A license number with its history. Times are seconds since 1970-01-01 UTC, days are in UTC.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Number {
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
    /// The last valid day; null if it is not known yet.
    expires: Option<String>,
    /// The number of machines that may use it at the same time.
    seats: u16,
    /// The customer of the number.
    customer: CustomerEntry,
    /// The binding of its first seat.
    scheme: Option<u8>,
    /// Manufacturer, model and serial of the machine on its first seat.
    values: Option<Vec<String>>,
    /// The machines on its seats.
    bindings: Vec<Binding>,
    /// The counts of the answered requests.
    nonces: Nonces,
    /// The newest requests, at most 100, oldest first.
    requests: Vec<NumberRequest>,
    /// The newest actions on the number, at most 100, oldest first.
    audit: Vec<NumberAct>,
    /// The newest cases, at most 100, oldest first.
    cases: Vec<NumberCase>,
}

/// A license number after an action on it. Customer, machines and history are null unless the token has the scope `numbers:read`.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberAfterAct {
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
    /// The last valid day; null if it is not known yet.
    expires: Option<String>,
    /// The number of machines that may use it at the same time.
    seats: u16,
    /// The customer of the number; with `numbers:read` only, like all further members.
    customer: Option<CustomerEntry>,
    /// The binding of its first seat.
    scheme: Option<u8>,
    /// Manufacturer, model and serial of the machine on its first seat.
    values: Option<Vec<String>>,
    /// The machines on its seats.
    bindings: Option<Vec<Binding>>,
    /// The counts of the answered requests.
    nonces: Option<Nonces>,
    /// The newest requests, at most 100, oldest first.
    requests: Option<Vec<NumberRequest>>,
    /// The newest actions on the number, at most 100, oldest first.
    audit: Option<Vec<NumberAct>>,
    /// The newest cases, at most 100, oldest first.
    cases: Option<Vec<NumberCase>>,
}

/// A customer, and the vendor's own ticket. Unknown members are empty.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CustomerEntry {
    organisation: String,
    contact: String,
    telephone: String,
    mail: String,
    ticket: String,
}

/// A machine on a seat.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Binding {
    /// The seat, from 1.
    seat: u16,
    /// The day on which the machine was bound.
    bound: String,
    /// The binding, 2 or 3.
    scheme: u8,
    /// Manufacturer, model and serial; null for a spoken request.
    values: Option<Vec<String>>,
    /// The origin of each value.
    fields: Value,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// Whether the machine was bound by a spoken request.
    by_word: bool,
    /// The counts of the requests that were answered for the seat.
    answered: u32,
    /// The number of changes of identity within a year.
    changes: u32,
}

/// The counts of answered requests.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Nonces {
    /// The number of all answered requests.
    answered: u32,
    /// The number of those that get no code any more.
    spent: u32,
}

/// A request of a number or a case.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberRequest {
    /// The time of the request.
    at: i64,
    /// The name of the request, as device and desk show it.
    name: String,
    /// `issued` or `refused`.
    outcome: String,
    /// How the code was granted, or the code of the reason.
    detail: String,
    /// The binding, 2 or 3.
    scheme: u8,
    /// The verdicts on manufacturer, model and serial.
    verdicts: String,
    /// The codes of the findings.
    codes: Vec<String>,
    /// Manufacturer, model and serial; null for a spoken request.
    values: Option<Vec<String>>,
    /// The origin of each value.
    fields: Value,
    /// The marker of the older binding, 20 hexadecimal digits.
    marker2: Option<String>,
    /// The operator who sent the request; `token:NAME` for a program, null for a device.
    operator: Option<String>,
    /// Whether it is a spoken request.
    by_word: bool,
}

/// An action on a number.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberAct {
    /// The time.
    at: i64,
    /// The operator; `token:NAME` for a program.
    operator: String,
    /// The action, such as `renew`.
    act: String,
    /// The seat that was released.
    seat: Option<u16>,
    /// The change of the license.
    detail: String,
    /// The reason.
    reason: String,
}

/// A case of a number.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberCase {
    /// The case number, such as `CAS-000042`.
    case: String,
    /// The code of the reason for which the case was opened.
    reason: String,
    /// Whether the case is open.
    open: bool,
}

/// A page of license numbers.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberPage {
    /// The numbers.
    numbers: Vec<NumberRow>,
    /// The cursor of the next page; null on the last page.
    next: Option<String>,
}

/// A license number in a list.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberRow {
    product: String,
    number: String,
    /// `unused`, `bound`, `suspended`, `expired` or `revoked`.
    state: String,
    edition: u8,
    expiry: String,
    expires: Option<String>,
    seats: u16,
    /// The number of taken seats.
    taken: u32,
    /// The last day on which a seat was bound.
    bound: Option<String>,
    organisation: String,
    contact: String,
    telephone: String,
    mail: String,
    ticket: String,
}

/// The result of creating numbers.
#[derive(ToSchema)]
pub(in crate::web::programs) struct CreatedNumbers {
    /// The product.
    product: String,
    /// The numbers as the desk writes them, each once.
    numbers: Vec<String>,
    /// The number of new ones.
    new: usize,
    /// The number of those that already existed with the same license.
    known: usize,
}

/// The result of an import.
#[derive(ToSchema)]
pub(in crate::web::programs) struct ImportReport {
    /// The number of new license numbers.
    new: usize,
    /// The number of those that already existed with the same license.
    known: usize,
    /// The number of changed license numbers.
    updated: usize,
    /// The number of lines that repeat an earlier line.
    again: usize,
    /// Whether nothing was imported because a line is wrong.
    stopped: bool,
    /// The numbers that were corrected, at most 500.
    mended: Vec<MendedLine>,
    /// The lines that were not imported, at most 500.
    bad: Vec<BadLine>,
}

/// A line with a corrected number.
#[derive(ToSchema)]
pub(in crate::web::programs) struct MendedLine {
    /// The number of the line, from 1.
    line: usize,
    /// The text of the file.
    text: String,
    /// The number that was imported.
    number: String,
}

/// A line that was not imported.
#[derive(ToSchema)]
pub(in crate::web::programs) struct BadLine {
    /// The number of the line, from 1.
    line: usize,
    /// The code of the fault.
    code: String,
    /// The text of the line.
    text: String,
    /// What is wrong.
    what: String,
}

/// The result of an action.
#[derive(ToSchema)]
pub(in crate::web::programs) struct ActDone {
    /// The action, such as `renew`.
    act: String,
    /// The seat that was released.
    seat: Option<u16>,
    /// The change of the license, such as `expiry never -> 365d`.
    detail: String,
    /// The answer to the request that the move contained.
    answer: Option<Answer>,
    /// The number after the action.
    number: NumberAfterAct,
}
