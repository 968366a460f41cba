//! A desk that is being served.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use countersign_core::protocol::Request;
use countersign_testing::http::{self as client, Reply};
use countersign_testing::process;
use serde_json::Value;

use super::desk::Desk;

/// How long a test waits before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

impl Desk {
    /// Serves the desk on a free port, with more options of `serve`.
    pub fn serve(&self, options: &[&str]) -> Server {
        Server::start(self.serve_command(options))
    }

    /// The command that serves the desk on a free port.
    pub fn serve_command(&self, options: &[&str]) -> Command {
        self.command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat())
    }

    /// Takes the write lock of the database, which is held until the return value is dropped.
    pub fn lock_database(&self) -> DatabaseLock {
        let connection = self.database();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        DatabaseLock(connection)
    }
}

/// The write lock of a database.
pub struct DatabaseLock(rusqlite::Connection);

impl Drop for DatabaseLock {
    fn drop(&mut self) {
        let _ = self.0.execute_batch("ROLLBACK");
    }
}

/// The path of a request's address.
pub fn path(request: &Request) -> String {
    let url = request.url("desk.example").unwrap();
    url.strip_prefix("HTTPS://DESK.EXAMPLE").unwrap().to_owned()
}

/// The running program.
pub struct Server {
    child: Child,
    pub address: String,
    /// The address of `--metrics-listen`.
    monitoring: Option<String>,
    log: Arc<Log>,
    reader: Option<JoinHandle<()>>,
}

/// What the program has written to its standard error.
#[derive(Default)]
struct Log {
    text: Mutex<String>,
    grown: Condvar,
}

impl Log {
    fn read_from(&self, err: impl Read) {
        for line in BufReader::new(err).lines() {
            self.text.lock().unwrap().push_str(&(line.unwrap() + "\n"));
            self.grown.notify_all();
        }
    }
}

impl Server {
    /// Starts a command of `serve` and waits until it listens.
    pub fn start(mut command: Command) -> Self {
        let monitored = command.get_args().any(|arg| arg == "--metrics-listen");
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        process::wait_for_output(&mut child, out.get_ref());
        let mut read_address = || {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}"));
            address.trim().split('/').next().unwrap().to_owned()
        };
        let address = read_address();
        let monitoring = monitored.then(read_address);
        let log = Arc::new(Log::default());
        let (err, writer) = (child.stderr.take().unwrap(), Arc::clone(&log));
        let reader = Some(std::thread::spawn(move || writer.read_from(err)));
        Self { child, address, monitoring, log, reader }
    }

    pub fn get(&self, path: &str) -> Reply {
        client::send(&self.address, "GET", path, &[], "").unwrap()
    }

    pub fn post(&self, path: &str) -> Reply {
        client::send(&self.address, "POST", path, &[], "").unwrap()
    }

    /// Presses the button of a phone page. Returns the page of the answer.
    pub fn press(&self, path: &str) -> Reply {
        client::press(&self.address, path, &[]).unwrap()
    }

    pub fn api(&self, body: &Value) -> Reply {
        client::json(&self.address, &body.to_string()).unwrap()
    }

    /// Sends a GET request to the listener for monitoring.
    pub fn monitor(&self, path: &str) -> Reply {
        client::send(self.monitoring.as_ref().unwrap(), "GET", path, &[], "").unwrap()
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The peak memory of the process so far (`VmHWM` of proc(5)), in KiB.
    pub fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Waits until the log contains a text.
    pub fn wait_for_log(&self, text: &str) {
        let log = self.log.text.lock().unwrap();
        let waited = self.log.grown.wait_timeout_while(log, PATIENCE, |log| !log.contains(text)).unwrap();
        assert!(!waited.1.timed_out(), "{text}: {}", waited.0);
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    }

    /// Ends the process with SIGTERM. Returns its status and its log.
    pub fn end(mut self) -> (ExitStatus, String) {
        self.terminate();
        let status = self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.text.lock().unwrap().clone();
        (status, log)
    }

    /// Ends the process with SIGKILL, like a power failure.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Checks a condition in a loop until it holds, or fails after a time-out.
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what}");
    }
}
