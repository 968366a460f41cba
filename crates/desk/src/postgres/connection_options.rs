//! The value of `--database` and `COUNTERSIGN_DATABASE_URL`: a SQLite file, or PostgreSQL servers.
//!
//! # PostgreSQL
//!
//! `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?OPTION=VALUE&…`. A character of user, password,
//! host or value that has a meaning in a URL must be percent-encoded. A host that begins with `/` (`%2F`) is
//! the folder of a Unix socket; without a host it is [`SOCKET_FOLDER`]. The options have libpq's names:
//!
//! | option | values | default |
//! | --- | --- | --- |
//! | `host`, `port`, `user`, `password`, `dbname` | as in the URL | |
//! | `sslmode` | `disable`, `prefer`, `require`, `verify-ca`, `verify-full` | see below |
//! | `sslrootcert` | a PEM file of certificates, or `system` | `system` if certificates are verified |
//! | `target_session_attrs` | `read-write`, `any` | `read-write` if several hosts are named, otherwise `any` |
//! | `connect_timeout` | seconds for each address of each host, including TLS and sign-in | 5 |
//! | `application_name` | a text | `countersign-desk` |
//! | `options` | settings for the server, `-c NAME=VALUE` | |
//!
//! # What `sslmode` verifies
//!
//! | `sslmode` | without `sslrootcert` | with `sslrootcert` |
//! | --- | --- | --- |
//! | `disable` | no TLS | no TLS |
//! | `prefer` | TLS where the server offers it; nothing is verified | TLS where the server offers it; then as `verify-full` |
//! | `require` | always TLS; nothing is verified | as `verify-full` |
//! | `verify-ca`, `verify-full` | always TLS; the server's certificate is issued by an authority that this system trusts, and the host's name is one of its names | the same, with the authorities of the file |
//!
//! libpq's `verify-ca` doesn't verify the host's name. The desk does: if there is an authority to verify
//! with, certificate **and** name are verified. Without `sslmode`, a host that is neither loopback nor a Unix
//! socket gets `verify-full`, and so does every TCP host if `sslrootcert` is given; others get `prefer`. A
//! Unix socket never has TLS.
//!
//! This module never connects. No error, `Debug` or `Display` shows a password.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use countersign_core::machine::printable;
use countersign_core::text::safe_path;

use super::address_url;

/// The folder of Debian's Unix socket, used if an address names no host.
pub const SOCKET_FOLDER: &str = "/var/run/postgresql";

/// The port of a host without a port.
pub const DEFAULT_PORT: u16 = 5432;

/// The time limit for one address of a host, if `connect_timeout` is not given.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The default name of the desk's connections in `pg_stat_activity`.
pub const APPLICATION_NAME: &str = "countersign-desk";

/// The address of the ledger's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A database on PostgreSQL servers.
    Postgres(PostgresAddress),
}

impl DatabaseAddress {
    /// Parses `sqlite:PATH`, `sqlite://PATH`, a bare path, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`AddressError`] if the address is of another kind, or a part of it can't be used.
    pub fn parse(address: &str) -> Result<Self, AddressError> {
        let path = match address.split_once(':') {
            Some(("postgres" | "postgresql", rest)) => {
                let rest = rest.strip_prefix("//").ok_or(AddressError::Slashes)?;
                return address_url::parse(rest).map(Self::Postgres);
            }
            Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(AddressError::Scheme(printable(scheme.as_bytes())));
            }
            _ => address,
        };
        if path.is_empty() { Err(AddressError::NoPath) } else { Ok(Self::Sqlite(path.into())) }
    }
}

/// A database on one or several PostgreSQL servers. `Display` leaves the password out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    pub(super) hosts: Vec<Host>,
    pub(super) user: Option<String>,
    pub(super) password: Option<Password>,
    pub(super) database: String,
    pub(super) roots: Option<Roots>,
    pub(super) session: Session,
    pub(super) connect_timeout: Duration,
    pub(super) application_name: String,
    pub(super) options: Option<String>,
}

impl PostgresAddress {
    /// Returns the servers, in the order in which they are tried.
    #[must_use]
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Returns the name of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Returns the user to sign in as; the system's user if the address names none.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Returns the requirement for a connection.
    #[must_use]
    pub const fn session(&self) -> Session {
        self.session
    }

