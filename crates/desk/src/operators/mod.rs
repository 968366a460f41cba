//! Operators: who may sign in to the back office, and how long a sign-in lasts.
//!
//! Lives here: names, passwords (argon2id), the lock-out on guessing, session tokens, and the trait of the
//! store that keeps them ([`Roster`]). Never here: SQL, HTTP, or the clock.

pub mod lockout;
mod name;
pub mod password;
mod session;
mod sign_in;

pub use name::{NameFault, OperatorName};
pub use session::{IDLE, LONGEST, Session, Token};
pub use sign_in::{Guess, Operator, Roster, SignIn, SignInError, sign_in};
