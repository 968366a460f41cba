//! Tests the status that a product gets from a profile file, a recorded machine and a state folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use countersign_testing::{
    Desk, Device, NUMBER, good_machine, make_pipe, private_folder, set_mode, write_file,
};
use countersign_verify::{
    ActivationState, Distrust, KeepCode, Lang, LoadProfileError, check_machine, load_profile,
};

#[test]
fn the_state_equals_that_of_the_status_command() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let profile = load_profile(&desk.profile()).unwrap();
    let machine = countersign_probe::recording(&device.hardware()).unwrap();
    let state = || check_machine(&machine, &profile, &device.state()).state;

    assert_eq!(state(), ActivationState::NotActivated);
    device.enter(&desk.issue(&device.request(NUMBER)));
    assert_eq!(state(), ActivationState::Activated);
    assert_eq!(device.run(&["status", "--json"]).json()["state"], state().name());
}

#[test]
fn the_error_names_a_profile_that_can_not_be_loaded() {
    let folder = private_folder();
    let path = folder.path().join("profile.toml");
    assert!(matches!(load_profile(&path), Err(LoadProfileError::Unreadable { .. })));
    write_file(&path, "version = 1");
    let error = load_profile(&path).unwrap_err();
    assert!(matches!(error, LoadProfileError::Invalid { .. }));
    assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
}

#[test]
fn a_profile_that_no_desk_has_published_is_not_loaded() {
    let folder = private_folder();
    let path = folder.path().join("profile.toml");
    write_file(&path, Desk::new().profile_text().replacen("id = 1\n", "id = 0\n", 1));
    let error = load_profile(&path).unwrap_err();
    assert!(matches!(error, LoadProfileError::Unpublished { .. }), "{error:?}");
}

#[test]
fn a_profile_that_can_not_be_loaded_has_the_code_and_words_of_the_status_command() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let good = desk.profile_text();
    let key = good.lines().find(|line| line.starts_with("public = ")).unwrap();
    let texts = [
        String::new(),
        good.replacen("id = 1\n", "id = 0\n", 1),
        good.replace(key, "public = \"00\""),
        good.split("[[keys]]").next().unwrap().replace("keys = [", "key = ["),
        format!("{good}\n[[keys]]\nid = 30\n{key}\n"),
        "#".repeat(300_000),
    ];
    let mut codes = Vec::new();
    for text in texts {
        let path = device.with_profile(&text);
        let error = load_profile(&path).unwrap_err();
        for (lang, tag) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let said = device.run(&["status", "--json", "--lang", tag]).json();
            let (what, cure) = error.words(lang);
            let own = [error.code(), &what, &cure];
            assert_eq!(["code", "what", "cure"].map(|key| said["error"][key].as_str().unwrap()), own);
        }
        codes.push(error.code());
    }
    codes.dedup();
    assert_eq!(codes.len(), 6, "{codes:?}");
}

#[test]
fn a_profile_that_others_may_write_is_not_loaded() {
    let folder = private_folder();
    let path = folder.path().join("profile.toml");
    write_file(&path, Desk::new().profile_text());
    assert!(load_profile(&path).is_ok());
    set_mode(&path, 0o666);
    let error = load_profile(&path).unwrap_err();
    let why = Distrust::OthersMayWrite { mode: 0o666 };
    assert!(matches!(error, LoadProfileError::Distrusted { why: found, .. } if found == why), "{error:?}");
    std::fs::remove_file(&path).unwrap();
    make_pipe(&path);
    let error = load_profile(&path).unwrap_err();
    assert!(matches!(error, LoadProfileError::Distrusted { why: Distrust::NotRegular, .. }), "{error:?}");
}

#[test]
fn an_error_contains_no_terminal_control_characters() {
    let folder = private_folder();
    let path = folder.path().join("\x1b[2J.toml");
    write_file(&path, "\x1b]0;owned\x07 = 1");
    let error = load_profile(&path).unwrap_err().to_string();
    assert!(!error.chars().any(char::is_control), "{error:?}");
}

#[test]
fn a_state_folder_that_others_may_write_is_unverified() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    std::fs::remove_dir_all(device.efivars()).unwrap();
    set_mode(&device.state(), 0o777);
    let profile = load_profile(&desk.profile()).unwrap();
    let machine = countersign_probe::recording(&device.hardware()).unwrap();
    let status = check_machine(&machine, &profile, &device.state());
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::KeepWritable)));
}
