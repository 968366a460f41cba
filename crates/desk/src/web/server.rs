//! The server: it listens, serves, reloads its certificate and shuts down.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum_server::tls_rustls::RustlsConfig;
use axum_server::{Handle, Server};
use data_encoding::HEXLOWER;
use hyper_util::rt::TokioTimer;
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};

use super::connections::{BoundedAcceptor, Connections, HEAD_TIME};
use super::monitoring::Monitoring;
use super::readiness;
use super::router::router;
use super::service_manager;
use super::state::DeskState;
use crate::audit::{is_head_due, sign_head};
use crate::dates::now;
use crate::regular_file;
use crate::secrets::SecretsError;

/// The most bytes of a file with a certificate and its chain, or with a key.
const PEM_LIMIT: u64 = 1 << 20;
/// How long a shutdown waits for the responses under way.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);
/// The shortest pause between two batches for the search.
const FEED_PAUSE: Duration = Duration::from_millis(20);
/// The pause as a multiple of the time that the batch took, so that under load the writing thread has time for answers.
const FEED_PAUSE_SHARE: u32 = 25;
/// How often the desk looks for new rows for the search.
const FEED_INTERVAL: Duration = Duration::from_secs(1);
/// How often committed pages are copied into a SQLite database. A page that changes several times meanwhile is copied once.
const COPY_INTERVAL: Duration = Duration::from_millis(400);
/// How often the desk checks whether the audit's head is due for a signature.
const SIGN_INTERVAL: Duration = Duration::from_secs(600);
/// How often expired entries of the limits and old replies are removed.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(10);

/// Why the desk can't serve.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The program can't listen on the address.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
    /// The certificate or its key can't be used.
    #[error("{0}")]
    Tls(std::io::Error),
    /// An operation of the system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// The files for TLS, in PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate, followed by its chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl TlsFiles {
    /// Reads the certificate and the key on a thread for blocking work, and makes the configuration.
    async fn read(&self) -> std::io::Result<RustlsConfig> {
        let files = self.clone();
        let read = move || {
            let read = |path| regular_file::read_chosen(path, PEM_LIMIT);
            Ok::<_, std::io::Error>((read(&files.certificate)?, read(&files.key)?))
        };
        let (certificate, key) = tokio::task::spawn_blocking(read).await.map_err(std::io::Error::other)??;
        RustlsConfig::from_pem(certificate, key).await
    }
}

/// A bound address.
pub(super) struct Bound {
    pub(super) listener: TcpListener,
    pub(super) address: SocketAddr,
}

impl Bound {
    /// Binds `HOST:PORT`; port 0 takes a free port.
    pub(super) fn new(address: &str) -> Result<Self, ServeError> {
        let listen = |error| ServeError::Listen(address.to_owned(), error);
        let listener = TcpListener::bind(address).map_err(listen)?;
        // The async runtime needs a socket that doesn't block.
        listener.set_nonblocking(true).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        Ok(Self { listener, address })
    }
}

/// A bound listener that doesn't serve yet.
pub struct Listener {
    bound: Bound,
    tls: Option<(TlsFiles, RustlsConfig)>,
}

/// Listens on `HOST:PORT`; port 0 takes a free port. With files it serves HTTPS, otherwise plain HTTP for a proxy in front.
///
/// # Errors
/// [`ServeError::Listen`], [`ServeError::Tls`].
pub async fn listen(address: &str, tls: Option<TlsFiles>) -> Result<Listener, ServeError> {
    let tls = match tls {
        None => None,
        Some(files) => {
            let config = files.read().await.map_err(ServeError::Tls)?;
            Some((files, config))
        }
    };
    Ok(Listener { bound: Bound::new(address)?, tls })
}

