//! The store on a server keeps the rules of every store.

use countersign_desk::sql::{AddedEntry, NewLicenses, NewNumber, OnDifference, SqlStore};
use countersign_ledger::{
    AnswerError, Answered, Basis, CaseNumber, Decide, License, LicenseId, MemoryStore, Question, Store,
    StoreError, UnitOfWork, UnlistedNumber,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::suite::{self, TestStore};
use crate::support::{Cluster, Fsync, address};

/// How many sessions a store has for answers.
const SESSIONS: usize = 8;
/// Empties the tables that tests fill.
const EMPTY: &str = "TRUNCATE licenses, bindings, nonces, attempts, cases, case_machines, audit, case_notes, download_links, downloads";

/// A store in a cluster of its own.
pub struct Server {
    pub store: SqlStore,
    pub cluster: Cluster,
}

/// Runs a future of a store to its end.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap()).block_on(future)
}

impl TestStore for SqlStore {
    fn add(&self, id: LicenseId, license: License) {
        let (product, numbers) = (id.product, vec![NewNumber::of(id.number, license)]);
        let (on_difference, entry) = (OnDifference::AddOthers, AddedEntry::Added);
        let new = NewLicenses { product, numbers, on_difference, entry, by: "li".into(), at: 7 };
        assert_eq!(wait(self.add_licenses(new, |_| ())).unwrap().new, 1);
    }

    fn generation(&self) -> u64 {
        wait(SqlStore::generation(self)).unwrap()
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        wait(future)
    }
}

impl Server {
    pub fn start() -> Option<Self> {
        let cluster = Cluster::start(Fsync::Off)?;
        cluster.create_database("desk");
        // The owner of the database creates the tables, and the extension for searches.
        cluster.sql("postgres", "ALTER DATABASE desk OWNER TO trusted");
        let store = wait(SqlStore::connect(&address(&cluster.socket_url("desk")), SESSIONS));
        Some(Self { store: store.unwrap().unwrap(), cluster })
    }

    fn empty(&self) {
        self.cluster.sql("desk", EMPTY);
    }
}

#[test]
fn any_sequence_keeps_the_rules_and_agrees_with_the_store_in_memory() {
    let Some(server) = Server::start() else { return };
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let checked = TestRunner::new(config).run(&suite::sequences(), |(seats, steps)| {
        server.empty();
        let memory = MemoryStore::new(UnlistedNumber::Unknown);
        suite::check_sequence(&server.store, seats, &steps)?;
        suite::check_sequence(&memory, seats, &steps)?;
        prop_assert_eq!(suite::held(&server.store), suite::held(&memory));
        Ok(())
    });
    checked.unwrap();
}

#[test]
fn nonces_values_and_races_keep_the_rules() {
    let Some(server) = Server::start() else { return };
    suite::check_nonces(&server.store);
    server.empty();
    suite::check_shared_values(&server.store);
    server.empty();
    suite::check_repeated_refusals(&server.store);
    server.empty();
    suite::check_bundle_cases(&server.store);
    server.empty();
    suite::check_machines_of_a_number(&server.store);
    server.empty();
    suite::check_copies(&server.store);
    server.empty();
    suite::check_races(&server.store, 40);
}

#[test]
fn a_search_finds_whole_serials_and_parts_of_values() {
    let Some(server) = Server::start() else { return };
    server.cluster.sql(
        "desk",
        "INSERT INTO attempts (at, by_word, packed, name, profile, platform, manufacturer, model, serial, verdicts,
            origins, marker3, outcome, detail, notes, request, differs, scheme)
         SELECT 1, 0, '123456', 'K7Q-F2M', 1, 1, 'Maker', 'Model 100%', serial, 'ok ok ok',
            'firmware firmware firmware', '0123456789', 'refused', 'MACHINE-REFUSED', '', '', '', 3
         FROM unnest(ARRAY['PF-1', 'PF-12', '9', 'PF-1']) AS serial",
    );
    for (typed, requests, whole) in [
        ("pf-1", &[4, 1][..], true),
        (" PF-12 ", &[2], true),
        ("9", &[3], true),
        ("F-1", &[4, 2, 1], false),
        ("0%", &[], false),
        ("100%", &[4, 3, 2, 1], false),
        ("k7qf2m", &[4, 3, 2, 1], false),
    ] {
        let hits = wait(server.store.search(typed, Vec::new(), 20_000)).unwrap();
        let found: Vec<_> = hits.requests.iter().map(|request| request.id).collect();
        assert_eq!((found.as_slice(), hits.whole_serial), (requests, whole), "{typed}");
    }
}

/// Each store stands for a process.
#[test]
fn races_between_two_stores_on_one_server_have_one_winner() {
    let Some(server) = Server::start() else { return };
    let address = address(&server.cluster.socket_url("desk"));
    let other = wait(SqlStore::connect(&address, SESSIONS)).unwrap().unwrap();
    let two = Two([server.store, other]);
    suite::check_races(&two, 40);
    server.cluster.sql("desk", EMPTY);
    suite::check_races(&Together(two), 40);
}

/// Calls alternate between the two stores. An answer is a read and a checked write.
struct Two([SqlStore; 2]);

/// Answers alternate between the two stores, and share transactions there.
struct Together(Two);

impl Two {
    fn one(&self) -> &SqlStore {
        static TURN: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        &self.0[TURN.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 2]
    }
}

impl Store for Two {
    async fn read(&self, question: &Question) -> Result<Basis, StoreError> {
        self.one().read(question).await
    }

    async fn commit(&self, unit: UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.one().commit(unit).await
    }
}

impl TestStore for Two {
    fn add(&self, id: LicenseId, license: License) {
        self.0[0].add(id, license);
    }

    fn generation(&self) -> u64 {
        TestStore::generation(&self.0[1])
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        wait(future)
    }
}

impl Store for Together {
    async fn read(&self, question: &Question) -> Result<Basis, StoreError> {
        self.0.read(question).await
    }

    async fn commit(&self, unit: UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.0.commit(unit).await
    }

    async fn answer(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        self.0.one().answer(decide).await
    }
}

impl TestStore for Together {
    fn add(&self, id: LicenseId, license: License) {
        self.0.add(id, license);
    }

    fn generation(&self) -> u64 {
        TestStore::generation(&self.0)
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        wait(future)
    }
}
