//! Simultaneous requests to two desks that can't all be granted, or that must share one case.

use std::collections::BTreeSet;

use countersign_testing::invented::{self, Ask, Requests};
use countersign_testing::{Desk, ServedDesk, races};

use super::scene::check_ledger;
use super::{alone, cluster, count, serve_two};
use crate::support::Fsync;

#[test]
fn one_machine_wins_each_number() {
    let _alone = alone();
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let numbers = count("COUNTERSIGN_POSTGRES_NUMBERS", 200);
    let desk = Desk::on_database(&url);
    desk.add_invented_numbers(numbers);
    let served = serve_two(&desk);
    let requests = Requests::new(&desk.profile_text());
    races::one_machine_wins_each_number(&served.each_ref().map(ServedDesk::address), &requests, numbers);
    assert!(served.into_iter().all(|one| one.end().success()));
    check_ledger(&cluster, &(0..numbers).map(invented::number).collect::<Vec<_>>());
    let requests = cluster.sql("ledger", "SELECT count(*) FROM attempts WHERE outcome = 'refused'");
    assert_eq!(requests, (numbers * 3).to_string());
}

#[test]
fn concurrent_refusals_of_one_request_share_one_case() {
    let _alone = alone();
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let rounds = count("COUNTERSIGN_POSTGRES_CASES", 10);
    let desk = Desk::on_database(&url);
    desk.add_invented_numbers(rounds);
    let served = serve_two(&desk);
    let requests = Requests::new(&desk.profile_text());
    let cases = (0..rounds).map(|number| {
        let request = requests.refused(Ask { number, machine: number, nonce: 0 }).text().unwrap();
        races::askers_share_one_case(&served.each_ref().map(ServedDesk::address), &request)
    });
    let cases: BTreeSet<String> = cases.collect();
    let listed = desk.run(&["cases", "list", "--json"]).json();
    let listed = listed["cases"].as_array().unwrap();
    assert_eq!((listed.len(), cases.len()), (cases.len(), usize::try_from(rounds).unwrap()));
    assert!(
        listed.iter().all(|one| one["requests"] == 1),
        "a repeated refusal is recorded again: {listed:?}"
    );
    check_ledger(&cluster, &[]);
}
