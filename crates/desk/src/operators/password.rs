//! Passwords: argon2id, as PHC strings, with a salt of their own.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use thiserror::Error;
use zeroize::Zeroizing;

/// 19 MiB, two passes, one lane: the same as for sealed keys.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// The shortest password, in characters.
pub const SHORTEST: usize = 10;
/// The longest, in bytes: more would only keep the server busy.
pub const LONGEST: usize = 256;
/// A hash that no password has, so that a name nobody has takes as long as one that somebody has.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyBpdA$mFqT4q3MeYyW2qkmvfF1VlMQDZUpWzYhmIuaiFzr8gk";

/// Why a password can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    #[error("shorter than {SHORTEST} characters")]
    Short,
    /// More than [`LONGEST`] bytes.
    #[error("longer than {LONGEST} bytes")]
    Long,
    /// No random bytes, or no memory.
    #[error("{0}")]
    System(String),
}

/// The hash of a new password, as a PHC string.
///
/// # Errors
/// [`PasswordFault`].
pub fn hash(password: &str) -> Result<String, PasswordFault> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordFault::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordFault::Long);
    }
    let system = |error: String| PasswordFault::System(error);
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| system(error.to_string()))?;
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| system(error.to_string()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| system(error.to_string()))
}

/// Whether a password is the one of a hash; `None` stands for an operator there isn't, and takes as long.
#[must_use]
pub fn verify(hash: Option<&str>, password: &str) -> bool {
    let typed = if password.len() > LONGEST { "" } else { password };
    let agrees = Argon2::default().verify_password(typed.as_bytes(), hash.unwrap_or(NOBODY)).is_ok();
    agrees && hash.is_some()
}

/// A password of 100 random bits, in groups, to be written down once.
///
/// # Errors
/// [`PasswordFault::System`] where the system gives no random bytes.
pub fn generate() -> Result<Zeroizing<String>, PasswordFault> {
    const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = Zeroizing::new([0_u8; 20]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| PasswordFault::System(error.to_string()))?;
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
    fn a_password_agrees_with_its_own_hash_alone() {
        let one = hash("correct horse").unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, hash("correct horse").unwrap(), "each has its own salt");
        assert!(verify(Some(&one), "correct horse"));
        for wrong in ["Correct horse", "", "correct horse ", &"x".repeat(LONGEST + 1)] {
            assert!(!verify(Some(&one), wrong) && !verify(None, wrong));
        }
        assert!(!verify(Some("not a hash"), "correct horse"));
        assert!(argon2::PasswordHash::new(NOBODY).is_ok(), "nobody's hash costs as much as a real one");
    }

    #[test]
    fn short_and_endless_ones_are_refused() {
        assert_eq!(hash("123456789"), Err(PasswordFault::Short));
        assert_eq!(hash(&"x".repeat(LONGEST + 1)), Err(PasswordFault::Long));
        let made = generate().unwrap();
        assert_eq!((made.len(), made.matches('-').count()), (23, 3));
        assert_ne!(*made, *generate().unwrap());
    }
}
