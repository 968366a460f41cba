//! `licenses release`, `move`, `suspend`, `resume` and `revoke`: what operators do with a license number.

use clap::ArgMatches;

use super::context::LicenseContext;
use crate::commands::answer_text;
use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::request_input::RequestInput;
use crate::text::{AdminSentence, DeskSentence};
use crate::{DeskData, presentation, request_parser};
use countersign_core::protocol::{Number, Scheme};
use countersign_core::text::Line as _;
use countersign_ledger::ActionKind;
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{
    self as ledger, ActionRefusal, LicenseRecord, LicenseState, OperatorAction, RequestContext, Requester,
    case,
};

/// An act that needs only a reason.
pub(super) fn act(
    context: &LicenseContext<'_>,
    kind: ActionKind,
    args: &ArgMatches,
) -> Result<Output, Failure> {
    let number = context.number_argument(args)?;
    let typed = args.get_one::<String>("reason").map_or("", String::as_str);
    let reason = case::clean_reason(typed).unwrap_or_default();
    let state = perform(context, &number, |_| Ok(OperatorAction { kind, reason: reason.clone() }))?;
    let mut text = report(context, &number, kind, &state);
    if kind == ActionKind::Move {
        text.push_str(&(AdminSentence::MovedNext { number: &number }.say(context.lang()) + "\n"));
    }
    Ok(Output::done(text))
}

/// A release, by a reason or by the receipt that the device showed.
pub(super) fn release(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let Some(line) = args.get_one::<String>("receipt") else {
        return act(context, ActionKind::Release, args);
    };
    let number = context.number_argument(args)?;
    let packed = context.mask.pack(&number).unwrap_or_default();
    let state = perform(context, &number, |record| ledger::release_by_receipt(&record.state, packed, line))?;
    Ok(Output::done(report(context, &number, ActionKind::ReleaseByReceipt, &state)))
}

/// A move, to the machine of the next request or to the machine of a given request.
pub(super) fn move_number(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let Some(to) = args.get_one::<String>("to") else { return act(context, ActionKind::Move, args) };
    let lang = context.lang();
    let number = context.number_argument(args)?;
    let text = match RequestInput::from_argument(to, lang)? {
        RequestInput::Text { text, .. } => text,
        RequestInput::Folder(path) => {
            return Err(Failure::file(&path, &std::io::ErrorKind::IsADirectory.into(), lang));
        }
    };
    let request = request_parser::parse(&text).map_err(|error| Failure::request(&error, lang))?;
    let other = context.mask.unpack(request.head().number);
    if other.as_ref() != Some(&number) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        let what = AdminSentence::MoveOther { other: &other, number: &number }.say(lang);
        let next = AdminSentence::MoveOtherDo { number: &number }.say(lang);
        return Err(Failure::refused("NUMBER-OTHER", what, next));
    }
    let data = DeskData::open(&context.invocation.data, context.invocation.passphrase.as_deref())
        .map_err(|error| Failure::open(error, lang))?;
    let asker = Requester::Operator(context.invocation.operator.clone());
    let ledger_context =
        RequestContext { now: context.invocation.now, requester: asker, scheme: Scheme::Three };
    let reason = args.get_one::<String>("reason").map_or("", String::as_str);
    let reason = case::clean_reason(reason).unwrap_or_default();
    let answer = ledger::move_and_answer(&context.store, &data, &request, &ledger_context, &reason)
        .map_err(|error| Failure::answer(&error, lang))?;
    let policy = &data.profiles.newest().policy;
    let exit = if answer.reason().is_none() { Exit::Done } else { Exit::Refused };
    if context.invocation.json {
        return Ok(Output { text: format!("{}\n", presentation::to_json(&answer, policy, lang)), exit });
    }
    let mut text = String::new();
    if answer.reason().is_none() {
        let moved = AdminSentence::MovedTo { number: &number, name: &answer.name };
        text = moved.say(lang) + "\n\n";
    }
    text.push_str(&answer_text::answer(&answer, policy, lang));
    Ok(Output { text, exit })
}

/// Performs an act in the ledger; gives the new state.
fn perform(
    context: &LicenseContext<'_>,
    number: &Number,
    act: impl Fn(&LicenseRecord) -> Result<OperatorAction, ActionRefusal>,
) -> Result<LicenseState, Failure> {
    ledger::perform_action(&context.store, number, &context.invocation.operator, context.invocation.now, act)
        .map_err(|error| Failure::act(&error, number, context.lang()))
}

fn report(context: &LicenseContext<'_>, number: &Number, kind: ActionKind, state: &LicenseState) -> String {
    let lang = context.lang();
    let now = LedgerLine::of_state(state.name()).map_or("", |line| line.say(lang));
    let act = LedgerLine::of_action(kind).say(lang);
    DeskSentence::Acted { number, act: &act, state: &now }.say(lang) + "\n"
}
