//! Reads what a program posts as a handler does, for the fuzz targets. No program has this module.

use axum::body::Bytes;
use countersign_core::text::Lang;
use serde_json::Value;

use super::bodies::{
    AskedRequest, Assignment, Close, CsvFile, Edit, Move, NewNumbers, Note, Reason, Release, Renewal,
};
use super::posted::PostedBody;
use super::problem::Problem;
use crate::request_parser;

/// How a handler reads a body.
type Read = fn(&str, Bytes) -> Result<(), Problem>;

/// The name of each body, and how it is read.
const BODIES: [(&str, Read); 11] = [
    ("answer", answer),
    ("assignment", read::<Assignment>),
    ("close", read::<Close>),
    ("edit", read::<Edit>),
    ("file", read::<CsvFile>),
    ("move", read::<Move>),
    ("note", read::<Note>),
    ("numbers", numbers),
    ("reason", read::<Reason>),
    ("release", read::<Release>),
    ("renewal", read::<Renewal>),
];

/// The names of all bodies.
pub fn bodies() -> impl Iterator<Item = &'static str> {
    BODIES.iter().map(|(name, _)| *name)
}

/// Reads a body of a media type.
///
/// # Errors
/// The refusal as JSON, in English and in Chinese.
pub fn read_body(name: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), [Value; 2]> {
    let Some((_, read)) = BODIES.iter().find(|(known, _)| *known == name) else { return Ok(()) };
    read(media_type, bytes.into()).map_err(|problem| [Lang::En, Lang::Zh].map(|lang| problem.to_json(lang)))
}

fn read<T: PostedBody>(media_type: &str, bytes: Bytes) -> Result<(), Problem> {
    T::read(media_type, bytes).map(drop)
}

/// Reads a request. Doesn't answer it.
fn answer(media_type: &str, bytes: Bytes) -> Result<(), Problem> {
    let body = AskedRequest::read(media_type, bytes)?;
    request_parser::parse(&body.request, |_, _| Some([0; 6])).map(drop).map_err(Problem::RequestInvalid)
}

/// Reads new numbers, with their customer as the ledger stores it.
fn numbers(media_type: &str, bytes: Bytes) -> Result<(), Problem> {
    let body = NewNumbers::read(media_type, bytes)?;
    let entry = body.customer.as_ref().map(super::bodies::Customer::entry);
    entry.transpose().map(drop).map_err(|too_long| Problem::CustomerTooLong(too_long.0))
}
