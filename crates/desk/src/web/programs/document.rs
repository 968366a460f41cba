//! The schema of the interface, OpenAPI 3.1: paths and objects from the handlers, scopes and keys from the table of routes.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, Ref, Required, ResponseBuilder};

use super::posted::KEY_LENGTHS;
use super::problem::MEDIA_TYPE;
use super::{acts, bundles, cases, number_import, numbers, objects, requests, statistics};
use crate::access::Access;

/// The name of the security scheme for tokens.
const TOKEN: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countersign desk",
        description = "License numbers, requests of machines, support cases and statistics of a desk, for the vendor's own programs. \
            Moments are seconds since 1970-01-01 UTC; days are in UTC. A program sends a token that an admin made, with the scope that \
            each operation names. Members may be added to objects; none is renamed or removed.",
    ),
    paths(
        numbers::list,
        numbers::show,
        numbers::create,
        number_import::import,
        numbers::set_customer,
        acts::renew,
        acts::edit,
        acts::suspend,
        acts::resume,
        acts::release,
        acts::move_number,
        requests::list,
        requests::show,
        requests::answer,
        bundles::answer,
        device,
        cases::list,
        cases::show,
        cases::add_note,
        cases::assign,
        cases::close,
        statistics::show,
    ),
    components(schemas(objects::Problem, objects::ProblemValue, objects::DeviceError))
)]
struct Document;

/// Asks for a license code, as a device with a network does.
///
/// Needs no token. The decision is the same object whether a code is issued or refused.
#[utoipa::path(post, path = "/api/v1/requests", operation_id = "ask_as_device", tag = "requests", request_body = DeviceRequest,
    responses((status = 200, description = "The decision", body = objects::Answer)))]
#[allow(dead_code, reason = "its attribute is the schema; crate::web::api handles the route")]
fn device() {}

/// A request of a device.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "the schema alone reads it")]
struct DeviceRequest {
    /// The text or the link of the request.
    #[schema(max_length = 65536)]
    request: String,
    /// The binding: 2 is the older one; default 3.
    #[schema(minimum = 2, maximum = 3)]
    scheme: Option<u8>,
}

/// The schema.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    // The version of the interface isn't the version of the program.
    document.info.version = "1".to_owned();
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description = Some("A token, as `Authorization: Bearer cst_...`".to_owned());
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    let access: BTreeMap<(String, Method), Access> = super::routes()
        .rows()
        .iter()
        .map(|row| ((row.path.to_owned(), row.method.clone()), row.access))
        .collect();
    for (path, item) in &mut document.paths.paths {
        let operations = [(Method::GET, item.get.as_mut()), (Method::POST, item.post.as_mut())];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            match access.get(&(path.clone(), method.clone())) {
                Some(Access::Token(scope)) => {
                    operation.security = Some(vec![SecurityRequirement::new(TOKEN, [scope.name()])]);
                    complete(operation, &method, path);
                }
                _ => {
                    operation.security = Some(Vec::new());
                    let statuses = [400, 413, 429, 500, 503];
                    add_responses(operation, &statuses, "DeviceError", "application/json");
                }
            }
        }
    }
    document
}

/// Adds what every operation of programs has: its idempotency key and its problems.
fn complete(operation: &mut Operation, method: &Method, path: &str) {
    if *method == Method::POST && path != bundles::PATH {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(*KEY_LENGTHS.start()))
            .max_length(Some(*KEY_LENGTHS.end()))
            .pattern(Some("^[A-Za-z0-9._:-]+$"));
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "A key of the program's choice, such as a UUID, new for each request. The same request with the same key within 24 hours \
                 gets the same reply and acts once.",
            ))
            .schema(Some(schema))
            .build();
        operation.parameters.get_or_insert_default().push(key.into());
    }
    let mut statuses = vec![401, 403, 422, 429, 500, 503];
    if path.contains('{') {
        statuses.push(404);
    }
    if *method == Method::POST {
        statuses.extend([400, 404, 409, 413, 415]);
    }
    add_responses(operation, &statuses, "Problem", MEDIA_TYPE);
}

fn add_responses(operation: &mut Operation, statuses: &[u16], object: &str, media_type: &str) {
    for status in statuses {
        let reason = StatusCode::from_u16(*status).ok().and_then(|status| status.canonical_reason());
        let content = Content::new(Some(Ref::from_schema_name(object)));
        let response = ResponseBuilder::new()
            .description(reason.unwrap_or_default())
            .content(media_type, content)
            .build();
        operation.responses.responses.insert(status.to_string(), response.into());
    }
}
