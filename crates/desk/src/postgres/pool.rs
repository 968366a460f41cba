//! The pool: a bounded number of sessions, each checked before it is used again where there is doubt.
//!
//! A session is thrown away after a lost connection, after a server that takes no writes, and after a stale statement. Such a
//! fault casts doubt on the other sessions too: each is asked once whether it takes writes. A new session goes to the first
//! host that fits, so that a promoted standby is found without a restart.
//!
//! Never here: a statement on the desk's tables.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    self, Manager, Metrics, PoolError, QueueMode, RecycleError, RecycleResult, TimeoutType, Timeouts,
};
use deadpool_postgres::ClientWrapper;

use super::address::{PostgresAddress, Session};
use super::connect::{Connector, is_read_only};
use super::connect_fault::ConnectFault;
use super::fault::PostgresFault;
use super::health::{Doubts, Health};
use super::statements::{Scope, Statements};
use super::transaction::{Mode, PostgresTransaction};

/// How many sessions a pool has, and how long each thing may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSettings {
    /// The most sessions.
    pub size: usize,
    /// How long a caller waits for a free session.
    pub wait: Duration,
    /// How long a session in doubt may take to answer.
    pub check: Duration,
    /// How long a session may lie idle and still be used without a question.
    pub trusted_for: Duration,
    /// How long a statement may take; `None` for work such as a migration or an export.
    pub statement: Option<Duration>,
    /// How much longer than that a reply is waited for. The server ends a statement itself; later, it is gone or hangs.
    pub grace: Duration,
    /// How long a statement waits for a lock.
    pub lock: Duration,
    /// How long a session may be idle inside a transaction.
    pub idle_in_transaction: Duration,
}

impl PoolSettings {
    /// The usual limits, for a pool of that many sessions.
    #[must_use]
    pub const fn of_size(size: usize) -> Self {
        Self {
            size,
            wait: Duration::from_secs(5),
            check: Duration::from_secs(2),
            trusted_for: Duration::from_secs(30),
            statement: Some(Duration::from_secs(30)),
            grace: Duration::from_secs(5),
            lock: Duration::from_secs(5),
            idle_in_transaction: Duration::from_secs(30),
        }
    }

    /// What each session sets as it starts: no round trip of its own.
    fn options(&self) -> String {
        let statement = self.statement.map_or(0, |limit| limit.as_millis().max(1));
        let (lock, idle) = (self.lock.as_millis().max(1), self.idle_in_transaction.as_millis().max(1));
        // Warnings must come: one says that a commit didn't reach the standby.
        format!(
            "-c statement_timeout={statement} -c lock_timeout={lock} \
             -c idle_in_transaction_session_timeout={idle} \
             -c default_transaction_isolation=read\\ committed -c client_min_messages=warning"
        )
    }

    /// How long a reply is waited for.
    fn reply(&self) -> Option<Duration> {
        self.statement.map(|limit| limit.saturating_add(self.grace))
    }
}

/// Sessions with a database. A clone is the same pool.
#[derive(Clone)]
pub struct PostgresPool {
    pool: managed::Pool<Sessions>,
    reply: Option<Duration>,
}

/// How busy a pool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStatus {
    /// The most sessions.
    pub limit: usize,
    /// Sessions there are.
    pub open: usize,
    /// Those of them that are free.
    pub free: usize,
    /// Callers who wait for one.
    pub waiting: usize,
}

impl PostgresPool {
    /// A pool without a session yet.
    ///
    /// # Errors
    /// [`ConnectFault::Roots`] if the authorities can't be read.
    pub fn new(address: &PostgresAddress, settings: &PoolSettings) -> Result<Self, ConnectFault> {
        let connector = Connector::new(address.clone(), &settings.options())?;
        let timeouts = Timeouts {
            wait: Some(settings.wait),
            create: Some(connector.time_limit()),
            recycle: Some(settings.check),
        };
        let sessions = Sessions { connector, doubts: Doubts::default(), trusted_for: settings.trusted_for };
        let pool = managed::Pool::builder(sessions)
            .max_size(settings.size)
            .timeouts(timeouts)
            // The session that was used last has its statements prepared and is the surest to be alive.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| ConnectFault::Other { host: address.to_string(), detail: error.to_string() })?;
        Ok(Self { pool, reply: settings.reply() })
    }

