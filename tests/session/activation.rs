//! From a refused machine to an activated one, with both programs; interrupted sessions continue.

use countersign_core::machine::Field;
use countersign_testing::{
    Desk, Device, NUMBER, bad_machine, good_machine, read_qr, with_wrong_characters, write_sysfs,
};

#[test]
fn a_refused_machine_is_mended_and_activated() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let before = device.run(&["inspect"]);
    assert_eq!(before.exit, 3, "{before:#?}");

    // Steps 1 and 2: the number; the predicted refusal with its reasons by field.
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(NUMBER);
    pty.wait_for(NUMBER);
    pty.send("\r");
    pty.wait_for("2 INSPECT");
    for text in ["ASRock", "MODEL-BLANK", "To Be Filled By O.E.M.", "SERIAL-PLACEHOLDER"] {
        pty.wait_for(text);
    }
    pty.wait_for("The desk will refuse this machine: 2 of 3 binding fields can't be used.");
    pty.wait_for("can be kept here: in UEFI and in a file");

    // Step 3: the ways; the machine changes and is read again.
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.wait_for("Use values from other places on this machine");
    pty.send("1");
    pty.wait_for("Serial: M80F3A1C700482 (the board serial of this machine)");
    pty.send("\x1b");
    pty.wait_for("Write the firmware");
    pty.send("2");
    pty.wait_for("AMIDE");
    device.change_machine(&good_machine().with_value(Field::Serial, "To Be Filled By O.E.M."));
    pty.send("r");
    pty.wait_for("Fields that still can't be used: 1.");
    device.change_machine(&good_machine());
    pty.send("r");
    for text in ["Model, before (empty)", "Model, now H310M-R8", "Serial, before To Be Filled By O.E.M."] {
        pty.wait_for(text);
    }
    pty.wait_for("Serial, now M80F3A1C700482");
    pty.wait_for("The desk will accept this machine");

    // Steps 4 and 5: the request, read from the QR on the screen.
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    pty.wait_beside_qr("The desk will accept these values.");
    let shown = pty.until("QR that can be read", read_qr);
    let open = device.run(&["request", "--json"]);
    assert_eq!(open.exit, 0, "{open:#?}");
    let open = open.json();
    assert_eq!(open["url"], *shown);
    assert_eq!((open["predicted"].as_str(), open["number"].as_str()), (Some("accepted"), Some(NUMBER)));
    pty.wait_beside_qr(&format!("Request: {}", open["name"].as_str().unwrap()));

    // The desk answers the text of the QR.
    let issued = desk.issue(&shown);

    // Step 6: the code, with a wrong character in each of three lines.
    pty.send("\r");
    pty.wait_for("6 CODE");
    for (at, line) in issued.lines.iter().enumerate() {
        let typed = if [1, 3, 6].contains(&at) { with_wrong_characters(line, 1) } else { line.clone() };
        for c in typed.chars() {
            pty.send(c.to_string());
        }
        // The cursor leaves a line that checks or is mended by itself.
        let read = if at < 6 {
            format!("Lines left: {} of 7.", 6 - at)
        } else {
            "All seven lines are complete.".to_owned()
        };
        pty.wait_for(&read);
    }
    pty.wait_for("All seven lines are complete. Enter checks the code.");
    pty.send("\r");

    // Steps 7 and 8: kept in both places.
    pty.wait_for("7 KEEP");
    pty.wait_for("The code is genuine and was kept.");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.wait_for(&format!("Example OS 10 is activated on this machine with {NUMBER}."));
    pty.send("\r");
    assert_eq!(pty.end(), 0);
    println!("{}", pty.screen());

    kept(&device);
}

/// The record in a file without its secret, which UEFI can't restore.
fn without_secret(file: &std::path::Path) -> serde_json::Value {
    let mut record: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    record["check"] = serde_json::Value::Null;
    record["body"]["secret"] = serde_json::Value::Null;
    record
}

