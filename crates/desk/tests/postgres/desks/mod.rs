//! Desks on a server: the program's commands, several desks with one database, and faults under load.

mod commands;
mod failures;
mod load;
mod races;
mod scene;
mod strangers;
mod together;

use std::sync::{Mutex, MutexGuard, PoisonError};

use countersign_testing::{Desk, PASSPHRASE, ServedDesk};

use crate::support::{Cluster, Fsync, Login, PASSWORD};

/// A count from the environment, which the suite sets; otherwise `few`.
fn count(variable: &str, few: u64) -> u64 {
    std::env::var(variable).map_or(few, |text| text.parse().unwrap())
}

/// Waits until no other test loads the computer.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A cluster with an empty database, and its URL.
fn cluster(sync: Fsync) -> Option<(Cluster, String)> {
    let cluster = Cluster::start(sync)?;
    cluster.create_database("ledger");
    let url = cluster.url(Login::Desk(PASSWORD), "ledger");
    Some((cluster, url))
}

/// A folder without a desk, set up for that database.
fn desk_at(url: &str) -> Desk {
    Desk::unmade(&[("COUNTERSIGN_DATABASE_URL", url), ("COUNTERSIGN_PASSPHRASE", PASSPHRASE)])
}

/// Serves a desk on a free port.
fn serve(desk: &Desk) -> ServedDesk {
    ServedDesk::start(desk.serve_command("127.0.0.1:0")).unwrap()
}

/// Two desks with one database; the second has an empty folder.
fn serve_two(desk: &Desk) -> [ServedDesk; 2] {
    [serve(desk), serve(&desk.elsewhere())]
}
