//! The desk's memory when strangers make many sign-ins at once or many connections.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpStream};
use std::time::{Duration, Instant};

use super::Context;
use crate::bench_desk::BenchDesk;
use crate::load::Load;
use crate::office::{PASSWORD, add_operator, sign_in_form};
use crate::report::{Aim, kilobytes};
use crate::store::Store;
use countersign_testing::{ServedDesk, http};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const SIGN_INS: usize = 200;
const CONNECTIONS: usize = 10_000;
/// The most memory that the desk may take, in MB.
const MEMORY: f64 = 128.0;
/// Connections of one source. The desk accepts some hundreds.
pub const OF_A_SOURCE: usize = 100;
/// The benchmark panics if an answer takes longer than this.
pub const LONGEST: Duration = Duration::from_secs(60);

pub fn sign_ins(context: &Context) {
    let mut desk = BenchDesk::new(&Store::Sqlite, 10);
    add_operator(&desk.desk, "li");
    let served = desk.serve(&[]);
    let start = Instant::now();
    let mut strangers: Vec<TcpStream> = (0..SIGN_INS).map(|at| connect(&served, at)).collect();
    for stranger in &mut strangers {
        stranger.write_all(sign_in_form("li", &format!("not {PASSWORD}")).as_bytes()).unwrap();
    }
    for stranger in &mut strangers {
        stranger.set_read_timeout(Some(LONGEST)).unwrap();
        let mut answer = Vec::new();
        stranger.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 "), "no answer");
    }
    print(context, &format!("{SIGN_INS} sign-ins at once"), start.elapsed(), &served);
    still_serves(&mut desk, &served);
}

pub fn connections(context: &Context) {
    let files = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: files.maximum, maximum: files.maximum }).unwrap();
    let mut desk = BenchDesk::new(&Store::Sqlite, 10);
    // The desk has the limits of a service: it may raise the soft limit.
    let served = desk.serve(&[]);
    let start = Instant::now();
    // The desk may refuse some connections: it closes them.
    let strangers: Vec<TcpStream> = (0..CONNECTIONS).map(|at| connect(&served, at)).collect();
    for mut stranger in &strangers {
        // The head never ends.
        let _ = stranger.write_all(b"POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\n");
    }
    print(context, &format!("{CONNECTIONS} connections attempted"), start.elapsed(), &served);
    drop(strangers);
    still_serves(&mut desk, &served);
}

pub fn connect(served: &ServedDesk, at: usize) -> TcpStream {
    let source = at / OF_A_SOURCE;
    let source = IpAddr::from([127, 1, (source / 250) as u8, (source % 250 + 1) as u8]);
    http::stream_from(source, served.address()).unwrap()
}

fn print(context: &Context, what: &str, took: Duration, served: &ServedDesk) {
    let peak = kilobytes(served.peak_memory());
    context.report.figure(
        &format!("{what}, MB"),
        peak,
        &format!("{peak:.1} in {:.1} s", took.as_secs_f64()),
        Aim::AtMost(MEMORY),
    );
}

fn still_serves(desk: &mut BenchDesk, served: &ServedDesk) {
    Load::closed(&[served], 1, &desk.activations(10), LONGEST).run().assert_issued();
}
