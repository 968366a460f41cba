//! Sign-in by an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE): what is asked of it, and what of its answer is believed.
//!
//! Lives here: the settings, the requests to the provider, the verification of its tokens, and who an operator is by their claims.
//! Never here: the store of operators, pages, or the cookie of a sign-in under way.

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
