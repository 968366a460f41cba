//! A desk with many license numbers, and the requests of devices that ask for them over HTTP.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::time::Duration;

use countersign_core::protocol::Request;
use countersign_testing::invented::{self, Ask, Requests};
use countersign_testing::{Desk, ServedDesk, private_folder, process};
use serde_json::json;

use crate::load::{Load, Outcome, Pace};
use crate::store::{Database, Store};

/// More requests a second than any desk answers on the computers that this runs on.
pub const UNLIMITED_RATE: f64 = 20_000.0;
/// How many requests are sent before the measurement, to warm up the desk.
pub const WARM_UP: u64 = 500;

/// The result of a load that was timed.
pub struct Timed {
    pub outcome: Outcome,
    /// The processor time that the desks took for it.
    pub processor: Duration,
    /// The processor time that the clients took for it.
    pub clients: Duration,
}

/// A desk, and the range of its license numbers that no request has used yet.
pub struct BenchDesk {
    pub desk: Desk,
    pub database: Option<Database>,
    pub requests: Requests,
    unused: Range<u64>,
}

impl BenchDesk {
    /// Makes a desk with that many unused license numbers.
    pub fn new(store: &Store, numbers: u64) -> Self {
        Self::with_seats(store, numbers, 1)
    }

    /// Like [`new`](Self::new), with that many seats for each number.
    pub fn with_seats(store: &Store, numbers: u64, seats: u64) -> Self {
        let (desk, database) = store.desk();
        import(&desk, 0..numbers, seats);
        Self { requests: Requests::new(&desk.profile_text()), desk, database, unused: 0..numbers }
    }

    /// Makes the later requests with the desk's newest profile.
    pub fn read_profile_again(&mut self) {
        self.requests = Requests::new(&self.desk.profile_text());
    }

    /// Starts the server, with these variables in its environment.
    pub fn serve(&self, env: &[(String, String)]) -> ServedDesk {
        let mut command = self.desk.serve_command("127.0.0.1:0");
        command.envs(env.iter().cloned());
        ServedDesk::start(command).unwrap()
    }

    /// Takes the next unused license numbers.
    pub fn take(&mut self, count: u64) -> Range<u64> {
        let end = self.unused.start + count;
        assert!(end <= self.unused.end, "too few license numbers");
        let taken = self.unused.start..end;
        self.unused.start = end;
        taken
    }

    /// Returns complete HTTP requests of that many machines, each for an unused license number. Their order is random among the
    /// numbers.
    pub fn activations(&mut self, count: u64) -> Vec<Vec<u8>> {
        let numbers = self.take(count);
        let one = |at| post(&self.requests.accepted(Ask { number: at, machine: at, nonce: 0 }));
        numbers.map(one).collect()
    }

    /// Activates unused license numbers for that time, as fast as the desk answers.
    pub fn timed(&mut self, served: &[&ServedDesk], clients: usize, time: Duration) -> Timed {
        let requests = self.activations(activations_in(time, clients));
        let (first, rest) = requests.split_at(WARM_UP as usize);
        Load::closed(served, clients, first, time).run().assert_issued();
        let timed = Timed::of(&Load::closed(served, clients, rest, time), served);
        assert!(timed.outcome.latencies.len() < rest.len(), "the requests ran out");
        timed
    }
}

impl Timed {
    /// Runs a load, and asserts that every answer is a code.
    pub fn of(load: &Load<'_>, served: &[&ServedDesk]) -> Self {
        let of = |ids: &[u32]| ids.iter().map(|id| process::cpu_ticks(*id).unwrap()).sum::<u64>();
        let desks: Vec<u32> = served.iter().map(|one| one.id()).collect();
        let ticks = || [of(&desks), of(&[std::process::id()])];
        let before = ticks();
        let outcome = load.run();
        let after = ticks();
        let [processor, clients] =
            [0, 1].map(|at| process::TICK * u32::try_from(after[at] - before[at]).unwrap());
        outcome.assert_issued();
        Self { outcome, processor, clients }
    }
}

/// How many license numbers [`BenchDesk::timed`] needs.
pub fn activations_in(time: Duration, clients: usize) -> u64 {
    // One client waits for each flush.
    let share = if clients == 1 { 0.3 } else { 1.0 };
    WARM_UP + (time.as_secs_f64() * UNLIMITED_RATE * share) as u64
}

/// Imports the license numbers with these indexes, sorted, so that their rows have another order than the requests.
pub fn import(desk: &Desk, indexes: Range<u64>, seats: u64) {
    let folder = private_folder();
    let file = folder.path().join("numbers.csv");
    let mut numbers: Vec<String> =
        indexes.map(|at| format!("{},,,{seats}\n", invented::number(at))).collect();
    numbers.sort_unstable();
    fs::write(&file, numbers.concat()).unwrap();
    let ran = desk.run(&["licenses", "import", file.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{}{}", ran.out, ran.err);
}

/// The bytes of a device's HTTP request, on a connection that is kept open.
pub fn post(request: &Request) -> Vec<u8> {
    let body = json!({ "request": request.text().unwrap(), "scheme": 3 }).to_string();
    let head = "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json";
    let mut text = String::from(head);
    write!(text, "\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
    text.into_bytes()
}

/// Returns a load that sends the requests at that rate, usually half of what the desk can do.
pub fn half<'a>(served: &'a ServedDesk, requests: &'a [Vec<u8>], clients: usize, rate: f64) -> Load<'a> {
    let time = Duration::from_secs_f64(requests.len() as f64 / rate);
    Load { addresses: vec![served.address()], clients, requests, pace: Pace::Open(rate), time, stop: None }
}
