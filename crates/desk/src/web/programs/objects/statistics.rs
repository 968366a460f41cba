//! The schemas of statistics.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use utoipa::ToSchema;

/// Counts over a period, and the cases that are open now.
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
    /// The outcomes of the cases that were opened in the period.
    cases: Endings,
    /// The cases that are open now.
    #[schema(rename = "open-cases")]
    open_cases: OpenCases,
    /// Counts of the numbers that expire within a number of days.
    expiring: Vec<Expiring>,
    /// The count of expired numbers.
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

/// The count of requests that were refused for one reason.
#[derive(ToSchema)]
pub(in crate::web::programs) struct ReasonCount {
    reason: String,
    requests: u64,
}

/// The counts of requests from one firmware family or hypervisor.
#[derive(ToSchema)]
pub(in crate::web::programs) struct PlatformCounts {
    platform: u8,
    name: Option<String>,
    issued: u64,
    refused: u64,
}

/// Cases by outcome.
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
    /// The count of cases that wait for the desk.
    desk: u64,
    /// The count of cases that wait for the customer.
    customer: u64,
    /// The time at which the oldest case that waits for the desk was opened.
    oldest: Option<i64>,
}

/// Numbers that expire.
#[derive(ToSchema)]
pub(in crate::web::programs) struct Expiring {
    /// The number of days.
    within: u16,
    numbers: u64,
}
