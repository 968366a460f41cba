//! How fast: machines reviewed per second on one core, and reading dumps beside `dmidecode`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use countersign::machine::{Machine, recorded};
use countersign::review::{Policy, review};

/// Most seconds that reading the dumps in this program goes on.
const LONG_ENOUGH: f64 = 1.0;

/// Prints both.
pub fn print(machines: &[Machine], shared: &Path) {
    println!("\n### Speed, one core\n");
    let policy = Policy::default();
    // The best of three: other work on the same computer only ever makes it slower.
    let best = (0..3)
        .map(|_| {
            let start = Instant::now();
            for machine in machines {
                black_box(review(black_box(machine), &policy));
            }
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    let count = f64::from(u32::try_from(machines.len()).unwrap_or(u32::MAX));
    println!("- {:.0} machines reviewed per second ({:.1} µs each).", count / best, 1e6 * best / count);
    dumps(&shared.join("machines/raw"), policy);
}

fn dumps(folder: &Path, policy: Policy) {
    let files = dump_files(folder);
    if files.is_empty() {
        println!("- SKIPPED: no dumps under {}.", folder.display());
        return;
    }
    let bytes: Vec<Vec<u8>> = files.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let (mut rounds, start) = (0u32, Instant::now());
    while start.elapsed().as_secs_f64() < LONG_ENOUGH {
        for dump in &bytes {
            if let Some(machine) = recorded(black_box(dump), None) {
                black_box(review(&machine, &policy));
            }
        }
        rounds += 1;
    }
    let count = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let each = start.elapsed().as_secs_f64() / f64::from(rounds) / count;
    println!(
        "- {:.1} µs a raw dump, parsed and reviewed ({} dumps, in this process).",
        1e6 * each,
        bytes.len()
    );
    let start = Instant::now();
    for path in &files {
        let run = Command::new("dmidecode")
            .arg("--from-dump")
            .arg(path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if run.is_err() {
            println!("- `dmidecode` is not installed: not compared.");
            return;
        }
    }
    let each = start.elapsed().as_secs_f64() / count;
    println!(
        "- {:.1} µs a raw dump for `dmidecode --from-dump` (a process each, printing to nowhere).",
        1e6 * each
    );
    inspect(&files, count);
}

/// The program itself, where it was built: a process each too, so that like stands beside like.
fn inspect(files: &[PathBuf], count: f64) {
    let start = Instant::now();
    for path in files {
        let run = Command::new(env!("CARGO_BIN_EXE_countersign"))
            .args(["inspect", "--json", "--lang", "en", "--hardware"])
            .arg(path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if run.is_err() {
            return;
        }
    }
    let each = start.elapsed().as_secs_f64() / count;
    println!(
        "- {:.1} µs a raw dump for `countersign inspect --json` (a process each, remedies too).",
        1e6 * each
    );
}

/// The dumps that carry their own entry point, as `dmidecode --from-dump` wants them.
fn dump_files(folder: &Path) -> Vec<PathBuf> {
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
