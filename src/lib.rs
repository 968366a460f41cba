//! Countersign: takes a machine from "activation failed" to activated, offline, and answers it.
//!
//! The rooms stand left to right, and each uses only rooms to its left (`ARCHITECTURE.md` has the map):
//!
//! ```text
//! machine → review → remedy → protocol → profile → keep → wizard → online, text → page → screen, plain → terminal → commands
//! machine → review → remedy → protocol → profile → ledger → text → desk
//! ```

pub mod commands;
#[cfg(feature = "desk")]
pub mod desk;
pub mod keep;
pub mod lang;
pub mod ledger;
pub mod machine;
#[cfg(feature = "online")]
pub mod online;
pub mod page;
pub mod plain;
pub mod profile;
pub mod protocol;
pub mod remedy;
pub mod review;
pub mod screen;
pub mod terminal;
pub mod text;
pub mod wizard;
