//! The check at the end, when nobody else asks any more: every code that was seen, every number and every case. Never here: what is
//! checked on the way.

use std::collections::BTreeMap;
use std::thread;

use countersign_testing::invented;
use serde_json::Value;

use crate::account::Account;
use crate::asking::Asker;
use crate::backups::shown;
use crate::customer::{self, Accounts};
use crate::dice::Dice;
use crate::programs;
use crate::upkeep;
use crate::world::World;

/// Checks all that the customers know against the ledger.
pub fn check(world: &World, seed: u64, customers: &[Accounts], guarded: &Accounts) {
    thread::scope(|scope| {
        for (at, accounts) in customers.iter().chain([guarded]).enumerate() {
            let asker = Asker::new(world, Dice::new(seed, 1_000 + at as u64));
            scope.spawn(move || ask_all(asker, &mut accounts.lock().unwrap()));
        }
    });
    let listed: Value = serde_json::from_str(&world.succeed(&["licenses", "list", "--json"])).unwrap();
    let listed = shown(&listed);
    let cases = cases(world);
    let mut machines = 0;
    for accounts in customers.iter().chain([guarded]) {
        for account in accounts.lock().unwrap().iter() {
            assert_eq!(listed.get(&account.text), Some(&account.shown()), "{}", account.text);
            machines += account.taken();
        }
    }
    for account in customers
        .iter()
        .flat_map(|accounts| accounts.lock().unwrap().iter().map(cases_of).collect::<Vec<_>>())
    {
        let (number, known) = account;
        let told = cases.get(&number).cloned().unwrap_or_default();
        assert_eq!(told, known, "cases of {number}");
    }
    println!(
        "{} numbers, {machines} machines on seats, {} cases",
        listed.len(),
        world.cases.lock().unwrap().len()
    );
    upkeep::check(world);
}

/// Asks with every request once more, by the newest profile, and reads the newest numbers.
fn ask_all(mut asker: Asker<'_>, accounts: &mut [Account]) {
    let world = asker.world;
    let newest = world.newest();
    for account in accounts.iter_mut() {
        for machine in 0..account.machines.len() {
            for asked in 0..account.machines[machine].asked.len() {
                account.machines[machine].asked[asked].profile = newest;
                asker.ask_as_device(account, machine, asked);
            }
        }
    }
    for account in accounts.iter().rev().take(100).filter(|account| !account.is_guarded) {
        let path = format!("/api/v1/numbers/{}", account.text);
        let object = asker.until("look", |address| programs::get(world, address, &path)).json();
        customer::check(account, &object);
    }
}

/// The cases of a number, and whether each is open.
type Cases = BTreeMap<String, bool>;

fn cases_of(account: &Account) -> (String, Cases) {
    (invented::number(account.number), account.cases.iter().cloned().collect())
}

/// The cases of each number, by the list of all.
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
