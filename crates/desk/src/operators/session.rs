//! A session's token: random, held by the browser alone. The store has its digest; forms carry another.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::OperatorName;

/// A session ends after so many seconds without a request.
pub const IDLE: i64 = 60 * 60;
/// It ends so many seconds after the sign-in in any case.
pub const LONGEST: i64 = 12 * 60 * 60;

/// A session, as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub operator: OperatorName,
    /// When it was opened, seconds since 1970-01-01 UTC.
    pub opened: i64,
    /// When it was last used.
    pub seen: i64,
}

impl Session {
    /// Whether it still stands.
    #[must_use]
    pub const fn stands(&self, now: i64) -> bool {
        now < self.seen.saturating_add(IDLE) && now < self.opened.saturating_add(LONGEST)
    }
}

/// A session's token, 32 random bytes.
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The token of a cookie.
    #[must_use]
    pub fn parse(cookie: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// What the cookie holds.
    #[must_use]
    pub fn cookie(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    /// What the store keeps: nobody who reads the database can make the cookie of it.
    #[must_use]
    pub fn digest(&self) -> String {
        self.under("countersign session 1")
    }

    /// What every form of the session carries, so that another site's form doesn't pass for one.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.under("countersign form 1")
    }

    /// Whether a form is of this session; compared without telling by the time where it differs.
    #[must_use]
    pub fn owns(&self, csrf: &str) -> bool {
        let own = self.csrf();
        let differ = own.bytes().zip(csrf.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two));
        own.len() == csrf.len() && differ == 0
    }

    fn under(&self, tag: &str) -> String {
        let digest = Sha256::new().chain_update(tag).chain_update([0]).chain_update(self.0.as_slice());
        HEXLOWER.encode(&digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_go_both_ways_and_digests_tell_nothing() {
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
    fn sessions_end() {
        let session = |opened, seen| Session { operator: OperatorName::parse("li").unwrap(), opened, seen };
        assert!(session(0, 0).stands(IDLE - 1) && !session(0, 0).stands(IDLE));
        assert!(session(0, LONGEST - 1).stands(LONGEST - 1) && !session(0, LONGEST - 1).stands(LONGEST));
    }
}
