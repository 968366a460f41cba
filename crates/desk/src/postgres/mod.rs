//! The connection to PostgreSQL: address, TLS, pool, transactions, and the meaning of faults.
//!
//! This module never has a statement on the desk's tables, or a rule of the ledger.

mod address_url;
mod connect;
mod connect_fault;
pub mod connection_options;
mod fault;
mod health;
mod pool;
mod safe_text;
mod statements;
mod tls;
mod transaction;

pub use connect::OLDEST_SERVER;
pub use connect_fault::{CertificateFault, ConnectFault};
pub use connection_options::{AddressError, DatabaseAddress, PostgresAddress};
pub use fault::{FaultKind, Outcome, PostgresFault, Retry};
pub use pool::{PoolSettings, PoolStatus, PostgresConnection, PostgresPool};
pub use statements::{Statements, Values};
pub use transaction::{Mode, PostgresTransaction};
