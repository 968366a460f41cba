//! The peer of a desk on SQLite: one connection that commits one row at a time, as safely as the desk. It runs in a process of
//! its own, this program again, so that the same libraries can be loaded before it as before the desk.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use countersign_testing::private_folder;
use rusqlite::Connection;

/// The first argument that makes this program the peer.
pub const MODE: &str = "bare-commits";

/// The length of a row: about that of an attempt.
const ROW: usize = 200;

/// Commits a second on the disk of the temporary folder.
pub fn commits_a_second(time: Duration, env: &[(String, String)]) -> f64 {
    let folder = private_folder();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(MODE).arg(folder.path()).arg(time.as_millis().to_string()).envs(env.iter().cloned());
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
}

/// The peer: prints how many commits a second it made in a folder, in so many milliseconds.
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
