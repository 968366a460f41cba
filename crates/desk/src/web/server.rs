//! Listening, serving, and ending well.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};

use super::state::Desk;

/// How long one answer may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// How long answers that are under way are waited for when the process is to end.
const GRACE: Duration = Duration::from_secs(10);
/// How often limits forget.
const FORGET: Duration = Duration::from_secs(60);

/// Why the desk can't serve.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address can't be listened on.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
    /// The certificate or its key.
    #[error("{0}")]
    Tls(std::io::Error),
    /// The system.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// The files that TLS is spoken with, in PEM: the certificate with its chain, and its key.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate, those that signed it after it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// A desk that listens, and doesn't serve yet.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<(TlsFiles, RustlsConfig)>,
}

/// Listens on `HOST:PORT`; port 0 takes a free one. With files it speaks TLS, else plain HTTP for a proxy in front.
///
/// # Errors
/// [`ServeError::Listen`], [`ServeError::Tls`].
pub async fn listen(address: &str, tls: Option<TlsFiles>) -> Result<Listening, ServeError> {
    let listen = |error| ServeError::Listen(address.to_owned(), error);
    let tls = match tls {
        None => None,
        Some(files) => {
            let config = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
            Some((files, config.map_err(ServeError::Tls)?))
        }
    };
    let listener = TcpListener::bind(address).map_err(listen)?;
    // The runtime waits, nobody else.
    listener.set_nonblocking(true).map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    Ok(Listening { listener, address, tls })
}

impl Listening {
    /// Where it answers, with the port that was taken.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
    }

    /// Whether others than this computer could listen in on the way.
    #[must_use]
    pub const fn in_the_open(&self) -> bool {
        self.tls.is_none() && !self.address.ip().is_loopback()
    }

    /// Serves until SIGTERM or SIGINT; answers under way are finished first. SIGHUP reads the certificate again.
    ///
    /// # Errors
    /// [`ServeError::System`] where signals can't be had or the listener fails.
    pub async fn serve(self, desk: Desk) -> Result<(), ServeError> {
        let handle = Handle::new();
        let mut term = signal(SignalKind::terminate())?;
        let mut int = signal(SignalKind::interrupt())?;
        let ending = handle.clone();
        tokio::spawn(async move {
            tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
            tracing::info!("ending: answers under way are finished");
            ending.graceful_shutdown(Some(GRACE));
        });
        let housekeeping = tokio::spawn(forget(desk.clone()));
        let app = super::router(desk).into_make_service_with_connect_info::<SocketAddr>();
        let served = match self.tls {
            None => axum_server::from_tcp(self.listener)?.handle(handle).serve(app).await,
            Some((files, config)) => {
                let renewal = tokio::spawn(renew(files, config.clone(), signal(SignalKind::hangup())?));
                let server = axum_server::from_tcp_rustls(self.listener, config)?;
                let served = server.handle(handle).serve(app).await;
                renewal.abort();
                served
            }
        };
        housekeeping.abort();
        Ok(served?)
    }
}

/// Reads the certificate again whenever it is told to; one that can't be used leaves the one in use.
async fn renew(files: TlsFiles, config: RustlsConfig, mut told: tokio::signal::unix::Signal) {
    while told.recv().await.is_some() {
        match config.reload_from_pem_file(&files.certificate, &files.key).await {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => tracing::error!(%error, "the new certificate can't be used, the last one stays"),
        }
    }
}

async fn forget(desk: Desk) {
    let mut beat = tokio::time::interval(FORGET);
    loop {
        beat.tick().await;
        desk.limits().forget();
    }
}
