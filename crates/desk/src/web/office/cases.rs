//! The list of cases.

use axum::response::Response;
use maud::html;

use super::components;
use super::filters::{self, Filter};
use super::list_query::ListQuery;
use super::numbers::PAGE;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::sql::{CaseFilter, CaseStateFilter};
use crate::statistics::CaseEnding;
use crate::text::{AdminLine as A, OfficeLine as O, StatisticsLine};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::text::{Lang, Line as _};

/// The address of the list.
pub(super) const PATH: &str = "/office/cases";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Access::Operator(Permission::See), list_cases)
}

/// What the query asks for. `which` is the state.
pub(super) fn filter(query: &ListQuery) -> CaseFilter {
    CaseFilter {
        state: query.get("which").and_then(CaseStateFilter::from_name).unwrap_or_default(),
        ending: query.get("ending").and_then(CaseEnding::from_name),
        reason: query.text("reason"),
        product: query.text("product"),
        customer: query.text("customer"),
        assignee: query.text("assignee"),
        time: query.span(),
        ..CaseFilter::default()
    }
}

/// The word for a state of cases.
const fn word(state: CaseStateFilter) -> O {
    match state {
        CaseStateFilter::Open => O::TabOpen,
        CaseStateFilter::Desk => O::TabDesk,
        CaseStateFilter::Waiting => O::TabWaiting,
        CaseStateFilter::Closed => O::TabClosed,
        CaseStateFilter::All => O::TabAll,
    }
}

fn endings(lang: Lang) -> Vec<(String, String)> {
    let words = |ending| StatisticsLine::of_ending(ending).say(lang).to_owned();
    CaseEnding::ALL.map(|ending| (ending.name().to_owned(), words(ending))).to_vec()
}

async fn list_cases(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let filter = filter(&query);
    let store = session.desk().store();
    let page = store.list_cases(&filter, query.order(), query.after().as_ref(), PAGE).await?;
    let fields = [
        components::product_filter(&session),
        Filter::Choice("reason", O::Reason, components::reasons()),
        Filter::Choice("ending", O::Ending, endings(lang)),
        components::assignee_filter(&session, &query).await?,
        Filter::Part("customer", O::CustomerOrTicket),
        Filter::Days,
        Filter::Sort(&[("newest", O::SortNewest), ("oldest", O::SortOldest)]),
    ];
    let content = html! {
        h1 { (O::NavCases.say(lang)) }
        p.tabs { @for state in CaseStateFilter::ALL {
            @if state == filter.state { b { (word(state).say(lang)) } }
            @else { a href=(query.address(PATH, Some(("which", state.name())))) { (word(state).say(lang)) } }
        } }
        (filters::form(lang, PATH, &query, &fields, Some(("which", filter.state.name()))))
        @if page.rows.is_empty() { p.quiet { (A::CaseNone.say(lang)) } } @else { (components::cases(lang, &page.rows)) }
        (filters::links(&session, PATH, &query, page.next.as_ref(), "cases"))
    };
    Ok(session.page(O::NavCases.say(lang), &content))
}
