//! The commands of the program, with a desk in a database on a server.

use std::fs;

use countersign_testing::invented::{self, Ask, Requests};
use countersign_testing::{Desk, NUMBER, run_with_input};
use serde_json::json;

use super::{cluster, desk_at};
use crate::support::{Fsync, Login, PASSWORD};

#[test]
fn init_without_a_passphrase_is_refused_and_writes_nothing() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::unmade(&[("COUNTERSIGN_DATABASE_URL", &url)]);
    for lang in ["en", "zh"] {
        let ran = desk.run(&["init", "--product", "example-os", "--lang", lang]);
        assert_eq!((ran.exit, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.starts_with("KEYS-UNSEALED"), "{ran:?}");
    }
    assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    assert!(fs::read_dir(desk.folder()).unwrap().next().is_none());
}

#[test]
fn init_names_the_missing_right_and_leaves_nothing_behind() {
    let Some((cluster, _)) = cluster(Fsync::Off) else { return };
    for (database, right) in [("tables", "SELECT 1"), ("search", "GRANT CREATE ON SCHEMA public TO desk")] {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        cluster.sql(database, right);
        let desk = desk_at(&cluster.url(Login::Desk(PASSWORD), database));
        for (lang, hint) in [("en", "createdb --owner"), ("zh", "pg_trgm")] {
            let ran = desk.run(&["init", "--product", "example-os", "--lang", lang]);
            assert!(ran.exit == 1 && ran.err.starts_with("STORE-DENIED"), "{database}: {ran:?}");
            assert!(ran.err.contains(hint), "{ran:?}");
        }
        assert_eq!(cluster.sql(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
        assert!(fs::read_dir(desk.folder()).unwrap().next().is_none());
    }
}

/// A desk of an earlier version has its keys unsealed in files that only their owner can read. A server doesn't import them.
#[test]
fn a_server_imports_no_unsealed_keys() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    cluster.sql("ledger", "DELETE FROM profiles; DELETE FROM key_rings");
    let other = desk.elsewhere();
    fs::create_dir(other.folder().join("profiles")).unwrap();
    fs::write(other.folder().join("profiles/1.toml"), desk.profile_text()).unwrap();
    fs::write(other.folder().join("keys.toml"), "format = 1\nkeys = []\n").unwrap();
    let ran = other.run(&["profiles", "list"]);
    assert!(ran.exit == 1 && ran.err.starts_with("KEYS-UNSEALED"), "{ran:?}");
    assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM key_rings"), "0");
}

#[test]
fn a_desk_is_made_and_used_by_commands() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    assert_eq!(desk.elsewhere().run(&["init"]).exit, 5, "there is already a desk");
    // No key is stored unsealed in the database.
    assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM key_rings WHERE text LIKE '%argon2id%'"), "1");

    // Another computer needs only the address and the passphrase.
    let other = desk.elsewhere();
    desk.add_invented_numbers(3);
    let requests = Requests::new(&desk.profile_text());
    let request = requests.accepted(Ask { number: 0, machine: 7, nonce: 0 });
    let (first, again) = (desk.issue(&request.text().unwrap()), other.issue(&request.text().unwrap()));
    assert_eq!((&first.lines, &again.json["how"]), (&again.lines, &json!("again")));
    assert!(invented::is_code_for(requests.profile(), &request, &first.lines));
    let refused = requests.refused(Ask { number: 1, machine: 8, nonce: 0 }).text().unwrap();
    let refused = other.run(&["answer", &refused, "--json"]);
    assert_eq!((refused.exit, &refused.json()["reason"]), (5, &json!("MACHINE-REFUSED")));
    assert_eq!(desk.run(&["cases", "list", "--json"]).json()["cases"].as_array().unwrap().len(), 1);
    let shown = other.run(&["licenses", "show", &invented::number(0), "--json"]).json();
    assert_eq!(shown["state"], "bound");
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "a test"]);
    assert_eq!(other.run(&["licenses", "show", NUMBER, "--json"]).json()["state"], "suspended");

    let customer = ["--organisation", "Acme 100%", "--mail", "li@acme.example", "--ticket", "T-7"];
    desk.succeed(&[&["licenses", "customer", NUMBER], &customer[..]].concat());
    let list = |options: &[&str]| {
        let listed = other.run(&[&["licenses", "list", "--json"], options].concat()).json();
        listed["licenses"].as_array().unwrap().len()
    };
    assert_eq!(
        [list(&["--customer", "0%"]), list(&["--customer", "t-7"]), list(&["--customer", "0_"])],
        [1, 1, 0]
    );
    let of_states =
        ["unused", "bound", "expired", "suspended", "revoked"].map(|state| list(&["--state", state]));
    assert_eq!((of_states[1], of_states[3], of_states.iter().sum::<usize>()), (1, 1, list(&[])));
    assert_eq!(list(&["--expiring", "30"]), 0);
    for step in [&["assign", "CAS-000001"][..], &["wait", "CAS-000001"], &["go-on", "CAS-000001"]] {
        other.succeed(&[&["cases"], step].concat());
    }

    let mut add = desk.command(&["operators", "add", "li", "--password-stdin"]);
    let added = run_with_input(&mut add, "correct horse battery\n");
    assert_eq!(added.exit, 0, "{}", added.err);
    let listed = other.run(&["operators", "list", "--json"]).json();
    assert_eq!(listed["operators"][0]["name"], "li");

    desk.succeed(&["profiles", "publish", "--hotline", "400 765 4321"]);
    other.succeed(&["keys", "add"]);
    desk.succeed(&["keys", "retire", "0"]);
    let listed = other.run(&["keys", "list", "--json"]).json();
    assert_eq!(
        (&listed["keys"][0]["state"], &listed["keys"][1]["state"]),
        (&json!("retired"), &json!("active"))
    );
    let listed = other.run(&["profiles", "list", "--json"]).json();
    assert_eq!(listed["profiles"].as_array().unwrap().len(), 3);
    assert_eq!(listed["profiles"][2]["hotline"], "400 765 4321");
    assert!(fs::read_to_string(other.folder().join("profile.toml")).unwrap().contains("400 765 4321"));
}

#[test]
fn two_concurrent_inits_create_one_desk() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desks = [desk_at(&url), desk_at(&url)];
    let made = std::thread::scope(|scope| {
        let made =
            desks.each_ref().map(|desk| scope.spawn(|| desk.run(&["init", "--product", "example-os"])));
        made.map(|made| made.join().unwrap())
    });
    assert_eq!(made.iter().filter(|made| made.exit == 0).count(), 1, "{made:?}");
    assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM profiles"), "1");
    assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM key_rings"), "1");
}
