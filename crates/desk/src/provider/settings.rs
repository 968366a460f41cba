//! The settings of the provider.

use std::net::IpAddr;
use std::path::PathBuf;

use openidconnect::url::{Host, Url};
use serde::Deserialize;
use thiserror::Error;
use zeroize::Zeroizing;

use super::claims::ClaimSettings;

/// A trusted address: HTTPS, or HTTP on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ProviderUrl(String);

/// The text is not a trusted address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an address with https:// is needed; http:// only on this computer (127.0.0.1, localhost)")]
pub struct UrlError;

/// The settings.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// The issuer, exactly as in its tokens.
    pub issuer: ProviderUrl,
    /// The desk's own address, without a path. The provider redirects browsers to it.
    pub desk: ProviderUrl,
    /// The desk's client ID at the provider.
    pub client_id: String,
    /// The secret that the provider gave the desk; `None` for a public client.
    pub client_secret: Option<Zeroizing<String>>,
    /// Scopes besides `openid`.
    pub scopes: Vec<String>,
    /// The certificate file of the authority that signed the provider's certificate; `None` for the system's
    /// authorities.
    pub authority: Option<PathBuf>,
    /// How an operator's identity is read from the claims.
    pub claims: ClaimSettings,
    /// Whether the first sign-in creates an operator.
    pub creates: bool,
    /// The label of the button on the sign-in page; `None` for the desk's own words.
    pub label: Option<String>,
}

impl ProviderUrl {
    /// Parses an address.
    ///
    /// # Errors
    /// [`UrlError`] if the text is not a trusted address.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url = Url::parse(text).map_err(|_| UrlError)?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if plain && is_trusted(&url) { Ok(Self(text.to_owned())) } else { Err(UrlError) }
    }

    /// Returns the address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address of a path below it.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.0.trim_end_matches('/'))
    }
}

impl TryFrom<String> for ProviderUrl {
    type Error = UrlError;

    fn try_from(text: String) -> Result<Self, UrlError> {
        Self::parse(&text)
    }
}

/// Whether data sent to the address can't be read in transit.
pub(super) fn is_trusted(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => return false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encrypted_or_on_this_computer() {
        for text in [
            "https://id.example",
            "https://id.example/realms/desk/",
            "http://127.0.0.1:3000",
            "http://localhost:1",
            "http://[::1]:3000/x",
        ] {
            let url = ProviderUrl::parse(text);
            assert_eq!(url.map(|url| url.0), Ok(text.to_owned()), "an issuer is not normalised");
        }
        for text in [
            "",
            "id.example",
            "http://id.example",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "ftp://localhost",
            "https://user:word@id.example",
            "https://id.example/?x=1",
            "https://id.example/#x",
            "https://",
        ] {
            assert_eq!(ProviderUrl::parse(text), Err(UrlError), "{text}");
        }
        assert_eq!(
            ProviderUrl::parse("https://d.example/").unwrap().path("/office"),
            "https://d.example/office"
        );
    }
}
