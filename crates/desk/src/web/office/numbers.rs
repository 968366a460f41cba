//! The list of license numbers.

use axum::response::Response;
use maud::html;

use super::components;
use super::filters::{self, Filter};
use super::list_query::ListQuery;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::sql::{NumberFilter, NumberOrder, NumberState};
use crate::statistics::{EXPIRING_WITHIN, SOON};
use crate::text::{DeskLine, OfficeLine as O, OfficeSentence};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::protocol::license::day_of;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ShownState;
use countersign_ledger::text::LedgerLine;

/// The address of the list.
pub(super) const PATH: &str = "/office/numbers";
/// How many rows a page has.
pub(super) const PAGE: usize = 50;
/// How many numbers the page counts at most.
const COUNTED: usize = 10_000;
/// The value of the parameter `state` for numbers that expire soon; with `-` and a number of days, for those that expire within these
/// days.
const EXPIRING: &str = "expiring";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Access::Operator(Permission::See), list)
}

/// The value of the parameter `state` for numbers that expire within that many days.
pub(super) fn expiring_state(days: u16) -> String {
    if days == SOON { EXPIRING.to_owned() } else { format!("{EXPIRING}-{days}") }
}

/// The days of [`expiring_state`].
fn expiring_days(state: &str) -> Option<u16> {
    match state.strip_prefix(EXPIRING)? {
        "" => Some(SOON),
        days => days.strip_prefix('-')?.parse().ok(),
    }
}

/// What the query asks for.
pub(super) fn filter(query: &ListQuery) -> (NumberFilter, NumberOrder) {
    let state = query.get("state").and_then(|name| {
        let shown = ShownState::from_name(name).map(NumberState::Shown);
        shown.or_else(|| expiring_days(name).map(NumberState::Expiring))
    });
    let order = match query.get("sort") {
        Some("expiry") => NumberOrder::Expiry,
        Some("newest") => NumberOrder::Newest,
        _ => NumberOrder::Number,
    };
    (NumberFilter { product: query.text("product"), state, customer: query.text("customer") }, order)
}

async fn list(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let (filter, order) = filter(&query);
    let (store, today) = (session.desk().store(), day_of(now()));
    let page = store.list_numbers(&filter, order, query.after().as_ref(), PAGE, today).await?;
    let count = store.count_numbers(&filter, today, COUNTED + 1).await?;
    let fields = [
        components::product_filter(&session),
        Filter::Choice("state", O::State, states(lang)),
        Filter::Part("customer", O::CustomerOrTicket),
        Filter::Sort(&[("number", O::SortNumber), ("expiry", O::SortExpiry), ("newest", O::SortAdded)]),
    ];
    let content = html! {
        h1 { (O::Numbers.say(lang)) }
        (filters::form(lang, PATH, &query, &fields, None))
        p.quiet { @if count > COUNTED { (OfficeSentence::MoreThan { count: &COUNTED }.say(lang)) } @else { (OfficeSentence::InAll { count: &count }.say(lang)) } }
        @if page.rows.is_empty() { p.notice { (O::NothingFound.say(lang)) } } @else { (components::numbers(lang, &page.rows)) }
        (filters::links(&session, PATH, &query, page.next.as_ref(), "numbers"))
    };
    Ok(session.page(DeskLine::Licenses.say(lang), &content))
}

fn states(lang: Lang) -> Vec<(String, String)> {
    let state =
        |state: ShownState| (state.name().to_owned(), LedgerLine::of_state(state).say(lang).to_owned());
    let mut states: Vec<_> = ShownState::ALL.into_iter().map(state).collect();
    let within = |days| (expiring_state(days), OfficeSentence::ExpiringSoon { days: &days }.say(lang));
    states.extend(EXPIRING_WITHIN.map(within));
    states
}
