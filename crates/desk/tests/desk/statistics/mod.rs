//! Statistics: of the store in SQLite, by command, and on the start page.

mod command;
mod million;
mod page;
pub mod suite;

use countersign_desk::sql::SqlStore;

/// Runs a future of a store to its end.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

#[test]
fn statistics_in_a_file_equal_the_lists() {
    let checks = || {
        let dir = tempfile::tempdir().unwrap();
        let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
        wait(async {
            suite::write(&store).await;
            suite::check(&store).await;
        });
    };
    // The future of all checks is larger than the stack of a test.
    std::thread::Builder::new().stack_size(16 << 20).spawn(checks).unwrap().join().unwrap();
}

/// `cargo test -p countersign-desk --test desk -- --ignored --nocapture statistics_in_a_file_count_a_million_requests`
#[test]
#[ignore = "takes minutes; it is a measurement"]
fn statistics_in_a_file_count_a_million_requests() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ledger.db");
    let store = SqlStore::create(&file).unwrap();
    wait(suite::write(&store));
    drop(store);
    let database = rusqlite::Connection::open(&file).unwrap();
    for statement in million::statements() {
        database.execute(&statement, ()).unwrap();
    }
    drop(database);
    let store = SqlStore::open(&file).unwrap();
    wait(million::print_times(&store));
}
