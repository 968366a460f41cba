//! Truncated and garbled SMBIOS tables, and paths without a recorded machine.

use std::fs;

use countersign_core::machine::{encode_dump, is_visible};

use super::{Refusal, refuses};
use countersign_testing::{CommandOutput, Desk, Device, NUMBER, bad_machine, good_machine};

#[test]
fn garbled_tables_make_fields_unreadable() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let table = device.hardware().join("firmware/dmi/tables/DMI");
    let whole = fs::read(&table).unwrap();
    // The first structure and a piece of the second; noise; an end marker alone; all FF.
    let noise: Vec<u8> = (0..997_u32).map(|n| u8::try_from(n * n % 251).unwrap()).collect();
    let cuts = [&whole[..90], &whole[..40], &noise[..], &[0xff; 512], &[0; 512]];
    for bytes in cuts {
        fs::write(&table, bytes).unwrap();
        let ran = device.run(&["inspect"]);
        assert_eq!(ran.exit, 1, "{ran:#?}");
        assert!(
            ran.out.contains("Restart") || ran.out.contains("restart"),
            "the message has no cure: {}",
            ran.out
        );
        assert!(ran.out.contains("-UNREADABLE") && ran.out.contains("Can't tell yet"), "{}", ran.out);
        let json = device.run(&["inspect", "--json"]).json();
        assert!(json["acceptable"].is_null(), "{json}");
        let chinese = device.run(&["inspect", "--lang", "zh"]);
        assert!(chinese.exit == 1 && chinese.out.contains("重启"), "{}", chinese.out);
        // The prediction of a request is unknown.
        let asked = device.run(&["request", "--json", "--number", NUMBER]);
        assert_eq!((asked.exit, asked.json()["predicted"].as_str()), (1, Some("unknown")), "{asked:#?}");
        assert_eq!(device.run(&["status"]).exit, 3, "nothing is activated");
    }
    // The tables are back, as on some firmware: the machine is accepted.
    fs::write(&table, &whole).unwrap();
    assert_eq!(device.run(&["inspect"]).exit, 0);
}

#[test]
fn an_activated_machine_with_garbled_tables_is_unverified_not_changed() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    let table = device.hardware().join("firmware/dmi/tables/DMI");
    let whole = fs::read(&table).unwrap();
    fs::write(&table, &whole[..90]).unwrap();
    let ran = device.run(&["status", "--json"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (1, Some("unverified")), "{ran:#?}");
    fs::write(&table, &whole).unwrap();
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_path_without_a_recorded_machine_is_named() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let at = |name: &str| device.path(name);
    fs::write(at("empty"), b"").unwrap();
    fs::write(at("letter"), b"Dear Sir, the machine is broken.\n").unwrap();
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("folder").join("x"), b"x").unwrap();
    fs::create_dir(at("bare")).unwrap();
    let table = [
        ("none", "HARDWARE-NOT-FOUND", "Check the path"),
        ("empty", "HARDWARE-EMPTY", "dmidecode --dump-bin"),
        ("letter", "HARDWARE-UNKNOWN", "dmidecode --dump-bin"),
        ("folder", "HARDWARE-UNKNOWN", "a folder laid out like /sys"),
        ("bare", "HARDWARE-EMPTY", "dmidecode --dump-bin"),
    ];
    for (name, code, cure) in table {
        for (lang, cure) in [("en", cure), ("zh", "")] {
            let path = at(name);
            let mut command = device.bare_command(&["inspect", "--lang", lang, "--hardware"]);
            let ran = CommandOutput::from(command.arg(&path).output().unwrap());
            ran.assert_refused(1, code, cure);
            assert!(ran.err.contains(&*path.to_string_lossy()), "{ran:#?}");
        }
    }
    // A truncated dump is an unreadable machine.
    let bytes = encode_dump(&good_machine());
    for cut in [10, 0x20, 0x40, 0x60] {
        fs::write(at("cut.bin"), &bytes[..cut]).unwrap();
        let mut command = device.bare_command(&["inspect", "--json", "--hardware"]);
        let ran = CommandOutput::from(command.arg(at("cut.bin")).output().unwrap());
        assert_eq!(ran.exit, 1, "at {cut}: {ran:#?}");
        assert!(ran.json()["acceptable"].is_null(), "{ran:#?}");
    }
    // Complete structures before the cut count, and the output mentions the cut.
    fs::write(at("cut.bin"), &bytes[..bytes.len() / 2]).unwrap();
    let mut command = device.bare_command(&["inspect", "--hardware"]);
    let ran = CommandOutput::from(command.arg(at("cut.bin")).output().unwrap());
    assert!(ran.exit == 0 && ran.out.contains("cut or garbled"), "{ran:#?}");
}

