//! The route by file: the request is saved on a stick, and the answer is found there.

use std::fs;
use std::path::Path;

use countersign_testing::{Desk, Device, NUMBER, OTHER_NUMBER, file_names, good_machine};

/// The text of the only file on the stick with a name that begins with `request-`.
fn request_on(stick: &Path) -> String {
    let names = file_names(stick);
    let name = names.iter().find(|name| name.starts_with("request-")).expect("the stick has a request");
    fs::read_to_string(stick.join(name)).unwrap()
}

#[test]
fn the_stick_is_offered_and_the_answer_on_it_is_found() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let stick = device.plug_in();
    let mut session = device.pty_at_inspect();
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("2");
    session.wait_for("s save");
    session.send("s");
    session.wait_for("Save the request as:");
    session.wait_for("USB STICK/request-");
    session.send("\r");
    session.wait_for("Written:");
    // A code of another machine and a file without a code are there too.
    let other = Device::new(&good_machine(), &desk);
    fs::write(stick.join("of-another.txt"), desk.issue(&other.request(OTHER_NUMBER)).text()).unwrap();
    fs::write(stick.join("shopping.txt"), "milk, bread\n".repeat(40)).unwrap();
    let issued = desk.issue(&request_on(&stick));
    fs::write(
        stick.join("answer (1).txt"),
        format!("Dear customer,\r\n\r\n{}\r\nRegards\r\n", issued.text()),
    )
    .unwrap();
    session.send("\r");
    session.wait_for("6 CODE");
    session.wait_for("USB STICK/answer (1).txt");
    session.wait_for("This file has the code for this machine. Enter uses it.");
    session.send("\r");
    session.wait_for("All seven lines are complete. Enter checks the code.");
    session.send("\r");
    session.wait_for("The code is genuine and was kept.");
    session.send("\r\r");
    assert_eq!(session.end(), 0);
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn the_desks_report_on_the_stick_says_that_the_request_was_refused() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let stick = device.plug_in();
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n2\ns\n\n"));
    assert!(ran.out.contains("Written:"), "{}", ran.out);
    let at_code = || {
        let shown = device.run_with_input(&["--plain"], "\n\n").out;
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let told = "The desk refused the request: NUMBER-SUSPENDED.";
    // A report on another request says nothing of this one.
    let report = stick.join("countersign-report.txt");
    fs::write(&report, format!("Refused: NUMBER-SUSPENDED, number {NUMBER}, request K7Q-F2M\n")).unwrap();
    assert!(!at_code().contains(told));
    let change = |action: &str| desk.run(&["licenses", action, NUMBER, "--reason", "unpaid"]).exit;
    assert_eq!(change("suspend"), 0);
    for lang in ["en", "zh"] {
        fs::remove_file(&report).unwrap();
        desk.run(&["answer", &stick.display().to_string(), "--lang", lang]);
        let out = at_code();
        assert!(out.contains(told) && out.contains("USB STICK/countersign-report.txt' says why."), "{out}");
    }
    // Once the desk has answered with a code, the old report is of no interest.
    let old = fs::read(&report).unwrap();
    assert_eq!(change("resume"), 0);
    desk.run(&["answer", &stick.display().to_string()]);
    fs::write(&report, old).unwrap();
    let out = at_code();
    assert!(out.contains("This file has the code for this machine.") && !out.contains(told), "{out}");
}

#[test]
fn an_existing_file_needs_confirmation_and_tab_completes_a_path() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let inner = device.work().join("letters");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("mine.txt"), "precious").unwrap();
    let mut session = device.pty_at_inspect();
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("2");
    session.wait_for("s save");
    session.send("s");
    session.wait_for("/work/request-");
    // A slash begins another path in place of the one filled in.
    session.send(format!("{}/le", device.work().display()));
    session.wait_for("/work/le ");
    session.send("\t");
    session.wait_for("/letters/");
    session.send("\t");
    session.wait_for("letters/mine.txt");
    session.send("\r");
    session.wait_for("y replaces it, Esc goes back to change the name.");
    session.send("\x1b");
    session.wait_for("Save the request as:");
    assert_eq!(fs::read(inner.join("mine.txt")).unwrap(), b"precious");
    session.send("\r");
    session.wait_for("y replaces it");
    session.send("y");
    session.wait_for("Written:");
    assert!(fs::read_to_string(inner.join("mine.txt")).unwrap().starts_with("[COUNTERSIGN REQUEST "));
    // A folder is enough: the file gets its own name there.
    session.send("p");
    session.wait_for("Save the request as:");
    session.wait_for(".png");
    session.send(inner.display().to_string());
    session.wait_for("/work/letters ");
    session.send("\r");
    session.wait_for("Written:");
    assert!(file_names(&inner).iter().any(|name| name.starts_with("request-") && name.ends_with(".png")));
    session.hang_up();
}

#[test]
fn an_activation_by_file_works_in_plain_mode() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let stick = device.plug_in();
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n2\ns\n\n"));
    assert!(ran.out.contains("Path of the file to save") && ran.out.contains("Written:"), "{}", ran.out);
    let issued = desk.issue(&request_on(&stick));
    // No answer is there yet: the folder is asked for, and it is searched again once the answer has come.
    let ran = device.run_with_input(&["--plain"], "\n\n");
    assert!(ran.out.contains("Type its path, or a folder to look in."), "{}", ran.out);
    let folder = stick.join("from the desk");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("answer.txt"), issued.text()).unwrap();
    let ran = device.run_with_input(&["--plain"], &format!("\n{}\n\n\n\n\n", folder.display()));
    for text in ["from the desk/answer.txt]", "Enter uses it.", "Line 7: accepted.", "8 DONE"] {
        assert!(ran.out.contains(text), "{text:?} is missing in {}", ran.out);
    }
    assert_eq!(ran.exit, 0);
}

#[test]
fn a_code_typed_at_the_question_for_its_file_is_accepted() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let lines = issued.lines.join("\n");
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n2\n\n{lines}\n\n\n\n"));
    assert!(ran.out.contains("Path of the file with the code") && ran.exit == 0, "{}", ran.out);
}
