//! `licenses`: acts on license numbers, moves and receipts.

use serde_json::json;

use crate::harness::{BAD, Desk, MACHINE, NUMBER, OTHER};

#[test]
fn numbers_are_suspended_resumed_and_revoked() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let reason = || desk.answer(&request).json()["reason"].as_str().map(str::to_owned);
    let act = |act: &str| desk.run(&["licenses", act, "aa 0322-0123951", "--reason", "a test"]).exit;
    assert_eq!(act("resume"), 5);
    assert_eq!(act("release"), 5, "an unbound number can't be released");
    assert_eq!(act("suspend"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-SUSPENDED"));
    let moved = desk.run(&["licenses", "move", NUMBER, "--reason", "a test", "--yes", "--lang", "zh"]);
    assert_eq!(
        (moved.exit, moved.err.as_str()),
        (
            5,
            "NUMBER-SUSPENDED：AA03220123951：它已暂停，暂停期间不能迁移。\n没有作任何更改。请先恢复该许可证号，再迁移。\n"
        )
    );
    assert_eq!(act("resume"), 0);
    assert_eq!(reason(), None);
    assert_eq!(act("revoke"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-REVOKED"));
    assert_eq!(act("resume"), 5);
    let audit = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    let acts: Vec<_> =
        audit["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "revoke"]);
    for act in ["release", "suspend", "resume", "revoke"] {
        assert_eq!(desk.run(&["licenses", act, NUMBER]).exit, 2, "{act} needs a reason");
    }
}

#[test]
fn a_number_moves_to_a_given_request_or_stays_bound() {
    let desk = Desk::new(&[]);
    let old = desk.request(MACHINE, "BR80G1234567", 1);
    let new = desk.request(OTHER, "T90A7654321", 2).text().unwrap();
    let move_to =
        |request: &str| desk.run(&["licenses", "move", NUMBER, "--to", request, "--reason", "x", "--json"]);
    assert_eq!(move_to(&new).exit, 5, "an unbound number can't move");
    desk.answer(&old);
    // A refused machine doesn't take the number from the machine that has it.
    let bad = desk.request(BAD, "T90A7654321", 3).text().unwrap();
    let refused = move_to(&bad);
    assert_eq!((refused.exit, refused.json()["reason"].as_str()), (5, Some("MACHINE-REFUSED")));
    assert_eq!(desk.answer(&old).json()["how"], "again");
    let moved =
        desk.run(&["licenses", "move", NUMBER, "--to", &new, "--reason", "replaced, ticket 7", "--json"]);
    assert_eq!(moved.exit, 0, "{}", moved.err);
    let moved = moved.json();
    assert_eq!((&moved["decision"], &moved["how"]), (&json!("issued"), &json!("moved")));
    let shown = desk.succeed(&["licenses", "show", NUMBER]);
    assert!(shown.contains("Moved by an operator") && shown.matches("First use").count() == 1, "{shown}");
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 4)).json()["reason"], "DEVICE-DIFFERS");
    let license = desk.license(NUMBER);
    assert_eq!(
        license["audit"],
        json!([{
            "at": license["audit"][0]["at"], "operator": "li", "act": "move", "seat": 1, "detail": "",
            "reason": "replaced, ticket 7",
        }])
    );
    // A request for another number is refused.
    desk.succeed(&["licenses", "add", "AA03220123952"]);
    let other = desk.request_for("AA03220123952", OTHER, "T90A7654321", 5).text().unwrap();
    assert_eq!(desk.refusal(&["licenses", "move", NUMBER, "--to", &other, "--reason", "x"]), "NUMBER-OTHER");
    // Without a request, the number goes to the next machine that asks.
    assert_eq!(desk.run(&["licenses", "move", NUMBER]).exit, 2, "a move without a reason is refused");
    let freed = desk.run(&["licenses", "move", NUMBER, "--reason", "back again", "--json"]).json();
    assert_eq!(
        freed,
        json!({ "act": "move", "seat": 1, "detail": "", "answer": null, "number": desk.license(NUMBER) })
    );
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 6)).json()["how"], "rebound");
}

