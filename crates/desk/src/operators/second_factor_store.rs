//! The store of second factors, recovery codes, and pending sign-ins.

use super::name::OperatorName;
use super::session::Token;
use super::store::{Actor, SignInAttempt};
use countersign_ledger::StoreError;

/// Stores second factors and pending sign-ins. Every method is one transaction, with the entry of the audit
/// for what it changes. Times are in seconds since 1970-01-01 UTC.
pub trait SecondFactorStore: Sync {
    /// Returns an operator's second factor; `None` if the operator has none.
    ///
    /// # Errors
    /// The store can't be read.
    fn second_factor_of(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<Option<StoredSecondFactor>, StoreError>> + Send;
    /// Gives an operator a second factor and recovery codes in place of the previous ones. Ends all sessions
    /// except the one with the given digest, and marks that one as signed in by second factor. `false` if
    /// there is no such operator.
    ///
    /// # Errors
    /// The store can't be written.
    fn set_second_factor(
        &self,
        name: &OperatorName,
        new: &NewSecondFactor,
        now: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Removes an operator's second factor and recovery codes, and ends all sessions except the one with the
    /// given digest; `false` if there is no second factor.
    ///
    /// # Errors
    /// The store can't be written.
    fn remove_second_factor(
        &self,
        name: &OperatorName,
        but_session: &str,
        by: &Actor,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Replaces the recovery codes of an operator with a second factor, by their digests; `false` for an
    /// operator without.
    ///
    /// # Errors
    /// The store can't be written.
    fn replace_recovery_codes(
        &self,
        name: &OperatorName,
        digests: &[String],
        now: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Returns the number of recovery codes that an operator has left.
    ///
    /// # Errors
    /// The store can't be read.
    fn recovery_codes_left(
        &self,
        name: &OperatorName,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;
    /// Marks a step of the second factor, and every earlier one, as used; `false` if it was already used.
    ///
    /// # Errors
    /// The store can't be written.
    fn use_step(
        &self,
        name: &OperatorName,
        step: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Marks a recovery code as used, by its digest; `false` if there is no such code. `source` is the address
    /// from which it was typed.
    ///
    /// # Errors
    /// The store can't be written.
    fn use_recovery_code(
        &self,
        name: &OperatorName,
        digest: &str,
        source: &str,
        now: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Counts the attempt of a source to give a code for an operator, unless codes are locked. Digits are
    /// also counted for all sources together.
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
    /// Forgets the wrong codes of a source, and takes back the last attempt that was counted for all sources.
    ///
    /// # Errors
    /// The store can't be written.
    fn forget_code_attempts(
        &self,
        name: &OperatorName,
        source: &str,
        kind: CodeKind,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Stores a pending sign-in, and removes expired ones; `false` if too many of its kind are pending.
    ///
    /// # Errors
    /// The store can't be written.
    fn begin_sign_in(
        &self,
        token: &Token,
        begun: &BegunSignIn,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
    /// Returns the pending sign-in with the given digest.
    ///
    /// # Errors
    /// The store can't be read.
    fn begun_sign_in(
        &self,
        digest: &str,
        now: i64,
    ) -> impl Future<Output = Result<Option<BegunSignIn>, StoreError>> + Send;
    /// Removes a pending sign-in. `false` if it isn't there, so that only one caller completes it.
    ///
    /// # Errors
    /// The store can't be written.
    fn end_begun_sign_in(&self, digest: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// A second factor, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The last step that was used.
    pub last_step: i64,
}

/// A second factor to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The step of the code that confirmed it.
    pub step: i64,
    /// The digests of the recovery codes.
    pub recovery_digests: Vec<String>,
    /// The digest of the session that continues.
    pub session: String,
}

/// The kind of a code that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Six digits from an authenticator, which can be guessed.
    Digits,
    /// A recovery code, which can't be guessed. So guesses of strangers don't lock it.
    Recovery,
}

/// A pending sign-in. Only one browser holds its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunSignIn {
    /// The operator with the right password; `None` for a sign-in by a provider.
    pub operator: Option<OperatorName>,
    /// When it began.
    pub began: i64,
    /// State of the sign-in that only the desk may know.
    pub state: String,
}

impl BegunSignIn {
    /// A pending sign-in expires after this number of seconds.
    pub const SECONDS: i64 = 10 * 60;
    /// The maximum number of pending sign-ins by a provider. Anyone can begin one, without a password.
    pub const MOST_BY_PROVIDER: i64 = 10_000;
    /// The maximum number of pending sign-ins of operators whose password was right. It is counted apart, so
    /// that strangers can't use it up.
    pub const MOST_BY_PASSWORD: i64 = 10_000;

    /// The maximum number of pending sign-ins of this kind.
    #[must_use]
    pub const fn most(&self) -> i64 {
        match self.operator {
            None => Self::MOST_BY_PROVIDER,
            Some(_) => Self::MOST_BY_PASSWORD,
        }
    }
}
