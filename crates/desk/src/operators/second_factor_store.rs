//! The store of second factors, recovery codes, and sign-ins under way.

use super::name::OperatorName;
use super::session::Token;
use super::store::SignInAttempt;
use countersign_ledger::StoreError;

/// Keeps second factors and sign-ins under way. Every method is one transaction. Times are seconds since 1970-01-01 UTC.
pub trait SecondFactorStore: Sync {
    /// An operator's second factor; `None` for an operator without one.
    ///
    /// # Errors
    /// The store can't be read.
    fn second_factor_of(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<Option<StoredSecondFactor>, StoreError>> + Send;
    /// Gives an operator a second factor and recovery codes in place of those before, ends all sessions but the one with that digest,
    /// and makes that one a session by second factor; `false` if there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_second_factor(
        &self,
        name: &OperatorName,
        new: &NewSecondFactor,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Removes an operator's second factor and recovery codes, and ends all sessions but the one with that digest; `false` if there
    /// is none.
    ///
    /// # Errors
    /// The store can't be written.
    fn remove_second_factor(
        &self,
        name: &OperatorName,
        but_session: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Gives an operator with a second factor other recovery codes, by their digests; `false` for one without.
    ///
    /// # Errors
    /// The store can't be written.
    fn replace_recovery_codes(
        &self,
        name: &OperatorName,
        digests: &[String],
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// How many recovery codes an operator has left.
    ///
    /// # Errors
    /// The store can't be read.
    fn recovery_codes_left(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
    /// Uses up a step of the second factor, and every earlier one; `false` if it was used.
    ///
    /// # Errors
    /// The store can't be written.
    fn use_step(
        &self,
        name: &OperatorName,
        step: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Uses up a recovery code by its digest; `false` if there is none.
    ///
    /// # Errors
    /// The store can't be written.
    fn use_recovery_code(
        &self,
        name: &OperatorName,
        digest: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Counts an attempt of a source to give a code for an operator, unless codes are locked. Digits are counted for all sources
    /// together too.
    ///
    /// # Errors
    /// The store can't be written.
    fn begin_code_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        kind: CodeKind,
        now: i64,
    ) -> impl Future<Output = Result<SignInAttempt, StoreError>> + Send;
    /// Forgets the wrong codes of a source, and that the last one was counted for all sources.
    ///
    /// # Errors
    /// The store can't be written.
    fn forget_code_attempts(
        &self,
        name: &OperatorName,
        source: &str,
        kind: CodeKind,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Keeps a sign-in under way, and removes those that are over; `false` if too many are under way.
    ///
    /// # Errors
    /// The store can't be written.
    fn begin_sign_in(
        &self,
        token: &Token,
        begun: &BegunSignIn,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// The sign-in under way with that digest.
    ///
    /// # Errors
    /// The store can't be read.
    fn begun_sign_in(
        &self,
        digest: &str,
        now: i64,
    ) -> impl Future<Output = Result<Option<BegunSignIn>, StoreError>> + Send;
    /// Removes a sign-in under way; `false` if it isn't there, for whoever removes it goes on with it.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_begun_sign_in(&self, digest: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// A second factor, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The last step that was used.
    pub last_step: i64,
}

/// A second factor to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The step of the code that confirmed it.
    pub step: i64,
    /// The digests of the recovery codes.
    pub recovery_digests: Vec<String>,
    /// The digest of the session that goes on.
    pub session: String,
}

/// Which kind of code is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Six digits of an authenticator. They can be guessed.
    Digits,
    /// A recovery code. It can't, so that no stranger's guesses stand in its way.
    Recovery,
}

/// A sign-in under way. Its token is in one browser alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunSignIn {
    /// The operator whose password was right; `None` where a provider is asked.
    pub operator: Option<OperatorName>,
    /// When it began.
    pub began: i64,
    /// What only the desk may know of it.
    pub state: String,
}

impl BegunSignIn {
    /// A sign-in is over so many seconds after it began.
    pub const SECONDS: i64 = 10 * 60;
    /// So many may be under way at the same time.
    pub const MOST: i64 = 10_000;
}
