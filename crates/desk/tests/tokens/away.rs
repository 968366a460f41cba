//! A desk with a token that is away, hangs, refuses the PIN or comes back.

use std::fs;
use std::time::{Duration, Instant};

use countersign_testing::clients::Memory;
use countersign_testing::{Desk, Does, PIN, SoftToken, http};

use crate::support::{
    LABEL, add_key, ask, desk_on_token, desk_with, keys, ledger, phone_path, ready, request, serve, wait,
    wait_for_ready,
};

/// Serves the desk while its token is away, asks, and lets the token come back.
fn away_and_back(desk: &Desk, out: impl Fn(), back: impl Fn()) {
    desk.add_invented_numbers(10);
    let text = request(desk, 0);
    out();
    let served = serve(desk);
    wait_for_ready(&served, 503, "TOKEN-AWAY desk");
    let alive = http::send(served.address(), "GET", "/healthz", &[], "").unwrap();
    assert_eq!(alive.status, 200);
    let before = ledger(desk);
    // A device gets the refusal in both languages, and a phone gets a page.
    for (lang, word) in [("en", "can't sign"), ("zh", "签发")] {
        let body = serde_json::json!({ "request": text }).to_string();
        let headers = [("Content-Type", "application/json"), ("Accept-Language", lang)];
        let reply = http::send(served.address(), "POST", "/api/v1/requests", &headers, &body).unwrap();
        assert_eq!(reply.status, 503, "{}", reply.body);
        let error = &reply.json()["error"];
        assert_eq!(error["code"], "KEY-UNAVAILABLE");
        assert!(error["what"].as_str().unwrap().contains(word), "{error}");
        assert!(!error["cure"].as_str().unwrap().is_empty());
    }
    let pressed = http::press(served.address(), &phone_path(desk, 0), &[]).unwrap();
    assert_eq!((pressed.status, pressed.body.contains("KEY-UNAVAILABLE")), (503, true), "{}", pressed.body);
    assert_eq!(ledger(desk), before, "a refused request changes nothing");
    back();
    wait_for_ready(&served, 200, "ok");
    let memory = Memory::new(&desk.profile_text(), 10, &[served.address()]);
    ask(&memory, 0).unwrap();
    memory.check();
    assert!(served.end().success());
}

#[test]
fn a_desk_starts_without_its_token_and_signs_once_it_is_inserted() {
    let Some((token, desk)) = desk_on_token() else { return };
    away_and_back(&desk, || token.set(Does::Out), || token.set(Does::In));
}

#[test]
fn a_desk_with_plain_softhsm_starts_without_its_token_and_signs_once_it_is_inserted() {
    let Some(token) = SoftToken::new() else { return };
    let desk = desk_with(&token, Some(PIN));
    add_key(&desk, token.softhsm(), LABEL);
    let aside = desk.folder().join("tokens aside");
    let out = || {
        fs::rename(token.tokens(), &aside).unwrap();
        fs::create_dir(token.tokens()).unwrap();
    };
    let back = || {
        fs::remove_dir_all(token.tokens()).unwrap();
        fs::rename(&aside, token.tokens()).unwrap();
    };
    away_and_back(&desk, out, back);
}

#[test]
fn a_token_removed_while_signing_gives_one_clear_error_and_no_partial_change() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(10);
    let served = serve(&desk);
    let memory = Memory::new(&desk.profile_text(), 10, &[served.address()]);
    ask(&memory, 0).unwrap();
    let before = ledger(&desk);
    token.set(Does::MidSign);
    let why = ask(&memory, 1).unwrap_err();
    assert!(why.starts_with("503 ") && why.contains("KEY-UNAVAILABLE"), "{why}");
    assert_eq!(ledger(&desk), before);
    // A request that was answered before is answered again without the token.
    ask(&memory, 0).unwrap();
    wait_for_ready(&served, 503, "TOKEN-AWAY desk");
    token.set(Does::In);
    wait("a code", || ask(&memory, 1).is_ok());
    memory.check();
    assert!(served.end().success());
}

