//! A bundle of requests beside the same requests one by one.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Context;
use crate::bench_desk::BenchDesk;
use crate::load::Load;
use crate::report::{Aim, kilobytes};
use crate::store::Store;
use countersign_testing::invented::Ask;
use countersign_testing::{ServedDesk, http, private_folder};

/// How many machines a bundle has.
const MACHINES: u64 = 5_000;
/// How many clients send the requests one by one. The desk works on as many of a bundle's requests at once.
const CLIENTS: usize = 16;
/// The longest time that a bundle may take, in seconds.
const MOST: f64 = 60.0;
/// The most memory that the desk may take, in MB.
const MEMORY: f64 = 128.0;

/// Measures a bundle by HTTP and one by command, each beside as many requests that a program sends one by one.
pub fn beside_single_requests(context: &Context) {
    let mut desk = BenchDesk::new(&Store::Sqlite, 3 * MACHINES * context.rounds);
    let made = desk.desk.run(&["tokens", "add", "portal", "--scope", "requests:answer", "--json"]);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let mut command = desk.desk.serve_command("127.0.0.1:0");
    command.args(["--per-token", "1000000"]);
    let served = ServedDesk::start(command).unwrap();
    let mut rounds: Vec<[f64; 3]> = (0..context.rounds)
        .map(|_| {
            let single = single_requests(&mut desk, &served, &token);
            [by_http(&mut desk, &served, &token), by_command(&mut desk), single]
        })
        .collect();
    for (at, what) in [(0, "a bundle by HTTP, s"), (1, "a bundle by command, s")] {
        rounds.sort_by(|one, other| (one[at] / one[2]).total_cmp(&(other[at] / other[2])));
        let round = rounds[rounds.len() / 2];
        let said = format!("{:.2} one by one, {CLIENTS} clients", round[2]);
        context.report.ratio_of_times(what, round[at], round[2], &said, Aim::None);
        let longest = rounds.iter().map(|round| round[at]).fold(0.0, f64::max);
        context.report.figure("— the longest", longest, &format!("{longest:.2}"), Aim::AtMost(MOST));
    }
    let peak = kilobytes(served.peak_memory());
    context.report.figure("memory of the desk, MB", peak, &format!("{peak:.0}"), Aim::AtMost(MEMORY));
}

/// Sends a bundle's count of requests one by one. Returns the seconds until all are answered.
fn single_requests(desk: &mut BenchDesk, served: &ServedDesk, token: &str) -> f64 {
    let posts: Vec<Vec<u8>> = requests(desk).map(|text| post(&text, token)).collect();
    let outcome = Load::closed(&[served], CLIENTS, &posts, Duration::from_secs(600)).run();
    outcome.assert_issued();
    outcome.elapsed.as_secs_f64()
}

/// Returns a program's HTTP request, for a connection that is kept open.
fn post(text: &str, token: &str) -> Vec<u8> {
    let body = json!({ "request": text }).to_string();
    let head = "POST /api/v1/answers HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json";
    format!("{head}\r\nauthorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn by_http(desk: &mut BenchDesk, served: &ServedDesk, token: &str) -> f64 {
    let bundle = bundle(desk);
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-ndjson")];
    let start = Instant::now();
    let reply = http::send(served.address(), "POST", "/api/v1/bundles", &headers, &bundle).unwrap();
    let took = start.elapsed().as_secs_f64();
    assert_all_issued(&reply.body);
    took
}

fn by_command(desk: &mut BenchDesk) -> f64 {
    let folder = private_folder();
    let (file, answers) = (folder.path().join("fleet.jsonl"), folder.path().join("answers.jsonl"));
    fs::write(&file, bundle(desk)).unwrap();
    let start = Instant::now();
    let ran = desk.desk.run(&["answer", file.to_str().unwrap(), "--out", answers.to_str().unwrap()]);
    let took = start.elapsed().as_secs_f64();
    assert_eq!(ran.exit, 0, "{}{}", ran.out, ran.err);
    assert_all_issued(&fs::read_to_string(answers).unwrap());
    took
}

fn assert_all_issued(answers: &str) {
    let end: Value = serde_json::from_str(answers.lines().last().unwrap()).unwrap();
    assert_eq!(end["counts"]["issued"], MACHINES, "{end}");
}

fn bundle(desk: &mut BenchDesk) -> String {
    let mut text = String::from("{\"countersign\":\"requests\",\"version\":1}\n");
    for (at, request) in requests(desk).enumerate() {
        writeln!(text, "{}", json!({ "host": format!("node-{at}"), "request": request })).unwrap();
    }
    writeln!(text, "{}", json!({ "end": MACHINES })).unwrap();
    text
}

/// Returns the requests of [`MACHINES`] machines, each for an unused number.
fn requests(desk: &mut BenchDesk) -> impl Iterator<Item = String> {
    let numbers = desk.take(MACHINES);
    let one = |at| desk.requests.accepted(Ask { number: at, machine: at, nonce: 0 }).text().unwrap();
    numbers.map(one).collect::<Vec<_>>().into_iter()
}
