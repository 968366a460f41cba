//! The English words about tokens.

use crate::text::token::{TokenLine as L, TokenSentence as S};

/// The English lines.
pub const fn token(line: L) -> &'static str {
    match line {
        L::ModuleDo => {
            "Name the file of the PKCS#11 module that came with the token, such as /usr/lib/softhsm/libsofthsm2.so, and check that this user may read it."
        }
        L::AwayDo => {
            "Plug it in, or start the service that connects it. 'pkcs11-tool --module MODULE --list-token-slots' lists the available tokens."
        }
        L::TwinsDo => "Keep only one of them connected, or give one of them another label.",
        L::PinMissing => "The token needs a PIN, and none was given.",
        L::PinMissingDo => {
            "Name a file of the PIN with --pin-file or pin-file in the settings, or give the unit the credential countersign-pin."
        }
        L::PinWrongDo => {
            "Correct the PIN, and start the desk again. It does not try a refused PIN twice, because a token locks after a few wrong ones."
        }
        L::PinLockedDo => "Have the token's security officer set a new PIN, and start the desk again.",
        L::NoMechanismDo => {
            "It needs the mechanisms CKM_EDDSA and, to make a key, CKM_EC_EDWARDS_KEY_PAIR_GEN. Use another token, or newer firmware."
        }
        L::KeyTwinsDo => "Use another label, or remove the unwanted key.",
        L::KeyKindDo => {
            "The key must be an Ed25519 pair with its private and its public half, and may sign. Use another label; a new key is made for it."
        }
        L::KeyGoneDo => {
            "If the key was removed, add another one with keys add --pkcs11, and retire this one. If the token was swapped, connect the right one."
        }
        L::SignatureWrongDo => "Don't use this token any more. Check the log of the desk.",
        L::SilentDo => "Check the token, its connection and its service. Nothing was changed.",
        L::Busy => "Too many requests are waiting for the token.",
        L::BusyDo => "Nothing was changed. Try again in a moment.",
        L::OtherDo => "Nothing was changed. Check the token with pkcs11-tool, and try again.",
        L::PinEmptyDo => "Write the PIN into it, on one line.",
        L::PinExposedDo => "Run chmod 600 on it. If other people use this computer, consider another PIN.",
        L::PlaceModule => "The path of the module must be valid UTF-8.",
        L::PlaceToken => "The label of a token must have 1 to 32 printable bytes.",
        L::PlaceLabel => "The label of a key must have 1 to 64 printable bytes.",
        L::PlaceDo => "'pkcs11-tool --module MODULE --list-token-slots' lists the labels of tokens.",
        L::UnavailableDo => {
            "Nothing was changed. Plug the token in or start its service, and ask again; the code says what is wrong, and /readyz of a running desk shows when the token is available."
        }
        L::KeyThereDo => {
            "'countersign-desk keys list' lists the keys. For another key on this token, give another label."
        }
    }
}

/// The English sentences with values.
pub fn token_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Module { path, detail } => format!("The PKCS#11 module {path} can't be loaded: {detail}."),
        S::Away { token } => format!("The token {token} is missing."),
        S::Twins { token } => format!("Several tokens have the label {token}."),
        S::PinWrong { token } => format!("The token {token} refused the PIN."),
        S::PinLocked { token } => format!("The PIN of the token {token} is locked."),
        S::NoMechanism { token } => format!("The token {token} can't sign with Ed25519."),
        S::KeyTwins { token, label } => format!("Several keys on the token {token} have the label {label}."),
        S::KeyKind { token, label } => {
            format!("The key {label} on the token {token} is not an Ed25519 key that can sign.")
        }
        S::KeyGone { token, label } => {
            format!("The token {token} no longer has the key {label} of the desk.")
        }
        S::SignatureWrong { token, label } => {
            format!("The token {token} signed with a key other than {label}, or its signature is invalid.")
        }
        S::Silent { path } => format!("The PKCS#11 module {path} doesn't answer."),
        S::Other { token, detail } => format!("The token {token} has a fault: {detail}."),
        S::PinEmpty { path } => format!("{path} contains no PIN."),
        S::PinExposed { path, mode } => format!("Other users may read the PIN: {path} has the mode {mode}."),
        S::Unavailable { id, code } => {
            format!("Key {id} is on a token that makes no signature now ({code}).")
        }
        S::KeyThere { id } => format!("This key of the token is already key {id} of the product."),
        S::Place { token, label, path } => format!("on the token {token} as {label}, by {path}"),
        S::PlaceShort { token, label } => format!("on the token {token} as {label}"),
        S::MadeOnToken { token, label } => {
            format!("The token {token} made the key {label}. Its private half can't leave the token.")
        }
        S::FoundOnToken { token, label } => {
            format!("The token {token} already has the key {label}; it is used.")
        }
        S::KeyAdded { id, profile } => format!("It is key {id}; profile {profile} pins it."),
    }
}
