//! Sessions as a table.

use maud::{Markup, html};

use crate::operators::Session;
use crate::text::{AccessLine as A, access};
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Lang, Line as _};

/// Sessions, newest first. `own` is the name of the session that asks. If `action` isn't empty, each other session has a button that
/// posts there to end it.
pub(super) fn table(
    lang: Lang,
    sessions: &[Session],
    own: Option<&str>,
    csrf: &Markup,
    action: &str,
) -> Markup {
    html! {
        @if sessions.is_empty() { p.quiet { "–" } }
        @else { table.rows {
            thead { tr {
                @for line in [A::OpenedAt, A::LastSeen, A::From, A::Browser, A::Way] { th { (line.say(lang)) } }
                td {}
            } }
            tbody { @for one in sessions { tr {
                td data-label=(A::OpenedAt.say(lang)) { span.when { (moment_at(one.opened)) } }
                td data-label=(A::LastSeen.say(lang)) { span.when { (moment_at(one.seen)) } }
                td data-label=(A::From.say(lang)) { (one.origin.source) }
                td data-label=(A::Browser.say(lang)) { bdi { (one.origin.agent) } }
                td data-label=(A::Way.say(lang)) { (access::sign_in_way(lang, one.way)) }
                td {
                    @if own == Some(one.name.as_str()) { span.tag { (A::ThisSession.say(lang)) } }
                    @else if !action.is_empty() {
                        form method="post" action=(action) {
                            (csrf)
                            input type="hidden" name="session" value=(one.name);
                            button.small { (A::EndSession.say(lang)) }
                        }
                    }
                }
            } } }
        } }
    }
}
