//! The schema as a file, and a page that shows it. Both are made from the same document, without scripts of other sites.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde_json::Value;

use super::document;
use crate::access::Access;
use crate::text::ProgramLine as L;
use crate::web::lang::AnswerLang;
use crate::web::layout::{LanguageSwitch, Layout};
use crate::web::routes::Routes;
use crate::web::state::DeskState;
use countersign_core::text::{Lang, Line as _, colon};

/// The address of the file.
const FILE: &str = "/api/v1/openapi.json";

/// The schema, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(document()).unwrap_or_default());

pub(super) fn routes() -> Routes {
    Routes::new().get(FILE, Access::Anyone, file).get("/api/v1/docs", Access::Anyone, page)
}

async fn file() -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], DOCUMENT.to_string()).into_response()
}

async fn page(State(desk): State<DeskState>, AnswerLang(lang): AnswerLang) -> Markup {
    let profiles = desk.data().published.profiles;
    let title = L::DocsTitle.say(lang);
    let content = html! {
        h1 { (title) }
        p { (L::DocsLead.say(lang)) }
        p { a href=(FILE) { (L::DocsFile.say(lang)) } }
        @for (path, item) in members(&DOCUMENT["paths"]) {
            @for (method, operation) in members(item) { (operation_section(lang, path, method, operation)) }
        }
        h2 { (L::DocsSchemas.say(lang)) }
        @for (name, schema) in members(&DOCUMENT["components"]["schemas"]) {
            section id=(name) { h3 { (name) } (described(schema)) (member_list(schema)) }
        }
    };
    Layout { lang, site: profiles.site_name(), title, switch: LanguageSwitch::SameAddress, nav: None }
        .page(&content)
}

/// The members of an object.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn described(value: &Value) -> Markup {
    html! { @for paragraph in text(&value["description"]).split("\n\n") { @if !paragraph.is_empty() { p { (paragraph) } } } }
}

fn operation_section(lang: Lang, path: &str, method: &str, operation: &Value) -> Markup {
    let scope = items(&operation["security"]).find_map(|one| one["token"][0].as_str());
    html! {
        section id=(text(&operation["operationId"])) {
            h2 { code { (method.to_ascii_uppercase()) " " (path) } }
            p { (text(&operation["summary"])) }
            (described(operation))
            p { (L::DocsScope.say(lang)) (colon(lang)) @if let Some(scope) = scope { code { (scope) } } @else { (L::DocsOpen.say(lang)) } }
            @if operation["parameters"].is_array() {
                h3 { (L::DocsParameters.say(lang)) }
                ul { @for one in items(&operation["parameters"]) { li {
                    code { (text(&one["name"])) } " (" (text(&one["in"])) ", " (kind(&one["schema"])) ") "
                    (text(&one["description"]))
                } } }
            }
            @for (media_type, content) in members(&operation["requestBody"]["content"]) {
                h3 { (L::DocsBody.say(lang)) }
                p { code { (media_type) } " " (kind(&content["schema"])) }
            }
            h3 { (L::DocsReplies.say(lang)) }
            ul { @for (status, response) in members(&operation["responses"]) { li {
                code { (status) } " " (text(&response["description"]))
                @for (_, content) in members(&response["content"]) { " " (kind(&content["schema"])) }
            } } }
        }
    }
}

fn member_list(schema: &Value) -> Markup {
    let required: Vec<&str> = items(&schema["required"]).map(text).collect();
    html! {
        ul { @for (name, member) in members(&schema["properties"]) { li {
            code { (name) } @if required.contains(&name.as_str()) { " *" } " (" (kind(member)) ") " (text(&member["description"]))
        } } }
    }
}

/// The type of a value, with a link to its object.
fn kind(schema: &Value) -> Markup {
    let any_of = ["oneOf", "anyOf", "allOf"].iter().flat_map(|key| items(&schema[*key]));
    let alternatives: Vec<&Value> = any_of.collect();
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect(),
        one => vec![text(one)],
    };
    let bounds: Vec<String> =
        ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"]
            .into_iter()
            .filter(|key| !schema[*key].is_null())
            .map(|key| {
                format!(
                    "{key} {}",
                    schema[key].as_str().map_or_else(|| schema[key].to_string(), str::to_owned)
                )
            })
            .collect();
    html! {
        @if let Some(name) = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
            a href={ "#" (name) } { (name) }
        } @else if !alternatives.is_empty() {
            @for (at, one) in alternatives.into_iter().enumerate() { @if at > 0 { " / " } (kind(one)) }
        } @else {
            (types.join(" / "))
            @if !schema["items"].is_null() { " [ " (kind(&schema["items"])) " ]" }
            @for one in items(&schema["enum"]) { " " code { (text(one)) } }
            @if !bounds.is_empty() { ", " (bounds.join(", ")) }
        }
    }
}
