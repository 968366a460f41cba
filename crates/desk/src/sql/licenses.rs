//! License numbers for operators: lists of them, and the history of one.

use super::database::SqlStore;
use super::ledger::read_basis;
use super::rows::{self, StoredAttempt};
use super::value::{Row, values};
use countersign_core::protocol::Nonce;
use countersign_core::protocol::license::Day;
use countersign_ledger::{
    AnsweredNonce, AuditEntry, Basis, Case, License, LicenseId, LicenseRecord, Question, ShownState,
    StoreError,
};

/// How many entries a history has at most; it leaves out the oldest.
const HISTORY: i64 = 100;

/// A license number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLicense {
    /// The product.
    pub product: String,
    /// The number.
    pub number: String,
    /// Its state today.
    pub state: ShownState,
    /// What was sold with it.
    pub license: License,
    /// How many of its seats are taken.
    pub taken: u32,
    /// The last day on which a seat was bound to its present machine.
    pub bound: Option<Day>,
}

/// Reads a row of `listed_licenses`.
pub(super) fn listed_license(row: &Row<'_>, today: Day) -> Result<ListedLicense, StoreError> {
    let (license, taken) = (rows::license(row)?, row.integer("taken")?);
    let first = rows::first_issued(row)?.unwrap_or(today);
    let expired = license.expiry.last_day(first).is_some_and(|last| last < today);
    let state = ShownState::of(rows::state(row)?, expired, taken > 0);
    Ok(ListedLicense {
        product: row.get("product")?,
        number: row.get("number")?,
        state,
        license,
        taken,
        bound: row.optional_integer("bound")?,
    })
}

/// How many nonces were answered for a license number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NonceCounts {
    /// All of them.
    pub answered: u32,
    /// Those that are spent.
    pub spent: u32,
}

impl SqlStore {
    /// The record of a license number with its seats, or `None` if the number is unknown.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn license_record(&self, license: &LicenseId) -> Result<Option<LicenseRecord>, StoreError> {
        Ok(self.basis(Question::of(license)).await?.record)
    }

    /// A nonce that was ever answered for a license number, or `None`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn answered_nonce(
        &self,
        license: &LicenseId,
        nonce: Nonce,
    ) -> Result<Option<AnsweredNonce>, StoreError> {
        let question = Question { nonce: Some(nonce), ..Question::of(license) };
        Ok(self.basis(question).await?.answered)
    }

    /// Reads a basis that no decision follows.
    async fn basis(&self, question: Question) -> Result<Basis, StoreError> {
        self.read(move |tx| Box::pin(async move { read_basis(tx, &question).await })).await
    }

    /// The next license numbers of a product, sorted: those behind `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_licenses(
        &self,
        product: &str,
        after: &str,
        limit: usize,
        today: Day,
    ) -> Result<Vec<ListedLicense>, StoreError> {
        let (product, after) = (product.to_owned(), after.to_owned());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT * FROM listed_licenses WHERE number > $1 AND product = $2
                    ORDER BY number LIMIT $3";
                let values = values![&after, &product, limit];
                tx.rows(statement, values, |row| listed_license(row, today)).await
            })
        })
        .await
    }

    /// How many nonces were answered for this number.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn nonce_counts(&self, license: &LicenseId) -> Result<NonceCounts, StoreError> {
        let license = license.clone();
        let counts = |row: &Row<'_>| {
            Ok(NonceCounts { answered: row.integer("answered")?, spent: row.integer("spent")? })
        };
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT COUNT(*) AS answered, COUNT(*) - COUNT(code) AS spent FROM nonces
                    WHERE license = (SELECT id FROM licenses WHERE number = $1 AND product = $2)";
                tx.one(statement, values![license.as_str(), &license.product], counts).await
            })
        })
        .await
    }

    /// The newest requests with this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn attempts(&self, license: &LicenseId) -> Result<Vec<StoredAttempt>, StoreError> {
        let statement = "SELECT * FROM attempts WHERE number = $1 AND product = $2 ORDER BY id DESC LIMIT $3";
        self.history(statement, license, rows::stored_attempt).await
    }

    /// The request with this row id.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn attempt(&self, id: i64) -> Result<Option<StoredAttempt>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                tx.first("SELECT * FROM attempts WHERE id = $1", values![id], rows::stored_attempt).await
            })
        })
        .await
    }

    /// The newest acts on any number, newest first, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn newest_acts(&self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT audit.*, licenses.product, licenses.number
                    FROM audit JOIN licenses ON licenses.id = audit.license ORDER BY audit.id DESC LIMIT $1";
                tx.rows(statement, values![limit], rows::audit).await
            })
        })
        .await
    }

    /// The newest acts on this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn audit(&self, license: &LicenseId) -> Result<Vec<AuditEntry>, StoreError> {
        let statement = "SELECT audit.*, licenses.product, licenses.number
            FROM audit JOIN licenses ON licenses.id = audit.license
            WHERE licenses.number = $1 AND licenses.product = $2 ORDER BY audit.id DESC LIMIT $3";
        self.history(statement, license, rows::audit).await
    }

    /// The newest cases of requests with this number, in order of time.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn cases(&self, license: &LicenseId) -> Result<Vec<Case>, StoreError> {
        let statement = "SELECT * FROM cases
            WHERE id IN (SELECT case_id FROM attempts WHERE number = $1 AND product = $2) ORDER BY id DESC LIMIT $3";
        self.history(statement, license, rows::case).await
    }

    async fn history<T: Send + 'static>(
        &self,
        statement: &'static str,
        license: &LicenseId,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Vec<T>, StoreError> {
        let license = license.clone();
        let mut found: Vec<T> = self
            .read(move |tx| {
                Box::pin(async move {
                    let values = values![license.as_str(), &license.product, HISTORY];
                    tx.rows(statement, values, read).await
                })
            })
            .await?;
        found.reverse();
        Ok(found)
    }
}
