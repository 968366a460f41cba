//! License numbers: listed, shown and created, and their customers.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use std::num::NonZeroU16;
use utoipa::{IntoParams, ToSchema};

use super::bodies::{Customer, NewNumbers};
use super::expiry::expiry;
use super::lists::{self, Page};
use super::objects;
use super::posted::{Posted, Reply};
use super::problem::Problem;
use super::program::{Parameters, PathPart, Program};
use super::rule::Rule;
use crate::access::{Access, Scope};
use crate::dates::now;
use crate::json_objects::{self, LicenseDetails};
use crate::sql::{AddedEntry, NewLicenses, NewNumber, NumberFilter, NumberOrder, NumberState, OnDifference};
use crate::web::audit_events;
use crate::web::audit_limits::ShownObject;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::license::day_of;
use countersign_core::protocol::{Edition, Number};
use countersign_ledger::{License, LicenseId, LicenseRecord, ShownState};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/numbers", Access::Token(Scope::NumbersRead), list)
        .get("/api/v1/numbers/{number}", Access::Token(Scope::NumbersRead), show)
        .post("/api/v1/numbers", Access::Token(Scope::NumbersWrite), create)
        .post("/api/v1/numbers/{number}/customer", Access::Token(Scope::NumbersWrite), set_customer)
}

/// The filters of the list of numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct NumberQuery {
    /// The product.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// The state.
    #[param(inline)]
    state: Option<StateName>,
    /// Only active numbers that expire within this number of days. Not together with `state`.
    #[param(minimum = 0, maximum = 65535)]
    expiring: Option<u16>,
    /// A part of the customer or of the ticket.
    #[param(min_length = 1, max_length = 200)]
    customer: Option<String>,
    /// The order; default `number`.
    #[param(inline)]
    sort: Option<NumberSort>,
    /// The highest number of rows; default 100.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
    /// The start of the page: `next` of the previous page.
    #[param(pattern = "^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)?$", max_length = 128)]
    cursor: Option<String>,
    /// The language of titles and details.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<super::Language>,
}

/// The state of a number.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum StateName {
    Unused,
    Bound,
    Suspended,
    Expired,
    Revoked,
}

impl From<StateName> for NumberState {
    fn from(name: StateName) -> Self {
        Self::Shown(match name {
            StateName::Unused => ShownState::Unused,
            StateName::Bound => ShownState::Bound,
            StateName::Suspended => ShownState::Suspended,
            StateName::Expired => ShownState::Expired,
            StateName::Revoked => ShownState::Revoked,
        })
    }
}

/// The order of numbers.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NumberSort {
    Number,
    Expiry,
    Newest,
}

/// Lists numbers, page by page.
///
/// Numbers that are added in the meantime don't shift the pages: a page starts after the last row of the previous page.
#[utoipa::path(get, path = "/api/v1/numbers", operation_id = "list_numbers", tag = "numbers", params(NumberQuery),
    responses((status = 200, description = "A page of numbers", body = objects::NumberPage)))]
async fn list(program: Program, Parameters(query): Parameters<NumberQuery>) -> Result<Json<Value>, Problem> {
    let Page { after, limit } = lists::page(query.cursor.as_deref(), query.limit)?;
    audit_events::record_list_read(&program.desk, &program.token, "numbers").await?;
    let state = match (query.state, query.expiring) {
        (Some(_), Some(_)) => return Err(Problem::Value(Rule::Without("state").broken("expiring"))),
        (state, expiring) => state.map(NumberState::from).or(expiring.map(NumberState::Expiring)),
    };
    let order = match query.sort {
        None | Some(NumberSort::Number) => NumberOrder::Number,
        Some(NumberSort::Expiry) => NumberOrder::Expiry,
        Some(NumberSort::Newest) => NumberOrder::Newest,
    };
    let product = program.product(lists::text("product", query.product)?.as_deref()).await?;
    let filter = NumberFilter { product, state, customer: lists::text("customer", query.customer)? };
    let page =
        program.desk.store().list_numbers(&filter, order, after.as_ref(), limit, day_of(now())).await?;
    Ok(Json(lists::to_json(&page, |row, _| row)))
}

/// The product of a number that could be one of several.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductQuery {
    /// The product; required if the number fits several products.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// The language of titles and details.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<super::Language>,
}

/// The license number that an address names.
pub(super) struct NumberAddress {
    typed: String,
    product: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for NumberAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let PathPart(typed) = PathPart::from_request_parts(parts, state).await?;
        let Parameters(query) = Parameters::<ProductQuery>::from_request_parts(parts, state).await?;
        Ok(Self { typed, product: query.product })
    }
}

