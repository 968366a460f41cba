//! Sends requests to the provider, with limits for time and length, without redirects, and only encrypted or
//! on this computer.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::url::Url;
use openidconnect::{HttpRequest, HttpResponse};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use thiserror::Error;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::settings::is_trusted;

/// The time limits for the connection and for a whole request.
const CONNECT_TIME: Duration = Duration::from_secs(5);
const TOTAL_TIME: Duration = Duration::from_secs(10);
/// The maximum size of a response, in bytes.
const MAX_ANSWER: u64 = 512 * 1024;

/// An HTTP client for the provider.
#[derive(Clone)]
pub(super) struct HttpClient(Agent);

/// Why a request failed.
#[derive(Debug, Error)]
pub(super) enum HttpFault {
    /// The provider named an address that isn't encrypted.
    #[error("an address that isn't encrypted")]
    NotEncrypted,
    /// The request failed.
    #[error(transparent)]
    Request(#[from] ureq::Error),
    /// The response can't be built.
    #[error(transparent)]
    Answer(#[from] ureq::http::Error),
}

impl HttpClient {
    /// Creates a client that trusts the authorities in the given file, or the system's.
    ///
    /// # Errors
    /// The file can't be read or contains no certificate.
    pub(super) fn new(authority: Option<&Path>) -> io::Result<Self> {
        let roots: Vec<Certificate<'static>> = match authority {
            Some(path) => {
                let invalid = |error: rustls::pki_types::pem::Error| io::Error::other(error.to_string());
                let found: Result<Vec<_>, _> =
                    CertificateDer::pem_file_iter(path).map_err(invalid)?.collect();
                let found = found.map_err(invalid)?;
                if found.is_empty() {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "no certificate in it"));
                }
                found.iter().map(|one| Certificate::from_der(one).to_owned()).collect()
            }
            None => {
                let found = rustls_native_certs::load_native_certs().certs;
                found.iter().map(|one| Certificate::from_der(one).to_owned()).collect()
            }
        };
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(concat!("countersign-desk/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT_TIME))
            .timeout_global(Some(TOTAL_TIME))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Ok(Self(config.new_agent()))
    }

    /// Sends a request and reads the whole response.
    pub(super) fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let is_trusted = Url::parse(&request.uri().to_string()).is_ok_and(|url| is_trusted(&url));
        if !is_trusted {
            return Err(HttpFault::NotEncrypted);
        }
        let (parts, body) = request.into_parts();
        let mut response = if body.is_empty() {
            self.0.run(ureq::http::Request::from_parts(parts, ()))?
        } else {
            self.0.run(ureq::http::Request::from_parts(parts, body))?
        };
        let body = response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec()?;
        let mut answer = ureq::http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            *headers = response.headers().clone();
        }
        Ok(answer.body(body)?)
    }
}
