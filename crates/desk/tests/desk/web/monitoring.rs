//! Monitoring: what `/metrics` counts, and when `/readyz` says that the desk can work.

use std::io::Write as _;
use std::process::{Command, Stdio};

use countersign_testing::http::Reply;

use crate::harness::{
    BAD, Desk, MACHINE, NUMBER, PASSWORD, Server, desk_with_operator, path, sign_in, wait_until,
};

/// A served desk that has handled some requests of each kind.
fn used_desk() -> (Desk, Server) {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&["--metrics-listen", "127.0.0.1:0", "--insecure-cookies", "--per-number", "3"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let unknown = desk.request_for("ZZ03220123951", MACHINE, "BR80G1234567", 2);
    let refused = desk.request(BAD, "BR80G7654321", 3);
    for asked in [&request, &request, &unknown, &refused, &request] {
        server.post(&path(asked));
    }
    server.get("/nowhere/AA03220123951");
    sign_in(&server, "li", PASSWORD, "");
    sign_in(&server, "li", "wrong horse battery", "");
    (desk, server)
}

#[test]
fn metrics_count_events_without_personal_data() {
    let (_desk, server) = used_desk();
    assert_eq!(server.get("/metrics").status, 404, "metrics are not public");
    // The response can be sent before the thread has finished its work on the password.
    wait_until("no password is hashed", || {
        server.monitor("/metrics").body.contains("countersign_password_hashing 0\n")
    });
    let metrics = server.monitor("/metrics");
    assert_eq!(metrics.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    for line in [
        "countersign_answers_total{outcome=\"issued\",reason=\"first\"} 1",
        "countersign_answers_total{outcome=\"issued\",reason=\"again\"} 1",
        "countersign_answers_total{outcome=\"refused\",reason=\"NUMBER-UNKNOWN\"} 1",
        "countersign_answers_total{outcome=\"refused\",reason=\"MACHINE-REFUSED\"} 1",
        "countersign_answers_total{outcome=\"refused\",reason=\"DEVICE-DIFFERS\"} 0",
        "countersign_limits_hit_total{limit=\"number\"} 1",
        "countersign_limits_hit_total{limit=\"unknown\"} 0",
        "countersign_sign_ins_total{outcome=\"accepted\"} 1",
        "countersign_sign_ins_total{outcome=\"wrong\"} 1",
        "countersign_http_requests_total{method=\"POST\",route=\"/R/{*request}\",status=\"303\"} 4",
        "countersign_http_requests_total{method=\"POST\",route=\"/R/{*request}\",status=\"429\"} 1",
        "countersign_http_requests_total{method=\"GET\",route=\"-\",status=\"404\"} 2",
        "countersign_http_request_duration_seconds_count{method=\"POST\",route=\"/R/{*request}\"} 5",
        "countersign_http_requests_in_flight 0",
        "countersign_password_hashing 0",
        "countersign_connections_refused_total{limit=\"source\"} 0",
        "countersign_ready 1",
    ] {
        assert!(metrics.body.lines().any(|found| found == line), "{line}: {}", metrics.body);
    }
    assert!(metrics.body.contains("countersign_http_request_duration_seconds_bucket{method=\"POST\""));
    for never in [NUMBER, "ZZ03220123951", MACHINE[0], "nowhere", "127.0.0.1", "\"li\""] {
        assert!(!metrics.body.contains(never), "{never}: {}", metrics.body);
    }
    assert_eq!(server.monitor("/office").status, 404, "the monitoring address serves nothing else");
}

/// `tests/metrics/run` installs the tool and runs this.
#[test]
#[ignore = "needs promtool: tests/metrics/run"]
fn promtool_accepts_the_metrics_without_warnings() {
    let (_desk, server) = used_desk();
    let metrics = server.monitor("/metrics").body;
    let mut promtool = Command::new("promtool");
    promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = promtool.spawn().unwrap();
    child.stdin.take().unwrap().write_all(metrics.as_bytes()).unwrap();
    let said = child.wait_with_output().unwrap();
    let words = [said.stdout, said.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(said.status.success() && words.is_empty(), "{words}");
}

fn status_and_code(reply: &Reply) -> (u16, &str) {
    (reply.status, reply.body.trim_end())
}

#[test]
fn a_desk_is_ready_while_it_can_write() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--metrics-listen", "127.0.0.1:0"]);
    for reply in
        [server.get("/healthz"), server.get("/readyz"), server.monitor("/healthz"), server.monitor("/readyz")]
    {
        assert_eq!(status_and_code(&reply), (200, "ok"));
    }
    let lock = desk.lock_database();
    wait_until("another program holds the lock", || server.get("/readyz").status == 503);
    assert_eq!(status_and_code(&server.monitor("/readyz")), (503, "STORE-BUSY"));
    assert_eq!(status_and_code(&server.get("/healthz")), (200, "ok"), "the desk is alive");
    assert!(server.monitor("/metrics").body.contains("\ncountersign_ready 0\n"));
    drop(lock);
    wait_until("the lock is free", || server.get("/readyz").status == 200);
    // The check leaves nothing in the database.
    assert_eq!(server.press(&path(&desk.request(MACHINE, "BR80G1234567", 1))).lines().len(), 7);
}

#[test]
fn a_desk_on_a_full_disk_is_not_ready() {
    let desk = Desk::new(&[]);
    let place = desk.dir.path().join("small");
    std::fs::create_dir(&place).unwrap();
    // A file system that only the desk's process sees, and that disappears with the process.
    let script = "mount -t tmpfs -o size=8m tmpfs \"$1\" && cp -r \"$2\" \"$1\" && shift 2 && exec \"$@\"";
    let served = desk.serve_command(&["--data", place.join("desk").to_str().unwrap()]);
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "--propagation", "private", "sh", "-c", script, "sh"])
        .args([&place, &desk.data()]);
    command.arg(served.get_program()).args(served.get_args());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let allowed = Command::new("unshare").args(["--mount", "true"]).output();
    if !allowed.is_ok_and(|tried| tried.status.success()) {
        println!("a disk of its own needs root; nothing was tried");
        return;
    }
    let server = Server::start(command);
    assert_eq!(status_and_code(&server.get("/readyz")), (200, "ok"));
    let filler = format!("/proc/{}/root{}", server.id(), place.join("filler").display());
    let full = std::fs::write(&filler, vec![0; 16 << 20]);
    assert!(full.is_err(), "the disk is full");
    wait_until("the disk is full", || server.get("/readyz").status == 503);
    assert_eq!(status_and_code(&server.get("/readyz")), (503, "STORE-FULL"));
    assert_eq!(status_and_code(&server.get("/healthz")), (200, "ok"));
    std::fs::remove_file(&filler).unwrap();
    wait_until("there is room again", || server.get("/readyz").status == 200);
}
