//! The queries that strangers cause in the database.

use countersign_testing::http;
use countersign_testing::{Desk, ServedDesk};

use super::cluster;
use crate::support::{Cluster, Fsync};

/// Sends these requests, which must get that status. Returns the statements that the server logs meanwhile.
fn statements(cluster: &Cluster, served: &ServedDesk, requests: &[(&str, &str)], status: u16) -> String {
    let begin = cluster.log_end();
    for (method, path) in requests {
        let reply = http::send(served.address(), method, path, &[], "").unwrap();
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.body);
    }
    cluster.sql("ledger", "SELECT 'all were answered'");
    cluster.wait_for_log("all were answered", begin)
}

#[test]
fn limited_or_anonymous_requests_read_no_profile() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    let served = desk.serve(&["--per-source", "1"]);
    cluster.set("log_statement", "all");
    let read = "SELECT generation FROM desk";

    let first = statements(&cluster, &served, &[("GET", "/")], 200);
    assert!(first.contains(read), "{first}");
    let of_office = [("GET", "/office"), ("POST", "/office/import")];
    let limited = [("GET", "/"), ("POST", "/R/1"), ("GET", "/office/login"), ("POST", "/api/v1/requests")];
    for limited in [&limited[..], &of_office] {
        let too_many = statements(&cluster, &served, limited, 429);
        assert!(!too_many.contains(read), "{too_many}");
    }
    let unlimited = desk.serve(&[]);
    let without_session = statements(&cluster, &unlimited, &of_office, 303);
    assert!(!without_session.contains(read), "{without_session}");
}
