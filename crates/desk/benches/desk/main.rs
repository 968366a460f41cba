//! Measures the desk over HTTP. Each figure stands beside that of a peer in the same run.
//!
//! ```sh
//! cargo bench -p countersign-desk --bench desk                    # every row
//! cargo bench -p countersign-desk --bench desk -- sqlite --seconds 10
//! ```
//!
//! The desk is the release program, in a separate process, on the loopback interface. Data is in temporary folders
//! (`TMPDIR` names another disk).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a benchmark")]

mod bare;
mod bench_desk;
mod big_desk;
mod compare;
mod copies;
mod load;
mod office;
mod report;
mod rows;
mod signatures;
mod store;

use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use rows::{Context, ROWS, Row};

/// How long each load runs, unless `--seconds` says otherwise.
const TIME: Duration = Duration::from_secs(4);
/// How many rounds each row runs, unless `--rounds` says otherwise. The median counts.
const ROUNDS: u64 = 3;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let [bare::MODE, folder, milliseconds] = arguments[..] {
        bare::main(folder, milliseconds);
        return ExitCode::SUCCESS;
    }
    if let [signatures::MODE, module, callers, milliseconds] = arguments[..] {
        signatures::main(module, callers, milliseconds);
        return ExitCode::SUCCESS;
    }
    let Some((rows, context)) = chosen(&arguments) else {
        eprintln!(
            "Usage: cargo bench -p countersign-desk --bench desk -- [ROW…] [--seconds N] [--rounds N]\n"
        );
        for Row { name, title, .. } in &ROWS {
            eprintln!("    {name:<16} {title}");
        }
        return ExitCode::from(2);
    };
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    println!(
        "Loads of {} s, {} rounds; load of the computer before: {}",
        context.time.as_secs(),
        context.rounds,
        load.trim()
    );
    for row in rows {
        context.report.heading(row.title);
        (row.run)(&context);
    }
    match context.report.missed() {
        0 => ExitCode::SUCCESS,
        missed => {
            println!("\n{missed} aims were missed.");
            ExitCode::FAILURE
        }
    }
}

/// Returns the rows that the arguments name, or all if they name none, and the rows' context. Returns `None` if an argument is invalid.
fn chosen<'a>(arguments: &[&str]) -> Option<(Vec<&'a Row>, Context)> {
    let mut rows = Vec::new();
    let (mut time, mut rounds) = (TIME, ROUNDS);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next()?.parse::<u64>().ok().filter(|value| *value > 0);
        match *argument {
            "--seconds" => time = Duration::from_secs(value()?),
            "--rounds" => rounds = value()?,
            name => rows.push(ROWS.iter().find(|row| row.name == name)?),
        }
    }
    Some((if rows.is_empty() { ROWS.iter().collect() } else { rows }, Context::new(time, rounds)))
}
