//! The faults that a server reports, and their meaning for the store.

use countersign_desk::postgres::{FaultKind, Mode, Outcome, PostgresFault, Retry};
use countersign_ledger::StoreError;

use crate::support::{Cluster, Fsync, Login, open};

#[tokio::test(flavor = "multi_thread")]
async fn each_sqlstate_has_its_meaning() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let pool = open(&cluster.url(Login::Trusted, "postgres")).await.unwrap();
    let damaged = |text: &str| StoreError::Damaged(text.to_owned());
    for (code, meaning, retry) in [
        ("40001", StoreError::Conflict, Retry::Again),
        ("40P01", StoreError::Conflict, Retry::Again),
        ("23505", StoreError::Conflict, Retry::Again),
        ("55P03", StoreError::Busy, Retry::No),
        ("57014", StoreError::Busy, Retry::No),
        ("57P01", StoreError::Busy, Retry::OtherConnection),
        ("08006", StoreError::Busy, Retry::OtherConnection),
        ("26000", StoreError::Busy, Retry::OtherConnection),
        ("25006", StoreError::ReadOnly, Retry::OtherConnection),
        ("53100", StoreError::Full, Retry::No),
        ("XX001", damaged("SQLSTATE XX001: said"), Retry::No),
        ("XX002", damaged("SQLSTATE XX002: said"), Retry::No),
        ("42P01", StoreError::Fault("SQLSTATE 42P01: said".into()), Retry::No),
        ("23514", StoreError::Fault("SQLSTATE 23514".into()), Retry::No),
    ] {
        let raise =
            format!("DO $$ BEGIN RAISE EXCEPTION 'said' USING ERRCODE = '{code}', DETAIL = 'a row'; END $$");
        let mut connection = pool.get().await.unwrap();
        let transaction = connection.begin(Mode::Write).await.unwrap();
        let fault = transaction.statements().batch(&raise).await.unwrap_err();
        assert_eq!((fault.retry(), fault.outcome), (retry, Outcome::NothingWritten), "{code}");
        assert_eq!(StoreError::from(fault), meaning, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_show_no_value_of_a_row() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let pool = open(&cluster.socket_url("postgres")).await.unwrap();
    let connection = pool.get().await.unwrap();
    let statements = connection.statements();
    let create = "CREATE TEMPORARY TABLE names (name text PRIMARY KEY CHECK (name <> 'Mrs. Example'))";
    statements.batch(create).await.unwrap();

    let fault = statements.execute("INSERT INTO names VALUES ('Mrs. Example')", &[]).await.unwrap_err();
    assert_eq!(fault.to_string(), "SQLSTATE 23514: names_name_check");
    let fault = statements.query("SELECT 'Mrs. Example'::int", &[]).await.unwrap_err();
    assert_eq!(fault.to_string(), "SQLSTATE 22P02");
    // A duplicate key means a lost race.
    statements.execute("INSERT INTO names VALUES ('Mr. Example')", &[]).await.unwrap();
    let fault = statements.execute("INSERT INTO names VALUES ('Mr. Example')", &[]).await.unwrap_err();
    assert_eq!((fault.kind, fault.outcome), (FaultKind::Conflict, Outcome::NothingWritten));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_shape_is_damage_and_no_panic() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let pool = open(&cluster.socket_url("postgres")).await.unwrap();
    let row = pool.get().await.unwrap().statements().query_one("SELECT 1 AS version", &[]).await.unwrap();
    for error in [row.try_get::<_, String>(0).unwrap_err(), row.try_get::<_, i32>("missing").unwrap_err()] {
        let fault = PostgresFault::from(error);
        assert!(matches!(fault.kind, FaultKind::Damaged(_)), "{fault:?}");
        assert!(matches!(StoreError::from(fault), StoreError::Damaged(_)));
    }
}
