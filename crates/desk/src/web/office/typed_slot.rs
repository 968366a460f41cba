//! Carries what an operator typed to the page of an error that the handler didn't render, such as a busy database.

use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use axum::http::Extensions;
use axum::middleware::Next;
use axum::response::Response;

use super::typed::Typed;

/// The place for the typed texts of one request.
#[derive(Clone, Default)]
struct TypedSlot(Arc<OnceLock<Typed>>);

/// Keeps the typed texts of a form for this request.
pub(super) fn keep(extensions: &Extensions, typed: &Typed) {
    if let Some(TypedSlot(slot)) = extensions.get() {
        // A request has one form.
        let _ = slot.set(typed.clone());
    }
}

/// Gives the response the typed texts of the form, as an extension.
pub(super) async fn carry(mut request: Request, next: Next) -> Response {
    let slot = TypedSlot::default();
    request.extensions_mut().insert(slot.clone());
    let mut response = next.run(request).await;
    if let Some(typed) = slot.0.get() {
        response.extensions_mut().insert(typed.clone());
    }
    response
}
