//! The schemas of problems.
#![allow(dead_code, reason = "the types are read by the schema alone")]

use utoipa::ToSchema;

use super::number::ImportReport;

/// Why there is no result (RFC 9457).
#[derive(ToSchema)]
pub(in crate::web::programs) struct Problem {
    /// `urn:countersign:problem:CODE`.
    #[schema(rename = "type")]
    kind: String,
    /// What is wrong, in the language of `Accept-Language`.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do now.
    detail: String,
    /// The stable code, such as `NUMBER-UNKNOWN`.
    code: String,
    /// The values that are wrong.
    errors: Option<Vec<ProblemValue>>,
    /// The report of an import that stopped.
    report: Option<ImportReport>,
}

/// A value that is wrong.
#[derive(ToSchema)]
pub(in crate::web::programs) struct ProblemValue {
    value: String,
    code: String,
    what: String,
}

/// Why a device gets no answer.
#[derive(ToSchema)]
pub(in crate::web::programs) struct DeviceError {
    error: DeviceErrorDetails,
}

/// The error for a device.
#[derive(ToSchema)]
pub(in crate::web::programs) struct DeviceErrorDetails {
    /// The stable code.
    code: String,
    /// What is wrong.
    what: String,
    /// What to do.
    cure: String,
}
