//! The audit's chain: what was done can't be changed afterwards without being seen.
//!
//! Entries are acts on license numbers and events of everything else. Each has a place in one chain; its hash covers the entry, its
//! position and the hash before it ([`chain`]). The desk signs the chain's end once a day ([`SignedHead`]). Whoever keeps a signed head
//! elsewhere finds every change before it, by the owner of the database too. Never here: statements, the clock.

pub mod chain;
mod head;
mod sign;
mod verify;

pub use chain::{ChainHash, ChainedEntry, EntryList};
pub use head::{HeadError, MAX_BYTES as MAX_HEAD_BYTES, SignedHead};
pub use sign::{is_head_due, sign_head};
pub use verify::{AuditCheck, AuditFinding, AuditFindingKind, ChainLink, Verifier};