impl NumberAddress {
    /// The number, if the desk has its product and the token is for it.
    ///
    /// # Errors
    /// There is no such number, or the token is for another product.
    pub(super) async fn license(self, program: &Program) -> Result<LicenseId, Problem> {
        let product = lists::text("product", self.product)?;
        program.license(&self.typed, product.as_deref()).await
    }
}

/// Shows a number with its history.
#[utoipa::path(get, path = "/api/v1/numbers/{number}", operation_id = "show_number", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery),
    responses((status = 200, description = "The number", body = objects::Number)))]
async fn show(program: Program, address: NumberAddress) -> Result<Json<Value>, Problem> {
    let license = address.license(&program).await?;
    audit_events::record_shown(&program.desk, &program.token, ShownObject::Number).await?;
    let record = record(&program, &license).await?;
    Ok(Json(LicenseDetails::read(program.desk.store(), record).await?.to_json(day_of(now()))))
}

async fn record(program: &Program, license: &LicenseId) -> Result<LicenseRecord, Problem> {
    program.desk.store().license_record(license).await?.ok_or(Problem::NumberUnknown)
}

/// A number after an act on it. Only a token that may read numbers is shown its customer, machines and history.
pub(super) async fn after_act(program: &Program, license: &LicenseId) -> Result<Value, Problem> {
    let record = record(program, license).await?;
    if !program.token.may(Scope::NumbersRead) {
        return Ok(json_objects::license_to_json(&record, day_of(now())));
    }
    Ok(LicenseDetails::read(program.desk.store(), record).await?.to_json(day_of(now())))
}

/// Creates numbers.
///
/// Creates all of them, or none if one is not a number of the product or already exists with another license. 201 if at least one is
/// new, 200 if all existed.
#[utoipa::path(post, path = "/api/v1/numbers", operation_id = "create_numbers", tag = "numbers", request_body = NewNumbers,
    responses((status = 201, description = "At least one number is new", body = objects::CreatedNumbers),
        (status = 200, description = "All numbers were there already", body = objects::CreatedNumbers)))]
async fn create(
    _: Program,
    Parameters(_): Parameters<super::NoQuery>,
    posted: Posted<NewNumbers>,
) -> Response {
    posted.act(create_numbers).await
}

async fn create_numbers(program: Program, body: NewNumbers) -> Result<Reply, Problem> {
    let product = program.product(body.product.as_deref()).await?;
    let profiles = program.desk.data().published.profiles;
    let profile = profiles.product(product.as_deref())?;
    let at = now();
    let license = License {
        edition: Edition(body.edition.unwrap_or(0)),
        expiry: expiry(body.expiry.as_deref().unwrap_or("never"), day_of(at))?,
        seats: body.seats.and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MIN),
    };
    let customer = body.customer.unwrap_or_default().entry()?;
    let (mut numbers, mut malformed) = (Vec::<Number>::new(), Vec::new());
    for typed in &body.numbers {
        match profile.mask.parse_number(typed) {
            Ok(number) if numbers.contains(&number) => {}
            Ok(number) => numbers.push(number),
            Err(_) => malformed.push(printable(typed.as_bytes())),
        }
    }
    if !malformed.is_empty() {
        return Err(Problem::NumbersMalformed(malformed, profile.mask.example().as_str().to_owned()));
    }
    let new =
        |number: &Number| NewNumber { customer: customer.clone(), ..NewNumber::of(number.clone(), license) };
    let order = NewLicenses {
        product: profile.product.clone(),
        numbers: numbers.iter().map(new).collect(),
        on_difference: OnDifference::AddNone,
        entry: AddedEntry::Added,
        by: program.actor(),
        at,
    };
    let added = program.desk.store().add_licenses(order, |_| {}).await?;
    if !added.differing.is_empty() {
        return Err(Problem::NumbersDiffer(added.differing, license));
    }
    let status = if added.new > 0 { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Reply { status, body: json_objects::added_numbers(&profile.product, &numbers, &added) })
}

/// Sets the customer of a number. Members that the body omits become empty.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/customer", operation_id = "set_customer", tag = "numbers",
    params(("number" = String, Path, description = "The license number"), ProductQuery), request_body = Customer,
    responses((status = 200, description = "The number", body = objects::NumberAfterAct)))]
async fn set_customer(_: Program, address: NumberAddress, posted: Posted<Customer>) -> Response {
    posted.act(move |program, body| set_customer_of(program, address, body)).await
}

async fn set_customer_of(program: Program, address: NumberAddress, body: Customer) -> Result<Reply, Problem> {
    let license = address.license(&program).await?;
    let entry = body.entry()?;
    let actor = program.actor();
    if !program.desk.store().set_license_customer(&license, &entry, &actor, now()).await? {
        return Err(Problem::NumberUnknown);
    }
    Ok(Reply::ok(after_act(&program, &license).await?))
}
