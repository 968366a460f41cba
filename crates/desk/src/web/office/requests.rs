//! The list of requests.

use axum::response::Response;
use maud::html;

use super::components;
use super::filters::{self, Filter};
use super::list_query::ListQuery;
use super::numbers::PAGE;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::sql::{OutcomeFilter, RequestFilter};
use crate::text::{DeskLine, OfficeLine as O, platform_name};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::protocol::Platform;
use countersign_core::text::{Lang, Line as _};

/// The address of the list.
pub(super) const PATH: &str = "/office/requests";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Access::Operator(Permission::See), list)
}

/// What the query asks for.
pub(super) fn filter(query: &ListQuery) -> RequestFilter {
    RequestFilter {
        product: query.text("product"),
        outcome: query.get("outcome").and_then(OutcomeFilter::from_name),
        reason: query.text("reason"),
        operator: query.text("operator"),
        platform: query.get("platform").and_then(|byte| byte.parse().ok()).map(Platform),
        time: query.span(),
        ..RequestFilter::default()
    }
}

/// Every platform that has a name, and the unknown one.
fn platforms(lang: Lang) -> Vec<(String, String)> {
    let all = (0..=u8::MAX).map(Platform);
    let known =
        all.filter(|one| *one == Platform::UNKNOWN || one.family().is_some() || one.hypervisor().is_some());
    known.map(|one| (one.0.to_string(), platform_name(lang, one))).collect()
}

async fn list(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let store = session.desk().store();
    let page = store.list_requests(&filter(&query), query.order(), query.after().as_ref(), PAGE).await?;
    let outcome = |one: OutcomeFilter, words: DeskLine| (one.name().to_owned(), words.say(lang).to_owned());
    let outcomes = vec![
        outcome(OutcomeFilter::Issued, DeskLine::Issued),
        outcome(OutcomeFilter::Refused, DeskLine::Refused),
    ];
    let fields = [
        components::product_filter(&session),
        Filter::Choice("outcome", O::Outcome, outcomes),
        Filter::Choice("reason", O::Reason, components::reasons()),
        Filter::Choice("platform", O::Platform, platforms(lang)),
        components::operator_filter(&session, &query).await?,
        Filter::Days,
        Filter::Sort(&[("newest", O::SortNewest), ("oldest", O::SortOldest)]),
    ];
    let content = html! {
        h1 { (O::Requests.say(lang)) }
        (filters::form(lang, PATH, &query, &fields, None))
        @if page.rows.is_empty() { p.notice { (O::NothingFound.say(lang)) } } @else { (components::requests(lang, &page.rows, true)) }
        (filters::links(&session, PATH, &query, page.next.as_ref(), "requests"))
    };
    Ok(session.page(O::Requests.say(lang), &content))
}
