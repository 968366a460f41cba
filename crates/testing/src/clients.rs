//! Honest clients. Each sends requests for new license numbers, repeats requests for earlier numbers, and retries where it got no
//! answer. The clients remember every code that they received.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use countersign_core::protocol::Request;

use super::http::{Connection, Reply};
use super::invented::{self, Ask, Requests};

/// The time-out of a client for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause of a client before a retry.
const PAUSE: Duration = Duration::from_millis(20);
/// One of this many requests is for an earlier number.
const AGAIN: u64 = 4;
/// The most license numbers that are reserved for [`Memory::served_within`].
const PROBES: u64 = 200;
/// The number of threads that check codes.
const CHECKERS: usize = 8;

/// The state that all clients share.
pub struct Memory {
    requests: Requests,
    /// The number of license numbers for the clients. The numbers from here to `all` are for [`Memory::served_within`].
    numbers: u64,
    all: u64,
    /// The addresses of the desks.
    desks: RwLock<Vec<String>>,
    /// The index of the first unused license number.
    next: AtomicU64,
    /// The index of the first unused license number for [`Memory::served_within`].
    probes: AtomicU64,
    /// The first code that was received for each request.
    codes: Mutex<BTreeMap<Ask, String>>,
    /// The number of requests that got a code.
    answered: AtomicU64,
    /// The number of failed tries, by the kind of the error or by the status: no answer, or an answer that asks for a retry.
    failures: Mutex<BTreeMap<String, u64>>,
    stop: AtomicBool,
}

/// Running clients. Dropping it stops them.
pub struct Clients {
    memory: Arc<Memory>,
    threads: Vec<JoinHandle<()>>,
}

/// The result of one try.
pub enum Try {
    /// A code.
    Issued,
    /// The client got no decision, for this reason.
    Failed(String),
}

impl Memory {
    /// The shared state of clients that use the first `numbers` license numbers. `profile` is the profile of the desks, which share one
    /// ledger.
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

    /// The address of the first desk.
    pub fn address(&self) -> String {
        self.desk(0)
    }

    /// The address of a desk. The index wraps around.
    fn desk(&self, at: usize) -> String {
        let desks = self.desks.read().unwrap();
        desks[at % desks.len()].clone()
    }

    /// Sets the address of the first desk.
    pub fn moved_to(&self, address: &str) {
        address.clone_into(&mut self.desks.write().unwrap()[0]);
    }

    /// The number of requests that got a code so far.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// The number of tries that failed so far.
    pub fn failed(&self) -> u64 {
        self.failures.lock().unwrap().values().sum()
    }

    /// The number of tries that failed, by the kind of the error or by the status.
    pub fn failures(&self) -> BTreeMap<String, u64> {
        self.failures.lock().unwrap().clone()
    }

    /// The number of requests with a received code.
    pub fn seen(&self) -> usize {
        self.codes.lock().unwrap().len()
    }

    /// The license numbers with a received code.
    pub fn seen_numbers(&self) -> Vec<String> {
        self.codes.lock().unwrap().keys().map(|ask| invented::number(ask.number)).collect()
    }

    /// A request for an unused number by a new machine; `None` where all numbers are used.
    fn new_ask(&self) -> Option<Ask> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.numbers).then_some(Ask { number, machine: number, nonce: 0 })
    }

    /// Sends a request on a new connection.
    pub fn ask_alone(&self, ask: Ask, patience: Duration) -> Try {
        let reply = Connection::open(&self.address(), patience)
            .and_then(|mut connection| connection.ask(&self.text(ask)));
        self.judge(ask, reply)
    }

    /// Sends a request for an unused number until it gets a code. Returns the elapsed time.
    ///
    /// # Panics
    /// If it takes longer than `limit`.
    pub fn served_within(&self, limit: Duration) -> Duration {
        let start = Instant::now();
        let number = self.probes.fetch_add(1, Ordering::Relaxed);
        assert!(number < self.all, "there are no unused license numbers left");
        let ask = Ask { number, machine: number, nonce: 0 };
        loop {
            match self.ask_alone(ask, limit) {
                Try::Issued => break,
                Try::Failed(why) => assert!(start.elapsed() < limit, "no service within {limit:?}: {why}"),
            }
            thread::sleep(PAUSE);
        }
        let took = start.elapsed();
        assert!(took < limit, "the desk served only after {took:?}");
        took
    }

    fn request(&self, ask: Ask) -> Request {
        self.requests.accepted(ask)
    }

    fn text(&self, ask: Ask) -> String {
        self.request(ask).text().unwrap()
    }

    /// Remembers the code of an answer. It must equal the code that was received before.
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
        assert_eq!(seen, code, "{ask:?} got a different code than before");
        self.answered.fetch_add(1, Ordering::Relaxed);
        Try::Issued
    }

    /// Repeats the request of every received code. Each code must be the same as before, and be signed for its request.
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
                Try::Failed(why) => panic!("a delivered code isn't issued again: {ask:?}: {why}"),
            }
            let code = self.codes.lock().unwrap()[&ask].clone();
            let lines: Vec<String> = code.lines().map(str::to_owned).collect();
            let profile = self.requests.profile();
            assert!(
                invented::is_code_for(profile, &request, &lines),
                "the code is invalid for {ask:?}: {code}"
            );
        }
    }
}

impl Clients {
    /// Starts this many clients.
    pub fn start(memory: &Arc<Memory>, count: u64) -> Self {
        let client = |at| {
            let memory = Arc::clone(memory);
            thread::spawn(move || work(&memory, at))
        };
        Self { memory: Arc::clone(memory), threads: (0..count).map(client).collect() }
    }

    /// Stops the clients.
    ///
    /// # Panics
    /// If one of them has failed.
    pub fn stop(mut self) {
        self.memory.stop.store(true, Ordering::Relaxed);
        for thread in std::mem::take(&mut self.threads) {
            thread.join().unwrap();
        }
    }

    /// Whether one of the clients has failed.
    pub fn have_failed(&self) -> bool {
        self.threads.iter().any(JoinHandle::is_finished)
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        self.memory.stop.store(true, Ordering::Relaxed);
    }
}

/// The loop of one client.
fn work(memory: &Memory, client: u64) {
    let mut asked: Vec<Ask> = Vec::new();
    // Each client begins with another desk, and uses the next desk after a failure.
    let mut desk = usize::try_from(client).unwrap();
    let mut connection = None;
    for turn in client.. {
        // A large factor, so that earlier requests are repeated in another order.
        let earlier = usize::try_from(turn * 7919).unwrap().checked_rem(asked.len()).map(|at| asked[at]);
        let ask = if turn % AGAIN == 0 {
            earlier.or_else(|| memory.new_ask())
        } else {
            memory.new_ask().or(earlier)
        };
        let ask = ask.expect("each client has a license number");
        let text = memory.text(ask);
        loop {
            if memory.stop.load(Ordering::Relaxed) {
                return;
            }
            let reply = one_try(&memory.desk(desk), &mut connection, &text);
            // A desk that shuts down announces in its last answer that it closes the connection.
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
