//! Concurrent servers, a locked database, a shutdown, a crash, and the notifications to the service manager.

use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::sync::{Barrier, mpsc};
use std::time::Duration;

use countersign_testing::http as client;
use serde_json::{Value, json};

use crate::harness::{Desk, MACHINE, NUMBER, Server, path, wait_until};

/// How many ask at the same moment.
const ASKERS: usize = 40;

#[test]
fn two_servers_on_one_ledger_issue_one_code() {
    let desk = Desk::new(&[]);
    let servers = [desk.serve(&[]), desk.serve(&[])];
    let clients: Vec<_> = (0..8_u8)
        .map(|at| {
            let serial = format!("M80-R{at}018200{at}1{at}");
            let board = format!("BR80G77{at}{at}56{at}");
            let path = path(&desk.request([MACHINE[0], MACHINE[1], &serial], &board, at));
            let address = servers[usize::from(at % 2)].address.clone();
            std::thread::spawn(move || client::press(&address, &path, &[]).unwrap())
        })
        .collect();
    let replies: Vec<_> = clients.into_iter().map(|client| client.join().unwrap()).collect();
    let issued = replies.iter().filter(|reply| reply.lines().len() == 7).count();
    let refused = replies.iter().filter(|reply| reply.body.contains("DEVICE-DIFFERS")).count();
    assert_eq!((issued, refused), (1, 7));
    assert_eq!(
        desk.license(NUMBER)["requests"].as_array().unwrap().len(),
        8,
        "the ledger keeps every request"
    );
}

/// Opening sealed keys takes 19 MiB, and anybody may ask while they are stale.
#[test]
fn keys_that_another_process_changed_are_opened_once_for_all_who_ask() {
    let desk = Desk { passphrase: Some("a passphrase of a desk"), ..Desk::empty() };
    desk.init(&[]);
    let server = desk.serve(&["--per-source", "1000"]);
    let path = path(&desk.request(MACHINE, "BR80G1234567", 1));
    assert_eq!(server.get(&path).status, 200);
    let before = server.peak_memory_kib();
    desk.succeed(&["profiles", "publish", "--hotline", "400 765 4321"]);
    let start = Barrier::new(ASKERS);
    let ask = || {
        start.wait();
        server.get(&path).status
    };
    std::thread::scope(|scope| {
        let askers: Vec<_> = (0..ASKERS).map(|_| scope.spawn(ask)).collect();
        assert!(askers.into_iter().all(|asker| asker.join().unwrap() == 200));
    });
    let more = server.peak_memory_kib() - before;
    assert!(more < 3 * 19_456, "{more} kB more for {ASKERS} who asked at once");
}

#[test]
fn a_locked_database_is_reported_as_busy() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let lock = desk.lock_database();
    let page = server.post(&path(&request));
    assert!(page.status == 503 && page.body.contains("STORE-BUSY"), "{}", page.body);
    assert!(page.lines().is_empty());
    assert_eq!(server.get("/healthz").status, 200, "reading still works");
    drop(lock);
    assert_eq!(server.press(&path(&request)).lines().len(), 7);
}

#[test]
fn a_shutdown_finishes_the_requests_under_way() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let lock = desk.lock_database();
    let (address, path) = (server.address.clone(), path(&request));
    let client = std::thread::spawn(move || client::send(&address, "POST", &path, &[], "").unwrap());
    // The request waits up to five seconds for the database.
    wait_until("the request is under way", || {
        server.monitor("/metrics").body.contains("\ncountersign_http_requests_in_flight 1\n")
    });
    server.terminate();
    server.wait_for_log("ending: answers under way are finished");
    let ready = server.monitor("/readyz");
    assert_eq!((ready.status, ready.body.as_str()), (503, "DESK-ENDING\n"));
    wait_until("no more connections are taken", || TcpStream::connect(&server.address).is_err());
    drop(lock);
    assert_eq!(client.join().unwrap().status, 303);
    assert!(server.end().0.success());
    assert_eq!(desk.license(NUMBER)["state"], "bound");
}

