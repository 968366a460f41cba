//! The store of operators, of their failed sign-ins and of their sessions.

use super::name::OperatorName;
use super::session::{NewSession, Session, Token};
use crate::access::Role;
use countersign_ledger::StoreError;

/// Stores operators, failed sign-ins and sessions. Every method is one transaction, with the entry of the
/// audit for what it changes. Times are in seconds since 1970-01-01 UTC; digests are those of session tokens
/// ([`Token::digest`](super::Token::digest)).
pub trait OperatorStore: Sync {
    /// Adds an operator; `false` if the name is taken.
    ///
    /// # Errors
    /// The store can't be written.
    fn add_operator(&self, new: &NewOperator) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Gives an operator another role. Returns the previous one, or `None` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_role(
        &self,
        name: &OperatorName,
        role: Role,
        by: &Actor,
    ) -> impl Future<Output = Result<Option<Role>, StoreError>> + Send;
    /// Removes an operator and ends their sessions; `false` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn remove_operator(
        &self,
        name: &OperatorName,
        by: &Actor,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Returns every operator, sorted by name.
    ///
    /// # Errors
    /// The store can't be read.
    fn operators(&self) -> impl Future<Output = Result<Vec<Operator>, StoreError>> + Send;
    /// Returns the hash of an operator's password.
    ///
    /// # Errors
    /// The store can't be read.
    fn password_of(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;
    /// Replaces an operator's password, ends the operator's sessions and pending sign-ins, and forgets the
    /// failed ones; `false` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_password(
        &self,
        name: &OperatorName,
        hash: &str,
        by: &Actor,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Replaces an operator's own password and ends all other sessions of the operator. `digest` is of the
    /// session that continues.
    ///
    /// # Errors
    /// The store can't be written.
    fn change_password(
        &self,
        name: &OperatorName,
        hash: &str,
        digest: &str,
        now: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Counts the attempt of a source to sign in with a name, known or not, unless the name is locked for the
    /// source.
    ///
    /// # Errors
    /// The store can't be written.
    fn begin_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        now: i64,
    ) -> impl Future<Output = Result<SignInAttempt, StoreError>> + Send;
    /// Forgets the wrong passwords for a name from one source. A sign-in that goes on does this, and has no
    /// entry in the audit.
    ///
    /// # Errors
    /// The store can't be written.
    fn forget_attempts(
        &self,
        name: &OperatorName,
        source: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Forgets the wrong passwords and codes for a name from all sources; `false` if there were none.
    ///
    /// # Errors
    /// The store can't be written.
    fn unlock(
        &self,
        name: &OperatorName,
        by: &Actor,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Stores a session, and removes expired sessions.
    ///
    /// # Errors
    /// The store can't be written.
    fn open_session(
        &self,
        token: &Token,
        session: &NewSession,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Returns the session with the given digest, if it is still valid. Reading it counts as use.
    ///
    /// # Errors
    /// The store can't be read or written.
    fn session(
        &self,
        digest: &str,
        now: i64,
    ) -> impl Future<Output = Result<Option<Session>, StoreError>> + Send;
    /// Returns the sessions of an operator that are still valid, the newest first.
    ///
    /// # Errors
    /// The store can't be read.
    fn sessions_of(
        &self,
        name: &OperatorName,
        now: i64,
    ) -> impl Future<Output = Result<Vec<Session>, StoreError>> + Send;
    /// Ends a session that is over. This has no entry in the audit.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_session(&self, digest: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Ends a session because its operator signs out.
    ///
    /// # Errors
    /// The store can't be written.
    fn sign_out(&self, digest: &str, by: &Actor) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Ends sessions of an operator. Returns how many.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_sessions_of(
        &self,
        name: &OperatorName,
        which: EndSessions<'_>,
        by: &Actor,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// Who changes something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name of the operator, or of the user of a command.
    pub name: String,
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
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
    /// The person who adds the operator.
    pub by: String,
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// Which sessions of an operator end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndSessions<'a> {
    /// The session with the given name.
    Named(&'a str),
    /// All sessions except the one with the given digest.
    AllBut(&'a str),
    /// All sessions.
    All,
}

/// One operator in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The name.
    pub name: OperatorName,
    /// The role.
    pub role: Role,
    /// When the operator was added, in seconds since 1970-01-01 UTC.
    pub added: i64,
    /// The person who added the operator.
    pub by: String,
}

/// Whether a password may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInAttempt {
    /// It may be tried. It counts as failed until a session opens.
    Allowed,
    /// The name is locked for this source until this time, in seconds since 1970-01-01 UTC.
    Locked(i64),
}