    /// Returns the time limit for one address of a host.
    #[must_use]
    pub const fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// Returns the authorities that the address names.
    #[must_use]
    pub const fn roots(&self) -> Option<&Roots> {
        self.roots.as_ref()
    }

    /// Returns the name of the desk's connections on the server.
    #[must_use]
    pub fn application_name(&self) -> &str {
        &self.application_name
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = &self.user {
            write!(f, "{}@", printable(user.as_bytes()))?;
        }
        for (index, host) in self.hosts.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{host}")?;
        }
        write!(f, "/{}", printable(self.database.as_bytes()))
    }
}

/// One server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Where it listens.
    pub place: Place,
    /// Its port; part of the name of a Unix socket.
    pub port: u16,
    /// How TLS is used with it.
    pub tls: Tls,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Tcp(name) if name.contains(':') => write!(f, "[{name}]:{}", self.port),
            Place::Tcp(name) => write!(f, "{}:{}", printable(name.as_bytes()), self.port),
            Place::Unix(folder) => write!(f, "{}:{}", safe_path(folder), self.port),
        }
    }
}

/// The place at which a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A host name or an IP address.
    Tcp(String),
    /// The folder of a Unix socket.
    Unix(PathBuf),
}

impl Place {
    /// Whether only this computer can reach it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Unix(_) => true,
            Self::Tcp(name) => {
                name.eq_ignore_ascii_case("localhost")
                    || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
            }
        }
    }
}

/// How TLS is used with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// TLS is not used.
    Off,
    /// TLS is used if the server offers it.
    Offered(Verify),
    /// TLS is always used.
    Always(Verify),
}

/// What is verified of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verify {
    /// Nothing.
    Nothing,
    /// Its issuer, its validity dates and its name.
    IssuerAndName,
}

/// The value of `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SslMode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl SslMode {
    /// Returns how TLS is used with a host, according to the table above.
    pub(super) fn for_host(mode: Option<Self>, place: &Place, has_roots: bool) -> Tls {
        let verify = if has_roots { Verify::IssuerAndName } else { Verify::Nothing };
        match (mode, place) {
            (_, Place::Unix(_)) | (Some(Self::Disable), _) => Tls::Off,
            (Some(Self::Prefer), _) => Tls::Offered(verify),
            (Some(Self::Require), _) => Tls::Always(verify),
            (Some(Self::VerifyCa | Self::VerifyFull), _) => Tls::Always(Verify::IssuerAndName),
            (None, place) if place.is_local() && !has_roots => Tls::Offered(Verify::Nothing),
            (None, _) => Tls::Always(Verify::IssuerAndName),
        }
    }
}

/// The authorities with trusted certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// The authorities of this system.
    System,
    /// The authorities in a PEM file.
    File(PathBuf),
}

/// The requirement for a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// Any connection is accepted.
    Any,
    /// The connection must accept writes: a standby is skipped.
    ReadWrite,
}

/// A password that `Debug` doesn't show.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Password(Zeroizing<Vec<u8>>);

impl Password {
    pub(super) fn new(password: Vec<u8>) -> Self {
        Self(Zeroizing::new(password))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Why an address can't be used. No variant holds a part of a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// The address is empty, or has nothing after `sqlite:`.
    #[error("it names no file")]
    NoPath,
    /// The address is for another kind of database.
    #[error("{0}: isn't sqlite, postgres or postgresql")]
    Scheme(String),
    /// `postgres:` is not followed by `//`.
    #[error("// is missing after postgres:")]
    Slashes,
    /// There is a second `@`, or one after the hosts: a character of the user or the password must be
    /// percent-encoded.
    #[error("a character of the user or the password isn't percent-encoded")]
    Credentials,
    /// A part isn't valid percent-encoded UTF-8, or contains a NUL.
    #[error("{0}: bad percent-encoding")]
    Encoding(&'static str),
    /// A host is empty or malformed.
    #[error("a host is empty or malformed")]
    Host,
    /// A port isn't a number from 1 to 65535, or the number of ports is neither one nor the number of hosts.
    #[error("a port isn't a number from 1 to 65535, or there are too many ports")]
    Port,
    /// The name of the database is missing.
    #[error("it names no database")]
    NoDatabase,
    /// The desk doesn't know an option.
    #[error("it has an unknown option")]
    UnknownOption,
    /// An option doesn't accept its value.
    #[error("the option {0} has an invalid value")]
    Value(&'static str),
}

#[cfg(test)]
mod tests;
