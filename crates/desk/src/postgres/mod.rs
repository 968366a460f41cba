//! The connection to PostgreSQL: address, TLS, pool, transactions, and the meaning of faults.
//!
//! This module never has a statement on the desk's tables, or a rule of the ledger.

pub mod address;
mod address_url;
mod connect;
mod connect_fault;
mod fault;
mod health;
mod pool;
mod safe_text;
mod statements;
mod tls;
mod transaction;

pub use address::{AddressError, DatabaseAddress, PostgresAddress};
pub use connect::OLDEST_SERVER;
pub use connect_fault::{CertificateFault, ConnectFault};
pub use fault::{FaultKind, Outcome, PostgresFault, Retry};
pub use pool::{PoolSettings, PoolStatus, PostgresConnection, PostgresPool};
pub use statements::{Statements, Values};
pub use transaction::{Mode, PostgresTransaction};
