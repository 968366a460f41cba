//! Latency at half of the desk's highest rate: requests arrive at a fixed rate, whether or not earlier ones are answered.

use super::Context;
use crate::bench_desk::{BenchDesk, activations_in, half};
use crate::report::{Aim, count};
use crate::store::Store;

/// Connections. They are enough for the requests that arrive during a flush.
const CLIENTS: usize = 64;
/// The highest 99th percentile of the latency, in ms.
const LATENCY: f64 = 50.0;

pub fn sqlite(context: &Context) {
    half_load(context, &Store::Sqlite);
}

pub fn postgres(context: &Context) {
    if let Some(store) = Store::postgres() {
        half_load(context, &store);
    }
}

fn half_load(context: &Context, store: &Store) {
    let most = activations_in(context.time, CLIENTS);
    let mut desk = BenchDesk::new(store, most + most / 2);
    let served = desk.serve(&[]);
    let whole = desk.timed(&[&served], CLIENTS, context.time).outcome.rate();
    let rate = whole / 2.0;
    let requests = desk.activations((rate * context.time.as_secs_f64()) as u64);
    let outcome = half(&served, &requests, CLIENTS, rate).run();
    outcome.assert_issued();
    let what = format!("activations/s, {}, half load", store.name());
    let said = format!("{} at most", count(whole));
    context.report.ratio(&what, outcome.rate(), whole, &said, Aim::None);
    context.report.latencies(&outcome, Aim::AtMost(LATENCY));
}
