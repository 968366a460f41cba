//! The profile: one versioned TOML file with a product's settings.
//!
//! Lives here: the file's shape and its checks. Never here: private keys, the path of the file, settings that differ from machine
//! to machine.
//!
//! ```
//! use countersign_core::profile::{Profile, ProfileError};
//!
//! let toml = r#"
//! id = 1
//! version = 1
//! product = "example-os"
//! name = "Example OS"
//! number-mask = "AA99999999999"
//! desk = "desk.example"
//! rules = 2
//!
//! [[keys]]
//! id = 0
//! public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
//! "#;
//! let profile = Profile::parse(toml)?;
//! assert_eq!(profile.api_url(), "https://desk.example");
//! assert!(Profile::parse("version = 1").is_err());
//! # Ok::<(), ProfileError>(())
//! ```

#[cfg(test)]
mod example_tests;
mod syntax;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::machine::printable;
use crate::protocol::number::MaskError;
use crate::protocol::{KeyId, Mask, PinnedKey};
use crate::review::Policy;

pub use syntax::SyntaxFault;

/// A checked profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The id on its desk, unique over products and versions. It identifies product, policy, rules version and pinned keys together.
    /// 0 for practice, and for a profile that no desk published.
    pub id: u16,
    /// The day of its publication, such as `2026-11-28`.
    pub published: Option<String>,
    /// The version, counted per product from 1.
    pub version: u16,
    /// The product's identifier, which licenses are signed for: 1 to 40 characters of `a-z 0-9 . -`, a letter first.
    pub product: String,
    /// The product's name for people: visible characters, at most 64 columns.
    pub name: String,
    /// The mask of license numbers.
    pub mask: Mask,
    /// The host of the desk's page, at most 40 characters (up to 20 keep most requests within QR version 6).
    pub desk: String,
    /// The address of the desk's interface for devices, `https://HOST[:PORT]`, at most 80 characters; `None` where it is
    /// `https://` and the desk's host. `http://` is allowed for a desk in a private network, because license codes are signed.
    pub online: Option<String>,
    /// The telephone number of the desk: visible characters, at most 64 columns.
    pub hotline: Option<String>,
    /// The version of the rules when the profile was made.
    pub rules: u16,
    /// The policy of review and remedy.
    pub policy: Policy,
    /// The public keys that may sign licenses; at least one, and no two equal.
    pub keys: Vec<PinnedKey>,
}

