//! `countersign doctor`: what would stop a session here.

use std::fs;

use countersign_core::machine::{Field, Reading};
use countersign_testing::{
    CommandOutput, Desk, Device, Pty, bad_machine, file_names, good_machine, read_qr, set_mode, write_file,
};

use super::qr::at_request;

/// The result and the code of a check.
fn finding(ran: &CommandOutput, name: &str) -> (String, String) {
    let json = ran.json();
    let checks = json["checks"].as_array().unwrap();
    let check = checks
        .iter()
        .find(|check| check["check"] == name)
        .unwrap_or_else(|| panic!("the finding {name} is missing: {json}"));
    for key in ["what", "code"] {
        assert!(check[key].as_str().is_some_and(|text| !text.is_empty()), "{key} is missing in {check}");
    }
    assert_eq!(check["cure"].is_string(), check["result"] != "ok", "{check}");
    (check["result"].as_str().unwrap().to_owned(), check["code"].as_str().unwrap().to_owned())
}

/// Asserts that `doctor --json` has this finding and ends with that exit code.
#[track_caller]
fn finds(device: &Device, name: &str, result: &str, code: &str, exit: i32) {
    let ran = device.run(&["doctor", "--json"]);
    assert_eq!(finding(&ran, name), (result.to_owned(), code.to_owned()), "{}", ran.out);
    assert_eq!((ran.exit, ran.err.as_str()), (exit, ""), "{}", ran.out);
}

#[test]
fn doctor_finds_nothing_on_a_good_machine_and_writes_nothing() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let ran = device.run(&["doctor", "--json"]);
    for (name, code) in [
        ("rights", "RIGHTS-OK"),
        ("smbios", "SMBIOS-OK"),
        ("fields", "FIELDS-OK"),
        ("state", "KEEP-OK"),
        ("lock", "LOCK-FREE"),
        ("uefi", "EFI-OK"),
        ("clock", "CLOCK-OK"),
        ("profile", "PROFILE-OK"),
        ("keys", "KEYS-OK"),
        ("locale", "LOCALE-OK"),
    ] {
        assert_eq!(finding(&ran, name), ("ok".to_owned(), code.to_owned()), "{}", ran.out);
    }
    assert_eq!(ran.exit, 0, "{ran:#?}");
    assert!(file_names(&device.state()) == ["lock"] && file_names(&device.efivars()).is_empty());
    let zh = device.run(&["doctor", "--lang", "zh"]);
    assert!(zh.exit == 0 && zh.out.contains("可以在此激活"), "{zh:#?}");
}

#[test]
fn doctor_reports_the_terminal_with_its_size_and_whether_the_qr_fits() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let told = |device: &Device, size: (u16, u16)| {
        let mut pty = Pty::spawn(&device.command(&["doctor"]), size);
        (pty.end(), String::from_utf8(pty.bytes()).unwrap())
    };
    let (exit, text) = told(&device, (80, 24));
    assert!(exit == 0 && text.contains("xterm, 80x24.") && text.contains("QR fits this terminal."), "{text}");
    let long = text.lines().find(|line| line.trim_end().chars().count() > 80);
    assert!(!text.contains('\u{1b}') && long.is_none(), "{text:?}");
    let (exit, text) = told(&device, (40, 12));
    assert!(exit == 0 && text.contains("QR-SMALL"), "{text}");
    let (exit, text) = told(&device, (39, 24));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        exit == 3 && words.contains("TERMINAL-SMALL: xterm has 39x24; the wizard needs 40x12."),
        "{text}"
    );
    device.set_env("TERM", "dumb");
    let (exit, text) = told(&device, (80, 24));
    assert!(exit == 0 && text.contains("dumb: the wizard asks line by line."), "{text}");
    device.set_env("TERM", "linux");
    device.set_env("LANG", "zh_CN.UTF-8");
    let (exit, text) = told(&device, (80, 24));
    assert!(exit == 0 && text.contains("LOCALE-CHINESE"), "{text}");
    device.set_env("TERM", "vt100");
    device.set_env("LANG", "C");
    let (exit, text) = told(&device, (80, 24));
    assert!(exit == 0 && text.contains("LOCALE-ASCII") && text.contains("It has no colours."), "{text}");
}

