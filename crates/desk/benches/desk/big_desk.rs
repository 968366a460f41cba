//! A desk on SQLite with an operator and many bound license numbers. Each number has one attempt.

use std::ops::Range;
use std::time::{Duration, Instant};

use countersign_testing::{ServedDesk, invented};

use crate::bench_desk::BenchDesk;
use crate::copies;
use crate::load::Load;
use crate::office::{Operator, add_operator};
use crate::store::Store;

/// After this time, no further page is timed.
const LONG_ENOUGH: Duration = Duration::from_secs(10);

/// A kind of search for one bound number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    Number,
    Serial,
    Name,
    /// Seven characters from the middle of a serial.
    Part,
}

pub const SEARCHES: [Search; 4] = [Search::Number, Search::Serial, Search::Name, Search::Part];

/// A desk with many bound numbers.
pub struct BigDesk {
    pub desk: BenchDesk,
    /// The indexes of the bound numbers.
    pub bound: Range<u64>,
}

impl BigDesk {
    /// Makes a desk with these counts of bound and unused numbers.
    pub fn new(bound: u64, unused: u64) -> Self {
        let mut desk = BenchDesk::new(&Store::Sqlite, unused + 1);
        add_operator(&desk.desk, "li");
        let served = desk.serve(&[]);
        Load::closed(&[&served], 1, &desk.activations(1), Duration::from_secs(60)).run().assert_issued();
        assert!(served.end().success());
        let bound = unused + 1..unused + 1 + bound;
        copies::bind(&desk.desk, bound.clone());
        Self { desk, bound }
    }
}

impl Search {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Serial => "serial",
            Self::Name => "request's name",
            Self::Part => "part of a serial",
        }
    }

    /// Searches for one bound number. Successive values of `turn` scatter over all numbers.
    pub fn carry_out(self, operator: &mut Operator, bound: &Range<u64>, turn: u64) {
        let index = bound.start + turn * 7_919 % (bound.end - bound.start);
        let number = invented::number(index);
        match self {
            Self::Number => operator.search(&number, &copies::serial(index)),
            Self::Serial => operator.search(&copies::serial(index), &number),
            Self::Name => operator.search(&copies::name(index), &number),
            Self::Part => operator.search(&copies::serial(index)[6..13], &number),
        };
    }

    /// Returns the median time of a page, over `pages` pages, or over fewer if they take long.
    pub fn time(self, served: &ServedDesk, bound: &Range<u64>, pages: u64) -> Duration {
        let mut operator = Operator::sign_in(served, "li");
        let mut timed = |turn| {
            let start = Instant::now();
            self.carry_out(&mut operator, bound, turn);
            start.elapsed()
        };
        // The first page fills caches.
        timed(0);
        let start = Instant::now();
        let mut times: Vec<Duration> =
            (1..=pages).map_while(|turn| (start.elapsed() < LONG_ENOUGH).then(|| timed(turn))).collect();
        times.sort_unstable();
        times[times.len() / 2]
    }
}
