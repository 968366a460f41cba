//! The faults of tokens.

use cryptoki::error::{Error, RvError};
use thiserror::Error;

use countersign_core::machine::printable;

/// Why an operation of a token failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// The module can't be loaded or initialised. The text is from the system or the module.
    #[error("the module can't be loaded: {0}")]
    Module(String),
    /// There is no token with that label.
    #[error("no token with that label is connected")]
    Away,
    /// Several tokens have that label.
    #[error("several tokens have that label")]
    Twins,
    /// No PIN was given.
    #[error("no PIN was given")]
    PinMissing,
    /// The token refused the PIN. The PIN isn't tried again, because a token locks after a few wrong PINs.
    #[error("the token refused the PIN")]
    PinWrong,
    /// The token accepts no PIN any more.
    #[error("the PIN is locked")]
    PinLocked,
    /// The token doesn't support signing with Ed25519, or generating such a key.
    #[error("the token has no mechanism for Ed25519")]
    NoMechanism,
    /// Several keys on the token have that label.
    #[error("several keys have that label")]
    KeyTwins,
    /// The key with that label is not for signing with Ed25519, or one half of the key pair is missing.
    #[error("the key is of another kind")]
    KeyKind,
    /// There is no key with that label and public key on the token.
    #[error("the key isn't on the token")]
    KeyGone,
    /// The token made a signature that doesn't verify with its public key.
    #[error("the signature doesn't verify")]
    SignatureWrong,
    /// The module didn't answer within the time limit.
    #[error("the module doesn't answer")]
    Silent,
    /// Too many signatures already wait for the token.
    #[error("too many signatures wait")]
    Busy,
    /// Any other fault, with the module's own message.
    #[error("{0}")]
    Other(String),
}

impl TokenFault {
    /// Returns the stable code.
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

    /// Whether the fault concerns only one key, and not its token.
    pub(super) const fn is_of_key(&self) -> bool {
        matches!(self, Self::KeyTwins | Self::KeyKind | Self::KeyGone)
    }

    /// Whether the token refused the PIN, so that another attempt would use up one of its few attempts.
    pub(super) const fn is_of_pin(&self) -> bool {
        matches!(self, Self::PinWrong | Self::PinLocked)
    }
}

/// Returns the module's message, safe to show.
pub(super) fn detail(error: &Error) -> String {
    match error {
        // The crate's own messages are whole paragraphs of the standard; the name of the error is enough.
        Error::Pkcs11(value, function) => format!("{function}: {value:?}"),
        // The loader's message begins with the path, which is shown beside it anyway.
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
