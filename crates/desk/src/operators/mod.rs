//! Operators: who may sign in to the office, and how long a session lasts.
//!
//! This module has names, passwords (Argon2id), second factors (TOTP) and recovery codes, the lockout after
//! wrong ones, session tokens, and the traits of the store that holds them ([`OperatorStore`],
//! [`SecondFactorStore`]). It never has SQL, HTTP or the clock.

pub mod lockout;
mod name;
pub mod password;
pub mod second_factor;
mod second_factor_key;
mod second_factor_store;
mod second_step;
mod session;
mod sign_in;
mod store;

pub use name::{NameError, OperatorName};
pub use second_factor_key::{Proposal, SecondFactorKey};
pub use second_factor_store::{
    BegunSignIn, CodeKind, NewSecondFactor, SecondFactorStore, StoredSecondFactor,
};
pub use second_step::{CodeCheck, SecondStep, check_code, second_step};
pub use session::{
    IDLE_SECONDS, MAX_AGENT_CHARS, MAX_SECONDS, NewSession, Session, SignInOrigin, SignInWay, Token,
};
pub use sign_in::{SignIn, SignInError, sign_in};
pub use store::{EndSessions, NewOperator, Operator, OperatorStore, SignInAttempt};
