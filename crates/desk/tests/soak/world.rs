//! What all actors share: the desk and where it serves, what it has published, the clock, and what was counted. Never here: what one
//! customer saw.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::invented::Requests;
use countersign_testing::{CommandOutput, Desk, Preload};

use crate::account::Fresh;
use crate::dice::Dice;
use crate::samples::Latency;

/// The longest that an honest client goes without an answer: a fail-over lies within.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// Between two tries.
pub const PAUSE: Duration = Duration::from_millis(50);

/// What a command says that finds its database away or busy, or that doesn't know whether it wrote.
const PASSING: [&str; 5] =
    ["STORE-BUSY", "STORE-UNCONFIRMED", "DATABASE-UNREACHABLE", "DATABASE-READ-ONLY", "DATABASE-NOT-READY"];

/// The desk and its users.
pub struct World {
    pub desk: Desk,
    /// The addresses of its database on a server, and of an empty one for copies.
    pub databases: Option<[String; 2]>,
    pub clock: Preload,
    /// Where the desk serves that stays, and the one that is restarted.
    pub desks: RwLock<[String; 2]>,
    /// What the desk has published, the newest last.
    pub profiles: RwLock<Vec<Arc<Requests>>>,
    pub retired: Mutex<Retired>,
    /// Numbers that nobody has used yet.
    pub fresh: Mutex<VecDeque<Fresh>>,
    /// Every case that anybody was told of.
    pub cases: Mutex<BTreeSet<String>>,
    /// The token of the programs.
    pub token: String,
    pub latencies: Mutex<Vec<Latency>>,
    pub start: Instant,
    next_number: AtomicU64,
    next_machine: AtomicU64,
    ended: (Mutex<bool>, Condvar),
    counts: Mutex<BTreeMap<String, u64>>,
}

/// Keys that sign no more.
#[derive(Debug, Default, Clone)]
pub struct Retired {
    pub surely: BTreeSet<u8>,
    /// These and the one that is being retired.
    pub maybe: BTreeSet<u8>,
}

impl World {
    /// The world of a desk that doesn't serve yet.
    pub fn new(desk: Desk, databases: Option<[String; 2]>, token: String) -> Self {
        let first = Arc::new(Requests::new(&desk.profile_text()));
        Self {
            desk,
            databases,
            clock: Preload::clock(),
            token,
            desks: RwLock::default(),
            profiles: RwLock::new(vec![first]),
            retired: Mutex::default(),
            fresh: Mutex::default(),
            cases: Mutex::default(),
            latencies: Mutex::default(),
            start: Instant::now(),
            next_number: AtomicU64::new(0),
            next_machine: AtomicU64::new(0),
            ended: Default::default(),
            counts: Mutex::default(),
        }
    }

    /// A number that nobody has made.
    pub fn new_number(&self) -> u64 {
        self.next_number.fetch_add(1, Ordering::Relaxed)
    }

    /// A machine that nobody has.
    pub fn new_machine(&self) -> u64 {
        self.next_machine.fetch_add(1, Ordering::Relaxed)
    }

    /// The place of the newest profile.
    pub fn newest(&self) -> usize {
        self.profiles.read().unwrap().len() - 1
    }

    /// What makes requests by the profile at that place.
    pub fn requests(&self, profile: usize) -> Arc<Requests> {
        Arc::clone(&self.profiles.read().unwrap()[profile])
    }

    /// Keys that sign no more now.
    pub fn retired(&self) -> Retired {
        self.retired.lock().unwrap().clone()
    }

    /// Where some desk serves.
    pub fn address(&self, dice: &mut Dice) -> String {
        dice.pick(&*self.desks.read().unwrap()).clone()
    }

    /// The desk's program with the clock of the desk.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.desk.command(args);
        command.envs(self.clock.env().iter().cloned());
        command
    }

    /// Runs a command once.
    pub fn run(&self, args: &[&str]) -> CommandOutput {
        let began = Instant::now();
        let ran = self.command(args).output().unwrap().into();
        let is_word = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        let words: Vec<&str> = args.iter().take(2).take_while(is_word).copied().collect();
        self.count(&format!("command: {}", words.join(" ")));
        assert!(began.elapsed() < PATIENCE, "{args:?} took {:?}", began.elapsed());
        ran
    }

    /// Runs a command that has to succeed once the database is there; one that may run twice.
    pub fn succeed(&self, args: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let ran = self.run(args);
            if ran.exit == 0 {
                return ran.out;
            }
            assert!(is_passing(&ran) && start.elapsed() < PATIENCE, "{args:?}: {ran:?}");
            self.count(&format!("again: {}", ran.err.split(':').next().unwrap()));
            thread::sleep(PAUSE);
        }
    }

    /// Counts something that was done or that failed.
    pub fn count(&self, what: &str) {
        let mut counts = self.counts.lock().unwrap();
        match counts.get_mut(what) {
            Some(count) => *count += 1,
            None => drop(counts.insert(what.to_owned(), 1)),
        }
    }

    /// What was counted.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.lock().unwrap().clone()
    }

    /// Ends all actors.
    pub fn end(&self) {
        *self.ended.0.lock().unwrap() = true;
        self.ended.1.notify_all();
    }

    /// Waits that long, or until the end. Says whether it goes on.
    pub fn wait(&self, time: Duration) -> bool {
        let ended = self.ended.0.lock().unwrap();
        !*self.ended.1.wait_timeout_while(ended, time, |ended| !*ended).unwrap().0
    }
}

/// Whether a command failed for a reason that goes by.
pub fn is_passing(ran: &CommandOutput) -> bool {
    ran.exit == 1 && PASSING.iter().any(|code| ran.err.starts_with(code))
}

/// Ends all actors where one panics.
pub struct Alarm<'a>(pub &'a World);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}
