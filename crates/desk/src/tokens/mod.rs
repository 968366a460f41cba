//! Signing keys in hardware: tokens that a PKCS#11 module gives access to. A module is foreign code that may
//! hang, and a token may be removed at any time. So a separate thread calls each module, all callers wait for
//! it with a time limit, and a token that is inserted again is used without a restart.
//!
//! This module has the thread, the session with a token, its key, its faults. It never decides which key
//! signs (`keys` and the ledger do), and never has a sentence.

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
