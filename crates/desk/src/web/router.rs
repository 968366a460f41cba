//! All routes of the desk, and the layers around them.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::error::WebError;
use super::routes::{RouteRow, Routes};
use super::state::DeskState;
use super::{
    api, assets, body_limits, downloads, error_response, headers, observe, office, phone, programs,
    readiness, source,
};

/// How long a response may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Every route, with the layers that hold for each response.
pub fn router(desk: DeskState) -> Router {
    let of_strangers = pages_of_strangers()
        .layer(from_fn_with_state(desk.clone(), read_newest_profiles))
        .merge(api::routes())
        .merge(programs::open_routes())
        .layer(from_fn_with_state(desk.clone(), source::limit_by_source));
    let routes =
        of_strangers.merge(office::routes(desk.clone())).merge(programs::routes()).merge(files_and_health());
    routes
        .into_router()
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || WebError::Method)
        .layer(
            // From the outermost layer to the innermost.
            ServiceBuilder::new()
                .layer(from_fn_with_state(desk.clone(), observe::observe))
                .layer(from_fn_with_state(desk.clone(), readiness::close_connections_at_end))
                .layer(from_fn(headers::add_security_headers))
                .layer(from_fn_with_state(desk.clone(), error_response::render_errors))
                .layer(CatchPanicLayer::new())
                .layer(TimeoutLayer::with_status_code(error_response::TIMED_OUT, REQUEST_TIMEOUT))
                .layer(DefaultBodyLimit::max(body_limits::ANY)),
        )
        .with_state(desk)
}

/// Every route and who may use it, for documents and tests.
#[must_use]
pub fn route_rows() -> Vec<RouteRow> {
    let mut rows = pages_of_strangers()
        .merge(api::routes())
        .merge(programs::open_routes())
        .merge(programs::routes())
        .merge(files_and_health())
        .rows()
        .to_vec();
    rows.extend(office::route_rows());
    rows
}

fn pages_of_strangers() -> Routes {
    phone::routes().merge(downloads::routes())
}

fn files_and_health() -> Routes {
    assets::routes().merge(readiness::routes())
}

/// Reads profiles and keys again if another process has changed them, for a page that shows them. Answers check this
/// themselves.
async fn read_newest_profiles(State(desk): State<DeskState>, request: Request, next: Next) -> Response {
    desk.refresh().await;
    next.run(request).await
}
