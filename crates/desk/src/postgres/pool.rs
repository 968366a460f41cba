//! The connection pool: a bounded number of connections, each checked before it is used again if there is
//! doubt.
//!
//! A connection is closed after it is lost, after the server accepts no writes, and after a stale statement.
//! Such a fault may concern the other connections too, so each of them is asked once whether it accepts
//! writes. A new connection goes to the first host that is accepted, so that a promoted standby is found
//! without a restart.
//!
//! This module never has a statement on the desk's tables.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    self, Manager, Metrics, PoolError, QueueMode, RecycleError, RecycleResult, TimeoutType, Timeouts,
};
use deadpool_postgres::ClientWrapper;

use super::connect::{Connector, is_read_only};
use super::connect_fault::ConnectFault;
use super::connection_options::{PostgresAddress, Session};
use super::fault::PostgresFault;
use super::health::{Doubts, Health};
use super::statements::{Scope, Statements};
use super::transaction::{Mode, PostgresTransaction};

/// The size of a pool, and its time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSettings {
    /// The maximum number of connections.
    pub size: usize,
    /// The time limit for a caller that waits for a free connection.
    pub wait: Duration,
    /// The time limit for a connection in doubt to answer.
    pub check: Duration,
    /// The time for which a connection may be idle and still be used without a check.
    pub trusted_for: Duration,
    /// The time limit for a statement; `None` for work such as a migration or an export.
    pub statement: Option<Duration>,
    /// How much longer than `statement` a reply is waited for. The server ends a statement itself; after this
    /// time, the server is gone or hangs.
    pub grace: Duration,
    /// The time limit for a statement to wait for a lock.
    pub lock: Duration,
    /// The time limit for a connection to be idle inside a transaction.
    pub idle_in_transaction: Duration,
    /// How the server plans statements.
    pub plans: Plans,
}

/// How the server plans statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plans {
    /// As it is set up.
    OfServer,
    /// Once for each statement, by indexes alone. Otherwise a plan that was made for few rows reads whole tables after they have grown.
    ByIndex,
}

impl PoolSettings {
    /// Returns the usual limits, for a pool with the given number of connections.
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
            plans: Plans::OfServer,
        }
    }

    /// Returns the settings of each connection at its start. They need no extra round trip.
    fn options(&self) -> String {
        let statement = self.statement.map_or(0, |limit| limit.as_millis().max(1));
        let (lock, idle) = (self.lock.as_millis().max(1), self.idle_in_transaction.as_millis().max(1));
        // Warnings must be sent: one of them says that a commit didn't reach the standby.
        format!(
            "-c statement_timeout={statement} -c lock_timeout={lock} \
             -c idle_in_transaction_session_timeout={idle} \
             -c default_transaction_isolation=read\\ committed -c client_min_messages=warning{}",
            self.plans.options()
        )
    }

    /// Returns the time limit for a reply.
    fn reply(&self) -> Option<Duration> {
        self.statement.map(|limit| limit.saturating_add(self.grace))
    }
}

impl Plans {
    const fn options(self) -> &'static str {
        match self {
            Self::OfServer => "",
            // A plan that reads a whole table has such a high cost that the server would compile it.
            Self::ByIndex => {
                " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off \
                 -c enable_mergejoin=off -c jit=off"
            }
        }
    }
}

/// A pool of connections to a database. A clone is the same pool.
#[derive(Clone)]
pub struct PostgresPool {
    pool: managed::Pool<Sessions>,
    reply: Option<Duration>,
}

/// The use of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStatus {
    /// The maximum number of connections.
    pub limit: usize,
    /// The number of open connections.
    pub open: usize,
    /// The number of open connections that are free.
    pub free: usize,
    /// The number of callers that wait for a connection.
    pub waiting: usize,
}

impl PostgresPool {
    /// Creates a pool without a connection.
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
            // The connection that was used last has prepared statements and is the most likely to be alive.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| ConnectFault::Other { host: address.to_string(), detail: error.to_string() })?;
        Ok(Self { pool, reply: settings.reply() })
    }

    /// Creates a pool with one connection, so that a fault of the address is found at once.
    ///
    /// # Errors
    /// [`ConnectFault`] if no connection can be made.
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

    /// Returns a free connection, or a new one if the pool has fewer than its maximum.
    ///
    /// # Errors
    /// [`PostgresFault`] if none becomes free in time, or no server can be reached.
    pub async fn get(&self) -> Result<PostgresConnection, PostgresFault> {
        let object = self.pool.get().await.map_err(PostgresFault::of_pool)?;
        Ok(PostgresConnection { object, reply: self.reply })
    }

    /// Returns the use of the pool.
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

    /// Closes the free connections, and the others when they are returned.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl fmt::Debug for PostgresPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresPool").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// One connection. Dropping it returns it to the pool.
pub struct PostgresConnection {
    object: managed::Object<Sessions>,
    reply: Option<Duration>,
}

impl PostgresConnection {
    /// Returns a runner of statements that are each a transaction by themselves.
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

    /// Returns a transaction that isn't begun yet. It is rolled back unless it is committed.
    pub fn transaction(&mut self) -> PostgresTransaction<'_> {
        PostgresTransaction::new(&self.object.client, Arc::clone(&self.object.health), self.reply)
    }

    /// Begins a transaction. It is rolled back unless it is committed.
    ///
    /// # Errors
    /// [`PostgresFault`] if the server doesn't begin one.
    pub async fn begin(&mut self, mode: Mode) -> Result<PostgresTransaction<'_>, PostgresFault> {
        let transaction = self.transaction();
        transaction.begin(mode).await?;
        Ok(transaction)
    }
}

impl fmt::Debug for PostgresConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresConnection").finish_non_exhaustive()
    }
}

/// Makes connections, and decides which are used again.
struct Sessions {
    connector: Connector,
    doubts: Doubts,
    trusted_for: Duration,
}

/// A connection of the pool.
struct Link {
    client: ClientWrapper,
    health: Arc<Health>,
    /// The count of [`Doubts`] when the connection was last found to be good.
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
