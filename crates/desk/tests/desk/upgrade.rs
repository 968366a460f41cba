//! This program opens a desk of an earlier version: it migrates the tables and imports profiles and keys.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::json;

use crate::harness::{BAD, Desk, MACHINE, NUMBER};

/// The code that the earlier version issued for the request of the machine.
const CODE: &str = "8000KPR001D9817AYE5HY12MKQQSVXC24TZJBJGMVDN1R7QVE8KDBGCDFKAP4T7NFG3YK9WKB1ND1S04H1VDH6VY5G3C6D6C5FNJWFCX1G0Y540D0TDVBW5SK7T429SQFJWHNCRBYXHQ";

/// A desk as the earlier version left it.
fn desk_of_before() -> Desk {
    let desk = Desk::empty();
    let of_before = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/fixtures/schema3");
    fs::create_dir_all(desk.data().join("profiles")).unwrap();
    for file in ["keys.toml", "profile.toml", "profiles/1.toml", "profiles/2.toml"] {
        fs::copy(of_before.join(file), desk.data().join(file)).unwrap();
    }
    let tables = fs::read_to_string(of_before.join("ledger.sql")).unwrap();
    desk.database().execute_batch(&format!("PRAGMA foreign_keys = OFF;\n{tables}")).unwrap();
    for private in ["ledger.db", "keys.toml"] {
        fs::set_permissions(desk.data().join(private), fs::Permissions::from_mode(0o600)).unwrap();
    }
    desk
}

#[test]
fn an_older_database_keeps_all_its_data() {
    let desk = desk_of_before();
    let license = desk.license(NUMBER);
    assert_eq!((&license["state"], &license["product"]), (&json!("bound"), &json!("example-os")));
    assert_eq!(license["bindings"][0]["values"], json!(MACHINE));
    assert_eq!(license["nonces"], json!({ "answered": 1, "spent": 0 }));
    let requests = license["requests"].as_array().unwrap();
    assert_eq!(requests.iter().map(|one| &one["outcome"]).collect::<Vec<_>>(), ["issued", "refused"]);
    assert_eq!(requests[1]["values"], json!(BAD));
    let suspended = desk.license("AA03220123952");
    assert_eq!(
        (&suspended["state"], &suspended["audit"][0]["reason"]),
        (&json!("suspended"), &json!("trial"))
    );
    let case = desk.succeed(&["cases", "show", "CAS-000001"]);
    assert!(case.contains("called the customer"), "{case}");
    assert!(desk.succeed(&["keys", "list"]).contains("Key 1: signs; pinned by profiles 2"));
    assert!(desk.succeed(&["operators", "list"]).contains("li"));
    // The same request gets the same code.
    let profile_of_before = fs::read_to_string(desk.data().join("profiles/1.toml")).unwrap();
    fs::write(desk.data().join("profile.toml"), profile_of_before).unwrap();
    let again = desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).json();
    assert_eq!((&again["how"], &again["code"]), (&json!("again"), &json!(CODE)));
    // A new refusal joins the earlier version's case.
    let refused = desk.answer(&desk.request(BAD, "BR80G7777777", 3)).json();
    assert_eq!(refused["case"], "CAS-000001");
}

/// A fresh database and a migrated one have the same tables.
#[test]
fn a_migrated_database_has_the_tables_of_a_new_one() {
    let (old, new) = (desk_of_before(), Desk::new(&[]));
    old.succeed(&["licenses", "list"]);
    let tables = |desk: &Desk| -> Vec<(String, Option<String>)> {
        let database = desk.database();
        let mut statement = database.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(tables(&old), tables(&new));
    let broken = old.database().query_row("PRAGMA foreign_key_check", [], |_| Ok(()));
    assert!(matches!(broken, Err(rusqlite::Error::QueryReturnedNoRows)));
}

#[test]
fn an_older_database_is_checked_unchanged_and_migrated_on_command() {
    let desk = desk_of_before();
    let check = || desk.run(&["database", "check", "--json"]);
    for _ in 0..2 {
        let (exit, found) = (check().exit, check().json());
        assert_eq!(
            (exit, &found["schema"]),
            (5, &json!({ "found": 3, "newest": 9 })),
            "the database isn't migrated by a check"
        );
        assert_eq!(found["findings"][0]["code"], "SCHEMA-OLDER");
    }
    assert_eq!(desk.succeed(&["database", "migrate"]), "The schema was upgraded from 3 to 9.\n");
    assert_eq!(desk.succeed(&["database", "migrate"]), "The schema is already 9.\n");
    let (exit, found) = (check().exit, check().json());
    assert_eq!((exit, &found["findings"], &found["tables"]["licenses"]), (0, &json!([]), &json!(2)));
}

#[test]
fn concurrent_programs_migrate_a_database_once() {
    let desk = desk_of_before();
    let runs: Vec<_> =
        (0..4).map(|_| desk.command(&["licenses", "list", "--json"]).spawn().unwrap()).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(desk.license(NUMBER)["state"], "bound");
}

#[test]
fn a_database_of_a_newer_program_is_left_unchanged() {
    let desk = Desk::new(&[]);
    desk.database().execute_batch("PRAGMA user_version = 99").unwrap();
    let ran = desk.run(&["licenses", "list"]);
    assert!(ran.exit == 1 && ran.err.starts_with("STORE-NEWER: "), "{}", ran.err);
    assert_eq!(desk.run(&["database", "migrate"]).exit, 1);
    let check = desk.run(&["database", "check", "--json"]);
    assert_eq!((check.exit, &check.json()["findings"][0]["code"]), (5, &json!("SCHEMA-NEWER")));
}

/// The disk is full after the copy, so the log of the migration can't be copied into the file.
#[test]
fn an_older_backup_is_restored_whole_or_not_at_all() {
    let desk = desk_of_before();
    desk.database().execute_batch("CREATE TABLE filler AS SELECT zeroblob(4000000) AS bytes").unwrap();
    let from = desk.data();
    let size = fs::metadata(from.join("ledger.db")).unwrap().len();
    let again = Desk::empty();
    let restore = again.command(&["restore", from.to_str().unwrap()]);
    let restore_with_limit = |blocks: u64| {
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", &limited]).arg(restore.get_program()).args(restore.get_args()).env_clear();
        for (name, value) in restore.get_envs() {
            shell.env(name, value.unwrap());
        }
        shell.output().unwrap()
    };
    // A block has 512 bytes. The limit leaves one page for the migration.
    let full = restore_with_limit((size + 4_096) / 512);
    let told = String::from_utf8(full.stderr).unwrap();
    assert!(full.status.code() == Some(1) && told.starts_with("STORE-FAULT"), "{told}");
    assert!(fs::read_dir(again.dir.path()).unwrap().next().is_none(), "no incomplete folder is left behind");
    assert!(restore_with_limit(size / 256).status.success());
    again.succeed(&["database", "check"]);
}
