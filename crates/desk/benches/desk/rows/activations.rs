//! Durable activations a second, beside bare one-row commits before and after. Of several rounds the one with the median ratio
//! counts, because other work on the computer comes and goes.

use super::Context;
use crate::bare;
use crate::bench_desk::{BenchDesk, Timed, UNLIMITED_RATE, WARM_UP};
use crate::report::{Aim, count, milliseconds};

/// Numbers of clients, the share of bare commits to reach, and the 99th percentile of the latency to keep, in ms.
const STEPS: [(usize, f64, Option<f64>); 3] = [(1, 0.28, None), (8, 0.75, Some(5.0)), (64, 1.0, Some(20.0))];
/// One client makes at most this share of the requests that several make.
const ONE_CLIENT: f64 = 0.3;

/// A load, with the bare commits a second before and after it.
struct Round {
    timed: Timed,
    bare: (f64, f64),
}

impl Round {
    fn ratio(&self) -> f64 {
        2.0 * self.timed.outcome.rate() / (self.bare.0 + self.bare.1)
    }
}

pub fn sqlite(context: &Context) {
    let counts = STEPS.map(|(clients, ..)| most(context, clients));
    let mut desk = BenchDesk::with_numbers(counts.iter().sum::<u64>() * context.rounds);
    let served = desk.serve(&[]);
    for ((clients, share, latency), count) in STEPS.into_iter().zip(counts) {
        let mut before = bare::commits_a_second(context.time / 2, &[]);
        let mut round = |_| {
            let timed = desk.timed(&served, count, clients, context.time);
            let after = bare::commits_a_second(context.time / 2, &[]);
            let round = Round { timed, bare: (before, after) };
            before = after;
            round
        };
        let mut rounds: Vec<Round> = (0..context.rounds).map(&mut round).collect();
        rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
        let median = rounds.swap_remove(rounds.len() / 2);
        print(context, clients, &median, share, latency);
    }
}

/// How many requests a step needs.
fn most(context: &Context, clients: usize) -> u64 {
    let share = if clients == 1 { ONE_CLIENT } else { 1.0 };
    WARM_UP + (context.time.as_secs_f64() * UNLIMITED_RATE * share) as u64
}

fn print(context: &Context, clients: usize, round: &Round, share: f64, latency: Option<f64>) {
    let Round { timed: Timed { outcome, processor }, bare } = round;
    let report = &context.report;
    let what = format!("activations/s, {clients} client{}", if clients == 1 { "" } else { "s" });
    let said = format!("{}; {} commits/s", count(bare.0), count(bare.1));
    report.ratio(&what, outcome.rate(), f64::midpoint(bare.0, bare.1), &said, Aim::AtLeast(share));
    let late = milliseconds(outcome.latency(0.99));
    let shown = format!("{:.2}, {late:.2}", milliseconds(outcome.latency(0.5)));
    report.figure("— p50, p99, ms", late, &shown, latency.map_or(Aim::None, Aim::AtMost));
    let each = milliseconds(*processor) / outcome.latencies.len() as f64;
    report.figure("— processor time a request, ms", each, &format!("{each:.3}"), Aim::None);
}
