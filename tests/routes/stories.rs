//! From the number to the kept activation, by each way.

use countersign_core::machine::Field;
use serde_json::json;

use crate::served::{OPERATOR, PASSWORD, Served, ask_online, at_route, device, kept, office};
use countersign_testing::http as client;
use countersign_testing::{Desk, NUMBER, bad_machine, good_machine, names_in, qr_on};

#[test]
fn over_the_network() {
    let desk = Desk::new();
    let served = Served::of(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    kept(pty, &device);
    let json = device.run(&["status", "--json"]).json();
    assert_eq!((json["kept"]["file"].as_str(), json["kept"]["efi"].as_str()), (Some("whole"), Some("whole")));
    let story = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!((&story["state"], &story["scheme"]), (&json!("bound"), &json!(3)));
}

#[test]
fn over_the_network_line_by_line() {
    let desk = Desk::new();
    let served = Served::of(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    // The ways are phone, file, network.
    let ran = device.feed(&["--plain"], &format!("{NUMBER}\n\n3\n\n\n"));
    assert_eq!(ran.exit, 0, "{ran:#?}");
    for text in ["Asking the desk at http://127.0.0.1:", "7 KEEP", "8 DONE"] {
        assert!(ran.out.contains(text), "{text} in {}", ran.out);
    }
}

#[test]
fn a_refusal_over_the_network_leads_to_the_remedies_and_on() {
    let desk = Desk::new();
    let served = Served::of(&desk, &[]);
    let device = device(&bad_machine(), &desk, &served.url);
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(&format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("a");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    for text in ["MACHINE-REFUSED: ", "MODEL-BLANK, SERIAL-PLACEHOLDER", "Case CAS-000001: quote it"] {
        pty.wait_for(text);
    }
    pty.send("\r");
    pty.wait_for("3 FIX");
    device.becomes(&good_machine());
    pty.send("r");
    pty.wait_for("Serial, now M80F3A1C700482");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    kept(pty, &device);
    let case = desk.run(&["cases", "show", "1", "--json"]).json();
    assert_eq!((&case["outcome"], &case["changed"]), (&json!("solved"), &json!(["model", "serial"])));
}

#[test]
fn a_number_that_the_desk_does_not_know_can_be_typed_again() {
    let desk = Desk::new();
    let served = Served::of(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send("AA09999999999\r");
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    pty.wait_for("NUMBER-UNKNOWN: ");
    pty.send("\r");
    pty.wait_for("1 WELCOME");
    pty.send(&format!("\x15{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    kept(pty, &device);
}

#[test]
fn by_a_phone_page() {
    let desk = Desk::new();
    let served = Served::of(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let shown = pty.until("QR that can be read", qr_on);
    let path = &shown[shown.find("/R/").expect("a request's path")..];
    let look = client::send(served.address(), "GET", path, &[], "").unwrap();
    assert!(look.status == 200 && look.lines().is_empty() && look.body.contains(NUMBER), "{}", look.body);
    let lines = client::send(served.address(), "POST", path, &[], "").unwrap().lines();
    assert_eq!(lines.len(), 7);
    pty.send("\r");
    pty.wait_for("6 CODE");
    for (at, line) in lines.iter().enumerate() {
        pty.send(line);
        let said = format!("Lines left: {} of 7.", 6 - at);
        pty.wait_for(if at == 6 { "All seven lines read." } else { &said });
    }
    pty.send("\r");
    kept(pty, &device);
}

#[test]
fn by_word_through_the_office() {
    let desk = office(&["--spoken"]);
    let served = Served::of(&desk, &["--insecure-cookies"]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    pty.send("3");
    pty.wait_for("5 REQUEST");
    // What the caller reads out: four lines with their numbers, a group a row with its words.
    let heard: Vec<String> = pty.until("four lines", |screen| {
        let all = screen.contents();
        let rows: Vec<Vec<&str>> = all.lines().map(|row| row.split_whitespace().collect()).collect();
        let line = |number: u8| {
            let first = rows.iter().position(|row| row.first() == Some(&number.to_string().as_str()))?;
            let mut line = String::from(*rows.get(first)?.get(1)?);
            for row in rows.get(first + 1..first + 4)? {
                line.push_str(row.first()?);
            }
            (line.len() == 20).then_some(line)
        };
        (8..=11).map(line).collect::<Option<Vec<_>>>()
    });
    let answer = typed_at_the_office(&served, &heard);
    // The operator reads seven lines back, group by group.
    let groups: Vec<&str> =
        answer.split("<b>").skip(1).filter_map(|rest| rest.split("</b>").next()).filter(is_group).collect();
    assert_eq!(groups.len(), 28, "{answer}");
    pty.send("\r");
    pty.wait_for("6 CODE");
    for (at, line) in groups.chunks(4).enumerate() {
        pty.send(&line.join(" ").to_lowercase());
        let said = format!("Lines left: {} of 7.", 6 - at);
        pty.wait_for(if at == 6 { "All seven lines read." } else { &said });
    }
    pty.send("\r");
    kept(pty, &device);
    let story = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    let first = &story["requests"][0];
    assert_eq!((&first["by_word"], &first["operator"]), (&json!(true), &json!(OPERATOR)));
}

fn is_group(text: &&str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Signs in, types the lines into the form for requests by word, and answers.
fn typed_at_the_office(served: &Served, heard: &[String]) -> String {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let sign_in = format!("name={OPERATOR}&password={}&next=%2Foffice", PASSWORD.replace(' ', "+"));
    let reply = client::send(served.address(), "POST", "/office/login", &[form], &sign_in).unwrap();
    let cookie = reply.cookies.first().expect("a session").split(';').next().unwrap().to_owned();
    let page = client::send(served.address(), "GET", "/office/spoken", &[("cookie", &cookie)], "").unwrap();
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let lines: String = (8..).zip(heard).map(|(at, line)| format!("&line{at}={line}")).collect();
    let body = format!("csrf={csrf}{lines}&do=answer");
    let headers = [("cookie", &*cookie), form];
    client::send(served.address(), "POST", "/office/spoken", &headers, &body).unwrap().body
}

/// The case this all began with, on the device's side too: refused under scheme 3, helped out by the older binding,
/// which a reinstall forgets, and bound under scheme 3 once the firmware is right. No operator touches the number.
#[test]
fn refused_then_older_then_mended() {
    let desk = Desk::with(&["--older-binding"], &[]);
    let served = Served::of(&desk, &[]);
    let bad = bad_machine().with_value(Field::BoardSerial, "M80F3A1C700482");
    let device = device(&bad, &desk, &served.url);
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(&format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("choose it at Route");
    pty.send("a");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    pty.wait_for("MACHINE-REFUSED: ");
    pty.send("\x1b");
    pty.wait_for("The older binding, by this machine's network");
    pty.wait_for("lost at a reinstall");
    pty.send("4");
    pty.wait_for("a reinstall of the system loses it");
    pty.send("\r");
    pty.wait_for("This is the older binding");
    kept(pty, &device);
    assert!(device.run(&["status"]).out.contains("older binding"));
    let scheme =
        |device: &countersign_testing::Device| device.run(&["status", "--json"]).json()["scheme"].clone();
    assert_eq!(scheme(&device), json!(2));
    let in_uefi =
        || names_in(&device.efivars()).iter().any(|name| name.starts_with("CountersignActivation-"));
    assert!(!in_uefi(), "the older binding is no guest of UEFI's");

    // A reinstall forgets it.
    std::fs::remove_dir_all(device.state()).unwrap();
    assert_eq!(device.run(&["status"]).exit, 3);

    // The firmware is mended: the same number, the same machine, now for good.
    device.becomes(&good_machine());
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    kept(pty, &device);
    assert_eq!(scheme(&device), json!(3));
    assert!(in_uefi());
    let story = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!((&story["state"], &story["scheme"]), (&json!("bound"), &json!(3)));
    assert!(story["audit"].as_array().unwrap().is_empty(), "without anyone's hand");
    let case = desk.run(&["cases", "show", "1", "--json"]).json();
    assert_eq!((&case["outcome"], &case["changed"]), (&json!("solved"), &json!(["model", "serial"])));
}