    /// A pool with one session, so that what is wrong with the address is known at once.
    ///
    /// # Errors
    /// [`ConnectFault`] if there is no session to be had.
    pub async fn open(address: &PostgresAddress, settings: &PoolSettings) -> Result<Self, ConnectFault> {
        let pool = Self::new(address, settings)?;
        match pool.pool.get().await {
            Ok(_) => Ok(pool),
            Err(PoolError::Backend(fault)) => Err(fault),
            Err(PoolError::Timeout(TimeoutType::Create)) => Err(ConnectFault::NoAnswer {
                host: address.to_string(),
                seconds: pool.pool.manager().connector.time_limit().as_secs(),
            }),
            Err(error) => Err(ConnectFault::Other { host: address.to_string(), detail: error.to_string() }),
        }
    }

    /// A free session, or a new one while there are fewer than the most.
    ///
    /// # Errors
    /// [`PostgresFault`] if none becomes free in time, or no server is to be had.
    pub async fn get(&self) -> Result<PostgresConnection, PostgresFault> {
        let object = self.pool.get().await.map_err(PostgresFault::of_pool)?;
        Ok(PostgresConnection { object, reply: self.reply })
    }

    /// How busy it is.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let status = self.pool.status();
        PoolStatus {
            limit: status.max_size,
            open: status.size,
            free: status.available,
            waiting: status.waiting,
        }
    }

    /// Closes the free sessions, and the others as they come back.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl fmt::Debug for PostgresPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresPool").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// One session, until it is dropped.
pub struct PostgresConnection {
    object: managed::Object<Sessions>,
    reply: Option<Duration>,
}

impl PostgresConnection {
    /// Statements that are each a transaction by themselves.
    #[must_use]
    pub fn statements(&self) -> Statements<'_> {
        Statements {
            client: &self.object.client,
            cache: &self.object.client.statement_cache,
            health: &self.object.health,
            reply: self.reply,
            scope: Scope::Each,
        }
    }

    /// Begins a transaction. It is undone unless it is committed.
    ///
    /// # Errors
    /// [`PostgresFault`] if the server doesn't begin one.
    pub async fn begin(&mut self, mode: Mode) -> Result<PostgresTransaction<'_>, PostgresFault> {
        let Link { client, health, .. } = &mut *self.object;
        PostgresTransaction::begin(client, Arc::clone(health), self.reply, mode).await
    }
}

impl fmt::Debug for PostgresConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresConnection").finish_non_exhaustive()
    }
}

/// Makes sessions, and decides which are used again.
struct Sessions {
    connector: Connector,
    doubts: Doubts,
    trusted_for: Duration,
}

/// A session of the pool.
struct Link {
    client: ClientWrapper,
    health: Arc<Health>,
    /// The doubts there were when it was found to be good.
    doubts: u64,
}

impl Manager for Sessions {
    type Type = Link;
    type Error = ConnectFault;

    async fn create(&self) -> Result<Link, ConnectFault> {
        let doubts = self.doubts.count();
        let health = Arc::new(Health::new(self.doubts.clone()));
        let client = self.connector.connect(&health).await?;
        Ok(Link { client, health, doubts })
    }

    async fn recycle(&self, link: &mut Link, metrics: &Metrics) -> RecycleResult<ConnectFault> {
        if link.client.is_closed() || link.health.is_unusable() {
            return Err(RecycleError::message("lost"));
        }
        let doubts = self.doubts.count();
        let interrupted = link.health.take_interrupted();
        if link.doubts == doubts && !interrupted && metrics.last_used() < self.trusted_for {
            return Ok(());
        }
        match is_read_only(&link.client).await {
            Ok(true) if self.connector.session() == Session::ReadWrite => {
                Err(RecycleError::message("takes no writes"))
            }
            Ok(_) => {
                link.doubts = doubts;
                Ok(())
            }
            Err(_) => Err(RecycleError::message("gives no answer")),
        }
    }
}