impl Listener {
    /// The URL of the server, with the port that was taken.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.bound.address)
    }

    /// Whether the server speaks plain HTTP to other computers.
    #[must_use]
    pub const fn is_unencrypted(&self) -> bool {
        self.tls.is_none() && !self.bound.address.ip().is_loopback()
    }

    /// Serves until SIGTERM or SIGINT. Then it answers new requests for the time of [`Settings::drain`](super::Settings::drain), or
    /// until a second signal, and finishes the responses under way. SIGHUP reloads the certificate. Monitoring is served until the
    /// last response is sent.
    ///
    /// # Errors
    /// [`ServeError::System`] if a signal handler can't be installed or the listener fails.
    pub async fn serve(self, desk: DeskState, monitoring: Option<Monitoring>) -> Result<(), ServeError> {
        let handle = Handle::new();
        let mut term = signal(SignalKind::terminate())?;
        let mut int = signal(SignalKind::interrupt())?;
        let (shutdown, ending) = (handle.clone(), desk.clone());
        tokio::spawn(async move {
            tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
            ending.readiness().end();
            service_manager::tell_stopping();
            let drain = ending.settings().drain;
            tracing::info!(seconds = drain.as_secs(), "ending: new requests are answered for so long");
            tokio::select! { () = tokio::time::sleep(drain) => {}, _ = term.recv() => {}, _ = int.recv() => {} }
            tracing::info!("ending: answers under way are finished");
            shutdown.graceful_shutdown(Some(SHUTDOWN_GRACE));
        });
        let cleanup = tokio::spawn(clean_up_limits(desk.clone()));
        let feeding = tokio::spawn(feed_search(desk.clone()));
        let copying = tokio::spawn(copy_log(desk.clone()));
        let signing = tokio::spawn(sign_heads(desk.clone()));
        let monitoring = monitoring.map(|monitoring| tokio::spawn(monitoring.serve(desk.clone())));
        let watchdog = tokio::spawn(service_manager::tell_that_it_lives());
        // The log names each token that can't be reached. A token that is reached here needs no sign-in for the first answer.
        let reaching = tokio::spawn(readiness::reach_tokens(desk.clone()));
        let connections = Connections::new(desk.settings().behind_proxy);
        let app = router(desk).into_make_service_with_connect_info::<SocketAddr>();
        // The sockets are bound and the signal handlers are installed: a client that connects from here on is served.
        service_manager::tell_ready();
        let served = match self.tls {
            None => {
                let server = axum_server::from_tcp(self.bound.listener)?;
                let server = server.map(|inner| BoundedAcceptor::new(inner, connections));
                bounded(server).handle(handle).serve(app).await
            }
            Some((files, config)) => {
                let reloads =
                    tokio::spawn(reload_certificate(files, config.clone(), signal(SignalKind::hangup())?));
                let server = axum_server::from_tcp_rustls(self.bound.listener, config)?;
                let server = server.map(|inner| BoundedAcceptor::new(inner, connections));
                let served = bounded(server).handle(handle).serve(app).await;
                reloads.abort();
                served
            }
        };
        watchdog.abort();
        reaching.abort();
        cleanup.abort();
        feeding.abort();
        copying.abort();
        signing.abort();
        if let Some(monitoring) = monitoring {
            monitoring.abort();
        }
        Ok(served?)
    }
}

/// Limits the server to HTTP/1, because only there the time-out for a head starts as soon as the client is silent. A client that
/// has closed its sending side still gets its response.
pub(super) fn bounded<A>(server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    let mut server = server.http1_only();
    let mut http1 = server.http_builder().http1();
    http1.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).half_close(true);
    server
}

/// Reloads the certificate at each signal. If the new certificate can't be used, the old one stays.
async fn reload_certificate(files: TlsFiles, config: RustlsConfig, mut hangup: tokio::signal::unix::Signal) {
    while hangup.recv().await.is_some() {
        match files.read().await {
            Ok(newest) => {
                config.reload_from_config(newest.get_inner());
                tracing::info!("the certificate was read again");
            }
            Err(error) => tracing::error!(%error, "the new certificate can't be used, the last one stays"),
        }
    }
}

/// Feeds new rows to the search in a loop. Answers are written between two batches.
async fn feed_search(desk: DeskState) {
    loop {
        let began = Instant::now();
        let left = desk.store().feed_search().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "new requests can't be fed to the search");
            false
        });
        let pause = FEED_PAUSE.max(began.elapsed() * FEED_PAUSE_SHARE);
        tokio::time::sleep(if left { pause.min(FEED_INTERVAL) } else { FEED_INTERVAL }).await;
    }
}

/// Copies committed pages into the database file in a loop, so that no commit has to wait for that.
async fn copy_log(desk: DeskState) {
    loop {
        tokio::time::sleep(COPY_INTERVAL).await;
        if let Err(error) = desk.store().copy_log().await {
            tracing::warn!(%error, "the log can't be copied into the database");
        }
    }
}

/// Signs the audit's head once a day. The log has each signed head too, so that a copy of the log elsewhere also keeps the heads.
async fn sign_heads(desk: DeskState) {
    loop {
        if let Err(error) = sign_head_if_due(&desk).await {
            tracing::error!(%error, "the audit's head can't be signed");
        }
        tokio::time::sleep(SIGN_INTERVAL).await;
    }
}

async fn sign_head_if_due(desk: &DeskState) -> Result<(), SecretsError> {
    if !is_head_due(desk.store(), now()).await? {
        return Ok(());
    }
    let signing = desk.clone();
    let signed = desk.with_passphrase(async move |passphrase| {
        sign_head(signing.store(), passphrase.as_deref(), now()).await
    });
    // If the work panicked, the log has that already.
    if let Some(head) = signed.await.unwrap_or(Ok(None))? {
        tracing::info!(
            position = head.position,
            hash = HEXLOWER.encode(&head.hash),
            signature = HEXLOWER.encode(&head.signature),
            "the audit's head is signed"
        );
    }
    Ok(())
}

/// Removes expired entries of the limits, and old replies, in a loop.
async fn clean_up_limits(desk: DeskState) {
    let mut interval = tokio::time::interval(CLEANUP_INTERVAL);
    loop {
        interval.tick().await;
        desk.limits().remove_expired();
        remove_old_replies(&desk).await;
    }
}

/// Removes expired replies to programs in batches, so that answers go on meanwhile.
async fn remove_old_replies(desk: &DeskState) {
    loop {
        match desk.store().remove_old_replies(now()).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "old replies to programs can't be removed");
                return;
            }
        }
    }
}
