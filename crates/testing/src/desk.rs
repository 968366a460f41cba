//! A desk in a temporary folder, used through its program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::device::CommandOutput;
use super::files::{private_folder, private_folder_within, set_mode};
use super::{NUMBER, OTHER_NUMBER};

/// A desk.
pub struct Desk {
    dir: TempDir,
    /// The URL of its database, where that isn't a file in its folder.
    database: Option<String>,
}

/// A code that the desk issued.
pub struct IssuedCode {
    /// Its seven lines, without blanks.
    pub lines: Vec<String>,
    /// The whole answer.
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

    /// The same with more options of `init` and `licenses add`.
    pub fn with(init: &[&str], add: &[&str]) -> Self {
        Self::made(private_folder(), None, init, add)
    }

    /// A desk with two license numbers whose folder lies in that one.
    pub fn within(folder: &Path) -> Self {
        Self::made(private_folder_within(folder), None, &[], &[])
    }

    /// A desk with two license numbers whose ledger is in that database.
    pub fn on_database(url: &str) -> Self {
        Self::made(private_folder(), Some(url.to_owned()), &[], &[])
    }

    fn made(dir: TempDir, database: Option<String>, init: &[&str], add: &[&str]) -> Self {
        let desk = Self { dir, database };
        let base = ["init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999"];
        // 20 characters: with more the QR would not fit 80 columns and 24 rows.
        let made = desk.run(&[&base[..], &["--host", "activate.example.org"], init].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        // Whatever the umask: a profile that others may write isn't used.
        set_mode(&desk.profile(), 0o644);
        let added = desk.run(&[&["licenses", "add", NUMBER, OTHER_NUMBER], add].concat());
        assert_eq!(added.exit, 0, "{}", added.err);
        desk
    }

    /// Runs the desk's program.
    pub fn run(&self, args: &[&str]) -> CommandOutput {
        self.command(args).output().unwrap().into()
    }

    /// The desk's program on this desk's folder, without input.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(crate::desk_program());
        command.args(args).env_clear().env("USER", "li").env("COUNTERSIGN_DESK_DATA", self.dir.path());
        command.stdin(Stdio::null()).envs(self.database.iter().map(|url| ("COUNTERSIGN_DATABASE_URL", url)));
        command
    }

    /// The folder of its data.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The path of the devices' profile.
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

/// A line with that many wrong characters: every fifth from the third on.
pub fn with_wrong_characters(line: &str, count: usize) -> String {
    let wrong = |c| if c == '7' { 'X' } else { '7' };
    let place = |at: usize| at % 5 == 2 && at / 5 < count;
    line.chars().enumerate().map(|(at, c)| if place(at) { wrong(c) } else { c }).collect()
}
