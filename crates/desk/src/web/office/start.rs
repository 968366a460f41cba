//! The start page below its search: what waits, the open cases, a form to answer a request, and statistics with charts.

use maud::{Markup, html};

use super::components;
use super::figure::linked;
use super::list_query::ListQuery;
use super::numbers::{self, SOON};
use super::search::answer_form;
use super::session::OfficeSession;
use super::statistics::{self, Counted};
use crate::dates::now;
use crate::sql::{CaseFilter, ListPage, ListedCase, TimeOrder};
use crate::statistics::{EXPIRING_WITHIN, OpenCaseCounts, Period, Statistics};
use crate::text::{OfficeLine as O, StatisticsLine as S, StatisticsSentence};
use crate::web::error::WebError;
use countersign_core::protocol::license::{date_of, day_of};
use countersign_core::text::Line as _;

/// How many cases each list has.
const SHOWN: usize = 10;

/// The parts of the page below the search.
pub(super) async fn content(session: &OfficeSession, query: &ListQuery) -> Result<Markup, WebError> {
    let days = query.get("days").and_then(|days| days.parse().ok());
    let days = days.filter(|days| statistics::PERIODS.contains(days)).unwrap_or(statistics::USUAL_PERIOD);
    let (desk, product) = (session.desk(), query.get("product"));
    let open = desk.store().open_case_counts(product, session.operator.as_str()).await?;
    let counts = desk.statistics(Period::until(now(), days), product).await?;
    let lang = session.lang();
    let counted = Counted { lang, query, product };
    let lists = open_cases(session, &counted).await?;
    Ok(html! {
        (product_form(session, &counted, days))
        (waiting(session, &counted, open, &counts))
        @for (title, address, cases) in &lists {
            h2 { (title.say(lang)) }
            @if cases.rows.is_empty() { p.quiet { (O::NoOpenCases.say(lang)) } } @else { (components::cases(lang, &cases.rows)) }
            @if cases.next.is_some() { p { a href=(address) { (O::AllOfThem.say(lang)) } } }
        }
        (answer_form(session))
        (statistics::section(&counted, &counts))
    })
}

/// The choice of a product, if there are several.
fn product_form(session: &OfficeSession, counted: &Counted<'_>, days: u16) -> Markup {
    let lang = counted.lang;
    let profiles = session.desk().data().published.profiles;
    let products = profiles.products();
    html! {
        @if products.len() > 1 {
            form.filters method="get" action="/office" {
                input type="hidden" name="days" value=(days);
                label { (O::Product.say(lang)) select name="product" {
                    option value="" { (O::FilterAny.say(lang)) }
                    @for one in products {
                        option value=(one.product) selected[counted.product == Some(one.product.as_str())] { (one.name) }
                    }
                } }
                div.buttons { button { (O::FilterApply.say(lang)) } }
            }
        }
    }
}

/// The counts of what waits, each with a link to its list.
fn waiting(
    session: &OfficeSession,
    counted: &Counted<'_>,
    open: OpenCaseCounts,
    counts: &Statistics,
) -> Markup {
    let lang = counted.lang;
    let name = session.operator.as_str();
    let cases = |more: &[(&str, &str)]| counted.address("/office/cases", more);
    let soon = EXPIRING_WITHIN.into_iter().zip(counts.expiring.within).find(|(days, _)| *days == SOON);
    let fact = |title: &str, count: u64, address: String, more: Option<String>| {
        html! { div { dt { (title) } dd { (linked(count, &address)) } @if let Some(more) = more { dd.quiet { (more) } } } }
    };
    let oldest =
        open.oldest.map(|at| StatisticsSentence::OldestSince { day: &date_of(day_of(at)) }.say(lang));
    html! {
        dl.facts {
            (fact(S::WaitsForDesk.say(lang), open.desk, cases(&[("which", "desk"), ("sort", "oldest")]), oldest))
            (fact(S::WaitsForCustomer.say(lang), open.customer, cases(&[("which", "waiting")]), None))
            (fact(O::OpenCases.say(lang), open.total(), cases(&[]), None))
            (fact(O::MyCases.say(lang), open.own, cases(&[("assignee", name)]), None))
            @if let Some((days, count)) = soon {
                (fact(
                    &StatisticsSentence::ExpireWithin { days: &days }.say(lang),
                    count,
                    counted.address(numbers::PATH, &[("state", &numbers::expiring_state(days))]),
                    None,
                ))
            }
        }
    }
}

/// The open cases: the operator's own, and all of them; each list with the address of the whole list.
async fn open_cases(
    session: &OfficeSession,
    counted: &Counted<'_>,
) -> Result<Vec<(O, String, ListPage<ListedCase>)>, WebError> {
    let name = session.operator.as_str();
    let lists = [(O::MyCases, Some(name.to_owned())), (O::OpenCases, None)];
    let mut all = Vec::new();
    for (title, assignee) in lists {
        let of_operator: &[(&str, &str)] = if assignee.is_some() { &[("assignee", name)] } else { &[] };
        let address = counted.address("/office/cases", of_operator);
        let own = assignee.is_some();
        let filter =
            CaseFilter { assignee, product: counted.product.map(str::to_owned), ..CaseFilter::default() };
        let store = session.desk().store();
        let cases = store.list_cases(&filter, TimeOrder::Newest, None, SHOWN).await?;
        if !own || !cases.rows.is_empty() {
            all.push((title, address, cases));
        }
    }
    Ok(all)
}
