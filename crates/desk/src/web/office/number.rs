//! The page of a license number: its state, its binding, its requests, past acts, and the acts that are possible now.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::components::{self, fact};
use super::responses::{act_refused, invalid_request, move_and_answer};
use super::session::{OfficeForm, OfficeSession};
use super::{ask_again, customer_form, number_forms, request};
use crate::access::{Access, Permission};
use crate::act_question;
use crate::dates::{ExpiryFault, now, parse_expiry};
use crate::sql::{CustomerEntry, NonceCounts, StoredAttempt};
use crate::text::{
    AdminSentence, DeskLine, DeskSentence, OfficeLine as O, StaffLine, StaffSentence, case as case_text,
};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::{presentation, request_parser};
use countersign_core::machine::printable;
use countersign_core::protocol::license::{Day, date_of, day_of};
use countersign_core::protocol::{Edition, RequestName};
use countersign_core::text::{Lang, Line as _, in_brackets};
use countersign_ledger::{
    self as ledger, Act, ActionError, ActionKind, ActionRefusal, AuditEntry, Binding, CHANGES_A_YEAR, Case,
    LicenseId, LicenseRecord, OperatorAction, ProfilesAndKeys as _, TypedReceipt, case,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/numbers/{number}", Access::Operator(Permission::See), show_number)
        .post("/office/numbers/{number}/act", Access::Operator(Permission::MoveSeats), perform_act)
        .post("/office/numbers/{number}/move", Access::Operator(Permission::MoveSeats), move_to_request)
        .post("/office/numbers/{number}/customer", Access::Operator(Permission::WorkOnCases), set_customer)
}

/// A license number with its history.
struct NumberDetails {
    record: LicenseRecord,
    counts: NonceCounts,
    attempts: Vec<StoredAttempt>,
    audit: Vec<AuditEntry>,
    /// Each with whether it waits for the customer.
    cases: Vec<(Case, bool)>,
    customer: CustomerEntry,
}

async fn show_number(
    session: OfficeSession,
    Path(typed): Path<String>,
    Query(product): Query<ProductQuery>,
) -> Result<Response, WebError> {
    let Some(license) = parse_license(&session, &typed, &product) else {
        return Ok(unknown_number(&session));
    };
    let store = session.desk().store();
    let Some(record) = store.license_record(&license).await? else { return Ok(unknown_number(&session)) };
    let mut attempts = store.attempts(&license).await?;
    attempts.reverse();
    let audit = store.audit(&license).await?;
    let mut cases = Vec::new();
    for case in store.cases(&license).await? {
        let work = if case.closed.is_none() { store.case_work(case.number).await? } else { None };
        cases.push((case, work.is_some_and(|work| work.waiting.is_some())));
    }
    let counts = store.nonce_counts(&license).await?;
    let customer = store.license_customer(&license).await?.unwrap_or_default();
    let details = NumberDetails { record, counts, attempts, audit, cases, customer };
    let title = license.as_str();
    Ok(session.page(title, &page(&session, &details)))
}

fn page(session: &OfficeSession, details: &NumberDetails) -> Markup {
    let lang = session.lang();
    let NumberDetails { record, counts, attempts, audit, cases, customer } = details;
    html! {
        h1 { (record.id) }
        (facts(lang, record, *counts))
        @if !customer.is_empty() { dl.facts { (customer_form::facts(lang, customer)) } }
        (customer_form::form(session, &format!("/office/numbers/{}/customer?product={}", record.id, record.id.product), customer, &[]))
        @if !cases.is_empty() {
            h2 { (DeskLine::ShowCases.say(lang)) }
            ul.plain { @for (case, waits) in cases { li {
                a href={ "/office/cases/" (case.number) } { (case.number) } " " code { (case.reason.code()) } " "
                (components::case_state(lang, case.closed.is_some(), *waits))
            } } }
        }
        h2 { (DeskLine::ShowHistory.say(lang)) }
        (components::requests(lang, attempts, false))
        @if !audit.is_empty() {
            h2 { (DeskLine::ShowAudit.say(lang)) }
            (components::audit_table(lang, audit, false))
        }
        (number_forms::act_forms(session, record))
    }
}

