//! The soak itself: the desk is made, everybody starts, and at the end all that was seen is checked. Never here: what anybody does.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::postgres::Cluster;
use countersign_testing::{Desk, ServedDesk, run_with_input};
use serde_json::Value;

use crate::account::{Account, Asked, Fresh, Machine, Terms};
use crate::asking::Asker;
use crate::customer::{self, Accounts};
use crate::dice::Dice;
use crate::faults::{self, Pair};
use crate::samples::Samples;
use crate::world::{Alarm, World};
use crate::{backups, browser, count, last_check, operators, programs, strangers, upkeep};

const CUSTOMERS: usize = 4;
const STRANGERS: u64 = 2;
/// How many numbers strangers know.
const KNOWN: usize = 20;
/// How many lines of the desk's log a failure shows.
const LOG_LINES: usize = 30;

/// A soak of a desk on SQLite, or with that server and a standby of it.
///
/// # Panics
/// Where anything isn't as it has to be.
pub fn run(primary: Option<Cluster>) {
    let seconds = count("COUNTERSIGN_SOAK_SECONDS", 60);
    let seed = count("COUNTERSIGN_SOAK_SEED", u64::from(std::process::id()));
    println!("seed {seed}, {seconds} s");
    let mut pair = primary.map(|primary| Pair { standby: primary.synchronous_standby(), primary });
    let databases = pair.as_ref().map(|pair| ["desk", "restored"].map(|name| pair.database(name)));
    let desk = databases.as_ref().map_or_else(Desk::new, |[url, _]| Desk::on_database(url));
    let token = prepare(&desk);
    let world = World::new(desk, databases, token);
    let mut steady = LastWords(Some(faults::serve(&world, 0)));
    let other = faults::serve(&world, 1);
    let customers: Vec<Accounts> = (0..CUSTOMERS).map(|_| Mutex::default()).collect();
    let guarded = guard(&world, seed);
    let start = world.start.elapsed();
    let whole = Duration::from_secs(seconds);
    let (samples, end, other) =
        crowd(&world, seed, whole, &customers, &guarded, (steady.0.as_ref().unwrap(), other), pair.as_mut());
    let latencies = world.latencies.lock().unwrap().clone();
    last_check::check(&world, seed, &customers, &guarded);
    backups::back_up_and_restore(&world, &mut Dice::new(seed, 2_000), &customers);
    assert!(
        other.end().success() && steady.0.take().unwrap().end().success(),
        "SIGTERM ends a desk in order"
    );
    for (what, count) in world.counts() {
        println!("{count:>8}  {what}");
    }
    samples.check(&latencies, start, end);
}

/// Makes operators and a program; gives the program's token.
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

/// Numbers whose machine is there, and which strangers know.
fn guard(world: &World, seed: u64) -> Accounts {
    let began = Instant::now();
    let mut asker = Asker::new(world, Dice::new(seed, 3_000));
    let numbers: Vec<u64> = (0..KNOWN).map(|_| world.new_number()).collect();
    let texts: Vec<String> =
        numbers.iter().map(|number| countersign_testing::invented::number(*number)).collect();
    world.succeed(
        &["licenses", "add"].into_iter().chain(texts.iter().map(String::as_str)).collect::<Vec<_>>(),
    );
    let made = (began, Instant::now());
    let guarded = numbers.into_iter().map(|number| {
        let mut account = Account::new(Fresh { number, terms: Terms::new(1, "never"), made });
        account.is_guarded = true;
        let asked = vec![Asked { nonce: 0, profile: 0, code: None }];
        account.machines.push(Machine { index: world.new_machine(), seat: None, asked, case: None });
        asker.ask_as_device(&mut account, 0, 0);
        account
    });
    Mutex::new(guarded.collect())
}

/// Everybody uses the desk for that long. Gives what it took, when it ended, and the other desk that served last.
fn crowd(
    world: &World,
    seed: u64,
    whole: Duration,
    customers: &[Accounts],
    guarded: &Accounts,
    (steady, other): (&ServedDesk, ServedDesk),
    pair: Option<&mut Pair>,
) -> (Samples, Duration, ServedDesk) {
    let dice = |salt: u64| Dice::new(seed, salt);
    let known: Vec<u64> = guarded.lock().unwrap().iter().map(|account| account.number).collect();
    let known = &known;
    let between = |share: u32, least: u64, most: u64| {
        (whole / share).clamp(Duration::from_secs(least), Duration::from_secs(most))
    };
    thread::scope(|scope| {
        for (at, accounts) in customers.iter().enumerate() {
            scope.spawn(move || {
                let _alarm = Alarm(world);
                customer::work(Asker::new(world, dice(at as u64)), accounts);
            });
        }
        for at in 0..STRANGERS {
            scope.spawn(move || {
                let _alarm = Alarm(world);
                strangers::work(world, dice(100 + at), known);
            });
        }
        for (at, name) in ["lead", "wang"].into_iter().enumerate() {
            scope.spawn(move || {
                let _alarm = Alarm(world);
                operators::work(world, dice(200 + at as u64), name);
            });
        }
        scope.spawn(move || {
            let _alarm = Alarm(world);
            upkeep::work(Asker::new(world, dice(300)), between(60, 1, 15));
        });
        scope.spawn(move || {
            let _alarm = Alarm(world);
            backups::work(world, dice(301), customers, between(8, 5, 60));
        });
        let samples = scope.spawn(|| Samples::take(world, steady.id()));
        let end = scope.spawn(move || {
            world.wait(whole);
            world.end();
            world.start.elapsed()
        });
        // On this thread: a server ends with the thread that started it.
        let _alarm = Alarm(world);
        let other = faults::work(world, dice(302), other, pair, between(20, 3, 30));
        (samples.join().unwrap(), end.join().unwrap(), other)
    })
}

/// The desk that stays. Where something is wrong, it tells what it logged of faults.
struct LastWords(Option<ServedDesk>);

impl Drop for LastWords {
    fn drop(&mut self) {
        if let Some(served) = self.0.as_ref().filter(|_| thread::panicking()) {
            let log = served.log();
            let faults: Vec<&str> = log.lines().filter(|line| !line.contains(" INFO ")).collect();
            eprintln!(
                "the desk's last words:\n{}",
                faults[faults.len().saturating_sub(LOG_LINES)..].join("\n")
            );
        }
    }
}
