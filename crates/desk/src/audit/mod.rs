//! The chain of the audit, which makes later changes of entries detectable.
//!
//! The entries are acts on license numbers and events of other kinds. Each has a position in one chain; its
//! hash covers the entry, its position and the previous hash ([`chain`]). The desk signs the chain's end once
//! a day ([`SignedHead`]). A signed head that is stored outside of the database proves every later change of
//! the entries before it, even a change by the owner of the database. This module never has SQL statements or
//! the clock.

pub mod chain;
mod head;
mod sign;
mod verify;

pub use chain::{ChainHash, ChainedEntry, EntryList};
pub use head::{HeadError, MAX_BYTES as MAX_HEAD_BYTES, SignedHead};
pub use sign::{is_head_due, sign_head};
pub use verify::{AuditCheck, AuditFinding, AuditFindingKind, ChainLink, Verifier};
