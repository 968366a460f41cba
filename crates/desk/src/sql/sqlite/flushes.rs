//! Which commits are on the disk.
//!
//! A commit appends to the write-ahead log without a flush (`synchronous=NORMAL`). Who must know that a commit is on the disk
//! waits for it here. The first who waits flushes the log, for all commits that are complete by then; the next commits go on meanwhile.
//! The log is a sequence, so a flush never leaves a gap.
//!
//! After a failed flush, nobody knows which parts of the log are on the disk. From then on, no commit counts as durable, until a
//! checkpoint has copied all pages into the database, and has emptied the log.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{fault, log_of};
use countersign_ledger::StoreError;

/// A flush that takes longer is worth another thread, which prepares the next commit meanwhile.
const SLOW: Duration = Duration::from_millis(1);

/// The commits of one database.
pub(super) struct Flushes {
    log: PathBuf,
    commits: Mutex<Commits>,
    /// Signalled when a commit is complete, and when a flush ends.
    changed: Condvar,
    /// Signalled when a flush begins that is likely to take long, and at the end.
    slow: Condvar,
}

/// All commits up to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UpTo(u64);

/// Commits have numbers in their order, from 1.
struct Commits {
    /// The last one that was begun. Readers may see it.
    begun: UpTo,
    /// The last one that is complete in the log.
    complete: UpTo,
    /// The last one on the disk.
    durable: UpTo,
    flush: Flush,
    help: Help,
}

/// Whether a second thread prepares the next commit during a flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Help {
    /// The last flush was fast.
    NotNeeded,
    /// The last flush took long.
    Needed,
    /// There is nothing more to write.
    NoMore,
}

enum Flush {
    Idle(Option<File>),
    Running,
    Failed(StoreError),
}

impl Flushes {
    /// Nothing is committed yet to the database at that path.
    pub fn new(database: &Path) -> Self {
        let (begun, complete, durable) = (UpTo(0), UpTo(0), UpTo(0));
        let commits = Commits { begun, complete, durable, flush: Flush::Idle(None), help: Help::NotNeeded };
        let log = log_of(database);
        Self { log, commits: Mutex::new(commits), changed: Condvar::new(), slow: Condvar::new() }
    }

    /// Commits. Only one caller commits at the same time: the one that holds the writing connection.
    pub fn commit<T>(&self, commit: impl FnOnce() -> T) -> T {
        self.lock().begun.0 += 1;
        let _committing = Committing(self);
        commit()
    }

    /// All commits that somebody may see by now.
    pub fn visible(&self) -> UpTo {
        self.lock().begun
    }

    /// Waits for a flush that is likely to take long, because the last one did. Returns whether there may be more.
    pub fn wait_for_slow_flush(&self) -> bool {
        let nothing_to_do = |commits: &mut Commits| match commits.help {
            Help::NotNeeded => true,
            Help::Needed => !matches!(commits.flush, Flush::Running),
            Help::NoMore => false,
        };
        let commits = self.slow.wait_while(self.lock(), nothing_to_do);
        commits.unwrap_or_else(PoisonError::into_inner).help != Help::NoMore
    }

    /// Tells who waits for slow flushes that there is nothing more to write.
    pub fn end(&self) {
        self.lock().help = Help::NoMore;
        self.slow.notify_all();
    }

    /// Waits until these commits are on the disk.
    ///
    /// # Errors
    /// The log can't be flushed.
    pub fn wait(&self, commits: UpTo) -> Result<(), StoreError> {
        let mut now = self.lock();
        while now.durable < commits {
            let complete = now.complete;
            now = match now.flush.begin(complete >= commits) {
                Turn::Flush(file) => {
                    if now.help == Help::Needed {
                        self.slow.notify_all();
                    }
                    drop(now);
                    let began = Instant::now();
                    let flushed = self.flush(file);
                    let mut now = self.lock();
                    now.end(complete, flushed, began.elapsed());
                    self.changed.notify_all();
                    now
                }
                Turn::Wait => self.changed.wait(now).unwrap_or_else(PoisonError::into_inner),
                Turn::Failed(error) => return Err(error),
            };
        }
        Ok(())
    }

    /// Flushes the log. Gives its open file back.
    fn flush(&self, file: Option<File>) -> io::Result<File> {
        let file = file.map_or_else(|| File::open(&self.log), Ok)?;
        // `File` calls the C library, which a test and a benchmark preload.
        file.sync_data()?;
        Ok(file)
    }

    /// Whether the last flush failed.
    pub fn have_failed(&self) -> bool {
        matches!(self.lock().flush, Flush::Failed(_))
    }

