//! Sessions and their tokens. Only the browser holds the token: the store holds a digest of it, and forms
//! contain another digest.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::name::OperatorName;
use crate::access::Role;

/// The number of seconds without a request after which a session ends.
pub const IDLE_SECONDS: i64 = 60 * 60;
/// The number of seconds after the sign-in at which a session ends in any case.
pub const MAX_SECONDS: i64 = 12 * 60 * 60;

/// How an operator signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInWay {
    /// By the password only.
    Password,
    /// By the password and a code of the second factor.
    SecondFactor,
    /// By the password and a recovery code.
    RecoveryCode,
    /// By an OpenID provider.
    Provider,
}

impl SignInWay {
    /// All ways.
    pub const ALL: [Self; 4] = [Self::Password, Self::SecondFactor, Self::RecoveryCode, Self::Provider];

    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactor => "second-factor",
            Self::RecoveryCode => "recovery-code",
            Self::Provider => "provider",
        }
    }

    /// Returns the way with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// The origin of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInOrigin {
    /// The address, or the block of addresses, of the client.
    pub source: String,
    /// The browser's `User-Agent` header (RFC 9110), at most [`MAX_AGENT_CHARS`] printable characters.
    pub agent: String,
}

/// The maximum number of characters that are stored of a browser's name.
pub const MAX_AGENT_CHARS: usize = 120;

/// A session to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The operator.
    pub operator: OperatorName,
    /// How the operator signed in.
    pub way: SignInWay,
    /// The origin of the sign-in.
    pub origin: SignInOrigin,
    /// The time, in seconds since 1970-01-01 UTC.
    pub opened: i64,
}

/// A session, as it is stored, with the current role of its operator. Times are in seconds since 1970-01-01
/// UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The public name of the session ([`Token::session_name`]). It distinguishes the sessions of an operator
    /// and gives no access.
    pub name: String,
    /// The operator.
    pub operator: OperatorName,
    /// The operator's role.
    pub role: Role,
    /// How the operator signed in.
    pub way: SignInWay,
    /// The origin of the sign-in.
    pub origin: SignInOrigin,
    /// When it was opened.
    pub opened: i64,
    /// When it was last used.
    pub seen: i64,
}

impl Session {
    /// Whether the session is valid at the given time.
    #[must_use]
    pub const fn is_valid(&self, now: i64) -> bool {
        now < self.seen.saturating_add(IDLE_SECONDS) && now < self.opened.saturating_add(MAX_SECONDS)
    }
}

/// The token of a session, 32 random bytes.
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// Generates a random token.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Parses the value of a cookie.
    #[must_use]
    pub fn parse(cookie: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Returns the value of the cookie.
    #[must_use]
    pub fn cookie(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    /// Returns the digest for the store. The cookie can't be computed from it.
    #[must_use]
    pub fn digest(&self) -> String {
        self.tagged_digest("countersign session 1")
    }

    /// Returns the public name of the session, 16 hexadecimal digits.
    #[must_use]
    pub fn session_name(&self) -> String {
        let mut name = self.tagged_digest("countersign session name 1");
        name.truncate(16);
        name
    }

    /// Returns the token that every form of the session contains, against cross-site request forgery.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.tagged_digest("countersign form 1")
    }

    fn tagged_digest(&self, tag: &str) -> String {
        let digest = Sha256::new().chain_update(tag).chain_update([0]).chain_update(self.0.as_slice());
        HEXLOWER.encode(&digest.finalize())
    }
}

/// Whether a form's token is this one; compared in constant time.
#[must_use]
pub fn is_csrf(own: &str, posted: &str) -> bool {
    let differ = own.bytes().zip(posted.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two));
    own.len() == posted.len() && differ == 0
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
        assert!(is_csrf(&token.csrf(), &again.csrf()));
        assert_ne!(token.csrf(), token.digest());
        assert_ne!(Token::new().unwrap().csrf(), token.csrf());
        for wrong in ["", &token.digest(), &token.csrf()[1..], &format!("{}0", token.csrf())] {
            assert!(!is_csrf(&token.csrf(), wrong), "{wrong}");
        }
        for wrong in ["", "abc", &cookie[1..], &format!("{}AA", *cookie), "!!!!"] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_session_ends_when_idle_or_too_old() {
        let session = |opened, seen| Session {
            name: "0123456789abcdef".to_owned(),
            operator: OperatorName::parse("li").unwrap(),
            role: Role::Viewer,
            way: SignInWay::Password,
            origin: SignInOrigin { source: "192.0.2.1".to_owned(), agent: String::new() },
            opened,
            seen,
        };
        assert!(session(0, 0).is_valid(IDLE_SECONDS - 1) && !session(0, 0).is_valid(IDLE_SECONDS));
        assert!(
            session(0, MAX_SECONDS - 1).is_valid(MAX_SECONDS - 1)
                && !session(0, MAX_SECONDS - 1).is_valid(MAX_SECONDS)
        );
    }
}
