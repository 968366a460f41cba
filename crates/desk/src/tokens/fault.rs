//! Why a token can't do its work.

use cryptoki::error::{Error, RvError};
use thiserror::Error;

use countersign_core::machine::printable;

/// Why a token can't do its work.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// The module can't be loaded or doesn't begin. The text is the system's or the module's own.
    #[error("the module can't be loaded: {0}")]
    Module(String),
    /// No token with that label is there.
    #[error("no token of that label is there")]
    Away,
    /// Several tokens have that label.
    #[error("several tokens have that label")]
    Twins,
    /// No PIN was given.
    #[error("no PIN was given")]
    PinMissing,
    /// The token refused the PIN. It isn't tried again, because a token locks after a few wrong ones.
    #[error("the token refused the PIN")]
    PinWrong,
    /// The token takes no PIN any more.
    #[error("the PIN is locked")]
    PinLocked,
    /// The token can't sign with Ed25519, or can't make such a key.
    #[error("the token has no mechanism for Ed25519")]
    NoMechanism,
    /// Several keys on the token have that label.
    #[error("several keys have that label")]
    KeyTwins,
    /// The key of that label is none for signing with Ed25519, or half of it is missing.
    #[error("the key is of another kind")]
    KeyKind,
    /// No key of that label and with that public key is on the token.
    #[error("the key isn't on the token")]
    KeyGone,
    /// The token made a signature that its public key doesn't verify.
    #[error("the signature doesn't verify")]
    SignatureWrong,
    /// The module gave no answer within the time limit.
    #[error("the module doesn't answer")]
    Silent,
    /// Too many signatures wait for the token already.
    #[error("too many signatures wait")]
    Busy,
    /// Any other fault, in the module's own words.
    #[error("{0}")]
    Other(String),
}

impl TokenFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Module(_) => "TOKEN-MODULE",
            Self::Away => "TOKEN-AWAY",
            Self::Twins => "TOKEN-TWINS",
            Self::PinMissing => "PIN-MISSING",
            Self::PinWrong => "PIN-WRONG",
            Self::PinLocked => "PIN-LOCKED",
            Self::NoMechanism => "TOKEN-NO-ED25519",
            Self::KeyTwins => "TOKEN-KEY-TWINS",
            Self::KeyKind => "TOKEN-KEY-KIND",
            Self::KeyGone => "TOKEN-KEY-GONE",
            Self::SignatureWrong => "TOKEN-SIGNATURE-WRONG",
            Self::Silent => "TOKEN-SILENT",
            Self::Busy => "TOKEN-BUSY",
            Self::Other(_) => "TOKEN-FAULT",
        }
    }

    /// Whether it is of one key alone, and not of its token.
    pub(super) const fn is_of_key(&self) -> bool {
        matches!(self, Self::KeyTwins | Self::KeyKind | Self::KeyGone)
    }

    /// Whether the token said no to the PIN, so that trying it again would cost another of its few tries.
    pub(super) const fn is_of_pin(&self) -> bool {
        matches!(self, Self::PinWrong | Self::PinLocked)
    }
}

/// The module's words, fit to be shown.
pub(super) fn detail(error: &Error) -> String {
    match error {
        // The crate's own words are whole paragraphs of the standard; its name says as much.
        Error::Pkcs11(value, function) => format!("{function}: {value:?}"),
        // The loader's words begin with the path, which stands beside them anyway.
        Error::LibraryLoading(error) => {
            let words = error.to_string();
            let after_path = words.strip_prefix('/').and_then(|words| words.split_once(": "));
            printable(after_path.map_or(words.as_str(), |(_, words)| words).as_bytes())
        }
        other => printable(other.to_string().as_bytes()),
    }
}

impl From<Error> for TokenFault {
    fn from(error: Error) -> Self {
        match &error {
            Error::Pkcs11(
                RvError::DeviceRemoved
                | RvError::TokenNotPresent
                | RvError::TokenNotRecognized
                | RvError::SlotIdInvalid,
                _,
            ) => Self::Away,
            Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
                Self::PinWrong
            }
            Error::Pkcs11(RvError::PinLocked, _) => Self::PinLocked,
            Error::Pkcs11(RvError::MechanismInvalid, _) => Self::NoMechanism,
            Error::Pkcs11(RvError::KeyHandleInvalid | RvError::ObjectHandleInvalid, _) => Self::KeyGone,
            Error::Pkcs11(
                RvError::KeyTypeInconsistent | RvError::KeyFunctionNotPermitted | RvError::KeySizeRange,
                _,
            ) => Self::KeyKind,
            _ => Self::Other(detail(&error)),
        }
    }
}