fn facts(lang: Lang, record: &LicenseRecord, counts: NonceCounts) -> Markup {
    let expiry = act_question::expiry(lang, record.license.expiry);
    let (today, seats) = (day_of(now()), record.license.seats);
    let NonceCounts { answered, spent } = counts;
    html! {
        dl.facts {
            div { dt { (DeskLine::ShowState.say(lang)) } dd { (components::state_tag(lang, record.shown_state(today))) } }
            (fact(DeskLine::ShowEdition.say(lang), &record.license.edition.0.to_string()))
            (fact(DeskLine::ShowExpiry.say(lang), &expiry))
            (fact(DeskLine::ShowSeats.say(lang), &DeskSentence::SeatsTaken { taken: &record.seats.len(), seats: &seats }.say(lang)))
            (fact(DeskLine::ShowRequests.say(lang), &DeskSentence::RequestCounts { answered: &answered, spent: &spent }.say(lang)))
        }
        @for (seat, binding) in &record.seats {
            @if seats.get() > 1 { h2 { (DeskSentence::SeatNumber { seat }.say(lang)) } }
            dl.facts { (binding_facts(lang, binding, today)) }
        }
    }
}

fn binding_facts(lang: Lang, binding: &Binding, today: Day) -> Markup {
    let values = presentation::bound_values(lang, binding);
    html! {
        (fact(O::BoundOn.say(lang), &format!("{}{}", date_of(binding.bound), in_brackets(lang, case_text::scheme(lang, binding.scheme)))))
        (fact(DeskLine::ShowMachine.say(lang), &values.unwrap_or_else(|| DeskLine::ShowByWord.say(lang).to_owned())))
        (fact(DeskLine::ShowMoves.say(lang), &format!("{} / {CHANGES_A_YEAR}", binding.changes_in_year(today))))
    }
}

/// Why a form asks for no act.
enum FormFault {
    Expiry(ExpiryFault),
    Other,
}

/// The act that a form asks for.
fn posted_act(form: &OfficeForm, kind: ActionKind) -> Result<Act, FormFault> {
    let seat = form.field("seat").parse().ok();
    Ok(match kind {
        ActionKind::Release => Act::Release(seat),
        ActionKind::Move => Act::Move(seat),
        ActionKind::Suspend => Act::Suspend,
        ActionKind::Resume => Act::Resume,
        ActionKind::Revoke => Act::Revoke,
        ActionKind::Renew => {
            let expiry = parse_expiry(form.field("expiry"), day_of(now()));
            Act::Renew(expiry.map_err(FormFault::Expiry)?)
        }
        ActionKind::Edit => {
            let edition = form.field("edition").parse().ok().filter(|edition| *edition < 16).map(Edition);
            let seats = form.field("seats").parse().ok();
            Act::Edit {
                edition: Some(edition.ok_or(FormFault::Other)?),
                seats: Some(seats.ok_or(FormFault::Other)?),
            }
        }
        // The first has no seat before the receipt is checked, and no form of a number asks for the second.
        ActionKind::ReleaseByReceipt | ActionKind::Verify => return Err(FormFault::Other),
    })
}

async fn perform_act(
    Path(typed): Path<String>,
    Query(product): Query<ProductQuery>,
    form: OfficeForm,
) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let Some(license) = parse_license(session, &typed, &product) else { return Ok(unknown_number(session)) };
    let Some(kind) = ActionKind::from_name(form.field("act")) else { return Ok(session.stale_form()) };
    let Ok(reason) = case::clean_line(form.field("reason")) else {
        return Ok(act_refused(session, ActionRefusal::ReasonTooLong));
    };
    if !session.may(Permission::of_act(kind)) {
        return Ok(session.role_lacks(Permission::of_act(kind)));
    }
    let (store, operator) = (session.desk().store(), session.operator.as_str());
    let done = if kind == ActionKind::ReleaseByReceipt {
        let profiles = session.desk().data().published.profiles;
        let mask = profiles.newest_of(&license.product).map(|profile| &profile.mask);
        let packed = mask.and_then(|mask| mask.pack(&license.number)).unwrap_or_default();
        let receipt = TypedReceipt { license: &license, packed, line: form.field("receipt") };
        ledger::release_by_receipt(store, receipt, operator, now(), &reason).await.map(drop)
    } else {
        let act = match posted_act(&form, kind) {
            Ok(act) => act,
            Err(fault) => {
                let (code, what) = match fault {
                    FormFault::Expiry(fault) => (fault.code(), fault.message(lang)),
                    FormFault::Other => ("SETTING-INVALID", O::LicenseInvalid.say(lang)),
                };
                let next = O::LicenseInvalidDo.say(lang);
                return Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, code, what, next));
            }
        };
        // Every act in the office needs a reason.
        if reason.is_empty() {
            return Ok(act_refused(session, ActionRefusal::NoReason));
        }
        let action = OperatorAction { act, reason };
        if let Some(refusal) = refuse_older_license(&form, &license, kind).await? {
            return Ok(refusal);
        }
        if let Some(page) = ask_again::before(&form, &license, &action, None).await? {
            return Ok(page);
        }
        ledger::perform_action(store, &license, operator, now(), &action).await.map(drop)
    };
    match done {
        Ok(()) => Ok(session.done(&components::number_path(license.as_str(), &license.product))),
        Err(ActionError::Unknown) => Ok(unknown_number(session)),
        Err(ActionError::Refused(refusal)) => Ok(act_refused(session, refusal)),
        Err(ActionError::Store(error)) => Err(error.into()),
    }
}