#[test]
fn a_recorded_machine_needs_a_state_folder_of_its_own() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    for args in [&["request", "--number", NUMBER][..], &["enter", "-"], &["release", "--yes"]] {
        let mut command = device.bare_command(args);
        command.arg("--profile").arg(desk.profile()).arg("--hardware").arg(device.hardware());
        CommandOutput::from(command.output().unwrap()).assert_refused(2, "STATE-NEEDED", "Add --state DIR.");
    }
    let number = Refusal { args: &["request"], input: "", exit: 2, code: "NUMBER-NEEDED", cure: "--number" };
    refuses(&device, &number);
    let args = ["request", "--number", "12345"];
    let malformed = Refusal { args: &args, code: "NUMBER-MALFORMED", cure: "certificate", ..number };
    refuses(&device, &malformed);
}

#[test]
fn other_files_beside_recordings_are_skipped() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    // The machine of this device is inspected too.
    let fleet = device.path("fleet");
    fs::create_dir(&fleet).unwrap();
    fs::write(fleet.join("one.bin"), encode_dump(&good_machine())).unwrap();
    fs::write(fleet.join("two.bin"), encode_dump(&good_machine())).unwrap();
    fs::write(fleet.join("list.csv"), "name,place\none,hall\n").unwrap();
    let fleet = fleet.to_string_lossy().into_owned();
    let ran = device.run(&["inspect", "--json", &fleet]);
    assert_eq!(ran.exit, 0, "{ran:#?}");
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    assert!(ran.err.contains("HARDWARE-UNKNOWN") && ran.err.contains("list.csv"), "{}", ran.err);
    let table = device.run(&["inspect", &fleet]);
    assert!(table.exit == 0 && table.out.contains("3 machines: 3 acceptable"), "{table:#?}");
    // A file that was named itself is reported.
    let named = device.run(&["inspect", "--json", &format!("{fleet}/one.bin"), &format!("{fleet}/list.csv")]);
    assert_eq!((named.exit, named.out.lines().count()), (1, 3), "{named:#?}");
    assert!(named.out.contains("HARDWARE-UNKNOWN"), "{}", named.out);
}

#[test]
fn names_of_files_reach_a_terminal_escaped() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let fleet = device.path("fleet");
    fs::create_dir(&fleet).unwrap();
    let names = ["a\u{9b}2J\u{202e}.bin", "b\u{7f}\u{9b}31m.bin"];
    fs::write(fleet.join(names[0]), encode_dump(&good_machine())).unwrap();
    fs::write(fleet.join(names[1]), "no dump").unwrap();
    let fleet = fleet.to_string_lossy().into_owned();
    let files = names.map(|name| format!("{fleet}/{name}"));
    let ran = device.run(&["inspect", "--json", &files[0], &files[1]]);
    assert!(ran.out.chars().all(|c| c == '\n' || is_visible(c)), "{:?}", ran.out);
    let told: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for file in files {
        assert!(told.iter().any(|object| object["path"] == file.as_str()), "{file:?} of {told:?}");
    }
}

#[test]
fn recordings_need_no_option_and_a_line_has_nine_columns() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let fleet = device.path("fleet");
    fs::create_dir(&fleet).unwrap();
    let at = |name: &str| fleet.join(name).to_string_lossy().into_owned();
    fs::write(at("good.bin"), encode_dump(&good_machine())).unwrap();
    fs::write(at("bad.bin"), encode_dump(&bad_machine())).unwrap();
    fs::write(at("equals.txt"), "# dmidecode 3.3\nSystem Information\nManufacturer = ACME\n").unwrap();
    fs::write(at("list.csv"), "name,place\n").unwrap();
    let run = |args: &[&str]| {
        let mut command = device.bare_command(&["inspect", "--lang", "en"]);
        CommandOutput::from(command.args(args).output().unwrap())
    };
    let one = run(&[&at("good.bin")]);
    assert!(one.exit == 0 && one.out.contains("will accept this machine"), "{one:#?}");
    assert_eq!(run(&["--json", &at("bad.bin")]).json()["acceptable"], false);
    run(&[&at("equals.txt")]).assert_refused(1, "HARDWARE-NOT-UNDERSTOOD", "dmidecode --dump-bin");
    assert!(run(&[&at("equals.txt")]).err.contains("line 3, \"Manufacturer = ACME\", can't be parsed"));

    let lines = run(&["--line", &fleet.to_string_lossy()]);
    assert_eq!(lines.exit, 3, "{lines:#?}");
    let rows: Vec<Vec<&str>> = lines.out.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 9), "{lines:#?}");
    let answers: Vec<_> = rows.iter().map(|row| (row[1], row[8])).collect();
    assert_eq!(answers, [("no", ""), ("unknown", "HARDWARE-NOT-UNDERSTOOD"), ("yes", "")]);
    assert_eq!((rows[2][0], &rows[2][5..8]), (at("good.bin").as_str(), &["OK"; 3][..]));
    assert!(lines.err.contains("list.csv"), "{lines:#?}");

    let single = run(&["--line", &at("good.bin")]);
    assert_eq!((single.exit, single.out.lines().count()), (0, 1), "{single:#?}");
    let named = run(&["--line", &at("good.bin"), &at("list.csv")]);
    assert_eq!((named.exit, named.out.lines().count()), (1, 2), "{named:#?}");
    let here = CommandOutput::from(device.bare_command(&["inspect", "--line"]).output().unwrap());
    assert!(
        here.out.starts_with("-\t") && here.out.trim_end_matches('\n').split('\t').count() == 9,
        "{here:#?}"
    );
    assert_eq!(run(&["--line", "--json", &at("good.bin")]).exit, 2);
}

