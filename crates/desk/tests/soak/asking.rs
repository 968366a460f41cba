//! A customer's requests, asked in every way there is, again and again until something is decided. Never here: whether the answer is
//! the right one.

use std::io::{self, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::http::{self, Connection, Reply};
use countersign_testing::invented::Ask;
use serde_json::{Value, json};

use crate::account::Account;
use crate::dice::Dice;
use crate::judge::{Span, judge};
use crate::programs;
use crate::samples::Latency;
use crate::world::{PATIENCE, PAUSE, World, is_passing};

/// How long a device waits for one answer: longer than the desk takes for any.
const ANSWER: Duration = Duration::from_secs(45);
/// A device keeps its connection for the next request in so many of a hundred cases.
const KEEPS: u64 = 80;

/// What came of a request.
pub struct Answer {
    pub way: &'static str,
    pub decided: Decided,
}

/// A decision.
#[derive(Debug)]
pub enum Decided {
    Issued { lines: Vec<String>, how: Option<String>, seat: Option<u16> },
    Refused { reason: String, case: Option<String> },
}

/// A way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Device,
    /// The device hangs up before the answer, and asks again.
    Lost,
    Phone,
    Program,
    Command,
}

/// Who asks for one customer.
pub struct Asker<'a> {
    pub world: &'a World,
    pub dice: Dice,
    connections: [Option<Connection>; 2],
}

impl Account {
    /// What a request is for.
    pub fn ask(&self, machine: usize, asked: usize) -> Ask {
        let one = &self.machines[machine];
        Ask { number: self.number, machine: one.index, nonce: one.asked[asked].nonce }
    }
}

impl Decided {
    /// The decision in an object of the desk.
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
            _ => panic!("no decision: {object}"),
        }
    }
}

impl<'a> Asker<'a> {
    pub fn new(world: &'a World, dice: Dice) -> Self {
        Self { world, dice, connections: [None, None] }
    }

    /// Asks with the request of a machine, in some way, and judges the answer.
    pub fn ask(&mut self, account: &mut Account, machine: usize, asked: usize) {
        // A phone's page tells no seat.
        let phone = if account.machines[machine].seat.is_some() { 12 } else { 0 };
        let way = self.dice.weighed(&[
            (70, Way::Device),
            (6, Way::Lost),
            (phone, Way::Phone),
            (10, Way::Program),
            (1, Way::Command),
        ]);
        self.ask_by(way, account, machine, asked);
    }

    /// Asks as a device does, and judges the answer.
    pub fn ask_as_device(&mut self, account: &mut Account, machine: usize, asked: usize) {
        self.ask_by(Way::Device, account, machine, asked);
    }

    fn ask_by(&mut self, way: Way, account: &mut Account, machine: usize, asked: usize) {
        let requests = self.world.requests(account.machines[machine].asked[asked].profile);
        let request = requests.accepted(account.ask(machine, asked));
        let (text, url) = (request.text().unwrap(), request.url("desk.example").unwrap());
        let span = Span::begin(self.world);
        let decided = match way {
            Way::Device => self.by_device(&text),
            Way::Lost => {
                self.world.count("asked: answer lost");
                // Fails where nobody listens; the answer is lost then as well.
                drop(lose(&self.world.address(&mut self.dice), &text));
                self.by_device(&text)
            }
            Way::Phone => self.by_phone(&url).unwrap_or_else(|| self.by_device(&text)),
            Way::Program => self.by_program(&text),
            Way::Command => self.by_command(&text),
        };
        self.world.count(&format!("asked: {way:?}"));
        let name = match way {
            Way::Device | Way::Lost => "by device",
            Way::Phone => "by phone",
            Way::Program => "by program",
            Way::Command => "by command",
        };
        judge(self.world, account, (machine, asked), span, Answer { way: name, decided });
    }

    fn by_device(&mut self, text: &str) -> Decided {
        let start = Instant::now();
        loop {
            let began = Instant::now();
            let at = self.dice.place(2);
            let why = match self.one_try(at, text) {
                Ok(reply) if reply.status == 200 => {
                    if began == start || began - start < PAUSE {
                        let latency = Latency { at: self.world.start.elapsed(), took: began.elapsed() };
                        self.world.latencies.lock().unwrap().push(latency);
                    }
                    return Decided::read(&reply.json());
                }
                Ok(reply) if reply.status >= 500 => format!("status {}", reply.status),
                Ok(reply) => panic!("an honest device: {} {}", reply.status, reply.body),
                Err(error) => format!("{:?}", error.kind()),
            };
            self.world.count(&format!("again: {why}"));
            assert!(start.elapsed() < PATIENCE, "an honest device isn't answered: {why}");
            thread::sleep(PAUSE);
        }
    }

