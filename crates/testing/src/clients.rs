//! Honest clients: each asks for new license numbers, asks again for earlier ones, and tries again where it got no answer. They
//! remember every code that they saw.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use countersign_core::protocol::Request;

use super::http::{Connection, Reply};
use super::invented::{self, Ask, Requests};

/// How long a client waits for an answer before it tries again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a client that got no answer waits before it tries again.
const PAUSE: Duration = Duration::from_millis(20);
/// Every so many requests are for an earlier number again.
const AGAIN: u64 = 4;
/// How many license numbers are kept for the next honest client after each fault.
const PROBES: u64 = 200;
/// How many check at once whether the codes stand.
const CHECKERS: usize = 8;

/// What all clients know.
pub struct Memory {
    requests: Requests,
    /// How many license numbers the clients use; those from there to `all` are for [`Memory::served_within`].
    numbers: u64,
    all: u64,
    /// Where the desks serve.
    desks: RwLock<Vec<String>>,
    /// The first license number that nobody has asked for.
    next: AtomicU64,
    /// The same of those for probes.
    probes: AtomicU64,
    /// The code that was seen first for each request.
    codes: Mutex<BTreeMap<Ask, String>>,
    /// How many requests got a code.
    answered: AtomicU64,
    /// How often a client got no answer, or one that says to try again: by the kind of the error, or the status.
    failures: Mutex<BTreeMap<String, u64>>,
    stop: AtomicBool,
}

/// Running clients. They stop when this is dropped.
pub struct Clients {
    memory: Arc<Memory>,
    threads: Vec<JoinHandle<()>>,
}

/// What came of one try.
pub enum Try {
    /// A code.
    Issued,
    /// Nothing was decided, as far as the client knows.
    Failed(String),
}

impl Memory {
    /// The memory of clients that use the first `numbers` license numbers, by the profile of desks with one ledger.
    pub fn new(profile: &str, numbers: u64, desks: &[&str]) -> Arc<Self> {
        let probes = PROBES.min(numbers / 2);
        Arc::new(Self {
            requests: Requests::new(profile),
            numbers: numbers - probes,
            all: numbers,
            desks: RwLock::new(desks.iter().map(|&desk| desk.to_owned()).collect()),
            next: AtomicU64::new(0),
            probes: AtomicU64::new(numbers - probes),
            codes: Mutex::default(),
            answered: AtomicU64::new(0),
            failures: Mutex::default(),
            stop: AtomicBool::new(false),
        })
    }

    /// Where the first desk serves.
    pub fn address(&self) -> String {
        self.desk(0)
    }

    /// Where a desk serves; the desks in turn.
    fn desk(&self, at: usize) -> String {
        let desks = self.desks.read().unwrap();
        desks[at % desks.len()].clone()
    }

    /// The first desk serves there now.
    pub fn moved_to(&self, address: &str) {
        address.clone_into(&mut self.desks.write().unwrap()[0]);
    }

    /// How many requests got a code so far.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// How many tries failed so far.
    pub fn failed(&self) -> u64 {
        self.failures.lock().unwrap().values().sum()
    }

    /// How many tries failed, by the kind of the error, or the status.
    pub fn failures(&self) -> BTreeMap<String, u64> {
        self.failures.lock().unwrap().clone()
    }

    /// How many codes were seen.
    pub fn seen(&self) -> usize {
        self.codes.lock().unwrap().len()
    }

    /// The license numbers that a code was seen for.
    pub fn seen_numbers(&self) -> Vec<String> {
        self.codes.lock().unwrap().keys().map(|ask| invented::number(ask.number)).collect()
    }

