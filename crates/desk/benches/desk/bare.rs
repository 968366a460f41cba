//! The peer of a desk on SQLite: one connection that commits one row at a time, as safely as the desk. It runs in a separate
//! process of this program, so that a row can preload the same libraries as for the desk.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use countersign_testing::private_folder;
use rusqlite::Connection;

/// The first argument that makes this program the peer.
pub const MODE: &str = "bare-commits";

/// The length of a row: about that of an attempt.
const ROW: usize = 200;

/// Measures how many commits a second the peer makes on the disk of the temporary folder.
pub fn commits_a_second(time: Duration, env: &[(String, String)]) -> f64 {
    let folder = private_folder();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(MODE).arg(folder.path()).arg(time.as_millis().to_string()).envs(env.iter().cloned());
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
}

/// Runs the peer for that time in a folder, and prints how many commits a second it made.
pub fn main(folder: &str, milliseconds: &str) {
    let database = Connection::open(Path::new(folder).join("bare.db")).unwrap();
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    database.pragma_update(None, "synchronous", "full").unwrap();
    database.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, row BLOB NOT NULL)", ()).unwrap();
    let mut insert = database.prepare("INSERT INTO bare (row) VALUES (?)").unwrap();
    let time = Duration::from_millis(milliseconds.parse().unwrap());
    let start = Instant::now();
    let mut commits = 0;
    while start.elapsed() < time {
        insert.execute([[commits as u8; ROW]]).unwrap();
        commits += 1;
    }
    println!("{}", f64::from(commits) / start.elapsed().as_secs_f64());
}
