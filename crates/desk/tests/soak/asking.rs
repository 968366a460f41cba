//! Sends a customer's requests by every route, and retries until the desk decides. Never here: whether the decision is correct.

use std::io::{self, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use countersign_testing::http::{self, Connection, Reply};
use countersign_testing::invented::Ask;
use serde_json::{Value, json};

use crate::account::Account;
use crate::dice::Dice;
use crate::judge::{Span, judge};
use crate::programs;
use crate::samples::Latency;
use crate::world::{RETRY_PAUSE, World, is_transient, pause_before_retry};

/// How long a device waits for one response. The desk takes less time for every response.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(45);
/// The percentage of requests for which a device reuses its connection.
const KEEP_ALIVE_PERCENT: u64 = 80;

/// The answer to a request, and the route by which it came.
pub struct Answer {
    pub way: &'static str,
    pub decision: Decision,
}

/// The desk's decision about a request.
#[derive(Debug)]
pub enum Decision {
    Issued { lines: Vec<String>, how: Option<String>, seat: Option<u16> },
    Refused { reason: String, case: Option<String> },
}

/// A route by which a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Device,
    /// The device closes the connection before the response, and sends the request again.
    AnswerLost,
    Phone,
    Program,
    Command,
}

/// A client that sends the requests of one actor.
pub struct Client<'a> {
    pub world: &'a World,
    pub dice: Dice,
    connections: [Option<Connection>; 2],
}

impl Account {
    /// Returns the parameters of a request.
    pub fn ask(&self, machine: usize, request_at: usize) -> Ask {
        let one = &self.machines[machine];
        Ask { number: self.number, machine: one.index, nonce: one.requests[request_at].nonce }
    }
}

impl Decision {
    /// Reads the decision from a JSON object of the desk.
    ///
    /// # Panics
    /// If the object has no decision.
    pub fn read(object: &Value) -> Self {
        let text = |name: &str| object[name].as_str().map(str::to_owned);
        match object["decision"].as_str() {
            Some("issued") => {
                let lines = object["lines"].as_array().unwrap().iter();
                Self::Issued {
                    lines: lines.map(|line| line.as_str().unwrap().to_owned()).collect(),
                    how: text("how"),
                    seat: object["seat"].as_u64().map(|seat| u16::try_from(seat).unwrap()),
                }
            }
            Some("refused") => Self::Refused { reason: text("reason").unwrap(), case: text("case") },
            _ => panic!("no decision in {object}"),
        }
    }
}

impl<'a> Client<'a> {
    pub fn new(world: &'a World, dice: Dice) -> Self {
        Self { world, dice, connections: [None, None] }
    }

    /// Sends a request of a machine by a random route, and checks the answer.
    pub fn ask(&mut self, account: &mut Account, machine: usize, request_at: usize) {
        // The page for phones doesn't show the seat.
        let phone = if account.machines[machine].seat.is_some() { 12 } else { 0 };
        let way = self.dice.pick_weighted(&[
            (70, Way::Device),
            (6, Way::AnswerLost),
            (phone, Way::Phone),
            (10, Way::Program),
            (1, Way::Command),
        ]);
        self.ask_by(way, account, machine, request_at);
    }

    /// Sends a request as a device does, and checks the answer.
    pub fn ask_as_device(&mut self, account: &mut Account, machine: usize, request_at: usize) {
        self.ask_by(Way::Device, account, machine, request_at);
    }

    fn ask_by(&mut self, way: Way, account: &mut Account, machine: usize, request_at: usize) {
        let requests = self.world.requests(account.machines[machine].requests[request_at].profile);
        let request = requests.accepted(account.ask(machine, request_at));
        let (text, url) = (request.text().unwrap(), request.url("desk.example").unwrap());
        let span = Span::begin(self.world);
        let decision = match way {
            Way::Device => self.by_device(&text),
            Way::AnswerLost => {
                self.world.count("asked: answer lost");
                // Fails if the process is down. The response is lost then too.
                drop(send_and_hang_up(&self.world.address(&mut self.dice), &text));
                self.by_device(&text)
            }
            Way::Phone => self.by_phone(&url).unwrap_or_else(|| self.by_device(&text)),
            Way::Program => self.by_program(&text),
            Way::Command => self.by_command(&text),
        };
        self.world.count(&format!("asked: {way:?}"));
        let name = match way {
            Way::Device | Way::AnswerLost => "by device",
            Way::Phone => "by phone",
            Way::Program => "by program",
            Way::Command => "by command",
        };
        judge(self.world, account, (machine, request_at), span, Answer { way: name, decision });
    }

    fn by_device(&mut self, text: &str) -> Decision {
        let start = Instant::now();
        loop {
            let began = Instant::now();
            let at = self.dice.index(2);
            let why = match self.send_once(at, text) {
                Ok(reply) if reply.status == 200 => {
                    if began == start || began - start < RETRY_PAUSE {
                        let latency = Latency { at: self.world.start.elapsed(), took: began.elapsed() };
                        self.world.latencies.lock().unwrap().push(latency);
                    }
                    return Decision::read(&reply.json());
                }
                Ok(reply) if reply.status >= 500 => format!("status {}", reply.status),
                Ok(reply) => panic!("a device's request is rejected: {} {}", reply.status, reply.body),
                Err(error) => format!("{:?}", error.kind()),
            };
            self.world.count(&format!("retry: {why}"));
            pause_before_retry(start, format_args!("a device isn't answered in time: {why}"));
        }
    }

