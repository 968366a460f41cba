//! What handlers share: the open desk, this process's limits, and whom to believe about where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use zeroize::Zeroizing;

use super::error::WebError;
use super::limits::{Limits, Rates};
use crate::DeskData;
use crate::desk_data::KEYS;
use countersign_core::profile::Profile;

/// How this process serves.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// A proxy stands in front: it says where requests come from (`X-Forwarded-For`). Without one the header is
    /// whatever the sender likes, and is passed over.
    pub behind_proxy: bool,
    /// How often one source, and one license number, may ask.
    pub rates: Rates,
    /// Cookies travel over plain HTTP as well: for tests and trials alone.
    pub insecure_cookies: bool,
}

/// Where the desk's files are, and what opens its keys.
pub struct Home {
    /// The desk's folder.
    pub data: PathBuf,
    /// The passphrase, where its keys are sealed.
    pub passphrase: Option<Zeroizing<String>>,
}

/// The state of every handler; a clone is a handle on the same.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    /// The office as it was last opened, and what its files looked like then.
    office: RwLock<(Arc<DeskData>, Stamp)>,
    home: Home,
    limits: Limits,
    settings: Settings,
}

/// When keys and profiles were last changed.
type Stamp = [Option<SystemTime>; 2];

impl Desk {
    /// A desk to be served. Drop the last handle outside of any async task: the ledger's store owns a runtime.
    #[must_use]
    pub fn new(office: DeskData, home: Home, settings: Settings) -> Self {
        let limits = Limits::new(settings.rates);
        let stamp = home.stamp();
        let office = RwLock::new((Arc::new(office), stamp));
        Self(Arc::new(Inner { office, home, limits, settings }))
    }

    /// Does work that blocks (the store does, and so does a signature) away from the tasks that serve.
    ///
    /// # Errors
    /// [`WebError::Fault`] where the work panicked.
    pub async fn with_office<T: Send + 'static>(
        &self,
        work: impl FnOnce(&DeskData) -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || work(&desk.fresh())).await.map_err(|error| {
            tracing::error!(%error, "a piece of work did not end");
            WebError::Fault
        })
    }

    /// The office, opened anew where keys or profiles were changed since, by this process or another one. Where
    /// that fails, what was there goes on.
    fn fresh(&self) -> Arc<DeskData> {
        let stamp = self.0.home.stamp();
        let office = {
            let held = self.0.office.read().unwrap_or_else(PoisonError::into_inner);
            if held.1 == stamp {
                return Arc::clone(&held.0);
            }
            Arc::clone(&held.0)
        };
        match office.reopened(&self.0.home.data, self.0.home.passphrase.as_ref().map(|text| text.as_str())) {
            Ok(fresh) => {
                let fresh = Arc::new(fresh);
                let mut held = self.0.office.write().unwrap_or_else(PoisonError::into_inner);
                *held = (Arc::clone(&fresh), stamp);
                fresh
            }
            Err(error) => {
                tracing::error!(%error, "keys and profiles stay as they were read before");
                office
            }
        }
    }

    fn held(&self) -> Arc<DeskData> {
        Arc::clone(&self.0.office.read().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// Does something with the desk's files; it blocks.
    pub fn with_home<T>(&self, work: impl FnOnce(&Path, Option<&str>) -> T) -> T {
        let home = &self.0.home;
        work(&home.data, home.passphrase.as_ref().map(|text| text.as_str()))
    }

    /// Whether cookies are for HTTPS alone.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        !self.0.settings.insecure_cookies
    }

    /// The newest published profile: it names the product and the hotline.
    #[must_use]
    pub fn newest(&self) -> Profile {
        self.held().profiles.newest().clone()
    }

    /// The profile of that version, if it was ever published.
    #[must_use]
    pub fn profile(&self, version: u16) -> Option<Profile> {
        self.held().profiles.get(version).cloned()
    }

    /// This process's limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }
}

impl Home {
    fn stamp(&self) -> Stamp {
        [KEYS, "profile.toml"].map(|name| {
            let about = std::fs::metadata(self.data.join(name));
            about.and_then(|about| about.modified()).ok()
        })
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
        let told = if desk.0.settings.behind_proxy { forwarded(parts) } else { None };
        Ok(Self(told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()))
    }
}

/// The last address of the last `X-Forwarded-For`: the one that the proxy itself added.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
    let address = last.to_str().ok()?.rsplit(',').next()?.trim();
    address.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}
