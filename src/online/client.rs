//! One POST, limited in time and length, and the meaning of its errors.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::answer;
use super::fault::online_error;
use crate::wizard::online::{ASK_SECONDS, DeskAnswer, OnlineError};
use countersign_core::protocol::{Request, Scheme};

/// Time limits of the connection and of the whole request.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(ASK_SECONDS as u64);
/// The longest answer, in bytes. A refusal with every remedy has ten thousand.
const ANSWER_MAX: u64 = 256 * 1024;

/// Asks the desk whose interface is at `base` (`https://HOST`). The environment names a proxy (`HTTPS_PROXY`, `ALL_PROXY`,
/// `NO_PROXY`) and may name trusted certificates (`SSL_CERT_FILE`).
#[must_use]
pub fn ask(base: &str, request: &Request, scheme: Scheme) -> DeskAnswer {
    let Ok(text) = request.text() else {
        return DeskAnswer::Failed(OnlineError::NotAccepted("REQUEST-TOO-LONG".to_owned()));
    };
    let body = json!({ "request": text, "scheme": scheme.byte() }).to_string();
    let url = format!("{base}/api/v1/requests");
    let proxied = uses_proxy(&url);
    match post(&url, &body) {
        Ok((status, body)) => answer::read(status, &body),
        Err(error) => DeskAnswer::Failed(online_error(&error, proxied)),
    }
}

fn post(url: &str, body: &str) -> Result<(u16, Vec<u8>), ureq::Error> {
    let config = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(trusted()).build())
        .user_agent(concat!("countersign/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_global(Some(TOTAL_TIMEOUT))
        // A desk never redirects, so a server that does is not the desk.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build();
    let mut response = config.new_agent().post(url).header("Content-Type", "application/json").send(body)?;
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(ANSWER_MAX).read_to_vec()?;
    Ok((status, body))
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
fn uses_proxy(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    Proxy::try_from_env().is_some_and(|proxy| !proxy.is_no_proxy(&uri))
}
