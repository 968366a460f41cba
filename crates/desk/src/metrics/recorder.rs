//! The names and help texts of the metrics, and the recorder that holds them. Help texts are only in English,
//! because dashboards and logs use them.

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, set_global_recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::labels::{ConnectionLimit, Limit, ProgramRefusal, SignInOutcome};
use countersign_ledger::{GrantKind, Reason};

pub(super) const ANSWERS: &str = "countersign_answers_total";
pub(super) const REQUESTS: &str = "countersign_http_requests_total";
pub(super) const REQUEST_SECONDS: &str = "countersign_http_request_duration_seconds";
pub(super) const IN_FLIGHT: &str = "countersign_http_requests_in_flight";
pub(super) const SIGN_INS: &str = "countersign_sign_ins_total";
pub(super) const PROGRAMS_REFUSED: &str = "countersign_programs_refused_total";
pub(super) const LIMITS: &str = "countersign_limits_hit_total";
pub(super) const CONNECTIONS: &str = "countersign_connections_open";
pub(super) const REFUSED_CONNECTIONS: &str = "countersign_connections_refused_total";
pub(super) const PASSWORDS_WAITING: &str = "countersign_password_queue_length";
pub(super) const PASSWORDS_HASHED: &str = "countersign_password_hashing";
pub(super) const IMPORTS: &str = "countersign_imports_running";
pub(super) const IMPORT_ROWS: &str = "countersign_import_rows_total";
pub(super) const IMPORT_LEFT: &str = "countersign_import_rows_left";
pub(super) const COMMIT_GROUP: &str = "countersign_store_commit_group_size";
pub(super) const COMMIT_SECONDS: &str = "countersign_store_commit_duration_seconds";
pub(super) const STORE_QUEUE: &str = "countersign_store_queue_length";
pub(super) const STORE_POOL: &str = "countersign_store_pool_connections";
pub(super) const STORE_WAITING: &str = "countersign_store_pool_waiting";
pub(super) const STORE_ERRORS: &str = "countersign_store_errors_total";
pub(super) const READY: &str = "countersign_ready";
pub(super) const BUILD: &str = "countersign_build_info";

const COUNTERS: [(&str, &str); 8] = [
    (
        ANSWERS,
        "Answers to requests, by outcome and by reason (the code of a refusal or fault, the way of a grant).",
    ),
    (REQUESTS, "HTTP requests, by method, route and status; status 0 is a request that was given up."),
    (SIGN_INS, "Sign-ins of operators, by outcome."),
    (PROGRAMS_REFUSED, "Requests of programs that were refused for their token or key, by reason."),
    (LIMITS, "Requests that a limit refused, by limit."),
    (REFUSED_CONNECTIONS, "Connections that were closed at once, by limit."),
    (IMPORT_ROWS, "License numbers that imports have read."),
    (STORE_ERRORS, "Failures of the database, by kind."),
];
const GAUGES: [(&str, &str); 11] = [
    (IN_FLIGHT, "HTTP requests under way."),
    (CONNECTIONS, "Open connections."),
    (PASSWORDS_WAITING, "Passwords that wait to be hashed."),
    (PASSWORDS_HASHED, "Passwords that are being hashed."),
    (IMPORTS, "Imports under way."),
    (IMPORT_LEFT, "License numbers that the imports under way have left to do."),
    (STORE_QUEUE, "Writes that wait for the database."),
    (STORE_POOL, "Connections to the database, by state."),
    (STORE_WAITING, "Tasks that wait for a connection to the database."),
    (READY, "Whether the database can be written, as /readyz says."),
    (BUILD, "The version of the program, as a label."),
];
const HISTOGRAMS: [(&str, &str); 3] = [
    (REQUEST_SECONDS, "Time from the head of a request to the head of its response, by route."),
    (COMMIT_GROUP, "Units of work in one commit."),
    (COMMIT_SECONDS, "Time of one commit, until it is durable."),
];

/// The upper bounds of the buckets of durations, in seconds.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// The upper bounds of the buckets of group sizes.
const SIZES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// The metrics of this process.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

/// Why the metrics can't be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MetricsError(String);

impl Metrics {
    /// Starts the metrics, once per process.
    ///
    /// # Errors
    /// [`MetricsError`] if they were already started.
    pub fn start() -> Result<Self, MetricsError> {
        let failed = |error: &dyn std::fmt::Display| MetricsError(error.to_string());
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(REQUEST_SECONDS.to_owned()), &SECONDS)
            .and_then(|builder| {
                builder.set_buckets_for_metric(Matcher::Full(COMMIT_SECONDS.to_owned()), &SECONDS)
            })
            .and_then(|builder| {
                builder.set_buckets_for_metric(Matcher::Full(COMMIT_GROUP.to_owned()), &SIZES)
            })
            .map_err(|error| failed(&error))?
            .build_recorder();
        let handle = recorder.handle();
        set_global_recorder(recorder).map_err(|error| failed(&error))?;
        describe();
        begin_at_zero();
        Ok(Self(handle))
    }

    /// Returns all metrics in the text format of Prometheus.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Moves single durations into their buckets. Call this every few seconds; otherwise their list grows
    /// until the metrics are read.
    pub fn run_upkeep(&self) {
        self.0.run_upkeep();
    }
}

fn describe() {
    for (name, help) in COUNTERS {
        describe_counter!(name, help);
    }
    for (name, help) in GAUGES {
        describe_gauge!(name, help);
    }
    for (name, help) in HISTOGRAMS {
        describe_histogram!(name, help);
    }
}

/// Sets each counter to 0, so that its first event is seen as a rise.
fn begin_at_zero() {
    for kind in GrantKind::ALL {
        counter!(ANSWERS, "outcome" => "issued", "reason" => kind.name()).increment(0);
    }
    for reason in Reason::ALL {
        counter!(ANSWERS, "outcome" => "refused", "reason" => reason.code()).increment(0);
    }
    for outcome in SignInOutcome::ALL {
        counter!(SIGN_INS, "outcome" => outcome.name()).increment(0);
    }
    for why in ProgramRefusal::ALL {
        counter!(PROGRAMS_REFUSED, "why" => why.name()).increment(0);
    }
    for limit in Limit::ALL {
        counter!(LIMITS, "limit" => limit.name()).increment(0);
    }
    for limit in ConnectionLimit::ALL {
        counter!(REFUSED_CONNECTIONS, "limit" => limit.name()).increment(0);
    }
    for (name, _) in GAUGES.into_iter().filter(|(name, _)| !matches!(*name, STORE_POOL | READY | BUILD)) {
        gauge!(name).set(0);
    }
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1);
    counter!(IMPORT_ROWS).increment(0);
}