/// Returns the refusal of a form that showed another license than the number has now. Only two forms show it.
async fn refuse_older_license(
    form: &OfficeForm,
    license: &LicenseId,
    kind: ActionKind,
) -> Result<Option<Response>, WebError> {
    if !matches!(kind, ActionKind::Renew | ActionKind::Edit) {
        return Ok(None);
    }
    let record = form.session.desk().store().license_record(license).await?;
    Ok(record.and_then(|record| number_forms::shown_license(&record).refuse_older(form)))
}

async fn move_to_request(
    Path(typed): Path<String>,
    Query(product): Query<ProductQuery>,
    form: OfficeForm,
) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let Some(license) = parse_license(session, &typed, &product) else { return Ok(unknown_number(session)) };
    let typed = form.field("request");
    let named = match typed.parse::<RequestName>() {
        Ok(name) => request::stored_request(session, &name.to_string(), Some(&license)).await?,
        Err(_) => None,
    };
    let request = match named {
        Some(stored) => stored.attempt.incoming_request(),
        None if typed.parse::<RequestName>().is_ok() => {
            let (number, name) = (&license, &printable(typed.as_bytes()));
            let what = StaffSentence::NoRequestOfNumber { number, name }.say(lang);
            let next = StaffLine::NoRequestOfNumberDo.say(lang);
            return Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, "REQUEST-UNKNOWN", &what, next));
        }
        None => request_parser::parse(typed, |profile, number| session.desk().pack(profile, number)).ok(),
    };
    let Some(request) = request else { return Ok(invalid_request(session)) };
    let other = session.desk().data().published.license_of(&request);
    if other.as_ref() != Some(&license) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        let what = AdminSentence::MoveOther { other: &other, number: &license }.say(lang);
        let next = AdminSentence::MoveOtherDo { number: &license }.say(lang);
        return Ok(session.problem(StatusCode::CONFLICT, "NUMBER-OTHER", &what, &next));
    }
    move_and_answer(&form, request).await
}

async fn set_customer(
    Path(typed): Path<String>,
    Query(product): Query<ProductQuery>,
    form: OfficeForm,
) -> Result<Response, WebError> {
    let session = &form.session;
    let Some(license) = parse_license(session, &typed, &product) else { return Ok(unknown_number(session)) };
    let entry = match customer_form::posted(&form) {
        Ok(entry) => entry,
        Err(fault) => return Ok(customer_form::refused(session, fault)),
    };
    let (store, by) = (session.desk().store(), session.operator.as_str());
    let before = store.license_customer(&license).await?.unwrap_or_default();
    if let Some(refusal) = customer_form::shown(&before).refuse_older(&form) {
        return Ok(refusal);
    }
    let found = store.set_license_customer(&license, &entry, by, now()).await?;
    if !found {
        return Ok(unknown_number(session));
    }
    let address = components::number_path(license.as_str(), &license.product);
    Ok(session.done(&address))
}

/// The product of a number's page. Without it, the page shows the first product that the number fits.
#[derive(Deserialize)]
struct ProductQuery {
    product: Option<String>,
}

fn parse_license(
    session: &OfficeSession,
    typed: &str,
    ProductQuery { product }: &ProductQuery,
) -> Option<LicenseId> {
    let licenses = session.desk().data().published.profiles.licenses(typed);
    licenses.into_iter().find(|license| product.as_ref().is_none_or(|product| license.product == *product))
}

fn unknown_number(session: &OfficeSession) -> Response {
    let lang = session.lang();
    let (what, next) = (O::NumberUnknown.say(lang), O::NumberUnknownDo.say(lang));
    session.problem(StatusCode::NOT_FOUND, "NUMBER-UNKNOWN", what, next)
}
