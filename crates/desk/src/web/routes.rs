//! The routes of the desk, each with who may use it.
//!
//! A route can't be added without its [`Access`]: [`Routes`] offers no other way. The extractor of an operator's session reads
//! the permission from the route's row. A handler of the office without a row answers with a fault and lets nobody in.

use axum::Extension;
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{MethodFilter, MethodRouter, Route, on};
use tower::{Layer, Service};

use super::state::DeskState;
use crate::access::Access;

/// A row of the table of routes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRow {
    /// Its method.
    pub method: Method,
    /// Its path, as axum matches it.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Routes, and their rows.
#[derive(Default)]
pub struct Routes {
    router: Router<DeskState>,
    rows: Vec<RouteRow>,
}

impl Routes {
    /// Creates an empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a route for GET.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, DeskState>,
        T: 'static,
    {
        self.add(MethodFilter::GET, Method::GET, path, access, handler)
    }

    /// Adds a route for POST.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, DeskState>,
        T: 'static,
    {
        self.add(MethodFilter::POST, Method::POST, path, access, handler)
    }

    fn add<H, T>(
        mut self,
        filter: MethodFilter,
        method: Method,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, DeskState>,
        T: 'static,
    {
        let route: MethodRouter<DeskState> = on(filter, handler).layer(Extension(access));
        self.router = self.router.route(path, route);
        self.rows.push(RouteRow { method, path, access });
        self
    }

    /// Adds other routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.rows.extend(other.rows);
        self
    }

    /// Wraps a layer around each of these routes.
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<std::convert::Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.router = self.router.layer(layer);
        self
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[RouteRow] {
        &self.rows
    }

    /// The routes as axum serves them.
    pub fn into_router(self) -> Router<DeskState> {
        self.router
    }
}
