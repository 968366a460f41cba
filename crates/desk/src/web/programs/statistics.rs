//! Statistics, in the same form as the command `statistics --json`.

use axum::Json;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::lists;
use super::objects;
use super::problem::Problem;
use super::program::{Parameters, Program};
use super::rule::Rule;
use crate::access::{Access, Scope};
use crate::dates::now;
use crate::json_objects::statistics_to_json;
use crate::statistics::{MAX_DAYS, Period};
use crate::web::routes::Routes;

/// The length of the period in days, unless the query gives one.
const USUAL_DAYS: u16 = 30;

pub(super) fn routes() -> Routes {
    Routes::new().get("/api/v1/statistics", Access::Token(Scope::StatisticsRead), show)
}

/// The period and the product of the statistics.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatisticsQuery {
    /// The number of days, today included; default 30.
    #[param(minimum = 1, maximum = 366)]
    days: Option<u16>,
    /// The product.
    #[param(min_length = 1, max_length = 64)]
    product: Option<String>,
    /// The language of titles and details.
    #[param(inline)]
    #[serde(rename = "lang")]
    _lang: Option<super::Language>,
}

/// Counts requests, cases and numbers.
#[utoipa::path(get, path = "/api/v1/statistics", operation_id = "show_statistics", tag = "statistics", params(StatisticsQuery),
    responses((status = 200, description = "The counts", body = objects::Statistics)))]
async fn show(
    program: Program,
    Parameters(query): Parameters<StatisticsQuery>,
) -> Result<Json<Value>, Problem> {
    let days = query.days.unwrap_or(USUAL_DAYS);
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(lists::broken("days", Rule::Between(1, usize::from(MAX_DAYS))));
    }
    let product = program.product(lists::text("product", query.product)?.as_deref()).await?;
    let statistics = program.desk.statistics(Period::until(now(), days), product.as_deref()).await?;
    let open = program.desk.store().open_case_counts(product.as_deref(), &program.actor()).await?;
    Ok(Json(statistics_to_json(&statistics, open)))
}
