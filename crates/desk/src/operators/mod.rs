//! Operators: who may sign in to the office, and how long a session lasts.
//!
//! | files | hold |
//! | --- | --- |
//! | `sign_in`, `password`, `lockout` | the first step: a password, and the wait after wrong ones; start here |
//! | `second_step`, `second_factor`, `second_factor_key` | the second step: a code of the authenticator (TOTP) or a recovery code; the key that seals secrets |
//! | `session` | sessions of operators, and their tokens |
//! | `name` | names |
//! | `store`, `second_factor_store` | the traits of the store ([`OperatorStore`], [`SecondFactorStore`]) |
//!
//! Never here: SQL, HTTP, the clock, or what a role permits (`access`).

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
    IDLE_SECONDS, MAX_AGENT_CHARS, MAX_SECONDS, NewSession, Session, SignInOrigin, SignInWay, Token, is_csrf,
};
pub use sign_in::{SignIn, SignInError, sign_in};
pub use store::{Actor, EndSessions, NewOperator, Operator, OperatorStore, SignInAttempt};
