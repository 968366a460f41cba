//! Why a connection fails, classified by what a person can do about it.
//!
//! This module never has words for a person (see `text::database`), or a password.

use std::error::Error as _;
use std::io;

use rustls::CertificateError;
use thiserror::Error;
use tokio_postgres::error::SqlState;

use countersign_core::machine::printable;

use super::safe_text::server_text;

/// Why there is no connection. `host` is the address of one server, as `HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConnectFault {
    /// The authorities can't be read.
    #[error("the authorities can't be read: {0}")]
    Roots(String),
    /// The host has no address, or refuses or loses the connection.
    #[error("{host}: {detail}")]
    Unreachable {
        /// The server.
        host: String,
        /// The system's message.
        detail: String,
    },
    /// No reply came within the time limit.
    #[error("{host}: no answer within {seconds} s")]
    NoAnswer {
        /// The server.
        host: String,
        /// The time limit.
        seconds: u64,
    },
    /// The server is starting, stopping or recovering.
    #[error("{host}: starting or stopping")]
    NotReady {
        /// The server.
        host: String,
    },
    /// The server has reached its maximum number of connections.
    #[error("{host}: too many sessions")]
    TooManySessions {
        /// The server.
        host: String,
    },
    /// The user or the password is wrong.
    #[error("{host}: wrong user or password")]
    Password {
        /// The server.
        host: String,
    },
    /// The server requests a password, and the address has none.
    #[error("{host}: a password is needed")]
    PasswordMissing {
        /// The server.
        host: String,
    },
    /// The server doesn't allow this user, from this computer, by this method, into this database.
    #[error("{host}: not allowed: {detail}")]
    NotAllowed {
        /// The server.
        host: String,
        /// The server's message.
        detail: String,
    },
    /// There is no such database.
    #[error("{host}: no database {database}")]
    DatabaseUnknown {
        /// The server.
        host: String,
        /// The database name in the address.
        database: String,
    },
    /// The server is older than [`OLDEST_SERVER`](super::connect::OLDEST_SERVER).
    #[error("{host}: PostgreSQL {version} is too old")]
    TooOld {
        /// The server.
        host: String,
        /// Its version.
        version: String,
    },
    /// The server doesn't support TLS, and the address requires it.
    #[error("{host}: no TLS")]
    NoTls {
        /// The server.
        host: String,
    },
    /// The server's certificate is not accepted.
    #[error("{host}: {fault}")]
    Certificate {
        /// The server.
        host: String,
        /// What is wrong with it.
        fault: CertificateFault,
    },
    /// TLS failed in another way.
    #[error("{host}: TLS: {detail}")]
    Tls {
        /// The server.
        host: String,
        /// The library's message.
        detail: String,
    },
    /// The server accepts no writes.
    #[error("{host}: read-only")]
    ReadOnly {
        /// The server.
        host: String,
    },
    /// Servers answer, and none of them accepts writes.
    #[error("none of {hosts} accepts writes")]
    NoneReadWrite {
        /// All servers of the address.
        hosts: String,
    },
    /// The other side isn't PostgreSQL, or sends an unexpected reply.
    #[error("{host}: {detail}")]
    Other {
        /// The server.
        host: String,
        /// Its message.
        detail: String,
    },
}

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CertificateFault {
    /// The certificate doesn't have the host's name.
    #[error("the certificate has another name")]
    Name,
    /// No trusted authority issued the certificate.
    #[error("the certificate's issuer isn't trusted")]
    Issuer,
    /// The certificate has expired, or isn't valid yet.
    #[error("the certificate isn't valid today")]
    Days,
    /// Another fault, with the library's message.
    #[error("the certificate is bad: {0}")]
    Other(String),
}

impl ConnectFault {
    /// Converts the driver's error about one server.
    pub(super) fn of(error: &tokio_postgres::Error, host: String, database: &str) -> Self {
        if let Some(said) = error.as_db_error() {
            return match said.code() {
                code if *code == SqlState::INVALID_PASSWORD => Self::Password { host },
                code if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
                    || *code == SqlState::INSUFFICIENT_PRIVILEGE =>
                {
                    Self::NotAllowed { host, detail: server_text(said) }
                }
                code if *code == SqlState::INVALID_CATALOG_NAME => {
                    Self::DatabaseUnknown { host, database: printable(database.as_bytes()) }
                }
                code if *code == SqlState::TOO_MANY_CONNECTIONS => Self::TooManySessions { host },
                // Class 57P is operator intervention: starting, stopping, a crash of another connection.
                code if code.code().starts_with("57P") => Self::NotReady { host },
                _ => Self::Other { host, detail: server_text(said) },
            };
        }
        // The driver's kinds of errors are private; tests pin their texts.
        let cause = error.source();
        let words = cause.map(ToString::to_string).unwrap_or_default();
        match cause.and_then(|cause| cause.downcast_ref::<io::Error>()) {
            Some(cause) => match cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(rustls::Error::InvalidCertificate(fault)) => {
                    Self::Certificate { host, fault: CertificateFault::of(fault) }
                }
                Some(fault) => Self::Tls { host, detail: fault.to_string() },
                None => Self::Unreachable { host, detail: words },
            },
            None if error.is_closed() => Self::Unreachable { host, detail: error.to_string() },
            None if words == "server does not support TLS" => Self::NoTls { host },
            None if words == "password missing" => Self::PasswordMissing { host },
            None if words.is_empty() => Self::Other { host, detail: error.to_string() },
            None => Self::Other { host, detail: format!("{error}: {words}") },
        }
    }

    /// Returns how specific the fault is. Of several servers' faults, the one with the highest rank is
    /// reported.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Unreachable { .. } | Self::NoAnswer { .. } => 0,
            Self::NotReady { .. } => 1,
            Self::ReadOnly { .. } | Self::NoneReadWrite { .. } => 2,
            Self::TooManySessions { .. } => 3,
            Self::Other { .. } | Self::Tls { .. } => 4,
            Self::TooOld { .. }
            | Self::NoTls { .. }
            | Self::Certificate { .. }
            | Self::Password { .. }
            | Self::PasswordMissing { .. }
            | Self::NotAllowed { .. }
            | Self::DatabaseUnknown { .. }
            | Self::Roots(_) => 5,
        }
    }

    /// Whether the fault may pass without any action: a server restarts, a standby is promoted.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        self.rank() <= 3
    }
}

impl CertificateFault {
    fn of(fault: &CertificateError) -> Self {
        match fault {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::Name,
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::Issuer,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::Days,
            other => Self::Other(other.to_string()),
        }
    }
}
