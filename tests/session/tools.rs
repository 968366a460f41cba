//! Programs that a session starts: always the file that the search in `PATH` found, never a file in the current folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine, set_mode, write_file};

/// A user without rights.
const NOBODY: u32 = 65_534;

/// Writes a program that prints this word.
fn program_that_says(path: &Path, word: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    set_mode(path.parent().unwrap(), 0o755);
    write_file(path, format!("#!/bin/sh\necho {word}\n"));
    set_mode(path, 0o755);
}

#[test]
fn a_program_of_a_relative_path_entry_is_never_started() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let profile = device.with_profile(&desk.profile_text());
    // Only root may write the state, so the wizard offers sudo.
    device.request(NUMBER);
    let found = device.path("programs");
    program_that_says(&found.join("sudo"), "found-by-its-whole-path");
    for folder in [".", "bin"] {
        program_that_says(&device.work().join(folder).join("sudo"), "found-in-the-current-folder");
    }
    set_mode(device.work().parent().unwrap(), 0o755);
    let as_nobody = Command::new("/usr/bin/setpriv")
        .args(["--reuid", &NOBODY.to_string(), "--clear-groups"])
        .arg(countersign_testing::device_program())
        .arg("--version")
        .output();
    if !as_nobody.is_ok_and(|output| output.status.success()) {
        countersign_testing::skipped("the program can't be run as another user (needs root and setpriv)");
        return;
    }
    let mut command = Command::new("/usr/bin/setpriv");
    command
        .args(["--reuid", &NOBODY.to_string(), "--clear-groups"])
        .arg(countersign_testing::device_program());
    command.arg("--profile").arg(profile).arg("--state").arg(device.state());
    command.current_dir(device.work()).env_clear().env("TERM", "xterm").env("LANG", "en_US.UTF-8");
    command.env("PATH", format!(".::bin:./bin:{}:/usr/bin:/bin", found.display()));
    let mut pty = Pty::spawn(&command, (80, 24));
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("s");
    pty.wait_for("found-by-its-whole-path");
    assert_eq!(pty.end(), 0);
}
