//! Sign-in by an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE).
//!
//! | files | hold |
//! | --- | --- |
//! | `client`, `http_client` | the requests to the provider, and the verification of its tokens; start here |
//! | `claims`, `subject` | the identity of an operator from the claims |
//! | `settings` | the settings |
//! | `refusal`, `library_errors`, `library_types` | why a sign-in is refused; errors and types of the library |
//!
//! Never here: the store of operators, pages, or the cookie of a pending sign-in.

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
