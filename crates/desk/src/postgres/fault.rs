//! What an error of the driver or the pool means: for the store, for a retry, and for what may have been
//! written.
//!
//! This module never shows a password, a value of a row, or the text of a statement.

use std::error::Error as _;
use std::io;

use deadpool::managed::{PoolError, TimeoutType};
use thiserror::Error;
use tokio_postgres::error::DbError;

use countersign_ledger::StoreError;

use super::connect_fault::ConnectFault;
use super::safe_text::server_text;

/// Why PostgreSQL didn't carry out a request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind}")]
pub struct PostgresFault {
    /// What happened.
    pub kind: FaultKind,
    /// What may have been written anyway.
    pub outcome: Outcome,
}

/// What may have been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    NothingWritten,
    /// All or nothing: the reply to `COMMIT` never came, or says that a standby may not have the data.
    Unknown,
}

/// Whether to retry the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// A retry on the same connection may succeed.
    Again,
    /// A retry on another connection may succeed. This connection is closed.
    OtherConnection,
    /// An automatic retry is useless. With [`Outcome::Unknown`], ask the database first what was written.
    No,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FaultKind {
    /// Another transaction came first: 40001, 40P01, 23505.
    #[error("another transaction came first")]
    Conflict,
    /// A lock was not granted within the time limit: 55P03.
    #[error("a lock was not granted in time")]
    LockTimeout,
    /// A statement took longer than the time limit: 57014.
    #[error("a statement took too long")]
    StatementTimeout,
    /// No connection of the pool became free within the time limit.
    #[error("no connection became free in time")]
    PoolTimeout,
    /// The pool is closed, because the desk shuts down.
    #[error("the pool is closed")]
    PoolClosed,
    /// There is no connection.
    #[error(transparent)]
    Connect(ConnectFault),
    /// The connection is lost, or the server doesn't answer any more.
    #[error("the connection to the server was lost")]
    Lost,
    /// The server accepts no writes, like a standby: 25006.
    #[error("the server accepts no writes")]
    ReadOnly,
    /// The server's disk is full: 53100.
    #[error("the server's disk is full")]
    DiskFull,
    /// The server reports damaged data (XX001, XX002), or a row can't be decoded.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The user doesn't have a privilege (42501), or the server doesn't have a feature or file (0A000,
    /// 58P01).
    #[error("the server does not allow it: {0}")]
    Denied(String),
    /// The tables changed after a statement was prepared, for example by a migration: 0A000 of the plan
    /// cache, 26000.
    #[error("a prepared statement is stale")]
    StaleStatement,
    /// The server stopped waiting for its standby: the committed data may be on one server only.
    #[error("what was written may not have reached the standby")]
    NotReplicated,
    /// A statement failed earlier in this transaction, so the transaction can't be committed.
    #[error("a statement of this transaction failed")]
    Aborted,
    /// Another fault, with a text that holds no value.
    #[error("{0}")]
    Other(String),
}

impl FaultKind {
    fn of_server(said: &DbError) -> Self {
        match said.code().code() {
            "40001" | "40P01" | "23505" => Self::Conflict,
            "55P03" => Self::LockTimeout,
            "57014" => Self::StatementTimeout,
            "25006" => Self::ReadOnly,
            "53100" => Self::DiskFull,
            "XX001" | "XX002" => Self::Damaged(server_text(said)),
            "42501" => Self::Denied(server_text(said)),
            "26000" => Self::StaleStatement,
            // The code alone is ambiguous; the name of the server's function isn't translated.
            "0A000" if said.routine() == Some("RevalidateCachedQuery") => Self::StaleStatement,
            "0A000" | "58P01" => Self::Denied(server_text(said)),
            // The connection was idle in a transaction for too long, and the server has closed it.
            "25P03" => Self::Lost,
            code if code.starts_with("08") || code.starts_with("57P") => Self::Lost,
            _ => Self::Other(server_text(said)),
        }
    }

    fn of_driver(error: &tokio_postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            return Self::of_server(said);
        }
        let is_io = error.source().is_some_and(|cause| cause.is::<io::Error>());
        // The driver's kinds of errors are private; a test pins their texts.
        match error.to_string() {
            _ if is_io || error.is_closed() => Self::Lost,
            words
                if words.starts_with("error deserializing column") || words.starts_with("invalid column") =>
            {
                Self::Damaged(words)
            }
            words if words == "unexpected message from server" => Self::Lost,
            words => Self::Other(words),
        }
    }

    /// Whether the connection must not be used again.
    pub(super) const fn spoils_connection(&self) -> bool {
        matches!(self, Self::Lost | Self::ReadOnly | Self::StaleStatement | Self::Damaged(_))
    }
}

impl PostgresFault {
    /// Creates a fault after which nothing is written.
    pub(super) const fn nothing_written(kind: FaultKind) -> Self {
        Self { kind, outcome: Outcome::NothingWritten }
    }

    /// Converts the error of a statement in a transaction, which is rolled back with it.
    pub(super) fn in_transaction(error: &tokio_postgres::Error) -> Self {
        Self::nothing_written(FaultKind::of_driver(error))
    }

    /// Converts the error of `COMMIT`, or of a statement that is a transaction by itself. A reply of the
    /// server means that nothing was written, unless the server closed the connection: it may do so while it
    /// waits for a standby.
    pub(super) fn at_commit(error: &tokio_postgres::Error) -> Self {
        let kind = FaultKind::of_driver(error);
        let outcome = match kind {
            FaultKind::Lost => Outcome::Unknown,
            _ if error.as_db_error().is_some() => Outcome::NothingWritten,
            _ => Outcome::Unknown,
        };
        Self { kind, outcome }
    }

    pub(super) fn of_pool(error: PoolError<ConnectFault>) -> Self {
        Self::nothing_written(match error {
            PoolError::Timeout(TimeoutType::Wait) => FaultKind::PoolTimeout,
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => FaultKind::Lost,
            PoolError::Backend(fault) => FaultKind::Connect(fault),
            PoolError::Closed => FaultKind::PoolClosed,
            PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                FaultKind::Other(error.to_string())
            }
        })
    }

    /// Returns whether to retry the transaction.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match (&self.outcome, &self.kind) {
            (Outcome::Unknown, _) => Retry::No,
            (_, FaultKind::Conflict) => Retry::Again,
            (_, FaultKind::Lost | FaultKind::ReadOnly | FaultKind::StaleStatement) => Retry::OtherConnection,
            _ => Retry::No,
        }
    }
}

/// Converts the error of reading a column of a row, or any other error outside of a transaction.
impl From<tokio_postgres::Error> for PostgresFault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::at_commit(&error)
    }
}

impl From<PostgresFault> for StoreError {
    fn from(fault: PostgresFault) -> Self {
        match fault.kind {
            FaultKind::Conflict => Self::Conflict,
            FaultKind::LockTimeout
            | FaultKind::StatementTimeout
            | FaultKind::PoolTimeout
            | FaultKind::PoolClosed
            | FaultKind::Lost
            | FaultKind::NotReplicated
            | FaultKind::StaleStatement => Self::Busy,
            FaultKind::Connect(fault) if fault.may_pass() => Self::Busy,
            FaultKind::ReadOnly => Self::ReadOnly,
            FaultKind::DiskFull => Self::Full,
            FaultKind::Denied(what) => Self::Denied(what),
            FaultKind::Damaged(what) => Self::Damaged(what),
            FaultKind::Connect(fault) => Self::Fault(fault.to_string()),
            kind @ (FaultKind::Aborted | FaultKind::Other(_)) => Self::Fault(kind.to_string()),
        }
    }
}
