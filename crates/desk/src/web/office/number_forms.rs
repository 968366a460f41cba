//! The forms of a license number: the acts that its state and the operator's role allow, and changes of what was sold.

use maud::{Markup, html};

use super::components;
use super::session::OfficeSession;
use super::shown_state::ShownState;
use crate::access::Permission;
use crate::text::{OfficeLine as O, StaffLine};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{
    Act, ActionKind, ActionRefusal, Expiry, License, LicenseRecord, LicenseState, OperatorAction,
};

/// The acts that need no more than a seat and a reason. The others have forms of their own.
const PLAIN_ACTS: [Act; 5] = [Act::Release(None), Act::Move(None), Act::Suspend, Act::Resume, Act::Revoke];

/// The forms of the acts that the number allows.
pub(super) fn act_forms(session: &OfficeSession, record: &LicenseRecord) -> Markup {
    let lang = session.lang();
    let can = |act: Act| {
        let refused = OperatorAction { act, reason: "?".to_owned() }.apply(record).err();
        refused.is_none_or(|refusal| refusal == ActionRefusal::SeatMissing)
    };
    let may = |act: &Act| session.may(Permission::of_act(act.kind()));
    let possible: Vec<Act> = PLAIN_ACTS.into_iter().filter(|act| can(*act) && may(act)).collect();
    let base = format!("/office/numbers/{}", record.id);
    let product = format!("?product={}", record.id.product);
    let seats: Vec<u16> = record.seats.keys().copied().collect();
    html! {
        @if !possible.is_empty() {
            h2 { (O::Acts.say(lang)) }
            form.stack method="post" action={ (base) "/act" (product) } {
                (session.csrf_field())
                fieldset {
                    legend { (O::Act.say(lang)) }
                    @for act in possible { label.choice {
                        input type="radio" name="act" value=(act.kind().name()) required;
                        span { (O::of_action(act.kind()).say(lang)) }
                    } }
                }
                (components::seat_choice(lang, &seats, false))
                (reason_field(lang))
                button { (O::DoIt.say(lang)) }
            }
        }
        @if can(Act::Move(None)) && may(&Act::Move(None)) {
            details {
                summary { (O::MoveToTitle.say(lang)) }
                form.stack method="post" action={ (base) "/move" (product) } {
                    (session.csrf_field())
                    label { (StaffLine::MoveToLabel.say(lang)) textarea name="request" rows="4" spellcheck="false" required {} }
                    (components::seat_choice(lang, &seats, true))
                    (reason_field(lang))
                    button { (O::MoveToButton.say(lang)) }
                }
            }
        }
        @if can(Act::Release(None)) && may(&Act::Release(None)) {
            details {
                summary { (O::ReceiptTitle.say(lang)) }
                form.stack method="post" action={ (base) "/act" (product) } {
                    (session.csrf_field())
                    input type="hidden" name="act" value=(ActionKind::ReleaseByReceipt.name());
                    label { (O::ReceiptLabel.say(lang)) input.code name="receipt" autocapitalize="characters" spellcheck="false" required; }
                    label { (O::ReceiptReason.say(lang)) input name="reason"; }
                    button { (O::ReceiptButton.say(lang)) }
                }
            }
        }
        @if record.state != LicenseState::Revoked && session.may(Permission::ChangeLicenses) { (license_forms(session, record, &base, &product)) }
    }
}

/// What the forms of [`license_forms`] show.
pub(super) fn shown_license(record: &LicenseRecord) -> ShownState {
    let License { edition, expiry, seats } = record.license;
    ShownState::of([edition.0.to_string(), expiry.to_text(), seats.to_string()])
}

/// The forms that change what was sold: expiry, edition, seats.
fn license_forms(session: &OfficeSession, record: &LicenseRecord, base: &str, product: &str) -> Markup {
    let lang = session.lang();
    let License { edition, expiry, seats } = record.license;
    let shown = shown_license(record);
    let expiry = match expiry {
        Expiry::After(days) => days.to_string(),
        other => other.to_text(),
    };
    html! {
        details {
            summary { (O::DoRenew.say(lang)) }
            form.stack method="post" action={ (base) "/act" (product) } {
                (session.csrf_field())
                (shown.field())
                input type="hidden" name="act" value=(ActionKind::Renew.name());
                label { (O::SetExpiry.say(lang)) input name="expiry" value=(expiry) required; }
                (reason_field(lang))
                button { (O::DoRenew.say(lang)) }
            }
        }
        details {
            summary { (O::DoEdit.say(lang)) }
            form.stack method="post" action={ (base) "/act" (product) } {
                (session.csrf_field())
                (shown.field())
                input type="hidden" name="act" value=(ActionKind::Edit.name());
                label { (O::SetEdition.say(lang)) input type="number" name="edition" min="0" max="15" value=(edition.0) required; }
                label { (O::SetSeats.say(lang)) input type="number" name="seats" min="1" max="65535" value=(seats) required; }
                (reason_field(lang))
                button { (O::DoEdit.say(lang)) }
            }
        }
    }
}

fn reason_field(lang: Lang) -> Markup {
    html! { label { (O::ReasonLabel.say(lang)) input name="reason" required; } }
}
