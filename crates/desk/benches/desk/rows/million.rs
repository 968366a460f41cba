//! What a million bound license numbers cost: activations, searches, and both at once; imports; memory.

use std::fs::{self, File};
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Context;
use crate::bench_desk::{BenchDesk, activations_in, half};
use crate::big_desk::{BigDesk, SEARCHES, Search};
use crate::compare::Round;
use crate::load::{Load, Outcome};
use crate::office::Operator;
use crate::report::{Aim, count, kilobytes, milliseconds};
use countersign_testing::{ServedDesk, invented, private_folder, process};

const MILLION: u64 = 1_000_000;
const FEW: u64 = 1_000;
const CLIENTS: usize = 64;
/// Pages of each kind of search.
const PAGES: u64 = 100;
/// Operators that search. Each searches again as soon as it has its page.
const OPERATORS: u64 = 8;
/// The highest rate of activations beside other work, in activations a second. The rate is half of what the desk can do, if that is less.
const PACE: f64 = 1_000.0;
/// The longest time that an import may take.
const IMPORT: Duration = Duration::from_secs(120);

/// The least share of the rate at a thousand numbers.
const SHARE: f64 = 0.67;
/// The longest times of an exact search and of one by a part, as multiples of those at a thousand numbers.
const EXACT: f64 = 1.5;
const PART: f64 = 2.0;
/// The longest time of a page of a search by a part, in ms.
const PAGE: f64 = 20.0;
/// The highest 99th percentiles of the latency of activations: beside searches, as a multiple of that without them, and beside an import,
/// in ms.
const SEARCHING: f64 = 2.0;
const IMPORTING: f64 = 250.0;
/// The most memory that a desk, and an export, may take, in MB.
const MEMORY: f64 = 64.0;

/// Makes the desk with a million numbers that the rows share.
pub fn desk(context: &Context) -> BigDesk {
    let paced = (PACE * (IMPORT.as_secs_f64() + 4.0 * context.time.as_secs_f64())) as u64;
    let most = activations_in(context.time, CLIENTS);
    BigDesk::new(MILLION, most * (context.rounds + 3) + paced)
}

pub fn sizes(context: &Context) {
    let big = &mut *context.million();
    let most = activations_in(context.time, CLIENTS);
    let mut small = BigDesk::new(FEW, most * (context.rounds + 1));
    let [served, other] = [big.desk.serve(&[]), small.desk.serve(&[])];
    let few = std::cell::RefCell::new(&mut small.desk);
    let rate = || few.borrow_mut().timed(&[&other], CLIENTS, context.time).outcome.rate();
    let round = Round::median(context.rounds, &rate, || big.desk.timed(&[&served], CLIENTS, context.time));
    round.print(&context.report, CLIENTS, "at 1,000 numbers", Aim::AtLeast(SHARE), Aim::None);
    for search in SEARCHES {
        let few = milliseconds(search.time(&other, &small.bound, PAGES));
        let million = milliseconds(search.time(&served, &big.bound, PAGES));
        let what = format!("page of a search by {}, ms", search.name());
        let most = if search == Search::Part { PART } else { EXACT };
        let said = format!("{few:.2} at 1,000 numbers");
        context.report.ratio_of_times(&what, million, few, &said, Aim::AtMost(most));
        if search == Search::Part {
            context.report.figure("— the page, ms", million, &format!("{million:.2}"), Aim::AtMost(PAGE));
        }
    }
}

