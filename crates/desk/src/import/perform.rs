//! Performs an import: adds the numbers of a parsed file, and changes those that differ.

use super::{Differing, Import};
use crate::metrics;
use crate::sql::{AddedEntry, AddedNumbers, NewLicenses, OnDifference, SqlStore, StatedLicense};
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::day_of;
use countersign_ledger::StoreError;

/// What happens to the other lines if a line is bad or a number differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportWay {
    /// The other lines are imported.
    Others,
    /// Nothing is imported.
    Strict,
    /// The other lines are imported, and numbers that differ are changed to what the file states.
    Update,
}

/// The order of an import.
#[derive(Debug, Clone)]
pub struct ImportOrder<'a> {
    /// The product of the numbers.
    pub product: &'a str,
    /// The mask of the product's numbers.
    pub mask: &'a Mask,
    /// What is stated about every number whose line doesn't state it.
    pub options: StatedLicense,
    /// What happens if a line can't be imported.
    pub way: ImportWay,
    /// The reason of changes.
    pub reason: &'a str,
    /// The operator who imports.
    pub by: &'a str,
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// The result of an import.
#[derive(Debug, Clone)]
pub struct ImportOutcome {
    /// The parsed file. Numbers that differ are among its bad lines.
    pub import: Import,
    /// The number of new numbers.
    pub new: usize,
    /// The number of numbers that the ledger already had.
    pub known: usize,
    /// The number of changed numbers.
    pub updated: usize,
    /// Whether nothing was added because a line is bad.
    pub stopped: bool,
}

impl ImportOrder<'_> {
    /// Parses the file on a thread of its own and performs its import, for a server.
    ///
    /// # Errors
    /// Those of [`perform`](Self::perform), or the thread fails.
    pub async fn parse_and_perform(
        &self,
        store: &SqlStore,
        bytes: Vec<u8>,
        progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ImportOutcome, StoreError> {
        let (mask, options, today) = (self.mask.clone(), self.options, day_of(self.at));
        let parse = move || Import::parse(&bytes, &mask, options, today);
        let parsed = tokio::task::spawn_blocking(parse).await;
        let import = parsed.map_err(|error| StoreError::Fault(error.to_string()))?;
        self.perform(store, import, progress).await
    }

    /// Performs the import of a parsed file. `progress` gets how many of how many numbers were added, after
    /// each batch.
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be read or written. Some batches of numbers may have been added,
    /// and some numbers changed; the audit has their entries.
    pub async fn perform(
        &self,
        store: &SqlStore,
        mut import: Import,
        progress: impl FnMut(usize, usize) + Send,
    ) -> Result<ImportOutcome, StoreError> {
        let strict = self.way == ImportWay::Strict;
        let mut added = AddedNumbers::default();
        if !strict || import.bad.is_empty() {
            added = self.add(store, &import, strict, progress).await?;
        }
        let differing = std::mem::take(&mut added.differing).into_iter();
        let mut differing =
            differing.map(|(number, there)| Differing { number, there, refused: None }).collect();
        let mut updated = 0;
        if self.way == ImportWay::Update {
            updated = self.update_differing(store, &import, &mut differing).await?;
        }
        import.report_differing(differing);
        let stopped = strict && !import.bad.is_empty();
        Ok(ImportOutcome { import, new: added.new, known: added.known, updated, stopped })
    }

    async fn add(
        &self,
        store: &SqlStore,
        import: &Import,
        strict: bool,
        mut progress: impl FnMut(usize, usize) + Send,
    ) -> Result<AddedNumbers, StoreError> {
        let on_difference = if strict { OnDifference::AddNone } else { OnDifference::AddOthers };
        let new = NewLicenses {
            product: self.product.to_owned(),
            numbers: import.numbers(),
            on_difference,
            entry: AddedEntry::Imported,
            by: self.by.to_owned(),
            at: self.at,
        };
        let all = new.numbers.len();
        let metric = metrics::ImportProgress::begin(u64::try_from(all).unwrap_or(u64::MAX));
        let mut before = 0;
        let advance = |done: usize| {
            metric.advance(u64::try_from(done - before).unwrap_or_default());
            before = done;
            progress(done, all);
        };
        store.add_licenses(new, advance).await
    }
}
