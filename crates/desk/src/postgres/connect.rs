//! Makes one connection: tries each address of each host in turn, each within the time limit, until one is
//! accepted.
//!
//! tokio-postgres can try several hosts too. But its time limit ends with the TCP connection, so that a host
//! that hangs hides the next one, and its errors don't say which host failed.

use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::ClientWrapper;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, Config, SimpleQueryMessage};

use super::connect_fault::ConnectFault;
use super::connection_options::{Host, Place, PostgresAddress, Session, Tls};
use super::health::Health;
use super::tls::TlsConnectors;

/// The major version of the oldest server that the desk supports.
pub const OLDEST_SERVER: u32 = 15;

/// The maximum number of addresses of one host name that are tried.
const ADDRESSES_AT_MOST: usize = 4;

/// Makes each commit of a connection wait for the disk, and for the synchronous standby if the server has
/// one, because a code that a client saw must not be lost. The default of the server, the database or the
/// user may be weaker; a stronger one is kept.
const WAIT_FOR_COMMIT: &str = "SELECT set_config('synchronous_commit',
    CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)";

/// The time limit for unacknowledged data. If the server's computer is gone, a waiting statement fails after
/// it.
const UNACKNOWLEDGED: Duration = Duration::from_secs(15);

/// Connects to the hosts of one address.
pub(super) struct Connector {
    address: PostgresAddress,
    tls: TlsConnectors,
    /// The settings of each connection at its start, in the form of `options`.
    options: String,
    /// Whether the address itself sets what a commit waits for.
    commit_is_named: bool,
    /// The index of the host that was accepted last. It is tried first, so that after a fail-over the dead
    /// host costs its time limit once.
    last: AtomicUsize,
}

impl Connector {
    pub(super) fn new(address: PostgresAddress, settings: &str) -> Result<Self, ConnectFault> {
        let tls = TlsConnectors::new(&address)?;
        // The later setting wins, so that an option of the address doesn't override a setting of the desk.
        let options = match &address.options {
            Some(given) => format!("{given} {settings}"),
            None => settings.to_owned(),
        };
        let commit_is_named = address.options.as_deref().is_some_and(names_commit);
        Ok(Self { address, tls, options, commit_is_named, last: AtomicUsize::new(0) })
    }

    /// Returns the maximum time that [`connect`](Self::connect) takes.
    pub(super) fn time_limit(&self) -> Duration {
        let attempts = self.address.hosts.len().saturating_mul(ADDRESSES_AT_MOST + 1);
        self.address.connect_timeout.saturating_mul(u32::try_from(attempts).unwrap_or(u32::MAX))
    }

    /// Returns the requirement for a connection.
    pub(super) const fn session(&self) -> Session {
        self.address.session
    }

    /// Returns the first connection that is accepted.
    pub(super) async fn connect(&self, health: &Arc<Health>) -> Result<ClientWrapper, ConnectFault> {
        let count = self.address.hosts.len();
        let first = match self.address.session {
            Session::ReadWrite => self.last.load(Ordering::Relaxed),
            // Any host is accepted, so the order of the address decides.
            Session::Any => 0,
        };
        let mut told: Option<ConnectFault> = None;
        for index in (0..count).map(|step| (first + step) % count) {
            match self.connect_host(&self.address.hosts[index], health).await {
                Ok(client) => {
                    self.last.store(index, Ordering::Relaxed);
                    return Ok(client);
                }
                Err(fault) if told.as_ref().is_none_or(|told| told.rank() < fault.rank()) => {
                    told = Some(fault)
                }
                Err(_) => {}
            }
        }
        Err(match told {
            Some(ConnectFault::ReadOnly { .. }) | None => {
                let hosts: Vec<String> = self.address.hosts.iter().map(Host::to_string).collect();
                ConnectFault::NoneReadWrite { hosts: hosts.join(", ") }
            }
            Some(fault) => fault,
        })
    }

    async fn connect_host(&self, host: &Host, health: &Arc<Health>) -> Result<ClientWrapper, ConnectFault> {
        let limit = self.address.connect_timeout;
        let no_answer = || ConnectFault::NoAnswer { host: host.to_string(), seconds: limit.as_secs() };
        let Place::Tcp(name) = &host.place else {
            return timeout(limit, self.attempt(host, None, health)).await.map_err(|_| no_answer())?;
        };
        let unreachable = |detail: String| ConnectFault::Unreachable { host: host.to_string(), detail };
        let found = timeout(limit, tokio::net::lookup_host((name.as_str(), host.port))).await;
        let found = found.map_err(|_| no_answer())?.map_err(|error| unreachable(error.to_string()))?;
        let mut told = unreachable("no address".to_owned());
        for address in found.take(ADDRESSES_AT_MOST).map(|found: SocketAddr| found.ip()) {
            match timeout(limit, self.attempt(host, Some(address), health)).await.map_err(|_| no_answer()) {
                Ok(Ok(client)) => return Ok(client),
                Ok(Err(fault)) | Err(fault) if fault.rank() >= told.rank() => told = fault,
                Ok(Err(_)) | Err(_) => {}
            }
        }
        Err(told)
    }

