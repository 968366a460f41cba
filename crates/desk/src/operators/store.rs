//! The store of operators, of their failed sign-ins and of their sessions.

use super::name::OperatorName;
use super::session::{NewSession, Session, Token};
use crate::access::Role;
use countersign_ledger::StoreError;

/// Keeps operators, failed sign-ins and sessions. Every method is one transaction. Times are seconds since 1970-01-01
/// UTC; digests are those of session tokens ([`Token::digest`](super::Token::digest)).
pub trait OperatorStore: Sync {
    /// Adds an operator; `false` if the name is taken.
    ///
    /// # Errors
    /// The store can't be written.
    fn add_operator(&self, new: &NewOperator) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Gives an operator another role; the one before, or `None` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_role(
        &self,
        name: &OperatorName,
        role: Role,
    ) -> impl Future<Output = Result<Option<Role>, StoreError>> + Send;
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
    /// Replaces an operator's own password and ends their sessions but that of a digest.
    ///
    /// # Errors
    /// The store can't be written.
    fn change_password(
        &self,
        name: &OperatorName,
        hash: &str,
        digest: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
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
        token: &Token,
        session: &NewSession,
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
    /// The sessions of an operator that are still valid, the newest first.
    ///
    /// # Errors
    /// The store can't be read.
    fn sessions_of(
        &self,
        name: &OperatorName,
        now: i64,
    ) -> impl Future<Output = Result<Vec<Session>, StoreError>> + Send;
    /// Ends a session.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_session(&self, digest: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Ends the sessions of an operator: the one with that name, or all but that of a digest. Gives how many.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_sessions_of(
        &self,
        name: &OperatorName,
        which: EndSessions<'_>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// An operator to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOperator {
    /// The name.
    pub name: OperatorName,
    /// The hash of the password.
    pub hash: String,
    /// The role.
    pub role: Role,
    /// Who adds the operator.
    pub by: String,
    /// When.
    pub at: i64,
}

/// Which sessions of an operator end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndSessions<'a> {
    /// The one with that name.
    Named(&'a str),
    /// All but the one with that digest.
    AllBut(&'a str),
    /// All.
    All,
}

/// One operator in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The name.
    pub name: OperatorName,
    /// The role.
    pub role: Role,
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
