//! The device program: the wizard and the commands that take a machine from "activation failed" to activated.
//!
//! QrStyles use only those to their left (`ARCHITECTURE.md` has the map):
//!
//! ```text
//! wizard → online, text → page → screen, plain → terminal → commands
//! ```

pub mod commands;
#[cfg(feature = "online")]
pub mod online;
pub mod page;
pub mod plain;
pub mod screen;
pub mod terminal;
pub mod text;
pub mod wizard;
