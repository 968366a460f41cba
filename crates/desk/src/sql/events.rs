//! The log of what operators do, except acts on license numbers.

use super::chain;
use super::database::SqlStore;
use super::transaction::Tx;
use super::value::{Row, values};
use crate::audit::ChainedEntry;
use crate::operators::Actor;
use countersign_ledger::StoreError;

/// An entry of the log of what operators do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeEvent {
    /// When it happened, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who did it.
    pub operator: String,
    /// The stable name of the event, such as `key-added`.
    pub event: String,
    /// The subject: a key id, a profile version, an operator's name, a count of numbers.
    pub subject: String,
}

impl SqlStore {
    /// Adds an entry to the log.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn record_event(&self, event: &OfficeEvent) -> Result<(), StoreError> {
        let event = event.clone();
        self.write(move |tx| Box::pin(async move { insert_event(tx, &event).await })).await
    }
}

/// Reads a row of `events`.
pub(super) fn event_row(row: &Row<'_>) -> Result<OfficeEvent, StoreError> {
    Ok(OfficeEvent {
        at: row.get("at")?,
        operator: row.get("operator")?,
        event: row.get("event")?,
        subject: row.get("subject")?,
    })
}

/// Adds an entry for what an actor does, and its link in the chain. Other transactions wait for the end of the chain until this one
/// ends, so this comes last in a transaction.
pub(super) async fn record(
    tx: &mut Tx<'_>,
    by: &Actor,
    event: &str,
    subject: impl Into<String>,
) -> Result<(), StoreError> {
    let (operator, event) = (by.name.clone(), event.to_owned());
    insert_event(tx, &OfficeEvent { at: by.at, operator, event, subject: subject.into() }).await
}

/// Adds an entry, and its link in the chain.
pub(super) async fn insert_event(tx: &mut Tx<'_>, event: &OfficeEvent) -> Result<(), StoreError> {
    let id: i64 = tx
        .one(
            "INSERT INTO events (at, operator, event, subject) VALUES ($1, $2, $3, $4) RETURNING id",
            values![event.at, &event.operator, &event.event, &event.subject],
            |row| row.get("id"),
        )
        .await?;
    let OfficeEvent { at, operator, event, subject } = event.clone();
    chain::append(tx, id, &ChainedEntry::Event { at, operator, event, subject }).await
}
