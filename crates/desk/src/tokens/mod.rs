//! Signing keys in hardware: tokens that a PKCS#11 module reaches. A module is foreign code that may hang, and a token may be pulled
//! out at any moment, so one thread of its own calls each module, everybody waits for it with a time limit, and a token that comes back
//! is used again without a restart.
//!
//! Lives here: the thread, the session with a token, its key, its faults. Never here: which key signs (`keys` and the ledger know), or a
//! sentence.

mod fault;
mod key_attributes;
mod module;
mod module_thread;
mod place;
mod registry;
mod token_key;

pub use fault::TokenFault;
pub use place::{PlaceError, TokenPlace};
pub use registry::{Adopted, Tokens};
pub(crate) use token_key::TokenKey;
