//! Support cases: listed, shown, noted, assigned and closed.

use axum::Json;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::bodies::{Assignment, Audience, Close, Note};
use super::lists::{self, Page};
use super::objects;
use super::posted::{Posted, Reply};
use super::problem::Problem;
use super::program::{Parameters, PathPart, Program};
use super::requests::TimeSort;
use crate::access::{Access, Permission, Scope};
use crate::case_summary;
use crate::dates::now;
use crate::json_objects::{case_state_to_json, case_to_json};
use crate::operators::{OperatorName, OperatorStore as _};
use crate::sql::{CaseFilter, CaseStateFilter, CaseStep};
use crate::web::audit_events;
use crate::web::audit_limits::ShownObject;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_ledger::{
    CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore as _, NoteAudience, case,
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Scope::CasesRead), Access::Token(Scope::CasesWrite));
    Routes::new()
        .get("/api/v1/cases", read, list)
        .get("/api/v1/cases/{case}", read, show)
        .post("/api/v1/cases/{case}/notes", write, add_note)
        .post("/api/v1/cases/{case}/assign", write, assign)
        .post("/api/v1/cases/{case}/close", write, close)
}

/// The filters of the list of cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CaseQuery {
    /// The state; default `open`. `desk` waits for the desk, `waiting` for the customer.
    #[param(inline)]
    state: Option<CaseStateName>,
    /// The code of the reason for which the case was opened.
    #[param(min_length = 1, max_length = 200)]
    reason: Option<String>,
    /// A license number for which the case has a request.
    #[param(min_length = 1, max_length = 200)]
    number: Option<String>,
    /// A product for which the case has a request.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// A part of the customer or of the ticket.
    #[param(min_length = 1, max_length = 200)]
    customer: Option<String>,
    /// The first day on which the case may have been opened.
    #[param(format = "date")]
    from: Option<String>,
    /// The last day on which the case may have been opened.
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

/// The state of a case.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum CaseStateName {
    Open,
    Desk,
    Waiting,
    Closed,
    All,
}

/// Lists cases, page by page.
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list_cases", tag = "cases", params(CaseQuery),
    responses((status = 200, description = "A page of cases", body = objects::CasePage)))]
async fn list(program: Program, Parameters(query): Parameters<CaseQuery>) -> Result<Json<Value>, Problem> {
    let Page { after, limit } = lists::page(query.cursor.as_deref(), query.limit)?;
    audit_events::record_list_read(&program.desk, &program.token, "cases").await?;
    let state = match query.state {
        None | Some(CaseStateName::Open) => CaseStateFilter::Open,
        Some(CaseStateName::Desk) => CaseStateFilter::Desk,
        Some(CaseStateName::Waiting) => CaseStateFilter::Waiting,
        Some(CaseStateName::Closed) => CaseStateFilter::Closed,
        Some(CaseStateName::All) => CaseStateFilter::All,
    };
    let filter = CaseFilter {
        state,
        reason: lists::text("reason", query.reason)?,
        number: program.number(lists::text("number", query.number)?),
        product: program.product(lists::text("product", query.product)?.as_deref()).await?,
        customer: lists::text("customer", query.customer)?,
        time: lists::span(query.from.as_deref(), query.until.as_deref())?,
        ..CaseFilter::default()
    };
    let order = TimeSort::order(query.sort);
    let page = program.desk.store().list_cases(&filter, order, after.as_ref(), limit).await?;
    Ok(Json(lists::to_json(&page, |row, _| row)))
}

/// Shows a case with its history and its summary.
#[utoipa::path(get, path = "/api/v1/cases/{case}", operation_id = "show_case", tag = "cases",
    params(("case" = String, Path, description = "The case, such as CAS-000042"), super::NoQuery),
    responses((status = 200, description = "The case", body = objects::Case)))]
async fn show(
    program: Program,
    PathPart(typed): PathPart,
    Parameters(_): Parameters<super::NoQuery>,
) -> Result<Json<Value>, Problem> {
    let history = history(&program, number(&typed)?).await?;
    audit_events::record_shown(&program.desk, &program.token, ShownObject::Case).await?;
    Ok(Json(details(&program, &history).await?))
}

fn number(typed: &str) -> Result<CaseNumber, Problem> {
    typed.parse().map_err(|_| refused(CaseRefusal::Unknown, typed))
}

fn refused(refusal: CaseRefusal, case: &str) -> Problem {
    Problem::Case(refusal, printable(case.as_bytes()))
}

