//! The schemas of statistics.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use utoipa::ToSchema;

/// Counts over a period, and the open cases of now.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Statistics {
    /// The first day.
    from: String,
    /// The last day.
    until: String,
    /// The time zone of the days.
    zone: String,
    /// The product; null for all.
    product: Option<String>,
    requests: Outcomes,
    days: Vec<DayCounts>,
    reasons: Vec<ReasonCount>,
    platforms: Vec<PlatformCounts>,
    /// What became of the cases that opened in the period.
    cases: Endings,
    /// The open cases of now.
    #[schema(rename = "open-cases")]
    open_cases: OpenCases,
    /// Numbers that expire, each count for so many days ahead.
    expiring: Vec<Expiring>,
    /// Numbers that have expired.
    expired: u64,
}

/// Requests by outcome.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Outcomes {
    issued: u64,
    refused: u64,
}

/// The requests of a day.
#[derive(ToSchema)]
pub(in crate::web::programs) struct DayCounts {
    day: String,
    issued: u64,
    refused: u64,
}

/// The requests that were refused for a reason.
#[derive(ToSchema)]
pub(in crate::web::programs) struct ReasonCount {
    reason: String,
    requests: u64,
}

/// The requests of a firmware family or hypervisor.
#[derive(ToSchema)]
pub(in crate::web::programs) struct PlatformCounts {
    platform: u8,
    name: Option<String>,
    issued: u64,
    refused: u64,
}

/// Cases by what became of them.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Endings {
    opened: u64,
    alone: u64,
    helped: u64,
    #[schema(rename = "by-hand")]
    by_hand: u64,
    open: u64,
}

/// Open cases.
#[derive(ToSchema)]
pub(in crate::web::programs) struct OpenCases {
    all: u64,
    /// Those that wait for the desk.
    desk: u64,
    /// Those that wait for the customer.
    customer: u64,
    /// When the oldest that waits for the desk was opened.
    oldest: Option<i64>,
}

/// Numbers that expire.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Expiring {
    /// Within so many days.
    within: u16,
    numbers: u64,
}
