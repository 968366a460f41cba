//! A load and its peer in turns. Of several rounds, the one with the median ratio counts, because other work on the computer
//! disturbs single rounds.

use crate::bench_desk::Timed;
use crate::report::{Aim, Report, count, milliseconds};

/// A load, and the rate of its peer before and after it.
pub struct Round {
    timed: Timed,
    peer: (f64, f64),
}

impl Round {
    /// Runs that many rounds, and returns the one with the median ratio.
    pub fn median(rounds: u64, peer: &dyn Fn() -> f64, mut load: impl FnMut() -> Timed) -> Self {
        let mut before = peer();
        let mut round = |_| {
            let timed = load();
            let after = peer();
            let round = Self { timed, peer: (before, after) };
            before = after;
            round
        };
        let mut rounds: Vec<Self> = (0..rounds).map(&mut round).collect();
        rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
        rounds.swap_remove(rounds.len() / 2)
    }

    fn ratio(&self) -> f64 {
        self.timed.outcome.rate() / self.peers()
    }

    fn peers(&self) -> f64 {
        f64::midpoint(self.peer.0, self.peer.1)
    }

    /// Prints rate, latencies and processor time.
    pub fn print(&self, report: &Report, clients: usize, peer: &str, share: Aim, latency: Aim) {
        let outcome = &self.timed.outcome;
        let what = format!("activations/s, {clients} client{}", if clients == 1 { "" } else { "s" });
        let said = format!("{}; {} {peer}", count(self.peer.0), count(self.peer.1));
        report.ratio(&what, outcome.rate(), self.peers(), &said, share);
        report.latencies(outcome, latency);
        let each = |time| milliseconds(time) / outcome.latencies.len() as f64;
        let (desk, clients) = (each(self.timed.processor), each(self.timed.clients));
        let what = "— processor time of desk, clients for each, ms";
        report.figure(what, desk, &format!("{desk:.3}, {clients:.3}"), Aim::None);
    }
}
