//! Performs an import: reads the file, adds its numbers, changes those that differ, and writes that to the log.

use super::{Import, update_differing};
use crate::metrics;
use crate::sql::{AddedNumbers, NewLicenses, OfficeEvent, OnDifference, SqlStore};
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::day_of;
use countersign_ledger::{License, StoreError};

/// What becomes of a file where a line is wrong or a number differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportWay {
    /// The other lines are imported.
    Others,
    /// Nothing is imported.
    Strict,
    /// The other lines are imported, and numbers that differ are changed.
    Update,
}

/// An import.
#[derive(Debug, Clone)]
pub struct ImportOrder<'a> {
    /// The product of the numbers.
    pub product: &'a str,
    /// What its numbers look like.
    pub mask: &'a Mask,
    /// What becomes of lines that can't be imported.
    pub way: ImportWay,
    /// The reason of changes.
    pub reason: &'a str,
    /// Who imports.
    pub by: &'a str,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// What an import did.
#[derive(Debug, Clone)]
pub struct ImportOutcome {
    /// The file. Numbers that differ stand among its bad lines.
    pub import: Import,
    /// How many numbers are new.
    pub new: usize,
    /// How many were there already.
    pub known: usize,
    /// How many were changed.
    pub updated: usize,
    /// Whether nothing was added because a line is wrong.
    pub stopped: bool,
}

impl ImportOrder<'_> {
    /// Performs the import.
    ///
    /// # Errors
    /// The database can't be read or written. Whole pieces may have been added. A thread that reads the file fails.
    pub async fn perform(&self, store: &SqlStore, bytes: Vec<u8>) -> Result<ImportOutcome, StoreError> {
        let (mask, today) = (self.mask.clone(), day_of(self.at));
        let parse = move || Import::parse(&bytes, &mask, License::default(), today);
        let parsed = tokio::task::spawn_blocking(parse).await;
        let mut import = parsed.map_err(|error| StoreError::Fault(error.to_string()))?;
        let strict = self.way == ImportWay::Strict;
        let mut added = AddedNumbers::default();
        if !strict || import.bad.is_empty() {
            added = self.add(store, &import, strict).await?;
        }
        let mut updated = 0;
        if self.way == ImportWay::Update {
            let differing = &mut added.differing;
            updated =
                update_differing(store, self.product, &import, differing, self.by, self.reason, self.at)
                    .await?;
        }
        import.report_differing(std::mem::take(&mut added.differing));
        if added.new + updated > 0 {
            let (event, subject) = ("numbers-imported".to_owned(), (added.new + updated).to_string());
            let event = OfficeEvent { at: self.at, operator: self.by.to_owned(), event, subject };
            store.record_event(&event).await?;
        }
        let stopped = strict && !import.bad.is_empty();
        Ok(ImportOutcome { import, new: added.new, known: added.known, updated, stopped })
    }

    async fn add(&self, store: &SqlStore, import: &Import, strict: bool) -> Result<AddedNumbers, StoreError> {
        let on_difference = if strict { OnDifference::AddNone } else { OnDifference::AddOthers };
        let new = NewLicenses {
            product: self.product.to_owned(),
            numbers: import.numbers(),
            on_difference,
            by: self.by.to_owned(),
            at: self.at,
        };
        let progress = metrics::ImportProgress::begin(u64::try_from(new.numbers.len()).unwrap_or(u64::MAX));
        let mut before = 0;
        let advance = |done: usize| {
            progress.advance(u64::try_from(done - before).unwrap_or_default());
            before = done;
        };
        store.add_licenses(new, advance).await
    }
}