#[test]
fn a_bundle_or_a_folder_is_no_request_of_a_move() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let (bundle, folder) = (desk.dir.path().join("fleet.jsonl"), desk.dir.path().join("requests"));
    std::fs::write(&bundle, "{\"countersign\":\"requests\",\"version\":1}\n{\"end\":0}\n").unwrap();
    std::fs::create_dir(&folder).unwrap();
    for (path, lang, told) in [
        (&bundle, "en", "fleet.jsonl is a bundle"),
        (&bundle, "zh", "fleet.jsonl 是批量文件"),
        (&folder, "en", "requests is a folder."),
        (&folder, "zh", "requests 是目录。"),
    ] {
        let path = path.to_str().unwrap();
        let ran = desk.run(&["licenses", "move", NUMBER, "--to", path, "--reason", "x", "--lang", lang]);
        assert!(ran.exit == 5 && ran.err.starts_with("REQUEST-NOT-ONE"), "{}", ran.err);
        assert!(ran.err.replace('\n', " ").contains(told), "{}", ran.err);
    }
    assert_eq!(desk.license(NUMBER)["state"], "bound");
}

#[test]
fn a_receipt_releases_a_number_once() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    desk.answer(&request);
    let line = Desk::receipt(1);
    // One wrong character is corrected, as in every typed line.
    let slip = if line.starts_with('7') { line.replacen('7', "8", 1) } else { format!("7{}", &line[1..]) };
    let give_back = |line: &str| ["licenses", "release", NUMBER, "--receipt", line].map(str::to_owned);
    let refusal = |line: &str| desk.refusal(&give_back(line).each_ref().map(String::as_str));
    assert_eq!(refusal("00000 00000 0000"), "RECEIPT-MALFORMED");
    assert_eq!(
        refusal(&Desk::receipt(2)),
        "RECEIPT-WRONG",
        "the secret was never part of an answered request"
    );
    assert_eq!(desk.license(NUMBER)["state"], "bound");
    desk.succeed(&give_back(&slip).each_ref().map(String::as_str));
    let license = desk.license(NUMBER);
    assert_eq!(
        (&license["state"], &license["audit"][0]["act"]),
        (&json!("unused"), &json!("release-receipt"))
    );
    assert_eq!(license["audit"][0]["reason"], request.name().to_string());
    assert_eq!(license["nonces"], json!({ "answered": 1, "spent": 1 }));
    // Neither the receipt nor its request works a second time.
    assert_eq!(refusal(&line), "RECEIPT-SPENT");
    assert_eq!(desk.answer(&request).json()["reason"], "REQUEST-SPENT");
    assert_eq!(desk.answer(&desk.request(OTHER, "T90A7654321", 3)).json()["how"], "rebound");
    assert_eq!(refusal(&line), "RECEIPT-SPENT");
    assert_eq!(desk.license(NUMBER)["state"], "bound");
}

#[test]
fn a_receipt_needs_an_operators_reason_if_others_asked_as_well() {
    let desk = Desk::new(&[]);
    for secret in [1, 66] {
        desk.answer(&desk.request(MACHINE, "BR80G1234567", secret));
    }
    let line = Desk::receipt(1);
    let result = desk.run(&["licenses", "release", NUMBER, "--receipt", &line]);
    assert!(result.exit == 5 && result.err.starts_with("RECEIPT-OPERATOR"), "{}", result.err);
    assert!(result.err.contains("together with a reason"), "{}", result.err);
    desk.succeed(&["licenses", "release", NUMBER, "--receipt", &line, "--reason", "the owner called"]);
    assert_eq!(desk.license(NUMBER)["audit"][0]["reason"], "the owner called");
}