pub fn searching(context: &Context) {
    let big = &mut *context.million();
    let served = big.desk.serve(&[]);
    let rate = pace(&mut big.desk, &served, context);
    let (alone, _) = paced(&mut big.desk, &served, rate, context.time, None);
    let stop = AtomicBool::new(false);
    let pages = AtomicU64::new(0);
    let mut operators: Vec<Operator> = (0..OPERATORS).map(|_| Operator::sign_in(&served, "li")).collect();
    let (beside, took) = thread::scope(|scope| {
        for (at, operator) in operators.iter_mut().enumerate() {
            let (stop, pages, bound) = (&stop, &pages, &big.bound);
            scope.spawn(move || {
                for turn in at as u64 * 10_000.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    SEARCHES[turn as usize % SEARCHES.len()].carry_out(operator, bound, turn);
                    pages.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let beside = paced(&mut big.desk, &served, rate, context.time, None);
        stop.store(true, Ordering::Relaxed);
        beside
    });
    let pages = pages.load(Ordering::Relaxed) as f64 / took.as_secs_f64();
    let what = format!(
        "p99 of {} activations/s beside {} searches/s of {OPERATORS} operators, ms",
        count(rate),
        count(pages)
    );
    let [beside, alone] = [&beside, &alone].map(|outcome| milliseconds(outcome.latency(0.99)));
    context.report.ratio_of_times(&what, beside, alone, &format!("{alone:.2} alone"), Aim::AtMost(SEARCHING));
}

pub fn importing(context: &Context) {
    let big = &mut *context.million();
    let served = big.desk.serve(&[]);
    let rate = pace(&mut big.desk, &served, context);
    let (alone, _) = paced(&mut big.desk, &served, rate, context.time, None);
    let folder = private_folder();
    let file = folder.path().join("numbers.csv");
    let new = big.bound.end..big.bound.end + MILLION;
    let numbers: Vec<String> = new.map(|at| invented::number(at) + "\n").collect();
    fs::write(&file, numbers.concat()).unwrap();
    let output = folder.path().join("output");
    let mut import = big.desk.desk.command(&["licenses", "import", file.to_str().unwrap()]);
    let mut import = import.stdout(File::create(&output).unwrap()).spawn().unwrap();
    let ended = AtomicBool::new(false);
    let (beside, took, peak) = thread::scope(|scope| {
        let load = scope.spawn(|| paced(&mut big.desk, &served, rate, IMPORT, Some(&ended)));
        let start = Instant::now();
        let peak = watch(&mut import);
        let took = start.elapsed();
        ended.store(true, Ordering::Relaxed);
        (load.join().unwrap().0, took, peak)
    });
    assert!(import.wait().unwrap().success(), "{}", fs::read_to_string(&output).unwrap());
    let late = milliseconds(beside.latency(0.99));
    let what = format!("p99 of {} activations/s beside an import of 1 M, ms", count(rate));
    let said = format!("{:.2} alone", milliseconds(alone.latency(0.99)));
    context.report.ratio_of_times(&what, late, milliseconds(alone.latency(0.99)), &said, Aim::None);
    context.report.figure("— p99, ms", late, &format!("{late:.2}"), Aim::AtMost(IMPORTING));
    let most = milliseconds(beside.latency(1.0));
    context.report.figure("— the longest, ms", most, &format!("{most:.1}"), Aim::None);
    let busy = beside.latencies.len() - beside.issued;
    let shown = format!("{busy} of {}", count(beside.latencies.len() as f64));
    context.report.figure("— answers that were no code", busy as f64, &shown, Aim::AtMost(0.0));
    let said = format!("{:.1} s, {peak:.1} MB", took.as_secs_f64());
    context.report.figure("— the import", took.as_secs_f64(), &said, Aim::None);
}

pub fn memory(context: &Context) {
    let big = &mut *context.million();
    let served = big.desk.serve(&[]);
    big.desk.timed(&[&served], CLIENTS, context.time);
    for search in SEARCHES {
        search.time(&served, &big.bound, PAGES);
    }
    let peak = kilobytes(served.peak_memory());
    let shown = format!("{peak:.1}");
    context.report.figure("a desk of 1 M numbers, MB", peak, &shown, Aim::AtMost(MEMORY));
    let folder = private_folder();
    let output = folder.path().join("list.json");
    let mut export = big.desk.desk.command(&["licenses", "list", "--json"]);
    let mut export = export.stdout(File::create(&output).unwrap()).spawn().unwrap();
    let start = Instant::now();
    let peak = watch(&mut export);
    assert!(export.wait().unwrap().success());
    let bytes = fs::metadata(&output).unwrap().len() as f64;
    let shown = format!("{peak:.1}; {} bytes in {:.1} s", count(bytes), start.elapsed().as_secs_f64());
    context.report.figure("an export of 1 M numbers, MB", peak, &shown, Aim::AtMost(MEMORY));
}

/// Returns the rate of activations beside other work, in activations a second.
fn pace(desk: &mut BenchDesk, served: &ServedDesk, context: &Context) -> f64 {
    (desk.timed(&[served], CLIENTS, context.time).outcome.rate() / 2.0).min(PACE)
}

/// Sends activations at a rate for a time, or until `stop` is set. Returns the outcome, and how long it took.
fn paced(
    desk: &mut BenchDesk,
    served: &ServedDesk,
    rate: f64,
    time: Duration,
    stop: Option<&AtomicBool>,
) -> (Outcome, Duration) {
    let requests = desk.activations((rate * time.as_secs_f64()) as u64);
    let outcome = Load { stop, ..half(served, &requests, CLIENTS, rate) }.run();
    if stop.is_none() {
        outcome.assert_issued();
    }
    let elapsed = outcome.elapsed;
    (outcome, elapsed)
}

/// Waits until a process ends. Returns its peak of memory, in MB.
fn watch(child: &mut Child) -> f64 {
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(process::status(child.id(), "VmHWM").unwrap_or(0));
        // The interval doesn't matter much, because the peak only grows.
        thread::sleep(Duration::from_millis(5));
    }
    kilobytes(peak)
}
