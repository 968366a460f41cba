//! The interface for programs, version 1: what a vendor's order system or support portal does by HTTP.
//!
//! Lives here: the routes under `/api/v1` that take a token (`program`), their bodies and objects, the schema made from them
//! ([`document`]) and the page to read it. Never here: a rule. Handlers call what the office and the commands call.
//!
//! Every refusal is a `problem`. A posted request that carries an idempotency key acts once (`posted`). `POST /api/v1/requests` is
//! for devices and needs no token; it is in [`api`](super::api).
//! | files | hold |
//! | --- | --- |
//! | `numbers`, `number_import`, `acts`, `requests`, `bundles`, `cases`, `statistics` | the routes, one file for each kind of object |
//! | `program`, `posted` | the token of a request, its body, its idempotency key; start here |
//! | `bodies`, `rule`, `expiry`, `lists` | what a program may post, and which page of a list it asks for |
//! | `objects/` | the schemas of what it gets; `json_objects` of the crate makes the objects |
//! | `problem` | why it gets no result |
//! | `document`, `docs_page` | the schema made from all of these, and its page |

mod acts;
mod bodies;
mod bundles;
mod cases;
mod docs_page;
mod document;
mod expiry;
#[cfg(fuzzing)]
pub mod fuzzing;
mod lists;
mod number_import;
mod numbers;
mod objects;
mod posted;
pub(super) mod problem;
mod program;
mod requests;
pub(super) mod rule;
mod statistics;

use axum::extract::DefaultBodyLimit;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::body_limits;
use super::routes::Routes;

pub use document::document;

/// The routes that need a token.
pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(acts::routes())
        .merge(cases::routes())
        .merge(statistics::routes())
        .merge(numbers::routes())
        .merge(number_import::routes())
        .merge(requests::routes())
        .merge(bundles::routes())
        .layer(DefaultBodyLimit::max(body_limits::OBJECT))
}

/// The schema and its page, for anyone.
pub(super) fn open_routes() -> Routes {
    docs_page::routes()
}

/// The language of titles, details and reports; default: the language of `Accept-Language`.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Language {
    En,
    Zh,
}

/// The parameters of an address that takes no others.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NoQuery {
    /// The language of titles, details and reports; default: the language of `Accept-Language`.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<Language>,
}
