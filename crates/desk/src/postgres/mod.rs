//! The connection to PostgreSQL: address, TLS, pool, transactions, and what a fault means.
//!
//! Never here: a statement on the desk's tables, or a rule of the ledger.

pub mod address;
mod address_url;

pub use address::{AddressError, DatabaseAddress, PostgresAddress};