    /// A request for a number that nobody has asked for, by a machine of its own; `None` where all are used up.
    fn new_ask(&self) -> Option<Ask> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.numbers).then_some(Ask { number, machine: number, nonce: 0 })
    }

    /// Asks on a connection of its own.
    pub fn ask_alone(&self, ask: Ask, patience: Duration) -> Try {
        let reply = Connection::open(&self.address(), patience)
            .and_then(|mut connection| connection.ask(&self.text(ask)));
        self.judge(ask, reply)
    }

    /// Asks for a new number until there is a code.
    ///
    /// # Panics
    /// If that takes longer.
    pub fn served_within(&self, limit: Duration) -> Duration {
        let start = Instant::now();
        let number = self.probes.fetch_add(1, Ordering::Relaxed);
        assert!(number < self.all, "an unused license number");
        let ask = Ask { number, machine: number, nonce: 0 };
        loop {
            match self.ask_alone(ask, limit) {
                Try::Issued => break,
                Try::Failed(why) => assert!(start.elapsed() < limit, "not served within {limit:?}: {why}"),
            }
            thread::sleep(PAUSE);
        }
        let took = start.elapsed();
        assert!(took < limit, "served after {took:?}");
        took
    }

    fn request(&self, ask: Ask) -> Request {
        self.requests.accepted(ask)
    }

    fn text(&self, ask: Ask) -> String {
        self.request(ask).text().unwrap()
    }

    /// Remembers the code of an answer, which has to be the one that was seen before.
    fn judge(&self, ask: Ask, reply: io::Result<Reply>) -> Try {
        let failed = |kind: String, why: String| {
            *self.failures.lock().unwrap().entry(kind).or_default() += 1;
            Try::Failed(why)
        };
        let reply = match reply {
            Err(error) => return failed(format!("{:?}", error.kind()), error.to_string()),
            Ok(reply) if reply.status >= 500 => {
                return failed(reply.status.to_string(), format!("{} {}", reply.status, reply.body));
            }
            Ok(reply) => reply,
        };
        assert_eq!(reply.status, 200, "{ask:?}: {}", reply.body);
        let json = reply.json();
        assert_eq!(json["decision"], "issued", "{ask:?}: {json}");
        let code = json["lines"].as_array().unwrap();
        let code: Vec<&str> = code.iter().map(|line| line.as_str().unwrap()).collect();
        let code = code.join("\n");
        let seen = self.codes.lock().unwrap().entry(ask).or_insert_with(|| code.clone()).clone();
        assert_eq!(seen, code, "{ask:?} got another code than before");
        self.answered.fetch_add(1, Ordering::Relaxed);
        Try::Issued
    }

    /// Asks for every code again that was seen. Each has to be the same, and signed for its request.
    pub fn check(&self) {
        let asks: Vec<Ask> = self.codes.lock().unwrap().keys().copied().collect();
        thread::scope(|scope| {
            for part in asks.chunks(asks.len().div_ceil(CHECKERS).max(1)) {
                scope.spawn(move || self.check_part(part));
            }
        });
    }

    fn check_part(&self, asks: &[Ask]) {
        let mut connection = Connection::open(&self.address(), PATIENCE).unwrap();
        for &ask in asks {
            let request = self.request(ask);
            match self.judge(ask, connection.ask(&request.text().unwrap())) {
                Try::Issued => {}
                Try::Failed(why) => panic!("a code that was seen isn't answered again: {ask:?}: {why}"),
            }
            let code = self.codes.lock().unwrap()[&ask].clone();
            let lines: Vec<String> = code.lines().map(str::to_owned).collect();
            let profile = self.requests.profile();
            assert!(invented::is_code_for(profile, &request, &lines), "no code for {ask:?}: {code}");
        }
    }
}

impl Clients {
    /// Starts clients.
    pub fn start(memory: &Arc<Memory>, count: u64) -> Self {
        let client = |at| {
            let memory = Arc::clone(memory);
            thread::spawn(move || work(&memory, at))
        };
        Self { memory: Arc::clone(memory), threads: (0..count).map(client).collect() }
    }

    /// Stops them, and passes on what one of them found wrong.
    pub fn stop(mut self) {
        self.memory.stop.store(true, Ordering::Relaxed);
        for thread in std::mem::take(&mut self.threads) {
            thread.join().unwrap();
        }
    }

    /// Whether one of them has found something wrong.
    pub fn have_failed(&self) -> bool {
        self.threads.iter().any(JoinHandle::is_finished)
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        self.memory.stop.store(true, Ordering::Relaxed);
    }
}

/// What one client does.
fn work(memory: &Memory, client: u64) {
    let mut asked: Vec<Ask> = Vec::new();
    // Each begins with another desk, and goes to the next one where it gets no answer.
    let mut desk = usize::try_from(client).unwrap();
    let mut connection = None;
    for turn in client.. {
        // Numbers far apart, so that earlier ones come in another order.
        let earlier = usize::try_from(turn * 7919).unwrap().checked_rem(asked.len()).map(|at| asked[at]);
        let ask = if turn % AGAIN == 0 {
            earlier.or_else(|| memory.new_ask())
        } else {
            memory.new_ask().or(earlier)
        };
        let ask = ask.expect("a license number for each client");
        let text = memory.text(ask);
        loop {
            if memory.stop.load(Ordering::Relaxed) {
                return;
            }
            let reply = one_try(&memory.desk(desk), &mut connection, &text);
            // A desk that ends says with its last answer that it closes the connection.
            let closes = |reply: &Reply| reply.header("connection").is_some_and(|value| value == "close");
            if reply.as_ref().map_or(true, closes) {
                connection = None;
                desk += 1;
            }
            match memory.judge(ask, reply) {
                Try::Issued => break,
                Try::Failed(_) => thread::sleep(PAUSE),
            }
        }
        asked.push(ask);
    }
}

fn one_try(desk: &str, connection: &mut Option<Connection>, text: &str) -> io::Result<Reply> {
    let open = match connection.take() {
        Some(open) => open,
        None => Connection::open(desk, PATIENCE)?,
    };
    connection.insert(open).ask(text)
}
