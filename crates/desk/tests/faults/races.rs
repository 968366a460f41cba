//! Requests that can't all be granted, or must become one case, come at the same moment.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use countersign_testing::http::{Connection, Reply};
use countersign_testing::invented::{self, Ask, Requests};
use countersign_testing::{Desk, ServedDesk};

use crate::count;
use crate::postgres::{cluster, desk_on};
use crate::scene::{add_numbers, alone, check_ledger, serve_command};

/// How long an asker waits for its answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many machines ask for each number.
const MACHINES: u64 = 4;
/// How many numbers are raced for at once.
const RACES: u64 = 4;
/// How many ask with the same request.
const ASKERS: u64 = 8;

/// Desks that serve one ledger.
fn serve(desk: &Desk, processes: u64) -> Vec<ServedDesk> {
    (0..processes).map(|_| ServedDesk::start(serve_command(desk)).unwrap()).collect()
}

/// Asks until something was decided.
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

/// Machines race for numbers at that many desks on one ledger.
fn one_machine_wins_each_number(desk: &Desk, processes: u64) {
    let numbers = count("COUNTERSIGN_FAULTS_NUMBERS", 200);
    add_numbers(desk, numbers);
    let served = serve(desk, processes);
    let requests = Requests::new(&desk.profile_text());
    let next = AtomicU64::new(0);
    let winners: Vec<AtomicU64> = (0..numbers).map(|_| AtomicU64::new(0)).collect();
    let race = |asker: u64| {
        let address = served[usize::try_from(asker % processes).unwrap()].address();
        let mut connection = Connection::open(address, PATIENCE).unwrap();
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
        assert_eq!(winners.load(Ordering::Relaxed), 1, "winners of number {number}");
    }
    for one in served {
        assert!(one.end().success());
    }
    check_ledger(desk, &(0..numbers).map(invented::number).collect::<Vec<_>>());
}

#[test]
fn one_machine_wins_each_number_at_one_desk() {
    let _alone = alone();
    one_machine_wins_each_number(&Desk::new(), 1);
}

#[test]
fn one_machine_wins_each_number_at_two_desks() {
    let _alone = alone();
    one_machine_wins_each_number(&Desk::new(), 2);
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn one_machine_wins_each_number_at_two_desks_on_postgres() {
    let _alone = alone();
    let Some(cluster) = cluster() else { return };
    one_machine_wins_each_number(&desk_on(&cluster), 2);
}

#[test]
fn askers_of_one_refused_request_share_one_case() {
    let _alone = alone();
    one_case_for_one_request(&Desk::new());
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn askers_of_one_refused_request_share_one_case_on_postgres() {
    let _alone = alone();
    let Some(cluster) = cluster() else { return };
    one_case_for_one_request(&desk_on(&cluster));
}

/// Many ask at once with the same refused request, at two desks on one ledger.
fn one_case_for_one_request(desk: &Desk) {
    let rounds = count("COUNTERSIGN_FAULTS_CASES", 10);
    add_numbers(desk, rounds);
    let served = serve(desk, 2);
    let requests = Requests::new(&desk.profile_text());
    let mut cases = BTreeSet::new();
    for number in 0..rounds {
        let text = requests.refused(Ask { number, machine: number, nonce: 0 }).text().unwrap();
        let start = Barrier::new(usize::try_from(ASKERS).unwrap());
        let ask = |asker: u64| {
            let address = served[usize::try_from(asker % 2).unwrap()].address();
            let mut connection = Connection::open(address, PATIENCE).unwrap();
            start.wait();
            decided(&mut connection, &text).json()["case"].as_str().unwrap().to_owned()
        };
        let shared: BTreeSet<String> = thread::scope(|scope| {
            let askers: Vec<_> = (0..ASKERS).map(|asker| scope.spawn(move || ask(asker))).collect();
            askers.into_iter().map(|asker| asker.join().unwrap()).collect()
        });
        assert_eq!(shared.len(), 1, "one request, several cases: {shared:?}");
        cases.extend(shared);
    }
    drop(served);
    let listed = desk.run(&["cases", "list", "--json"]).json();
    let listed = listed["cases"].as_array().unwrap();
    assert_eq!((listed.len(), cases.len()), (cases.len(), usize::try_from(rounds).unwrap()));
    assert!(listed.iter().all(|one| one["requests"] == ASKERS), "{listed:?}");
}
