//! The history of a license number.

use super::database::SqlStore;
use super::ledger::read_basis;
use super::rows::{self, StoredAttempt};
use super::value::{Row, values};
use countersign_core::protocol::Nonce;
use countersign_ledger::{
    AnsweredNonce, AuditEntry, Basis, Case, LicenseId, LicenseRecord, Question, StoreError,
};

/// How many entries a history has at most; it omits the oldest.
const HISTORY: i64 = 100;

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

    /// A nonce that was answered for a license number at any time, or `None`.
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

    /// Reads a basis for display, without a decision.
    async fn basis(&self, question: Question) -> Result<Basis, StoreError> {
        self.read(move |tx| Box::pin(async move { read_basis(tx, &question).await })).await
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
