//! `countersign doctor`: what would stop a session here.

use std::fs;

use countersign_core::machine::{Field, Reading};
use countersign_testing::{
    CommandOutput, Desk, Device, Pty, bad_machine, file_names, good_machine, set_mode, write_file,
};

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
