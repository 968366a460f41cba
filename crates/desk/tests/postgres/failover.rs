//! A primary and its synchronous standby: the pool finds the server that takes writes, before and after a failover.

use countersign_desk::postgres::{ConnectFault, FaultKind, Outcome, Retry};
use countersign_ledger::StoreError;

use crate::support::{Cluster, Fsync, Login, PASSWORD, open, refusal, value_of};

const WHERE: &str = "SELECT current_setting('port') || ' ' || pg_is_in_recovery()::text";

#[tokio::test(flavor = "multi_thread")]
async fn a_promoted_standby_is_found_with_all_committed_data() {
    let Some(mut primary) = Cluster::start(Fsync::On) else { return };
    primary.create_database("ledger");
    primary.sql("ledger", "CREATE TABLE numbers (number int); GRANT ALL ON numbers TO PUBLIC");
    let standby = primary.synchronous_standby();
    let url = format!(
        "postgres://desk:{PASSWORD}@127.0.0.1:{},127.0.0.1:{}/ledger",
        standby.port(),
        primary.port()
    );
    let pool = open(&url).await.unwrap();
    assert_eq!(value_of(&pool, WHERE).await.unwrap(), format!("{} false", primary.port()));
    // A URL with only the standby is refused if it asks for writes, and accepted otherwise.
    let alone = standby.url(Login::Desk(PASSWORD), "ledger");
    let fault = refusal(&format!("{alone}?target_session_attrs=read-write")).await;
    assert!(matches!(fault, ConnectFault::NoneReadWrite { .. }), "{fault:?}");
    let reading = open(&alone).await.unwrap();
    let fault =
        reading.get().await.unwrap().statements().execute("INSERT INTO numbers VALUES (0)", &[]).await;
    let fault = fault.unwrap_err();
    assert_eq!((&fault.kind, fault.outcome), (&FaultKind::ReadOnly, Outcome::NothingWritten));
    assert_eq!((fault.retry(), StoreError::from(fault)), (Retry::OtherConnection, StoreError::ReadOnly));

    for number in 1..=20 {
        let connection = pool.get().await.unwrap();
        let insert = "INSERT INTO numbers VALUES ($1)";
        assert_eq!(connection.statements().execute(insert, &[&number]).await.unwrap(), 1);
    }
    primary.kill();
    let fault = pool.get().await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Connect(ConnectFault::NoneReadWrite { .. })), "{fault:?}");
    assert_eq!(StoreError::from(fault), StoreError::Busy);

    standby.promote();
    assert_eq!(value_of(&pool, WHERE).await.unwrap(), format!("{} false", standby.port()));
    assert_eq!(value_of(&pool, "SELECT count(*)::text FROM numbers").await.unwrap(), "20");
    let connection = pool.get().await.unwrap();
    assert_eq!(connection.statements().execute("INSERT INTO numbers VALUES (21)", &[]).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_set_to_read_only_is_dropped_by_all_sessions() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    cluster.create_database("ledger");
    let url = format!("{}?target_session_attrs=read-write", cluster.url(Login::Desk(PASSWORD), "ledger"));
    let pool = open(&url).await.unwrap();
    let (first, second) = tokio::join!(pool.get(), pool.get());
    let (first, second) = (first.unwrap(), second.unwrap());
    cluster.set("default_transaction_read_only", "on");
    let fault = first.statements().batch("CREATE TABLE numbers (number int)").await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    drop(first);
    drop(second);
    // The pool checks the other session too, and drops it.
    let fault = pool.get().await.unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Connect(ConnectFault::NoneReadWrite { .. })), "{fault:?}");
    assert_eq!(pool.status().open, 0);
    cluster.set("default_transaction_read_only", "off");
    pool.get().await.unwrap().statements().batch("CREATE TABLE numbers (number int)").await.unwrap();
}
