//! The state that all actors share: the desk and its addresses, the published profiles, the clock, and the counters. Never here: the
//! records of one customer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Display;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::invented::Requests;
use countersign_testing::{CommandOutput, Desk, Preload};

use crate::account::UnusedNumber;
use crate::dice::Dice;
use crate::samples::Latency;

/// The longest time that a customer or operator waits for a response. It covers a fail-over.
const MAX_WAIT: Duration = Duration::from_secs(120);
/// The pause between two tries.
pub const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// The codes of a command that can't reach its database, finds it busy, or doesn't know whether it wrote.
const TRANSIENT: [&str; 5] =
    ["STORE-BUSY", "STORE-UNCONFIRMED", "DATABASE-UNREACHABLE", "DATABASE-READ-ONLY", "DATABASE-NOT-READY"];

/// The desk, and the state that all actors share.
pub struct World {
    pub desk: Desk,
    /// The URLs of the desk's database on a server, and of an empty database for copies.
    pub databases: Option<[String; 2]>,
    pub clock: Preload,
    /// Whether the clock was once so far ahead that `prune` may have removed every request of a closed case.
    pub prunes_all: AtomicBool,
    /// The addresses of the process that is never restarted, and of the one that is.
    pub desks: RwLock<[String; 2]>,
    /// The published profiles, the newest last.
    pub profiles: RwLock<Vec<Arc<Requests>>>,
    pub retired: Mutex<Retired>,
    /// Imported numbers that no customer has taken yet.
    pub unused: Mutex<VecDeque<UnusedNumber>>,
    /// Every case in a response.
    pub cases: Mutex<BTreeSet<String>>,
    /// The token that all programs use.
    pub token: String,
    pub latencies: Mutex<Vec<Latency>>,
    pub start: Instant,
    next_number: AtomicU64,
    next_machine: AtomicU64,
    ended: (Mutex<bool>, Condvar),
    counts: Mutex<BTreeMap<String, u64>>,
}

/// The retired keys.
#[derive(Debug, Default, Clone)]
pub struct Retired {
    /// Keys whose retirement is confirmed.
    pub certain: BTreeSet<u8>,
    /// The confirmed keys, and the key that is being retired.
    pub possible: BTreeSet<u8>,
}

impl World {
    /// Returns the shared state for a desk that doesn't serve yet.
    pub fn new(desk: Desk, databases: Option<[String; 2]>, token: String) -> Self {
        let first = Arc::new(Requests::new(&desk.profile_text()));
        Self {
            desk,
            databases,
            clock: Preload::clock(),
            prunes_all: AtomicBool::new(false),
            token,
            desks: RwLock::default(),
            profiles: RwLock::new(vec![first]),
            retired: Mutex::default(),
            unused: Mutex::default(),
            cases: Mutex::default(),
            latencies: Mutex::default(),
            start: Instant::now(),
            next_number: AtomicU64::new(0),
            next_machine: AtomicU64::new(0),
            ended: Default::default(),
            counts: Mutex::default(),
        }
    }

    /// Returns the index of a number that doesn't exist yet.
    pub fn new_number(&self) -> u64 {
        self.next_number.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the index of a new machine.
    pub fn new_machine(&self) -> u64 {
        self.next_machine.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the index of the newest profile.
    pub fn newest(&self) -> usize {
        self.profiles.read().unwrap().len() - 1
    }

    /// Returns the builder of requests for the profile at an index.
    pub fn requests(&self, profile: usize) -> Arc<Requests> {
        Arc::clone(&self.profiles.read().unwrap()[profile])
    }

    /// Returns a snapshot of the retired keys.
    pub fn retired(&self) -> Retired {
        self.retired.lock().unwrap().clone()
    }

    /// Returns the address of one of the two processes.
    pub fn address(&self, dice: &mut Dice) -> String {
        dice.pick(&*self.desks.read().unwrap()).clone()
    }

    /// Returns a command of the desk, with the clock of the desk.
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
        assert!(began.elapsed() < MAX_WAIT, "{args:?} took {:?}", began.elapsed());
        ran
    }

    /// Runs a command until it succeeds, and returns its output. The command must be one that may run twice.
    pub fn succeed(&self, args: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let ran = self.run(args);
            if ran.exit == 0 {
                return ran.out;
            }
            assert!(is_transient(&ran), "{args:?}: {ran:?}");
            self.count(&format!("retry: {}", ran.err.split(':').next().unwrap()));
            pause_before_retry(start, format_args!("{args:?}: {ran:?}"));
        }
    }

    /// Increments the counter of that name.
    pub fn count(&self, what: &str) {
        let mut counts = self.counts.lock().unwrap();
        match counts.get_mut(what) {
            Some(count) => *count += 1,
            None => drop(counts.insert(what.to_owned(), 1)),
        }
    }

    /// Returns all counters.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.lock().unwrap().clone()
    }

    /// Ends all actors.
    pub fn end(&self) {
        *self.ended.0.lock().unwrap() = true;
        self.ended.1.notify_all();
    }

    /// Waits for `time`, or until the soak ends. Returns whether the soak continues.
    pub fn wait(&self, time: Duration) -> bool {
        let ended = self.ended.0.lock().unwrap();
        !*self.ended.1.wait_timeout_while(ended, time, |ended| !*ended).unwrap().0
    }
}

/// Returns whether a command failed for a transient reason.
pub fn is_transient(ran: &CommandOutput) -> bool {
    ran.exit == 1 && TRANSIENT.iter().any(|code| ran.err.starts_with(code))
}

/// Ends all actors if the actor that holds it panics.
pub struct EndOnPanic<'a>(pub &'a World);

impl Drop for EndOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}

/// Waits before the next of the tries that began at `start`.
///
/// # Panics
/// If the tries take longer than [`MAX_WAIT`]; `what` is the message.
pub fn pause_before_retry(start: Instant, what: impl Display) {
    assert!(start.elapsed() < MAX_WAIT, "{what}");
    thread::sleep(RETRY_PAUSE);
}
