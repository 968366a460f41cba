//! What handlers share: the open desk, this process's limits, and whom to believe about where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use super::error::Trouble;
use super::limits::{Limits, Rates};
use crate::desk::Office;
use crate::profile::Profile;

/// How this process serves.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// A proxy stands in front: it says where requests come from (`X-Forwarded-For`). Without one the header is
    /// whatever the sender likes, and is passed over.
    pub behind_proxy: bool,
    /// How often one source, and one license number, may ask.
    pub rates: Rates,
}

/// The state of every handler; a clone is a handle on the same.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    office: Office,
    limits: Limits,
    behind_proxy: bool,
}

impl Desk {
    /// A desk to be served. Drop the last handle outside of any async task: the ledger's store owns a runtime.
    #[must_use]
    pub fn new(office: Office, settings: Settings) -> Self {
        let limits = Limits::new(settings.rates);
        Self(Arc::new(Inner { office, limits, behind_proxy: settings.behind_proxy }))
    }

    /// Does work that blocks (the store does, and so does a signature) away from the tasks that serve.
    ///
    /// # Errors
    /// [`Trouble::Fault`] where the work panicked.
    pub async fn with_office<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> T + Send + 'static,
    ) -> Result<T, Trouble> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || work(&desk.0.office)).await.map_err(|error| {
            tracing::error!(%error, "a piece of work did not end");
            Trouble::Fault
        })
    }

    /// The newest published profile: it names the product and the hotline.
    #[must_use]
    pub fn newest(&self) -> &Profile {
        self.0.office.profiles.newest()
    }

    /// The profile of that version, if it was ever published.
    #[must_use]
    pub fn profile(&self, version: u16) -> Option<&Profile> {
        self.0.office.profiles.get(version)
    }

    /// This process's limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }
}

/// Seconds since 1970-01-01 UTC.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source(pub IpAddr);

impl FromRequestParts<Desk> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let told = if desk.0.behind_proxy { forwarded(parts) } else { None };
        Ok(Self(told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()))
    }
}

/// The last address of the last `X-Forwarded-For`: the one that the proxy itself added.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
    let address = last.to_str().ok()?.rsplit(',').next()?.trim();
    address.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}
