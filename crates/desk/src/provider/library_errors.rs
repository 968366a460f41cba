//! Converts the library's errors. Their texts are left out, because they quote data from the provider.

use openidconnect::{ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError};

use super::http_client::HttpFault;
use super::library_types::TokenError;
use super::refusal::ProviderRefusal;

/// Returns the provider's own error code (RFC 6749, section 4.1.2.1), without characters that no error code
/// has.
pub(super) fn error_code(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')).take(40).collect()
}

pub(super) fn discovery_refusal(error: &DiscoveryError<HttpFault>) -> ProviderRefusal {
    ProviderRefusal::Unreachable(match error {
        DiscoveryError::Request(fault) => fault.to_string(),
        DiscoveryError::Response(status, ..) => format!("it answers with status {}", status.as_u16()),
        DiscoveryError::Parse(_) => "its metadata can't be read".to_owned(),
        DiscoveryError::Validation(_) => "its metadata is of another issuer".to_owned(),
        _ => "its metadata can't be used".to_owned(),
    })
}

pub(super) fn code_refusal(error: &RequestTokenError<HttpFault, TokenError>) -> ProviderRefusal {
    match error {
        RequestTokenError::ServerResponse(response) => {
            ProviderRefusal::Code(error_code(response.error().as_ref()))
        }
        RequestTokenError::Request(fault) => ProviderRefusal::Unreachable(fault.to_string()),
        // The message quotes the response, which may contain tokens.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ProviderRefusal::Token,
    }
}

pub(super) fn token_refusal(error: &ClaimsVerificationError) -> ProviderRefusal {
    use SignatureVerificationError as S;
    match error {
        ClaimsVerificationError::Expired(_) => ProviderRefusal::Time,
        ClaimsVerificationError::InvalidAudience(_) => ProviderRefusal::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => ProviderRefusal::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => ProviderRefusal::Nonce,
        ClaimsVerificationError::SignatureVerification(signature) => {
            ProviderRefusal::Signature(match signature {
                S::NoMatchingKey => "unknown key",
                S::CryptoError(_) => "wrong",
                S::NoSignature => "none",
                S::DisallowedAlg(_) | S::UnsupportedAlg(_) => "algorithm",
                _ => "unusable",
            })
        }
        _ => ProviderRefusal::Token,
    }
}
