//! Idempotency keys: a request that is sent again acts once.

use std::thread;

use serde_json::json;

use super::{ALL, Program, problem, refusal};
use crate::harness::{Desk, NUMBER, wait_until};

/// How many acts the audit of the number has.
fn acts(desk: &Desk) -> usize {
    desk.license(NUMBER)["audit"].as_array().unwrap().len()
}

#[test]
fn a_repeated_request_with_a_key_acts_once_and_a_different_one_is_refused() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    let path = format!("/api/v1/numbers/{NUMBER}/renew");
    let body = json!({ "expiry": "365d", "reason": "order 7" });
    let first = shop.post_with_key(&path, "order-0007", &body);
    assert_eq!((first.status, first.header("idempotency-replayed")), (200, None), "{}", first.body);
    let again = shop.post_with_key(&path, "order-0007", &body);
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, Some("true")));
    assert_eq!(
        (again.header("content-type"), again.body.clone()),
        (first.header("content-type"), first.body.clone())
    );
    assert_eq!(acts(&desk), 1);
    let other = json!({ "expiry": "never", "reason": "order 7" });
    assert_eq!(problem(&shop.post_with_key(&path, "order-0007", &other)), refusal(422, "KEY-REUSED"));
    let elsewhere = format!("{path}?lang=zh");
    assert_eq!(problem(&shop.post_with_key(&elsewhere, "order-0007", &body)), refusal(422, "KEY-REUSED"));
    server.wait_for_log("KEY-REUSED");
    // A refusal is replayed too.
    let refused = shop.post_with_key(&path, "order-0008", &body);
    assert_eq!(problem(&refused), refusal(409, "NOTHING-CHANGED"));
    let again = shop.post_with_key(&path, "order-0008", &body);
    assert_eq!(
        (problem(&again), again.header("idempotency-replayed")),
        (refusal(409, "NOTHING-CHANGED"), Some("true"))
    );
    // A key belongs to its token.
    let portal = Program::new(&desk, &server, "portal", &ALL);
    assert_eq!(problem(&portal.post_with_key(&path, "order-0007", &body)), refusal(409, "NOTHING-CHANGED"));
    assert_eq!(acts(&desk), 1);
    // A restarted desk still knows the key.
    let token = shop.token.clone();
    drop(server);
    let server = desk.serve(&[]);
    let shop = Program::with_token(&server, &token);
    assert_eq!(shop.post_with_key(&path, "order-0007", &body).body, first.body);
    // A day later the key is new again.
    desk.database().execute("UPDATE replies SET at = at - 86401", []).unwrap();
    assert_eq!(problem(&shop.post_with_key(&path, "order-0007", &body)), refusal(409, "NOTHING-CHANGED"));
    desk.database().execute("UPDATE replies SET at = at - 86401", []).unwrap();
    drop(server);
    let _server = desk.serve(&[]);
    let left =
        || desk.database().query_row("SELECT COUNT(*) FROM replies", [], |row| row.get::<_, i64>(0)).unwrap();
    wait_until("old replies are removed", || left() == 0);
}

#[test]
fn many_concurrent_requests_with_one_key_act_once() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    let path = format!("/api/v1/numbers/{NUMBER}/renew");
    let body = json!({ "expiry": "365d", "reason": "order 7" });
    let replies = thread::scope(|scope| {
        let ask = || scope.spawn(|| shop.post_with_key(&path, "order-0007", &body));
        let asked: Vec<_> = (0..16).map(|_| ask()).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    for reply in &replies {
        match reply.status {
            200 => assert_eq!(reply.json()["act"], "renew"),
            _ => assert_eq!(problem(reply), refusal(409, "KEY-BUSY")),
        }
    }
    let acted =
        replies.iter().filter(|reply| reply.status == 200 && reply.header("idempotency-replayed").is_none());
    assert_eq!((acted.count(), acts(&desk)), (1, 1));
    // If a desk ends in the middle of a request, the request holds its key for a while.
    let left = "UPDATE replies SET status = 0";
    desk.database().execute(left, []).unwrap();
    assert_eq!(problem(&shop.post_with_key(&path, "order-0007", &body)), refusal(409, "KEY-BUSY"));
    desk.database().execute("UPDATE replies SET at = at - 121", []).unwrap();
    assert_eq!(problem(&shop.post_with_key(&path, "order-0007", &body)), refusal(409, "NOTHING-CHANGED"));
    // It does no longer where the clock was set back meanwhile.
    desk.database().execute("UPDATE replies SET status = 0, at = at + 86400", []).unwrap();
    assert_eq!(problem(&shop.post_with_key(&path, "order-0007", &body)), refusal(409, "NOTHING-CHANGED"));
}
