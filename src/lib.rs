//! The device program: activates a machine offline after "activation failed".
//!
//! Modules from left to right; each uses only those to its left, and the crates `core`, `probe`, `keep` and `ledger`:
//!
//! ```text
//! wizard → online, text → page → screen, plain → terminal → commands
//! ```
//!
//! | module | does | never |
//! | --- | --- | --- |
//! | [`wizard`] | turns a state and a message into the next state and effects, without I/O | draws, waits, holds a sentence |
//! | `online` (feature) | sends one request to the desk over a network, names each failure | decides to ask, starts a thread |
//! | [`text`] | holds the sentences of this program in English and Chinese | decides which sentence to say |
//! | [`page`] | turns a state into a page: blocks of words | knows cells, colours, escape sequences |
//! | [`screen`] | draws a page in the cells of a terminal | changes a state, reads the environment |
//! | [`plain`] | prints a page line by line, turns an answer into a message | has rules of its own |
//! | [`terminal`] | sets the terminal up and restores it, decodes keys, writes a frame | asks the terminal a question |
//! | [`commands`] | parses the command line, runs commands and the wizard, carries out effects | holds a rule |

pub mod commands;
#[cfg(feature = "online")]
pub mod online;
pub mod page;
pub mod plain;
pub mod screen;
pub mod terminal;
pub mod text;
pub mod wizard;