/// Checks the records on the disk and in UEFI, and the answers of `status`.
fn kept(device: &Device) {
    let status = device.run(&["status", "--json"]);
    assert_eq!(status.exit, 0, "{status:#?}");
    let json = status.json();
    assert_eq!((json["state"].as_str(), json["number"].as_str()), (Some("activated"), Some(NUMBER)));
    assert_eq!((json["kept"]["file"].as_str(), json["kept"]["efi"].as_str()), (Some("whole"), Some("whole")));
    let variables = countersign_testing::file_names(&device.efivars());
    assert!(variables.iter().any(|name| name.starts_with("CountersignActivation-")), "{variables:?}");
    assert!(
        !countersign_testing::file_names(&device.state()).iter().any(|name| name.starts_with("session-"))
    );

    // The same file on another machine, without this one's UEFI.
    let other = device.path("other");
    write_sysfs(&good_machine().with_value(Field::Serial, "M80F3A1C700511"), &other);
    let mut command = device.bare_command(&["status", "--json"]);
    command.arg("--hardware").arg(&other).arg("--state").arg(device.state());
    command.arg("--profile").arg(device.profile());
    let status = countersign_testing::CommandOutput::from(command.output().unwrap());
    assert_eq!(status.exit, 4, "{status:#?}");
    let json = status.json();
    assert_eq!((json["state"].as_str(), &json["changed"]), (Some("changed"), &serde_json::json!(["serial"])));

    // A reinstall: the file is restored from UEFI.
    let file = device.state_file("activation-");
    let before = without_secret(&file);
    std::fs::remove_dir_all(device.state()).unwrap();
    let status = device.run(&["status", "--json"]);
    assert_eq!(status.exit, 0, "{status:#?}");
    assert_eq!(status.json()["kept"]["file"], "whole");
    assert_eq!(without_secret(&file), before, "the record with its values is restored");

    // Reset firmware: UEFI is restored from the file.
    std::fs::remove_dir_all(device.efivars()).unwrap();
    std::fs::create_dir(device.efivars()).unwrap();
    let status = device.run(&["status", "--json"]);
    assert_eq!(
        (status.exit, status.json()["kept"]["efi"].as_str().map(str::to_owned)),
        (0, Some("whole".into()))
    );
}

#[test]
fn a_session_continues_after_a_dropped_link() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let shown = pty.until("QR that can be read", read_qr);
    let issued = desk.issue(&shown);
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.send(&issued.lines[0]);
    pty.wait_for("Lines left: 6 of 7.");
    pty.send(&issued.lines[1]);
    pty.wait_for("Lines left: 5 of 7.");
    pty.send(&issued.lines[2][..7]);
    let begun = format!("{} {}___ _____", &issued.lines[2][..5], &issued.lines[2][5..7]);
    pty.wait_for(&begun);
    pty.hang_up();
    drop(pty);

    let mut pty = device.pty(&[]);
    pty.wait_for(&format!("A session for {NUMBER} was kept at 6 CODE."));
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.wait_for("Lines left: 5 of 7.");
    pty.wait_for(&grouped(&issued.lines[0]));
    pty.wait_for(&grouped(&issued.lines[1]));
    pty.wait_for(&begun);
    // The session continues in the middle of the third line.
    pty.send(&issued.lines[2][7..]);
    pty.wait_for("Lines left: 4 of 7.");
    for line in &issued.lines[3..] {
        pty.send(line);
    }
    pty.wait_for("All seven lines are complete.");
    pty.send("\r");
    pty.wait_for("The code is genuine and was kept.");
    pty.send("\r\r");
    assert_eq!(pty.end(), 0);
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_session_continues_after_a_restart() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("2");
    pty.wait_for("AMIDE");
    // A power cut: the program gets no signal that it could handle.
    drop(pty);
    device.change_machine(&good_machine());

    let mut pty = device.pty(&[]);
    pty.wait_for(&format!("A session for {NUMBER} was kept at 3 FIX."));
    pty.send("\r");
    for text in ["3 FIX", "Model, before (empty)", "SERIAL-PLACEHOLDER", "Serial, now M80F3A1C700482"] {
        pty.wait_for(text);
    }
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.wait_for("The desk will accept these values.");
    pty.send("q");
    assert_eq!(pty.end(), 3, "the exit code is that of a machine without a license");
    assert_eq!(device.run(&["status"]).exit, 3);
}

#[test]
fn a_code_can_be_pasted_in_parts() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let mut pty = device.pty_at_inspect();
    pty.send("\r1\r");
    pty.wait_for("6 CODE");
    for (lines, left) in [(&issued.lines[3..], 3), (&issued.lines[..1], 2), (&issued.lines[1..3], 0)] {
        pty.send(format!("\x1b[200~{}\n\x1b[201~", lines.join("\r\n")));
        let said = format!("Lines left: {left} of 7.");
        pty.wait_for(if left == 0 { "All seven lines are complete." } else { &said });
    }
    // A paste submits nothing.
    assert_eq!(device.run(&["status"]).exit, 3);
    pty.send("\r");
    pty.wait_for("The code is genuine and was kept.");
    pty.send("\r\r");
    assert_eq!(pty.end(), 0);
}

#[test]
fn inspect_names_the_value_that_the_first_way_binds() {
    let desk = Desk::new();
    let guest = bad_machine().with_value(Field::ChassisManufacturer, "QEMU");
    let device = Device::new(&guest, &desk);
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    // A virtual machine's UUID would be acceptable too.
    pty.wait_for("The board serial of this machine, M80F3A1C700482, looks genuine");
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("1");
    pty.wait_for("Serial: M80F3A1C700482 (the board serial of this machine)");
}

/// A line in four groups.
fn grouped(line: &str) -> String {
    let groups: Vec<&str> = [0, 5, 10, 15].into_iter().filter_map(|at| line.get(at..at + 5)).collect();
    groups.join(" ")
}
