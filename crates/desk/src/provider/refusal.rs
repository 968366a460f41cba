//! Why a sign-in by a provider is refused.

use thiserror::Error;

use super::subject::Subject;

/// Why a sign-in by a provider is refused. The text of an error is for the log: it never holds a token, a code or a claim.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProviderRefusal {
    /// The provider can't be reached, or doesn't answer as a provider does.
    #[error("the provider can't be asked: {0}")]
    Unreachable(String),
    /// There is no sign-in under way in this browser: it took too long, was used, or was never begun.
    #[error("no sign-in is under way")]
    Stale,
    /// The response belongs to another sign-in than this browser's.
    #[error("the state is another one")]
    State,
    /// The provider refused, with this code of its own.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The response or the token is of another issuer.
    #[error("the issuer is another one")]
    Issuer,
    /// The provider doesn't take the code of the response.
    #[error("the provider doesn't take the code: {0}")]
    Code(String),
    /// The token isn't signed, or not by a key of the provider.
    #[error("the signature of the token: {0}")]
    Signature(&'static str),
    /// The token is for another program.
    #[error("the token is for another audience")]
    Audience,
    /// The token has expired, or is of another time.
    #[error("the token is of another time")]
    Time,
    /// The token belongs to another sign-in than this browser's.
    #[error("the nonce is another one")]
    Nonce,
    /// There is no token, or it is malformed.
    #[error("the token can't be read")]
    Token,
    /// The claims give no role.
    #[error("the claims give no role")]
    NoRole,
    /// The claims give no name that an operator may have.
    #[error("the claims give no name")]
    NoName(Subject),
    /// Another operator has that name.
    #[error("the name is taken")]
    NameTaken(Subject),
    /// There is no such operator, and the desk makes none.
    #[error("there is no such operator")]
    NoOperator(Subject),
}

impl ProviderRefusal {
    /// Who was refused, where an admin can link an operator with them.
    #[must_use]
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::NoName(subject) | Self::NameTaken(subject) | Self::NoOperator(subject) => Some(subject),
            _ => None,
        }
    }

    /// The stable code.
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
