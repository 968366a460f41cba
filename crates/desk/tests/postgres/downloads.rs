//! Builds and links in both databases: the same rules on SQLite, on a server, and with two stores on one server.

use countersign_desk::downloads::{Download, LinkCode, LinkState, PIECE_BYTES, Processor, Route, Signature};
use countersign_desk::sql::{ActFilter, NewBuild, NewLink, OfficeRecord, SqlStore};
use countersign_ledger::{CaseNumber, StoreError};
use sha2::{Digest as _, Sha256};

use crate::support::{Cluster, Fsync, address};

/// Runs a future of a store to its end.
fn wait<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap()).block_on(future)
}

fn new_build(bytes: Vec<u8>) -> NewBuild {
    NewBuild {
        product: None,
        processor: Processor::X86_64,
        route: Route::Online,
        version: "1.2.0".to_owned(),
        bytes,
        signature: Some(Signature { name: "countersign.sig".to_owned(), bytes: vec![0, 0xff, 7] }),
        by: "root".to_owned(),
        at: 10,
    }
}

fn new_link(code: &str, case: Option<u32>) -> NewLink {
    NewLink {
        code: LinkCode::read(code).unwrap(),
        product: "example-os".to_owned(),
        case: case.map(CaseNumber),
        expires: 100,
        by: "li".to_owned(),
        at: 20,
    }
}

/// The events in the log, oldest first.
fn events(store: &SqlStore) -> Vec<(String, String, String)> {
    let page = wait(store.list_acts(&ActFilter::default(), None, 100)).unwrap();
    let event = |record| match record {
        OfficeRecord::Event(event) => Some((event.operator, event.event, event.subject)),
        OfficeRecord::Act(_) => None,
    };
    page.rows.into_iter().rev().filter_map(event).collect()
}

/// Checks that one store reads what the other one writes. Both may be the same store.
fn check(one: &SqlStore, other: &SqlStore) {
    // Two pieces and a part of a third.
    let bytes: Vec<u8> = (0..2 * PIECE_BYTES + 77).map(|at| (at % 251) as u8).collect();
    let build = wait(one.add_build(new_build(bytes.clone()))).unwrap();
    assert_eq!((build.size, build.sha256), (bytes.len() as u64, Sha256::digest(&bytes).into()));
    assert_eq!(wait(other.builds()).unwrap(), vec![build.clone()]);
    let pieces: Vec<u8> =
        (0..3).flat_map(|piece| wait(other.build_piece(&build, piece)).unwrap().unwrap()).collect();
    assert_eq!(pieces, bytes);
    assert_eq!(wait(other.build_piece(&build, 3)).unwrap(), None);

    // Links.
    let link = wait(one.make_link(new_link("acdefghjk", None))).unwrap().unwrap();
    assert_eq!(
        wait(one.make_link(new_link("mnpqrtvwx", Some(7)))).unwrap(),
        None,
        "a link to an unknown case is refused"
    );
    let taken = wait(one.make_link(new_link("acdefghjk", None)));
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    assert_eq!(wait(other.download_link(&link.code)).unwrap(), Some(link.clone()));
    assert_eq!(wait(other.download_link(&LinkCode::read("000000000").unwrap())).unwrap(), None);
    assert!(wait(other.count_download(&link.code, &build, 99)).unwrap());
    assert!(wait(one.count_download(&link.code, &build, 98)).unwrap());
    assert!(
        !wait(one.count_download(&link.code, &build, 100)).unwrap(),
        "an expired link counts no download"
    );
    let used = wait(one.download_link(&link.code)).unwrap().unwrap();
    assert_eq!((used.downloads, used.last, used.state(99)), (2, Some(98), LinkState::Valid));

    // The list has pages.
    for code in ["111111111", "222222222"] {
        wait(one.make_link(new_link(code, None))).unwrap().unwrap();
    }
    let page = wait(other.list_links(None, 2)).unwrap();
    let codes = |links: &[countersign_desk::downloads::DownloadLink]| -> Vec<String> {
        links.iter().map(|link| link.code.to_string()).collect()
    };
    assert_eq!(codes(&page.rows), ["222222222", "111111111"]);
    let last = wait(other.list_links(page.next.as_ref(), 2)).unwrap();
    assert_eq!((codes(&last.rows), last.next), (vec!["acdefghjk".to_owned()], None));

    // The first revocation is recorded.
    wait(one.revoke_link(&link.code, "li", 30)).unwrap().unwrap();
    let revoked = wait(other.revoke_link(&link.code, "wang", 31)).unwrap().unwrap();
    assert_eq!((revoked.state(31), revoked.revoked), (LinkState::Revoked, Some((30, "li".to_owned()))));
    assert!(!wait(one.count_download(&link.code, &build, 31)).unwrap());
    assert_eq!(wait(one.revoke_link(&LinkCode::read("000000000").unwrap(), "li", 30)).unwrap(), None);

    // A removed build has no pieces, even if the next build gets its id.
    assert_eq!(wait(other.remove_build(build.id, "root", 40)).unwrap(), Some(build.clone()));
    assert_eq!(wait(other.remove_build(build.id, "root", 40)).unwrap(), None);
    assert_eq!(wait(one.build_piece(&build, 0)).unwrap(), None);
    let next = wait(one.add_build(new_build(vec![1; 100]))).unwrap();
    assert_eq!(wait(other.build_piece(&build, 0)).unwrap(), None);
    assert_eq!(wait(other.build_piece(&next, 0)).unwrap(), Some(vec![1; 100]));

    let said = events(other);
    let names: Vec<&str> = said.iter().map(|(_, event, _)| event.as_str()).collect();
    assert_eq!(
        names,
        [
            "build-added",
            "link-made",
            "program-downloaded",
            "program-downloaded",
            "link-made",
            "link-made",
            "link-revoked",
            "build-removed",
            "build-added"
        ]
    );
    assert_eq!((said[1].0.as_str(), said[1].2.as_str()), ("li", "acdefghjk example-os"));
    assert_eq!((said[2].0.as_str(), said[2].2.as_str()), ("", "acdefghjk x86_64 1.2.0"));
    let case = wait(one.links_of_case(CaseNumber(1), 10)).unwrap();
    assert_eq!(case, (Vec::new(), Vec::<Download>::new()));
}

#[test]
fn builds_and_links_are_kept_in_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
    check(&store, &store);
}

#[test]
fn builds_and_links_are_kept_on_a_server_that_two_desks_share() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    cluster.create_database("desk");
    cluster.sql("postgres", "ALTER DATABASE desk OWNER TO trusted");
    let address = address(&cluster.socket_url("desk"));
    let [one, other] = [(); 2].map(|()| wait(SqlStore::connect(&address, 4)).unwrap().unwrap());
    check(&one, &other);
}
