//! What may be shown of a server's message: no value of a row, no statement, no control character.

use tokio_postgres::error::DbError;

use countersign_core::machine::printable;

/// The SQLSTATE and the server's sentence; of errors about values, the names of what they broke alone.
///
/// Details, hints and contexts stay out: they quote rows and statements.
pub(super) fn server_text(said: &DbError) -> String {
    let code = said.code().code();
    // Class 22 quotes the value that doesn't fit, class 23 may quote the row.
    if !(code.starts_with("22") || code.starts_with("23")) {
        return format!("SQLSTATE {code}: {}", printable(said.message().as_bytes()));
    }
    match said.constraint().or(said.column()).or(said.table()) {
        Some(name) => format!("SQLSTATE {code}: {}", printable(name.as_bytes())),
        None => format!("SQLSTATE {code}"),
    }
}
