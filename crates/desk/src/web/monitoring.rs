//! The listener for monitoring (`--metrics-listen`): `/metrics`, `/healthz` and `/readyz`. It isn't for strangers, speaks plain HTTP,
//! isn't logged, and answers until the desk has shut down.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_server::Handle;

use super::connections::{BoundedAcceptor, Connections};
use super::readiness;
use super::server::{Bound, ServeError, bounded};
use super::state::DeskState;
use crate::metrics::Metrics;

/// The text format of Prometheus.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often measured durations are moved into the buckets of their histograms.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A bound listener for monitoring.
pub struct Monitoring {
    bound: Bound,
    metrics: Metrics,
}

impl Monitoring {
    /// Listens on `HOST:PORT` and begins to count.
    ///
    /// # Errors
    /// [`ServeError::Listen`]; [`ServeError::System`] if this process counts already.
    pub fn listen(address: &str) -> Result<Self, ServeError> {
        let bound = Bound::new(address)?;
        let metrics = Metrics::start().map_err(std::io::Error::other)?;
        Ok(Self { bound, metrics })
    }

    /// The URL of the metrics, with the port that was taken.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/metrics", self.bound.address)
    }

    /// Serves until it is aborted.
    pub(super) async fn serve(self, desk: DeskState) {
        if let Err(error) = self.try_serve(desk).await {
            tracing::error!(%error, "monitoring has ended");
        }
    }

    async fn try_serve(self, desk: DeskState) -> std::io::Result<()> {
        let upkeep = self.metrics.clone();
        let app = Router::new()
            .route("/metrics", get(move |State(desk): State<DeskState>| show(desk, self.metrics.clone())))
            .merge(readiness::routes().into_router())
            .with_state(desk)
            .into_make_service_with_connect_info::<SocketAddr>();
        let server = axum_server::from_tcp(self.bound.listener)?;
        let server = server.map(|inner| BoundedAcceptor::new(inner, Connections::of_monitoring()));
        let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
        let serving = bounded(server).handle(Handle::<SocketAddr>::new()).serve(app);
        tokio::pin!(serving);
        loop {
            tokio::select! {
                served = &mut serving => return served,
                _ = interval.tick() => upkeep.run_upkeep(),
            }
        }
    }
}

async fn show(desk: DeskState, metrics: Metrics) -> Response {
    // Its result is one of the metrics.
    let _ = readiness::check(&desk).await;
    ([(CONTENT_TYPE, TEXT_FORMAT)], metrics.render()).into_response()
}
