//! `licenses release`, `move`, `renew`, `edit`, `suspend`, `resume` and `revoke`: the acts of operators on a
//! license number.

use std::num::NonZeroU16;

use clap::ArgMatches;

use super::context::LicenseContext;
use crate::commands::answer_text;
use crate::commands::consent;
use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::request_input::RequestInput;
use crate::json_objects::ActDone;
use crate::text::{AdminLine, AdminSentence, DeskLine as L, DeskSentence, license_change};
use crate::{presentation, request_parser};
use countersign_core::protocol::license::day_of;
use countersign_core::protocol::{Edition, Scheme};
use countersign_core::text::{Lang, Line as _, labelled, safe_path, semicolon};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{
    self as ledger, Act, ActionError, ActionKind, ActionRefusal, AnswerError, LicenseId, LicenseRecord,
    OperatorAction, Performed, ProfilesAndKeys as _, RequestContext, TypedReceipt, case,
};

/// Performs an act that needs only a reason.
pub(super) fn act(context: &LicenseContext<'_>, act: Act, args: &ArgMatches) -> Result<Output, Failure> {
    let license = context.license_argument(args)?;
    let action = OperatorAction { act, reason: reason(context, &license, args)? };
    consent::ask_before(&context.store, &license, &action, None, args, context.invocation)?;
    let (operator, now) = (&context.invocation.operator, context.invocation.now);
    let performed = ledger::perform_action(&context.store, &license, operator, now, &action);
    let Performed { record, seat, detail } =
        context.invocation.wait(performed).map_err(|error| context.act_failure(&error, &license))?;
    let mut output = report(context, act.kind(), record, seat, &detail)?;
    if matches!(act, Act::Move(_)) && !context.invocation.json {
        output.text.push_str(&(AdminSentence::MovedNext { number: &license }.say(context.lang()) + "\n"));
    }
    Ok(output)
}

/// Releases a seat, by a reason or by the receipt that the device showed.
pub(super) fn release(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let Some(line) = args.get_one::<String>("receipt") else {
        return act(context, Act::Release(seat(args)), args);
    };
    let license = context.license_argument(args)?;
    let packed = context.mask(&license.product).pack(&license.number).unwrap_or_default();
    let receipt = TypedReceipt { license: &license, packed, line };
    let (operator, now) = (&context.invocation.operator, context.invocation.now);
    let reason = reason(context, &license, args)?;
    let released = ledger::release_by_receipt(&context.store, receipt, operator, now, &reason);
    let (record, seat) =
        context.invocation.wait(released).map_err(|error| context.act_failure(&error, &license))?;
    report(context, ActionKind::ReleaseByReceipt, record, Some(seat), "")
}

/// Sets a new expiry.
pub(super) fn renew(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let expiry = context.expiry(args)?;
    act(context, Act::Renew(expiry), args)
}

/// Sets another edition or number of seats.
pub(super) fn edit(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let edition = args.get_one("edition").copied().map(Edition);
    act(context, Act::Edit { edition, seats: args.get_one("seats").copied() }, args)
}

fn reason(context: &LicenseContext<'_>, license: &LicenseId, args: &ArgMatches) -> Result<String, Failure> {
    let typed = args.get_one::<String>("reason").map_or("", String::as_str);
    let too_long = |_| context.act_failure(&ActionError::Refused(ActionRefusal::ReasonTooLong), license);
    case::clean_line(typed).map_err(too_long)
}

fn seat(args: &ArgMatches) -> Option<u16> {
    args.get_one::<NonZeroU16>("seat").map(|seat| seat.get())
}

/// Moves a seat to the machine of the next request, or to the machine of a given request.
pub(super) fn move_number(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let Some(to) = args.get_one::<String>("to") else { return act(context, Act::Move(seat(args)), args) };
    let lang = context.lang();
    let license = context.license_argument(args)?;
    let text = match RequestInput::from_argument(to, lang)? {
        RequestInput::Text { text, .. } => text,
        RequestInput::Folder(path) => {
            return Err(not_one_request(AdminSentence::MoveFolder { path: &safe_path(&path) }, lang));
        }
        RequestInput::Bundle(path) => {
            return Err(not_one_request(AdminSentence::MoveBundle { path: &safe_path(&path) }, lang));
        }
    };
    let data = context.invocation.open_desk()?;
    let request = request_parser::parse(&text, |profile, number| data.published.pack(profile, number))
        .map_err(|error| Failure::request(&error, lang))?;
    let other = data.published.license_of(&request);
    if other.as_ref() != Some(&license) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        let what = AdminSentence::MoveOther { other: &other, number: &license }.say(lang);
        let next = AdminSentence::MoveOtherDo { number: &license }.say(lang);
        return Err(Failure::refused("NUMBER-OTHER", what, next));
    }
    let asker = context.invocation.requester(args)?;
    let ledger_context =
        RequestContext { now: context.invocation.now, requester: asker, scheme: Scheme::Three, bundle: None };
    let (seat, reason) = (seat(args), reason(context, &license, args)?);
    let action = OperatorAction { act: Act::Move(seat), reason: reason.clone() };
    consent::ask_before(&context.store, &license, &action, Some(&request), args, context.invocation)?;
    let moved =
        ledger::move_and_answer(&context.store, &data.published, &request, &ledger_context, seat, &reason);
    let answer = context.invocation.wait(moved).map_err(|error| match error {
        AnswerError::Action(refusal) => context.act_failure(&ActionError::Refused(refusal), &license),
        error => Failure::answer(&error, lang),
    })?;
    let exit = if answer.reason().is_none() { Exit::Done } else { Exit::Refused };
    if context.invocation.json {
        return Ok(Output { text: format!("{}\n", presentation::to_json(&answer, lang)), exit });
    }
    let mut text = String::new();
    if answer.reason().is_none() {
        let moved = AdminSentence::MovedTo { number: &license, name: &answer.name };
        text = moved.say(lang) + "\n\n";
    }
    text.push_str(&answer_text::answer(&answer, lang));
    Ok(Output { text, exit })
}

/// Returns the refusal of a bundle or a folder in place of the request of a move.
fn not_one_request(what: AdminSentence<'_>, lang: Lang) -> Failure {
    Failure::refused("REQUEST-NOT-ONE", what.say(lang), AdminLine::MoveNotOneDo.say(lang))
}

/// Says what an act did to a number, as text or as JSON.
fn report(
    context: &LicenseContext<'_>,
    kind: ActionKind,
    record: LicenseRecord,
    seat: Option<u16>,
    detail: &str,
) -> Result<Output, Failure> {
    let (lang, today) = (context.lang(), day_of(context.invocation.now));
    if context.invocation.json {
        let number = context.details(record)?.to_json(today);
        let object = ActDone { kind, seat, detail, answer: None, number }.to_json();
        return Ok(Output::done(format!("{object}\n")));
    }
    let mut state = LedgerLine::of_state(record.shown_state(today)).say(lang).to_owned();
    if record.license.seats.get() > 1 {
        let (taken, seats) = (record.seats.len(), record.license.seats);
        let taken = DeskSentence::SeatsTaken { taken: &taken, seats: &seats }.say(lang);
        state = [&*state, semicolon(lang), &labelled(lang, L::ShowSeats.say(lang), &taken)].concat();
    }
    let mut act = LedgerLine::of_action(kind).say(lang).to_owned();
    if !detail.is_empty() {
        act = labelled(lang, &act, &license_change(lang, detail));
    }
    let acted = DeskSentence::Acted { number: &record.id, act: &act, state: &state }.say(lang);
    Ok(Output::done(acted + "\n"))
}
