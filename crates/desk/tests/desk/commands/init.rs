//! `init`: the folder of a new desk, its files and its keys.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::harness::{CommandResult, Desk, MACHINE, NUMBER};

#[test]
fn init_creates_a_private_desk_once() {
    let desk = Desk::new(&["--declared", "serial", "--spoken"]);
    let profile = desk.profile();
    assert_eq!(
        (profile.version, profile.product.as_str(), profile.desk.as_str()),
        (1, "example-os", "desk.example")
    );
    assert!(profile.policy.spoken && !profile.policy.older_binding);
    assert_eq!(fs::metadata(desk.data().join("ledger.db")).unwrap().mode() & 0o777, 0o600);
    let kept = fs::read_to_string(desk.data().join("profile.toml")).unwrap();
    assert_eq!(kept, desk.succeed(&["profiles", "show", "1"]));
    let keys = desk.succeed(&["keys", "list", "--json"]);
    let again = desk.run(&["init"]);
    assert_eq!(again.exit, 5);
    assert!(again.err.starts_with("DESK-EXISTS: "), "{}", again.err);
    assert_eq!(desk.succeed(&["keys", "list", "--json"]), keys);
}

#[test]
fn init_checks_its_settings_before_it_writes() {
    for wrong in
        [["--mask", "lower"], ["--product", "practice"], ["--host", "not a host"], ["--declared", "all"]]
    {
        let desk = Desk::empty();
        let ran = desk.run(&["init", wrong[0], wrong[1]]);
        assert_eq!(ran.exit, 2, "{wrong:?}: {}", ran.err);
        assert!(!desk.data().exists(), "{wrong:?}");
    }
    let desk = Desk::empty();
    let ran = desk.run(&["init"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.out.contains("--mask AA99999999999"), "the report doesn't name the defaults: {}", ran.out);
}

#[test]
fn concurrent_inits_create_one_desk() {
    let desk = Desk::empty();
    let mut runs: Vec<_> = (0..4).map(|_| desk.command(&["init"]).spawn().unwrap()).collect();
    let mut exits: Vec<_> = runs.iter_mut().map(|child| child.wait().unwrap().code().unwrap()).collect();
    exits.sort_unstable();
    assert_eq!(exits, [0, 5, 5, 5]);
    assert_eq!(desk.run(&["licenses", "add", NUMBER]).exit, 0);
    let answered = desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    assert_eq!(answered.exit, 0, "keys and profile match");
}

#[test]
fn sealed_keys_open_only_with_their_passphrase() {
    let mut desk = Desk::empty();
    desk.passphrase = Some("correct horse");
    desk.init(&[]);
    let ring: String = desk.database().query_row("SELECT text FROM key_rings", [], |row| row.get(0)).unwrap();
    assert!(!ring.contains("seed"));
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    for (passphrase, code) in [(Some("wrong horse"), "PASSPHRASE-WRONG"), (None, "KEYS-SEALED")] {
        desk.passphrase = passphrase;
        let ran = desk.answer(&request);
        assert_eq!((ran.exit, ran.json()["reason"].as_str()), (1, Some(code)));
        assert!(ran.err.starts_with(code), "{}", ran.err);
        assert!(ran.json()["decision"].is_null(), "nothing is decided");
        assert_eq!(desk.run(&["licenses", "list"]).exit, 0, "listing numbers needs no key");
    }
    desk.passphrase = Some("correct horse");
    assert_eq!(desk.answer(&request).exit, 0);
}

#[test]
fn a_change_of_keys_seals_all_that_is_secret_with_one_passphrase() {
    let mut desk = Desk::new(&[]);
    desk.succeed(&["products", "add", "other-os", "--name", "Other OS", "--mask", "A99"]);
    let head = desk.dir.path().join("head");
    fs::write(&head, desk.succeed(&["audit", "head"])).unwrap();
    let unsealed = |desk: &Desk| -> i64 {
        let count = "SELECT COUNT(*) FROM (SELECT text FROM key_rings UNION ALL SELECT text FROM secrets)
            WHERE text NOT LIKE '%argon2id%'";
        desk.database().query_row(count, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(unsealed(&desk), 3);
    desk.succeed(&["keys", "add", "--product", "other-os"]);
    assert_eq!(unsealed(&desk), 3);
    desk.passphrase = Some("correct horse");
    desk.succeed(&["keys", "add", "--product", "other-os"]);
    assert_eq!(unsealed(&desk), 0);
    // The audit is signed with the same key.
    desk.succeed(&["audit", "head"]);
    desk.succeed(&["audit", "verify", "--head", head.to_str().unwrap()]);
    let keys = desk.succeed(&["keys", "list"]);
    // Neither another passphrase nor none changes the keys.
    for (passphrase, code) in [(Some("wrong horse"), "PASSPHRASE-WRONG"), (None, "KEYS-SEALED")] {
        desk.passphrase = passphrase;
        for words in [
            &["keys", "add", "--product", "example-os"][..],
            &["keys", "retire", "0", "--product", "other-os"],
        ] {
            let ran = desk.run(words);
            assert!(ran.exit == 1 && ran.err.starts_with(code), "{words:?}: {}", ran.err);
        }
    }
    desk.passphrase = Some("correct horse");
    assert_eq!(desk.succeed(&["keys", "list"]), keys);
}

/// One product has a passphrase since an earlier program.
#[test]
fn a_second_product_gets_no_passphrase_of_its_own() {
    let mut desk = Desk::new(&[]);
    desk.succeed(&["products", "add", "other-os", "--name", "Other OS", "--mask", "A99"]);
    let open: String = desk
        .database()
        .query_row("SELECT text FROM key_rings WHERE product = 'example-os'", [], |row| row.get(0))
        .unwrap();
    desk.passphrase = Some("correct horse");
    desk.succeed(&["keys", "add", "--product", "other-os"]);
    let unseal = "UPDATE key_rings SET text = ?1 WHERE product = 'example-os'";
    desk.database().execute(unseal, [open]).unwrap();
    desk.passphrase = Some("wrong horse");
    let ran = desk.run(&["keys", "add", "--product", "example-os"]);
    assert!(ran.exit == 1 && ran.err.starts_with("PASSPHRASE-WRONG"), "{}", ran.err);
    desk.passphrase = Some("correct horse");
    desk.succeed(&["keys", "list"]);
}

#[test]
fn a_passphrase_comes_from_a_file_the_settings_or_a_credential() {
    let desk = Desk::empty();
    let write = |name: &str, text: &str| {
        let path = desk.dir.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.display().to_string()
    };
    let right = write("right", "correct horse\n");
    let wrong = write("wrong", "wrong horse\n");
    desk.init(&["--passphrase-file", &right]);
    let config = write("desk.toml", "passphrase-file = \"right\"\n");
    fs::create_dir(desk.dir.path().join("credentials")).unwrap();
    write("credentials/countersign-passphrase", "correct horse");
    let credentials = desk.dir.path().join("credentials").display().to_string();
    let keys = |args: &[&str], environment: &[(&str, &str)]| {
        let mut command = desk.command(&[args, &["keys", "list"]].concat());
        let result = CommandResult::from(command.envs(environment.iter().copied()).output().unwrap());
        (result.exit, result.err.split(':').next().unwrap().to_owned())
    };
    let (opened, refused) = ((0, String::new()), (1, "PASSPHRASE-WRONG".to_owned()));
    let by_variable = |passphrase| ("COUNTERSIGN_PASSPHRASE", passphrase);
    assert_eq!(keys(&["--config", &config], &[]), opened);
    assert_eq!(keys(&[], &[("CREDENTIALS_DIRECTORY", &credentials)]), opened);
    assert_eq!(keys(&["--passphrase-file", &right], &[by_variable("wrong horse")]), opened);
    assert_eq!(keys(&["--passphrase-file", &wrong, "--config", &config], &[]), refused);
    assert_eq!(keys(&["--config", &config], &[by_variable("wrong horse")]), refused);
    assert_eq!(keys(&[], &[("CREDENTIALS_DIRECTORY", "/nowhere")]).1, "KEYS-SEALED");
    let server = desk.serve(&["--passphrase-file", &right]);
    assert_eq!(server.get("/").status, 200);
    fs::set_permissions(&right, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(keys(&["--config", &config], &[]), (1, "PASSPHRASE-EXPOSED".to_owned()));
    assert_eq!(keys(&["--passphrase-file", "/dev/null"], &[]).1, "FILE-NOT-REGULAR");
    assert_eq!(keys(&["--passphrase-file", &write("empty", "\n")], &[]).1, "PASSPHRASE-EMPTY");
    assert_eq!(keys(&["--passphrase-file", "/nowhere"], &[]).1, "FILE-UNREADABLE");
    assert_eq!(
        desk.run(&["--passphrase-file", "/nowhere", "licenses", "list"]).exit,
        0,
        "listing numbers needs no key"
    );
}

#[test]
fn keys_that_others_may_read_are_refused() {
    let desk = Desk::new(&[]);
    fs::set_permissions(desk.data().join("ledger.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let ran = desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    assert_eq!(ran.exit, 1);
    assert!(ran.err.starts_with("KEYS-EXPOSED: "), "{}", ran.err);
}

#[test]
fn an_answer_leaves_no_temporary_files() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let mut names: Vec<String> = fs::read_dir(desk.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["ledger.db", "profile.toml"]);
}
