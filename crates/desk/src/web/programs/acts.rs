//! Acts on a license number, like those of operators: renew, edit, suspend, resume, release, move. Only an operator can revoke a number.

use std::num::NonZeroU16;

use axum::response::Response;
use serde_json::Value;

use super::bodies::{Edit, Move, Reason, Release, Renewal};
use super::expiry::expiry;
use super::numbers::{NumberAddress, ProductQuery, after_act};
use super::objects;
use super::posted::{Posted, Reply};
use super::problem::Problem;
use super::program::Program;
use crate::access::{Access, Scope};
use crate::dates::now;
use crate::json_objects::ActDone;
use crate::web::routes::Routes;
use crate::web::state;
use crate::{presentation, request_parser};
use countersign_core::protocol::Edition;
use countersign_core::protocol::license::day_of;
use countersign_ledger::{
    self as ledger, Act, ActionKind, ActionRefusal, LicenseId, OperatorAction, ProfilesAndKeys as _,
    TypedReceipt, case,
};

pub(super) fn routes() -> Routes {
    let (write, moves) = (Access::Token(Scope::NumbersWrite), Access::Token(Scope::NumbersMove));
    Routes::new()
        .post("/api/v1/numbers/{number}/renew", write, renew)
        .post("/api/v1/numbers/{number}/edit", write, edit)
        .post("/api/v1/numbers/{number}/suspend", write, suspend)
        .post("/api/v1/numbers/{number}/resume", write, resume)
        .post("/api/v1/numbers/{number}/release", moves, release)
        .post("/api/v1/numbers/{number}/move", moves, move_number)
}

/// Changes the expiry of a number.
///
/// A machine keeps its old expiry until it asks again.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/renew", operation_id = "renew_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Renewal,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn renew(_: Program, address: NumberAddress, posted: Posted<Renewal>) -> Response {
    posted
        .act(async move |program, body| {
            let act = Act::Renew(expiry(&body.expiry, day_of(now()))?);
            perform(program, address, act, &body.reason).await
        })
        .await
}

/// Changes the edition or the seats of a number.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/edit", operation_id = "edit_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Edit,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn edit(_: Program, address: NumberAddress, posted: Posted<Edit>) -> Response {
    posted
        .act(async move |program, body| {
            let (edition, seats) = (body.edition.map(Edition), body.seats.and_then(NonZeroU16::new));
            perform(program, address, Act::Edit { edition, seats }, &body.reason).await
        })
        .await
}

/// Refuses requests for a number until it is resumed. Its machines keep their codes.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/suspend", operation_id = "suspend_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Reason,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn suspend(_: Program, address: NumberAddress, posted: Posted<Reason>) -> Response {
    posted.act(async move |program, body| perform(program, address, Act::Suspend, &body.reason).await).await
}

/// Ends the suspension of a number.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/resume", operation_id = "resume_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Reason,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn resume(_: Program, address: NumberAddress, posted: Posted<Reason>) -> Response {
    posted.act(async move |program, body| perform(program, address, Act::Resume, &body.reason).await).await
}

/// Releases a seat of a number, for a reason or by the receipt that the device showed.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/release", operation_id = "release_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Release,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn release(_: Program, address: NumberAddress, posted: Posted<Release>) -> Response {
    posted.act(async move |program, body| release_seat(program, address, body).await).await
}

async fn release_seat(program: Program, address: NumberAddress, body: Release) -> Result<Reply, Problem> {
    let reason = body.reason.unwrap_or_default();
    let Some(line) = body.receipt else {
        return perform(program, address, Act::Release(body.seat), &reason).await;
    };
    let license = address.license(&program).await?;
    let profiles = program.desk.data().published.profiles;
    let mask = profiles.newest_of(&license.product).map(|profile| &profile.mask);
    let packed = mask.and_then(|mask| mask.pack(&license.number)).unwrap_or_default();
    let receipt = TypedReceipt { license: &license, packed, line: &line };
    let reason = clean(&reason)?;
    let store = program.desk.store();
    let (_, seat) = ledger::release_by_receipt(store, receipt, &program.actor(), now(), &reason).await?;
    done(&program, &license, ActionKind::ReleaseByReceipt, Some(seat), "", None).await
}

/// Moves a seat of a number to another machine of the same customer.
///
/// If the body has the request of that machine, the reply also has its license code.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/move", operation_id = "move_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Move,
    responses((status = 200, description = "Done", body = objects::ActDone)))]
async fn move_number(_: Program, address: NumberAddress, posted: Posted<Move>) -> Response {
    posted.act(async move |program, body| move_seat(program, address, body).await).await
}

async fn move_seat(program: Program, address: NumberAddress, body: Move) -> Result<Reply, Problem> {
    let Some(text) = body.request else {
        return perform(program, address, Act::Move(body.seat), &body.reason).await;
    };
    let license = address.license(&program).await?;
    let request = request_parser::parse(&text, |profile, number| program.desk.pack(profile, number))
        .map_err(Problem::RequestInvalid)?;
    let other = program.desk.data().published.license_of(&request);
    if other.as_ref() != Some(&license) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        return Err(Problem::NumberOther { other, number: license.as_str().to_owned() });
    }
    let reason = clean(&body.reason)?;
    let of_seat = state::Move { seat: body.seat, reason: &reason };
    let requester = program.requester_with(body.verified.as_deref())?;
    let moved = program.desk.move_and_answer(&request, requester, of_seat).await?;
    let answer = moved.map_err(Problem::Act)?;
    let answer = presentation::to_json(&answer, program.lang);
    // The other machine got the freed seat.
    let seat = body.seat.or_else(|| answer["seat"].as_u64().and_then(|seat| u16::try_from(seat).ok()));
    done(&program, &license, ActionKind::Move, seat, "", Some(answer)).await
}

async fn perform(program: Program, address: NumberAddress, act: Act, reason: &str) -> Result<Reply, Problem> {
    let license = address.license(&program).await?;
    let action = OperatorAction { act, reason: clean(reason)? };
    let store = program.desk.store();
    let did = ledger::perform_action(store, &license, &program.actor(), now(), &action).await?;
    done(&program, &license, act.kind(), did.seat, &did.detail, None).await
}

fn clean(reason: &str) -> Result<String, Problem> {
    case::clean_line(reason).map_err(|_| Problem::Act(ActionRefusal::ReasonTooLong))
}

async fn done(
    program: &Program,
    license: &LicenseId,
    kind: ActionKind,
    seat: Option<u16>,
    detail: &str,
    answer: Option<Value>,
) -> Result<Reply, Problem> {
    let number = after_act(program, license).await?;
    Ok(Reply::ok(ActDone { kind, seat, detail, answer, number }.to_json()))
}
