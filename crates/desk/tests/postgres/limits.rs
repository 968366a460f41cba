//! Limits on times and counts, and faults that a server reports.

use std::time::{Duration, Instant};

use countersign_desk::postgres::{
    FaultKind, Mode, Outcome, PoolSettings, PostgresFault, PostgresPool, Retry,
};
use countersign_ledger::StoreError;

use crate::support::{Cluster, Fsync, Login, PASSWORD, open, open_with, value, value_of};

/// A cluster with a database, and its URL.
fn ledger() -> Option<(Cluster, String)> {
    let cluster = Cluster::start(Fsync::Off)?;
    cluster.create_database("ledger");
    let url = cluster.url(Login::Desk(PASSWORD), "ledger");
    Some((cluster, url))
}

fn kind<T: std::fmt::Debug>(result: Result<T, PostgresFault>) -> FaultKind {
    result.unwrap_err().kind
}

async fn run(pool: &PostgresPool, sql: &str) {
    pool.get().await.unwrap().statements().batch(sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_starts_with_its_settings() {
    let Some((cluster, url)) = ledger() else { return };
    cluster.sql("postgres", "ALTER ROLE desk SET default_transaction_isolation = 'serializable'");
    let url =
        format!("{url}?application_name=desk%20one&options=-c%20statement_timeout%3D7%20-c%20work_mem%3D1MB");
    let settings = PoolSettings {
        statement: Some(Duration::from_millis(1_500)),
        lock: Duration::from_millis(250),
        idle_in_transaction: Duration::from_secs(9),
        ..PoolSettings::of_size(2)
    };
    let pool = open_with(&url, settings).await.unwrap();
    for (name, expected) in [
        ("statement_timeout", "1500ms"),
        ("lock_timeout", "250ms"),
        ("idle_in_transaction_session_timeout", "9s"),
        ("default_transaction_isolation", "read committed"),
        ("client_min_messages", "warning"),
        ("application_name", "desk one"),
        ("work_mem", "1MB"),
    ] {
        assert_eq!(value_of(&pool, &format!("SHOW {name}")).await.unwrap(), expected, "{name}");
    }
    let pool = open_with(&url, PoolSettings { statement: None, ..settings }).await.unwrap();
    assert_eq!(value_of(&pool, "SHOW statement_timeout").await.unwrap(), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_waits_for_the_disk_regardless_of_the_server_default() {
    let Some((cluster, url)) = ledger() else { return };
    for (default, used) in
        [("off", "on"), ("local", "on"), ("remote_write", "on"), ("remote_apply", "remote_apply")]
    {
        cluster.sql("postgres", &format!("ALTER ROLE desk SET synchronous_commit = {default}"));
        let pool = open(&url).await.unwrap();
        assert_eq!(value_of(&pool, "SHOW synchronous_commit").await.unwrap(), used, "{default}");
        let named = open(&format!("{url}?options=-c%20synchronous_commit%3Dlocal")).await.unwrap();
        assert_eq!(value_of(&named, "SHOW synchronous_commit").await.unwrap(), "local", "{default}");
    }
    // A default that changes later doesn't weaken a session either.
    cluster.sql("postgres", "ALTER ROLE desk RESET synchronous_commit");
    let pool = open(&url).await.unwrap();
    cluster.set("synchronous_commit", "off");
    assert_eq!(value_of(&pool, "SHOW synchronous_commit").await.unwrap(), "on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_times_out_and_the_session_continues() {
    let Some((cluster, url)) = ledger() else { return };
    let settings = PoolSettings { statement: Some(Duration::from_secs(1)), ..PoolSettings::of_size(1) };
    let pool = open_with(&url, settings).await.unwrap();
    let session = value_of(&pool, "SELECT pg_backend_pid()::text").await.unwrap();

    let connection = pool.get().await.unwrap();
    let fault = value(&connection, "SELECT pg_sleep(600)::text").await.unwrap_err();
    assert_eq!((&fault.kind, fault.outcome), (&FaultKind::StatementTimeout, Outcome::NothingWritten));
    assert_eq!((fault.retry(), StoreError::from(fault)), (Retry::No, StoreError::Busy));
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()";
    assert_eq!(cluster.sql("ledger", sleeping), "0", "the server has cancelled the statement");
    drop(connection);
    assert_eq!(
        value_of(&pool, "SELECT pg_backend_pid()::text").await.unwrap(),
        session,
        "the healthy session is kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_for_a_lock_times_out() {
    let Some((_cluster, url)) = ledger() else { return };
    let pool = open_with(&url, PoolSettings { lock: Duration::from_millis(300), ..PoolSettings::of_size(2) });
    let pool = pool.await.unwrap();
    run(&pool, "CREATE TABLE numbers (number text PRIMARY KEY, version int)").await;

    let mut holder = pool.get().await.unwrap();
    let held = holder.begin(Mode::Write).await.unwrap();
    held.statements().batch("LOCK TABLE numbers").await.unwrap();
    let mut waiter = pool.get().await.unwrap();
    let waiting = waiter.begin(Mode::Write).await.unwrap();
    let fault = waiting.statements().query("SELECT * FROM numbers", &[]).await.unwrap_err();
    assert_eq!((fault.kind.clone(), StoreError::from(fault)), (FaultKind::LockTimeout, StoreError::Busy));
    // PostgreSQL would answer this COMMIT with success.
    assert_eq!(kind(waiting.commit().await), FaultKind::Aborted);
    held.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_deadlocked_transactions_is_asked_to_retry() {
    let Some((_cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    run(&pool, "CREATE TABLE numbers (number int PRIMARY KEY); INSERT INTO numbers VALUES (1), (2)").await;
    let (mut first, mut second) = (pool.get().await.unwrap(), pool.get().await.unwrap());
    let (first, second) = (first.begin(Mode::Write).await.unwrap(), second.begin(Mode::Write).await.unwrap());
    let lock = "SELECT number FROM numbers WHERE number = $1 FOR UPDATE";
    first.statements().query(lock, &[&1]).await.unwrap();
    second.statements().query(lock, &[&2]).await.unwrap();
    let outcomes = tokio::join!(
        async {
            let outcome = first.statements().query(lock, &[&2]).await;
            first.rollback().await.unwrap();
            outcome.err()
        },
        async {
            let outcome = second.statements().query(lock, &[&1]).await;
            second.rollback().await.unwrap();
            outcome.err()
        }
    );
    let faults = [outcomes.0, outcomes.1];
    let [fault] = <[_; 1]>::try_from(faults.into_iter().flatten().collect::<Vec<_>>())
        .expect("one of the two transactions fails");
    assert_eq!((fault.retry(), StoreError::from(fault)), (Retry::Again, StoreError::Conflict));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_reads_one_moment_and_refuses_writes() {
    let Some((_cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    run(
        &pool,
        "CREATE TABLE numbers (number int PRIMARY KEY, version int); INSERT INTO numbers VALUES (1, 1)",
    )
    .await;
    let mut reader = pool.get().await.unwrap();
    let snapshot = reader.begin(Mode::Snapshot).await.unwrap();
    let version = "SELECT version FROM numbers";
    let seen: i32 = snapshot.statements().query_one(version, &[]).await.unwrap().get(0);
    run(&pool, "UPDATE numbers SET version = 2").await;
    let later: i32 = snapshot.statements().query_one(version, &[]).await.unwrap().get(0);
    assert_eq!((seen, later), (1, 1));
    assert_eq!(
        kind(snapshot.statements().execute("UPDATE numbers SET version = 3", &[]).await),
        FaultKind::ReadOnly
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_idle_in_a_transaction_is_replaced() {
    let Some((cluster, url)) = ledger() else { return };
    let settings =
        PoolSettings { idle_in_transaction: Duration::from_millis(200), ..PoolSettings::of_size(1) };
    let pool = open_with(&url, settings).await.unwrap();
    let mut connection = pool.get().await.unwrap();
    let end = cluster.log_end();
    let transaction = connection.begin(Mode::Write).await.unwrap();
    cluster.wait_for_log("idle-in-transaction timeout", end);
    let fault = transaction.statements().query("SELECT", &[]).await.unwrap_err();
    assert_eq!((fault.kind.clone(), fault.retry()), (FaultKind::Lost, Retry::OtherConnection));
    drop(transaction);
    drop(connection);
    assert_eq!(value_of(&pool, "SELECT 'new'").await.unwrap(), "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_pool_makes_callers_wait_and_then_refuses() {
    let Some((_cluster, url)) = ledger() else { return };
    let settings = PoolSettings { wait: Duration::from_millis(200), ..PoolSettings::of_size(1) };
    let pool = open_with(&url, settings).await.unwrap();
    let taken = pool.get().await.unwrap();
    assert_eq!((pool.status().open, pool.status().free), (1, 0));
    let fault = pool.get().await.unwrap_err();
    assert_eq!((fault.kind.clone(), StoreError::from(fault)), (FaultKind::PoolTimeout, StoreError::Busy));
    let (next, ()) = tokio::join!(pool.get(), async { drop(taken) });
    drop(next.unwrap());
    pool.close();
    assert_eq!(kind(pool.get().await), FaultKind::PoolClosed);
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_prepared_once_and_again_after_a_migration() {
    let Some((_cluster, url)) = ledger() else { return };
    let pool = open_with(&url, PoolSettings::of_size(1)).await.unwrap();
    let other = open(&url).await.unwrap();
    run(&pool, "CREATE TABLE numbers (number int)").await;
    for _ in 0..3 {
        pool.get().await.unwrap().statements().query("SELECT * FROM numbers", &[]).await.unwrap();
    }
    let prepared =
        "SELECT count(*)::text FROM pg_prepared_statements WHERE statement = 'SELECT * FROM numbers'";
    assert_eq!(value_of(&pool, prepared).await.unwrap(), "1");

    run(&other, "ALTER TABLE numbers ADD COLUMN version int").await;
    let connection = pool.get().await.unwrap();
    let fault = connection.statements().query("SELECT * FROM numbers", &[]).await.unwrap_err();
    assert_eq!((fault.kind.clone(), fault.retry()), (FaultKind::StaleStatement, Retry::OtherConnection));
    drop(connection);
    let connection = pool.get().await.unwrap();
    connection.statements().query("SELECT * FROM numbers", &[]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnected_caller_leaves_no_transaction_behind() {
    let Some((cluster, url)) = ledger() else { return };
    let pool =
        open_with(&url, PoolSettings { check: Duration::from_millis(500), ..PoolSettings::of_size(1) });
    let pool = pool.await.unwrap();
    run(&pool, "CREATE TABLE numbers (number int)").await;
    let mut connection = pool.get().await.unwrap();
    let hung_up = tokio::time::timeout(Duration::from_millis(300), async {
        let transaction = connection.begin(Mode::Write).await.unwrap();
        transaction.statements().execute("INSERT INTO numbers VALUES (1)", &[]).await.unwrap();
        transaction.statements().query("SELECT pg_sleep(2)", &[]).await.unwrap();
    });
    assert!(hung_up.await.is_err());
    drop(connection);
    // The session is still asleep: the next caller gets another one.
    assert_eq!(value_of(&pool, "SELECT count(*)::text FROM numbers").await.unwrap(), "0");
    // Once it wakes up, its transaction ends, and nothing is written.
    let open = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'desk' AND xact_start IS NOT NULL";
    let deadline = Instant::now() + Duration::from_secs(30);
    while cluster.sql("ledger", open) != "0" {
        assert!(Instant::now() < deadline, "the transaction is still open");
    }
    assert_eq!(value_of(&pool, "SELECT count(*)::text FROM numbers").await.unwrap(), "0");
}
