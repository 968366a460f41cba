//! The course of the soak: makes the desk, starts the actors, and checks the recorded responses at the end. Never here: what an actor does.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::postgres::Cluster;
use countersign_testing::{Desk, ServedDesk, run_with_input};
use serde_json::Value;

use crate::account::{Account, Machine, MachineRequest, Terms, UnusedNumber};
use crate::asking::Client;
use crate::customer::{self, Accounts};
use crate::dice::Dice;
use crate::faults::{self, Pair};
use crate::samples::Samples;
use crate::world::{EndOnPanic, World};
use crate::{backups, browser, count, last_check, operators, programs, strangers, upkeep};

const CUSTOMERS: usize = 4;
const STRANGERS: u64 = 2;
/// How many existing numbers the strangers attack.
const TARGETS: usize = 20;
/// How many lines of the desk's log are printed after a failure.
const LOG_LINES: usize = 30;

/// Runs the soak with a desk on SQLite, or on `primary` and a standby of it.
///
/// # Panics
/// If a check fails.
pub fn run(primary: Option<Cluster>) {
    let seconds = count("COUNTERSIGN_SOAK_SECONDS", 60);
    let seed = count("COUNTERSIGN_SOAK_SEED", u64::from(std::process::id()));
    println!("seed {seed}, {seconds} s");
    let mut pair = primary.map(|primary| Pair { standby: primary.synchronous_standby(), primary });
    let databases = pair.as_ref().map(|pair| ["desk", "restored"].map(|name| pair.database(name)));
    let desk = databases.as_ref().map_or_else(Desk::new, |[url, _]| Desk::on_database(url));
    let token = prepare(&desk);
    let world = World::new(desk, databases, token);
    let mut steady = LogOnPanic(Some(faults::serve(&world, 0)));
    let restarted = faults::serve(&world, 1);
    let customers: Vec<Accounts> = (0..CUSTOMERS).map(|_| Mutex::default()).collect();
    let targets = add_targets(&world, seed);
    let start = world.start.elapsed();
    let duration = Duration::from_secs(seconds);
    let (samples, end, restarted) = run_actors(
        &world,
        seed,
        duration,
        &customers,
        &targets,
        (steady.0.as_ref().unwrap(), restarted),
        pair.as_mut(),
    );
    let latencies = world.latencies.lock().unwrap().clone();
    last_check::check(&world, seed, &customers, &targets);
    backups::back_up_and_restore(&world, &mut Dice::new(seed, 2_000), &customers);
    assert!(
        restarted.end().success() && steady.0.take().unwrap().end().success(),
        "a desk exits with 0 after SIGTERM"
    );
    for (what, count) in world.counts() {
        println!("{count:>8}  {what}");
    }
    samples.check(&latencies, start, end);
}

/// Adds the operators and a program's token. Returns the token.
fn prepare(desk: &Desk) -> String {
    for (name, role) in [("admin", "admin"), ("lead", "lead"), ("wang", "lead")] {
        let add = ["operators", "add", name, "--password-stdin", "--role", role];
        let added = run_with_input(&mut desk.command(&add), browser::PASSWORD);
        assert_eq!(added.exit, 0, "{}", added.err);
    }
    let scopes = programs::SCOPES.iter().flat_map(|scope| ["--scope", scope]);
    let args: Vec<&str> =
        ["tokens", "add", "shop", "--days", "365", "--json"].into_iter().chain(scopes).collect();
    let made: Value = serde_json::from_str(&desk.succeed(&args)).unwrap();
    made["token"].as_str().unwrap().to_owned()
}

/// Adds the numbers that the strangers attack. A machine takes the only seat of each.
fn add_targets(world: &World, seed: u64) -> Accounts {
    let began = Instant::now();
    let mut client = Client::new(world, Dice::new(seed, 3_000));
    let numbers: Vec<u64> = (0..TARGETS).map(|_| world.new_number()).collect();
    let texts: Vec<String> =
        numbers.iter().map(|number| countersign_testing::invented::number(*number)).collect();
    world.succeed(
        &["licenses", "add"].into_iter().chain(texts.iter().map(String::as_str)).collect::<Vec<_>>(),
    );
    let made = (began, Instant::now());
    let targets = numbers.into_iter().map(|number| {
        let mut account = Account::new(UnusedNumber { number, terms: Terms::new(1, "never"), made });
        account.is_target = true;
        let requests = vec![MachineRequest { nonce: 0, profile: 0, code: None }];
        account.machines.push(Machine { index: world.new_machine(), seat: None, requests, case: None });
        client.ask_as_device(&mut account, 0, 0);
        account
    });
    Mutex::new(targets.collect())
}

/// Runs all actors for `duration`. Returns the samples, the end of the run, and the restarted process that serves last.
fn run_actors(
    world: &World,
    seed: u64,
    duration: Duration,
    customers: &[Accounts],
    targets: &Accounts,
    (steady, restarted): (&ServedDesk, ServedDesk),
    pair: Option<&mut Pair>,
) -> (Samples, Duration, ServedDesk) {
    let dice = |salt: u64| Dice::new(seed, salt);
    let numbers: Vec<u64> = targets.lock().unwrap().iter().map(|account| account.number).collect();
    let numbers = &numbers;
    let pause = |share: u32, min: u64, max: u64| {
        (duration / share).clamp(Duration::from_secs(min), Duration::from_secs(max))
    };
    thread::scope(|scope| {
        for (at, accounts) in customers.iter().enumerate() {
            scope.spawn(move || {
                let _end_on_panic = EndOnPanic(world);
                customer::work(Client::new(world, dice(at as u64)), accounts);
            });
        }
        for at in 0..STRANGERS {
            scope.spawn(move || {
                let _end_on_panic = EndOnPanic(world);
                strangers::work(world, dice(100 + at), numbers);
            });
        }
        for (at, name) in ["lead", "wang"].into_iter().enumerate() {
            scope.spawn(move || {
                let _end_on_panic = EndOnPanic(world);
                operators::work(world, dice(200 + at as u64), name);
            });
        }
        scope.spawn(move || {
            let _end_on_panic = EndOnPanic(world);
            upkeep::work(Client::new(world, dice(300)), pause(60, 1, 15));
        });
        scope.spawn(move || {
            let _end_on_panic = EndOnPanic(world);
            backups::work(world, dice(301), customers, pause(8, 5, 60));
        });
        let samples = scope.spawn(|| Samples::take(world, steady.id()));
        let end = scope.spawn(move || {
            world.wait(duration);
            world.end();
            world.start.elapsed()
        });
        // Runs on this thread, because a server ends with the thread that started it.
        let _end_on_panic = EndOnPanic(world);
        let restarted = faults::work(world, dice(302), restarted, pair, pause(20, 3, 30));
        (samples.join().unwrap(), end.join().unwrap(), restarted)
    })
}

/// The process that is never restarted. Its warnings and errors are printed if the thread panics.
struct LogOnPanic(Option<ServedDesk>);

impl Drop for LogOnPanic {
    fn drop(&mut self) {
        if let Some(served) = self.0.as_ref().filter(|_| thread::panicking()) {
            let log = served.log();
            let faults: Vec<&str> = log.lines().filter(|line| !line.contains(" INFO ")).collect();
            eprintln!(
                "the last warnings and errors of the desk's log:\n{}",
                faults[faults.len().saturating_sub(LOG_LINES)..].join("\n")
            );
        }
    }
}
