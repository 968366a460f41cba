//! The requests of many machines in one body.

use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;

use super::posted;
use super::problem::Problem;
use super::program::{Parameters, Program};
use crate::access::{Access, Scope};
use crate::web::body_limits;
use crate::web::bundle_answers::{self, BundleAsker, BundleRefusal};
use crate::web::routes::Routes;

/// The path. Its replies are sent while they are made, so it takes no idempotency key.
pub(super) const PATH: &str = "/api/v1/bundles";

pub(super) fn routes() -> Routes {
    Routes::new()
        .post(PATH, Access::Token(Scope::RequestsAnswer), answer)
        .layer(DefaultBodyLimit::max(body_limits::BUNDLE))
}

/// Answers a bundle: the requests of many machines, one JSON object a line.
///
/// Each line of requests gets a line of answer in the same order, as soon as it is decided: the object of an answer with `line` and
/// `host`. The last line has the counts by reason. A reply without that line was cut off; the same bundle sent again gets the same
/// answers. docs/desk.md has the format.
#[utoipa::path(post, path = "/api/v1/bundles", operation_id = "answer_bundle", tag = "requests", params(super::NoQuery),
    request_body(content = String, content_type = "application/x-ndjson", description = "The bundle, at most 16 MiB"),
    responses((status = 200, description = "The answers", body = String, content_type = "application/x-ndjson")))]
async fn answer(
    program: Program,
    Parameters(_): Parameters<super::NoQuery>,
    request: Request,
) -> Result<Response, Problem> {
    if !posted::media_type(request.headers()).eq_ignore_ascii_case(bundle_answers::MEDIA_TYPE) {
        return Err(Problem::MediaType);
    }
    let permit = bundle_answers::permit(&program.desk)?;
    let bundle = posted::bytes(request, &program.desk).await?;
    let requester = program.requester();
    let asker = BundleAsker { requester, lang: program.lang, product: program.token.product.clone() };
    bundle_answers::answer(&program.desk, permit, bundle, asker).map_err(|refusal| match refusal {
        BundleRefusal::NotABundle(fault) => Problem::NotABundle(fault),
        BundleRefusal::Desk(error) => error.into(),
    })
}
