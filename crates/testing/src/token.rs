//! A token of SoftHSM in a temporary folder. A wrapper module simulates faults: the token is removed, hangs, or signs wrongly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::files::{private_folder, set_mode, write_file};

/// The label of the token.
pub const TOKEN: &str = "desk";
/// The PIN of its user.
pub const PIN: &str = "482913";
/// The PIN of its security officer.
const OFFICER_PIN: &str = "73910264";

/// A token.
pub struct SoftToken {
    folder: TempDir,
    softhsm: String,
}

/// The behaviour of a token. `token/module.c` has the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// The token is present and works.
    In,
    /// The token is removed.
    Out,
    /// The token is removed during the next signature.
    MidSign,
    /// Calls that sign hang until the behaviour changes.
    Hang,
    /// The token makes wrong signatures.
    Wrong,
    /// The token has no mechanism.
    NoEddsa,
}

impl SoftToken {
    /// A new token, with its label and PIN. Where `COUNTERSIGN_SOFTHSM` doesn't name SoftHSM's module, prints this and returns `None`.
    ///
    /// # Panics
    /// If SoftHSM or the C compiler can't be run.
    pub fn new() -> Option<Self> {
        let Ok(softhsm) = std::env::var("COUNTERSIGN_SOFTHSM") else {
            eprintln!("COUNTERSIGN_SOFTHSM names no module; tests/pkcs11/run has one");
            return None;
        };
        let token = Self { folder: private_folder(), softhsm };
        fs::create_dir(token.tokens()).unwrap();
        let settings =
            format!("directories.tokendir = {}\nobjectstore.backend = file\n", token.tokens().display());
        write_file(&token.path("softhsm2.conf"), settings);
        write_file(&token.path("pin"), format!("{PIN}\n"));
        set_mode(&token.path("pin"), 0o600);
        token.make(TOKEN);
        let source = token.path("module.c");
        fs::write(&source, include_str!("token/module.c")).unwrap();
        let mut cc = Command::new("cc");
        cc.args(["-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden", "-o"]);
        cc.arg(token.module()).arg(&source).arg("-ldl");
        assert!(cc.status().expect("a C compiler is installed").success());
        token.set(Does::In);
        Some(token)
    }

    /// Makes another token with this label.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn make(&self, label: &str) {
        let mut util = self.tool("softhsm2-util");
        util.args(["--init-token", "--free", "--label", label, "--so-pin", OFFICER_PIN, "--pin", PIN]);
        self.succeed(util);
    }

    /// Makes a key of this type, such as `EC:secp256r1`, on the token.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn make_key(&self, kind: &str, label: &str) {
        let mut tool = self.tool("pkcs11-tool");
        tool.args(["--module", &self.softhsm, "--token-label", TOKEN, "--login", "--pin", PIN]);
        tool.args(["--keypairgen", "--key-type", kind, "--label", label, "--id", "01"]);
        self.succeed(tool);
    }

    /// The list of the token's objects, as `pkcs11-tool` prints it.
    ///
    /// # Panics
    /// If it fails.
    pub fn objects(&self) -> String {
        let mut tool = self.tool("pkcs11-tool");
        tool.args(["--module", &self.softhsm, "--token-label", TOKEN, "--login", "--pin", PIN]);
        tool.arg("--list-objects");
        self.succeed(tool)
    }

    fn succeed(&self, mut command: Command) -> String {
        let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let out = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{command:?}: {out}{}", String::from_utf8_lossy(&done.stderr));
        out
    }

    fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
        command
    }

    /// Sets the behaviour of the token.
    ///
    /// # Panics
    /// If the file can't be written.
    pub fn set(&self, does: Does) {
        let word = match does {
            Does::In => "in",
            Does::Out => "out",
            Does::MidSign => "mid-sign",
            Does::Hang => "hang",
            Does::Wrong => "wrong",
            Does::NoEddsa => "no-eddsa",
        };
        let next = self.path("state.next");
        fs::write(&next, format!("{word}\n")).unwrap();
        fs::rename(next, self.path("state")).unwrap();
    }

    /// The wrapper module, which passes calls on to SoftHSM.
    pub fn module(&self) -> PathBuf {
        self.path("module.so")
    }

    /// SoftHSM's own module.
    pub fn softhsm(&self) -> &Path {
        Path::new(&self.softhsm)
    }

    /// The folder of SoftHSM's tokens.
    pub fn tokens(&self) -> PathBuf {
        self.path("tokens")
    }

    /// The file with the PIN.
    pub fn pin_file(&self) -> PathBuf {
        self.path("pin")
    }

    /// The environment variables that a program needs to use the token, without the PIN.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        let path = |name: &str| self.path(name).to_str().unwrap().to_owned();
        vec![
            ("SOFTHSM2_CONF", path("softhsm2.conf")),
            ("COUNTERSIGN_TOKEN_STATE", path("state")),
            ("COUNTERSIGN_SOFTHSM", self.softhsm.clone()),
        ]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
