//! Connections that a server refuses, and the desk's message about each.

use std::net::TcpListener;

use countersign_core::text::Lang;
use countersign_desk::postgres::ConnectFault;
use countersign_desk::text::DatabaseFault;

use crate::support::{Cluster, Fsync, Login, PASSWORD, WRONG_PASSWORD, open, refusal, value_of};

#[tokio::test(flavor = "multi_thread")]
async fn each_refused_sign_in_has_its_own_error() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    cluster.create_database("ledger");
    cluster.create_database("denied");
    let host = format!("127.0.0.1:{}", cluster.port());

    let pool = open(&cluster.url(Login::Desk(PASSWORD), "ledger")).await.unwrap();
    assert_eq!(value_of(&pool, "SELECT current_user::text").await.unwrap(), "desk");

    let fault = refusal(&cluster.url(Login::Desk(WRONG_PASSWORD), "ledger")).await;
    assert_eq!(fault, ConnectFault::Password { host: host.clone() });

    let without = cluster.url(Login::Trusted, "ledger").replace("trusted@", "desk@");
    assert_eq!(refusal(&without).await, ConnectFault::PasswordMissing { host: host.clone() });

    let fault = refusal(&cluster.url(Login::Desk(PASSWORD), "nowhere")).await;
    assert_eq!(fault, ConnectFault::DatabaseUnknown { host, database: "nowhere".into() });

    let fault = refusal(&cluster.url(Login::Desk(PASSWORD), "denied")).await;
    assert!(matches!(fault, ConnectFault::NotAllowed { .. }), "{fault:?}");

    cluster.sql("postgres", "REVOKE CONNECT ON DATABASE ledger FROM PUBLIC");
    let fault = refusal(&cluster.url(Login::Trusted, "ledger")).await;
    assert!(matches!(fault, ConnectFault::NotAllowed { .. }), "{fault:?}");

    cluster.sql("postgres", "ALTER DATABASE ledger CONNECTION LIMIT 0");
    let fault = refusal(&cluster.url(Login::Desk(PASSWORD), "ledger")).await;
    assert!(matches!(fault, ConnectFault::TooManySessions { .. }) && fault.may_pass(), "{fault:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_without_a_listener_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let fault = refusal(&format!("postgres://desk:{PASSWORD}@{free}/ledger")).await;
    assert!(
        matches!(&fault, ConnectFault::Unreachable { host, .. } if *host == free.to_string()),
        "{fault:?}"
    );
    let said = DatabaseFault::of_connection(&fault, Lang::En);
    assert_eq!(said.code, "DATABASE-UNREACHABLE");
    assert!(said.what.contains(&free.to_string()), "{said:?}");

    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().display().to_string().replace('/', "%2F");
    let fault = refusal(&format!("postgres://desk@{socket}/ledger")).await;
    assert!(matches!(fault, ConnectFault::Unreachable { .. }), "{fault:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_specific_fault_of_several_hosts_is_reported() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    cluster.create_database("ledger");
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = |password: &str| {
        let hosts = format!("{dead},127.0.0.1:{},{dead}", cluster.port());
        format!("postgres://desk:{password}@{hosts}/ledger")
    };
    assert!(matches!(refusal(&url(WRONG_PASSWORD)).await, ConnectFault::Password { .. }));
    let pool = open(&url(PASSWORD)).await.unwrap();
    assert_eq!(value_of(&pool, "SELECT 'here'").await.unwrap(), "here");
}
