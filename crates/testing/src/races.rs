//! Races: requests that can't all be granted, or that must join one case, reach desks with one ledger at the same moment.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::http::{Connection, Reply};
use super::invented::{Ask, Requests};

/// The time-out of a client for its answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The number of machines that ask for each license number.
const MACHINES: u64 = 4;
/// The number of license numbers that are raced for at once.
const RACES: u64 = 4;
/// The number of clients that send the same request.
pub const ASKERS: u64 = 8;

/// Sends a request until the desk decides it.
fn decided(connection: &mut Connection, text: &str) -> Reply {
    loop {
        let reply = connection.ask(text).unwrap();
        match reply.status {
            200 => return reply,
            503 => {}
            _ => panic!("{} {}", reply.status, reply.body),
        }
    }
}

/// The desk of a client. The index wraps around.
fn desk<'a>(desks: &[&'a str], asker: u64) -> &'a str {
    desks[usize::try_from(asker).unwrap() % desks.len()]
}

/// Four machines race for each of the first invented numbers, over all desks.
///
/// # Panics
/// If a number doesn't have exactly one winner.
pub fn one_machine_wins_each_number(desks: &[&str], requests: &Requests, numbers: u64) {
    let next = AtomicU64::new(0);
    let winners: Vec<AtomicU64> = (0..numbers).map(|_| AtomicU64::new(0)).collect();
    let race = |asker: u64| {
        let mut connection = Connection::open(desk(desks, asker), PATIENCE).unwrap();
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let number = turn / MACHINES;
            if number >= numbers {
                return;
            }
            let request = requests.accepted(Ask { number, machine: turn, nonce: 0 });
            let json = decided(&mut connection, &request.text().unwrap()).json();
            if json["decision"] == "issued" {
                winners[usize::try_from(number).unwrap()].fetch_add(1, Ordering::Relaxed);
            } else {
                assert_eq!(json["reason"], "DEVICE-DIFFERS", "{json}");
            }
        }
    };
    thread::scope(|scope| {
        for asker in 0..MACHINES * RACES {
            scope.spawn(move || race(asker));
        }
    });
    for (number, winners) in winners.iter().enumerate() {
        assert_eq!(winners.load(Ordering::Relaxed), 1, "number {number} doesn't have exactly one winner");
    }
}

/// [`ASKERS`] clients send the same refused request at the same moment, over all desks. Returns the name of their case.
///
/// # Panics
/// If they get several cases.
pub fn askers_share_one_case(desks: &[&str], request: &str) -> String {
    let start = Barrier::new(usize::try_from(ASKERS).unwrap());
    let ask = |asker: u64| {
        let mut connection = Connection::open(desk(desks, asker), PATIENCE).unwrap();
        start.wait();
        decided(&mut connection, request).json()["case"].as_str().unwrap().to_owned()
    };
    let shared: BTreeSet<String> = thread::scope(|scope| {
        let askers: Vec<_> = (0..ASKERS).map(|asker| scope.spawn(move || ask(asker))).collect();
        askers.into_iter().map(|asker| asker.join().unwrap()).collect()
    });
    assert_eq!(shared.len(), 1, "one request opened several cases: {shared:?}");
    shared.into_iter().next().unwrap()
}
