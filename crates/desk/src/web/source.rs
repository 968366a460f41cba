//! The source of a request, and the limit on requests from one source.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::error::WebError;
use super::state::DeskState;

/// The address that a request comes from. Behind a proxy it is the address that the proxy added to `X-Forwarded-For`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source(pub IpAddr);

impl FromRequestParts<DeskState> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let forwarded = if desk.settings().behind_proxy { forwarded_for(parts) } else { None };
        Ok(Self(forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()))
    }
}

/// The last address of the last `X-Forwarded-For` header: the one that the proxy added itself.
fn forwarded_for(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
    let address = last.to_str().ok()?.rsplit(',').next()?.trim();
    address.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

/// Passes a request on, unless its source has sent too many.
///
/// # Errors
/// [`WebError::TooOften`].
pub async fn limit_by_source(
    State(desk): State<DeskState>,
    source: Source,
    request: Request,
    next: Next,
) -> Result<Response, WebError> {
    desk.limits().count_source(source.0)?;
    Ok(next.run(request).await)
}
