//! Simultaneous requests that can't all be granted, or that must share one case.

use std::collections::BTreeSet;

use countersign_testing::invented::{self, Ask, Requests};
use countersign_testing::{Desk, ServedDesk, races};

use crate::count;
use crate::postgres::{cluster, desk_on};
use crate::scene::{alone, check_ledger, serve_command};

/// Desks that serve one ledger.
fn serve(desk: &Desk, processes: u64) -> Vec<ServedDesk> {
    (0..processes).map(|_| ServedDesk::start(serve_command(desk)).unwrap()).collect()
}

fn addresses(served: &[ServedDesk]) -> Vec<&str> {
    served.iter().map(ServedDesk::address).collect()
}

/// Machines race for numbers at that many desks on one ledger.
fn one_machine_wins_each_number(desk: &Desk, processes: u64) {
    let numbers = count("COUNTERSIGN_FAULTS_NUMBERS", 200);
    desk.add_invented_numbers(numbers);
    let served = serve(desk, processes);
    let requests = Requests::new(&desk.profile_text());
    races::one_machine_wins_each_number(&addresses(&served), &requests, numbers);
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
fn concurrent_refusals_of_one_request_share_one_case() {
    let _alone = alone();
    one_case_for_one_request(&Desk::new());
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn concurrent_refusals_of_one_request_share_one_case_on_postgres() {
    let _alone = alone();
    let Some(cluster) = cluster() else { return };
    one_case_for_one_request(&desk_on(&cluster));
}

/// Many clients send the same refused request at once, to two desks on one ledger.
fn one_case_for_one_request(desk: &Desk) {
    let rounds = count("COUNTERSIGN_FAULTS_CASES", 10);
    desk.add_invented_numbers(rounds);
    let served = serve(desk, 2);
    let requests = Requests::new(&desk.profile_text());
    let cases = (0..rounds).map(|number| {
        let request = requests.refused(Ask { number, machine: number, nonce: 0 }).text().unwrap();
        races::askers_share_one_case(&addresses(&served), &request)
    });
    let cases: BTreeSet<String> = cases.collect();
    drop(served);
    let listed = desk.run(&["cases", "list", "--json"]).json();
    let listed = listed["cases"].as_array().unwrap();
    assert_eq!((listed.len(), cases.len()), (cases.len(), usize::try_from(rounds).unwrap()));
    assert!(
        listed.iter().all(|one| one["requests"] == 1),
        "a repeated refusal is recorded again: {listed:?}"
    );
}
