//! The check after all actors have ended: every code, every number and every case. Never here: the checks of single responses.

use std::collections::BTreeMap;
use std::thread;

use countersign_testing::invented;
use serde_json::Value;

use crate::account::Account;
use crate::asking::Client;
use crate::backups::listed_numbers;
use crate::customer::{self, Accounts};
use crate::dice::Dice;
use crate::programs;
use crate::upkeep;
use crate::world::World;

/// Compares the records of all customers with the ledger.
pub fn check(world: &World, seed: u64, customers: &[Accounts], targets: &Accounts) {
    thread::scope(|scope| {
        for (at, accounts) in customers.iter().chain([targets]).enumerate() {
            let client = Client::new(world, Dice::new(seed, 1_000 + at as u64));
            scope.spawn(move || send_all(client, &mut accounts.lock().unwrap()));
        }
    });
    let listed: Value = serde_json::from_str(&world.succeed(&["licenses", "list", "--json"])).unwrap();
    let listed = listed_numbers(&listed);
    let cases = cases(world);
    let mut machines = 0;
    for accounts in customers.iter().chain([targets]) {
        for account in accounts.lock().unwrap().iter() {
            assert_eq!(listed.get(&account.text), Some(&account.listed()), "{}", account.text);
            machines += account.taken();
        }
    }
    for account in customers
        .iter()
        .flat_map(|accounts| accounts.lock().unwrap().iter().map(cases_of).collect::<Vec<_>>())
    {
        let (number, mut recorded) = account;
        let listed = cases.get(&number).cloned().unwrap_or_default();
        customer::drop_pruned(world, &mut recorded, &listed);
        assert_eq!(listed, recorded, "cases of {number}");
    }
    println!(
        "{} numbers, {machines} machines on seats, {} cases",
        listed.len(),
        world.cases.lock().unwrap().len()
    );
    upkeep::check(world);
}

/// Sends every request once more with the newest profile, and reads the newest numbers.
fn send_all(mut client: Client<'_>, accounts: &mut [Account]) {
    let world = client.world;
    let newest = world.newest();
    for account in accounts.iter_mut() {
        for machine in 0..account.machines.len() {
            for request_at in 0..account.machines[machine].requests.len() {
                account.machines[machine].requests[request_at].profile = newest;
                client.ask_as_device(account, machine, request_at);
            }
        }
    }
    for account in accounts.iter().rev().take(100).filter(|account| !account.is_target) {
        let path = format!("/api/v1/numbers/{}", account.text);
        let object =
            client.send_until_answered("look", |address| programs::get(world, address, &path)).json();
        customer::check(world, account, &object);
    }
}

/// The cases of a number, each with whether it is open.
type Cases = BTreeMap<String, bool>;

fn cases_of(account: &Account) -> (String, Cases) {
    (invented::number(account.number), account.cases.iter().cloned().collect())
}

/// Returns the cases of each number from the list of cases.
fn cases(world: &World) -> BTreeMap<String, Cases> {
    let listed: Value = serde_json::from_str(&world.succeed(&["cases", "list", "--all", "--json"])).unwrap();
    let mut cases: BTreeMap<String, Cases> = BTreeMap::new();
    for one in listed["cases"].as_array().unwrap() {
        if let Some(number) = one["number"].as_str() {
            let case = one["case"].as_str().unwrap().to_owned();
            cases.entry(number.to_owned()).or_default().insert(case, one["open"].as_bool().unwrap());
        }
    }
    cases
}
