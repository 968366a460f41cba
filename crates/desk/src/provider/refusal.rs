//! Why a sign-in by a provider is refused.

use thiserror::Error;

use super::subject::Subject;

/// Why a sign-in by a provider is refused. The error text is for the log: it never contains a token, a code
/// or a claim.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProviderRefusal {
    /// The provider can't be reached, or doesn't reply as a provider should.
    #[error("the provider can't be asked: {0}")]
    Unreachable(String),
    /// There is no pending sign-in in this browser: it took too long, was already used, or was never begun.
    #[error("no sign-in is under way")]
    Stale,
    /// The response belongs to another sign-in than the one in this browser.
    #[error("the state does not match")]
    State,
    /// The provider refused, with this error code.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The response or the token is from another issuer.
    #[error("the issuer does not match")]
    Issuer,
    /// The provider doesn't accept the code of the response.
    #[error("the provider does not accept the code: {0}")]
    Code(String),
    /// The token isn't signed, or not with a key of the provider.
    #[error("the signature of the token: {0}")]
    Signature(&'static str),
    /// The token is for another program.
    #[error("the token is for another audience")]
    Audience,
    /// The token has expired, or its time of issue is out of range.
    #[error("the token is expired or not yet valid")]
    Time,
    /// The token belongs to another sign-in than the one in this browser.
    #[error("the nonce does not match")]
    Nonce,
    /// There is no token, or it is malformed.
    #[error("the token can't be parsed")]
    Token,
    /// The claims give no role.
    #[error("the claims give no role")]
    NoRole,
    /// The claims give no valid operator's name.
    #[error("the claims give no name")]
    NoName(Subject),
    /// Another operator has that name.
    #[error("the name is taken")]
    NameTaken(Subject),
    /// There is no such operator, and the settings don't allow to create one.
    #[error("there is no such operator")]
    NoOperator(Subject),
}

impl ProviderRefusal {
    /// Returns the refused subject, if an admin can link an operator to it.
    #[must_use]
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::NoName(subject) | Self::NameTaken(subject) | Self::NoOperator(subject) => Some(subject),
            _ => None,
        }
    }

    /// Returns the stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "PROVIDER-UNREACHABLE",
            Self::Stale => "PROVIDER-STALE",
            Self::State => "PROVIDER-STATE",
            Self::Refused(_) => "PROVIDER-REFUSED",
            Self::Issuer => "PROVIDER-ISSUER",
            Self::Code(_) => "PROVIDER-CODE",
            Self::Signature(_) => "PROVIDER-SIGNATURE",
            Self::Audience => "PROVIDER-AUDIENCE",
            Self::Time => "PROVIDER-TIME",
            Self::Nonce => "PROVIDER-NONCE",
            Self::Token => "PROVIDER-TOKEN",
            Self::NoRole => "ROLE-NONE",
            Self::NoName(_) => "NAME-NONE",
            Self::NameTaken(_) => "NAME-TAKEN",
            Self::NoOperator(_) => "OPERATOR-NONE",
        }
    }
}
