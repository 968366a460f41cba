//! The database can't be written: the disk is full, the file is immutable, another process holds the lock, flushes fail. And what a power
//! failure leaves.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;

use countersign_testing::{Desk, Preload};
use rusqlite::Connection;

use crate::count;
use crate::scene::{Scene, check_ledger, serve_command, serve_with};

/// License numbers of a desk on a small disk.
const FEW: u64 = 2_000;
/// How many tries must fail before the clients are assumed to have met the fault.
const FAILURES: u64 = 8;

/// Fills the disk of a folder to the last block, until the value is dropped.
struct Ballast(PathBuf);

impl Ballast {
    fn new(folder: &Path) -> Self {
        let ballast = Self(folder.join("ballast"));
        ballast.top_up();
        ballast
    }

    /// Fills the space that has become free.
    fn top_up(&self) {
        let mut file = File::options().create(true).append(true).open(&self.0).unwrap();
        for block in [1 << 20, 4096, 512, 1] {
            while file.write_all(&vec![0; block]).is_ok() {}
        }
    }
}

impl Drop for Ballast {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[test]
#[ignore = "needs a small disk: tests/faults/run"]
fn a_desk_recovers_from_a_full_disk() {
    let disk =
        PathBuf::from(std::env::var_os("COUNTERSIGN_SMALL_DISK").expect("COUNTERSIGN_SMALL_DISK is set"));
    let scene = Scene::with(|| Desk::within(&disk), FEW, Box::new(serve_command));
    for _ in 0..3 {
        scene.assert_tells_ready(true);
        let ballast = Ballast::new(&disk);
        let failed = scene.memory.failed();
        // SQLite can still write to free pages of its log, so the first failure takes a while.
        scene.wait("failures on a full disk", || {
            ballast.top_up();
            scene.memory.failed() >= failed + FAILURES
        });
        scene.assert_tells_ready(false);
        drop(ballast);
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

/// Files that no process can change, not even one that has them open, until the value is dropped.
struct Immutable(Vec<PathBuf>);

impl Immutable {
    fn new(files: Vec<PathBuf>) -> Self {
        let immutable = Self(files);
        assert!(immutable.set("+i"), "chattr fails: it needs root, and ext4 or XFS");
        immutable
    }

    fn set(&self, attribute: &str) -> bool {
        Command::new("chattr").arg(attribute).args(&self.0).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Immutable {
    fn drop(&mut self) {
        self.set("-i");
    }
}

#[test]
#[ignore = "needs root: tests/faults/run"]
fn a_desk_recovers_from_a_read_only_database() {
    let scene = Scene::new(FEW);
    let files = ["ledger.db", "ledger.db-wal"].map(|name| scene.desk.folder().join(name));
    for _ in 0..3 {
        scene.assert_tells_ready(true);
        let immutable = Immutable::new(files.to_vec());
        scene.wait_for_failures(FAILURES);
        scene.assert_tells_ready(false);
        drop(immutable);
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn a_desk_recovers_from_a_lock_of_another_process() {
    let scene = Scene::new(FEW);
    let other = Connection::open(scene.desk.folder().join("ledger.db")).unwrap();
    other.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
    for _ in 0..3 {
        scene.assert_tells_ready(true);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        // A client that waits longer than the desk waits for the lock is told to ask again.
        scene.wait_for_failures(FAILURES);
        scene.assert_tells_ready(false);
        other.execute_batch("ROLLBACK").unwrap();
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

#[test]
fn a_desk_recovers_from_failed_flushes() {
    let disk = Rc::new(Preload::flush_faults());
    let scene = Scene::with(Desk::new, FEW, serve_with(&disk));
    for _ in 0..count("COUNTERSIGN_FAULTS_FLUSHES", 1) {
        scene.assert_tells_ready(true);
        disk.fail_flushes(true);
        scene.wait_for_failures(FAILURES);
        scene.assert_tells_ready(false);
        disk.fail_flushes(false);
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

#[test]
fn delivered_codes_survive_a_power_failure() {
    let disk = Rc::new(Preload::flushed_logs());
    let mut scene = Scene::with(Desk::new, FEW, serve_with(&disk));
    for _ in 0..count("COUNTERSIGN_FAULTS_POWER_FAILURES", 2) {
        scene.wait_for_answers(50);
        let memory = Arc::clone(&scene.memory);
        scene.kill_and_restart_after(|desk| {
            let file = |end| desk.folder().join(format!("ledger.db{end}"));
            fs::rename(file("-wal.flushed"), file("-wal")).unwrap();
            // It is memory, which a power failure empties.
            fs::remove_file(file("-shm")).unwrap();
            // Now, because a request that is repeated would be bound again.
            check_ledger(desk, &memory.seen_numbers());
        });
        scene.assert_served_again();
    }
    scene.check();
}
