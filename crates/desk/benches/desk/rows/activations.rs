//! Durable activations a second, beside bare commits of the same database before and after.

use std::time::Duration;

use super::Context;
use crate::bare;
use crate::bench_desk::{BenchDesk, activations_in};
use crate::compare::Round;
use crate::report::{Aim, milliseconds};
use crate::store::Store;
use countersign_testing::Preload;

/// How much longer a flush takes on the slow disk.
const SLOW: Duration = Duration::from_millis(2);

/// A number of clients, the share of the peer to reach, and the 99th percentile of the latency to keep, in ms.
struct Step {
    clients: usize,
    share: Aim,
    latency: Aim,
}

const FAST_DISK: [Step; 3] = [
    Step { clients: 1, share: Aim::AtLeast(0.28), latency: Aim::None },
    Step { clients: 8, share: Aim::AtLeast(0.75), latency: Aim::AtMost(5.0) },
    Step { clients: 64, share: Aim::AtLeast(1.0), latency: Aim::AtMost(20.0) },
];
const SLOW_DISK: [Step; 3] = [
    Step { clients: 1, share: Aim::None, latency: Aim::None },
    Step { clients: 8, share: Aim::None, latency: Aim::None },
    Step { clients: 64, share: Aim::AtLeast(10.0), latency: Aim::None },
];
const POSTGRES: [Step; 3] = [
    Step { clients: 1, share: Aim::AtLeast(1.0), latency: Aim::None },
    Step { clients: 8, share: Aim::AtLeast(1.0), latency: Aim::None },
    Step { clients: 64, share: Aim::AtLeast(1.0), latency: Aim::None },
];
/// Measures two desks on one database, beside one desk.
const TWO_DESKS: Step = Step { clients: 64, share: Aim::AtLeast(0.9), latency: Aim::None };

pub fn sqlite(context: &Context) {
    beside_commits(context, &FAST_DISK, &[]);
}

pub fn slow_disk(context: &Context) {
    let slow = Preload::slow_flushes(SLOW);
    beside_commits(context, &SLOW_DISK, slow.env());
}

/// Measures the steps beside bare commits. Both have these variables in their environment.
fn beside_commits(context: &Context, steps: &[Step], env: &[(String, String)]) {
    let mut desk = BenchDesk::new(&Store::Sqlite, numbers(context, steps));
    let served = desk.serve(env);
    let bare = || bare::commits_a_second(context.time / 2, env);
    for step in steps {
        let load = || desk.timed(&[&served], step.clients, context.time);
        let round = Round::median(context.rounds, &bare, load);
        round.print(&context.report, step.clients, "commits/s", step.share, step.latency);
    }
}

pub fn postgres(context: &Context) {
    let Some(store) = Store::postgres() else { return };
    let numbers = numbers(context, &POSTGRES);
    let mut desk = BenchDesk::new(&store, numbers);
    let served = desk.serve(&[]);
    // The peer writes to tables of the same size in another database.
    let peer = BenchDesk::new(&store, numbers);
    let peer = peer.database.as_ref().unwrap();
    for step in &POSTGRES {
        let Some(_) = peer.pgbench(step.clients, context.time / 2, numbers) else {
            println!("SKIPPED: no statements for pgbench");
            return;
        };
        let pgbench = || peer.pgbench(step.clients, context.time / 2, numbers).unwrap();
        let load = || desk.timed(&[&served], step.clients, context.time);
        let round = Round::median(context.rounds, &pgbench, load);
        round.print(&context.report, step.clients, "of pgbench/s", step.share, step.latency);
    }
}

/// Measures what one activation takes from a server, with as many clients as fill its transactions.
pub fn postgres_costs(context: &Context) {
    let Some(store) = Store::postgres() else { return };
    let mut desk = BenchDesk::new(&store, numbers(context, &POSTGRES[2..]));
    let served = desk.serve(&[]);
    let before = desk.database.as_ref().unwrap().costs();
    let timed = desk.timed(&[&served], POSTGRES[2].clients, context.time);
    let after = desk.database.as_ref().unwrap().costs();
    let count = timed.outcome.latencies.len() as f64;
    let figure = |what: &str, each: f64| context.report.figure(what, each, &format!("{each:.3}"), Aim::None);
    figure("processor time of server, ms", milliseconds(after.processor - before.processor) / count);
    figure("write-ahead log, kB", (after.log - before.log) as f64 / 1024.0 / count);
    figure("growth of the database, kB", (after.size - before.size) as f64 / 1024.0 / count);
}

pub fn two_desks(context: &Context) {
    let Some(store) = Store::postgres() else { return };
    let each = activations_in(context.time, TWO_DESKS.clients);
    let desk = std::cell::RefCell::new(BenchDesk::new(&store, each * (2 * context.rounds + 1)));
    let served = [desk.borrow().serve(&[]), desk.borrow().serve(&[])];
    let rate = |served: &[_]| desk.borrow_mut().timed(served, TWO_DESKS.clients, context.time);
    let one = || rate(&[&served[0]]).outcome.rate();
    let round = Round::median(context.rounds, &one, || rate(&[&served[0], &served[1]]));
    round.print(&context.report, TWO_DESKS.clients, "at one desk", TWO_DESKS.share, TWO_DESKS.latency);
}

/// Returns how many license numbers the steps need.
fn numbers(context: &Context, steps: &[Step]) -> u64 {
    steps.iter().map(|step| activations_in(context.time, step.clients)).sum::<u64>() * context.rounds
}
