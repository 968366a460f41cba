//! The typing benchmark: whole codes typed key by key into the wizard's `update`, with typing slips.
//!
//! `cargo bench --bench typing [-- CODES [typed | lines | through | spoken] [SLIPS…]]` prints, for 0.5 to 5 slips in 100 characters:
//! how many codes are accepted without retyping, the time from the last Enter to the result (the updates and the search), the longest
//! update, and wrong acceptances. It does so for codes typed line by line (`lines`), and for codes typed through without a look at the
//! screen (`through`); `typed` ends there. SLIPS are the rates to measure, such as `4 5`; a rate alone gives the same figures as in a
//! whole run. It repeats the first with eight open requests, for a tenth of the codes: for the newest and for the oldest request. Then
//! it measures other kinds of codes, and the spoken request at the desk. These times are processor time of the
//! working thread. Last, it runs the program in a pseudo-terminal, and measures how soon a key during a search is shown.
//! It fails if a limit is missed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement stops where it fails"
)]
#![allow(missing_docs, reason = "a program")]

mod hand;
mod keys;
mod rivals;
mod session;
mod spoken;

use std::time::Duration;

use countersign::wizard::{Key, Step};

use hand::{BASE_32, Dice, typed};
use rivals::Fate;
use session::{Desk, Session};

/// The longest time that one update may take.
const UPDATE_MAX: Duration = Duration::from_millis(20);
/// The longest time until a key during a search is shown.
const KEY_MAX: Duration = Duration::from_millis(50);

const RATES: [f64; 6] = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05];
/// The share of codes, in percent, that is to be accepted at each rate, typed line by line and typed through.
const AIMS: [f64; 6] = [99.95, 99.9, 99.6, 98.8, 96.0, 92.0];

/// Which request the typed code answers.
#[derive(Clone, Copy)]
struct Case {
    title: &'static str,
    /// Whether Enter ends a line that the cursor doesn't leave by itself. Else the code is typed through, with one Enter at its end.
    line_by_line: bool,
    /// The number of open requests.
    open: u8,
    /// Whether the code answers the oldest request, not the newest.
    oldest: bool,
}

const ONE: Case = Case { title: "One request open", line_by_line: true, open: 1, oldest: false };
const THROUGH: Case =
    Case { title: "One request open, typed through without looking", line_by_line: false, ..ONE };
const EIGHT: Case = Case { title: "Eight open, the code answers the newest", open: 8, ..ONE };
const OLDEST: Case = Case { title: "Eight open, the code answers the oldest", open: 8, oldest: true, ..ONE };

/// The results of many codes.
#[derive(Default)]
struct Tally {
    accepted: usize,
    wrong: usize,
    mended: usize,
    keys: usize,
    times: Vec<Duration>,
    longest: Duration,
    failed: Vec<u32>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.wrong += other.wrong;
        self.mended += other.mended;
        self.keys += other.keys;
        self.times.extend(other.times);
        self.longest = self.longest.max(other.longest);
        self.failed.extend(other.failed);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let codes: u32 = arguments.first().map_or(3000, |one| one.parse().expect("a number of codes"));
    let mode = arguments.get(1).map_or("", String::as_str);
    let slips: Vec<f64> = arguments.iter().skip(2).map(|one| one.parse().expect("slips in 100")).collect();
    let show = mode == "show";
    if mode == "spoken" {
        return spoken::print(codes, &RATES);
    }
    let desk = Desk::new();
    let begin = Session::at_request(&desk);

    let mut longest = Duration::ZERO;
    println!("License code, seven lines of 20: keys into the wizard");
    let tenth = codes / 10;
    let cases: &[(Case, u32)] = match mode {
        "typed" => &[(ONE, codes), (THROUGH, codes)],
        "lines" => &[(ONE, codes)],
        "through" => &[(THROUGH, codes)],
        _ => &[(ONE, codes), (THROUGH, codes), (EIGHT, tenth), (OLDEST, tenth)],
    };
    for one in &slips {
        assert!(RATES.iter().any(|rate| rate * 100.0 == *one), "no rate of {one} slips in 100");
    }
    let rates = RATES.into_iter().zip(AIMS);
    let rates = rates.filter(|(rate, _)| slips.is_empty() || slips.contains(&(rate * 100.0)));
    let mut below = Vec::new();
    for &(case, codes) in cases {
        println!("{}, {codes} codes a rate", case.title);
        println!("slips/100  accepted  mended  wrong  mean ms  99% ms  worst ms  update ms  keys");
        for (rate, aim) in rates.clone() {
            let tally = in_parallel(codes, |nonce, tally| type_code(&desk, &begin, case, rate, nonce, tally));
            longest = longest.max(tally.longest);
            let accepted = tally.accepted as f64 * 100.0 / f64::from(codes);
            if case.open == 1 && (accepted < aim || tally.wrong > 0) {
                let slips = rate * 100.0;
                below.push(format!("{}, {slips} slips: {accepted:.2} %, {} wrong", case.title, tally.wrong));
            }
            print_tally(rate, codes, tally, show, case, &desk, &begin);
        }
        println!();
    }
    below.iter().for_each(|missed| println!("missed: {missed}"));
    if matches!(mode, "typed" | "lines" | "through") {
        std::process::exit(i32::from(!below.is_empty()));
    }
    println!(
        "What people type today, {codes} codes a rate: accepted / caught where typed / wrong and unseen"
    );
    println!("slips/100  base 32, 103 characters    48 digits, eight check digits");
    for rate in RATES {
        let mut dice = Dice::new(1);
        let plain = fates(codes, || rivals::plain(rate, &mut dice));
        let digits = fates(codes, || rivals::digits(rate, &mut dice));
        println!("{:>9.1}  {plain}     {digits}", rate * 100.0);
    }
    println!();
    spoken::print(codes, &RATES);
    println!();
    let slowest = keys::print();
    let missed =
        [("the longest update", longest, UPDATE_MAX), ("the slowest key during a search", slowest, KEY_MAX)]
            .into_iter()
            .filter(|(_, time, limit)| time > limit);
    let mut failed = !below.is_empty();
    for (what, time, limit) in missed {
        failed = true;
        println!("missed: {what} takes {time:.1?}, more than {limit:?}");
    }
    std::process::exit(i32::from(failed));
}

