//! Clusters of PostgreSQL in temporary folders: server, users, certificates, a standby.

mod authority;
mod cluster;
mod server;

pub use authority::{Authority, ServerCertificate};
pub use cluster::{Cluster, Fsync, Login};
pub use server::programs;

/// The password of the user `desk`.
pub const PASSWORD: &str = "pass-of-desk";