/// The exit code of `doctor` on a terminal of that size, and what it prints, with single blanks.
fn told(device: &Device, args: &[&str], size: (u16, u16)) -> (i32, String) {
    let mut pty = Pty::spawn(&device.command(args), size);
    let exit = pty.end();
    let text = String::from_utf8(pty.bytes()).unwrap();
    (exit, text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_session_by_lines_has_no_least_size() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let (exit, text) = told(&device, &["doctor"], (39, 11));
    assert!(exit == 3 && text.contains("TERMINAL-SMALL"), "{text}");
    let by_lines = |device: &Device, args: &[&str]| {
        let (exit, text) = told(device, args, (39, 11));
        assert!(exit == 0 && text.contains("xterm: the wizard asks line by line."), "{text}");
        // Lines may be longer than the terminal, so its size doesn't decide on the QR.
        assert!(!text.contains("TERMINAL-SMALL") && !text.contains("QR"), "{text}");
    };
    by_lines(&device, &["--plain", "doctor"]);
    // Without a terminal, only the option starts a session.
    let ran = device.run(&["doctor", "--plain", "--json"]);
    assert_eq!(finding(&ran, "terminal"), ("ok".to_owned(), "TERMINAL-LINES".to_owned()));
    device.set_env("ACCESSIBLE", "1");
    by_lines(&device, &["doctor"]);
    let ran = device.run(&["doctor", "--json"]);
    assert_eq!(finding(&ran, "terminal"), ("warning".to_owned(), "TERMINAL-NONE".to_owned()));
    device.set_env("TERM", "");
    let (_, text) = told(&device, &["doctor"], (39, 11));
    assert!(text.contains("TERM is not set: the wizard asks line by line."), "{text}");
}

#[test]
fn doctor_judges_the_qr_that_the_wizard_draws() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    // Half blocks are two columns wide: the QR is drawn in blanks.
    device.set_env("LANG", "zh_CN.UTF-8@cjkwide");
    let (exit, text) = told(&device, &["doctor", "--lang", "en"], (80, 26));
    assert!(exit == 0 && text.contains("QR-SMALL") && !text.contains("spoken"), "{text}");
    let need = text.split("needs a terminal of ").nth(1).unwrap().split(';').next().unwrap();
    let pty = at_request(&mut device, "xterm", "zh_CN.UTF-8@cjkwide", (80, 26));
    pty.wait_for(need);
    drop(pty);
    let spoken = desk.profile_text().replace("spoken = false", "spoken = true");
    device.with_profile(&spoken);
    let (_, text) = told(&device, &["doctor", "--lang", "en"], (80, 26));
    assert!(text.contains("the text, the spoken lines or a picture file"), "{text}");
}

#[test]
fn doctor_knows_the_answered_width_of_half_blocks() {
    let desk = Desk::new();
    for (answer, code) in [("n", "QR-SMALL"), ("y", "QR fits this terminal")] {
        let mut device = Device::new(&good_machine(), &desk);
        device.set_env("LANG", "zh_CN.UTF-8");
        let doctor = |device: &Device, size| {
            let (exit, text) = told(device, &["doctor", "--lang", "en"], size);
            assert_eq!(exit, 0, "{text}");
            text
        };
        let text = doctor(&device, (80, 26));
        assert!(text.contains("QR-WIDTH-UNKNOWN") && !text.contains("QR fits"), "{text}");
        // There is room for both widths.
        assert!(doctor(&device, (132, 50)).contains("QR fits this terminal"));
        let mut pty = at_request(&mut device, "xterm", "zh_CN.UTF-8", (132, 50));
        pty.wait_for("do these two lines end in the same column?");
        pty.send(answer);
        pty.until("a readable QR", read_qr);
        pty.send("q");
        pty.end();
        let text = doctor(&device, (80, 26));
        assert!(text.contains(code) && !text.contains("QR-WIDTH-UNKNOWN"), "{answer}: {text}");
        // The answer is about that terminal alone.
        device.set_env("TERM", "screen");
        assert!(doctor(&device, (80, 26)).contains("QR-WIDTH-UNKNOWN"));
    }
}

