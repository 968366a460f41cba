//! Failures to use the database: the program says in both languages what is wrong and what to do, and writes nothing.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use countersign_desk::postgres::Mode;
use countersign_testing::http::Connection;
use countersign_testing::invented::{Ask, Requests};
use countersign_testing::{CommandOutput, Desk, NUMBER, PASSPHRASE};

use super::{cluster, desk_at, serve};
use crate::support::{Cluster, Fsync, Login, PASSWORD, WRONG_PASSWORD, open};

/// Runs commands that must each fail with that code, in both languages.
fn assert_code(desk: &Desk, code: &str, exit: i32) {
    for lang in ["en", "zh"] {
        for args in
            [&["serve", "--listen", "127.0.0.1:0"][..], &["keys", "list"], &["licenses", "add", NUMBER]]
        {
            let ran = desk.run(&[args, &["--lang", lang]].concat());
            assert_line(&ran, code, exit, lang);
        }
    }
}

/// Checks that the output has the code, what is wrong, and below it what to do.
fn assert_line(ran: &CommandOutput, code: &str, exit: i32, lang: &str) {
    assert_eq!((ran.exit, ran.out.as_str()), (exit, ""), "{ran:#?}");
    let colon = if lang == "zh" { "：" } else { ": " };
    let what = ran.err.strip_prefix(code).and_then(|rest| rest.strip_prefix(colon));
    let what = what.unwrap_or_else(|| panic!("{code}: {ran:#?}"));
    assert!(what.trim_end().contains('\n'), "the message has no cure: {ran:#?}");
    assert_eq!(what.chars().any(|sign| sign >= '\u{4e00}'), lang == "zh", "{ran:#?}");
    assert!(
        ![PASSWORD, WRONG_PASSWORD, PASSPHRASE].iter().any(|secret| ran.err.contains(secret)),
        "{ran:#?}"
    );
}

/// The digests of the tables that no failed command may change.
fn state(cluster: &Cluster) -> String {
    let tables = ["desk", "profiles", "key_rings", "licenses", "operators", "attempts", "schema_version"];
    let digests = tables.map(|table| {
        cluster.sql(
            "ledger",
            &format!("SELECT md5(string_agg(row::text, ' ' ORDER BY row::text)) FROM {table} AS row"),
        )
    });
    digests.join("\n")
}

#[test]
fn each_connection_fault_is_reported_in_both_languages() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    let before = state(&cluster);
    let authority = cluster.authority("known");
    cluster.use_certificate(&authority.issue("localhost"));
    cluster.create_database("empty");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let with = |option: &str| format!("{url}?{option}");
    let elsewhere = |database: &str| cluster.url(Login::Desk(PASSWORD), database);

    assert_code(&desk_at("postgres:/ledger"), "DATABASE-ADDRESS", 2);
    assert_code(&desk_at(&with("ssl=yes")), "DATABASE-ADDRESS", 2);
    assert_code(&desk_at(&cluster.url(Login::Desk(WRONG_PASSWORD), "ledger")), "DATABASE-PASSWORD", 1);
    assert_code(&desk_at(&url.replace(&format!(":{PASSWORD}"), "")), "DATABASE-PASSWORD", 1);
    assert_code(&desk_at(&elsewhere("nowhere")), "DATABASE-UNKNOWN", 1);
    assert_code(&desk_at(&format!("postgres://desk:{PASSWORD}@{free}/ledger")), "DATABASE-UNREACHABLE", 1);
    let roots = format!("sslmode=verify-full&sslrootcert={}", authority.path.display());
    assert_code(&desk_at(&with(&roots)), "DATABASE-CERTIFICATE", 1);
    assert_code(&desk_at(&elsewhere("empty")), "DESK-NONE", 1);
    assert_eq!(cluster.sql("empty", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    let wrong = [("COUNTERSIGN_DATABASE_URL", url.as_str()), ("COUNTERSIGN_PASSPHRASE", "another one")];
    for (env, code) in [(&wrong[..1], "KEYS-SEALED"), (&wrong[..], "PASSPHRASE-WRONG")] {
        for lang in ["en", "zh"] {
            let ran = Desk::unmade(env).run(&["serve", "--listen", "127.0.0.1:0", "--lang", lang]);
            assert_line(&ran, code, 1, lang);
        }
    }
    cluster.sql("ledger", "UPDATE schema_version SET version = version + 99");
    assert_code(&desk, "STORE-NEWER", 1);
    cluster.sql("ledger", "UPDATE schema_version SET version = version - 99");
    cluster.set("default_transaction_read_only", "on");
    assert_code(&desk_at(&with("target_session_attrs=read-write")), "DATABASE-READ-ONLY", 1);
    cluster.set("default_transaction_read_only", "off");
    assert_eq!(state(&cluster), before);

    // A failed `init` leaves no part of a new desk.
    for url in [cluster.url(Login::Desk(WRONG_PASSWORD), "empty"), elsewhere("nowhere"), elsewhere("ledger")]
    {
        let desk = desk_at(&url);
        let folder = desk.folder().join("new");
        let ran = desk.run(&["init", "--product", "example-os", "--data", folder.to_str().unwrap()]);
        assert_ne!(ran.exit, 0);
        assert!(!folder.exists(), "{ran:#?}");
    }
    assert_eq!(fs::read_dir(desk_at(&url).folder()).unwrap().count(), 0);
    assert_eq!(
        (state(&cluster), cluster.sql("empty", "SELECT to_regclass('desk')")),
        (before, String::new())
    );
}

/// Waits until the desk has signed the audit's head of today, so that nothing but answers is written afterwards.
fn wait_for_head(cluster: &Cluster) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while cluster.sql("ledger", "SELECT count(*) FROM heads") == "0" {
        assert!(Instant::now() < deadline, "no head is signed in time");
    }
}

