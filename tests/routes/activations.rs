//! From the license number to the kept activation, by each way to the desk.

use countersign_core::machine::Field;
use serde_json::json;

use crate::desk_server::{
    DeskServer, OPERATOR, PASSWORD, ask_online, at_route, desk_with_operator, device, finish_kept,
};
use countersign_testing::{Desk, NUMBER, bad_machine, file_names, good_machine, http, read_qr};

#[test]
fn a_machine_is_activated_over_the_network() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    finish_kept(pty, &device);
    let json = device.run(&["status", "--json"]).json();
    assert_eq!((json["kept"]["file"].as_str(), json["kept"]["efi"].as_str()), (Some("whole"), Some("whole")));
    let license = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!((&license["state"], &license["scheme"]), (&json!("bound"), &json!(3)));
}

#[test]
fn a_machine_is_activated_over_the_network_in_plain_mode() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    // The routes are phone, file, network.
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n3\n\n\n"));
    assert_eq!(ran.exit, 0, "{ran:#?}");
    for text in ["Asking the desk at http://127.0.0.1:", "7 KEEP", "8 DONE"] {
        assert!(ran.out.contains(text), "{text} is missing in {}", ran.out);
    }
}

#[test]
fn a_refusal_over_the_network_leads_to_the_remedies() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = device(&bad_machine(), &desk, &served.url);
    let mut pty = device.pty_at_inspect();
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
    device.change_machine(&good_machine());
    pty.send("r");
    pty.wait_for("Serial, now M80F3A1C700482");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    finish_kept(pty, &device);
    let case = desk.run(&["cases", "show", "1", "--json"]).json();
    assert_eq!((&case["outcome"], &case["changed"]), (&json!("solved"), &json!(["model", "serial"])));
}

#[test]
fn an_unknown_number_can_be_typed_again() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
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
    pty.send(format!("\x15{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    finish_kept(pty, &device);
}

#[test]
fn a_machine_is_activated_by_the_phone_page() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let shown = pty.until("QR that can be read", read_qr);
    let path = &shown[shown.find("/R/").expect("the QR holds the path of a request")..];
    let look = http::send(served.address(), "GET", path, &[], "").unwrap();
    assert!(look.status == 200 && look.lines().is_empty() && look.body.contains(NUMBER), "{}", look.body);
    let lines = http::press(served.address(), path, &[]).unwrap().lines();
    assert_eq!(lines.len(), 7);
    pty.send("\r");
    pty.wait_for("6 CODE");
    for (at, line) in lines.iter().enumerate() {
        pty.send(line);
        let said = format!("Lines left: {} of 7.", 6 - at);
        pty.wait_for(if at == 6 { "All seven lines are complete." } else { &said });
    }
    pty.send("\r");
    finish_kept(pty, &device);
}

#[test]
fn a_machine_is_activated_by_telephone() {
    let desk = desk_with_operator(&["--spoken"]);
    let served = DeskServer::start(&desk, &["--insecure-cookies"]);
    let device = device(&good_machine(), &desk, &served.url);
    let mut pty = at_route(&device);
    pty.send("3");
    pty.wait_for("5 REQUEST");
    // The caller reads out four lines with their numbers, one group with its words in each row.
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
        pty.send(line.join(" ").to_lowercase());
        let said = format!("Lines left: {} of 7.", 6 - at);
        pty.wait_for(if at == 6 { "All seven lines are complete." } else { &said });
    }
    pty.send("\r");
    finish_kept(pty, &device);
    let license = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    let first = &license["requests"][0];
    assert_eq!((&first["by_word"], &first["operator"]), (&json!(true), &json!(OPERATOR)));
}

fn is_group(text: &&str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Signs in, types the lines into the form for spoken requests, and returns the page.
fn typed_at_the_office(served: &DeskServer, heard: &[String]) -> String {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let sign_in = format!("name={OPERATOR}&password={}&next=%2Foffice", PASSWORD.replace(' ', "+"));
    let reply = http::send(served.address(), "POST", "/office/login", &[form], &sign_in).unwrap();
    let cookie =
        reply.cookies.first().expect("the reply sets a session cookie").split(';').next().unwrap().to_owned();
    let page = http::send(served.address(), "GET", "/office/spoken", &[("cookie", &cookie)], "").unwrap();
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let lines: String = (8..).zip(heard).map(|(at, line)| format!("&line{at}={line}")).collect();
    let body = format!("csrf={csrf}&number={NUMBER}{lines}&do=answer");
    let headers = [("cookie", &*cookie), form];
    http::send(served.address(), "POST", "/office/spoken", &headers, &body).unwrap().body
}

/// A machine is refused under scheme 3 and activated by the older binding, which a reinstall loses. Once the firmware is mended,
/// it is bound under scheme 3. No operator changes the number.
#[test]
fn the_older_binding_is_upgraded_after_the_firmware_is_mended() {
    let desk = Desk::with(&["--older-binding"], &[]);
    let served = DeskServer::start(&desk, &[]);
    let bad = bad_machine().with_value(Field::BoardSerial, "M80F3A1C700482");
    let device = device(&bad, &desk, &served.url);
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("Last resort: the older binding");
    pty.send("a");
    pty.wait_for("4 ROUTE");
    ask_online(&mut pty);
    pty.wait_for("MACHINE-REFUSED: ");
    pty.send("\x1b");
    pty.wait_for("The older binding, by this machine's network");
    pty.wait_for("4 ROUTE CAS-");
    assert!(device.run(&["report"]).out.contains("is open at the desk: quote it when you call."));
    pty.wait_for("lost at a reinstall");
    pty.send("4");
    pty.wait_for("a reinstall of the system loses it");
    pty.send("\r");
    pty.wait_for("This is the older binding");
    finish_kept(pty, &device);
    assert!(device.run(&["status"]).out.contains("Older binding"));
    let scheme =
        |device: &countersign_testing::Device| device.run(&["status", "--json"]).json()["scheme"].clone();
    assert_eq!(scheme(&device), json!(2));
    let in_uefi =
        || file_names(&device.efivars()).iter().any(|name| name.starts_with("CountersignActivation-"));
    assert!(!in_uefi(), "the older binding is not kept in UEFI");

    // The firmware is mended: request and wizard offer to move it up.
    device.change_machine(&good_machine());
    let request = device.run(&["request", "--number", NUMBER]);
    assert!(request.err.contains("upgrades it") && !request.err.contains("no new code"), "{request:#?}");
    let mut offered = device.pty(&[]);
    offered.wait_for("upgrades this license");
    offered.send("a");
    offered.wait_for("2 INSPECT");
    offered.send("q");
    offered.end();
    device.change_machine(&bad);

    // A reinstall loses the activation.
    std::fs::remove_dir_all(device.state()).unwrap();
    assert_eq!(device.run(&["status"]).exit, 3);

    // The firmware is mended: the same number and machine, under scheme 3.
    device.change_machine(&good_machine());
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    finish_kept(pty, &device);
    assert_eq!(scheme(&device), json!(3));
    assert!(in_uefi());
    let license = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!((&license["state"], &license["scheme"]), (&json!("bound"), &json!(3)));
    assert!(license["audit"].as_array().unwrap().is_empty(), "no operator changed the number");
    let case = desk.run(&["cases", "show", "1", "--json"]).json();
    assert_eq!((&case["outcome"], &case["changed"]), (&json!("solved"), &json!(["model", "serial"])));
}
