//! `backup` while the desk serves, `restore` elsewhere, and what can stand in their way.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::server::{Desk, MACHINE, NUMBER, path};
use countersign_testing::http as client;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn failed(output: &Output, code: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.starts_with(code), "{said}");
}

#[test]
fn a_copy_of_one_moment_answers_as_the_desk_did() {
    let desk = Desk::new(&[]);
    let numbers: Vec<String> = (0..40).map(|at| format!("AA032201240{at:02}")).collect();
    let add: Vec<&str> = ["licenses", "add"].into_iter().chain(numbers.iter().map(String::as_str)).collect();
    desk.ran(&add);
    let server = desk.serve(&["--per-source", "100000", "--per-number", "100000"]);
    let first = path(&desk.request(MACHINE, "BR80G1234567", 1));
    let code = server.post(&first).lines();
    assert_eq!(code.len(), 7);
    // Others are answered all the while.
    let over = AtomicBool::new(false);
    let folder = desk.dir.path().join("copy");
    let answered = std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            let mut answered = 0;
            for (at, number) in numbers.iter().enumerate() {
                let serial = format!("M80-D80182005{at:02}");
                let board = format!("BR80G12345{at:02}");
                let request = desk.request_for(number, [MACHINE[0], MACHINE[1], &serial], &board, 9);
                let reply = client::send(&server.address, "POST", &path(&request), &[], "").unwrap();
                assert_eq!(reply.lines().len(), 7, "{}", reply.body);
                answered += 1;
                if over.load(Ordering::Relaxed) && answered > 5 {
                    break;
                }
            }
            answered
        });
        desk.ran(&["backup", folder.to_str().unwrap()]);
        over.store(true, Ordering::Relaxed);
        busy.join().unwrap()
    });
    assert!(answered > 0);
    assert_eq!(names(&folder), ["keys.toml", "ledger.db", "profile.toml", "profiles"]);
    for private in ["keys.toml", "ledger.db", ""] {
        let mode = std::fs::metadata(folder.join(private)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{private} is for its owner alone");
    }

    let again = Desk { dir: tempfile::tempdir().unwrap() };
    again.ran(&["restore", folder.to_str().unwrap()]);
    assert_eq!(again.story(NUMBER)["state"], "bound");
    assert_eq!(again.serve(&[]).post(&first).lines(), code, "the same request, the same code");
    // What the copy knows is whole: a number is bound with its attempt, or neither.
    for number in &numbers {
        let story = again.story(number);
        let attempts = story["requests"].as_array().unwrap().len();
        assert_eq!(
            (story["state"] == json!("bound"), attempts == 1),
            (attempts == 1, attempts == 1),
            "{story}"
        );
    }
    // The backup is as it was, and can be used once more.
    assert_eq!(names(&folder), ["keys.toml", "ledger.db", "profile.toml", "profiles"]);
    Desk { dir: tempfile::tempdir().unwrap() }.ran(&["restore", folder.to_str().unwrap()]);
}

#[test]
fn what_is_there_is_never_written_over() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("copy");
    let to = folder.to_str().unwrap();
    desk.ran(&["backup", to]);
    failed(&desk.run(&["backup", to]), "FOLDER-THERE");
    let before = desk.story(NUMBER);
    failed(&desk.run(&["restore", to]), "FOLDER-THERE");
    assert_eq!(desk.story(NUMBER), before);
    let none = Desk { dir: tempfile::tempdir().unwrap() };
    failed(&none.run(&["backup", to]), "FILE-UNREADABLE");
    failed(&none.run(&["restore", none.dir.path().join("nothing").to_str().unwrap()]), "DESK-NONE");
    assert!(names(none.dir.path()).is_empty(), "nothing half-made is left");
}

#[test]
fn a_backup_that_was_damaged_is_not_restored() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("copy");
    desk.ran(&["backup", folder.to_str().unwrap()]);
    let again = Desk { dir: tempfile::tempdir().unwrap() };
    for (file, bytes, code) in [
        (
            "ledger.db",
            b"not a database at all, but long enough to be looked at as one".as_slice(),
            "STORE-DAMAGED",
        ),
        ("keys.toml", b"format = 1\nkeys = 3\n", "KEYS-DAMAGED"),
        ("profiles/1.toml", b"version = 1\n", "PROFILE-DAMAGED"),
    ] {
        let path = folder.join(file);
        let good = std::fs::read(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
        failed(&again.run(&["restore", folder.to_str().unwrap()]), code);
        assert!(names(again.dir.path()).is_empty(), "nothing half-made is left");
        std::fs::write(&path, good).unwrap();
    }
    again.ran(&["restore", folder.to_str().unwrap()]);
    assert_eq!(again.story(NUMBER)["state"], "unused");
}
