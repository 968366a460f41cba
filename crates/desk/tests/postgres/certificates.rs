//! TLS: what each `sslmode` verifies, with a real server's certificates.

use countersign_desk::postgres::{CertificateFault, ConnectFault};

use crate::support::{Authority, Cluster, Fsync, Login, open, refusal, value_of};

const ENCRYPTED: &str = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

/// Whether a session by that URL is encrypted.
async fn is_encrypted(url: &str) -> bool {
    let pool = open(url).await.unwrap_or_else(|fault| panic!("{url}: {fault}"));
    value_of(&pool, ENCRYPTED).await.unwrap() == "true"
}

fn certificate_fault(fault: ConnectFault) -> CertificateFault {
    match fault {
        ConnectFault::Certificate { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

fn option(authority: &Authority) -> String {
    format!("sslrootcert={}", authority.path.display())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mode_verifies_as_documented() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let (known, other) = (cluster.authority("known"), cluster.authority("other"));
    cluster.use_certificate(&known.issue("localhost"));
    let by_name = cluster.url_of_host(Login::Trusted, "localhost", "postgres");
    let by_address = cluster.url(Login::Trusted, "postgres");
    let (known, other) = (option(&known), option(&other));

    for (url, options, encrypted) in [
        (&by_name, format!("sslmode=verify-full&{known}"), true),
        (&by_name, format!("sslmode=verify-ca&{known}"), true),
        (&by_name, format!("sslmode=require&{known}"), true),
        (&by_name, format!("sslmode=prefer&{known}"), true),
        (&by_name, known.clone(), true),
        // Nothing is verified, so any name works.
        (&by_address, "sslmode=require".to_owned(), true),
        (&by_address, "sslmode=prefer".to_owned(), true),
        (&by_address, String::new(), true),
        (&by_address, format!("sslmode=disable&{other}"), false),
    ] {
        assert_eq!(is_encrypted(&format!("{url}?{options}")).await, encrypted, "{options}");
    }
    assert!(!is_encrypted(&format!("{}?sslmode=verify-full&{known}", cluster.socket_url("postgres"))).await);

    for mode in ["sslmode=verify-full&", "sslmode=verify-ca&", "sslmode=require&", "sslmode=prefer&", ""] {
        let wrong_name = refusal(&format!("{by_address}?{mode}{known}")).await;
        assert_eq!(certificate_fault(wrong_name), CertificateFault::Name, "{mode}");
        let wrong_issuer = refusal(&format!("{by_name}?{mode}{other}")).await;
        assert_eq!(certificate_fault(wrong_issuer), CertificateFault::Issuer, "{mode}");
    }
    // The system's authorities don't include the test's.
    let unknown = refusal(&format!("{by_name}?sslmode=verify-full")).await;
    assert!(matches!(
        unknown,
        ConnectFault::Certificate { fault: CertificateFault::Issuer, .. } | ConnectFault::Roots(_)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_a_certificate_counts_as_a_name() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let authority = cluster.authority("known");
    cluster.use_certificate(&authority.issue("127.0.0.1"));
    let options = format!("sslmode=verify-full&{}", option(&authority));
    assert!(is_encrypted(&format!("{}?{options}", cluster.url(Login::Trusted, "postgres"))).await);
    let by_name = cluster.url_of_host(Login::Trusted, "localhost", "postgres");
    assert_eq!(certificate_fault(refusal(&format!("{by_name}?{options}")).await), CertificateFault::Name);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_or_with_an_old_certificate_is_refused() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    let authority = cluster.authority("known");
    let url = cluster.url_of_host(Login::Trusted, "localhost", "postgres");
    for options in [format!("sslmode=verify-full&{}", option(&authority)), "sslmode=require".to_owned()] {
        let fault = refusal(&format!("{url}?{options}")).await;
        assert!(matches!(fault, ConnectFault::NoTls { .. }), "{fault:?}");
    }
    assert!(
        !is_encrypted(&format!("{url}?sslmode=prefer")).await,
        "prefer doesn't encrypt if the server offers no TLS"
    );

    cluster.use_certificate(&authority.issue_expired("localhost"));
    let fault = refusal(&format!("{url}?{}", option(&authority))).await;
    assert_eq!(certificate_fault(fault), CertificateFault::Days);
}

#[tokio::test]
async fn authorities_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate\n").unwrap();
    for file in [folder.path().join("missing.pem"), empty] {
        let url = format!("postgres://desk@db.invalid/ledger?sslrootcert={}", file.display());
        match refusal(&url).await {
            ConnectFault::Roots(detail) => assert!(detail.contains(file.to_str().unwrap()), "{detail}"),
            other => panic!("{other:?}"),
        }
    }
}
