//! The import of license numbers from a file, with a report on each line that can't be imported.

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::bodies::CsvFile;
use super::lists;
use super::objects;
use super::posted::{Posted, Reply};
use super::problem::Problem;
use super::program::{Parameters, Program};
use crate::access::{Access, Scope};
use crate::dates::now;
use crate::import::{ImportOrder, ImportWay, ReportPlace};
use crate::json_objects;
use crate::sql::StatedLicense;
use crate::text::AdminSentence;
use crate::web::body_limits;
use crate::web::routes::Routes;

/// How many lines of each kind the report of an import has.
const MAX_REPORTED: usize = 500;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/numbers/import", Access::Token(Scope::NumbersWrite), import)
        .layer(DefaultBodyLimit::max(body_limits::IMPORT))
}

/// The options of an import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// The product; required if the desk has several products and the token is for all of them.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// The treatment of lines that are wrong or differ; default `others`. `others` imports the other lines, `strict` imports nothing,
    /// `update` changes numbers that differ to what their lines state.
    #[param(inline)]
    way: Option<WayName>,
    /// The language of the report.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<super::Language>,
}

/// The treatment of lines that are wrong or differ.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum WayName {
    Others,
    Strict,
    Update,
}

/// Imports a file of numbers, and reports each line that can't be imported.
///
/// Each line has a number, then optionally edition, expiry, seats, organisation, contact, telephone, mail and ticket, as docs/desk.md
/// has it. An empty field states nothing: a number that exists keeps that part. With `way=strict`, a wrong line gives `IMPORT-STOPPED` with the report, and nothing is imported.
#[utoipa::path(post, path = "/api/v1/numbers/import", operation_id = "import_numbers", tag = "numbers", params(ImportQuery),
    request_body(content = CsvFile, content_type = "text/csv", description = "The file, at most 8 MiB"),
    responses((status = 200, description = "The report", body = objects::ImportReport)))]
async fn import(_: Program, Parameters(query): Parameters<ImportQuery>, posted: Posted<CsvFile>) -> Response {
    posted.act(move |program, file| import_file(program, query, file)).await
}

async fn import_file(program: Program, query: ImportQuery, file: CsvFile) -> Result<Reply, Problem> {
    let product = program.product(lists::text("product", query.product)?.as_deref()).await?;
    let profiles = program.desk.data().published.profiles;
    let profile = profiles.product(product.as_deref())?;
    let way = match query.way {
        None | Some(WayName::Others) => ImportWay::Others,
        Some(WayName::Strict) => ImportWay::Strict,
        Some(WayName::Update) => ImportWay::Update,
    };
    let by = program.actor();
    let reason = AdminSentence::ImportReason { path: &by }.say(program.lang);
    let (product, mask) = (&profile.product, &profile.mask);
    let options = StatedLicense::default();
    let order = ImportOrder { product, mask, options, way, reason: &reason, by: &by, at: now() };
    let done = order.parse_and_perform(program.desk.store(), file.0.to_vec(), |_, _| {}).await?;
    let report =
        json_objects::import_report(&done, &mask.example(), MAX_REPORTED, ReportPlace::Program, program.lang);
    if done.stopped { Err(Problem::ImportStopped(report)) } else { Ok(Reply::ok(report)) }
}
