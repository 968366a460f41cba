//! The forms of a case: its assignee, whether it waits for the customer, its closing, its notes.

use maud::{Markup, html};

use super::session::OfficeSession;
use crate::access::Permission;
use crate::sql::CaseWork;
use crate::text::office::audience;
use crate::text::{OfficeLine as O, StaffLine};
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{CaseNote, NoteAudience};

/// The steps that the case allows.
pub(super) fn steps(
    session: &OfficeSession,
    base: &str,
    work: &CaseWork,
    closed: bool,
    operators: &[String],
) -> Markup {
    if !session.may(Permission::WorkOnCases) {
        return html! {};
    }
    let lang = session.lang();
    if closed {
        return reasoned(session, base, work, "reopen", (O::ReopenTitle, O::ReopenButton), None);
    }
    let (wait, wait_step) =
        if work.waiting.is_some() { (O::GoOnButton, "go-on") } else { (O::WaitButton, "wait") };
    let me = session.operator.as_str();
    let assignee = work.assignee.as_deref().unwrap_or_default();
    html! {
        div.case-steps {
            @if assignee != me {
                (step(session, base, work, "assign", html! {
                    input type="hidden" name="assignee" value=(me);
                    button { (O::TakeButton.say(lang)) }
                }))
            }
            (step(session, base, work, wait_step, html! { button { (wait.say(lang)) } }))
            (step(session, base, work, "assign", html! {
                label { (O::Assignee.say(lang)) select name="assignee" {
                    option value="" { (O::Nobody.say(lang)) }
                    @for name in operators { option value=(name) selected[name == assignee] { (name) } }
                } }
                button { (O::AssignButton.say(lang)) }
            }))
        }
        (reasoned(session, base, work, "close", (O::CloseTitle, O::CloseButton), Some(StaffLine::EndHint)))
    }
}

fn step(session: &OfficeSession, base: &str, work: &CaseWork, name: &str, fields: Markup) -> Markup {
    html! {
        form.line method="post" action={ (base) "/step" } {
            (session.csrf_field())
            input type="hidden" name="step" value=(name);
            input type="hidden" name="version" value=(work.version);
            (fields)
        }
    }
}

/// A step that needs a reason, with a hint on what to write.
fn reasoned(
    session: &OfficeSession,
    base: &str,
    work: &CaseWork,
    name: &str,
    (title, button): (O, O),
    hint: Option<StaffLine>,
) -> Markup {
    if !session.may(Permission::WorkOnCases) {
        return html! {};
    }
    let lang = session.lang();
    html! {
        details {
            summary { (title.say(lang)) }
            form.stack method="post" action={ (base) "/step" } {
                (session.csrf_field())
                input type="hidden" name="step" value=(name);
                input type="hidden" name="version" value=(work.version);
                @if let Some(hint) = hint { p.quiet { (hint.say(lang)) } }
                label { (O::ReasonLabel.say(lang)) input name="reason" required; }
                button { (button.say(lang)) }
            }
        }
    }
}

/// A note.
pub(super) fn note(lang: Lang, note: &CaseNote) -> Markup {
    html! {
        div.note {
            p.quiet { (moment_at(note.at)) " · " bdi { (printable(note.operator.as_bytes())) } " · " (audience(note.audience).say(lang)) }
            @for line in note.text.lines() { p { bdi { (line) } } }
        }
    }
}

/// The form for a note.
pub(super) fn note_form(session: &OfficeSession, base: &str) -> Markup {
    if !session.may(Permission::WorkOnCases) {
        return html! {};
    }
    let lang = session.lang();
    html! {
        form.stack method="post" action={ (base) "/note" } {
            (session.csrf_field())
            label { (O::NoteLabel.say(lang)) textarea name="text" rows="3" required {} }
            fieldset {
                legend { (O::NoteAudience.say(lang)) }
                @for one in [NoteAudience::Internal, NoteAudience::Customer] { label.choice {
                    input type="radio" name="audience" value=(one.name()) checked[one == NoteAudience::Internal];
                    span { (audience(one).say(lang)) }
                } }
            }
            button { (O::NoteButton.say(lang)) }
        }
    }
}
