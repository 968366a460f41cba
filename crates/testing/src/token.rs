//! A token of SoftHSM in a temporary folder, behind a module that can pull it out, let it hang and let it sign wrongly.

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

/// What a token does, in the words of `token/module.c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// It is there and works.
    In,
    /// It is pulled out.
    Out,
    /// It is pulled out in the middle of the next signature.
    MidSign,
    /// It hangs as long as it signs.
    Hang,
    /// It signs wrongly.
    Wrong,
    /// It knows no mechanism.
    NoEddsa,
}

impl SoftToken {
    /// A new token, with its label and PIN. `None` where `COUNTERSIGN_SOFTHSM` doesn't name SoftHSM's module; this is said then.
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
        assert!(cc.status().expect("a C compiler").success());
        token.set(Does::In);
        Some(token)
    }

    /// Makes a token of that label beside those that are there.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn make(&self, label: &str) {
        let mut util = self.tool("softhsm2-util");
        util.args(["--init-token", "--free", "--label", label, "--so-pin", OFFICER_PIN, "--pin", PIN]);
        self.succeed(util);
    }

    /// Makes a key of that type, such as `EC:secp256r1`, on the token.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn make_key(&self, kind: &str, label: &str) {
        let mut tool = self.tool("pkcs11-tool");
        tool.args(["--module", &self.softhsm, "--token-label", TOKEN, "--login", "--pin", PIN]);
        tool.args(["--keypairgen", "--key-type", kind, "--label", label, "--id", "01"]);
        self.succeed(tool);
    }

    /// What `pkcs11-tool` tells of the objects of the token.
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

    /// What the token does from now on.
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

    /// The module that hands calls on to SoftHSM.
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

    /// A file of the PIN.
    pub fn pin_file(&self) -> PathBuf {
        self.path("pin")
    }

    /// The variables that a program needs to reach the token, the PIN not among them.
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
