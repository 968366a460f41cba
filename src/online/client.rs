//! Requests over HTTP, limited in time and length: a POST that asks the desk, and a GET that checks whether it answers.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::answer;
use super::fault::online_error;
use super::time_limits::{CHECK, CONNECTION, REQUEST};
use crate::wizard::online::{DeskAnswer, OnlineError};
use countersign_core::protocol::{Request, RequestError, Scheme};

/// The longest answer, in bytes. A refusal with every remedy takes ten thousand.
const ANSWER_MAX: u64 = 256 * 1024;

/// Asks the desk with its interface at `base` (`https://HOST`). The environment may name a proxy (`HTTPS_PROXY`, `ALL_PROXY`,
/// `NO_PROXY`) and trusted certificates (`SSL_CERT_FILE`).
#[must_use]
pub fn ask(base: &str, request: &Request, scheme: Scheme) -> DeskAnswer {
    let Ok(body) = request_body(request, scheme) else {
        return DeskAnswer::Failed(OnlineError::NotAccepted("REQUEST-TOO-LONG".to_owned()));
    };
    let url = format!("{base}/api/v1/requests");
    let proxied = uses_proxy(&url);
    match send(&agent(REQUEST), &url, &body, ANSWER_MAX) {
        Ok(response) => answer::read(response.status, &response.body),
        Err(error) => DeskAnswer::Failed(online_error(&error, proxied)),
    }
}

/// The body that asks for an answer to a request.
pub(super) fn request_body(request: &Request, scheme: Scheme) -> Result<String, RequestError> {
    Ok(json!({ "request": request.text()?, "scheme": scheme.byte() }).to_string())
}

/// How the desk asks for a token (RFC 6750, section 3).
const BEARER: &[u8] = b"Bearer realm=\"countersign\"";

/// Checks that the desk with its interface at `base` answers. Sends no request of a machine.
///
/// # Errors
/// Why the desk doesn't answer.
pub fn reach(base: &str) -> Result<(), OnlineError> {
    let url = format!("{base}/api/v1/requests");
    let answer = agent(CHECK).get(&url).call();
    let answer = answer.map(|response| {
        let asked = response.headers().get("www-authenticate").map(|value| value.as_bytes().to_owned());
        (response.status().as_u16(), asked)
    });
    match answer.map(|(status, asked)| (status, asked.is_some_and(|asked| asked.starts_with(BEARER)))) {
        // Only a program with a token may list requests, so the desk answers 401. A server that answers otherwise is not the desk.
        Ok((401, true)) => Ok(()),
        Ok((429 | 503, _)) => Err(OnlineError::Busy),
        Ok(_) => Err(OnlineError::CaptivePortal),
        Err(error) => Err(online_error(&error, uses_proxy(&url))),
    }
}

/// The response of any server.
pub(super) struct Response {
    pub(super) status: u16,
    /// The seconds of `Retry-After`.
    pub(super) retry_after: Option<u64>,
    pub(super) body: Vec<u8>,
}

/// One POST. A body longer than `limit` bytes is an error.
pub(super) fn send(agent: &Agent, url: &str, body: &str, limit: u64) -> Result<Response, ureq::Error> {
    let mut response = agent.post(url).header("Content-Type", "application/json").send(body)?;
    let status = response.status().as_u16();
    let seconds = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let retry_after = seconds.and_then(|seconds| seconds.trim().parse().ok());
    let body = response.body_mut().with_config().limit(limit).read_to_vec()?;
    Ok(Response { status, retry_after, body })
}

/// A client with that limit on the whole request.
pub(super) fn agent(timeout: Duration) -> Agent {
    let config = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(trusted()).build())
        .user_agent(concat!("countersign/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(CONNECTION))
        .timeout_global(Some(timeout))
        // Each request has its own connection: the desk closes an idle connection, and a request that is sent meanwhile is lost.
        .max_idle_connections(0)
        // A desk never redirects, so a server that does is not the desk.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build();
    config.new_agent()
}

/// The trusted certificates: the system's, or Mozilla's on a minimal system that has none.
fn trusted() -> RootCerts {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return RootCerts::WebPki;
    }
    let certs = found.iter().map(|cert| Certificate::from_der(cert).to_owned()).collect();
    RootCerts::Specific(Arc::new(certs))
}

/// Whether a proxy is used for this address.
pub(super) fn uses_proxy(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    Proxy::try_from_env().is_some_and(|proxy| !proxy.is_no_proxy(&uri))
}
