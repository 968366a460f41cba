//! The audit page: acts on license numbers, and the log of everything else that operators do.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use super::components::audit_table;
use super::session::OfficeSession;
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::state::DeskState;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

/// How many entries of each kind the page shows.
const MAX_ENTRIES: i64 = 200;

pub(super) fn routes() -> Router<DeskState> {
    Router::new().route("/office/audit", get(show_audit))
}

async fn show_audit(session: OfficeSession) -> Result<Response, WebError> {
    let lang = session.lang();
    let store = session.desk().store();
    let (acts, events) = (store.newest_acts(MAX_ENTRIES).await?, store.newest_events(MAX_ENTRIES).await?);
    let content = html! {
        h1 { (O::NavAudit.say(lang)) }
        p.quiet { (O::AuditLead.say(lang)) }
        h2 { (O::Numbers.say(lang)) }
        @if acts.is_empty() { p.quiet { (O::NothingYet.say(lang)) } } @else { (audit_table(lang, &acts, true)) }
        h2 { (O::EventsTitle.say(lang)) }
        @if events.is_empty() { p.quiet { (O::NothingYet.say(lang)) } } @else {
            table.rows {
                thead { tr { th { (O::When.say(lang)) } th { (O::Operator.say(lang)) } th { (O::Act.say(lang)) } th { (O::Subject.say(lang)) } } }
                tbody { @for one in &events { tr {
                    td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
                    td data-label=(O::Operator.say(lang)) { bdi { (printable(one.operator.as_bytes())) } }
                    td data-label=(O::Act.say(lang)) { (O::of_event(&one.event).map_or(one.event.as_str(), |line| line.say(lang))) }
                    td data-label=(O::Subject.say(lang)) { bdi { (printable(one.subject.as_bytes())) } }
                } } }
            }
        }
    };
    Ok(session.page(O::NavAudit.say(lang), &content))
}
