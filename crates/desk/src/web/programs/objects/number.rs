//! The schemas of license numbers.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use super::Answer;
use serde_json::Value;
use utoipa::ToSchema;

/// A license number with its history. Moments are seconds since 1970-01-01 UTC, days are in UTC.
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
pub(in crate::web::programs) struct Nonces {
    /// All of them.
    answered: u32,
    /// Those that get no code any more.
    spent: u32,
}

/// A request of a number or a case.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberRequest {
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
pub(in crate::web::programs) struct NumberAct {
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
pub(in crate::web::programs) struct NumberCase {
    /// The case, such as `CAS-000042`.
    case: String,
    /// The code of its reason.
    reason: String,
    /// Whether it is open.
    open: bool,
}

/// A page of license numbers.
#[derive(ToSchema)]
pub(in crate::web::programs) struct NumberPage {
    /// The numbers.
    numbers: Vec<NumberRow>,
    /// The cursor of the next page; null on the last.
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
pub(in crate::web::programs) struct CreatedNumbers {
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
pub(in crate::web::programs) struct ImportReport {
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
pub(in crate::web::programs) struct MendedLine {
    /// The line, from 1.
    line: usize,
    /// What it has.
    text: String,
    /// What was taken.
    number: String,
}

/// A line that was not imported.
#[derive(ToSchema)]
pub(in crate::web::programs) struct BadLine {
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
pub(in crate::web::programs) struct ActDone {
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
