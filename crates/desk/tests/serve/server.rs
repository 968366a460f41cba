//! A desk in a folder of its own, served by the real program, and the requests of machines.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;

use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Claims;
use countersign_core::protocol::{
    Code, Head, LineNumber, LineReading, Platform, Request, Terms, Values, line, marker,
};
use countersign_core::review::{DeviceAnchor, judge_text};
use serde_json::Value;
use tempfile::TempDir;

use countersign_testing::http::{self as client, Reply};

pub const NUMBER: &str = "AA03220123951";
pub const MACHINE: [&str; 3] = ["ASRock", "B450M Pro4", "M80-D8018200512"];
pub const BAD: [&str; 3] = ["ASRock", "", "To Be Filled By O.E.M."];

/// A desk, not served.
pub struct Desk {
    pub dir: TempDir,
}

impl Desk {
    pub fn new(more: &[&str]) -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        let base = ["init", "--product", "example-os", "--name", "Example OS", "--mask", "AA99999999999"];
        let host = ["--host", "desk.example", "--hotline", "400 123 4567"];
        desk.ran(&[&base[..], &host, more].concat());
        desk.ran(&["licenses", "add", NUMBER]);
        desk
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("desk")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign-desk"));
        command.args(args).env_clear().env("USER", "li").env("COUNTERSIGN_DESK_DATA", self.data());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What a command prints that has to go well.
    pub fn ran(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything the ledger tells of a number.
    pub fn story(&self, number: &str) -> Value {
        serde_json::from_str(&self.ran(&["licenses", "show", number, "--json"])).unwrap()
    }

    pub fn serve(&self, more: &[&str]) -> Server {
        let mut command = self.command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat());
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

    pub fn profile(&self) -> Profile {
        Profile::parse(&std::fs::read_to_string(self.data().join("profile.toml")).unwrap()).unwrap()
    }

    pub fn request(&self, values: [&str; 3], board: &str, nonce: u8) -> Request {
        self.request_for(NUMBER, values, board, nonce)
    }

    /// What a device with these values and this board serial shows.
    pub fn request_for(&self, number: &str, values: [&str; 3], board: &str, nonce: u8) -> Request {
        let profile = self.profile();
        let verdicts = [0, 1, 2].map(|at| judge_text(Field::BINDING[at], values[at]).0);
        let [manufacturer, model, serial] = values.map(str::to_owned);
        Request {
            head: Head {
                profile_version: profile.version,
                number: profile.mask.pack(&profile.mask.parse_number(number).unwrap()).unwrap(),
                nonce: [nonce; 4],
                platform: Platform(1),
                verdicts,
                origins: [Origin::Firmware; 3],
                scheme2: Some(marker::scheme2(&DeviceAnchor::BoardSerial(board.to_owned()))),
            },
            values: Values { manufacturer, model, serial },
        }
    }

    /// What the device makes of the seven lines.
    pub fn enter(&self, lines: &[String], request: &Request) -> Claims {
        let profile = self.profile();
        let data: Vec<_> = LineNumber::license()
            .into_iter()
            .zip(lines)
            .map(|(number, typed)| match line::read(number, typed) {
                LineReading::Clean(data) => data,
                other => panic!("{typed}: {other:?}"),
            })
            .collect();
        let terms = Terms {
            product: profile.product.clone(),
            number: request.head.number,
            nonce: request.head.nonce,
            marker2: request.head.scheme2,
            marker3: Some(request.marker3()),
        };
        Code::from_lines(&data.try_into().unwrap()).verify(&profile.keys, &terms).unwrap()
    }
}

/// The path behind a QR.
pub fn path(request: &Request) -> String {
    let url = request.url("desk.example").unwrap();
    url.strip_prefix("HTTPS://DESK.EXAMPLE").unwrap().to_owned()
}

/// The program, serving.
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

    /// Ends it as a supervisor does; gives how it ended and what it logged.
    pub fn end(mut self) -> (ExitStatus, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        (status, self.log.take().unwrap().join().unwrap())
    }

    /// Ends it as a power cut does.
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
