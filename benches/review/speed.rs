//! Speed: machines reviewed per second on one core, and the time to read dumps, compared with `dmidecode`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::time::{ClockId, clock_gettime};

use countersign_core::machine::Machine;
use countersign_core::review::{Policy, review};

use super::recorded;

/// The most seconds for reading the dumps in this program.
const LONG_ENOUGH: f64 = 1.0;

/// The processor time of this thread in seconds; other work on the computer doesn't count.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    std::time::Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
        .as_secs_f64()
}

/// The processor time of ended child processes in seconds, from `/proc/self/stat` (ticks of 10 ms).
fn cpu_seconds_of_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 =
        after_name.split_whitespace().skip(13).take(2).filter_map(|word| word.parse::<u32>().ok()).sum();
    f64::from(ticks) / 100.0
}

/// The runs of each program over all dumps, so that ticks are fine enough.
const ROUNDS: u32 = 5;

/// How many times one process gets all dumps.
const FLEET: usize = 60;

/// Prints both tables.
pub fn print(machines: &[Machine], shared: &Path) {
    println!("\n### Speed, one core\n");
    println!("- {} machines reviewed per second, serials masked.", reviews_per_second(machines));
    match recorded::identified(&shared.join("machines/identified.tsv")) {
        Some(whole) => {
            // Repeated until there are 20 000 machines, so that the clock is fine enough.
            let whole: Vec<Machine> = whole.iter().cycle().take(20_000).cloned().collect();
            println!(
                "- {} of those that were recorded with their serials and UUIDs.",
                reviews_per_second(&whole)
            );
        }
        None => println!("- SKIPPED: no machines/identified.tsv."),
    }
    dumps(&shared.join("machines/raw"), Policy::default());
}

/// The machines reviewed in a second: the best of three runs, because other work only makes a run slower.
fn reviews_per_second(machines: &[Machine]) -> String {
    let policy = Policy::default();
    let best = (0..3)
        .map(|_| {
            let start = cpu_seconds();
            for machine in machines {
                black_box(review(black_box(machine), &policy));
            }
            cpu_seconds() - start
        })
        .fold(f64::INFINITY, f64::min);
    let count = f64::from(u32::try_from(machines.len()).unwrap_or(u32::MAX));
    format!("{:.0} ({:.1} µs each)", count / best, 1e6 * best / count)
}

fn dumps(folder: &Path, policy: Policy) {
    let files = dump_files(folder);
    if files.is_empty() {
        println!("- SKIPPED: no dumps under {}.", folder.display());
        return;
    }
    let bytes: Vec<Vec<u8>> = files.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let (mut rounds, start) = (0u32, cpu_seconds());
    while cpu_seconds() - start < LONG_ENOUGH {
        for dump in &bytes {
            if let Some(machine) = Machine::from_recording(black_box(dump), None) {
                black_box(review(&machine, &policy));
            }
        }
        rounds += 1;
    }
    let count = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let each = (cpu_seconds() - start) / f64::from(rounds) / count;
    println!(
        "- {:.1} µs a raw dump, parsed and reviewed ({} dumps, in this process).",
        1e6 * each,
        bytes.len()
    );
    let dmidecode = time_one_by_one(&files, "dmidecode", &["--from-dump"]);
    match dmidecode {
        Some(each) => println!("- {each:.0} µs a raw dump for `dmidecode --from-dump` (a process each)."),
        None => println!("- `dmidecode` is not installed: not compared."),
    }
    let program = env!("CARGO_BIN_EXE_countersign");
    let inspect = ["inspect", "--json", "--lang", "en", "--hardware"];
    if let Some(each) = time_one_by_one(&files, program, &inspect) {
        println!(
            "- {each:.0} µs a raw dump for `countersign inspect --json` (a process each, remedies too)."
        );
    }
    for args in [&inspect[..], &["inspect", "--lang", "en", "--hardware"]] {
        if let Some(each) = time_at_once(&files, program, args) {
            let (many, args) = (files.len() * FLEET, args.join(" "));
            println!(
                "- {each:.0} µs a raw dump for `countersign {args} …` ({many} in one process, files read too)."
            );
        }
    }
    println!("\nAll in processor time, so that other work on the computer doesn't count.");
}

/// The processor time of a program for one dump in microseconds, started for each dump with its output dropped. `None` if
/// it can't be started.
fn time_one_by_one(files: &[PathBuf], program: &str, args: &[&str]) -> Option<f64> {
    let start = cpu_seconds_of_children();
    for path in (0..ROUNDS).flat_map(|_| files) {
        let mut command = Command::new(program);
        command.args(args).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().ok()?;
    }
    let count = f64::from(ROUNDS) * f64::from(u32::try_from(files.len()).unwrap_or(u32::MAX));
    Some(1e6 * (cpu_seconds_of_children() - start) / count)
}

/// The processor time for one dump in microseconds, if one process gets all dumps many times.
fn time_at_once(files: &[PathBuf], program: &str, args: &[&str]) -> Option<f64> {
    let start = cpu_seconds_of_children();
    let all = files.iter().cycle().take(files.len() * FLEET);
    let mut command = Command::new(program);
    command.args(args).args(all).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().ok()?;
    let count = f64::from(u32::try_from(files.len() * FLEET).unwrap_or(u32::MAX));
    Some(1e6 * (cpu_seconds_of_children() - start) / count)
}

/// The dumps with an entry point, which `dmidecode --from-dump` needs.
pub fn dump_files(folder: &Path) -> Vec<PathBuf> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap_or_default();
    manifest
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t').skip(1);
            let (file, format) = (columns.next()?, columns.nth(1)?);
            format.starts_with("dump-bin").then(|| folder.join(file))
        })
        .collect()
}
