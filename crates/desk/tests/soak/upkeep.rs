//! The desk's administrators: imports, keys, profiles, old requests, the audit and the check of the database. Never here: backups.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::invented::{self, Requests};
use countersign_testing::{file_names, write_file};
use serde_json::Value;

use crate::account::{Fresh, Terms};
use crate::asking::Asker;
use crate::programs;
use crate::world::{PATIENCE, PAUSE, World, is_passing};

/// How many numbers an import brings at most.
const NUMBERS: u64 = 300;
/// So many imported numbers wait at most.
const WAITING: usize = 2_000;
/// A desk has at most 32 keys.
const KEYS: usize = 24;

#[derive(Debug, Clone, Copy)]
enum Does {
    Imports,
    Publishes,
    AddsKey,
    RetiresKey,
    Prunes,
    ChecksAudit,
    ChecksDatabase,
    ReadsStatistics,
}

/// What is done, in turn.
const DOES: [Does; 14] = [
    Does::Imports,
    Does::ChecksAudit,
    Does::AddsKey,
    Does::Imports,
    Does::ChecksDatabase,
    Does::Publishes,
    Does::RetiresKey,
    Does::ChecksAudit,
    Does::Prunes,
    Does::Imports,
    Does::Publishes,
    Does::ChecksDatabase,
    Does::ReadsStatistics,
    Does::ChecksAudit,
];

/// An administrator's work until the end, with a pause of about that long between two tasks.
pub fn work(mut asker: Asker<'_>, pause: Duration) {
    let world = asker.world;
    for does in DOES.iter().cycle() {
        if !world.wait(pause / 2 + pause * u32::try_from(asker.dice.below(100)).unwrap() / 100) {
            break;
        }
        match does {
            Does::Imports => import(&mut asker),
            Does::Publishes => {
                let hotline = format!("400 765 {:04}", asker.dice.below(10_000));
                publish(world, &["profiles", "publish", "--hotline", &hotline]);
            }
            Does::AddsKey if keys(world).len() < KEYS => publish(world, &["keys", "add"]),
            Does::RetiresKey => retire(world),
            Does::Prunes => drop(world.succeed(&["prune", "--older-than", "7"])),
            Does::ChecksAudit => check_audit(world),
            Does::ChecksDatabase => check_database(world),
            Does::ReadsStatistics => drop(world.succeed(&["statistics", "--json"])),
            Does::AddsKey => {}
        }
    }
}

/// Imports a file of numbers by command or as a program, twice: the second time changes nothing.
fn import(asker: &mut Asker<'_>) {
    let world = asker.world;
    if world.fresh.lock().unwrap().len() > WAITING {
        return;
    }
    let expiry = *asker.dice.pick(&["never", "6000d", "2041-12-31"]);
    let terms = Terms::new(*asker.dice.pick(&[1, 2, 4]), expiry);
    let numbers: Vec<u64> = (0..1 + asker.dice.below(NUMBERS)).map(|_| world.new_number()).collect();
    let line = |number: &u64| {
        let expiry = if terms.expiry == "never" { "" } else { terms.expiry.trim_end_matches('d') };
        format!("{},0,{expiry},{},Import {number}\n", invented::number(*number), terms.seats)
    };
    let text: String = numbers.iter().map(line).collect();
    let began = Instant::now();
    for _ in 0..2 {
        if asker.dice.chance(50) {
            let file = world.desk.folder().join("import.csv");
            write_file(&file, &text);
            world.succeed(&["licenses", "import", file.to_str().unwrap()]);
        } else {
            let reply = asker.until("import", |address| programs::import(world, address, &text));
            assert!(reply.status < 300, "{} {}", reply.status, reply.body);
            assert_eq!(reply.json()["bad"].as_array().map(Vec::len), Some(0), "{}", reply.body);
            world.count("imports by program");
        }
    }
    let made = (began, Instant::now());
    let fresh = numbers.into_iter().map(|number| Fresh { number, terms: terms.clone(), made });
    world.fresh.lock().unwrap().extend(fresh);
}

fn list(world: &World, what: &str) -> Vec<Value> {
    let listed = world.succeed(&[what, "list", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    listed[what].as_array().unwrap().clone()
}

fn keys(world: &World) -> Vec<Value> {
    list(world, "keys")
}

/// Publishes a profile by that command, and hands it to the devices.
fn publish(world: &World, args: &[&str]) {
    let before = list(world, "profiles").len();
    let start = Instant::now();
    loop {
        let ran = world.run(args);
        if ran.exit == 0 {
            break;
        }
        assert!(is_passing(&ran) && start.elapsed() < PATIENCE, "{args:?}: {ran:?}");
        // It may be done all the same.
        if list(world, "profiles").len() > before {
            break;
        }
        thread::sleep(PAUSE);
    }
    let listed = list(world, "profiles");
    assert_eq!(listed.len(), before + 1, "one profile was published: {listed:?}");
    let id = listed.last().unwrap()["id"].to_string();
    let text = world.succeed(&["profiles", "show", &id]);
    world.profiles.write().unwrap().push(Arc::new(Requests::new(&text)));
}

/// Retires the oldest key that signs, unless it is one of the two newest.
fn retire(world: &World) {
    let keys = keys(world);
    let active: Vec<u64> =
        keys.iter().filter(|key| key["state"] == "active").map(|key| key["id"].as_u64().unwrap()).collect();
    let [oldest, _, ..] = active[..] else { return };
    let key = u8::try_from(oldest).unwrap();
    world.retired.lock().unwrap().maybe.insert(key);
    let start = Instant::now();
    loop {
        let ran = world.run(&["keys", "retire", &oldest.to_string()]);
        // A try whose outcome nobody knew has retired it already.
        if ran.exit == 0 || ran.err.starts_with("KEY-RETIRED") {
            break;
        }
        assert!(is_passing(&ran) && start.elapsed() < PATIENCE, "{ran:?}");
        thread::sleep(PAUSE);
    }
    world.retired.lock().unwrap().surely.insert(key);
}

/// Signs the head of the audit, keeps it outside of the desk, and checks the chain by every head that is kept.
fn check_audit(world: &World) {
    let heads = world.desk.folder().join("heads");
    std::fs::create_dir_all(&heads).unwrap();
    let known = file_names(&heads);
    for name in known.iter().take(1).chain(known.last()) {
        let file = heads.join(name);
        world.succeed(&["audit", "verify", "--head", file.to_str().unwrap()]);
    }
    let head = world.succeed(&["audit", "head"]);
    write_file(&heads.join(format!("{:06}", known.len())), head);
}

/// The rules of the ledger hold at any moment.
fn check_database(world: &World) {
    let told = world.succeed(&["database", "check", "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["findings"], serde_json::json!([]), "{told}");
}

/// Checks the audit and the database once more.
pub fn check(world: &World) {
    check_audit(world);
    check_audit(world);
    check_database(world);
}