    /// Sends a request once to one process, on the kept connection or on a new one.
    fn send_once(&mut self, at: usize, text: &str) -> io::Result<Reply> {
        let kept = self.connections[at].take();
        let mut connection = match kept.filter(|_| self.dice.chance(KEEP_ALIVE_PERCENT)) {
            Some(kept) => kept,
            None => Connection::open(&self.world.desks.read().unwrap()[at].clone(), ANSWER_TIMEOUT)?,
        };
        let reply = connection.ask(text)?;
        if reply.header("connection").is_none_or(|value| value != "close") {
            self.connections[at] = Some(connection);
        }
        Ok(reply)
    }

    /// Returns the decision of the page for phones, or `None` if the page has no code.
    fn by_phone(&mut self, url: &str) -> Option<Decision> {
        let path = url.strip_prefix("HTTPS://DESK.EXAMPLE").unwrap();
        let page = self.send_until_answered("phone", |address| http::send(address, "GET", path, &[], ""));
        assert_eq!(page.status, 200, "{}", page.body);
        let lines = self.send_until_answered("phone", |address| http::press(address, path, &[])).lines();
        (lines.len() == 7).then_some(Decision::Issued { lines, how: None, seat: None })
    }

    fn by_program(&mut self, text: &str) -> Decision {
        let body = json!({ "request": text }).to_string();
        let world = self.world;
        let reply = self.send_until_answered("program", |address| {
            programs::post(world, address, "/api/v1/answers", None, &body)
        });
        assert_eq!(reply.status, 200, "{}", reply.body);
        Decision::read(&reply.json())
    }

    fn by_command(&mut self, text: &str) -> Decision {
        let start = Instant::now();
        loop {
            let ran = self.world.run(&["answer", text, "--json"]);
            if matches!(ran.exit, 0 | 5) {
                return Decision::read(&ran.json());
            }
            // A fault is printed as a JSON object without a decision.
            let transient =
                is_transient(&ran) || ran.out.contains("STORE-BUSY") || ran.out.contains("DATABASE-");
            assert!(ran.exit == 1 && transient, "{ran:?}");
            pause_before_retry(start, format_args!("{ran:?}"));
        }
    }

    /// Sends to random processes until one responds with neither 429 nor a status of 500 or more.
    pub fn send_until_answered(&mut self, what: &str, send: impl Fn(&str) -> io::Result<Reply>) -> Reply {
        let start = Instant::now();
        loop {
            let why = match send(&self.world.address(&mut self.dice)) {
                Ok(reply) if reply.status < 500 && reply.status != 429 => return reply,
                Ok(reply) => format!("status {}", reply.status),
                Err(error) => format!("{:?}", error.kind()),
            };
            self.world.count(&format!("retry: {what}: {why}"));
            pause_before_retry(start, format_args!("{what} isn't answered in time: {why}"));
        }
    }

    /// Sends the requests of several machines in one bundle, and checks each answer.
    pub fn ask_in_bundle(&mut self, accounts: &mut [Account], asks: &[(usize, usize, usize)]) {
        let mut bundle = "{\"countersign\":\"requests\",\"version\":1}\n".to_owned();
        for (at, machine, request_at) in asks {
            let account = &accounts[*at];
            let requests = self.world.requests(account.machines[*machine].requests[*request_at].profile);
            let text = requests.accepted(account.ask(*machine, *request_at)).text().unwrap();
            bundle += &format!("{}\n", json!({ "host": account.text, "request": text }));
        }
        bundle += &format!("{{\"end\":{}}}\n", asks.len());
        let spans: Vec<Span> = asks.iter().map(|_| Span::begin(self.world)).collect();
        let world = self.world;
        let start = Instant::now();
        let answers: Vec<Value> = loop {
            let reply =
                self.send_until_answered("bundle", |address| programs::post_bundle(world, address, &bundle));
            assert_eq!(reply.status, 200, "{}", reply.body);
            // The same bundle is sent again if the response has no last line, or a line reports a fault.
            let lines: Option<Vec<Value>> =
                reply.body.lines().map(|line| serde_json::from_str(line).ok()).collect();
            match lines {
                Some(lines) if is_complete(&lines, asks.len()) => break lines[1..=asks.len()].to_vec(),
                _ => world.count("retry: bundle cut off"),
            }
            pause_before_retry(start, format_args!("no complete response to a bundle: {}", reply.body));
        };
        world.count("asked: bundles");
        for (((at, machine, request_at), span), answer) in asks.iter().zip(spans).zip(answers) {
            let answer = Answer { way: "by bundle", decision: Decision::read(&answer) };
            judge(world, &mut accounts[*at], (*machine, *request_at), span, answer);
        }
    }
}

/// Returns whether the lines answer a whole bundle of `count` requests.
fn is_complete(lines: &[Value], count: usize) -> bool {
    lines.len() == count + 2
        && lines[count + 1]["end"] == count
        && lines[1..=count].iter().all(|one| one["decision"].is_string())
}

/// Sends a request, and closes the connection without reading the response.
fn send_and_hang_up(address: &str, text: &str) -> io::Result<()> {
    let body = json!({ "request": text }).to_string();
    let head = "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json";
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).as_bytes())
}
