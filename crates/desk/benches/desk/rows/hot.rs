//! Requests for ten license numbers at once, beside the same work spread over many numbers.
//!
//! Each machine takes a seat, and then asks with new nonces, up to the public's limit of a day. The desk grants all requests, so
//! each writes to its number. Each hot number has thirty machines; after the machines of ten numbers come those of the next ten.
//! The spread numbers have as many seats, and one machine each.

use super::Context;
use crate::bench_desk::{BenchDesk, UNLIMITED_RATE, post};
use crate::load::{Load, Outcome};
use crate::report::{Aim, count};
use crate::store::Store;
use countersign_ledger::PUBLIC_NONCES_A_DAY;
use countersign_testing::invented::Ask;

const CLIENTS: usize = 64;
/// Numbers that are hot at the same time.
const HOT: u64 = 10;
/// Seats of each number.
const SEATS: u64 = 30;
/// The share of the spread rate to reach.
const SHARE: f64 = 0.5;

pub fn sqlite(context: &Context) {
    hot(context, &Store::Sqlite);
}

pub fn postgres(context: &Context) {
    if let Some(store) = Store::postgres() {
        hot(context, &store);
    }
}

fn hot(context: &Context, store: &Store) {
    let machines = HOT * SEATS;
    let wanted = (context.time.as_secs_f64() * UNLIMITED_RATE) as u64;
    let blocks = wanted / (machines * u64::from(PUBLIC_NONCES_A_DAY)) + 1;
    let numbers = blocks * context.rounds * (HOT + machines);
    let mut desk = BenchDesk::with_seats(store, numbers, SEATS);
    let served = desk.serve(&[]);
    let load = |desk: &mut BenchDesk, numbers: u64| {
        let requests = requests(desk, blocks, numbers);
        Load::closed(&[&served], CLIENTS, &requests, context.time).run()
    };
    let mut rounds: Vec<[Outcome; 2]> =
        (0..context.rounds).map(|_| [HOT, machines].map(|numbers| load(&mut desk, numbers))).collect();
    let ratio = |[hot, spread]: &[Outcome; 2]| hot.issued_rate() / spread.issued_rate();
    rounds.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let [hot, spread] = &rounds[rounds.len() / 2];
    let what = format!("activations/s, {}, {HOT} numbers, {CLIENTS} clients", store.name());
    let said = format!("{} of {machines} numbers", count(spread.issued_rate()));
    context.report.ratio(&what, hot.issued_rate(), spread.issued_rate(), &said, Aim::AtLeast(SHARE));
    context.report.latencies(hot, Aim::None);
    let refused = hot.latencies.len() - hot.issued;
    context.report.figure(
        "— answers that were no code",
        refused as f64,
        &refused.to_string(),
        Aim::AtMost(0.0),
    );
}

/// Returns the requests, block by block. In each block, `HOT * SEATS` machines share that many numbers.
fn requests(desk: &mut BenchDesk, blocks: u64, numbers: u64) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for _ in 0..blocks {
        let block = desk.take(numbers);
        for nonce in 0..PUBLIC_NONCES_A_DAY {
            for machine in 0..HOT * SEATS {
                let number = block.start + machine % numbers;
                // No two numbers have a machine in common.
                let machine = number * SEATS + machine / numbers;
                all.push(post(&desk.requests.accepted(Ask { number, machine, nonce })));
            }
        }
    }
    all
}
