//! The connection to PostgreSQL: options, TLS, pool, transactions, and the meaning of faults.
//!
//! | files | hold |
//! | --- | --- |
//! | `connection_options`, `address_url` | every option with its default, such as `connect_timeout`; the URL that names them; start here |
//! | `connect`, `tls`, `connect_fault` | one connection, and why there is none |
//! | `pool`, `health` | the pool and how long a caller waits; whether a connection is used again |
//! | `transaction`, `statements` | transactions, and statements with their time limit |
//! | `fault`, `safe_text` | what an error means, and what of it may be shown |
//!
//! Never here: a statement on the desk's tables (`sql`), or a rule of the ledger.

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
pub use pool::{Plans, PoolSettings, PoolStatus, PostgresConnection, PostgresPool};
pub use statements::{Statements, Values};
pub use transaction::{Mode, PostgresTransaction};
