//! Signing in: every guess is counted before it is looked at, so that many at once can't outrun the lock.

use thiserror::Error;

use super::{OperatorName, Session, Token, password};
use countersign_ledger::StoreError;

/// Where operators, wrong passwords and sessions are kept. Every method is one transaction; times are seconds
/// since 1970-01-01 UTC.
pub trait Roster {
    /// Adds an operator; `false` where there is one of that name.
    ///
    /// # Errors
    /// The store can't be written.
    fn add_operator(&self, name: &OperatorName, hash: &str, by: &str, at: i64) -> Result<bool, StoreError>;
    /// Takes an operator away, with every session; `false` where there is none.
    ///
    /// # Errors
    /// The store can't be written.
    fn remove_operator(&self, name: &OperatorName) -> Result<bool, StoreError>;
    /// Every operator, by name.
    ///
    /// # Errors
    /// The store can't be read.
    fn operators(&self) -> Result<Vec<Operator>, StoreError>;
    /// The password's hash.
    ///
    /// # Errors
    /// The store can't be read.
    fn password_of(&self, name: &OperatorName) -> Result<Option<String>, StoreError>;
    /// Counts a guess at a name (whether anybody has it or not), unless it is locked.
    ///
    /// # Errors
    /// The store can't be written.
    fn guess(&self, name: &OperatorName, now: i64) -> Result<Guess, StoreError>;
    /// Keeps a session by its token's digest, forgets the wrong passwords, and clears out what has ended.
    ///
    /// # Errors
    /// The store can't be written.
    fn open_session(&self, digest: &str, session: &Session) -> Result<(), StoreError>;
    /// The session of a digest that still stands; it counts as used now.
    ///
    /// # Errors
    /// The store can't be read or written.
    fn session(&self, digest: &str, now: i64) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_session(&self, digest: &str) -> Result<(), StoreError>;
}

/// One operator in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The name.
    pub name: OperatorName,
    /// When they were added.
    pub added: i64,
    /// By whom.
    pub by: String,
}

/// Whether a password may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// It may, and is counted.
    Allowed,
    /// The name is locked until then.
    Locked(i64),
}

/// What came of a sign-in.
pub enum SignIn {
    /// Signed in.
    In(Token),
    /// The name or the password is wrong; which of them isn't told.
    Wrong,
    /// Locked until then, seconds since 1970-01-01 UTC.
    Locked(i64),
}

/// Why nobody can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignInError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gave no random bytes.
    #[error("{0}")]
    System(String),
}

/// Signs an operator in.
///
/// # Errors
/// [`SignInError`]; a wrong password is none.
pub fn sign_in(roster: &dyn Roster, name: &str, typed: &str, now: i64) -> Result<SignIn, SignInError> {
    // What can't be a name takes as long as one that could.
    let Ok(name) = OperatorName::parse(name) else {
        let _ = password::verify(None, typed);
        return Ok(SignIn::Wrong);
    };
    if let Guess::Locked(until) = roster.guess(&name, now)? {
        return Ok(SignIn::Locked(until));
    }
    let hash = roster.password_of(&name)?;
    if !password::verify(hash.as_deref(), typed) {
        return Ok(SignIn::Wrong);
    }
    let token = Token::new().map_err(|error| SignInError::System(error.to_string()))?;
    roster.open_session(&token.digest(), &Session { operator: name, opened: now, seen: now })?;
    Ok(SignIn::In(token))
}