#[test]
fn a_hanging_module_delays_no_other_request() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(40);
    let served = serve(&desk);
    let memory = Memory::new(&desk.profile_text(), 40, &[served.address()]);
    ask(&memory, 0).unwrap();
    let (before, attempts) = ledger(&desk);
    token.set(Does::Hang);
    let repeated = std::thread::scope(|scope| {
        let waiting: Vec<_> = (1..20)
            .map(|number| {
                scope.spawn({
                    let memory = &memory;
                    move || ask(memory, number)
                })
            })
            .collect();
        // Answers that need no token are given meanwhile.
        let (began, mut repeated) = (Instant::now(), 0);
        while waiting.iter().any(|one| !one.is_finished()) {
            ask(&memory, 0).unwrap();
            repeated += 1;
        }
        // One after the other, they would wait for more than 90 s.
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
        for one in waiting {
            let why = one.join().unwrap().unwrap_err();
            assert!(why.contains("KEY-UNAVAILABLE"), "{why}");
        }
        repeated
    });
    wait_for_ready(&served, 503, "TOKEN-SILENT desk");
    assert_eq!(ledger(&desk), (before, attempts + repeated), "only the repeated answers are in the history");
    token.set(Does::In);
    wait("a code", || ask(&memory, 1).is_ok());
    // The desk shuts down in order while its module hangs.
    token.set(Does::Hang);
    assert!(ask(&memory, 2).is_err());
    assert!(served.end().success());
}

#[test]
fn a_signature_that_does_not_verify_never_leaves_the_desk() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(10);
    let served = serve(&desk);
    let memory = Memory::new(&desk.profile_text(), 10, &[served.address()]);
    let before = ledger(&desk);
    token.set(Does::Wrong);
    assert!(ask(&memory, 0).unwrap_err().contains("KEY-UNAVAILABLE"));
    assert!(served.log().contains("TOKEN-SIGNATURE-WRONG"), "{}", served.log());
    assert_eq!(ledger(&desk), before);
}

#[test]
fn a_wrong_pin_is_tried_once_and_reported() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(10);
    let mut command = desk.serve_command("127.0.0.1:0");
    command.env("COUNTERSIGN_PIN", "000000");
    let served = countersign_testing::ServedDesk::start(command).unwrap();
    for _ in 0..2 {
        wait_for_ready(&served, 503, "PIN-WRONG desk");
        let memory = Memory::new(&desk.profile_text(), 10, &[served.address()]);
        assert!(ask(&memory, 0).unwrap_err().contains("KEY-UNAVAILABLE"));
    }
    assert!(served.log().contains("PIN-WRONG"));
    assert!(!served.log().contains("000000"), "a PIN is never logged");
    drop(token);
}

#[test]
fn keys_are_listed_retired_backed_up_and_restored_without_the_token() {
    let Some((token, desk)) = desk_on_token() else { return };
    token.set(Does::Out);
    let before = keys(&desk);
    let (backup, restored) = (desk.folder().join("backup"), desk.folder().join("restored"));
    desk.succeed(&["backup", backup.to_str().unwrap()]);
    let restore = ["restore", backup.to_str().unwrap(), "--data", restored.to_str().unwrap()];
    desk.succeed(&restore);
    let listed = desk.run(&["keys", "list", "--json", "--data", restored.to_str().unwrap()]).json();
    assert_eq!(listed["keys"].as_array().unwrap(), &before);
    // The key in the ring is retired, so that only the key on the token is left. The desk still serves, including its phone pages.
    desk.succeed(&["keys", "retire", "0"]);
    desk.add_invented_numbers(2);
    let served = serve(&desk);
    assert_eq!(ready(&served), (503, "TOKEN-AWAY desk".to_owned()));
    token.set(Does::In);
    wait_for_ready(&served, 200, "ok");
    // The address of the answer is derived from the ring's secret.
    let pressed = http::press(served.address(), &phone_path(&desk, 0), &[]).unwrap();
    assert_eq!(pressed.status, 200, "{}", pressed.body);
    drop(served);
    // A key on a token that is away can be retired if another key signs.
    desk.succeed(&["keys", "add"]);
    token.set(Does::Out);
    desk.succeed(&["keys", "retire", "1"]);
    assert_eq!(keys(&desk)[1]["state"], "retired");
}