    /// One try at one desk, on a connection that may be kept.
    fn one_try(&mut self, at: usize, text: &str) -> io::Result<Reply> {
        let kept = self.connections[at].take();
        let mut connection = match kept.filter(|_| self.dice.chance(KEEPS)) {
            Some(kept) => kept,
            None => Connection::open(&self.world.desks.read().unwrap()[at].clone(), ANSWER)?,
        };
        let reply = connection.ask(text)?;
        if reply.header("connection").is_none_or(|value| value != "close") {
            self.connections[at] = Some(connection);
        }
        Ok(reply)
    }

    /// `None` where the page has no code.
    fn by_phone(&mut self, url: &str) -> Option<Decided> {
        let path = url.strip_prefix("HTTPS://DESK.EXAMPLE").unwrap();
        let looked = self.until("phone", |address| http::send(address, "GET", path, &[], ""));
        assert_eq!(looked.status, 200, "{}", looked.body);
        let lines = self.until("phone", |address| http::press(address, path, &[])).lines();
        (lines.len() == 7).then_some(Decided::Issued { lines, how: None, seat: None })
    }

    fn by_program(&mut self, text: &str) -> Decided {
        let body = json!({ "request": text }).to_string();
        let world = self.world;
        let reply =
            self.until("program", |address| programs::post(world, address, "/api/v1/answers", None, &body));
        assert_eq!(reply.status, 200, "{}", reply.body);
        Decided::read(&reply.json())
    }

    fn by_command(&mut self, text: &str) -> Decided {
        let start = Instant::now();
        loop {
            let ran = self.world.run(&["answer", text, "--json"]);
            if matches!(ran.exit, 0 | 5) {
                return Decided::read(&ran.json());
            }
            // A fault is an object too, without a decision.
            let passing = is_passing(&ran) || ran.out.contains("STORE-BUSY") || ran.out.contains("DATABASE-");
            assert!(ran.exit == 1 && passing && start.elapsed() < PATIENCE, "{ran:?}");
            thread::sleep(PAUSE);
        }
    }

    /// Sends to one desk after the other until one answers for good.
    pub fn until(&mut self, what: &str, send: impl Fn(&str) -> io::Result<Reply>) -> Reply {
        let start = Instant::now();
        loop {
            let why = match send(&self.world.address(&mut self.dice)) {
                Ok(reply) if reply.status < 500 && reply.status != 429 => return reply,
                Ok(reply) => format!("status {}", reply.status),
                Err(error) => format!("{:?}", error.kind()),
            };
            self.world.count(&format!("again: {what}: {why}"));
            assert!(start.elapsed() < PATIENCE, "{what} isn't answered: {why}");
            thread::sleep(PAUSE);
        }
    }

    /// Asks with the requests of many machines in one file, and judges each answer.
    pub fn ask_in_bundle(&mut self, accounts: &mut [Account], asks: &[(usize, usize, usize)]) {
        let mut bundle = "{\"countersign\":\"requests\",\"version\":1}\n".to_owned();
        for (at, machine, asked) in asks {
            let account = &accounts[*at];
            let requests = self.world.requests(account.machines[*machine].asked[*asked].profile);
            let text = requests.accepted(account.ask(*machine, *asked)).text().unwrap();
            bundle += &format!("{}\n", json!({ "host": account.text, "request": text }));
        }
        bundle += &format!("{{\"end\":{}}}\n", asks.len());
        let spans: Vec<Span> = asks.iter().map(|_| Span::begin(self.world)).collect();
        let world = self.world;
        let start = Instant::now();
        let answers: Vec<Value> = loop {
            let reply = self.until("bundle", |address| programs::post_bundle(world, address, &bundle));
            assert_eq!(reply.status, 200, "{}", reply.body);
            // A reply without its last line was cut off, and a line may tell of a fault: the same bundle is sent again.
            let lines: Option<Vec<Value>> =
                reply.body.lines().map(|line| serde_json::from_str(line).ok()).collect();
            match lines {
                Some(lines) if is_whole(&lines, asks.len()) => break lines[1..=asks.len()].to_vec(),
                _ => world.count("again: bundle cut off"),
            }
            assert!(start.elapsed() < PATIENCE, "no whole reply to a bundle: {}", reply.body);
            thread::sleep(PAUSE);
        };
        world.count("asked: bundles");
        for (((at, machine, asked), span), answer) in asks.iter().zip(spans).zip(answers) {
            let answer = Answer { way: "by bundle", decided: Decided::read(&answer) };
            judge(world, &mut accounts[*at], (*machine, *asked), span, answer);
        }
    }
}

/// Whether the answers to a bundle of so many are all there.
fn is_whole(lines: &[Value], count: usize) -> bool {
    lines.len() == count + 2
        && lines[count + 1]["end"] == count
        && lines[1..=count].iter().all(|one| one["decision"].is_string())
}

/// Sends a request, and hangs up.
fn lose(address: &str, text: &str) -> io::Result<()> {
    let body = json!({ "request": text }).to_string();
    let head = "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json";
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).as_bytes())
}