    /// Makes a connection to one address of a host.
    async fn attempt(
        &self,
        host: &Host,
        ip: Option<IpAddr>,
        health: &Arc<Health>,
    ) -> Result<ClientWrapper, ConnectFault> {
        let fault = |error| ConnectFault::of(&error, host.to_string(), &self.address.database);
        let config = self.config(host, ip);
        let (client, mut connection) = config.connect(self.tls.of(host.tls)?).await.map_err(fault)?;
        let version = connection.parameter("server_version").unwrap_or_default().to_owned();
        let seen = Arc::clone(health);
        let driver = tokio::spawn(async move {
            // An error ends the connection, and each waiting statement gets it.
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                // The message is in the server's language; the name of the server's source file is not
                // translated.
                if let AsyncMessage::Notice(notice) = message
                    && notice.file() == Some("syncrep.c")
                {
                    seen.not_replicated();
                }
            }
        });
        let client = ClientWrapper::new(client, driver);
        if major_version(&version).is_none_or(|major| major < OLDEST_SERVER) {
            return Err(ConnectFault::TooOld { host: host.to_string(), version: shown_version(&version) });
        }
        if self.address.session == Session::ReadWrite && is_read_only(&client).await.map_err(fault)? {
            return Err(ConnectFault::ReadOnly { host: host.to_string() });
        }
        if !self.commit_is_named {
            client.simple_query(WAIT_FOR_COMMIT).await.map_err(fault)?;
        }
        Ok(client)
    }

    fn config(&self, host: &Host, ip: Option<IpAddr>) -> Config {
        let mut config = Config::new();
        match &host.place {
            Place::Tcp(name) => config.host(name),
            Place::Unix(folder) => config.host_path(folder),
        };
        if let Some(ip) = ip {
            config.hostaddr(ip);
        }
        if let Some(user) = &self.address.user {
            config.user(user);
        }
        if let Some(password) = &self.address.password {
            config.password(password.as_bytes());
        }
        config
            .port(host.port)
            .dbname(&self.address.database)
            .application_name(&self.address.application_name)
            .options(&self.options)
            .keepalives_idle(UNACKNOWLEDGED)
            .keepalives_interval(UNACKNOWLEDGED / 3)
            .keepalives_retries(3)
            .tcp_user_timeout(UNACKNOWLEDGED)
            .ssl_mode(match host.tls {
                Tls::Off => SslMode::Disable,
                Tls::Offered(_) => SslMode::Prefer,
                Tls::Always(_) => SslMode::Require,
            });
        config
    }
}

/// Whether the options of an address set what a commit waits for. In `-c` and `--` options, `-` and `_` are
/// the same.
fn names_commit(options: &str) -> bool {
    options.to_ascii_lowercase().replace('-', "_").contains("synchronous_commit")
}

/// Whether the connection accepts no writes: the server is a standby, or set to read-only.
pub(super) async fn is_read_only(client: &Client) -> Result<bool, tokio_postgres::Error> {
    let messages = client.simple_query("SHOW transaction_read_only").await?;
    Ok(messages.iter().any(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0) == Some("on"),
        _ => false,
    }))
}

/// Returns the first number of a version such as `15.8 (Debian 15.8-0+deb12u1)` or `17beta1`.
fn major_version(version: &str) -> Option<u32> {
    version.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// Returns the version without the packager's text.
fn shown_version(version: &str) -> String {
    let word = version.split_whitespace().next().unwrap_or("?");
    countersign_core::machine::printable(word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_a_major_number() {
        for (version, major) in [
            ("15.8 (Debian 15.8-0+deb12u1)", Some(15)),
            ("17beta1", Some(17)),
            ("9.6.24", Some(9)),
            ("", None),
        ] {
            assert_eq!(major_version(version), major, "{version}");
        }
        assert_eq!(shown_version("14.9 (Debian 14.9-1)"), "14.9");
    }

    #[test]
    fn options_that_set_synchronous_commit_are_recognised() {
        for (options, named) in [
            ("-c synchronous_commit=off", true),
            ("-c work_mem=1MB --Synchronous-Commit=local", true),
            ("-c work_mem=1MB", false),
        ] {
            assert_eq!(names_commit(options), named, "{options}");
        }
    }
}
