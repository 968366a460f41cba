//! Connections that a stranger opens and leaves silent, slow or half-closed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::harness::{Desk, Server};

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(&server.address).unwrap();
    // Only a failed test waits this long.
    stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
    stream
}

/// Reads until the desk closes the connection.
fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_silent_or_slow_client_is_disconnected() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let mut silent = connect(&server);
    let mut slow = connect(&server);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    let mut idle = connect(&server);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!(rest(&mut silent), "");
    let slow = rest(&mut slow);
    assert!(slow.is_empty() || slow.starts_with("HTTP/1.1 408"), "{slow}");
    let idle = rest(&mut idle);
    assert!(idle.starts_with("HTTP/1.1 200") && idle.ends_with("ok\n"), "{idle}");
}

#[test]
fn a_client_that_has_closed_its_sending_side_gets_its_answer() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let mut client = connect(&server);
    client.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let answer = rest(&mut client);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn connections_over_the_limit_of_one_source_are_closed_and_others_are_served() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let mut many: Vec<_> = (0..300).map(|_| connect(&server)).collect();
    // The desk closes later connections at once, while the first ones are still open.
    let last = many.last_mut().unwrap();
    assert_eq!(last.read(&mut [0]).unwrap(), 0);
    let first = many.first_mut().unwrap();
    first.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    assert!(rest(first).starts_with("HTTP/1.1 200"));
    drop(many);
    // The desk notices the closed connections one by one.
    let served = (0..1_000).any(|_| {
        let mut next = connect(&server);
        let asked = next.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        asked.is_ok() && next.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
    });
    assert!(served);
}
