//! The desk's administrator: imports, keys, profiles, pruning, and the checks of the audit and the database. Never here: backups.

use std::sync::Arc;
use std::time::{Duration, Instant};

use countersign_testing::invented::{self, Requests};
use countersign_testing::{file_names, write_file};
use serde_json::Value;

use crate::account::{Terms, UnusedNumber};
use crate::asking::Client;
use crate::programs;
use crate::world::{World, is_transient, pause_before_retry};

/// `prune` removes requests that are older than this many days.
pub const PRUNED_DAYS: i64 = 7;
/// The most numbers of an import.
const MAX_NUMBERS: u64 = 300;
/// No more numbers are imported while more than this many are unused.
const MAX_UNUSED: usize = 2_000;
/// No key is added once the desk has this many. A desk can have 32.
const MAX_KEYS: usize = 24;

/// A task of an administrator.
#[derive(Debug, Clone, Copy)]
enum Task {
    Import,
    Publish,
    AddKey,
    RetireKey,
    Prune,
    CheckAudit,
    CheckDatabase,
    ReadStatistics,
}

/// The tasks, in the order in which they are performed.
const TASKS: [Task; 14] = [
    Task::Import,
    Task::CheckAudit,
    Task::AddKey,
    Task::Import,
    Task::CheckDatabase,
    Task::Publish,
    Task::RetireKey,
    Task::CheckAudit,
    Task::Prune,
    Task::Import,
    Task::Publish,
    Task::CheckDatabase,
    Task::ReadStatistics,
    Task::CheckAudit,
];

/// Performs the tasks in order until the soak ends, with a pause of half to one and a half times `pause` before each.
pub fn work(mut client: Client<'_>, pause: Duration) {
    let world = client.world;
    for task in TASKS.iter().cycle() {
        if !world.wait(pause / 2 + pause * u32::try_from(client.dice.below(100)).unwrap() / 100) {
            break;
        }
        match task {
            Task::Import => import(&mut client),
            Task::Publish => {
                let hotline = format!("400 765 {:04}", client.dice.below(10_000));
                publish(world, &["profiles", "publish", "--hotline", &hotline]);
            }
            Task::AddKey if keys(world).len() < MAX_KEYS => publish(world, &["keys", "add"]),
            Task::RetireKey => retire(world),
            Task::Prune => drop(world.succeed(&["prune", "--older-than", &PRUNED_DAYS.to_string()])),
            Task::CheckAudit => check_audit(world),
            Task::CheckDatabase => check_database(world),
            Task::ReadStatistics => drop(world.succeed(&["statistics", "--json"])),
            Task::AddKey => {}
        }
    }
}

/// Imports the same file of numbers twice, by command or by program. The second import changes nothing.
fn import(client: &mut Client<'_>) {
    let world = client.world;
    if world.unused.lock().unwrap().len() > MAX_UNUSED {
        return;
    }
    let expiry = *client.dice.pick(&["never", "6000d", "2041-12-31"]);
    let terms = Terms::new(*client.dice.pick(&[1, 2, 4]), expiry);
    let numbers: Vec<u64> = (0..1 + client.dice.below(MAX_NUMBERS)).map(|_| world.new_number()).collect();
    let line = |number: &u64| {
        let expiry = if terms.expiry == "never" { "" } else { terms.expiry.trim_end_matches('d') };
        format!("{},0,{expiry},{},Import {number}\n", invented::number(*number), terms.seats)
    };
    let text: String = numbers.iter().map(line).collect();
    let began = Instant::now();
    for _ in 0..2 {
        if client.dice.chance(50) {
            let file = world.desk.folder().join("import.csv");
            write_file(&file, &text);
            world.succeed(&["licenses", "import", file.to_str().unwrap()]);
        } else {
            let reply =
                client.send_until_answered("import", |address| programs::import(world, address, &text));
            assert!(reply.status < 300, "{} {}", reply.status, reply.body);
            assert_eq!(reply.json()["bad"].as_array().map(Vec::len), Some(0), "{}", reply.body);
            world.count("imports by program");
        }
    }
    let made = (began, Instant::now());
    let unused = numbers.into_iter().map(|number| UnusedNumber { number, terms: terms.clone(), made });
    world.unused.lock().unwrap().extend(unused);
}

fn list(world: &World, what: &str) -> Vec<Value> {
    let listed = world.succeed(&[what, "list", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    listed[what].as_array().unwrap().clone()
}

fn keys(world: &World) -> Vec<Value> {
    list(world, "keys")
}

/// Runs a command that publishes a profile, and makes the profile available to the devices.
fn publish(world: &World, args: &[&str]) {
    let before = list(world, "profiles").len();
    let start = Instant::now();
    loop {
        let ran = world.run(args);
        if ran.exit == 0 {
            break;
        }
        assert!(is_transient(&ran), "{args:?}: {ran:?}");
        // The failed command may have published the profile.
        if list(world, "profiles").len() > before {
            break;
        }
        pause_before_retry(start, format_args!("{args:?}: {ran:?}"));
    }
    let listed = list(world, "profiles");
    assert_eq!(listed.len(), before + 1, "not exactly one profile was published: {listed:?}");
    let id = listed.last().unwrap()["id"].to_string();
    let text = world.succeed(&["profiles", "show", &id]);
    world.profiles.write().unwrap().push(Arc::new(Requests::new(&text)));
}

/// Retires the oldest active key, if at least two keys are active.
fn retire(world: &World) {
    let keys = keys(world);
    let active: Vec<u64> =
        keys.iter().filter(|key| key["state"] == "active").map(|key| key["id"].as_u64().unwrap()).collect();
    let [oldest, _, ..] = active[..] else { return };
    let key = u8::try_from(oldest).unwrap();
    world.retired.lock().unwrap().possible.insert(key);
    let start = Instant::now();
    loop {
        let ran = world.run(&["keys", "retire", &oldest.to_string()]);
        // An earlier try with an unknown outcome may have retired the key.
        if ran.exit == 0 || ran.err.starts_with("KEY-RETIRED") {
            break;
        }
        assert!(is_transient(&ran), "{ran:?}");
        pause_before_retry(start, format_args!("{ran:?}"));
    }
    world.retired.lock().unwrap().certain.insert(key);
}

/// Checks the audit chain against the oldest and the newest saved head, and saves a new signed head.
fn check_audit(world: &World) {
    let heads = world.desk.folder().join("heads");
    std::fs::create_dir_all(&heads).unwrap();
    let saved = file_names(&heads);
    for name in saved.iter().take(1).chain(saved.last()) {
        let file = heads.join(name);
        world.succeed(&["audit", "verify", "--head", file.to_str().unwrap()]);
    }
    let head = world.succeed(&["audit", "head"]);
    write_file(&heads.join(format!("{:06}", saved.len())), head);
}

/// Checks that `database check` finds nothing.
fn check_database(world: &World) {
    let report = world.succeed(&["database", "check", "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["findings"], serde_json::json!([]), "{report}");
}

/// Checks the audit, including the head that the first check saves, and the database.
pub fn check(world: &World) {
    check_audit(world);
    check_audit(world);
    check_database(world);
}
