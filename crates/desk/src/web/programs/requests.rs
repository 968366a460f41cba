//! Requests of machines: listed, shown and answered.

use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::bodies::AskedRequest;
use super::lists::{self, Page};
use super::objects;
use super::posted::{Posted, Reply};
use super::problem::Problem;
use super::program::{Parameters, PathPart, Program};
use crate::access::{Access, Scope};
use crate::list_export::ExportRow as _;
use crate::sql::{OutcomeFilter, RequestFilter, StoredAttempt, TimeOrder};
use crate::web::audit_events;
use crate::web::audit_limits::ShownObject;
use crate::web::body_limits;
use crate::web::routes::Routes;
use crate::{presentation, request_parser};
use countersign_core::protocol::Scheme;

pub(super) fn routes() -> Routes {
    let answers = Routes::new()
        .post("/api/v1/answers", Access::Token(Scope::RequestsAnswer), answer)
        .layer(DefaultBodyLimit::max(body_limits::REQUEST));
    Routes::new()
        .get("/api/v1/requests", Access::Token(Scope::RequestsRead), list)
        .get("/api/v1/requests/{id}", Access::Token(Scope::RequestsRead), show)
        .merge(answers)
}

/// The filters of the list of requests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RequestQuery {
    /// The product.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// The license number.
    #[param(min_length = 1, max_length = 200)]
    number: Option<String>,
    /// The name of the request, as the device and the answer show it.
    #[param(min_length = 1, max_length = 200, example = "K7Q-F2M")]
    name: Option<String>,
    /// The outcome.
    #[param(inline)]
    outcome: Option<OutcomeName>,
    /// The code of the reason of a refusal.
    #[param(min_length = 1, max_length = 200)]
    reason: Option<String>,
    /// The first day.
    #[param(format = "date")]
    from: Option<String>,
    /// The last day.
    #[param(format = "date")]
    until: Option<String>,
    /// The order; default `newest`.
    #[param(inline)]
    sort: Option<TimeSort>,
    /// The highest number of rows; default 100.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
    /// The start of the page: `next` of the previous page.
    #[param(pattern = "^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)?$", max_length = 128)]
    cursor: Option<String>,
    /// The language of titles and details.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<super::Language>,
}

/// The outcome of a request.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum OutcomeName {
    Issued,
    Refused,
}

/// An order by time.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum TimeSort {
    Newest,
    Oldest,
}

impl TimeSort {
    pub(super) const fn order(sort: Option<Self>) -> TimeOrder {
        match sort {
            None | Some(Self::Newest) => TimeOrder::Newest,
            Some(Self::Oldest) => TimeOrder::Oldest,
        }
    }
}

/// Lists requests, page by page.
#[utoipa::path(get, path = "/api/v1/requests", operation_id = "list_requests", tag = "requests", params(RequestQuery),
    responses((status = 200, description = "A page of requests", body = objects::RequestPage)))]
async fn list(program: Program, Parameters(query): Parameters<RequestQuery>) -> Result<Json<Value>, Problem> {
    let Page { after, limit } = lists::page(query.cursor.as_deref(), query.limit)?;
    audit_events::record_list_read(&program.desk, &program.token, "requests").await?;
    let outcome = query.outcome.map(|outcome| match outcome {
        OutcomeName::Issued => OutcomeFilter::Issued,
        OutcomeName::Refused => OutcomeFilter::Refused,
    });
    let filter = RequestFilter {
        product: program.product(lists::text("product", query.product)?.as_deref()).await?,
        number: program.number(lists::text("number", query.number)?),
        name: lists::text("name", query.name)?,
        outcome,
        reason: lists::text("reason", query.reason)?,
        time: lists::span(query.from.as_deref(), query.until.as_deref())?,
        ..RequestFilter::default()
    };
    let order = TimeSort::order(query.sort);
    let page = program.desk.store().list_requests(&filter, order, after.as_ref(), limit).await?;
    Ok(Json(lists::to_json(&page, with_id)))
}

fn with_id(mut row: Value, one: &StoredAttempt) -> Value {
    row["id"] = one.id.into();
    row
}

/// Shows a request.
#[utoipa::path(get, path = "/api/v1/requests/{id}", operation_id = "show_request", tag = "requests",
    params(("id" = i64, Path, description = "Its id", minimum = 1)),
    responses((status = 200, description = "The request", body = objects::RequestRow)))]
async fn show(
    program: Program,
    PathPart(id): PathPart,
    Parameters(_): Parameters<super::NoQuery>,
) -> Result<Json<Value>, Problem> {
    let id = id.parse().map_err(|_| Problem::RequestUnknown)?;
    let found = program.desk.store().attempt(id).await?.ok_or(Problem::RequestUnknown)?;
    program.check_product(found.attempt.license.as_ref().map(|license| license.product.as_str())).await?;
    audit_events::record_shown(&program.desk, &program.token, ShownObject::Request).await?;
    Ok(Json(with_id(found.to_json(), &found)))
}

/// Answers a request of a machine, as an operator does.
///
/// The decision is the same object whether a code is issued or refused. The same request gets the same code again.
#[utoipa::path(post, path = "/api/v1/answers", operation_id = "answer_request", tag = "requests", request_body = AskedRequest,
    responses((status = 200, description = "The decision", body = objects::Answer)))]
async fn answer(
    _: Program,
    Parameters(_): Parameters<super::NoQuery>,
    posted: Posted<AskedRequest>,
) -> Response {
    posted.act(answer_for).await
}

async fn answer_for(program: Program, body: AskedRequest) -> Result<Reply, Problem> {
    let request = request_parser::parse(&body.request, |profile, number| program.desk.pack(profile, number))
        .map_err(Problem::RequestInvalid)?;
    let scheme = if body.scheme == Some(2) { Scheme::Two } else { Scheme::Three };
    if program.token.product.is_some() {
        let profile = program.desk.profile(request.head().profile_id);
        program.check_product(profile.as_ref().map(|profile| profile.product.as_str())).await?;
    }
    let requester = program.requester_with(body.verified.as_deref())?;
    let answer = program.desk.answer(request, requester, scheme).await?;
    Ok(Reply::ok(json!(presentation::to_json(&answer, program.lang))))
}
