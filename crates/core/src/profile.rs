//! The profile: one versioned TOML file that makes the wizard a product's.
//!
//! Lives here: its shape, its checks, where it is looked for. Never here: the keys' private halves,
//! or anything that differs from machine to machine.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::protocol::number::MaskError;
use crate::protocol::{KeyId, Mask, PinnedKey};
use crate::review::Policy;

/// A product's profile, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Names policy, rules version and pinned keys together.
    pub version: u16,
    /// The product's identifier: what a license is signed for.
    pub product: String,
    /// The product's name, as people know it.
    pub name: String,
    /// How license numbers look.
    pub mask: Mask,
    /// Host of the desk's page, at most 40 characters (20 keep most requests within QR version 6).
    pub desk: String,
    /// Where the desk's interface for devices is, as `https://HOST[:PORT]`, where that isn't `https://` and the desk's host.
    /// `http://` is taken too, for a desk in one's own network: what it issues is signed either way.
    pub online: Option<String>,
    /// A telephone number for people who are stuck.
    pub hotline: Option<String>,
    /// The rules version this profile was made with.
    pub rules: u16,
    /// What review and remedy follow.
    pub policy: Policy,
    /// Public keys whose licenses are accepted; no two alike.
    pub keys: Vec<PinnedKey>,
}

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    Syntax(String),
    /// The mask of license numbers is none.
    #[error("number-mask: {0}")]
    Mask(#[from] MaskError),
    /// No keys.
    #[error("no keys")]
    NoKeys,
    /// This key is not 32 bytes of hexadecimal, not a point of the curve, or its id is over 31.
    #[error("key {0} is not an Ed25519 public key")]
    BadKey(u8),
    /// Two keys share an id or the key itself.
    #[error("keys {0} and {1} are alike")]
    DuplicateKeys(u8, u8),
    /// The desk's host is not a host name, or longer than 40 characters.
    #[error("desk: not a host name of at most 40 characters")]
    Desk,
    /// The address of the desk's interface is none.
    #[error("online: https://HOST or https://HOST:PORT, at most 80 characters")]
    Online,
    /// The product's identifier is empty, too long, or not of `a-z 0-9 . -`.
    #[error("product: 1 to 40 characters of a-z, 0-9, '.' and '-'")]
    Product,
    /// Identifiers that begin with `practice` belong to practice.
    #[error("product: names that begin with \"practice\" are kept for practice")]
    Practice,
}

/// The identifier practice signs for; no profile may use it.
pub const PRACTICE_PRODUCT: &str = "practice";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    version: u16,
    product: String,
    name: String,
    number_mask: String,
    desk: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hotline: Option<String>,
    rules: u16,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    keys: Vec<KeyLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLine {
    id: u8,
    public: String,
}

impl Profile {
    /// Parses and checks a profile.
    ///
    /// # Errors
    /// [`ProfileError`] names the first thing that is wrong.
    pub fn parse(toml: &str) -> Result<Self, ProfileError> {
        let file: File = toml::from_str(toml).map_err(|error| ProfileError::Syntax(error.to_string()))?;
        if file.product.starts_with(PRACTICE_PRODUCT) {
            return Err(ProfileError::Practice);
        }
        let keys = file.keys.iter().map(KeyLine::pinned).collect::<Result<Vec<_>, _>>()?;
        let profile = Self {
            version: file.version,
            product: file.product,
            name: file.name,
            mask: Mask::parse(&file.number_mask)?,
            desk: file.desk.to_ascii_lowercase(),
            online: file.online.map(|url| url.to_ascii_lowercase()),
            hotline: file.hotline,
            rules: file.rules,
            policy: file.policy,
            keys,
        };
        profile.check()?;
        Ok(profile)
    }

    /// The TOML text of this profile, as [`Profile::parse`] reads it.
    ///
    /// # Errors
    /// Where a value can't be written as TOML.
    pub fn to_toml(&self) -> Result<String, ProfileError> {
        let file = File {
            version: self.version,
            product: self.product.clone(),
            name: self.name.clone(),
            number_mask: self.mask.as_str().to_owned(),
            desk: self.desk.clone(),
            online: self.online.clone(),
            hotline: self.hotline.clone(),
            rules: self.rules,
            policy: self.policy,
            keys: self
                .keys
                .iter()
                .map(|pinned| KeyLine {
                    id: pinned.id.0,
                    public: data_encoding::HEXLOWER.encode(&pinned.key),
                })
                .collect(),
        };
        toml::to_string(&file).map_err(|error| ProfileError::Syntax(error.to_string()))
    }

    /// Where the desk's interface for devices is.
    #[must_use]
    pub fn api_url(&self) -> String {
        self.online.clone().unwrap_or_else(|| format!("https://{}", self.desk))
    }

    fn check(&self) -> Result<(), ProfileError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
        if self.product.is_empty() || self.product.len() > 40 || !self.product.chars().all(plain) {
            return Err(ProfileError::Product);
        }
        if self.desk.is_empty() || self.desk.len() > 40 || !self.desk.chars().all(|c| plain(c) || c == ':') {
            return Err(ProfileError::Desk);
        }
        let host =
            |url: &str| url.strip_prefix("https://").or(url.strip_prefix("http://")).map(str::to_owned);
        let address = |url: &String| {
            url.len() <= 80
                && host(url)
                    .is_some_and(|host| !host.is_empty() && host.chars().all(|c| plain(c) || c == ':'))
        };
        if !self.online.as_ref().is_none_or(address) {
            return Err(ProfileError::Online);
        }
        if self.keys.is_empty() {
            return Err(ProfileError::NoKeys);
        }
        for (at, one) in self.keys.iter().enumerate() {
            if let Some(twin) =
                self.keys[..at].iter().find(|other| other.id == one.id || other.key == one.key)
            {
                return Err(ProfileError::DuplicateKeys(twin.id.0, one.id.0));
            }
        }
        Ok(())
    }
}

impl KeyLine {
    fn pinned(&self) -> Result<PinnedKey, ProfileError> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(self.public.as_bytes())
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        match bytes {
            Some(key)
                if self.id < 32
                    && ed25519_dalek::VerifyingKey::from_bytes(&key).is_ok_and(|k| !k.is_weak()) =>
            {
                Ok(PinnedKey { id: KeyId(self.id), key })
            }
            _ => Err(ProfileError::BadKey(self.id)),
        }
    }
}
