//! A served desk.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ExitStatus};
use std::thread::JoinHandle;

use countersign_core::protocol::Request;
use countersign_testing::http::{self as client, Reply};
use serde_json::Value;

use super::desk::Desk;

impl Desk {
    /// Serves the desk on a free port, with more options of `serve`.
    pub fn serve(&self, options: &[&str]) -> Server {
        let mut command = self.command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}")).trim();
        let address = address.trim_end_matches('/').to_owned();
        let mut err = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            err.read_to_string(&mut text).unwrap();
            text
        });
        Server { child, address, log: Some(log) }
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
    log: Option<JoinHandle<String>>,
}

impl Server {
    pub fn get(&self, path: &str) -> Reply {
        client::send(&self.address, "GET", path, &[], "").unwrap()
    }

    pub fn post(&self, path: &str) -> Reply {
        client::send(&self.address, "POST", path, &[], "").unwrap()
    }

    pub fn api(&self, body: &Value) -> Reply {
        client::json(&self.address, &body.to_string()).unwrap()
    }

    /// The most memory that it has held so far (`VmHWM` of proc(5)), in KiB.
    pub fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Ends it with SIGTERM; gives its status and its log.
    pub fn end(mut self) -> (ExitStatus, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        (status, self.log.take().unwrap().join().unwrap())
    }

    /// Ends it with SIGKILL, like a power cut.
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
