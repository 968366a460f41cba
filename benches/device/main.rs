//! What the device program costs: size, libraries, time and bytes to the first screen, work while idle.
//!
//! It measures the program as it is shipped, and builds nothing:
//!
//! ```sh
//! cargo device
//! cargo bench --bench device
//! ```
//!
//! `COUNTERSIGN_DEVICE` names another file. If `whiptail` and `dialog` are installed, they are measured too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a benchmark")]

mod elf;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use countersign_testing::{Pty, process, terminal_command};

/// The program of that build.
const BUILT: &str = "target/x86_64-unknown-linux-gnu/device/countersign";
/// The number of timed starts.
const STARTS: usize = 20;
/// How long the idle program is watched.
const IDLE: Duration = Duration::from_secs(3);
/// A screen is complete after this time without a byte.
const QUIET: Duration = Duration::from_millis(100);

/// Aims: bytes of the file, and the start to a full screen.
const AIM_SIZE: u64 = 3_900_000;
const AIM_START: Duration = Duration::from_millis(15);

/// A program to start, and the text that its full screen ends with.
struct Subject {
    name: &'static str,
    command: Vec<String>,
    last: &'static str,
}

fn main() -> ExitCode {
    let Some(device) = device() else {
        eprintln!("There is no {BUILT}. Build it first, as .cargo/config.toml says:\n\n    cargo device\n");
        return ExitCode::from(2);
    };
    println!("{}\n", device.display());
    file(&device);
    idle(&device);
    println!("\nStart to a full screen, 80 x 24, {STARTS} warm starts:\n");
    println!("{:<34} {:>9} {:>9} {:>9} {:>8}", "", "median", "least", "most", "bytes");
    for subject in subjects(&device) {
        start(&subject);
    }
    println!("\nThe aim for the device program: {} ms.", AIM_START.as_millis());
    ExitCode::SUCCESS
}

fn device() -> Option<PathBuf> {
    let given = std::env::var_os("COUNTERSIGN_DEVICE").map(PathBuf::from);
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join(BUILT);
    given.or(Some(built)).filter(|path| path.is_file())
}

/// Prints a line of a table: what, how much, the aim.
fn row(what: &str, much: &str, aim: &str) {
    println!("{what:<34} {much:>18}   {aim}");
}

fn file(device: &Path) {
    let bytes = std::fs::read(device).unwrap();
    let size = bytes.len() as u64;
    row("size", &format!("{size} bytes"), &format!("at most {AIM_SIZE}"));
    let needs = elf::needs(&bytes).expect("a 64-bit ELF file");
    let said = match (needs.libraries, needs.loader) {
        (0, false) => "none".to_owned(),
        (count, loader) => format!("{count}{}", if loader { " and a loader" } else { "" }),
    };
    row("shared libraries", &said, "none");
}

/// Runs a command in a terminal of 80×24.
fn run(command: &[String]) -> Pty {
    Pty::spawn(&terminal_command(command, "xterm-256color"), (80, 24))
}

/// What the kernel counts for a process.
struct Counters {
    ticks: u64,
    switches: u64,
    /// The most memory it had, in kB.
    memory: u64,
}

impl Counters {
    fn of(id: u32) -> Self {
        let status = |name| process::status(id, name).unwrap_or(0);
        Self {
            ticks: process::cpu_ticks(id).unwrap(),
            switches: status("voluntary_ctxt_switches") + status("nonvoluntary_ctxt_switches"),
            memory: status("VmHWM"),
        }
    }
}

/// Prints the work of the program while no key is pressed.
fn idle(device: &Path) {
    let pty = run(&welcome(device));
    pty.wait_for("Ctrl-C quit");
    let first = pty.settle_start(QUIET).bytes;
    row("bytes to the first screen", &first.to_string(), "");
    let before = Counters::of(pty.id());
    std::thread::sleep(IDLE);
    let bytes = pty.settle_start(QUIET).bytes - first;
    let after = Counters::of(pty.id());
    let seconds = IDLE.as_secs();
    row(&format!("bytes in {seconds} s idle"), &bytes.to_string(), "0");
    row(&format!("CPU ticks in {seconds} s idle"), &(after.ticks - before.ticks).to_string(), "0");
    row(&format!("wake-ups in {seconds} s idle"), &(after.switches - before.switches).to_string(), "0");
    row("memory at most (VmHWM)", &format!("{} kB", after.memory), "");
}

fn welcome(device: &Path) -> Vec<String> {
    [device.to_str().unwrap(), "practice", "placeholder-serial"].map(str::to_owned).to_vec()
}

fn subjects(device: &Path) -> Vec<Subject> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut subjects = vec![
        Subject { name: "countersign", command: welcome(device), last: "Ctrl-C quit" },
        Subject { name: "sh, printing one line", command: words("/bin/sh -c echo:ready"), last: "ready" },
    ];
    subjects[1].command[2] = "echo ready".to_owned();
    for (name, last) in [("whiptail", "<Ok>"), ("dialog", "OK")] {
        match program_of(name) {
            Some(path) => {
                let mut command = vec![path];
                command.extend(words("--msgbox Activation 20 70"));
                subjects.push(Subject { name, command, last });
            }
            None => println!("{name} is not installed here."),
        }
    }
    subjects
}

fn start(subject: &Subject) {
    let mut times = vec![];
    let mut bytes = 0;
    // The first start warms the caches and does not count.
    for at in 0..=STARTS {
        let pty = run(&subject.command);
        pty.wait_for(subject.last);
        bytes = pty.settle_start(QUIET).bytes;
        let time = pty.time_to(|screen| screen.contents().contains(subject.last)).unwrap();
        if at > 0 {
            times.push(time);
        }
    }
    times.sort();
    let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    println!("{:<34} {:>9} {:>9} {:>9} {bytes:>8}", subject.name, shown(median), shown(least), shown(most));
}

/// The path of a program that `PATH` leads to.
fn program_of(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())?;
    found.to_str().map(str::to_owned)
}
