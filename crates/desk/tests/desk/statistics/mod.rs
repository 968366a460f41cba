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
fn a_file_counts_what_its_lists_show() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
    wait(async {
        suite::write(&store).await;
        suite::check(&store).await;
    });
}

/// `cargo test -p countersign-desk --test desk -- --ignored --nocapture a_file_counts_a_million`
#[test]
#[ignore = "takes minutes; it is a measurement"]
fn a_file_counts_a_million() {
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