/// The reason why a text is not a profile. The message names the key of the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// Not TOML, or not of this shape.
    #[error(transparent)]
    Syntax(SyntaxFault),
    /// A value can't be written as TOML.
    #[error("{0}")]
    Unwritable(String),
    /// `version` is 0.
    #[error("version: 1 or higher")]
    Version,
    /// `number-mask` is not a mask.
    #[error("number-mask: {0}")]
    Mask(#[from] MaskError),
    /// No keys.
    #[error("no keys")]
    NoKeys,
    /// This key is not 32 bytes of hexadecimal, not a point of the curve, or its id is over 31.
    #[error("key {0} is not an Ed25519 public key")]
    BadKey(u8),
    /// Two keys have the same id or the same public key.
    #[error("keys {0} and {1} have the same id or public key")]
    DuplicateKeys(u8, u8),
    /// `desk` is not a host name, or is longer than 40 characters.
    #[error("desk: not a host name of at most 40 characters")]
    Desk,
    /// `online` is not an address as [`is_api_url`] requires.
    #[error("online: https://HOST or https://HOST:PORT, at most 80 characters")]
    Online,
    /// `published` is not a day of the calendar.
    #[error("published: a day such as 2026-11-28")]
    Published,
    /// `product` is empty, too long, not of `a-z 0-9 . -`, or doesn't begin with a letter.
    #[error("product: 1 to 40 characters of a-z, 0-9, '.' and '-', a letter first")]
    Product,
    /// `name` or `hotline` has characters that a terminal could act on or a person could not see, or is over 64 columns.
    #[error("{0}: at most 64 columns of visible characters")]
    Text(&'static str),
    /// `product` begins with `practice`, which is reserved.
    #[error("product: names that begin with \"practice\" are kept for practice")]
    Practice,
}

impl ProfileError {
    /// The last line of the message, safe to show. The lines of the file that a parser may print before it are left out.
    #[must_use]
    pub fn last_line(&self) -> String {
        let text = self.to_string();
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        printable(line.as_bytes())
    }
}

/// The product identifier that practice signs for. No profile may have an identifier that begins with it.
pub const PRACTICE_PRODUCT: &str = "practice";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[serde(default)]
    id: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
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
    /// [`ProfileError`], for the first fault.
    pub fn parse(toml: &str) -> Result<Self, ProfileError> {
        let file: File = SyntaxFault::read(toml).map_err(ProfileError::Syntax)?;
        if file.product.starts_with(PRACTICE_PRODUCT) {
            return Err(ProfileError::Practice);
        }
        let keys = file.keys.iter().map(KeyLine::pinned).collect::<Result<Vec<_>, _>>()?;
        let profile = Self {
            id: file.id,
            published: file.published,
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
    /// [`ProfileError::Unwritable`], where a value can't be written as TOML.
    pub fn to_toml(&self) -> Result<String, ProfileError> {
        let file = File {
            id: self.id,
            published: self.published.clone(),
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
        toml::to_string(&file).map_err(|error| ProfileError::Unwritable(error.to_string()))
    }

    /// The address of the desk's interface for devices, without a slash at its end.
    #[must_use]
    pub fn api_url(&self) -> String {
        self.online.clone().unwrap_or_else(|| format!("https://{}", self.desk))
    }

    fn check(&self) -> Result<(), ProfileError> {
        let begins_with_letter = self.product.starts_with(|c: char| c.is_ascii_lowercase());
        if !begins_with_letter || self.product.len() > 40 || !self.product.chars().all(is_plain) {
            return Err(ProfileError::Product);
        }
        for (key, text) in [("name", Some(&self.name)), ("hotline", self.hotline.as_ref())] {
            if text.is_some_and(|text| printable(text.as_bytes()) != *text) {
                return Err(ProfileError::Text(key));
            }
        }
        if self.version == 0 {
            return Err(ProfileError::Version);
        }
        if self.desk.len() > 40 || !is_host_with_port(&self.desk) {
            return Err(ProfileError::Desk);
        }
        if !self.online.as_deref().is_none_or(is_api_url) {
            return Err(ProfileError::Online);
        }
        if !self.published.as_deref().is_none_or(is_day) {
            return Err(ProfileError::Published);
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

/// Whether a text may be the address of a desk's interface for devices: `https://HOST[:PORT]` or `http://HOST[:PORT]`, at most 80
/// characters, in lower case, without a slash at its end.
///
/// ```
/// use countersign_core::profile::is_api_url;
///
/// assert!(is_api_url("https://desk.example:8443"));
/// assert!(!is_api_url("https://desk.example/") && !is_api_url("https://:8443") && !is_api_url("https://desk.example:0"));
/// ```
#[must_use]
pub fn is_api_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    text.len() <= 80 && host.is_some_and(is_host_with_port)
}

/// Whether a product's identifier and the name of a host may have that character.
const fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-'
}

/// Whether a text is `HOST[:PORT]`: lower-case letters, digits, full stops and hyphens; a port from 1 to 65535.
fn is_host_with_port(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let is_port =
        |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse().is_ok_and(|port: u16| port > 0);
    !host.is_empty() && host.chars().all(is_plain) && port.is_none_or(is_port)
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let form = b"9999-99-99";
    let has_form = text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, form)| byte == *form || *form == b'9' && byte.is_ascii_digit());
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap_or(0));
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = match month {
        2 => 28 + u16::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    has_form && (1..=days).contains(&day)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(product: &str, name: &str, hotline: &str) -> Result<Profile, ProfileError> {
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        Profile::parse(&format!(
            "version = 1\nproduct = {product:?}\nname = \"{name}\"\nnumber-mask = \"AA99999999999\"\n\
             desk = \"desk.example\"\nhotline = \"{hotline}\"\nrules = 2\n[[keys]]\nid = 0\npublic = \"{public}\"\n"
        ))
    }

    #[test]
    fn displayed_texts_contain_only_visible_characters() {
        for good in ["Example OS", "示例系统 10（专业版）", "+86 10 5555-0100", ""] {
            assert!(parsed("p", good, good).is_ok(), "{good}");
        }
        let long = "x".repeat(65);
        for bad in
            ["a\\u001b[2J", "a\\u0007", "a\\nb", "a\\u202Eb", "a\\u200Bb", "\\u3164", "a\\u00a0b", &long]
        {
            assert_eq!(parsed("p", bad, "1"), Err(ProfileError::Text("name")), "{bad}");
            assert_eq!(parsed("p", "P", bad), Err(ProfileError::Text("hotline")), "{bad}");
        }
    }

    #[test]
    fn a_publication_date_must_exist_in_the_calendar() {
        for good in ["2026-11-28", "2028-02-29", "2026-12-31"] {
            assert!(is_day(good), "{good}");
        }
        for bad in
            ["2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-11-00", "26-11-28"]
        {
            assert!(!is_day(bad), "{bad}");
        }
    }

    #[test]
    fn versions_begin_with_1() {
        let text = parsed("p", "P", "1").unwrap().to_toml().unwrap();
        let zero = text.replacen("version = 1", "version = 0", 1);
        assert_eq!(Profile::parse(&zero), Err(ProfileError::Version));
    }

    #[test]
    fn a_products_name_begins_with_a_letter() {
        for good in ["p", "example-os", "a.b-9"] {
            assert!(parsed(good, "P", "1").is_ok(), "{good}");
        }
        for bad in ["", "9p", "-p", ".p", "..", "P", "a/b", &"p".repeat(41)] {
            assert_eq!(parsed(bad, "P", "1"), Err(ProfileError::Product), "{bad}");
        }
    }
}
