//! Listening, serving, and ending well.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
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
    /// The system.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// A desk that listens, and doesn't serve yet.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

/// Listens on `HOST:PORT`; port 0 takes a free one.
///
/// # Errors
/// [`ServeError::Listen`].
pub async fn listen(address: &str) -> Result<Listening, ServeError> {
    let listen = |error| ServeError::Listen(address.to_owned(), error);
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    Ok(Listening { listener, address })
}

impl Listening {
    /// The address with the port that was taken.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until SIGTERM or SIGINT; answers under way are finished first.
    ///
    /// # Errors
    /// [`ServeError::System`] where signals can't be had or the listener fails.
    pub async fn serve(self, desk: Desk) -> Result<(), ServeError> {
        let mut term = signal(SignalKind::terminate())?;
        let mut int = signal(SignalKind::interrupt())?;
        let (ending, mut ended) = tokio::sync::watch::channel(false);
        tokio::spawn(async move {
            tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
            tracing::info!("ending: answers under way are finished");
            ending.send_replace(true);
        });
        let housekeeping = tokio::spawn(forget(desk.clone()));
        let app = super::router(desk).into_make_service_with_connect_info::<SocketAddr>();
        let mut wind_down = ended.clone();
        let serving = axum::serve(self.listener, app)
            .with_graceful_shutdown(async move { drop(wind_down.wait_for(|ended| *ended).await) })
            .into_future();
        let overdue = async move {
            drop(ended.wait_for(|ended| *ended).await);
            tokio::time::sleep(GRACE).await;
        };
        let done = tokio::select! { done = serving => done, () = overdue => Ok(()) };
        housekeeping.abort();
        Ok(done?)
    }
}

async fn forget(desk: Desk) {
    let mut beat = tokio::time::interval(FORGET);
    loop {
        beat.tick().await;
        desk.limits().forget();
    }
}
