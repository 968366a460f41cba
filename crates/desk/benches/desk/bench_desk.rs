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

/// Options of `serve` that lift the limits on one source, which is where all clients of a benchmark come from, and on one number.
const UNLIMITED: [&str; 6] =
    ["--per-source", "1000000000", "--per-number", "1000000000", "--per-number-total", "1000000000"];

/// More requests a second than any desk answers on the computers that this runs on.
pub const UNLIMITED_RATE: f64 = 20_000.0;
/// How many requests warm the desk up.
pub const WARM_UP: u64 = 500;
/// A tick of the processor's clock (`getconf CLK_TCK` is 100 on Linux).
const TICK: Duration = Duration::from_millis(10);

/// A load that ran as fast as it was answered.
pub struct Timed {
    pub outcome: Outcome,
    /// The processor time that the desk took for it.
    pub processor: Duration,
}

/// A desk whose license numbers are given out one after the other.
pub struct BenchDesk {
    pub desk: Desk,
    pub requests: Requests,
    unused: Range<u64>,
}

impl BenchDesk {
    /// A desk with that many license numbers that nobody has asked for.
    pub fn with_numbers(count: u64) -> Self {
        let desk = Desk::new();
        import(&desk, 0..count);
        Self { requests: Requests::new(&desk.profile_text()), desk, unused: 0..count }
    }

    /// Serves it with these variables in its environment.
    pub fn serve(&self, env: &[(String, String)]) -> ServedDesk {
        let mut command = self.desk.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(UNLIMITED).envs(env.iter().cloned());
        ServedDesk::start(command).unwrap()
    }

    /// Whole HTTP requests of as many machines, each for a license number that nobody has asked for. Their order is random among
    /// the numbers.
    pub fn activations(&mut self, count: u64) -> Vec<Vec<u8>> {
        let end = self.unused.start + count;
        assert!(end <= self.unused.end, "too few license numbers");
        let asks = self.unused.start..end;
        self.unused.start = end;
        asks.map(|at| post(&self.requests.accepted(Ask { number: at, machine: at, nonce: 0 }))).collect()
    }

    /// Activates new license numbers for that time, at most `most`, as fast as it goes.
    pub fn timed(&mut self, served: &ServedDesk, most: u64, clients: usize, time: Duration) -> Timed {
        let requests = self.activations(most);
        let (first, rest) = requests.split_at(WARM_UP as usize);
        let load = |requests| Load { address: served.address(), clients, requests, pace: Pace::Closed, time };
        load(first).run().assert_issued();
        let before = process::cpu_ticks(served.id()).unwrap();
        let outcome = load(rest).run();
        let ticks = process::cpu_ticks(served.id()).unwrap() - before;
        outcome.assert_issued();
        assert!(outcome.latencies.len() < rest.len(), "the requests ran out");
        Timed { outcome, processor: TICK * u32::try_from(ticks).unwrap() }
    }
}

/// Imports the license numbers with these indexes, sorted, so that their rows have another order than the requests.
pub fn import(desk: &Desk, indexes: Range<u64>) {
    let mut numbers: Vec<String> = indexes.map(invented::number).collect();
    numbers.sort_unstable();
    let folder = private_folder();
    let file = folder.path().join("numbers.csv");
    fs::write(&file, numbers.join("\n")).unwrap();
    let ran = desk.run(&["licenses", "import", file.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{}{}", ran.out, ran.err);
}

/// The bytes of a device's HTTP request, on a connection that is kept open.
pub fn post(request: &Request) -> Vec<u8> {
    let body = json!({ "request": request.text().unwrap(), "scheme": 3 }).to_string();
    let mut text = String::from(
        "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json\r\n",
    );
    write!(text, "content-length: {}\r\n\r\n{body}", body.len()).unwrap();
    text.into_bytes()
}
