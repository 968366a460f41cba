//! The second step of a sign-in: a code of the second factor, or a recovery code.

use super::name::OperatorName;
use super::second_factor::{SecondFactorSecret, TypedCode};
use super::second_factor_store::{CodeKind, SecondFactorStore};
use super::session::{NewSession, SignInOrigin, SignInWay, Token};
use super::sign_in::SignInError;
use super::store::{OperatorStore, SignInAttempt};

/// The outcome of a second step.
pub enum SecondStep {
    /// The operator is signed in, with this token.
    Accepted(Token),
    /// The code is wrong, or was used before.
    Wrong,
    /// Codes are locked until this time, in seconds since 1970-01-01 UTC.
    Locked(i64),
    /// The sign-in has ended: it took too long, or was completed in another window.
    Over,
}

/// The outcome of checking a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeCheck {
    /// The code is right and is marked as used.
    Right(SignInWay),
    /// The code is wrong, or was used before.
    Wrong,
    /// Codes are locked until this time, in seconds since 1970-01-01 UTC.
    Locked(i64),
}

/// Continues the pending sign-in with the given digest.
///
/// `open` opens a sealed secret of an operator.
///
/// # Errors
/// [`SignInError`] if the store or the system fails. A wrong code is not an error.
pub async fn second_step<S>(
    store: &S,
    begun_digest: &str,
    typed: &str,
    origin: SignInOrigin,
    now: i64,
    open: impl Fn(&OperatorName, &[u8]) -> Option<SecondFactorSecret> + Send,
) -> Result<(Option<OperatorName>, SecondStep), SignInError>
where
    S: OperatorStore + SecondFactorStore,
{
    let begun = store.begun_sign_in(begun_digest, now).await?;
    let Some(operator) = begun.and_then(|begun| begun.operator) else { return Ok((None, SecondStep::Over)) };
    let step = match check_code(store, &operator, typed, &origin.source, now, open).await? {
        CodeCheck::Locked(until) => SecondStep::Locked(until),
        CodeCheck::Wrong => SecondStep::Wrong,
        // The password may have been replaced in the meantime, or a second window was faster.
        CodeCheck::Right(_) if !store.end_begun_sign_in(begun_digest).await? => SecondStep::Over,
        CodeCheck::Right(way) => {
            let token = Token::new().map_err(|error| SignInError::System(error.to_string()))?;
            let session = NewSession { operator: operator.clone(), way, origin, opened: now };
            store.open_session(&token, &session).await?;
            SecondStep::Accepted(token)
        }
    };
    Ok((Some(operator), step))
}

/// Checks a code and marks it as used. An attempt is counted before the code is checked, so that concurrent
/// attempts can't bypass the lock.
///
/// # Errors
/// [`SignInError`] if the store or the system fails. A wrong code is not an error.
pub async fn check_code<S: SecondFactorStore>(
    store: &S,
    operator: &OperatorName,
    typed: &str,
    source: &str,
    now: i64,
    open: impl Fn(&OperatorName, &[u8]) -> Option<SecondFactorSecret> + Send,
) -> Result<CodeCheck, SignInError> {
    let code = TypedCode::parse(typed);
    let kind = match code {
        TypedCode::Recovery(_) => CodeKind::Recovery,
        TypedCode::Digits(_) | TypedCode::Neither => CodeKind::Digits,
    };
    if let SignInAttempt::Locked(until) = store.begin_code_attempt(operator, source, kind, now).await? {
        return Ok(CodeCheck::Locked(until));
    }
    let way = match code {
        TypedCode::Neither => None,
        TypedCode::Recovery(code) => {
            let used = store.use_recovery_code(operator, &code.digest(operator), source, now).await?;
            used.then_some(SignInWay::RecoveryCode)
        }
        TypedCode::Digits(digits) => {
            let step = match store.second_factor_of(operator).await? {
                None => None,
                Some(stored) => {
                    let secret = open(operator, &stored.sealed).ok_or_else(|| {
                        SignInError::System("the secret of a second factor can't be opened".to_owned())
                    })?;
                    secret.accept(&digits, stored.last_step, now)
                }
            };
            match step {
                Some(step) if store.use_step(operator, step).await? => Some(SignInWay::SecondFactor),
                _ => None,
            }
        }
    };
    let Some(way) = way else { return Ok(CodeCheck::Wrong) };
    store.forget_code_attempts(operator, source, kind).await?;
    Ok(CodeCheck::Right(way))
}
