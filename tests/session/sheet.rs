//! The log of a session, and the sheet of `report --sheet`.

use std::fs;

use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine, read_qr};

/// Runs a session that takes a way, makes a request, saves a file and gets part of a code; Ctrl-C ends it.
fn session(device: &Device) {
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("1\r");
    pty.wait_for("4 ROUTE");
    pty.send("2");
    pty.wait_for("5 REQUEST");
    pty.send("s");
    pty.wait_for("/work/request-");
    pty.send("\r");
    pty.wait_for("Written: ");
    pty.send("\r");
    // The wizard asks for the path of the answer's file first, then for the lines.
    pty.wait_for("The file with the code:");
    pty.send("SECRETS3CRET\r");
    pty.wait_for("FILE-FAILED");
    pty.send("\x1b");
    pty.wait_for("Lines left");
    pty.send("SECRETS3CRET\r");
    pty.send("\x03");
    pty.end();
}

#[test]
fn the_log_of_a_session_is_in_report_and_sheet_without_the_code() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    session(&device);
    let name = device.run(&["request", "--json"]).json()["name"].as_str().unwrap().to_owned();
    let log = [
        "The machine was read: ",
        "Step 3 FIX",
        "Way taken: Use values from other places on this machine",
        "Route chosen: By file",
        &format!("Request {name}"),
        "File written: ",
        "Step 6 CODE",
    ];
    for args in [&["report"][..], &["report", "--sheet"], &["report", "--sheet=html"]] {
        let ran = device.run(args);
        let at: Vec<_> = log.iter().map(|one| ran.out.rfind(one)).collect();
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{args:?} {at:?}: {}", ran.out);
        assert!(ran.out.contains(" UTC  Step 3 FIX"), "{args:?}: {}", ran.out);
        assert!(!ran.out.to_uppercase().contains("SECRETS3CRET"), "{args:?}: {}", ran.out);
    }
    let json = device.run(&["report", "--json"]).json();
    let entries = json["log"].as_array().unwrap();
    assert!(entries.iter().any(|one| one["what"] == "request" && one["detail"] == name.as_str()), "{json}");
    assert!(entries.iter().all(|one| one["at"].as_i64().unwrap() > 1_700_000_000));
    let zh = device.run(&["report", "--lang", "zh"]);
    assert!(
        zh.out.contains("处理过程（时间为 UTC）") && zh.out.contains("选择途径：用 U 盘传文件"),
        "{}",
        zh.out
    );
}

#[test]
fn a_sheet_has_request_values_plan_hotline_and_room_for_the_code() {
    let desk = Desk::with(&["--hotline", "+1 555 0100"], &[]);
    let device = Device::new(&bad_machine(), &desk);
    let none = device.run(&["report", "--sheet"]);
    assert!(none.exit == 0 && none.out.contains("No request is open"), "{none:#?}");
    let ran = device.run(&["request", "--number", NUMBER, "--recover", "--json"]);
    let (url, text) = (ran.json()["url"].as_str().unwrap().to_owned(), ran.json()["text"].clone());
    let lines: Vec<String> = text.as_str().unwrap().lines().map(str::to_owned).collect();
    for args in [&["report", "--sheet"][..], &["report", "--html"], &["report", "--sheet=html"]] {
        let ran = device.run(args);
        assert_eq!(ran.exit, 0, "{ran:#?}");
        for wanted in [NUMBER, "+1 555 0100", "MODEL-BLANK", "Write the seven lines"] {
            assert!(ran.out.contains(wanted), "{args:?} {wanted}: {}", ran.out);
        }
        assert!(lines.iter().all(|line| ran.out.contains(line.as_str())), "{args:?}: {}", ran.out);
        assert!(ran.out.contains("countersign request --recover"), "the plan is missing: {}", ran.out);
    }
    // On a terminal, a camera can read the QR of the sheet.
    let mut shown = Pty::spawn(&device.command(&["report", "--sheet"]), (80, 140));
    assert_eq!((shown.end(), shown.look(read_qr)), (0, Some(url)));
    let usage = device.run(&["report", "--html", "--json"]);
    assert_eq!(usage.exit, 2, "{usage:#?}");
}

#[test]
fn a_sheet_without_a_readable_request_says_why() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.request(NUMBER);
    fs::remove_dir_all(device.efivars()).unwrap();
    let list = device.state_file("requests-");
    fs::remove_file(&list).unwrap();
    fs::create_dir(&list).unwrap();
    let ran = device.run(&["report", "--sheet"]);
    assert!(ran.out.contains("KEEP-NOT-REGULAR") && !ran.out.contains("No request is open"), "{ran:#?}");
}
