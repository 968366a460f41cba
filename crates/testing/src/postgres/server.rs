//! The programs of PostgreSQL, run as a user other than root, and a server process with its log.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::time::Duration;

use rustix::process::Signal;

use crate::{process, skipped};

/// The longest wait for a line of a log; long enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// The environment variable with the folder of the server's programs.
const VARIABLE: &str = "COUNTERSIGN_POSTGRES_BIN";

/// The user of Debian's package.
const USER: &str = "postgres";

/// The folder of the server's programs. Where it isn't configured, prints once that tests are skipped.
#[must_use]
pub fn programs() -> Option<PathBuf> {
    static SAID: OnceLock<()> = OnceLock::new();
    let folder = std::env::var_os(VARIABLE).map(PathBuf::from);
    if folder.is_none() {
        SAID.get_or_init(|| {
            skipped(format_args!("tests with PostgreSQL; {VARIABLE} is missing, tests/postgres/run sets it"));
        });
    }
    folder
}

/// The user and group ids for the server, if this process runs as root; `None` for any other user.
fn unprivileged() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let user = users.lines().find_map(|line| line.strip_prefix(USER)?.strip_prefix(':'));
    let numbers: Vec<u32> = user.unwrap().split(':').skip(1).take(2).map(|id| id.parse().unwrap()).collect();
    Some((numbers[0], numbers[1]))
}

/// Changes the owner of a file or folder to the server's user.
pub fn hand_over(path: &Path) {
    if let Some((user, group)) = unprivileged() {
        chown(path, Some(user), Some(group)).unwrap();
    }
}

/// A program of PostgreSQL, run as the server's user. It ends when the thread that started it ends.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if let Some((user, group)) = unprivileged() {
        command.args([format!("--reuid={user}"), format!("--regid={group}")]).arg("--clear-groups");
    }
    command.arg("--pdeathsig=QUIT").arg("--").arg(program);
    command.current_dir("/").env_remove("PGDATA").env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// Runs a program, and returns its standard output.
pub fn run<A: AsRef<OsStr>>(program: &Path, arguments: impl IntoIterator<Item = A>) -> String {
    let done = command(program).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A server process.
pub struct Server {
    child: Child,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log {
    lines: Mutex<(Vec<String>, bool)>,
    grown: Condvar,
}

/// The error of a server that doesn't start, with its log.
pub struct NotStarted(pub String);

impl Server {
    /// Starts the server of a data folder, and waits until it accepts connections.
    pub fn start(programs: &Path, data: &Path) -> Result<Self, NotStarted> {
        let mut command = command(&programs.join("postgres"));
        let mut child =
            command.arg("-D").arg(data).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Log::default());
        let (lines, written) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                written.lines.lock().unwrap().0.push(line);
                written.grown.notify_all();
            }
            written.lines.lock().unwrap().1 = true;
            written.grown.notify_all();
        });
        let mut server = Self { child, log };
        match server.log.wait_for("is ready to accept", 0) {
            Ok(_) => Ok(server),
            Err(log) => {
                // After the time-out, the server still runs.
                drop(server.child.kill());
                drop(server.child.wait());
                Err(NotStarted(log))
            }
        }
    }

    /// The current number of lines in the log.
    pub fn log_end(&self) -> usize {
        self.log.lines.lock().unwrap().0.len()
    }

    /// Waits for a text in the log after the first `after` lines. Returns the log from there on.
    pub fn wait_for(&self, text: &str, after: usize) -> String {
        self.log
            .wait_for(text, after)
            .unwrap_or_else(|log| panic!("{text:?} is missing in the log of the server:\n{log}"))
    }

    /// Shuts the server down cleanly: it ends its sessions and writes its data.
    pub fn stop(mut self) {
        process::signal(self.child.id(), Signal::INT);
        self.child.wait().unwrap();
    }

    /// Kills the server and its sessions at once, like a crash of the computer.
    pub fn kill(mut self) {
        // Children first. They stay zombies until the server ends, because a suspended server doesn't reap them.
        for id in self.processes().into_iter().rev() {
            process::signal(id, Signal::KILL);
            process::wait_for_end(id);
        }
        self.child.wait().unwrap();
    }

    /// Suspends all processes of the server. The kernel still accepts connections.
    pub fn freeze(&self) {
        for id in self.processes() {
            process::signal(id, Signal::STOP);
        }
    }

    /// Resumes all processes of the server.
    pub fn thaw(&self) {
        for id in self.processes() {
            process::signal(id, Signal::CONT);
        }
    }

    /// Tells the server to reload its configuration files.
    pub fn reload(&self) {
        process::signal(self.child.id(), Signal::HUP);
    }

    /// The ids of the server and its children. The server is suspended first, so that it starts no more children.
    fn processes(&self) -> Vec<u32> {
        let id = self.child.id();
        process::signal(id, Signal::STOP);
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
        let children = children.split_whitespace().map(|child| child.parse().unwrap());
        std::iter::once(id).chain(children).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The cluster is removed next, so an immediate shutdown is enough.
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            process::signal(self.child.id(), Signal::QUIT);
            process::signal(self.child.id(), Signal::CONT);
            drop(self.child.wait());
        }
    }
}

impl Log {
    /// Waits for the text, and returns the log after the first `after` lines; the whole log as the error if the text doesn't come.
    fn wait_for(&self, text: &str, after: usize) -> Result<String, String> {
        let lines = self.lines.lock().unwrap();
        let missing = |(lines, ended): &mut (Vec<String>, bool)| {
            !*ended && !lines.iter().skip(after).any(|line| line.contains(text))
        };
        let (lines, _) = self.grown.wait_timeout_while(lines, DEADLINE, missing).unwrap();
        let behind = lines.0.get(after..).unwrap_or_default();
        let found = behind.iter().any(|line| line.contains(text));
        if found { Ok(behind.join("\n")) } else { Err(lines.0.join("\n")) }
    }
}
