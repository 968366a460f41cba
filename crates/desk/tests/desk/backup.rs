//! `backup` while the desk serves, `restore` elsewhere, and their refusals.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_testing::http as client;
use serde_json::json;

use crate::harness::{CommandResult, Desk, MACHINE, NUMBER, path};

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn assert_failed(result: &CommandResult, code: &str) {
    assert!(result.exit != 0 && result.err.starts_with(code), "{}", result.err);
}

#[test]
fn a_backup_of_a_serving_desk_gives_the_same_answers() {
    let desk = Desk::new(&[]);
    let numbers: Vec<String> = (0..40).map(|at| format!("AA032201240{at:02}")).collect();
    let add: Vec<&str> = ["licenses", "add"].into_iter().chain(numbers.iter().map(String::as_str)).collect();
    desk.succeed(&add);
    let server = desk.serve(&["--per-source", "100000", "--per-number", "100000"]);
    let first = path(&desk.request(MACHINE, "BR80G1234567", 1));
    let code = server.press(&first).lines();
    assert_eq!(code.len(), 7);
    // Other requests are answered during the backup.
    let done = AtomicBool::new(false);
    let folder = desk.dir.path().join("copy");
    let answered = std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            let mut answered = 0;
            for (at, number) in numbers.iter().enumerate() {
                let serial = format!("M80-D80182005{at:02}");
                let board = format!("BR80G12345{at:02}");
                let request = desk.request_for(number, [MACHINE[0], MACHINE[1], &serial], &board, 9);
                let reply = client::press(&server.address, &path(&request), &[]).unwrap();
                assert_eq!(reply.lines().len(), 7, "{}", reply.body);
                answered += 1;
                if done.load(Ordering::Relaxed) && answered > 5 {
                    break;
                }
            }
            answered
        });
        desk.succeed(&["backup", folder.to_str().unwrap()]);
        done.store(true, Ordering::Relaxed);
        busy.join().unwrap()
    });
    assert!(answered > 0);
    assert_eq!(names_in(&folder), ["ledger.db", "profile.toml"]);
    for private in ["ledger.db", ""] {
        let mode = std::fs::metadata(folder.join(private)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "others can read {private}");
    }

    let again = Desk::empty();
    again.succeed(&["restore", folder.to_str().unwrap()]);
    assert_eq!(again.license(NUMBER)["state"], "bound");
    assert_eq!(again.serve(&[]).press(&first).lines(), code, "the same request gets the same code");
    // The copy is consistent: it holds the binding of a number and its request, or neither.
    for number in &numbers {
        let license = again.license(number);
        let attempts = license["requests"].as_array().unwrap().len();
        assert_eq!(
            (license["state"] == json!("bound"), attempts == 1),
            (attempts == 1, attempts == 1),
            "{license}"
        );
    }
    // The backup itself is unchanged and can be restored again.
    assert_eq!(names_in(&folder), ["ledger.db", "profile.toml"]);
    Desk::empty().succeed(&["restore", folder.to_str().unwrap()]);
}

#[test]
fn backup_and_restore_overwrite_nothing() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("copy");
    let to = folder.to_str().unwrap();
    desk.succeed(&["backup", to]);
    assert_failed(&desk.run(&["backup", to]), "FOLDER-THERE");
    let before = desk.license(NUMBER);
    assert_failed(&desk.run(&["restore", to]), "FOLDER-THERE");
    assert_eq!(desk.license(NUMBER), before);
    let empty = Desk::empty();
    assert_failed(&empty.run(&["backup", to]), "DESK-NONE");
    assert_failed(&empty.run(&["restore", empty.dir.path().join("nothing").to_str().unwrap()]), "DESK-NONE");
    assert!(names_in(empty.dir.path()).is_empty(), "no incomplete folder is left behind");
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("copy");
    desk.succeed(&["backup", folder.to_str().unwrap()]);
    let again = Desk::empty();
    let database = folder.join("ledger.db");
    let good = std::fs::read(&database).unwrap();
    let spoil =
        |statement: &str| rusqlite::Connection::open(&database).unwrap().execute_batch(statement).unwrap();
    let letter: fn(&Path) = |path| {
        let letter = b"not a database at all, but long enough to be looked at as one";
        std::fs::write(path, letter).unwrap();
    };
    let damages: [(&dyn Fn(), &str); 4] = [
        (&|| letter(&database), "STORE-DAMAGED"),
        (&|| spoil("UPDATE key_rings SET text = 'format = 1\nkeys = 3\n'"), "KEYS-DAMAGED"),
        (&|| spoil("UPDATE profiles SET text = 'version = 1\n'"), "PROFILE-DAMAGED"),
        (
            &|| {
                spoil(
                    "PRAGMA foreign_keys = OFF; INSERT INTO audit VALUES (1, 1, 'li', 99, 'move', 1, '', '')",
                )
            },
            "STORE-DAMAGED",
        ),
    ];
    for (damage, code) in damages {
        damage();
        assert_failed(&again.run(&["restore", folder.to_str().unwrap()]), code);
        assert!(names_in(again.dir.path()).is_empty(), "no incomplete folder is left behind");
        std::fs::write(&database, &good).unwrap();
    }
    again.succeed(&["restore", folder.to_str().unwrap()]);
    assert_eq!(again.license(NUMBER)["state"], "unused");
}

/// The folder of a desk that was ended by force: its last changes are only in the log.
#[test]
fn the_folder_of_a_desk_is_no_backup_before_its_log_is_in_its_file() {
    let desk = Desk::new(&[]);
    let reader = desk.database();
    reader.execute_batch("BEGIN; SELECT COUNT(*) FROM licenses").unwrap();
    desk.succeed(&["licenses", "add", "AA03220123952"]);
    let killed = desk.copy();
    drop(reader);
    let (from, again) = (killed.data(), Desk::empty());
    let from = from.to_str().unwrap();
    assert_eq!(again.refusal(&["restore", from]), "BACKUP-LOG");
    assert!(names_in(again.dir.path()).is_empty());
    let folder = killed.dir.path().join("copy");
    killed.succeed(&["backup", folder.to_str().unwrap()]);
    again.succeed(&["restore", folder.to_str().unwrap()]);
    assert_eq!(again.license("AA03220123952")["state"], "unused");
}

#[test]
fn a_restored_desk_says_so_and_names_what_is_valid_again() {
    let desk = Desk::new(&[]);
    desk.succeed(&["keys", "add"]);
    let folder = desk.dir.path().join("copy");
    let from = folder.to_str().unwrap();
    desk.succeed(&["backup", from]);
    desk.succeed(&["keys", "retire", "0"]);
    desk.succeed(&["licenses", "revoke", NUMBER, "--reason", "stolen"]);
    let again = Desk::empty();
    let said = again.succeed(&["restore", from]);
    assert!(said.contains("valid again"), "{said}");
    assert!(again.succeed(&["keys", "list"]).contains("Key 0: signs"));
    assert_eq!(again.license(NUMBER)["state"], "unused");
    let entry = "SELECT operator, subject FROM events WHERE event = 'backup-restored'";
    let entry: (String, String) =
        again.database().query_row(entry, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(entry, ("li".to_owned(), from.to_owned()));
    again.succeed(&["audit", "verify"]);
}

#[test]
fn a_server_has_backup_tools_of_its_own() {
    let desk = Desk::new(&[]);
    let ran = desk.run(&["--database", "postgres://li@127.0.0.1:1/ledger", "restore", "copy"]);
    assert_eq!(ran.exit, 5);
    assert_failed(&ran, "BACKUP-SERVER");
}
