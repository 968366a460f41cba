//! The value of `--database` and `COUNTERSIGN_DATABASE_URL`: a file of SQLite, or servers of PostgreSQL.
//!
//! # PostgreSQL
//!
//! `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?OPTION=VALUE&…`. A sign of user, password, host or value that a URL
//! gives a meaning to is written percent-encoded. A host that begins with `/` (`%2F`) is the folder of a Unix socket; without a
//! host it is [`SOCKET_FOLDER`]. The options have libpq's names:
//!
//! | option | values | without it |
//! | --- | --- | --- |
//! | `host`, `port`, `user`, `password`, `dbname` | as in the URL | |
//! | `sslmode` | `disable`, `prefer`, `require`, `verify-ca`, `verify-full` | see below |
//! | `sslrootcert` | a PEM file of certificates, or `system` | `system` where certificates are verified |
//! | `target_session_attrs` | `read-write`, `any` | `read-write` where several hosts are named, else `any` |
//! | `connect_timeout` | seconds for each address of each host, TLS and sign-in included | 5 |
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
//! libpq's `verify-ca` leaves the host's name unverified. The desk's doesn't: once there is an authority to verify by, certificate
//! **and** name are verified. Without `sslmode`, a host that is neither loopback nor a Unix socket gets `verify-full`, and so does
//! every TCP host where `sslrootcert` is given; others get `prefer`. A Unix socket never has TLS.
//!
//! Never here: a connection. A password is in no error, no `Debug` and no `Display`.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use countersign_core::machine::printable;
use countersign_core::text::safe_path;

use super::address_url;

/// The folder of Debian's Unix socket, used where an address names no host.
pub const SOCKET_FOLDER: &str = "/var/run/postgresql";

/// The port of a host that is given without one.
pub const DEFAULT_PORT: u16 = 5432;

/// How long one address of a host may take, where `connect_timeout` isn't given.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The name of the desk's sessions in `pg_stat_activity`.
pub const APPLICATION_NAME: &str = "countersign-desk";

/// Where the ledger is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A database on servers of PostgreSQL.
    Postgres(PostgresAddress),
}

impl DatabaseAddress {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, a bare path, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`AddressError`]: the address is of another kind, or a part of it can't be used.
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

/// A database on one or several servers of PostgreSQL. `Display` leaves the password out.
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
    /// The servers, in the order in which they are tried.
    #[must_use]
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// The name of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The user to sign in as; the system's user where the address names none.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// What a session must be able to do.
    #[must_use]
    pub const fn session(&self) -> Session {
        self.session
    }

    /// How long one address of a host may take.
    #[must_use]
    pub const fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// The authorities that the address names.
    #[must_use]
    pub const fn roots(&self) -> Option<&Roots> {
        self.roots.as_ref()
    }

    /// The name of the desk's sessions on the server.
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

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A host name or an IP address.
    Tcp(String),
    /// The folder of a Unix socket.
    Unix(PathBuf),
}

impl Place {
    /// Whether this computer alone can reach it.
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
    /// Not at all.
    Off,
    /// Where the server offers it.
    Offered(Verify),
    /// Always.
    Always(Verify),
}

/// What is verified of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verify {
    /// Nothing.
    Nothing,
    /// Its issuer, its days and its name.
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
    /// How TLS is used with a host, as the table above has it.
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

/// The authorities whose certificates are trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// Those of this system.
    System,
    /// Those of a PEM file.
    File(PathBuf),
}

/// What a session must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// Anything goes.
    Any,
    /// It takes writes: a standby is passed over.
    ReadWrite,
}

/// A password that no `Debug` shows.
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

/// Why an address can't be used. No variant holds a piece of a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// The address is empty, or has nothing after `sqlite:`.
    #[error("it names no file")]
    NoPath,
    /// Another kind of database.
    #[error("{0}: isn't sqlite, postgres or postgresql")]
    Scheme(String),
    /// `postgres:` without `//`.
    #[error("// is missing after postgres:")]
    Slashes,
    /// A second `@`, or one after the hosts: a user or a password has a sign that must be percent-encoded.
    #[error("a sign of the user or the password isn't percent-encoded")]
    Credentials,
    /// A part isn't valid percent-encoded UTF-8, or has a NUL.
    #[error("{0}: bad percent-encoding")]
    Encoding(&'static str),
    /// A host is empty or malformed.
    #[error("a host is empty or malformed")]
    Host,
    /// A port isn't a number from 1 to 65535, or there are as many ports as neither one nor the hosts.
    #[error("a port isn't a number from 1 to 65535, or is one too many")]
    Port,
    /// The name of the database is missing.
    #[error("it names no database")]
    NoDatabase,
    /// An option that the desk doesn't know.
    #[error("it has an unknown option")]
    UnknownOption,
    /// A value that an option doesn't take.
    #[error("the option {0} doesn't take this value")]
    Value(&'static str),
}

#[cfg(test)]
mod tests;
