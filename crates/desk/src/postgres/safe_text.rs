//! Returns what may be shown of a server's message: no value of a row, no statement, no control character.

use tokio_postgres::error::DbError;

use countersign_core::machine::printable;

/// Returns the SQLSTATE and the server's message. For errors about values, returns only the name of the
/// violated constraint, column or table.
///
/// Details, hints and contexts are left out, because they quote rows and statements.
pub(super) fn server_text(said: &DbError) -> String {
    let code = said.code().code();
    // Class 22 quotes the bad value, and class 23 may quote the row.
    if !(code.starts_with("22") || code.starts_with("23")) {
        return format!("SQLSTATE {code}: {}", printable(said.message().as_bytes()));
    }
    match said.constraint().or(said.column()).or(said.table()) {
        Some(name) => format!("SQLSTATE {code}: {}", printable(name.as_bytes())),
        None => format!("SQLSTATE {code}"),
    }
}