#[test]
fn a_license_is_renewed_and_edited_with_a_reason() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = desk.answer(&request).json();
    let change = |args: &[&str]| desk.run(&[&["licenses"], args].concat());
    for args in [
        &["renew", NUMBER, "--never"][..],
        &["renew", NUMBER, "--reason", "x"],
        &["edit", NUMBER, "--reason", "x"],
    ] {
        assert_eq!(change(args).exit, 2, "{args:?}");
    }
    let refusal = |args: &[&str]| desk.refusal(&[&["licenses"], args].concat());
    assert_eq!(refusal(&["renew", NUMBER, "--never", "--reason", "x"]), "NOTHING-CHANGED");
    assert_eq!(refusal(&["renew", NUMBER, "--expires", "2020-01-01", "--reason", "x"]), "EXPIRY-PAST");
    assert_eq!(change(&["renew", NUMBER, "--expires", "2099-12-31", "--reason", "paid"]).exit, 0);
    let renewed = desk.answer(&request).json();
    assert_eq!((&renewed["how"], &renewed["decision"]), (&json!("renewed"), &json!("issued")));
    assert_ne!(renewed["code"], first["code"]);
    assert_eq!(desk.answer(&request).json()["code"], renewed["code"]);
    assert_eq!(change(&["edit", NUMBER, "--edition", "2", "--seats", "2", "--reason", "more"]).exit, 0);
    let license = desk.license(NUMBER);
    assert_eq!(
        (&license["edition"], &license["seats"], &license["expires"]),
        (&2.into(), &2.into(), &"2099-12-31".into())
    );
    let details: Vec<_> = license["audit"].as_array().unwrap().iter().map(|one| &one["detail"]).collect();
    assert_eq!(details, ["expiry never -> 2099-12-31", "edition 0 -> 2, seats 1 -> 2"]);
    // The second machine gets the second seat. From now on a release must name a seat, and the number of seats can't go below two.
    let other = desk.answer(&desk.request(OTHER, "T90A7654321", 2)).json();
    assert_eq!((&other["how"], &other["seat"]), (&json!("another-seat"), &json!(2)));
    assert_eq!(refusal(&["release", NUMBER, "--reason", "x"]), "SEAT-MISSING");
    assert_eq!(refusal(&["edit", NUMBER, "--seats", "1", "--reason", "x"]), "SEATS-TAKEN");
    let shown = desk.succeed(&["licenses", "show", NUMBER]);
    for part in [
        "2 of 2 taken",
        "2, of these no longer valid: 0",
        "expiry without end -> 2099-12-31",
        OTHER[2],
        MACHINE[2],
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // A third machine is refused, and the operator sees which machines have the seats.
    let third = desk.request(["ASRock", "X570 Taichi", "M80-F3015500999"], "T90A7650000", 3);
    let full = desk.run(&["answer", &third.text().unwrap()]).out;
    for part in ["All 2 seats", "DEVICE-DIFFERS", "Seat 1: ", "Seat 2: ", OTHER[2], MACHINE[2]] {
        assert!(full.contains(part), "{part}: {full}");
    }
    let unknown = desk.run(&["licenses", "release", NUMBER, "--seat", "7", "--reason", "x"]);
    assert!(unknown.exit == 5 && unknown.err.starts_with("SEAT-UNKNOWN: "), "{}", unknown.err);
    assert!(unknown.err.contains("Seats with a machine: 1, 2."), "{}", unknown.err);
    let released = desk.succeed(&["licenses", "release", NUMBER, "--seat", "1", "--reason", "scrapped"]);
    assert!(released.contains("released. State: in use; Seats: 1 of 2 taken."), "{released}");
    assert_eq!(desk.answer(&request).json()["reason"], "REQUEST-SPENT");
    assert_eq!(desk.license(NUMBER)["bindings"][0]["seat"], 2);
    desk.succeed(&["licenses", "edit", NUMBER, "--seats", "1", "--reason", "fewer"]);
}

#[test]
fn an_expired_number_is_shown_as_expired() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    desk.answer(&request);
    // A past day can't be set, so the number expires by its days after a first code that is long ago.
    desk.succeed(&["licenses", "renew", NUMBER, "--days", "1", "--reason", "a trial"]);
    desk.database().execute_batch("UPDATE licenses SET first_issued = 100").unwrap();
    assert_eq!(desk.license(NUMBER)["state"], "expired");
    assert!(desk.succeed(&["licenses", "list"]).contains("expired"));
    assert!(desk.succeed(&["licenses", "list", "--state", "expired"]).contains(NUMBER));
    assert!(!desk.succeed(&["licenses", "list", "--state", "bound"]).contains(NUMBER));
    assert_eq!(desk.answer(&request).json()["reason"], "NUMBER-EXPIRED");
}
