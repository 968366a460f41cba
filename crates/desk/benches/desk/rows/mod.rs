//! One file for each kind of measurement.

mod access;
mod activations;
mod bundle;
mod half_load;
mod hot;
mod million;
mod strangers;
mod token;

use std::cell::{RefCell, RefMut};
use std::time::Duration;

use crate::big_desk::BigDesk;
use crate::report::Report;

/// The context in which a row runs.
pub struct Context {
    pub report: Report,
    /// How long each load runs.
    pub time: Duration,
    /// How often a load and its peer run. The median counts.
    pub rounds: u64,
    million: RefCell<Option<BigDesk>>,
}

impl Context {
    /// Makes a context for loads of that time and that many rounds.
    pub fn new(time: Duration, rounds: u64) -> Self {
        Self { report: Report::default(), time, rounds, million: RefCell::default() }
    }

    /// Returns the desk with a million bound numbers. The rows share it, because it takes minutes to make.
    fn million(&self) -> RefMut<'_, BigDesk> {
        RefMut::map(self.million.borrow_mut(), |desk| desk.get_or_insert_with(|| million::desk(self)))
    }
}

/// A row: its name on the command line, what it measures, and the function that measures it.
pub struct Row {
    pub name: &'static str,
    pub title: &'static str,
    pub run: fn(&Context),
}

const fn row(name: &'static str, title: &'static str, run: fn(&Context)) -> Row {
    Row { name, title, run }
}

/// All rows, in the order in which they run.
pub const ROWS: [Row; 19] = [
    row("sqlite", "durable activations, SQLite, beside bare one-row commits", activations::sqlite),
    row("slow-disk", "the same with flushes that take 2 ms longer", activations::slow_disk),
    row("half-load", "latency at half load, SQLite", half_load::sqlite),
    row("hot", "ten hot numbers beside spread ones, SQLite", hot::sqlite),
    row("postgres", "durable activations, PostgreSQL, beside pgbench", activations::postgres),
    row("postgres-costs", "what an activation costs a server of PostgreSQL", activations::postgres_costs),
    row("two-desks", "two desks on one PostgreSQL beside one", activations::two_desks),
    row("postgres-half-load", "latency at half load, PostgreSQL", half_load::postgres),
    row("postgres-hot", "ten hot numbers beside spread ones, PostgreSQL", hot::postgres),
    row("million", "a million bound numbers beside a thousand", million::sizes),
    row("searching", "activations while operators search a million numbers", million::searching),
    row("memory", "memory at a million numbers", million::memory),
    row("importing", "activations while a million numbers are imported", million::importing),
    row("sign-ins", "memory of the desk while strangers sign in", strangers::sign_ins),
    row("connections", "memory of the desk while strangers connect", strangers::connections),
    row("access", "activations beside 200 tokens and 50 operators, SQLite", access::tokens_and_operators),
    row("names", "refused sign-ins of known and unknown names", access::names),
    row("bundle", "a bundle of 5,000 beside single requests, SQLite", bundle::beside_single_requests),
    row("token", "a key on a token beside one in software, SQLite", token::beside_software),
];
