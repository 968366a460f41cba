//! The metrics of the desk, for Prometheus: plain functions that any module of the desk calls. They do
//! nothing until [`Metrics::start`].
//!
//! No value identifies a person, a machine or a license number. Every label has few values, all defined here.

mod labels;
mod recorder;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use metrics::{counter, gauge, histogram};

pub use labels::{ConnectionLimit, Limit, ProgramRefusal, SignInOutcome};
use recorder::{
    ANSWERS, COMMIT_GROUP, COMMIT_SECONDS, CONNECTIONS, IMPORT_LEFT, IMPORT_ROWS, IMPORTS, IN_FLIGHT, LIMITS,
    PASSWORDS_HASHED, PASSWORDS_WAITING, PROGRAMS_REFUSED, READY, REFUSED_CONNECTIONS, REQUEST_SECONDS,
    REQUESTS, SIGN_INS, STORE_ERRORS, STORE_POOL, STORE_QUEUE, STORE_WAITING,
};
pub use recorder::{Metrics, MetricsError};

use countersign_ledger::{Answer, AnswerOutcome, StoreError};

/// Counts an answer.
pub fn answered(answer: &Answer) {
    let (outcome, reason) = match &answer.outcome {
        AnswerOutcome::Issued { kind, .. } => ("issued", kind.name()),
        AnswerOutcome::Refused(refusal) => ("refused", refusal.reason.code()),
    };
    counter!(ANSWERS, "outcome" => outcome, "reason" => reason).increment(1);
}

/// Counts a request without an answer because of a fault with the given code.
pub fn not_answered(code: &'static str) {
    counter!(ANSWERS, "outcome" => "fault", "reason" => code).increment(1);
}

/// Counts an HTTP request that begins.
pub fn request_begins() {
    gauge!(IN_FLIGHT).increment(1);
}

/// Counts an HTTP request that ended, by the pattern of its route. A request without a status was abandoned.
pub fn request_ends(method: &'static str, route: &str, status: Option<u16>, took: Duration) {
    gauge!(IN_FLIGHT).decrement(1);
    let status = status.unwrap_or(0).to_string();
    counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status).increment(1);
    histogram!(REQUEST_SECONDS, "method" => method, "route" => route.to_owned()).record(took);
}

/// Counts a sign-in.
pub fn signed_in(outcome: SignInOutcome) {
    counter!(SIGN_INS, "outcome" => outcome.name()).increment(1);
}

/// Counts a program that was refused.
pub fn program_refused(why: ProgramRefusal) {
    counter!(PROGRAMS_REFUSED, "why" => why.name()).increment(1);
}

/// Counts a request that a limit refused.
pub fn limit_hit(limit: Limit) {
    counter!(LIMITS, "limit" => limit.name()).increment(1);
}

/// Counts a connection that was opened.
pub fn connection_opened() {
    gauge!(CONNECTIONS).increment(1);
}

/// Counts a connection that was closed.
pub fn connection_closed() {
    gauge!(CONNECTIONS).decrement(1);
}

/// Counts a connection that a limit closed at once.
pub fn connection_refused(limit: ConnectionLimit) {
    counter!(REFUSED_CONNECTIONS, "limit" => limit.name()).increment(1);
}

/// Counts a password that waits to be hashed.
pub fn password_waits() {
    gauge!(PASSWORDS_WAITING).increment(1);
}

/// Counts a password when its hashing begins.
pub fn password_begins() {
    gauge!(PASSWORDS_WAITING).decrement(1);
    gauge!(PASSWORDS_HASHED).increment(1);
}

/// Counts a password when its hashing ends.
pub fn password_ends() {
    gauge!(PASSWORDS_HASHED).decrement(1);
}

/// The progress of one import. Dropping it ends the import.
#[derive(Debug)]
pub struct ImportProgress {
    left: AtomicU64,
}

impl ImportProgress {
    /// Begins the import of `rows` license numbers.
    #[must_use]
    pub fn begin(rows: u64) -> Self {
        gauge!(IMPORTS).increment(1);
        gauge!(IMPORT_LEFT).increment(approximate(rows));
        Self { left: AtomicU64::new(rows) }
    }

    /// Records that `rows` more license numbers are in the database.
    pub fn advance(&self, rows: u64) {
        let left = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(rows)));
        let done = left.unwrap_or_default().min(rows);
        gauge!(IMPORT_LEFT).decrement(approximate(done));
        counter!(IMPORT_ROWS).increment(done);
    }
}

impl Drop for ImportProgress {
    fn drop(&mut self) {
        gauge!(IMPORTS).decrement(1);
        gauge!(IMPORT_LEFT).decrement(approximate(self.left.load(Ordering::Relaxed)));
    }
}

/// Records one commit of the database: the number of units of work in it, and the time until it was durable.
pub fn committed(units: u64, took: Duration) {
    histogram!(COMMIT_GROUP).record(approximate(units));
    histogram!(COMMIT_SECONDS).record(took);
}

/// Sets the number of writes that wait for the database.
pub fn store_queue(waiting: u64) {
    gauge!(STORE_QUEUE).set(approximate(waiting));
}

/// Sets the numbers of connections to the database: in use, idle, and tasks that wait for one.
pub fn store_pool(in_use: u64, idle: u64, waiting: u64) {
    gauge!(STORE_POOL, "state" => "in-use").set(approximate(in_use));
    gauge!(STORE_POOL, "state" => "idle").set(approximate(idle));
    gauge!(STORE_WAITING).set(approximate(waiting));
}

/// Counts a failure of the database.
pub fn store_failed(error: &StoreError) {
    let kind = match error {
        StoreError::Conflict => "conflict",
        StoreError::Busy => "busy",
        StoreError::Unconfirmed => "unconfirmed",
        StoreError::Newer(_) => "newer",
        StoreError::Full => "full",
        StoreError::ReadOnly => "read-only",
        StoreError::Denied(_) => "denied",
        StoreError::Damaged(_) => "damaged",
        StoreError::Fault(_) => "fault",
    };
    counter!(STORE_ERRORS, "kind" => kind).increment(1);
}

/// Sets whether the database can be written.
pub fn ready(is_ready: bool) {
    gauge!(READY).set(f64::from(u8::from(is_ready)));
}

/// Converts a count to the type of a gauge. Exact up to 2^53.
#[allow(clippy::cast_precision_loss, reason = "no count of these comes near 2^53")]
fn approximate(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn imports_and_the_database_are_counted() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let counted = ::metrics::with_local_recorder(&recorder, || {
            let (one, other) = (ImportProgress::begin(100), ImportProgress::begin(50));
            one.advance(60);
            one.advance(60);
            other.advance(20);
            drop(one);
            committed(3, Duration::from_millis(2));
            store_queue(4);
            store_pool(2, 1, 5);
            store_failed(&StoreError::Full);
            let counted = recorder.handle().render();
            drop(other);
            counted + &recorder.handle().render()
        });
        for line in [
            "countersign_imports_running 1",
            "countersign_import_rows_total 120",
            "countersign_import_rows_left 30",
            "countersign_store_commit_group_size_sum 3",
            "countersign_store_commit_duration_seconds_count 1",
            "countersign_store_queue_length 4",
            "countersign_store_pool_connections{state=\"in-use\"} 2",
            "countersign_store_pool_waiting 5",
            "countersign_store_errors_total{kind=\"full\"} 1",
            // At the end.
            "countersign_imports_running 0",
            "countersign_import_rows_left 0",
        ] {
            assert!(counted.lines().any(|found| found == line), "{line}: {counted}");
        }
    }
}
