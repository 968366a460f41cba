//! What a portal does with a case of a customer. Never here: which cases there have to be.

use serde_json::json;

use crate::account::Account;
use crate::asking::Asker;
use crate::judge;
use crate::programs;

/// Reads a case of the number, writes a note, or closes one that is open.
pub fn work(asker: &mut Asker<'_>, account: &mut Account) {
    if account.cases.is_empty() {
        return;
    }
    let world = asker.world;
    let (case, open) = asker.dice.pick(&account.cases).clone();
    let path = format!("/api/v1/cases/{case}");
    let shown = asker.until("case", |address| programs::get(world, address, &path)).json();
    assert_eq!(shown["outcome"] == "open", open, "{case} of {}: {shown}", account.text);
    world.count("cases looked at");
    if !open {
        return;
    }
    if asker.dice.chance(70) {
        let note = json!({ "text": "called back" }).to_string();
        let path = format!("{path}/notes");
        let noted = asker.until("note", |address| programs::post(world, address, &path, None, &note));
        assert!(noted.status < 300, "{case}: {} {}", noted.status, noted.body);
        return;
    }
    let reason = json!({ "reason": "the customer gave up" }).to_string();
    let path = format!("{path}/close");
    let closed = asker.until("close", |address| programs::post(world, address, &path, None, &reason));
    // A try whose reply was lost has closed it already.
    let done = closed.status < 300 || closed.status == 409 && closed.json()["code"] == "CASE-CLOSED";
    assert!(done, "{case}: {} {}", closed.status, closed.body);
    world.count("cases closed by hand");
    judge::close(account, &case);
}