#[test]
fn a_summary_counts_machines_and_keeps_the_exit_codes() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let fleet = device.path("fleet");
    fs::create_dir(&fleet).unwrap();
    let at = |name: &str| fleet.join(name).to_string_lossy().into_owned();
    fs::write(at("good.bin"), encode_dump(&good_machine())).unwrap();
    fs::write(at("bad.bin"), encode_dump(&bad_machine())).unwrap();
    fs::write(at("empty.bin"), b"").unwrap();
    fs::write(at("list.csv"), "name,place\n").unwrap();
    let run = |args: &[&str]| {
        let mut command = device.bare_command(&["inspect", "--lang", "en"]);
        CommandOutput::from(command.args(args).output().unwrap())
    };
    let all = run(&["--summary", &fleet.to_string_lossy()]);
    assert_eq!(all.exit, 3, "{all:#?}");
    assert!(all.out.contains("Machines: 2. Acceptable: 1, not acceptable: 1, can't tell: 0."), "{all:#?}");
    assert!(all.err.contains("HARDWARE-EMPTY") && all.err.contains("empty.bin"), "{all:#?}");
    assert!(all.err.contains("list.csv"), "{all:#?}");
    let json = run(&["--summary", "--json", &fleet.to_string_lossy()]);
    let object = json.json();
    let counts = ["machines", "accepted", "refused", "unknown", "unreadable", "passed"];
    assert_eq!(counts.map(|key| object[key].as_u64().unwrap()), [2, 1, 1, 0, 1, 1], "{object}");

    // A single recording, one that can't be read, and this machine.
    assert_eq!(run(&["--summary", &at("good.bin")]).exit, 0);
    let unreadable = run(&["--summary", "--json", &at("empty.bin")]);
    assert_eq!((unreadable.exit, &unreadable.json()["errors"][0]["code"]), (1, &"HARDWARE-EMPTY".into()));
    let here =
        CommandOutput::from(device.bare_command(&["inspect", "--summary", "--json"]).output().unwrap());
    assert_eq!(here.json()["machines"], 1, "{here:#?}");

    // The page goes to a file or to standard output, which takes one form.
    let page = at("page.html");
    let written = run(&["--html", &page, &at("good.bin"), &at("bad.bin")]);
    assert_eq!((written.exit, written.out.as_str()), (3, ""), "{written:#?}");
    let shown = run(&["--html", "-", &at("bad.bin"), &at("good.bin")]);
    assert!(shown.exit == 3 && shown.out.starts_with("<!DOCTYPE html>"), "{shown:#?}");
    // The time may differ.
    let body = |text: &str| text[text.find("<dl").unwrap()..].trim_end().to_owned();
    assert_eq!(body(&fs::read_to_string(&page).unwrap()), body(&shown.out));
    run(&["--summary", "--html", "-", &at("good.bin")]).assert_refused(2, "OUTPUT-TWICE", "Name a file");
    run(&["--html", &device.path("none/page.html").to_string_lossy(), &at("good.bin")]).assert_refused(
        1,
        "FILE-WRITE",
        "",
    );
    for other in ["--line", "--all"] {
        assert_eq!(run(&["--summary", other, &at("good.bin")]).exit, 2, "{other}");
    }
}
