//! The desk in a browser and on the wire: the pages a phone meets after scanning, and the interface `/api/v1`.
//!
//! Lives here: routes, thin handlers, the shell every page stands in ([`layout`]), and what is true of every
//! answer: its headers ([`headers`]), its limits ([`limits`]), its errors ([`error`]), its line in the log ([`log`]).
//! Never here: a decision (that is `ledger`), SQL, a sentence (`text`), or anything a second desk process would
//! have to know: all that stands in the ledger. Limits alone are counted by each process for itself.
//!
//! | route | what |
//! | --- | --- |
//! | `GET /` | says what this is |
//! | `GET /R/…`, `/r/…` | what the desk understood of a request; writes nothing, issues nothing ([`phone`]) |
//! | `POST /R/…`, `/r/…` | the license code, or the refusal |
//! | `POST /api/v1/requests` | the same as JSON ([`api`]) |
//! | `/office/…` | the back office, for operators who are signed in (`office`) |
//! | `GET /healthz` | `ok` where the ledger can be read |
//! | `GET /static/…` | style sheet and script ([`assets`]) |

pub mod api;
pub mod ask;
pub mod assets;
pub mod error;
pub mod headers;
mod lang;
pub mod layout;
pub mod limits;
pub mod log;
mod office;
pub mod phone;
mod phone_page;
mod server;
pub mod state;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use error::WebError;
pub use server::{Listening, ServeError, TlsFiles, listen};
pub use state::{Desk, Settings, Source};

/// The most a body may have, in bytes; a route that takes more says so with a limit of its own.
const BODY: usize = 16 * 1024;

/// Every route, with what is true of each answer.
pub fn router(desk: Desk) -> Router {
    let asking =
        phone::routes().merge(api::routes()).layer(from_fn_with_state(desk.clone(), limits::by_source));
    Router::new()
        .merge(asking)
        .merge(office::routes(desk.clone()))
        .merge(assets::routes())
        .route("/healthz", get(health))
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || WebError::Method)
        .layer(
            // From the outside in.
            ServiceBuilder::new()
                .layer(log::layer())
                .layer(from_fn(headers::guard))
                .layer(from_fn_with_state(desk.clone(), error::dress))
                .layer(CatchPanicLayer::new())
                .layer(TimeoutLayer::with_status_code(error::TIMED_OUT, server::PATIENCE))
                .layer(DefaultBodyLimit::max(BODY)),
        )
        .with_state(desk)
}

/// For a supervisor or a proxy: whether this process answers and its ledger can be read.
async fn health(State(desk): State<Desk>) -> Result<&'static str, WebError> {
    desk.with_office(|office| office.store.ready()).await??;
    Ok("ok\n")
}
