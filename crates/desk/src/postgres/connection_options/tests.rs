//! Tests addresses that are parsed, and addresses that are refused.

use proptest::prelude::*;

use super::*;

fn postgres(url: &str) -> PostgresAddress {
    match DatabaseAddress::parse(url) {
        Ok(DatabaseAddress::Postgres(address)) => address,
        other => panic!("{url}: {other:?}"),
    }
}

#[test]
fn a_path_names_a_file_of_sqlite() {
    for (url, path) in [
        ("sqlite:///var/lib/desk/ledger.db", "/var/lib/desk/ledger.db"),
        ("sqlite://ledger.db", "ledger.db"),
        ("sqlite:ledger.db", "ledger.db"),
        ("/srv/ledger.db", "/srv/ledger.db"),
        ("odd:name.db", "odd:name.db"),
    ] {
        assert_eq!(DatabaseAddress::parse(url), Ok(DatabaseAddress::Sqlite(path.into())), "{url}");
    }
}

#[test]
fn a_url_names_servers_of_postgresql() {
    let address = postgres(
        "postgresql://desk:p%40ss%2F%3F@db1,db2.example:5433,[2001:db8::1]:5434/ledger\
         ?connect_timeout=2&application_name=desk%201&options=-c%20search_path%3Dledger",
    );
    let places: Vec<String> = address.hosts().iter().map(Host::to_string).collect();
    assert_eq!(places, ["db1:5432", "db2.example:5433", "[2001:db8::1]:5434"]);
    assert_eq!((address.user(), address.database()), (Some("desk"), "ledger"));
    assert_eq!(address.password, Some(Password::new(b"p@ss/?".to_vec())));
    assert_eq!(address.session(), Session::ReadWrite);
    assert_eq!(address.connect_timeout(), Duration::from_secs(2));
    assert_eq!(address.application_name(), "desk 1");
    assert_eq!(address.options.as_deref(), Some("-c search_path=ledger"));
    assert_eq!(address.to_string(), "postgres://desk@db1:5432,db2.example:5433,[2001:db8::1]:5434/ledger");
}

#[test]
fn a_short_url_has_defaults() {
    let address = postgres("postgres://db/ledger");
    assert_eq!(address.session(), Session::Any);
    assert_eq!(address.connect_timeout(), DEFAULT_CONNECT_TIMEOUT);
    assert_eq!(address.application_name(), "countersign-desk");
    assert_eq!((address.user(), address.roots()), (None, None));

    let address = postgres("postgres:///ledger");
    assert_eq!(address.hosts()[0].place, Place::Unix(SOCKET_FOLDER.into()));
    let address = postgres("postgres://%2Frun%2Fpg:5433/ledger");
    assert_eq!(address.hosts()[0].to_string(), "/run/pg:5433");
    let address = postgres("postgres:///?host=/run/pg,db2&port=5433&dbname=ledger&user=desk");
    let places: Vec<String> = address.hosts().iter().map(Host::to_string).collect();
    assert_eq!(places, ["/run/pg:5433", "db2:5433"]);
}

#[test]
fn each_mode_verifies_what_the_documented_table_says() {
    use Tls::{Always, Off, Offered};
    use Verify::{IssuerAndName, Nothing};
    for (host, options, tls) in [
        ("db", "", Always(IssuerAndName)),
        ("10.0.0.1", "", Always(IssuerAndName)),
        ("localhost", "", Offered(Nothing)),
        ("127.0.0.9", "", Offered(Nothing)),
        ("[::1]", "", Offered(Nothing)),
        ("localhost", "sslrootcert=/ca.pem", Always(IssuerAndName)),
        ("%2Frun", "", Off),
        ("%2Frun", "sslmode=verify-full", Off),
        ("db", "sslmode=disable", Off),
        ("db", "sslmode=prefer", Offered(Nothing)),
        ("db", "sslmode=prefer&sslrootcert=system", Offered(IssuerAndName)),
        ("db", "sslmode=require", Always(Nothing)),
        ("db", "sslmode=require&sslrootcert=/ca.pem", Always(IssuerAndName)),
        ("db", "sslmode=verify-ca", Always(IssuerAndName)),
        ("db", "sslmode=verify-full", Always(IssuerAndName)),
    ] {
        let address = postgres(&format!("postgres://{host}/ledger?{options}"));
        assert_eq!(address.hosts()[0].tls, tls, "{host} {options}");
    }
    // One address may name hosts of both kinds.
    let address = postgres("postgres://localhost,db/ledger");
    assert_eq!([address.hosts()[0].tls, address.hosts()[1].tls], [Offered(Nothing), Always(IssuerAndName)]);
}

