//! Operators: who may sign in to the back office, and how long a sign-in lasts.
//!
//! Lives here: names, passwords (Argon2id), the lockout after wrong passwords, session tokens, and the trait of the store
//! that keeps them ([`OperatorStore`]). Never here: SQL, HTTP or the clock.

pub mod lockout;
mod name;
pub mod password;
mod session;
mod sign_in;
mod store;

pub use name::{NameError, OperatorName};
pub use session::{
    IDLE_SECONDS, MAX_AGENT_CHARS, MAX_SECONDS, NewSession, Session, SignInOrigin, SignInWay, Token,
};
pub use sign_in::{SignIn, SignInError, sign_in};
pub use store::{EndSessions, NewOperator, Operator, OperatorStore, SignInAttempt};
