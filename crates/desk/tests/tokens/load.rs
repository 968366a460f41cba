//! A token that comes and goes under load: every code that a client saw is in the ledger, and no number is half-changed.

use std::time::Instant;

use countersign_testing::Does;
use countersign_testing::clients::{Clients, Memory};

use crate::support::{desk_on_token, serve, wait};

/// License numbers of the desk.
const NUMBERS: u64 = 20_000;

#[test]
fn delivered_codes_remain_valid_while_the_token_is_removed_and_inserted() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(NUMBERS);
    let served = serve(&desk);
    let memory = Memory::new(&desk.profile_text(), NUMBERS, &[served.address()]);
    let began = Instant::now();
    let clients = Clients::start(&memory, 8);
    let answers = |count: u64| {
        let enough = memory.answered() + count;
        wait("answers", || memory.answered() >= enough);
    };
    let failures = |count: u64| {
        let enough = memory.failed() + count;
        wait("failures", || memory.failed() >= enough);
    };
    answers(100);
    for does in [Does::Out, Does::MidSign, Does::Wrong, Does::Out, Does::MidSign] {
        token.set(does);
        failures(5);
        token.set(Does::In);
        answers(50);
    }
    clients.stop();
    let took = began.elapsed();
    memory.check();
    assert!(served.end().success());
    println!("{} codes seen in {took:?}, {} tries failed", memory.seen(), memory.failed());
    assert_eq!(memory.failures().keys().collect::<Vec<_>>(), ["503"], "the only error is 503");

    let listed = desk.run(&["licenses", "list", "--json"]).json();
    let taken = |one: &serde_json::Value| one["taken"].as_u64().unwrap();
    let bound: Vec<&str> = listed["licenses"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| taken(one) > 0)
        .map(|one| one["number"].as_str().unwrap())
        .collect();
    for number in memory.seen_numbers() {
        assert!(bound.contains(&number.as_str()), "{number} isn't bound");
    }
    let database = rusqlite::Connection::open(desk.folder().join("ledger.db")).unwrap();
    let count = |sql: &str| database.query_row(sql, (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        database.query_row("PRAGMA integrity_check", (), |row| row.get::<_, String>(0)).unwrap(),
        "ok"
    );
    // Each binding has its nonce: a request that failed for its client has bound the number only if the ledger answered it.
    let seats = count("SELECT count(*) FROM bindings");
    let nonces = count("SELECT count(*) FROM nonces");
    assert_eq!((seats, nonces), (bound.len() as i64, bound.len() as i64));
}
