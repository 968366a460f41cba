//! What operators did: acts on numbers, and everything else.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;

use super::auth::Entry;
use super::number::acts_done;
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::state::Desk;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

/// How many entries a page shows, the newest.
const MOST: i64 = 200;

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/office/audit", get(show))
}

async fn show(entry: Entry) -> Result<Response, WebError> {
    let lang = entry.lang();
    let (acts, events) = entry
        .desk()
        .with_office(|office| {
            Ok::<_, countersign_ledger::StoreError>((office.store.acts(MOST)?, office.store.events(MOST)?))
        })
        .await??;
    let content = html! {
        h1 { (O::NavAudit.say(lang)) }
        p.quiet { (O::AuditLead.say(lang)) }
        h2 { (O::Numbers.say(lang)) }
        @if acts.is_empty() { p.quiet { (O::NothingYet.say(lang)) } } @else { (acts_done(lang, &acts, true)) }
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
    Ok(entry.page(O::NavAudit.say(lang), &content))
}
