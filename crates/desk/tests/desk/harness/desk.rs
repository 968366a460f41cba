//! A desk in its own folder. Tests use it through its program.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use countersign_core::machine::{Field, Origin};
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Claims;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Code, Head, LineNumber, LineReading, Platform, Request, Secret, Surroundings, Terms, Values, line,
};
use countersign_core::review::judge_text;
use serde_json::Value;
use tempfile::TempDir;

use super::NUMBER;

/// A desk that isn't served.
pub struct Desk {
    pub dir: TempDir,
    pub passphrase: Option<&'static str>,
}

/// The result of a command.
pub struct CommandResult {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl CommandResult {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}\n{}", self.out, self.err))
    }
}

impl From<Output> for CommandResult {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Desk {
    /// A folder without a desk.
    pub fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), passphrase: None }
    }

    /// A desk with one license number and more options of `init`.
    pub fn new(options: &[&str]) -> Self {
        let desk = Self::empty();
        desk.init(options);
        desk
    }

    pub fn init(&self, options: &[&str]) {
        let base = ["init", "--product", "example-os", "--name", "Example OS", "--mask", "AA99999999999"];
        let host = ["--host", "desk.example", "--hotline", "400 123 4567"];
        self.succeed(&[&base[..], &host, options].concat());
        self.succeed(&["licenses", "add", NUMBER]);
    }

    /// A desk with a copy of this one's folder. Nothing may be serving it.
    pub fn copy(&self) -> Self {
        let copy = Self { dir: tempfile::tempdir().unwrap(), passphrase: self.passphrase };
        std::fs::create_dir(copy.data()).unwrap();
        for file in std::fs::read_dir(self.data()).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), copy.data().join(file.file_name())).unwrap();
            }
        }
        copy
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("desk")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign-desk"));
        command.args(args).env_clear().env("USER", "li").env("COUNTERSIGN_DESK_DATA", self.data());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(passphrase) = self.passphrase {
            command.env("COUNTERSIGN_PASSPHRASE", passphrase);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> CommandResult {
        self.command(args).output().unwrap().into()
    }

    /// Runs a command that must succeed. Returns its output.
    pub fn succeed(&self, args: &[&str]) -> String {
        let result = self.run(args);
        assert_eq!(result.exit, 0, "{args:?}: {}", result.err);
        result.out
    }

    /// Runs a command that must be refused. Returns the code of the refusal.
    pub fn refusal(&self, args: &[&str]) -> String {
        let result = self.run(args);
        assert_eq!(result.exit, 5, "{args:?}: {}", result.err);
        result.err.split(':').next().unwrap().to_owned()
    }

    /// Runs `answer --json`.
    pub fn answer(&self, request: &Request) -> CommandResult {
        self.run(&["answer", "--json", &request.text().unwrap()])
    }

    /// Everything that the ledger knows about a number.
    pub fn license(&self, number: &str) -> Value {
        serde_json::from_str(&self.succeed(&["licenses", "show", number, "--json"])).unwrap()
    }

    /// Writes a file with the header of an ELF program for that machine (62: x86_64, 183: aarch64). Returns its path.
    pub fn program(&self, name: &str, machine: u16, size: usize) -> String {
        let mut bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
        bytes[..8].copy_from_slice(b"\x7fELF\x02\x01\x01\0");
        bytes[16..18].copy_from_slice(&2_u16.to_le_bytes());
        bytes[18..20].copy_from_slice(&machine.to_le_bytes());
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// Opens a second connection to the desk's database.
    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data().join("ledger.db")).unwrap()
    }

    pub fn profile(&self) -> Profile {
        Profile::parse(&std::fs::read_to_string(self.data().join("profile.toml")).unwrap()).unwrap()
    }

    pub fn request(&self, values: [&str; 3], board: &str, secret: u8) -> Request {
        self.request_for(NUMBER, values, board, secret)
    }

    /// The request of a device with these values, this board serial, the secret [`secret`] and the newest profile.
    pub fn request_for(&self, number: &str, values: [&str; 3], board: &str, secret: u8) -> Request {
        let profile = self.profile();
        let verdicts = [0, 1, 2].map(|at| judge_text(Field::BINDING[at], values[at]).0);
        let [manufacturer, model, serial] = values.map(str::to_owned);
        let number = profile.mask.pack(&profile.mask.parse_number(number).unwrap()).unwrap();
        Request {
            head: Head {
                profile_id: profile.id,
                number,
                nonce: self::secret(secret).nonce(&profile.product, number),
                platform: Platform(1),
                surroundings: Surroundings::default(),
                verdicts,
                origins: [Origin::Firmware; 3],
                available: [None; 3],
                marker2: Some(marker::scheme2(&DeviceAnchor::BoardSerial(board.to_owned()))),
            },
            values: Values { manufacturer, model, serial },
        }
    }

    /// The receipt of the request with that secret.
    pub fn receipt(secret: u8) -> String {
        self::secret(secret).receipt()
    }

    /// Verifies the seven lines of a code, as the device of the request does.
    pub fn verify(&self, lines: &[String], request: &Request) -> Claims {
        let profile = self.profile();
        let terms = Terms {
            product: profile.product.clone(),
            number: request.head.number,
            nonce: request.head.nonce,
            marker2: request.head.marker2,
            marker3: Some(request.marker3()),
            origins: request.head.origins,
        };
        code_of(lines).verify(&profile.keys, &terms).unwrap()
    }
}

/// The secret of a request; each byte is `at`.
fn secret(at: u8) -> Secret {
    Secret::new([at; 10])
}

/// The license number and the four lines of a spoken request.
pub fn spoken(number: &str, request: &Request) -> String {
    let lines = SpokenRequest::of(request).lines().map(|line| line::grouped(&line));
    format!("{number}\n{}", lines.join("\n"))
}

/// Reads the seven lines of a code.
fn code_of(lines: &[String]) -> Code {
    let data: Vec<_> = LineNumber::license()
        .into_iter()
        .zip(lines)
        .map(|(number, typed)| match line::read(number, typed) {
            LineReading::Clean(data) => data,
            other => panic!("{typed}: {other:?}"),
        })
        .collect();
    Code::from_lines(&data.try_into().unwrap())
}

/// A JSON array of strings.
pub fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}