fn print_tally(
    rate: f64,
    codes: u32,
    mut tally: Tally,
    show: bool,
    case: Case,
    desk: &Desk,
    begin: &Session,
) {
    tally.times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let mean = tally.times.iter().sum::<Duration>() / codes.max(1);
    let at = |share: f64| tally.times[((tally.times.len() - 1) as f64 * share) as usize];
    println!(
        "{:>9.1}  {:>7.2}%  {:>5.1}%  {:>5}  {:>7.2}  {:>6.1}  {:>8.1}  {:>9.1}  {:>4.1}",
        rate * 100.0,
        tally.accepted as f64 * 100.0 / f64::from(codes),
        tally.mended as f64 * 100.0 / f64::from(codes),
        tally.wrong,
        ms(mean),
        ms(at(0.99)),
        ms(at(1.0)),
        ms(tally.longest),
        tally.keys as f64 / f64::from(codes),
    );
    if show {
        for nonce in tally.failed {
            let (lines, given) = code_and_typed(desk, begin, case, rate, nonce);
            let bad = lines.iter().zip(&given).enumerate().filter(|(_, (line, given))| line != given);
            println!(
                "  not accepted: {}",
                bad.map(|(at, (l, g))| format!("{}:{l}>{g}", at + 1)).collect::<Vec<_>>().join(" ")
            );
        }
    }
}

/// The lines of the code for that request, and the same lines as typed.
fn code_and_typed(
    desk: &Desk,
    begin: &Session,
    case: Case,
    rate: f64,
    nonce: u32,
) -> ([String; 7], [String; 7]) {
    let session = begin.at_code(session::secret(nonce), case.open);
    let lines = desk.answer(&session.state, case.oldest).lines();
    let mut dice = Dice::new(u64::from(nonce) << 16 | (rate * 1000.0) as u64);
    let given = lines.each_ref().map(|line| typed(line, rate, BASE_32, &mut dice));
    (lines, given)
}

/// Types one code: the characters of each line, and Enter if the cursor didn't leave the line by itself.
fn type_code(desk: &Desk, begin: &Session, case: Case, rate: f64, nonce: u32, tally: &mut Tally) {
    let (lines, given) = code_and_typed(desk, begin, case, rate, nonce);
    let mut session = begin.at_code(session::secret(nonce), case.open);
    let mut took = Duration::ZERO;
    for (at, text) in given.iter().enumerate() {
        session.write(text);
        let stepped_on = matches!(&session.state.step, Step::Code(step) if step.current > at);
        if at == 6 || (case.line_by_line && !stepped_on) {
            let before = session.updated + session.searched;
            session.press(Key::Enter);
            took = session.updated + session.searched - before;
        }
    }
    tally.times.push(took);
    tally.longest = tally.longest.max(session.longest);
    tally.keys += session.keys;
    match &session.kept {
        Some(kept) if kept.code.lines() == lines => {
            tally.accepted += 1;
            tally.mended += usize::from(!session.state.draft.mended.is_empty());
        }
        Some(_) => tally.wrong += 1,
        None => tally.failed.push(nonce),
    }
}

fn fates(codes: u32, mut one: impl FnMut() -> Fate) -> String {
    let mut counts = [0_u32; 3];
    for _ in 0..codes {
        counts[one() as usize] += 1;
    }
    let [accepted, caught, unseen] = counts.map(|count| f64::from(count) * 100.0 / f64::from(codes));
    format!("{accepted:>6.2} / {caught:>5.2} / {unseen:>5.2} %")
}

/// Runs `one` for each code, on all processors.
fn in_parallel(codes: u32, one: impl Fn(u32, &mut Tally) + Sync) -> Tally {
    let parts = std::thread::available_parallelism().map_or(1, |n| n.get() as u32);
    let mut whole = Tally::default();
    std::thread::scope(|scope| {
        let work = |part: u32| {
            let one = &one;
            move || {
                let mut tally = Tally::default();
                (part..codes).step_by(parts as usize).for_each(|nonce| one(nonce, &mut tally));
                tally
            }
        };
        let running: Vec<_> = (0..parts).map(|part| scope.spawn(work(part))).collect();
        running.into_iter().for_each(|part| whole.add(part.join().expect("a part of the work")));
    });
    whole
}
