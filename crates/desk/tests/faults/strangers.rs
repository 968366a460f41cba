//! Strangers use up limited resources of the desk: connections, files, memory, processor time.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::{Desk, ServedDesk, http, run_with_input};

use crate::scene::{Scene, alone, serve_command};

/// Connections of strangers, more than a process may have open files by default.
const MANY: usize = 1_100;
/// Connections that stop in the middle of a request.
const SLOW: usize = 250;
/// Strangers that sign in at the same time.
const SIGN_INS: usize = 300;
/// The most memory that the desk may take meanwhile, in kB.
const MEMORY: u64 = 128 * 1024;
/// The pause between two bytes of a slow stranger.
const TRICKLE: Duration = Duration::from_millis(200);
/// The password of the operator.
const PASSWORD: &str = "correct horse battery";

/// Serves with the limits of open files that a process has by default.
fn with_few_files(desk: &Desk) -> Command {
    let serve = serve_command(desk);
    let mut command = Command::new("/usr/bin/prlimit");
    command.arg("--nofile=1024:1024").arg(serve.get_program()).args(serve.get_args()).env_clear();
    command.envs(serve.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

/// Connections of strangers, from that many sources.
fn connections(scene: &Scene, count: usize, sources: usize) -> Vec<TcpStream> {
    let address = scene.memory.address();
    let source = |at: usize| IpAddr::from([127, 1, 0, u8::try_from(at % sources + 1).unwrap()]);
    (0..count).map(|at| http::stream_from(source(at), &address).unwrap()).collect()
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn idle_connections_do_not_stop_a_desk() {
    let scene = Scene::with(Desk::new, 20_000, Box::new(with_few_files));
    for sources in [1, 11] {
        let idle = connections(&scene, MANY, sources);
        if sources == 1 {
            // One source can't take the connections of others.
            scene.assert_served_again();
        }
        scene.wait_for_answers(100);
        drop(idle);
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

/// Ends the thread that reads the flag, also if a check fails: a scope waits for its threads.
struct EndOnDrop<'a>(&'a AtomicBool);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Strangers that begin requests and send the rest byte by byte. The desk ends each connection.
fn slow(begun: &str) {
    let scene = Scene::new(20_000);
    let strangers = connections(&scene, SLOW, 5);
    for mut stranger in &strangers {
        stranger.write_all(begun.as_bytes()).unwrap();
    }
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let _end = EndOnDrop(&ended);
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                thread::sleep(TRICKLE);
                for mut stranger in &strangers {
                    // Fails once the desk has ended the connection.
                    let _ = stranger.write_all(b"x");
                }
            }
        });
        scene.assert_served_again();
        scene.assert_tells_ready(true);
        let mut answer = Vec::new();
        for mut stranger in &strangers {
            stranger.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            match stranger.read_to_end(&mut answer) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("a slow request isn't ended")
                }
                _ => answer.clear(),
            }
        }
    });
    scene.assert_served_again();
    scene.check();
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn slow_heads_do_not_stop_a_desk() {
    slow("POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\nx-slow: ");
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn slow_bodies_do_not_stop_a_desk() {
    slow(
        "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{",
    );
}

/// The bytes that post the sign-in form.
fn sign_in(name: &str, password: &str) -> String {
    let form = format!("name={name}&password={}&next=%2Foffice", password.replace(' ', "+"));
    let head = "POST /office/login HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n";
    let kind = "content-type: application/x-www-form-urlencoded";
    format!("{head}{kind}\r\ncontent-length: {}\r\n\r\n{form}", form.len())
}

/// The status of the only response on a connection.
fn status(mut stream: &TcpStream) -> u16 {
    let mut text = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.read_to_string(&mut text).unwrap();
    text.split(' ').nth(1).unwrap_or_else(|| panic!("the reply is not a response: {text}")).parse().unwrap()
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn many_sign_ins_do_not_stop_a_desk() {
    let desk = || {
        let desk = Desk::new();
        let added =
            run_with_input(&mut desk.command(&["operators", "add", "li", "--password-stdin"]), PASSWORD);
        assert_eq!(added.exit, 0, "{}", added.err);
        desk
    };
    let scene = Scene::with(desk, 20_000, Box::new(serve_command));
    let strangers = connections(&scene, SIGN_INS, 5);
    for mut stranger in &strangers {
        stranger.write_all(sign_in("li", "wrong").as_bytes()).unwrap();
    }
    scene.wait_for_answers(50);
    for stranger in &strangers {
        let status = status(stranger);
        assert!(matches!(status, 403 | 429 | 503), "{status}");
    }
    scene.assert_served_again();
    let operator = http::stream_from(IpAddr::from([127, 2, 0, 1]), &scene.memory.address()).unwrap();
    (&operator).write_all(sign_in("li", PASSWORD).as_bytes()).unwrap();
    assert_eq!(status(&operator), 303, "the operator can sign in");
    let memory = scene.served().peak_memory();
    assert!(memory < MEMORY, "the desk used {memory} kB");
    scene.check();
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn clients_that_take_no_answers_do_not_stop_bundles() {
    let _alone = alone();
    let desk = Desk::new();
    let token = ["tokens", "add", "portal", "--scope", "requests:answer", "--json"];
    let token: serde_json::Value = serde_json::from_str(&desk.run(&token).out).unwrap();
    let served = ServedDesk::start(serve_command(&desk)).unwrap();
    let head = "{\"countersign\":\"requests\",\"version\":1}\n";
    let send = |lines: usize| {
        let mut client = http::stream_from(IpAddr::from([127, 1, 0, 1]), served.address()).unwrap();
        let body = head.to_owned() + &"x\n".repeat(lines);
        let token = token["token"].as_str().unwrap();
        let post = "POST /api/v1/bundles HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n";
        let kind = format!("authorization: Bearer {token}\r\ncontent-type: application/x-ndjson");
        write!(client, "{post}{kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
        client
    };
    // Their answers are longer than what the system holds for a client.
    let stalled = [(); 2].map(|()| send(500_000));
    thread::sleep(Duration::from_secs(1));
    assert_eq!(status(&send(1)), 429, "both permits are taken");
    let began = Instant::now();
    while status(&send(1)) != 200 {
        assert!(began.elapsed() < Duration::from_secs(150), "a stalled client holds the permit of a bundle");
        thread::sleep(Duration::from_secs(1));
    }
    drop(stalled);
}
