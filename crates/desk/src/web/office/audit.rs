//! The audit page: acts on license numbers, and the log of everything else that operators do.

use axum::response::Response;
use maud::{Markup, html};

use super::components::{self, act};
use super::filters::{self, Filter};
use super::list_query::ListQuery;
use super::numbers::PAGE;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::sql::{ActFilter, OfficeRecord};
use crate::text::{OfficeLine as O, event, event_subject};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::reader::printable_whole;
use countersign_core::text::{Lang, Line as _};

/// The address of the list.
const PATH: &str = "/office/audit";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Access::Operator(Permission::ReadAudit), show_audit)
}

/// What the query asks for.
pub(super) fn filter(query: &ListQuery) -> ActFilter {
    ActFilter { operator: query.text("operator"), time: query.span() }
}

async fn show_audit(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let page = session.desk().store().list_acts(&filter(&query), query.after().as_ref(), PAGE).await?;
    let fields = [components::operator_filter(&session, &query).await?, Filter::Days];
    let content = html! {
        h1 { (O::NavAudit.say(lang)) }
        (filters::form(lang, PATH, &query, &fields, None))
        @if page.rows.is_empty() { p.quiet { (O::NothingYet.say(lang)) } } @else { (table(lang, &page.rows)) }
        (filters::links(&session, PATH, &query, page.next.as_ref(), "audit"))
    };
    Ok(session.page(O::NavAudit.say(lang), &content))
}

fn table(lang: Lang, records: &[OfficeRecord]) -> Markup {
    let row = |at: i64, operator: &str, what: Markup, subject: Markup, reason: &str| {
        html! { tr {
            td data-label=(O::When.say(lang)) { span.when { (moment_at(at)) } }
            td data-label=(O::Operator.say(lang)) { bdi { (printable(operator.as_bytes())) } }
            td data-label=(O::Act.say(lang)) { (what) }
            td data-label=(O::Subject.say(lang)) { (subject) }
            td data-label=(O::Reason.say(lang)) { bdi { (printable_whole(reason)) } }
        } }
    };
    html! {
        table.rows {
            thead { tr { @for line in [O::When, O::Operator, O::Act, O::Subject, O::Reason] { th { (line.say(lang)) } } } }
            tbody { @for record in records { @match record {
                OfficeRecord::Act(one) => (row(one.at, &one.operator, act(lang, one), components::number_link(&one.license), &one.reason)),
                OfficeRecord::Event(one) => {
                    @let what = event(lang, &one.event).unwrap_or(&one.event);
                    (row(one.at, &one.operator, html! { (what) }, html! { bdi { (printable_whole(&event_subject(lang, &one.event, &one.subject))) } }, ""))
                },
            } } }
        }
    }
}
