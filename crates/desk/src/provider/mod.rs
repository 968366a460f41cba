//! Sign-in by an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE).
//!
//! This module has the settings, the requests to the provider, the verification of its tokens, and the
//! identity of an operator from the claims. It never has the store of operators, pages, or the cookie of a
//! pending sign-in.

mod claims;
mod client;
mod http_client;
mod library_errors;
mod library_types;
mod refusal;
mod settings;
mod subject;

pub use claims::{ClaimSettings, Identity};
pub use client::{Begun, Provider, Returned};
pub use refusal::ProviderRefusal;
pub use settings::{ProviderSettings, ProviderUrl, UrlError};
pub use subject::Subject;
