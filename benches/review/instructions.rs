//! The loops of review alone, for a tool that counts instructions: `cargo bench --bench review -- count SET ROUNDS`.
//!
//! Two runs that differ by some rounds differ by the instructions of those rounds alone; `docs/measurements.md` has the commands.

use std::hint::black_box;
use std::path::Path;

use countersign_core::machine::Machine;
use countersign_core::review::{Policy, review};

use super::{recorded, speed};

/// One of this many machines of the large table is reviewed.
const EVERY: usize = 10;

/// Runs the loop that the arguments name, and prints how many machines a round has. Returns `false` if they name none.
pub fn run(arguments: &[String], shared: &Path) -> bool {
    let ["count", set, rounds] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        return false;
    };
    let Ok(rounds) = rounds.parse() else { return false };
    let folder = shared.join("machines");
    let count = match set {
        "fields" => recorded::fields(&folder.join("fields.tsv.gz"))
            .map(|all| reviews(all.into_iter().step_by(EVERY).collect(), rounds)),
        "identified" => recorded::identified(&folder.join("identified.tsv")).map(|all| reviews(all, rounds)),
        "raw" => Some(dumps(&folder.join("raw"), rounds)),
        _ => None,
    };
    if let Some(count) = count {
        println!("{count} machines a round, {rounds} rounds");
    }
    count.is_some()
}

fn reviews(machines: Vec<Machine>, rounds: usize) -> usize {
    let policy = Policy::default();
    for machine in (0..rounds).flat_map(|_| &machines) {
        black_box(review(black_box(machine), &policy));
    }
    machines.len()
}

fn dumps(folder: &Path, rounds: usize) -> usize {
    let policy = Policy::default();
    let bytes: Vec<Vec<u8>> =
        speed::dump_files(folder).iter().filter_map(|path| std::fs::read(path).ok()).collect();
    for dump in (0..rounds).flat_map(|_| &bytes) {
        if let Some(machine) = Machine::from_recording(black_box(dump), None) {
            black_box(review(&machine, &policy));
        }
    }
    bytes.len()
}