#[test]
fn a_finding_that_stops_a_session_is_named_with_its_cure_and_exit_3() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let good = desk.profile_text();
    device.with_profile("no TOML {");
    finds(&device, "profile", "stop", "PROFILE-SYNTAX", 3);
    let path = device.with_profile(&good);
    set_mode(&path, 0o666);
    finds(&device, "profile", "stop", "PROFILE-WRITABLE", 3);
    device.with_profile(&good);
    set_mode(&device.state(), 0o777);
    finds(&device, "state", "stop", "KEEP-WRITABLE", 3);
    set_mode(&device.state(), 0o700);
    finds(&device, "state", "ok", "KEEP-OK", 0);
    // A record that others may write keeps the wizard from starting, although the folder is fine.
    let record = device.state().join("session-x.json");
    write_file(&record, "{}");
    set_mode(&record, 0o666);
    finds(&device, "state", "stop", "KEEP-WRITABLE", 3);
    fs::remove_file(&record).unwrap();
    let open = device.pty(&[]);
    open.wait_for("1 WELCOME");
    finds(&device, "lock", "stop", "LOCK-HELD", 3);
    drop(open);
    let mut bare = device.bare_command(&["doctor", "--json", "--hardware"]);
    let ran: CommandOutput = bare.arg(device.hardware()).output().unwrap().into();
    assert_eq!(finding(&ran, "profile"), ("stop".to_owned(), "PROFILE-NEEDED".to_owned()));
    assert_eq!(ran.exit, 3);
}

#[test]
fn other_findings_are_warnings_and_unreadable_ones_are_unknown() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    finds(&device, "fields", "warning", "FIELDS-REFUSED", 0);
    fs::remove_dir_all(device.efivars()).unwrap();
    finds(&device, "uefi", "warning", "EFI-ABSENT", 0);

    let mut device = Device::new(&good_machine(), &desk);
    device.set_env("COUNTERSIGN_NOW", "0");
    finds(&device, "clock", "warning", "CLOCK-WRONG", 0);
    let mut device = Device::new(&good_machine(), &desk);
    device.set_clock_ahead(500);
    finds(&device, "profile", "warning", "PROFILE-OLD", 0);
    let other_rules = desk.profile_text().replacen("rules = ", "rules = 9", 1);
    let mut device = Device::new(&good_machine(), &desk);
    device.with_profile(&other_rules);
    finds(&device, "profile", "warning", "RULES-DIFFER", 0);

    // A copy of /sys that another user made lacks the serials.
    let device = Device::new(&good_machine(), &desk);
    fs::remove_dir_all(device.hardware().join("firmware/dmi")).unwrap();
    let kernel = device.hardware().join("class/dmi/id");
    fs::create_dir_all(&kernel).unwrap();
    let machine = good_machine();
    for (field, file) in [(Field::Manufacturer, "sys_vendor"), (Field::Model, "product_name")] {
        let Reading::Value(value) = machine.reading(field) else { panic!("{field:?}") };
        write_file(&kernel.join(file), value);
    }
    let ran = device.run(&["doctor", "--json"]);
    assert_eq!(finding(&ran, "fields"), ("unknown".to_owned(), "FIELDS-UNKNOWN".to_owned()));
    assert_eq!(ran.exit, 1, "{}", ran.out);
    let text = device.run(&["doctor"]);
    assert!(
        text.exit == 1
            && text.out.contains("Nothing that was checked stops a session here, but not everything"),
        "{text:#?}"
    );
}

#[test]
fn a_missing_key_of_the_kept_license_is_reported() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.enter(&desk.issue(&device.request(countersign_testing::NUMBER)));
    finds(&device, "keys", "ok", "KEYS-OK", 0);
    let own = desk.profile_text();
    let other = Desk::new().profile_text();
    let key = |text: &str| text.split("public = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    device.with_profile(&own.replace(&key(&own), &key(&other)).replace("id = 0\npublic", "id = 7\npublic"));
    finds(&device, "keys", "warning", "LICENSE-KEY-UNKNOWN", 0);
}
