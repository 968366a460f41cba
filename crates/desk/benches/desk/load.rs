//! Clients on connections that are kept open, driven by one thread. This leaves most of the processor time to the desk. Never here:
//! what is asked, and what an answer means.

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use countersign_testing::{ServedDesk, http};
use rustix::buffer::spare_capacity;
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

/// The benchmark panics if an answer takes longer than this.
const LONGEST: Duration = Duration::from_secs(60);

/// When a client sends its next request.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// As soon as it has its answer.
    Closed,
    /// That many requests a second arrive, even if earlier ones have no answer yet. The latency of a request counts from its
    /// arrival, also if no connection was free then.
    Open(f64),
}

/// A load.
#[derive(Debug)]
pub struct Load<'a> {
    /// The desks, `HOST:PORT`, among which the clients are divided.
    pub addresses: Vec<&'a str>,
    /// The count of connections.
    pub clients: usize,
    /// The requests, each sent once, in this order.
    pub requests: &'a [Vec<u8>],
    pub pace: Pace,
    /// After this time no request is sent. The load still waits for the outstanding answers.
    pub time: Duration,
    /// No request is sent after this is set, either.
    pub stop: Option<&'a AtomicBool>,
}

/// The outcome of a load.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From the first request to the last answer.
    pub elapsed: Duration,
    /// How long each answer took, sorted.
    pub latencies: Vec<Duration>,
    /// The count of answers by HTTP status.
    pub statuses: BTreeMap<u16, usize>,
    /// How many answers were codes.
    pub issued: usize,
    /// The first answer that was no code, for a message.
    pub other: Option<String>,
}

impl Outcome {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// Codes a second.
    pub fn issued_rate(&self) -> f64 {
        self.issued as f64 / self.elapsed.as_secs_f64()
    }

    /// The latency that this share of the answers didn't exceed, such as 0.99 for the 99th percentile.
    pub fn latency(&self, share: f64) -> Duration {
        let place = (self.latencies.len() as f64 * share) as usize;
        self.latencies.get(place).or(self.latencies.last()).copied().unwrap_or_default()
    }

    /// Asserts that every answer was a code.
    pub fn assert_issued(&self) {
        let all = self.latencies.len();
        assert!(all > 0 && self.issued == all, "{} of {all} issued: {:?}", self.issued, self.other);
    }
}

/// One connection.
struct Client {
    stream: TcpStream,
    /// When the outstanding request arrived; `None` if the client is free.
    asked: Option<Instant>,
    received: Vec<u8>,
}

impl<'a> Load<'a> {
    /// Returns a load in which each client sends its next request as soon as it has an answer.
    pub fn closed(desks: &[&'a ServedDesk], clients: usize, requests: &'a [Vec<u8>], time: Duration) -> Self {
        let addresses = desks.iter().map(|desk| desk.address()).collect();
        Self { addresses, clients, requests, pace: Pace::Closed, time, stop: None }
    }

    /// Runs the load until its time has passed, its `stop` is set or all requests have answers.
    pub fn run(&self) -> Outcome {
        let epoll = epoll::create(CreateFlags::CLOEXEC).unwrap();
        let mut clients: Vec<Client> = (0..self.clients).map(|at| self.connect(&epoll, at)).collect();
        let mut free: VecDeque<usize> = (0..self.clients).collect();
        let mut outcome = Outcome::default();
        let mut events = Vec::with_capacity(self.clients);
        let start = Instant::now();
        let mut sent = 0;
        loop {
            let now = Instant::now();
            let ended =
                now - start >= self.time || self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
            let came = if ended { sent } else { self.came(now - start) };
            while sent < came
                && let Some(at) = free.pop_front()
            {
                clients[at].send(&self.requests[sent], self.arrival(start, sent));
                sent += 1;
            }
            if free.len() == self.clients && (ended || sent == self.requests.len()) {
                outcome.elapsed = now - start;
                outcome.latencies.sort_unstable();
                return outcome;
            }
            events.clear();
            let wait = Timespec::try_from(self.until_next(start, sent)).unwrap();
            epoll::wait(&epoll, spare_capacity(&mut events), Some(&wait)).unwrap();
            for event in &events {
                let at = usize::try_from(event.data.u64()).unwrap();
                if clients[at].receive(&mut outcome) {
                    free.push_back(at);
                }
            }
            let hung = |client: &Client| client.asked.is_some_and(|asked| asked.elapsed() > LONGEST);
            assert!(!events.is_empty() || !clients.iter().any(hung), "no answer in {LONGEST:?}");
        }
    }

    fn connect(&self, epoll: &OwnedFd, at: usize) -> Client {
        let stream = TcpStream::connect(self.addresses[at % self.addresses.len()]).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_nonblocking(true).unwrap();
        epoll::add(epoll, &stream, EventData::new_u64(at as u64), EventFlags::IN).unwrap();
        Client { stream, asked: None, received: Vec::new() }
    }

    /// Returns how many requests have arrived by that time after the start.
    fn came(&self, time: Duration) -> usize {
        let came = match self.pace {
            Pace::Closed => self.requests.len(),
            Pace::Open(rate) => (time.as_secs_f64() * rate) as usize,
        };
        came.min(self.requests.len())
    }

    fn arrival(&self, start: Instant, request: usize) -> Instant {
        match self.pace {
            Pace::Closed => Instant::now(),
            Pace::Open(rate) => start + Duration::from_secs_f64((request + 1) as f64 / rate),
        }
    }

    /// Returns how long to wait for an answer at most: until the next request arrives, or until the load ends.
    fn until_next(&self, start: Instant, sent: usize) -> Duration {
        let until_end = self.time.saturating_sub(start.elapsed());
        match self.pace {
            Pace::Open(_) if sent < self.requests.len() && !until_end.is_zero() => {
                self.arrival(start, sent).saturating_duration_since(Instant::now())
            }
            _ if until_end.is_zero() => LONGEST,
            _ => until_end,
        }
    }
}

impl Client {
    fn send(&mut self, request: &[u8], came: Instant) {
        // This doesn't block: a request is shorter than the send buffer of an idle connection.
        self.stream.write_all(request).unwrap();
        self.asked = Some(came);
    }

    /// Reads the bytes that have arrived. Returns whether the answer is complete.
    fn receive(&mut self, outcome: &mut Outcome) -> bool {
        let mut bytes = [0; 16 * 1024];
        let count = self.stream.read(&mut bytes).unwrap();
        assert!(count > 0, "the desk closed a connection: {}", String::from_utf8_lossy(&self.received));
        self.received.extend_from_slice(&bytes[..count]);
        if !http::is_whole(&self.received) {
            return false;
        }
        outcome.latencies.push(self.asked.take().unwrap().elapsed());
        let status = std::str::from_utf8(&self.received[9..12]).unwrap();
        *outcome.statuses.entry(status.parse().unwrap()).or_default() += 1;
        let text = String::from_utf8_lossy(&self.received);
        if text.contains(r#""decision":"issued""#) {
            outcome.issued += 1;
        } else if outcome.other.is_none() {
            outcome.other = Some(text.into_owned());
        }
        self.received.clear();
        true
    }
}
