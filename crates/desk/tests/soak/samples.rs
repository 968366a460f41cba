//! Samples the memory, descriptors and threads of the process that is never restarted, and the response times of devices. Checks that the
//! last third of the soak is like the first. Never here: the load.

use std::fs;
use std::path::Path;
use std::time::Duration;

use countersign_testing::process;

use crate::world::World;

/// The time between two samples.
const INTERVAL: Duration = Duration::from_millis(500);
/// The number of equal parts of the soak that are printed. The desk warms up in the first part, which isn't compared.
const PARTS: u32 = 10;

/// Limits of the last third: the value of the first third times a factor, plus a constant.
const MEMORY: (f64, f64) = (1.25, 16_384.0);
const DESCRIPTORS: (f64, f64) = (1.25, 40.0);
const THREADS: (f64, f64) = (1.0, 8.0);
/// SQLite copies its journal into the database once the journal has 32 MB, or once no reader needs it.
const JOURNAL: (f64, f64) = (1.25, 65_536.0);
/// Response times depend on the other load of the computer, so this limit finds only a hang.
const SLOWEST: (f64, f64) = (5.0, 1_000.0);

/// The response time of a device's request.
#[derive(Debug, Clone, Copy)]
pub struct Latency {
    pub at: Duration,
    pub took: Duration,
}

/// A sample of a process.
#[derive(Debug, Clone, Copy)]
struct Sample {
    at: Duration,
    /// The resident memory, in kB.
    memory: f64,
    descriptors: f64,
    threads: f64,
    /// The size of SQLite's journal, in kB.
    journal: f64,
}

/// The samples of one process.
#[derive(Default)]
pub struct Samples(Vec<Sample>);

impl Samples {
    /// Takes samples of a process until the soak ends.
    pub fn take(world: &World, id: u32) -> Self {
        let mut samples = Self::default();
        let journal = world.desk.folder().join("ledger.db-wal");
        while world.wait(INTERVAL) {
            samples.0.extend(sample(world.start.elapsed(), id, &journal));
        }
        samples
    }

    /// Prints the samples by parts of the soak, and compares the last third with the first.
    ///
    /// # Panics
    /// If a value of the last third is above its limit.
    pub fn check(&self, latencies: &[Latency], start: Duration, end: Duration) {
        let part = (end - start) / PARTS;
        println!("\nsecond  memory kB  descriptors  threads  journal kB  answers  median ms  99 of 100 ms");
        for at in 0..PARTS {
            let (from, to) = (start + part * at, start + part * (at + 1));
            let median = |what: fn(&Sample) -> f64| self.median(what, from, to);
            let times = times(latencies, from, to);
            println!(
                "{:>6}  {:>9.0}  {:>11.0}  {:>7.0}  {:>10.0}  {:>7}  {:>9.1}  {:>12.1}",
                to.as_secs(),
                median(|one| one.memory),
                median(|one| one.descriptors),
                median(|one| one.threads),
                median(|one| one.journal),
                times.len(),
                quantile(&times, 0.5),
                quantile(&times, 0.99)
            );
        }
        let warm = start + part;
        let third = (end - warm) / 3;
        let compare = |what: &str, (share, more): (f64, f64), [first, last]: [f64; 2]| {
            println!("{what}: {first:.0} in the first third, {last:.0} in the last");
            assert!(last <= first * share + more, "{what} grows from {first:.0} to {last:.0}");
        };
        let thirds = [(warm, warm + third), (end - third, end)];
        let medians = |what: fn(&Sample) -> f64| thirds.map(|(from, to)| self.median(what, from, to));
        compare("memory in kB", MEMORY, medians(|one| one.memory));
        compare("descriptors", DESCRIPTORS, medians(|one| one.descriptors));
        compare("threads", THREADS, medians(|one| one.threads));
        compare("journal in kB", JOURNAL, medians(|one| one.journal));
        let slowest = thirds.map(|(from, to)| quantile(&times(latencies, from, to), 0.99));
        compare("99 of 100 answers within ms", SLOWEST, slowest);
    }

    fn median(&self, what: fn(&Sample) -> f64, from: Duration, to: Duration) -> f64 {
        let within = self.0.iter().filter(|one| (from..to).contains(&one.at));
        let mut values: Vec<f64> = within.map(what).collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, 0.5)
    }
}

fn sample(at: Duration, id: u32, journal: &Path) -> Option<Sample> {
    let number = |name: &str| process::status(id, name).map(|number| number as f64);
    Some(Sample {
        at,
        memory: number("VmRSS")?,
        descriptors: fs::read_dir(format!("/proc/{id}/fd")).ok()?.count() as f64,
        threads: number("Threads")?,
        journal: fs::metadata(journal).map_or(0.0, |file| file.len() as f64 / 1_024.0),
    })
}

/// Returns the response times in a part of the soak in milliseconds, sorted.
fn times(latencies: &[Latency], from: Duration, to: Duration) -> Vec<f64> {
    let within = latencies.iter().filter(|one| (from..to).contains(&one.at));
    let mut times: Vec<f64> = within.map(|one| one.took.as_secs_f64() * 1_000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Returns the quantile of sorted values, or 0 if there are none.
fn quantile(values: &[f64], share: f64) -> f64 {
    let index = (values.len() as f64 * share) as usize;
    values.get(index).or(values.last()).copied().unwrap_or_default()
}
