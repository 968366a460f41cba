//! Preloaded libraries that change a program's view of the system. The C compiler builds them. They work only for programs that are
//! linked dynamically, such as the desk's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::files::private_folder;

/// A compiled library with the environment that loads it.
pub struct Preload {
    folder: TempDir,
    env: Vec<(String, String)>,
}

impl Preload {
    /// Makes each flush of a file take this much longer.
    #[must_use]
    pub fn slow_flushes(delay: Duration) -> Self {
        let mut library = Self::compiled(include_str!("preload/slow_flush.c"));
        library.set("COUNTERSIGN_FLUSH_MICROSECONDS", &delay.as_micros().to_string());
        library
    }

    /// Makes each flush of a file fail while [`Preload::fail_flushes`] says so.
    #[must_use]
    pub fn flush_faults() -> Self {
        let mut library = Self::compiled(include_str!("preload/flush_fault.c"));
        library.set("COUNTERSIGN_FLUSH_FAULT_FILE", library.flush_fault_file().to_str().unwrap());
        library.fail_flushes(false);
        library
    }

    /// Makes flushes fail or succeed, also those of running programs.
    pub fn fail_flushes(&self, fail: bool) {
        write_in_place(&self.flush_fault_file(), &[u8::from(fail)]);
    }

    /// Keeps a copy of each write-ahead log (`NAME-wal`) as its last flush found it, as `NAME-wal.flushed`: the least that a power failure
    /// leaves of it.
    #[must_use]
    pub fn flushed_logs() -> Self {
        Self::compiled(include_str!("preload/flushed_log.c"))
    }

    /// Replaces the wall clock by one that [`Preload::set_clock_off`] controls.
    #[must_use]
    pub fn clock() -> Self {
        let mut library = Self::compiled(include_str!("preload/clock.c"));
        library.set("COUNTERSIGN_CLOCK_FILE", library.clock_file().to_str().unwrap());
        library.set_clock_off(0);
        library
    }

    /// Sets the offset of the clock in seconds, also for running programs.
    pub fn set_clock_off(&self, seconds: i64) {
        write_in_place(&self.clock_file(), &seconds.to_ne_bytes());
    }

    /// The environment variables that load and configure the library.
    #[must_use]
    pub fn env(&self) -> &[(String, String)] {
        &self.env
    }

    fn clock_file(&self) -> PathBuf {
        self.folder.path().join("clock")
    }

    fn flush_fault_file(&self) -> PathBuf {
        self.folder.path().join("flush-fault")
    }

    fn compiled(source: &str) -> Self {
        let folder = private_folder();
        let [file, library] = ["library.c", "library.so"].map(|name| folder.path().join(name));
        fs::write(&file, source).unwrap();
        let mut cc = Command::new("cc");
        cc.args(["-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o"]).arg(&library).arg(&file).arg("-ldl");
        assert!(cc.status().expect("a C compiler is installed").success());
        let env = vec![("LD_PRELOAD".to_owned(), library.to_str().unwrap().to_owned())];
        Self { folder, env }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.env.push((name.to_owned(), value.to_owned()));
    }
}

/// Writes a file that running programs may have mapped, so it isn't replaced.
fn write_in_place(path: &Path, bytes: &[u8]) {
    let file = fs::File::options().write(true).create(true).truncate(false).open(path).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, bytes, 0).unwrap();
}
