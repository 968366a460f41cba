//! A desk in a temporary folder, used through its program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::device::CommandOutput;
use super::files::{private_folder, private_folder_within, set_mode, write_file};
use super::invented;
use super::{NUMBER, OTHER_NUMBER};

/// The passphrase of the keys in a PostgreSQL database.
pub const PASSPHRASE: &str = "a passphrase of a desk";

/// A desk.
pub struct Desk {
    dir: TempDir,
    /// More environment variables of its program, such as the URL of a database.
    env: Vec<(&'static str, String)>,
}

/// A code that the desk issued.
pub struct IssuedCode {
    /// The seven lines of the code, without blanks.
    pub lines: Vec<String>,
    /// The complete answer.
    pub json: Value,
}

impl IssuedCode {
    /// The lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// A desk with two license numbers.
    pub fn new() -> Self {
        Self::with(&[], &[])
    }

    /// A desk with two license numbers, made with more options of `init` and `licenses add`.
    pub fn with(init: &[&str], add: &[&str]) -> Self {
        Self::made(private_folder(), init, add)
    }

    /// A desk with two license numbers, in a new folder within `folder`.
    pub fn within(folder: &Path) -> Self {
        Self::made(private_folder_within(folder), &[], &[])
    }

    fn made(dir: TempDir, init: &[&str], add: &[&str]) -> Self {
        let desk = Self { dir, env: Vec::new() };
        desk.make(init, add);
        desk
    }

    /// A desk with two license numbers, with its ledger in this database and its keys sealed.
    pub fn on_database(url: &str) -> Self {
        let desk = Self::unmade(&[("COUNTERSIGN_DATABASE_URL", url), ("COUNTERSIGN_PASSPHRASE", PASSPHRASE)]);
        desk.make(&[], &[]);
        desk
    }

    /// A desk that is not made yet: an empty folder, and these environment variables for its program.
    pub fn unmade(env: &[(&'static str, &str)]) -> Self {
        let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { dir: private_folder(), env }
    }

    /// The same desk on another computer: an empty folder, and the same environment variables.
    pub fn elsewhere(&self) -> Self {
        Self { dir: private_folder(), env: self.env.clone() }
    }

    /// Makes the desk with two license numbers, and with more options of `init` and `licenses add`.
    pub fn make(&self, init: &[&str], add: &[&str]) {
        let base = ["init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999"];
        // The host has 20 characters. With a longer one, the QR code does not fit 80 columns and 24 rows.
        let made = self.run(&[&base[..], &["--host", "activate.example.org"], init].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        // The umask must have no effect: the device program refuses a profile that others may write.
        set_mode(&self.profile(), 0o644);
        let added = self.run(&[&["licenses", "add", NUMBER, OTHER_NUMBER], add].concat());
        assert_eq!(added.exit, 0, "{}", added.err);
    }

    /// Runs the desk's program.
    pub fn run(&self, args: &[&str]) -> CommandOutput {
        self.command(args).output().unwrap().into()
    }

    /// The desk's program with this desk's folder, without input.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(crate::desk_program());
        command.args(args).env_clear().env("USER", "li").env("COUNTERSIGN_DESK_DATA", self.dir.path());
        command.stdin(Stdio::null()).envs(self.env.iter().cloned());
        command
    }

    /// Runs a command that must succeed. Returns its standard output.
    pub fn succeed(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.exit, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Adds the first `count` [invented](crate::invented) license numbers.
    pub fn add_invented_numbers(&self, count: u64) {
        let file = self.folder().join("numbers.csv");
        let numbers: Vec<String> = (0..count).map(invented::number).collect();
        write_file(&file, numbers.join("\n"));
        self.succeed(&["licenses", "import", file.to_str().unwrap()]);
    }

    /// The folder of the desk's data.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The path of the profile for devices.
    pub fn profile(&self) -> PathBuf {
        self.dir.path().join("profile.toml")
    }

    /// The profile's text.
    pub fn profile_text(&self) -> String {
        fs::read_to_string(self.profile()).unwrap()
    }

    /// Answers a request, which must be granted.
    pub fn issue(&self, request: &str) -> IssuedCode {
        let ran = self.run(&["answer", request, "--json"]);
        let json = ran.json();
        assert_eq!((ran.exit, json["decision"].as_str()), (0, Some("issued")), "{json}");
        let lines = json["lines"].as_array().unwrap().iter();
        let lines: Vec<String> = lines.map(|line| line.as_str().unwrap().replace(' ', "")).collect();
        assert!(lines.len() == 7 && lines.iter().all(|line| line.len() == 20), "{lines:?}");
        IssuedCode { lines, json }
    }
}

/// A line with this many wrong characters: every fifth character, from the third on.
pub fn with_wrong_characters(line: &str, count: usize) -> String {
    let wrong = |c| if c == '7' { 'X' } else { '7' };
    let place = |at: usize| at % 5 == 2 && at / 5 < count;
    line.chars().enumerate().map(|(at, c)| if place(at) { wrong(c) } else { c }).collect()
}
