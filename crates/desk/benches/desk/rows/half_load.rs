//! Latency while the desk has half of the work that it can do: requests come from outside at their own pace.

use super::Context;
use crate::bench_desk::{BenchDesk, UNLIMITED_RATE, WARM_UP};
use crate::load::{Load, Pace};
use crate::report::{Aim, count, milliseconds};

/// Connections that are enough for the requests which come while a flush is waited for.
const CLIENTS: usize = 64;
/// The 99th percentile of the latency to keep, in ms.
const LATENCY: f64 = 50.0;

pub fn sqlite(context: &Context) {
    let most = WARM_UP + (context.time.as_secs_f64() * UNLIMITED_RATE) as u64;
    let mut desk = BenchDesk::with_numbers(most + most / 2);
    let served = desk.serve(&[]);
    let whole = desk.timed(&served, most, CLIENTS, context.time).outcome;
    let rate = whole.rate() / 2.0;
    let requests = desk.activations((rate * context.time.as_secs_f64()) as u64);
    let load = Load {
        address: served.address(),
        clients: CLIENTS,
        requests: &requests,
        pace: Pace::Open(rate),
        time: context.time,
    };
    let half = load.run();
    half.assert_issued();
    let late = milliseconds(half.latency(0.99));
    context.report.ratio(
        "activations/s, half load",
        half.rate(),
        whole.rate(),
        &format!("{} at most", count(whole.rate())),
        Aim::None,
    );
    let shown = format!("{:.2}, {late:.2}", milliseconds(half.latency(0.5)));
    context.report.figure("— p50, p99, ms", late, &shown, Aim::AtMost(LATENCY));
}
