//! The status that a product gets from a profile file, a recorded machine and a state folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use countersign_testing::{Desk, Device, NUMBER, good_machine};
use countersign_verify::{ActivationState, LoadProfileError, check_machine, load_profile};

#[test]
fn the_state_is_that_of_the_status_command() {
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
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    assert!(matches!(load_profile(&path), Err(LoadProfileError::Unreadable { .. })));
    std::fs::write(&path, "version = 1").unwrap();
    let error = load_profile(&path).unwrap_err();
    assert!(matches!(error, LoadProfileError::Invalid { .. }));
    assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
}
