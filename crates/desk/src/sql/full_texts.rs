//! The full-text tables of a SQLite database, in which the search finds parts of values and whole serials.
//!
//! They are fed between answers, in small transactions, because feeding takes longer than an answer. `indexed` has the last row that was fed.

use super::database::SqlStore;
use super::transaction::Tx;
use super::value::values;
use countersign_ledger::StoreError;

/// How many rows are fed to the search in one transaction.
const FED_AT_ONCE: i64 = 50;

/// A full-text table of SQLite, and where its texts come from.
pub(super) struct FullText {
    pub(super) name: &'static str,
    /// A table or view with an `id`.
    pub(super) source: &'static str,
    pub(super) columns: &'static str,
}

/// The full-text tables with texts of requests.
pub(super) const REQUEST_TEXTS: [FullText; 2] = [
    FullText { name: "attempt_texts", source: "attempts", columns: "name, manufacturer, model, serial" },
    FullText { name: "serial_texts", source: "serial_words", columns: "word" },
];
const NUMBER_TEXTS: [FullText; 1] =
    [FullText { name: "license_texts", source: "licenses", columns: "number" }];

impl SqlStore {
    /// Feeds rows to the search of a SQLite database. Returns whether some are left. Does nothing on a server.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn feed_search(&self) -> Result<bool, StoreError> {
        if self.file().is_none() {
            return Ok(false);
        }
        if !self.read(|tx| Box::pin(has_unfed(tx))).await? {
            return Ok(false);
        }
        self.write(|tx| {
            Box::pin(async move {
                let attempts = feed(tx, "attempts", &REQUEST_TEXTS).await?;
                let licenses = feed(tx, "licenses", &NUMBER_TEXTS).await?;
                Ok(attempts || licenses)
            })
        })
        .await
    }
}

async fn has_unfed(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let statement = "SELECT 1 FROM indexed WHERE
        (kind = 'attempts' AND last < (SELECT MAX(id) FROM attempts))
        OR (kind = 'licenses' AND last < (SELECT MAX(id) FROM licenses))";
    Ok(tx.first(statement, [], |_| Ok(())).await?.is_some())
}

/// Feeds the next rows of a table. Returns whether some are left.
async fn feed(tx: &mut Tx<'_>, table: &str, texts: &[FullText]) -> Result<bool, StoreError> {
    let next = format!(
        "SELECT MAX(id) AS last FROM (SELECT id FROM {table}
         WHERE id > (SELECT last FROM indexed WHERE kind = $1) ORDER BY id LIMIT $2) AS next"
    );
    let last = tx.one(&next, values![table, FED_AT_ONCE], |row| row.get::<Option<i64>>("last")).await?;
    let Some(last) = last else { return Ok(false) };
    let mut fed = 0;
    for FullText { name, source, columns } in texts {
        let insert = format!(
            "INSERT INTO {name} (rowid, {columns}) SELECT id, {columns} FROM {source}
             WHERE id > (SELECT last FROM indexed WHERE kind = $1) AND id <= $2"
        );
        fed = tx.execute(&insert, values![table, last]).await?;
    }
    tx.execute("UPDATE indexed SET last = $1 WHERE kind = $2", values![last, table]).await?;
    Ok(i64::try_from(fed).is_ok_and(|fed| fed == FED_AT_ONCE))
}