/// The history of a case, if the token is for its product.
async fn history(program: &Program, number: CaseNumber) -> Result<CaseHistory, Problem> {
    let history = program.desk.store().case_history(number).await?;
    let history = history.ok_or_else(|| refused(CaseRefusal::Unknown, &number.to_string()))?;
    program.check_product(history.product()).await?;
    Ok(history)
}

/// A case with its history, its steps and its summary.
async fn details(program: &Program, history: &CaseHistory) -> Result<Value, Problem> {
    let steps = program.desk.store().case_steps(history.case.number).await?;
    let profiles = program.desk.data().published.profiles;
    let summary = case_summary::summarise(program.lang, history, &steps, &profiles);
    Ok(case_to_json(history, &steps, &summary, program.lang))
}

/// A case after an act on it. Only a token that may read cases is shown its requests, notes and summary.
async fn after_act(program: &Program, number: CaseNumber) -> Result<Value, Problem> {
    let history = history(program, number).await?;
    if program.token.may(Scope::CasesRead) {
        details(program, &history).await
    } else {
        Ok(case_state_to_json(&history))
    }
}

/// Adds a note to a case.
#[utoipa::path(post, path = "/api/v1/cases/{case}/notes", operation_id = "note_case", tag = "cases",
    params(("case" = String, Path, description = "The case, such as CAS-000042"), super::NoQuery), request_body = Note,
    responses((status = 200, description = "The case", body = objects::CaseAfterAct)))]
async fn add_note(
    _: Program,
    PathPart(typed): PathPart,
    Parameters(_): Parameters<super::NoQuery>,
    posted: Posted<Note>,
) -> Response {
    posted
        .act(async move |program, body| {
            let number = number(&typed)?;
            history(&program, number).await?;
            let text = case::clean_note(&body.text).map_err(|refusal| refused(refusal, &typed))?;
            let audience = match body.audience {
                None | Some(Audience::Internal) => NoteAudience::Internal,
                Some(Audience::Customer) => NoteAudience::Customer,
            };
            let note = CaseNote { at: now(), operator: program.actor(), text, audience };
            let done = program.desk.store().add_note(number, &note).await?;
            done.map_err(|refusal| refused(refusal, &typed))?;
            Ok(Reply::ok(after_act(&program, number).await?))
        })
        .await
}

/// Sets or removes the assignee of a case.
#[utoipa::path(post, path = "/api/v1/cases/{case}/assign", operation_id = "assign_case", tag = "cases",
    params(("case" = String, Path, description = "The case, such as CAS-000042"), super::NoQuery), request_body = Assignment,
    responses((status = 200, description = "The case", body = objects::CaseAfterAct)))]
async fn assign(
    _: Program,
    PathPart(typed): PathPart,
    Parameters(_): Parameters<super::NoQuery>,
    posted: Posted<Assignment>,
) -> Response {
    posted
        .act(async move |program, body| {
            let Some(operator) = body.operator else {
                return change(program, &typed, CaseStep::Assign(None)).await;
            };
            let name = OperatorName::parse(&operator).ok();
            let operators = program.desk.store().operators().await?;
            let known = operators.into_iter().find(|one| Some(&one.name) == name.as_ref());
            let known = known.ok_or_else(|| Problem::OperatorUnknown(printable(operator.as_bytes())))?;
            if !known.role.may(Permission::WorkOnCases) {
                return Err(Problem::AssigneeRole(known.name.as_str().to_owned()));
            }
            change(program, &typed, CaseStep::Assign(Some(known.name.as_str().to_owned()))).await
        })
        .await
}

/// Closes a case.
#[utoipa::path(post, path = "/api/v1/cases/{case}/close", operation_id = "close_case", tag = "cases",
    params(("case" = String, Path, description = "The case, such as CAS-000042"), super::NoQuery), request_body = Close,
    responses((status = 200, description = "The case", body = objects::CaseAfterAct)))]
async fn close(
    _: Program,
    PathPart(typed): PathPart,
    Parameters(_): Parameters<super::NoQuery>,
    posted: Posted<Close>,
) -> Response {
    posted
        .act(async move |program, body| {
            let reason = case::clean_reason(&body.reason).map_err(|refusal| refused(refusal, &typed))?;
            change(program, &typed, CaseStep::Close(Some(reason))).await
        })
        .await
}

async fn change(program: Program, typed: &str, step: CaseStep) -> Result<Reply, Problem> {
    let number = number(typed)?;
    history(&program, number).await?;
    let done = program.desk.store().change_case(number, None, step, &program.actor(), now()).await?;
    done.map_err(|refusal| refused(refusal, typed))?;
    Ok(Reply::ok(after_act(&program, number).await?))
}
