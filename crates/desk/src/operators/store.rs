//! The store of operators, of their failed sign-ins and of their sessions.

use super::name::OperatorName;
use super::session::Session;
use countersign_ledger::StoreError;

/// Keeps operators, failed sign-ins and sessions. Every method is one transaction. Times are seconds since 1970-01-01
/// UTC; digests are those of session tokens ([`Token::digest`](super::Token::digest)).
pub trait OperatorStore: Sync {
    /// Adds an operator; `false` if the name is taken.
    ///
    /// # Errors
    /// The store can't be written.
    fn add_operator(
        &self,
        name: &OperatorName,
        hash: &str,
        by: &str,
        at: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Removes an operator and ends their sessions; `false` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn remove_operator(&self, name: &OperatorName) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Every operator, sorted by name.
    ///
    /// # Errors
    /// The store can't be read.
    fn operators(&self) -> impl Future<Output = Result<Vec<Operator>, StoreError>> + Send;
    /// The hash of an operator's password.
    ///
    /// # Errors
    /// The store can't be read.
    fn password_of(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;
    /// Replaces an operator's password, ends their sessions and forgets their failed sign-ins; `false` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_password(
        &self,
        name: &OperatorName,
        hash: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Counts an attempt of a source to sign in under a name, known or not, unless the name is locked for it.
    ///
    /// # Errors
    /// The store can't be written.
    fn begin_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        now: i64,
    ) -> impl Future<Output = Result<SignInAttempt, StoreError>> + Send;
    /// Forgets the failed sign-ins under a name, those of one source or of all; `false` if there were none.
    ///
    /// # Errors
    /// The store can't be written.
    fn forget_attempts(
        &self,
        name: &OperatorName,
        source: Option<&str>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Stores a session, and removes sessions that have ended.
    ///
    /// # Errors
    /// The store can't be written.
    fn open_session(
        &self,
        digest: &str,
        session: &Session,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// The session of a digest, if it is still valid. Reading it counts as use.
    ///
    /// # Errors
    /// The store can't be read or written.
    fn session(
        &self,
        digest: &str,
        now: i64,
    ) -> impl Future<Output = Result<Option<Session>, StoreError>> + Send;
    /// Ends a session.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_session(&self, digest: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// One operator in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The name.
    pub name: OperatorName,
    /// When the operator was added.
    pub added: i64,
    /// Who added the operator.
    pub by: String,
}

/// Whether a password may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInAttempt {
    /// It may be tried, and is counted as failed until a session opens.
    Allowed,
    /// The name is locked for this source until this time.
    Locked(i64),
}
