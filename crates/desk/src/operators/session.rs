//! Sessions and their tokens. Only the browser holds the token: the store keeps a digest of it, and forms carry another.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::name::OperatorName;

/// A session ends after this many seconds without a request.
pub const IDLE_SECONDS: i64 = 60 * 60;
/// A session ends this many seconds after the sign-in in any case.
pub const MAX_SECONDS: i64 = 12 * 60 * 60;

/// A session, as the store keeps it. Times are seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The operator.
    pub operator: OperatorName,
    /// When it was opened.
    pub opened: i64,
    /// When it was last used.
    pub seen: i64,
}

impl Session {
    /// Whether the session is still valid.
    #[must_use]
    pub const fn is_valid(&self, now: i64) -> bool {
        now < self.seen.saturating_add(IDLE_SECONDS) && now < self.opened.saturating_add(MAX_SECONDS)
    }
}

/// A session's token, 32 random bytes.
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// Makes a random token.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Parses a cookie's value.
    #[must_use]
    pub fn parse(cookie: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The cookie's value.
    #[must_use]
    pub fn cookie(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    /// The digest that the store keeps. It can't be turned back into the cookie.
    #[must_use]
    pub fn digest(&self) -> String {
        self.tagged_digest("countersign session 1")
    }

    /// The token that every form of the session carries, against cross-site request forgery.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.tagged_digest("countersign form 1")
    }

    /// Whether a form's token is this session's; compared in constant time.
    #[must_use]
    pub fn owns(&self, csrf: &str) -> bool {
        let own = self.csrf();
        let differ = own.bytes().zip(csrf.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two));
        own.len() == csrf.len() && differ == 0
    }

    fn tagged_digest(&self, tag: &str) -> String {
        let digest = Sha256::new().chain_update(tag).chain_update([0]).chain_update(self.0.as_slice());
        HEXLOWER.encode(&digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_parses_to_its_token_and_a_digest_does_not() {
        let token = Token::new().unwrap();
        let cookie = token.cookie();
        let again = Token::parse(&cookie).unwrap();
        assert_eq!(again.digest(), token.digest());
        assert!(token.owns(&again.csrf()));
        assert_ne!(token.csrf(), token.digest());
        assert_ne!(Token::new().unwrap().csrf(), token.csrf());
        for wrong in ["", &token.digest(), &token.csrf()[1..], &format!("{}0", token.csrf())] {
            assert!(!token.owns(wrong), "{wrong}");
        }
        for wrong in ["", "abc", &cookie[1..], &format!("{}AA", *cookie), "!!!!"] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_session_ends_when_idle_or_too_old() {
        let session = |opened, seen| Session { operator: OperatorName::parse("li").unwrap(), opened, seen };
        assert!(session(0, 0).is_valid(IDLE_SECONDS - 1) && !session(0, 0).is_valid(IDLE_SECONDS));
        assert!(
            session(0, MAX_SECONDS - 1).is_valid(MAX_SECONDS - 1)
                && !session(0, MAX_SECONDS - 1).is_valid(MAX_SECONDS)
        );
    }
}
