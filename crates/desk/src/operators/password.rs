//! Passwords, hashed with Argon2id to PHC strings, each with a random salt.

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{Algorithm, Params, PasswordHash, Version};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::argon2id;

/// Memory in KiB, passes, lanes: the same cost as for sealed keys.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// The minimum length of a password, in characters.
pub const MIN_CHARS: usize = 10;
/// The maximum length of a password, in bytes. Longer ones would only cost processor time.
pub const MAX_BYTES: usize = 256;
/// A hash that no password has. Verifying against it makes an unknown name take as long as a known one.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyBpdA$mFqT4q3MeYyW2qkmvfF1VlMQDZUpWzYhmIuaiFzr8gk";

/// Why a password can't be hashed or generated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// The password has fewer than [`MIN_CHARS`] characters.
    #[error("shorter than {MIN_CHARS} characters")]
    Short,
    /// The password has more than [`MAX_BYTES`] bytes.
    #[error("longer than {MAX_BYTES} bytes")]
    Long,
    /// The system gave no random bytes or no memory.
    #[error("{0}")]
    System(String),
}

/// Hashes a new password to a PHC string.
///
/// # Errors
/// [`PasswordError`] if the password is too short or too long, or the system gives no random bytes or memory.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_CHARS {
        return Err(PasswordError::Short);
    }
    if password.len() > MAX_BYTES {
        return Err(PasswordError::Long);
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| PasswordError::System(error.to_string()))?;
    phc(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::System(error.to_string()))
}

fn phc(password: &[u8], salt: &[u8]) -> argon2::password_hash::Result<PasswordHash> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None)?;
    let mut made = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2id::derive(params.clone(), password, salt, &mut made)?;
    Ok(PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(&made)?),
    })
}

/// Whether the password matches the hash. `None` is for an unknown operator: it takes as long and never
/// matches.
#[must_use]
pub fn verify(hash: Option<&str>, password: &str) -> bool {
    let typed = if password.len() > MAX_BYTES { "" } else { password };
    let agrees = agrees(hash.unwrap_or(DUMMY_HASH), typed.as_bytes()).unwrap_or(false);
    agrees && hash.is_some()
}

fn agrees(hash: &str, typed: &[u8]) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    if hash.algorithm != Algorithm::Argon2id.ident() || hash.version != Some(Version::V0x13.into()) {
        return None;
    }
    let (salt, expected) = (hash.salt?, hash.hash?);
    let mut made = vec![0; expected.len()];
    argon2id::derive(Params::try_from(&hash).ok()?, typed, &salt, &mut made).ok()?;
    // This comparison takes constant time.
    Some(Output::new(&made).ok()? == expected)
}

/// Generates a password of 100 random bits in groups of five characters, for writing down once.
///
/// # Errors
/// [`PasswordError::System`] if the system gives no random bytes.
pub fn generate() -> Result<Zeroizing<String>, PasswordError> {
    const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = Zeroizing::new([0_u8; 20]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| PasswordError::System(error.to_string()))?;
    let mut out = Zeroizing::new(String::with_capacity(24));
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            out.push('-');
        }
        out.push(char::from(SYMBOLS[usize::from(byte % 32)]));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_only_its_own_hash() {
        let one = hash("correct horse").unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, hash("correct horse").unwrap(), "each hash has its own salt");
        assert!(verify(Some(&one), "correct horse"));
        for wrong in ["Correct horse", "", "correct horse ", &"x".repeat(MAX_BYTES + 1)] {
            assert!(!verify(Some(&one), wrong) && !verify(None, wrong));
        }
        assert!(!verify(Some("not a hash"), "correct horse"));
        assert!(
            argon2::PasswordHash::new(DUMMY_HASH).is_ok(),
            "the dummy hash is valid, so that its check takes as long"
        );
    }

    #[test]
    fn passwords_that_are_too_short_or_too_long_are_refused() {
        assert_eq!(hash("123456789"), Err(PasswordError::Short));
        assert_eq!(hash(&"x".repeat(MAX_BYTES + 1)), Err(PasswordError::Long));
        let made = generate().unwrap();
        assert_eq!((made.len(), made.matches('-').count()), (23, 3));
        assert_ne!(*made, *generate().unwrap());
    }
}