/// Waits until that many sessions of the server wait for a lock or a standby.
fn wait_for_waiting(cluster: &Cluster, count: &str) {
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE usename = 'desk' AND (wait_event_type = 'Lock' OR wait_event = 'SyncRep')";
    let deadline = Instant::now() + Duration::from_secs(60);
    while cluster.sql("postgres", waiting) != count {
        assert!(Instant::now() < deadline, "no commit waits in time");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_lost_during_a_command_leaves_all_or_nothing() {
    let Some((mut cluster, url)) = cluster(Fsync::On) else { return };
    let desk = Desk::on_database(&url);
    for lang in ["en", "zh"] {
        let add = ["licenses", "add", "AA00000000001", "--lang", lang];
        let run = || desk.command(&add).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();

        // The server is killed before the command commits.
        let pool = open(&url).await.unwrap();
        let mut connection = pool.get().await.unwrap();
        let lock = connection.begin(Mode::Write).await.unwrap();
        lock.statements().batch("LOCK TABLE licenses IN EXCLUSIVE MODE").await.unwrap();
        let ran = run();
        wait_for_waiting(&cluster, "1");
        cluster.kill();
        assert_line(&ran.wait_with_output().unwrap().into(), "STORE-BUSY", 1, lang);
        drop(lock);
        cluster.start_again();
        assert_eq!(desk.run(&["licenses", "show", "AA00000000001"]).exit, 5, "nothing is written");

        // The server is killed while the command commits and waits for a standby that doesn't exist.
        cluster.set("synchronous_standby_names", "nobody");
        let ran = run();
        wait_for_waiting(&cluster, "1");
        cluster.kill();
        assert_line(&ran.wait_with_output().unwrap().into(), "STORE-UNCONFIRMED", 1, lang);
        cluster.start_again();
        cluster.set("synchronous_standby_names", "");
        assert_eq!(desk.run(&["licenses", "show", "AA00000000001"]).exit, 0, "the number is written");
        cluster.sql("ledger", "DELETE FROM audit; DELETE FROM licenses WHERE number = 'AA00000000001'");
    }
}

/// After SIGTERM the desk finishes answers under way, and sends them to their clients.
#[test]
fn a_desk_that_shuts_down_finishes_the_answer_in_progress() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let desk = Desk::on_database(&url);
    desk.add_invented_numbers(1);
    let request = Requests::new(&desk.profile_text()).accepted(Ask { number: 0, machine: 1, nonce: 0 });
    let served = serve(&desk);
    let address = served.address().to_owned();
    wait_for_head(&cluster);
    cluster.set("synchronous_standby_names", "nobody");
    std::thread::scope(|scope| {
        let reply = scope.spawn(|| {
            let mut desk = Connection::open(&address, Duration::from_secs(60)).unwrap();
            desk.ask(&request.text().unwrap()).unwrap()
        });
        wait_for_waiting(&cluster, "1");
        let ended = scope.spawn(|| served.end());
        // The shutdown has begun when the desk doesn't listen any more.
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&address).is_ok() {
            assert!(Instant::now() < deadline, "the desk still listens");
        }
        cluster.set("synchronous_standby_names", "");
        let reply = reply.join().unwrap();
        assert_eq!((reply.status, &reply.json()["decision"]), (200, &"issued".into()), "{}", reply.body);
        assert!(ended.join().unwrap().success());
    });
}

/// A client that got no code asks again, and gets the code that was committed.
#[test]
fn a_code_with_an_unconfirmed_commit_is_issued_again() {
    let Some((mut cluster, url)) = cluster(Fsync::On) else { return };
    let desk = Desk::on_database(&url);
    desk.add_invented_numbers(1);
    let request = Requests::new(&desk.profile_text()).accepted(Ask { number: 0, machine: 1, nonce: 0 });
    let text = request.text().unwrap();
    let served = serve(&desk);
    let ask = || Connection::open(served.address(), Duration::from_secs(60)).unwrap().ask(&text).unwrap();
    let codes = "SELECT string_agg(encode(code, 'hex'), ' ') FROM nonces";

    wait_for_head(&cluster);
    cluster.set("synchronous_standby_names", "nobody");
    let reply = std::thread::scope(|scope| {
        let reply = scope.spawn(ask);
        wait_for_waiting(&cluster, "1");
        cluster.kill();
        reply.join().unwrap()
    });
    assert_eq!((reply.status, &reply.json()["error"]["code"]), (503, &"STORE-UNCONFIRMED".into()));
    // The server is down.
    let reply = ask();
    assert_eq!((reply.status, &reply.json()["error"]["code"]), (503, &"STORE-BUSY".into()));
    cluster.start_again();
    cluster.set("synchronous_standby_names", "");
    let committed = cluster.sql("ledger", codes);
    assert!(!committed.is_empty() && !committed.contains(' '), "{committed}");
    let (first, again) = (ask(), ask());
    assert_eq!((first.status, first.json()["how"].as_str()), (200, Some("again")), "{}", first.body);
    assert_eq!((&first.json()["code"], cluster.sql("ledger", codes)), (&again.json()["code"], committed));
}
