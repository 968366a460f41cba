//! Two desks with one database keep no state of their own: each sees at once what the other does and what commands change.

use countersign_core::protocol::Request;
use countersign_testing::http::{self, Reply};
use countersign_testing::invented::{Ask, Requests};
use countersign_testing::{Desk, ServedDesk, run_with_input};
use serde_json::json;

use super::{cluster, serve_two};
use crate::support::Fsync;

const RIGHT: &str = "correct-horse-battery";
const WRONG: &str = "wrong-horse-battery";

fn get(desk: &ServedDesk, path: &str) -> Reply {
    http::send(desk.address(), "GET", path, &[], "").unwrap()
}

/// The page of a request, at a desk.
fn phone_page(desk: &ServedDesk, request: &Request) -> Reply {
    let url = request.url("desk.example").unwrap();
    get(desk, url.strip_prefix("HTTPS://DESK.EXAMPLE").unwrap())
}

fn ask(desk: &ServedDesk, request: &Request) -> Reply {
    http::json(desk.address(), &json!({ "request": request.text().unwrap() }).to_string()).unwrap()
}

#[test]
fn changed_profiles_and_keys_take_effect_at_all_desks_at_once() {
    let Some((_cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    desk.add_invented_numbers(8);
    let served = serve_two(&desk);
    let old = Requests::new(&desk.profile_text());
    let request = |requests: &Requests, number| requests.accepted(Ask { number, machine: number, nonce: 0 });

    // A page uses the new profile of its request.
    desk.succeed(&["profiles", "publish", "--name", "Example OS 11"]);
    let new = Requests::new(&desk.profile_text());
    for one in &served {
        let page = phone_page(one, &request(&new, 0));
        assert!(page.status == 200 && page.body.contains("Activate Example OS 11"), "{}", page.body);
    }
    // An answer uses a new profile too, without an earlier page.
    desk.elsewhere().succeed(&["profiles", "publish", "--hotline", "400 765 4321"]);
    let newest = Requests::new(&desk.succeed(&["profiles", "show", "3"]));
    for (one, number) in served.iter().zip(1..) {
        let reply = ask(one, &request(&newest, number));
        assert_eq!((reply.status, &reply.json()["decision"]), (200, &json!("issued")), "{}", reply.body);
    }
    // One desk's computer adds a key, and the other's retires one: profiles that pin only the retired key end at both desks.
    desk.succeed(&["keys", "add"]);
    desk.elsewhere().succeed(&["keys", "retire", "0"]);
    for (one, number) in served.iter().zip(3..) {
        let reply = ask(one, &request(&old, number));
        assert_eq!(
            (reply.status, &reply.json()["reason"]),
            (200, &json!("PROFILE-RETIRED")),
            "{}",
            reply.body
        );
    }
    let newest = Requests::new(&desk.profile_text());
    for (one, number) in served.iter().zip(5..) {
        assert_eq!(ask(one, &request(&newest, number)).json()["decision"], "issued");
    }
}

/// Posts the sign-in form.
fn sign_in(desk: &ServedDesk, password: &str) -> Reply {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("name=li&password={password}&next=%2Foffice");
    http::send(desk.address(), "POST", "/office/login", &form, &body).unwrap()
}

/// The cookie of a new session.
fn session(desk: &ServedDesk, password: &str) -> String {
    let reply = sign_in(desk, password);
    assert_eq!(reply.status, 303, "{}", reply.body);
    reply.cookies[0].split(';').next().unwrap().to_owned()
}

/// The office's response to a cookie.
fn office(desk: &ServedDesk, cookie: &str) -> Reply {
    http::send(desk.address(), "GET", "/office", &[("cookie", cookie)], "").unwrap()
}

/// Runs a command that reads a password.
fn set_password(desk: &Desk, command: &str, password: &str) {
    let mut command = desk.command(&["operators", command, "li", "--password-stdin"]);
    let ran = run_with_input(&mut command, &format!("{password}\n"));
    assert_eq!(ran.exit, 0, "{}", ran.err);
}

#[test]
fn sessions_and_lockouts_are_shared_by_all_desks() {
    let Some((_cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    set_password(&desk, "add", RIGHT);
    let served = serve_two(&desk);
    let [one, other] = &served;

    // A session that one desk opened is valid at the other, and ends for both.
    let cookie = session(one, RIGHT);
    let page = office(other, &cookie);
    assert_eq!(page.status, 200);
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let ended =
        http::send(other.address(), "POST", "/office/logout", &form, &format!("csrf={csrf}")).unwrap();
    assert_eq!((ended.status, ended.header("location")), (303, Some("/office/login")));
    for desk in &served {
        assert_eq!(office(desk, &cookie).status, 303);
    }

    // Wrong passwords count together: five are free.
    let kept = session(other, RIGHT);
    for desk in served.iter().cycle().take(5) {
        assert_eq!(sign_in(desk, WRONG).status, 403);
    }
    for desk in &served {
        let locked = sign_in(desk, RIGHT);
        assert!(locked.status == 429 && locked.header("retry-after").is_some(), "{}", locked.body);
        assert_eq!(office(desk, &kept).status, 200, "an open session stays valid");
    }

    // A new password works at both desks, and ends the earlier sessions at both.
    set_password(&desk, "passwd", WRONG);
    for desk in &served {
        assert_eq!(office(desk, &kept).status, 303);
        let cookie = session(desk, WRONG);
        assert!(served.iter().all(|desk| office(desk, &cookie).status == 200));
    }
    desk.succeed(&["operators", "remove", "li"]);
    assert!(served.iter().all(|desk| sign_in(desk, WRONG).status == 403));
}

#[test]
fn builds_and_links_are_shared_by_all_desks() {
    let Some((_cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    let other = desk.elsewhere();
    let served = serve_two(&desk);
    // More than one piece, with the header of a program for x86_64.
    let mut bytes: Vec<u8> = (0..700_000).map(|at| (at % 251) as u8).collect();
    bytes[..20].copy_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0");
    let program = desk.folder().join("program");
    std::fs::write(&program, bytes).unwrap();
    desk.succeed(&["downloads", "add", program.to_str().unwrap(), "--version", "1.2.0"]);
    let made: serde_json::Value =
        serde_json::from_str(&other.succeed(&["downloads", "link", "--json"])).unwrap();
    let path = format!("/d/{}", made["code"].as_str().unwrap());
    let [one, two] = served.each_ref().map(|desk| (get(desk, &path), get(desk, &format!("{path}/x86_64"))));
    assert_eq!((one.0.status, one.1.status), (200, 200), "{}", one.0.body);
    assert!(one.0.body == two.0.body, "both desks show the same checksums");
    assert!(one.1.body == two.1.body && one.1.body.len() > 700_000, "both desks send the same archive");
    let links: serde_json::Value =
        serde_json::from_str(&desk.succeed(&["downloads", "links", "--json"])).unwrap();
    assert_eq!(links["links"][0]["downloads"], 2);
    desk.succeed(&["downloads", "revoke", &path]);
    for desk in &served {
        let reply = get(desk, &format!("{path}/x86_64"));
        assert!(reply.status == 410 && reply.body.starts_with("LINK-REVOKED"), "{}", reply.body);
    }
}
