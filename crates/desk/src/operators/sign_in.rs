//! Sign-in by password. Every attempt is counted before its password is checked, so that concurrent attempts
//! can't bypass the lock.

use thiserror::Error;

use super::name::OperatorName;
use super::second_factor_store::{BegunSignIn, SecondFactorStore};
use super::session::{NewSession, SignInOrigin, SignInWay, Token};
use super::store::{OperatorStore, SignInAttempt};
use countersign_ledger::StoreError;

/// The outcome of a sign-in.
pub enum SignIn {
    /// The operator is signed in, with this token.
    Accepted(Token),
    /// The password is right, and a code is needed. The token is for the pending sign-in
    /// ([`second_step`](super::second_step)).
    NeedsCode(Token),
    /// The name or the password is wrong. The outcome doesn't say which.
    Wrong,
    /// The name is locked for this source until this time, in seconds since 1970-01-01 UTC.
    Locked(i64),
    /// Too many sign-ins of operators whose password was right are pending.
    Crowded,
}

/// Why a sign-in failed without a decision.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignInError {
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gave no random bytes.
    #[error("{0}")]
    System(String),
}

/// Signs an operator in. Wrong passwords are counted by name and source (an address, or a block of
/// addresses), so that guesses from other sources don't lock operators out of their own names.
///
/// `verify` compares the typed password with a hash; with `None` it takes as long. It is called once.
///
/// # Errors
/// [`SignInError`], or the error of `verify`. A wrong password is not an error.
pub async fn sign_in<S, V, F, E>(
    store: &S,
    name: &str,
    origin: SignInOrigin,
    now: i64,
    verify: V,
) -> Result<SignIn, E>
where
    S: OperatorStore + SecondFactorStore,
    V: FnOnce(Option<String>) -> F,
    F: Future<Output = Result<bool, E>>,
    E: From<SignInError>,
{
    // A malformed name takes as long as a valid name.
    let Ok(name) = OperatorName::parse(name) else {
        verify(None).await?;
        return Ok(SignIn::Wrong);
    };
    let attempt = store.begin_attempt(&name, &origin.source, now).await.map_err(SignInError::Store)?;
    if let SignInAttempt::Locked(until) = attempt {
        return Ok(SignIn::Locked(until));
    }
    let hash = store.password_of(&name).await.map_err(SignInError::Store)?;
    // An operator who signs in by a provider has no password. Then the check takes as long as for a wrong
    // password.
    let hash = hash.filter(|hash| !hash.is_empty());
    if !verify(hash).await? {
        return Ok(SignIn::Wrong);
    }
    let token = Token::new().map_err(|error| SignInError::System(error.to_string()))?;
    // This comes before the session is opened, so that a fault here leaves no session without an owner of its
    // token.
    store.forget_attempts(&name, &origin.source).await.map_err(SignInError::Store)?;
    if store.second_factor_of(&name).await.map_err(SignInError::Store)?.is_some() {
        let begun = BegunSignIn { operator: Some(name), began: now, state: String::new() };
        let begins = store.begin_sign_in(&token, &begun).await.map_err(SignInError::Store)?;
        return Ok(if begins { SignIn::NeedsCode(token) } else { SignIn::Crowded });
    }
    let session = NewSession { operator: name, way: SignInWay::Password, origin, opened: now };
    store.open_session(&token, &session).await.map_err(SignInError::Store)?;
    Ok(SignIn::Accepted(token))
}