#[test]
fn each_wrong_address_has_its_own_error() {
    use AddressError as E;
    for (url, error) in [
        ("", E::NoPath),
        ("sqlite:", E::NoPath),
        ("sqlite://", E::NoPath),
        ("mysql://db/ledger", E::Scheme("mysql".into())),
        ("postgres:db/ledger", E::Slashes),
        ("postgres://db", E::NoDatabase),
        ("postgres://db/", E::NoDatabase),
        ("postgres://db:0/ledger", E::Port),
        ("postgres://db:65536/ledger", E::Port),
        ("postgres://db:/ledger", E::Port),
        ("postgres://a,b,c/ledger?port=1,2", E::Port),
        ("postgres://a,,b/ledger", E::Host),
        ("postgres://[::1/ledger", E::Host),
        ("postgres://[::1]x/ledger", E::Host),
        ("postgres://d b/ledger", E::Host),
        ("postgres://db/led%zzger", E::Encoding("database")),
        ("postgres://db/led%00ger", E::Encoding("database")),
        ("postgres://%ff@db/ledger", E::Encoding("user")),
        ("postgres://db/ledger?sslmode", E::Encoding("option")),
        ("postgres://db/ledger?sslmode=allow", E::Value("sslmode")),
        ("postgres://db/ledger?sslrootcert=", E::Value("sslrootcert")),
        ("postgres://db/ledger?target_session_attrs=standby", E::Value("target_session_attrs")),
        ("postgres://db/ledger?connect_timeout=0", E::Value("connect_timeout")),
        ("postgres://db/ledger?connect_timeout=soon", E::Value("connect_timeout")),
        ("postgres://db/ledger?hostaddr=10.0.0.1", E::UnknownOption),
    ] {
        assert_eq!(DatabaseAddress::parse(url), Err(error), "{url}");
    }
}

#[test]
fn a_password_that_is_not_encoded_is_not_shown() {
    for password in
        ["se@cret", "se/cret", "5432/cret", "se?cret=1", "a@b/se?cret=1", "se%cret", "@", "/se@cret"]
    {
        let url = format!("postgres://desk:{password}@db/ledger?sslmode=disable");
        let error = DatabaseAddress::parse(&url).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("cret"), "{password}: {error}");
    }
    let url = "postgres://db/ledger?password=se&cret=1";
    assert_eq!(DatabaseAddress::parse(url), Err(AddressError::UnknownOption));
}

proptest! {
    #[test]
    fn no_password_is_shown(password in "[ -~]{0,8}secret[ -~]{0,8}") {
        for url in [
            format!("postgres://desk:{password}@db/ledger"),
            format!("postgres://db/ledger?password={password}"),
            format!("postgres:desk:{password}@db/ledger"),
        ] {
            let shown = match DatabaseAddress::parse(&url) {
                Ok(DatabaseAddress::Postgres(address)) => format!("{address} {address:?}"),
                Ok(DatabaseAddress::Sqlite(path)) => panic!("the address names a file: {path:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            prop_assert!(!shown.contains("secret"), "{shown}");
        }
    }

    #[test]
    fn any_text_is_parsed_or_refused(text: String) {
        drop(DatabaseAddress::parse(&format!("postgres://{text}")));
    }
}
