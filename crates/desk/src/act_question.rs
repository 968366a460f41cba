//! The confirmation question before an act on a license number that frees a seat, ends the number or changes
//! its expiry. The question names the effect.

use countersign_core::machine::printable;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{Lang, Line as _, in_brackets, join_sentences, semicolon};
use countersign_ledger::{Act, Expiry, IncomingRequest, LicenseRecord, OperatorAction};

use crate::presentation;
use crate::text::{AccessLine as A, AccessSentence, DeskLine, DeskSentence, StaffSentence};

/// From more machines than this, a question doesn't list them.
const MAX_MACHINES: usize = 5;

/// A question, the effect of the act, and the label of the confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActQuestion {
    /// The question.
    pub question: String,
    /// The effect of the act.
    pub effect: &'static str,
    /// The label of the confirmation.
    pub agree: &'static str,
}

impl ActQuestion {
    /// Returns the question before an act; `None` for an act that is as easy to undo, or that the number
    /// doesn't allow. `to` is the request of the machine that a seat is moved to.
    #[must_use]
    pub fn before(
        lang: Lang,
        record: &LicenseRecord,
        action: &OperatorAction,
        to: Option<&IncomingRequest>,
    ) -> Option<Self> {
        action.apply(record).ok()?;
        let number = &record.id;
        let (question, effect, agree) = match action.act {
            Act::Release(seat) => {
                let machine = machine_on(lang, record, seat);
                let question = AccessSentence::ReleaseQuestion { number, machine: &machine };
                (question.say(lang), A::ReleaseEffect, A::ReleaseYes)
            }
            Act::Move(seat) => {
                let machine = machine_on(lang, record, seat);
                let other = to.map(|request| machine_of(lang, request));
                let (question, effect) = match &other {
                    None => (AccessSentence::MoveQuestion { number, machine: &machine }, A::MoveEffect),
                    Some(other) => {
                        (AccessSentence::MoveToQuestion { number, machine: &machine, other }, A::MoveToEffect)
                    }
                };
                (question.say(lang), effect, A::MoveYes)
            }
            Act::Revoke => {
                let question = AccessSentence::RevokeQuestion { number }.say(lang);
                (with_machines(lang, &question, record), A::RevokeEffect, A::RevokeYes)
            }
            Act::Renew(after) if after == record.license.expiry => return None,
            Act::Renew(after) => {
                let (before, after) = (last_day(lang, record.license.expiry), last_day(lang, after));
                let question = AccessSentence::RenewQuestion { number, before: &before, after: &after };
                (with_machines(lang, &question.say(lang), record), A::RenewEffect, A::RenewYes)
            }
            // `ReleaseByReceipt` needs no question, because the receipt from the owner names the seat.
            Act::ReleaseByReceipt(_) | Act::Suspend | Act::Resume | Act::Edit { .. } => return None,
        };
        Some(Self { question, effect: effect.say(lang), agree: agree.say(lang) })
    }
}

/// Returns the machine of a request as text.
fn machine_of(lang: Lang, request: &IncomingRequest) -> String {
    let values = request.values().map(|values| values.map(|value| printable(value.as_bytes())).join(" / "));
    values.unwrap_or_else(|| StaffSentence::SpokenMachine { name: &request.name() }.say(lang))
}

/// Returns a question with the machines of the number, if there are any.
fn with_machines(lang: Lang, question: &str, record: &LicenseRecord) -> String {
    let seats = record.seats.keys().take(MAX_MACHINES);
    let mut machines: Vec<String> = seats.map(|seat| machine_on(lang, record, Some(*seat))).collect();
    if machines.is_empty() {
        return question.to_owned();
    }
    let count = record.seats.len().saturating_sub(MAX_MACHINES);
    if count > 0 {
        machines.push(StaffSentence::MoreMachines { count: &count }.say(lang));
    }
    let machines = &machines.join(semicolon(lang));
    join_sentences(lang, question, &AccessSentence::OnMachines { machines }.say(lang))
}

/// Returns the machine on a seat, or on the only taken seat, as text.
fn machine_on(lang: Lang, record: &LicenseRecord, seat: Option<u16>) -> String {
    let taken = match seat {
        Some(seat) => record.seats.get_key_value(&seat),
        None => record.seats.first_key_value(),
    };
    let Some((seat, binding)) = taken else { return "?".to_owned() };
    let by_word = || DeskLine::ShowByWord.say(lang).to_owned();
    let machine = presentation::bound_values(lang, binding).unwrap_or_else(by_word);
    if record.license.seats.get() > 1 {
        [DeskSentence::SeatNumber { seat }.say(lang), in_brackets(lang, &machine)].concat()
    } else {
        machine
    }
}

/// Returns the expiry of a license as text for the question before a renewal. The Chinese question has a day
/// without "until".
fn last_day(lang: Lang, of: Expiry) -> String {
    match (lang, of) {
        (Lang::Zh, Expiry::On(last)) => date_of(last),
        _ => expiry(lang, of),
    }
}

/// Returns the expiry of a license as text.
#[must_use]
pub fn expiry(lang: Lang, expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => DeskLine::Never.say(lang).to_owned(),
        Expiry::On(last) => DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
        Expiry::After(days) => DeskSentence::AfterDays { days: &days }.say(lang),
    }
}
