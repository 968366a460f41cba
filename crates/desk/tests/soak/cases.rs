//! Handles a customer's case as a portal does. Never here: which cases must exist.

use serde_json::json;

use crate::account::Account;
use crate::asking::Client;
use crate::judge;
use crate::programs;

/// Reads a case of the number. If the case is open, adds a note or closes it.
pub fn work(client: &mut Client<'_>, account: &mut Account) {
    if account.cases.is_empty() {
        return;
    }
    let world = client.world;
    let (case, open) = client.dice.pick(&account.cases).clone();
    let path = format!("/api/v1/cases/{case}");
    let shown = client.send_until_answered("case", |address| programs::get(world, address, &path)).json();
    assert_eq!(shown["outcome"] == "open", open, "{case} of {}: {shown}", account.text);
    world.count("cases looked at");
    if !open {
        return;
    }
    if client.dice.chance(70) {
        let note = json!({ "text": "called back" }).to_string();
        let path = format!("{path}/notes");
        let noted =
            client.send_until_answered("note", |address| programs::post(world, address, &path, None, &note));
        assert!(noted.status < 300, "{case}: {} {}", noted.status, noted.body);
        return;
    }
    let reason = json!({ "reason": "the customer gave up" }).to_string();
    let path = format!("{path}/close");
    let closed =
        client.send_until_answered("close", |address| programs::post(world, address, &path, None, &reason));
    // An earlier try may have closed the case, and its response was lost.
    let done = closed.status < 300 || closed.status == 409 && closed.json()["code"] == "CASE-CLOSED";
    assert!(done, "{case}: {} {}", closed.status, closed.body);
    world.count("cases closed by hand");
    judge::close_case(account, &case);
}
