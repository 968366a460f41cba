//! A server that goes away: idle, inside a transaction, while it commits; and one that hangs.

use std::time::Duration;

use countersign_desk::postgres::{ConnectFault, FaultKind, Mode, Outcome, PoolSettings, PostgresPool, Retry};
use countersign_ledger::StoreError;

use crate::support::{Cluster, Fsync, Login, PASSWORD, open, open_with, value_of};

const COUNT: &str = "SELECT count(*)::text FROM numbers";
const INSERT: &str = "INSERT INTO numbers VALUES (1)";

/// A cluster that syncs to its disk, with a table; and its URL.
fn ledger() -> Option<(Cluster, String)> {
    let cluster = Cluster::start(Fsync::On)?;
    cluster.create_database("ledger");
    cluster.sql("ledger", "CREATE TABLE numbers (number int); GRANT ALL ON numbers TO PUBLIC");
    let url = cluster.url(Login::Desk(PASSWORD), "ledger");
    Some((cluster, url))
}

async fn fill(pool: &PostgresPool) {
    let connections = tokio::join!(pool.get(), pool.get(), pool.get(), pool.get());
    for connection in [connections.0, connections.1, connections.2, connections.3] {
        connection.unwrap();
    }
    assert_eq!(pool.status().free, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarts_while_idle_is_reconnected() {
    let Some((mut cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    fill(&pool).await;
    cluster.kill();
    let fault = pool.get().await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Connect(ConnectFault::Unreachable { .. })), "{fault:?}");
    assert_eq!(StoreError::from(fault), StoreError::Busy);
    cluster.start_again();
    assert_eq!(value_of(&pool, COUNT).await.unwrap(), "0");

    fill(&pool).await;
    cluster.restart();
    for _ in 0..8 {
        assert_eq!(value_of(&pool, COUNT).await.unwrap(), "0");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_inside_a_transaction_commits_nothing() {
    let Some((mut cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    let mut connection = pool.get().await.unwrap();
    let transaction = connection.begin(Mode::Write).await.unwrap();
    transaction.statements().execute(INSERT, &[]).await.unwrap();
    cluster.kill();
    let fault = transaction.statements().execute(INSERT, &[]).await.unwrap_err();
    assert_eq!((&fault.kind, fault.outcome), (&FaultKind::Lost, Outcome::NothingWritten));
    assert_eq!(fault.to_string(), "the connection to the server was lost");
    assert_eq!((fault.retry(), StoreError::from(fault)), (Retry::OtherConnection, StoreError::Busy));
    drop(transaction);
    drop(connection);
    cluster.start_again();
    assert_eq!(value_of(&pool, COUNT).await.unwrap(), "0");

    // Another fault: the server ends only the desk's sessions.
    let mut connection = pool.get().await.unwrap();
    let transaction = connection.begin(Mode::Write).await.unwrap();
    transaction.statements().execute(INSERT, &[]).await.unwrap();
    cluster.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'desk'");
    let fault = transaction.statements().execute(INSERT, &[]).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Lost);
    drop(transaction);
    drop(connection);
    assert_eq!(value_of(&pool, COUNT).await.unwrap(), "0");
}

/// Names a standby that doesn't exist, so that a commit waits forever.
fn wait_for_nobody(cluster: &Cluster) {
    cluster.set("synchronous_standby_names", "nobody");
}

const WAITS: &str = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

fn wait_until_a_commit_waits(cluster: &Cluster) {
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while cluster.sql("postgres", WAITS) == "0" {
        assert!(std::time::Instant::now() < deadline, "no commit waits");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_without_a_reply_has_an_unknown_outcome() {
    let Some((mut cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    wait_for_nobody(&cluster);
    // A single statement, and a transaction.
    let alone = tokio::spawn({
        let pool = pool.clone();
        async move { pool.get().await.unwrap().statements().execute(INSERT, &[]).await.map(drop) }
    });
    wait_until_a_commit_waits(&cluster);
    let both = tokio::spawn(async move {
        let mut connection = pool.get().await.unwrap();
        let transaction = connection.begin(Mode::Write).await.unwrap();
        transaction.statements().execute(INSERT, &[]).await.unwrap();
        let outcome = transaction.commit().await;
        drop(connection);
        (outcome, pool)
    });
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while cluster.sql("postgres", WAITS) != "2" {
        assert!(std::time::Instant::now() < deadline, "no second commit waits");
    }
    cluster.kill();
    let (transaction, pool) = both.await.unwrap();
    for outcome in [alone.await.unwrap(), transaction] {
        let fault = outcome.unwrap_err();
        assert_eq!(
            (&fault.kind, fault.outcome, fault.retry()),
            (&FaultKind::Lost, Outcome::Unknown, Retry::No)
        );
    }
    cluster.start_again();
    assert_eq!(value_of(&pool, COUNT).await.unwrap(), "2", "both rows are written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_lost_its_standby_is_not_reported_as_success() {
    let Some((cluster, url)) = ledger() else { return };
    let pool = open(&url).await.unwrap();
    wait_for_nobody(&cluster);
    for alone in [true, false] {
        let pool = pool.clone();
        let outcome = tokio::spawn(async move {
            let mut connection = pool.get().await.unwrap();
            if alone {
                return connection.statements().execute(INSERT, &[]).await.map(drop);
            }
            let transaction = connection.begin(Mode::Write).await.unwrap();
            transaction.statements().execute(INSERT, &[]).await.unwrap();
            transaction.commit().await
        });
        wait_until_a_commit_waits(&cluster);
        // An administrator cancels the wait; PostgreSQL confirms the commit with a warning.
        cluster.sql(
            "postgres",
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
        );
        let fault = outcome.await.unwrap().unwrap_err();
        assert_eq!((&fault.kind, fault.outcome), (&FaultKind::NotReplicated, Outcome::Unknown));
        assert_eq!(StoreError::from(fault), StoreError::Busy);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hanging_server_times_out() {
    let Some((cluster, url)) = ledger() else { return };
    let settings = PoolSettings {
        statement: Some(Duration::from_secs(1)),
        grace: Duration::from_millis(500),
        check: Duration::from_millis(500),
        ..PoolSettings::of_size(2)
    };
    let pool = open_with(&format!("{url}?connect_timeout=2"), settings).await.unwrap();
    let mut connection = pool.get().await.unwrap();
    let transaction = connection.begin(Mode::Write).await.unwrap();
    cluster.freeze();
    let fault = transaction.statements().execute(INSERT, &[]).await.unwrap_err();
    assert_eq!((&fault.kind, fault.outcome), (&FaultKind::Lost, Outcome::NothingWritten));
    drop(transaction);
    drop(connection);
    let fault = pool.get().await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Connect(ConnectFault::NoAnswer { .. })), "{fault:?}");
    cluster.thaw();
    assert_eq!(value_of(&pool, COUNT).await.unwrap(), "0");
}