    /// Makes commits durable again after a failed flush. `connection` is the writing one.
    pub fn repair(&self, connection: &Connection) {
        if !self.have_failed() {
            return;
        }
        let all = self.visible();
        let emptied =
            empty_log(connection).and_then(|()| self.flush(None).map_err(|error| not_flushed(&error)));
        let mut commits = self.lock();
        match emptied {
            Ok(file) => {
                commits.durable = all;
                commits.flush = Flush::Idle(Some(file));
            }
            Err(error) => commits.flush = Flush::Failed(error),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Commits> {
        self.commits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A commit that is under way. It is complete after the drop, also if it failed.
struct Committing<'a>(&'a Flushes);

impl Drop for Committing<'_> {
    fn drop(&mut self) {
        let mut commits = self.0.lock();
        commits.complete = commits.begun;
        self.0.changed.notify_all();
    }
}

/// What somebody does who waits for commits.
enum Turn {
    Flush(Option<File>),
    Wait,
    Failed(StoreError),
}

impl Flush {
    /// Takes the turn to flush, if nobody flushes and all commits that are waited for are complete.
    fn begin(&mut self, complete: bool) -> Turn {
        match self {
            Self::Idle(file) if complete => {
                let file = file.take();
                *self = Self::Running;
                Turn::Flush(file)
            }
            Self::Idle(_) | Self::Running => Turn::Wait,
            Self::Failed(error) => Turn::Failed(error.clone()),
        }
    }
}

impl Commits {
    /// Ends a flush of the commits that were complete at its begin.
    fn end(&mut self, complete: UpTo, flushed: io::Result<File>, took: Duration) {
        self.help = match self.help {
            Help::NoMore => Help::NoMore,
            Help::NotNeeded | Help::Needed if took > SLOW => Help::Needed,
            Help::NotNeeded | Help::Needed => Help::NotNeeded,
        };
        self.flush = match flushed {
            Ok(file) => {
                self.durable = self.durable.max(complete);
                Flush::Idle(Some(file))
            }
            Err(error) => Flush::Failed(not_flushed(&error)),
        };
    }
}

fn not_flushed(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Fault(format!("the log of the database can't be flushed: {error}")),
    }
}

/// Copies all pages of the log into the database, flushes it, and cuts the log to nothing.
pub(super) fn empty_log(connection: &Connection) -> Result<(), StoreError> {
    let busy = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
        .map_err(fault)?;
    if busy { Err(StoreError::Busy) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    /// A database with a write-ahead log, and its flushes.
    fn database() -> (tempfile::TempDir, Connection, Flushes) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let connection = Connection::open(&path).unwrap();
        connection.busy_timeout(Duration::ZERO).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch("CREATE TABLE numbers (number INTEGER)").unwrap();
        (folder, connection, Flushes::new(&path))
    }

    #[test]
    fn a_flush_makes_all_complete_commits_durable() {
        let (_folder, connection, flushes) = database();
        for _ in 0..3 {
            flushes.commit(|| connection.execute("INSERT INTO numbers VALUES (1)", []).unwrap());
        }
        assert_eq!(flushes.lock().durable, UpTo(0));
        flushes.wait(UpTo(1)).unwrap();
        assert_eq!(flushes.lock().durable, UpTo(3));
    }

    #[test]
    fn a_commit_under_way_is_visible_and_waited_for() {
        let (_folder, _connection, flushes) = database();
        let (begun, end) = (Barrier::new(2), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                flushes.commit(|| {
                    begun.wait();
                    end.wait();
                });
            });
            begun.wait();
            assert_eq!(flushes.visible(), UpTo(1));
            let waiting = scope.spawn(|| flushes.wait(flushes.visible()));
            // An earlier commit isn't kept waiting by it.
            flushes.wait(UpTo(0)).unwrap();
            assert_eq!(flushes.lock().durable, UpTo(0));
            end.wait();
            waiting.join().unwrap().unwrap();
        });
        assert_eq!(flushes.lock().durable, UpTo(1));
    }

    #[test]
    fn a_commit_that_panics_keeps_nobody_waiting() {
        let (_folder, _connection, flushes) = database();
        let panics = || flushes.commit(|| panic!("a fault of the program"));
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(panics)).unwrap_err();
        flushes.wait(flushes.visible()).unwrap();
    }

    #[test]
    fn after_a_failed_flush_nothing_is_durable_until_the_log_is_empty() {
        let (folder, connection, mut flushes) = database();
        let log = std::mem::replace(&mut flushes.log, folder.path().join("missing"));
        let insert = || connection.execute("INSERT INTO numbers VALUES (1)", []).unwrap();
        flushes.commit(insert);
        let failed = flushes.wait(flushes.visible()).unwrap_err();
        assert_eq!(failed.code(), "STORE-FAULT");
        flushes.log = log;
        // A later flush would succeed, but the log may have a gap.
        flushes.commit(insert);
        assert_eq!(flushes.wait(flushes.visible()).unwrap_err(), failed);

        let reader = Connection::open(folder.path().join("ledger.db")).unwrap();
        reader.execute_batch("BEGIN; SELECT COUNT(*) FROM numbers").unwrap();
        flushes.repair(&connection);
        assert_eq!(flushes.wait(flushes.visible()).unwrap_err(), StoreError::Busy, "a reader needs the log");
        reader.execute_batch("COMMIT").unwrap();
        flushes.repair(&connection);
        flushes.wait(flushes.visible()).unwrap();
        assert_eq!(std::fs::metadata(&flushes.log).unwrap().len(), 0);
        flushes.commit(insert);
        flushes.wait(flushes.visible()).unwrap();
    }

    #[test]
    fn only_a_slow_disk_calls_for_help() {
        let (_folder, connection, flushes) = database();
        let flush = || {
            flushes.lock().help = Help::NotNeeded;
            flushes.commit(|| connection.execute("INSERT INTO numbers VALUES (1)", []).unwrap());
            flushes.wait(flushes.visible()).unwrap();
        };
        thread::scope(|scope| {
            let helper = scope.spawn(|| flushes.wait_for_slow_flush());
            flush();
            flush();
            assert!(!helper.is_finished());
            flushes.end();
            assert!(!helper.join().unwrap());
        });
        flushes.lock().flush = Flush::Running;
        flushes.lock().help = Help::Needed;
        assert!(flushes.wait_for_slow_flush());
    }
}
