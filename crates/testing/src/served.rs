//! A desk that serves on a free port of the loopback interface.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

use super::files::private_folder;
use super::{Desk, process};

/// Options of `serve` that raise the limits on requests per source and per number. All clients of a load are one source.
const UNLIMITED: [&str; 8] =
    ["--per-source", MOST, "--per-number", MOST, "--per-number-total", MOST, "--sign-ins-per-source", MOST];
/// A limit that no load reaches.
const MOST: &str = "1000000000";

/// A serving desk. Dropping it ends the process.
pub struct ServedDesk {
    child: Child,
    // The program reports its end on this pipe, so the pipe stays open.
    _out: BufReader<ChildStdout>,
    address: String,
    log: PathBuf,
    _folder: TempDir,
}

impl Desk {
    /// Serves this desk with more options of `serve`.
    ///
    /// # Panics
    /// If the program ends before it serves.
    pub fn serve(&self, options: &[&str]) -> ServedDesk {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(options);
        ServedDesk::start(command).unwrap()
    }
}

impl Desk {
    /// The command that serves on this address, without effective limits on requests per source and per number.
    #[must_use]
    pub fn serve_command(&self, address: &str) -> Command {
        let mut command = self.command(&["serve", "--listen", address, "--insecure-cookies"]);
        command.args(UNLIMITED);
        command
    }
}

impl ServedDesk {
    /// Starts a command that serves, and waits until it does. Its log goes to a file.
    ///
    /// # Errors
    /// If the command ends before it serves, or doesn't serve in time. The error has its log.
    pub fn start(mut command: Command) -> io::Result<Self> {
        let folder = private_folder();
        let log = folder.path().join("log");
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log)?).spawn()?;
        let mut out = BufReader::new(child.stdout.take().unwrap());
        process::wait_for_output(&mut child, out.get_ref());
        let mut line = String::new();
        out.read_line(&mut line)?;
        let Some((_, address)) = line.split_once("http://") else {
            child.wait()?;
            return Err(io::Error::other(fs::read_to_string(&log)?));
        };
        let address = address.trim_end().trim_end_matches('/').to_owned();
        Ok(Self { child, _out: out, address, log, _folder: folder })
    }

    /// The address, `HOST:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// The peak memory of the process so far, in kB.
    pub fn peak_memory(&self) -> u64 {
        process::status(self.id(), "VmHWM").unwrap()
    }

    /// Sends SIGTERM, and waits for the end of the process.
    pub fn end(mut self) -> ExitStatus {
        process::signal(self.id(), Signal::TERM);
        self.child.wait().unwrap()
    }

    /// Sends SIGKILL, and waits for the end of the process. This simulates a crash.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for ServedDesk {
    fn drop(&mut self) {
        // The call fails if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
