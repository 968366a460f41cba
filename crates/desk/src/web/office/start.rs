//! The start page below its search: what waits, the open cases, a form to answer a request, and statistics with charts.

use maud::{Markup, html};

use super::components;
use super::figure::linked;
use super::list_query::ListQuery;
use super::numbers;
use super::search::answer_form;
use super::session::OfficeSession;
use super::statistics::{self, ChartScope};
use crate::dates::now;
use crate::sql::{CaseFilter, ListPage, ListedCase, TimeOrder};
use crate::statistics::{OpenCaseCounts, Period, SOON, Statistics};
use crate::text::{OfficeLine as O, StatisticsLine as S, StatisticsSentence};
use crate::web::error::WebError;
use countersign_core::protocol::license::{date_of, day_of};
use countersign_core::text::Line as _;

/// How many cases each list has.
const SHOWN: usize = 10;

/// A list of open cases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaseList {
    /// Those that are assigned to the operator.
    Own,
    All,
}

impl CaseList {
    const fn title(self) -> O {
        match self {
            Self::Own => O::MyCases,
            Self::All => O::OpenCases,
        }
    }

    /// The operator that the cases of the list are assigned to.
    const fn assignee(self, operator: &str) -> Option<&str> {
        match self {
            Self::Own => Some(operator),
            Self::All => None,
        }
    }

    /// The address of the whole list.
    fn address(self, scope: &ChartScope<'_>, operator: &str) -> String {
        let assignee = self.assignee(operator).map(|name| ("assignee", name));
        scope.address("/office/cases", assignee.as_slice())
    }
}

/// The parts of the page below the search. The query may have `days`, the period of the statistics, and `product`, to which lists, counts
/// and charts are limited. Other days than those that the page offers are taken as the usual period.
///
/// # Errors
/// [`WebError`] if the database can't be read.
pub(super) async fn content(session: &OfficeSession, query: &ListQuery) -> Result<Markup, WebError> {
    let days = query.get("days").and_then(|days| days.parse().ok());
    let days = days.filter(|days| statistics::PERIODS.contains(days)).unwrap_or(statistics::USUAL_PERIOD);
    let (desk, product) = (session.desk(), query.get("product"));
    let open = desk.store().open_case_counts(product, session.operator.as_str()).await?;
    let counts = desk.statistics(Period::until(now(), days), product).await?;
    let lang = session.lang();
    let scope = ChartScope { lang, query, product };
    let lists = open_cases(session, &scope).await?;
    Ok(html! {
        (product_form(session, &scope, days))
        (waiting(session, &scope, open, &counts))
        @for (list, cases) in &lists {
            h2 { (list.title().say(lang)) }
            @if cases.rows.is_empty() { p.quiet { (O::NoOpenCases.say(lang)) } } @else { (components::cases(lang, &cases.rows)) }
            @if cases.next.is_some() { p { a href=(list.address(&scope, session.operator.as_str())) { (O::AllOfThem.say(lang)) } } }
        }
        (answer_form(session))
        (statistics::section(&scope, &counts))
    })
}

/// The choice of a product, if there are several.
fn product_form(session: &OfficeSession, scope: &ChartScope<'_>, days: u16) -> Markup {
    let lang = scope.lang;
    let profiles = session.desk().data().published.profiles;
    let products = profiles.products();
    html! {
        @if products.len() > 1 {
            form.filters method="get" action="/office" {
                input type="hidden" name="days" value=(days);
                label { (O::Product.say(lang)) select name="product" {
                    option value="" { (O::FilterAny.say(lang)) }
                    @for one in products {
                        option value=(one.product) selected[scope.product == Some(one.product.as_str())] { (one.name) }
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
    scope: &ChartScope<'_>,
    open: OpenCaseCounts,
    counts: &Statistics,
) -> Markup {
    let lang = scope.lang;
    let name = session.operator.as_str();
    let cases = |more: &[(&str, &str)]| scope.address("/office/cases", more);
    let fact = |title: &str, count: u64, address: String, more: Option<String>| {
        html! { div { dt { (title) } dd { (linked(count, &address)) } @if let Some(more) = more { dd.quiet { (more) } } } }
    };
    let oldest =
        open.oldest.map(|at| StatisticsSentence::OldestSince { day: &date_of(day_of(at)) }.say(lang));
    html! {
        dl.facts {
            (fact(S::WaitsForDesk.say(lang), open.desk, cases(&[("which", "desk"), ("sort", "oldest")]), oldest))
            (fact(S::WaitsForCustomer.say(lang), open.customer, cases(&[("which", "waiting")]), None))
            (fact(O::OpenCases.say(lang), open.total(), CaseList::All.address(scope, name), None))
            (fact(O::MyCases.say(lang), open.own, CaseList::Own.address(scope, name), None))
            (fact(
                &StatisticsSentence::ExpireWithin { days: &SOON }.say(lang),
                counts.expiring.soon(),
                scope.address(numbers::PATH, &[("state", &numbers::expiring_state(SOON))]),
                None,
            ))
        }
    }
}

/// The lists of open cases. The operator's own is left out if it is empty.
async fn open_cases(
    session: &OfficeSession,
    scope: &ChartScope<'_>,
) -> Result<Vec<(CaseList, ListPage<ListedCase>)>, WebError> {
    let mut all = Vec::new();
    for list in [CaseList::Own, CaseList::All] {
        let filter = CaseFilter {
            assignee: list.assignee(session.operator.as_str()).map(str::to_owned),
            product: scope.product.map(str::to_owned),
            ..CaseFilter::default()
        };
        let store = session.desk().store();
        let cases = store.list_cases(&filter, TimeOrder::Newest, None, SHOWN).await?;
        if list == CaseList::All || !cases.rows.is_empty() {
            all.push((list, cases));
        }
    }
    Ok(all)
}
