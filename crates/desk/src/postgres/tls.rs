//! TLS to the server: the trusted authorities, and what is verified of a certificate.
//!
//! This module never decides which host gets TLS; the address does.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use countersign_core::text::safe_path;

use super::connect_fault::ConnectFault;
use super::connection_options::{PostgresAddress, Roots, Tls, Verify};

/// Starts TLS with the hosts of one address.
#[derive(Clone)]
pub(super) struct TlsConnectors {
    /// The connector that verifies nothing.
    trusting: MakeRustlsConnect,
    /// The connector that verifies certificate and name; `None` if no host needs it.
    verifying: Option<MakeRustlsConnect>,
}

impl TlsConnectors {
    /// Reads the authorities, if a host's certificate must be verified.
    pub(super) fn new(address: &PostgresAddress) -> Result<Self, ConnectFault> {
        let provider = Arc::new(ring::default_provider());
        let verifies =
            |tls| matches!(tls, Tls::Offered(Verify::IssuerAndName) | Tls::Always(Verify::IssuerAndName));
        let verifying = if address.hosts.iter().any(|host| verifies(host.tls)) {
            let roots = read_roots(address.roots.as_ref().unwrap_or(&Roots::System))?;
            let config = builder(&provider)?.with_root_certificates(roots).with_no_client_auth();
            Some(MakeRustlsConnect::new(config))
        } else {
            None
        };
        let trusting = builder(&provider)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(VerifyNothing(provider)))
            .with_no_client_auth();
        Ok(Self { trusting: MakeRustlsConnect::new(trusting), verifying })
    }

    /// Returns the connector that verifies what `tls` requires.
    pub(super) fn of(&self, tls: Tls) -> Result<MakeRustlsConnect, ConnectFault> {
        match (tls, &self.verifying) {
            (Tls::Off | Tls::Offered(Verify::Nothing) | Tls::Always(Verify::Nothing), _) => {
                Ok(self.trusting.clone())
            }
            (_, Some(verifying)) => Ok(verifying.clone()),
            (_, None) => Err(ConnectFault::Roots("no authorities were read".to_owned())),
        }
    }
}

fn builder(
    provider: &Arc<CryptoProvider>,
) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, ConnectFault> {
    ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConnectFault::Roots(error.to_string()))
}

/// Returns the authorities of this system or of a file.
fn read_roots(roots: &Roots) -> Result<RootCertStore, ConnectFault> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::System => {
            let found = rustls_native_certs::load_native_certs();
            // A system's store may hold old certificates that can't be parsed; they are skipped.
            let (added, _) = store.add_parsable_certificates(found.certs);
            if added == 0 {
                let why = found.errors.first().map_or_else(|| "none found".to_owned(), ToString::to_string);
                return Err(ConnectFault::Roots(format!("system: {why}")));
            }
        }
        Roots::File(path) => {
            let fault =
                |why: &dyn std::fmt::Display| ConnectFault::Roots(format!("{}: {why}", safe_path(path)));
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| fault(&error))? {
                let certificate = certificate.map_err(|error| fault(&error))?;
                store.add(certificate).map_err(|error| fault(&error))?;
            }
            if store.is_empty() {
                return Err(fault(&"no certificate in it"));
            }
        }
    }
    Ok(store)
}

/// Accepts any certificate. The data is encrypted, but an attacker on the network may be the other end.
#[derive(Debug)]
struct VerifyNothing(Arc<CryptoProvider>);

impl ServerCertVerifier for VerifyNothing {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
