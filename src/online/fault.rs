//! Maps the client's errors to [`OnlineError`], so that the message can be in the person's language.

use std::io::{self, ErrorKind};

use rustls::CertificateError;

use crate::wizard::online::{CertificateFault, NetworkFault, OnlineError, ProxyFault};

/// The meaning of an error. If a proxy is used, it is the proxy that can't be reached.
pub(super) fn online_error(error: &ureq::Error, proxied: bool) -> OnlineError {
    use ureq::Error;
    match error {
        Error::Timeout(_) => OnlineError::Timeout,
        Error::ConnectProxyFailed(_) => OnlineError::Proxy(ProxyFault::Refuses),
        Error::InvalidProxyUrl => OnlineError::Proxy(ProxyFault::Address),
        Error::Rustls(error) => OnlineError::Certificate(certificate(error)),
        Error::Tls(_) => OnlineError::Certificate(CertificateFault::NoTls),
        // The TLS library's errors come as invalid data.
        Error::Io(io) if io.kind() == ErrorKind::InvalidData => {
            let inner = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            OnlineError::Certificate(inner.map_or(CertificateFault::NoTls, certificate))
        }
        Error::RedirectFailed | Error::Protocol(_) | Error::BodyExceedsLimit(_) => OnlineError::CaptivePortal,
        _ if proxied => OnlineError::Proxy(ProxyFault::Network(network(error))),
        Error::HostNotFound => OnlineError::NameNotFound,
        Error::Io(io) if io.kind() == ErrorKind::TimedOut => OnlineError::Timeout,
        // The standard library has no error kind for a name server that doesn't answer.
        Error::Io(io) if io.to_string().contains("failed to lookup address") => OnlineError::NameNotFound,
        _ => OnlineError::Unreachable(network(error)),
    }
}

/// Why a server's certificate isn't accepted. Any other TLS error comes from a server that is not the desk.
fn certificate(error: &rustls::Error) -> CertificateFault {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(error) = error else { return CertificateFault::NoTls };
    match error {
        C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
            CertificateFault::Date
        }
        C::NotValidForName | C::NotValidForNameContext { .. } => CertificateFault::Name,
        C::Revoked => CertificateFault::Revoked,
        _ => CertificateFault::Issuer,
    }
}

fn network(error: &ureq::Error) -> NetworkFault {
    match error {
        ureq::Error::Io(io) => of_system(io),
        other => NetworkFault::Other(other.to_string()),
    }
}

fn of_system(error: &io::Error) -> NetworkFault {
    match error.kind() {
        ErrorKind::ConnectionRefused => NetworkFault::Refused,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            NetworkFault::NoRoute
        }
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => NetworkFault::Broken,
        _ => NetworkFault::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_certificate_error_has_its_own_fault() {
        use CertificateFault as F;
        for (error, want) in [
            (CertificateError::Expired, F::Date),
            (CertificateError::NotValidYet, F::Date),
            (CertificateError::NotValidForName, F::Name),
            (CertificateError::Revoked, F::Revoked),
            (CertificateError::UnknownIssuer, F::Issuer),
            (CertificateError::BadSignature, F::Issuer),
        ] {
            let tls = rustls::Error::InvalidCertificate(error.clone());
            assert_eq!(
                online_error(&ureq::Error::Rustls(tls.clone()), false),
                OnlineError::Certificate(want)
            );
            let io = io::Error::new(ErrorKind::InvalidData, tls);
            assert_eq!(online_error(&ureq::Error::Io(io), true), OnlineError::Certificate(want), "{error:?}");
        }
        let other = ureq::Error::Rustls(rustls::Error::DecryptError);
        assert_eq!(online_error(&other, false), OnlineError::Certificate(F::NoTls));
    }

    #[test]
    fn a_network_error_behind_a_proxy_is_attributed_to_the_proxy() {
        let refused = || ureq::Error::Io(ErrorKind::ConnectionRefused.into());
        assert_eq!(online_error(&refused(), false), OnlineError::Unreachable(NetworkFault::Refused));
        let proxy = OnlineError::Proxy(ProxyFault::Network(NetworkFault::Refused));
        assert_eq!(online_error(&refused(), true), proxy);
    }
}