/// A load balancer has time to notice that this desk shuts down, and responses tell clients to close open connections.
#[test]
fn new_requests_are_answered_while_the_desk_drains() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--drain", "600"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let request = request.text().unwrap();
    let mut connection = client::Connection::open(&server.address, Duration::from_secs(60)).unwrap();
    assert_eq!(connection.ask(&request).unwrap().header("connection"), None);
    server.terminate();
    server.wait_for_log("ending: new requests are answered");
    let ready = server.get("/readyz");
    assert_eq!((ready.status, ready.body.as_str()), (503, "DESK-ENDING\n"));
    let answer = connection.ask(&request).unwrap();
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    // The second signal ends the wait.
    assert!(server.end().0.success());
}

#[test]
fn the_service_manager_is_notified_of_start_liveness_and_end() {
    let desk = Desk::new(&[]);
    let place = desk.dir.path().join("notify");
    let socket = UnixDatagram::bind(&place).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let told = || {
        let mut bytes = [0; 64];
        let length = socket.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..length].to_vec()).unwrap().trim_end().to_owned()
    };
    let mut command = desk.serve_command(&[]);
    let server = Server::start({
        command.env("NOTIFY_SOCKET", &place).env("WATCHDOG_USEC", "20000");
        command
    });
    // If the start is slow, the desk says that it is alive before it says that it serves.
    let (mut ready, mut alive) = (0, 0);
    while ready == 0 || alive < 2 {
        match told().as_str() {
            "READY=1" => ready += 1,
            "WATCHDOG=1" => alive += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(ready, 1);
    assert_eq!(server.get("/readyz").status, 200);
    server.terminate();
    while told() != "STOPPING=1" {}
    assert!(server.end().0.success());
}

/// After a power failure the ledger has every code that a client has seen.
#[test]
fn a_killed_server_has_sent_no_code_that_the_ledger_lacks() {
    const NUMBERS: usize = 40;
    let desk = Desk::new(&[]);
    let numbers: Vec<String> = (0..NUMBERS).map(|at| format!("AB{at:011}")).collect();
    let all: Vec<&str> = numbers.iter().map(String::as_str).collect();
    desk.succeed(&[&["licenses", "add"], &all[..]].concat());
    let bodies: Vec<String> = numbers
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let (serial, board) = (format!("M80-K{at:02}182005{at:02}7"), format!("BR80G55{at:02}561"));
            let request = desk.request_for(number, [MACHINE[0], MACHINE[1], &serial], &board, 9);
            json!({ "request": request.text().unwrap() }).to_string()
        })
        .collect();
    let server = desk.serve(&["--per-source", "1000"]);
    let (sender, receiver) = mpsc::channel();
    let clients: Vec<_> = bodies
        .chunks(NUMBERS / 4)
        .enumerate()
        .map(|(chunk, bodies)| {
            let (address, sender, bodies) = (server.address.clone(), sender.clone(), bodies.to_vec());
            std::thread::spawn(move || {
                for (at, body) in bodies.iter().enumerate() {
                    let Ok(reply) = client::json(&address, body) else { break };
                    let Ok(answer) = serde_json::from_str::<Value>(&reply.body) else { break };
                    sender.send((chunk * (NUMBERS / 4) + at, answer)).unwrap();
                }
            })
        })
        .collect();
    drop(sender);
    let mut answers = vec![receiver.recv().unwrap(), receiver.recv().unwrap(), receiver.recv().unwrap()];
    server.kill();
    answers.extend(receiver);
    clients.into_iter().for_each(|client| client.join().unwrap());
    assert!(answers.len() < NUMBERS, "the server is killed before it has answered all requests");
    let server = desk.serve(&["--per-source", "1000"]);
    for (at, answer) in answers {
        assert_eq!(answer["decision"], "issued");
        let again = client::json(&server.address, &bodies[at]).unwrap().json();
        assert_eq!((&again["how"], &again["code"]), (&"again".into(), &answer["code"]));
    }
    // The interrupted requests are answered now.
    for body in &bodies {
        assert_eq!(client::json(&server.address, body).unwrap().json()["decision"], "issued");
    }
}
