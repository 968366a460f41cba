//! The tokens of programs: their text, their digest, their scopes and their expiry.
//!
//! This module has [`ApiToken`], which a program sends as text, and [`StoredToken`], which the database
//! holds. It never has HTTP, SQL, or a sentence.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::access::{Scope, Scopes};
use crate::operators::OperatorName;

/// The prefix of a token's text. It makes tokens in files findable by a search.
pub const PREFIX: &str = "cst_";
/// The default number of days that a token is valid.
pub const DEFAULT_DAYS: u16 = 90;
/// The maximum number of days that a token is valid.
pub const MAX_DAYS: u16 = 365;

/// The token of a program: 32 random bytes.
pub struct ApiToken(Zeroizing<[u8; 32]>);

impl ApiToken {
    /// Generates a random token.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Parses the text from [`Self::text`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.strip_prefix(PREFIX)?.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Returns the text: `cst_` and 43 characters of base64url. It is shown once.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(PREFIX.to_owned() + &BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    /// Returns the digest for the database. The text can't be computed from it.
    #[must_use]
    pub fn digest(&self) -> String {
        let digest = Sha256::new()
            .chain_update("countersign token 1")
            .chain_update([0])
            .chain_update(self.0.as_slice());
        HEXLOWER.encode(&digest.finalize())
    }
}

/// A token to store. Times are in seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// The program's name. It differs from the names of all tokens that aren't revoked.
    pub name: OperatorName,
    /// The digest ([`ApiToken::digest`]).
    pub digest: String,
    /// Its scopes.
    pub scopes: Scopes,
    /// The only product that the token is for; `None` for every product.
    pub product: Option<String>,
    /// The person who makes it.
    pub by: String,
    /// The time.
    pub at: i64,
    /// When it expires.
    pub expires: i64,
}

/// A stored token. Times are in seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// The row ID. A token is revoked by its ID.
    pub id: i64,
    /// The program's name.
    pub name: String,
    /// Its scopes.
    pub scopes: Scopes,
    /// The only product that the token is for; `None` for every product.
    pub product: Option<String>,
    /// When it was made.
    pub made_at: i64,
    /// The person who made it.
    pub made_by: String,
    /// When it expires.
    pub expires: i64,
    /// When it was revoked and by whom.
    pub revoked: Option<(i64, String)>,
    /// When it was last used, with a precision of one minute.
    pub last_used: Option<i64>,
}

/// The state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// The token may be used.
    Valid,
    /// The token has expired.
    Expired,
    /// The token was revoked.
    Revoked,
}

impl TokenState {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl StoredToken {
    /// Returns the state at the given time.
    #[must_use]
    pub const fn state(&self, now: i64) -> TokenState {
        if self.revoked.is_some() {
            TokenState::Revoked
        } else if now >= self.expires {
            TokenState::Expired
        } else {
            TokenState::Valid
        }
    }

    /// Whether the token has the scope.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(scope)
    }

    /// Whether the token is for that product.
    #[must_use]
    pub fn is_for(&self, product: &str) -> bool {
        self.product.as_ref().is_none_or(|own| own == product)
    }

    /// Returns the program's name in the ledger and the audit. No operator can have such a name.
    #[must_use]
    pub fn actor(&self) -> String {
        format!("token:{}", self.name)
    }
}

/// Returns the expiry of a token that is made at `now` and is valid for `days` days: at least one, at most
/// [`MAX_DAYS`].
#[must_use]
pub fn end_of(now: i64, days: u16) -> i64 {
    now.saturating_add(i64::from(days.clamp(1, MAX_DAYS)) * crate::dates::DAY_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_parses_to_its_token_and_a_digest_does_not() {
        let token = ApiToken::new().unwrap();
        let text = token.text();
        assert_eq!((text.len(), ApiToken::parse(&text).unwrap().digest()), (47, token.digest()));
        assert_ne!(ApiToken::new().unwrap().digest(), token.digest());
        for wrong in ["", "cst_", &text[1..], &text[4..], &format!("{}A", *text), &token.digest(), "cst_!!!!"]
        {
            assert!(ApiToken::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_ends_by_expiry_or_revocation() {
        let token = StoredToken {
            id: 1,
            name: "shop".to_owned(),
            scopes: [Scope::NumbersRead].into_iter().collect(),
            product: Some("a".to_owned()),
            made_at: 0,
            made_by: "li".to_owned(),
            expires: end_of(0, 1),
            revoked: None,
            last_used: None,
        };
        assert_eq!([86_399, 86_400].map(|now| token.state(now)), [TokenState::Valid, TokenState::Expired]);
        assert!(token.may(Scope::NumbersRead) && !token.may(Scope::NumbersWrite));
        assert!(token.is_for("a") && !token.is_for("b"));
        assert!(
            OperatorName::parse(&token.actor()).is_err(),
            "the name of a token is not a valid operator name"
        );
        let revoked = StoredToken { revoked: Some((1, "li".to_owned())), ..token };
        assert_eq!(revoked.state(2), TokenState::Revoked);
        assert_eq!([end_of(0, 0), end_of(0, u16::MAX)], [86_400, 365 * 86_400]);
    }
}
