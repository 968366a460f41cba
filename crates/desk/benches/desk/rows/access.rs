//! What tokens and operators cost the desk, and whether the time of a refused sign-in reveals that a name exists.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::Context;
use super::strangers::{LONGEST, connect};
use crate::bench_desk::{BenchDesk, activations_in};
use crate::compare::Round;
use crate::office::{Operator, PASSWORD, add_operator, sign_in_form};
use crate::report::{Aim, milliseconds};
use crate::store::Store;
use countersign_testing::ServedDesk;

const TOKENS: usize = 200;
const OPERATORS: usize = 50;
const CLIENTS: [usize; 2] = [8, 64];
/// How many sign-ins a round has for each name.
const SIGN_INS: usize = 60;

/// Measures activations of a desk with many tokens and signed-in operators, beside a desk without them.
pub fn tokens_and_operators(context: &Context) {
    let numbers = CLIENTS.iter().map(|clients| activations_in(context.time, *clients)).sum::<u64>();
    // The peer runs once more than the load.
    let alone = RefCell::new(BenchDesk::new(&Store::Sqlite, numbers * (context.rounds + 1)));
    let mut desk = BenchDesk::new(&Store::Sqlite, numbers * context.rounds);
    for at in 0..TOKENS {
        let ran = desk.desk.run(&["tokens", "add", &format!("program{at}"), "--scope", "numbers:read"]);
        assert_eq!(ran.exit, 0, "{}", ran.err);
    }
    let names: Vec<String> = (0..OPERATORS).map(|at| format!("operator{at}")).collect();
    for name in &names {
        add_operator(&desk.desk, name);
    }
    let (served, peer) = (desk.serve(&[]), alone.borrow().serve(&[]));
    let _signed_in: Vec<Operator> = names.iter().map(|name| Operator::sign_in(&served, name)).collect();
    for clients in CLIENTS {
        let alone = || alone.borrow_mut().timed(&[&peer], clients, context.time).outcome.rate();
        let load = || desk.timed(&[&served], clients, context.time);
        let round = Round::median(context.rounds, &alone, load);
        round.print(&context.report, clients, "without/s", Aim::Near(0.1), Aim::None);
    }
}

/// Measures refused sign-ins with an operator's name, beside an unknown name. Each comes from a different address, so that no name is
/// locked.
pub fn names(context: &Context) {
    let desk = BenchDesk::new(&Store::Sqlite, 10);
    add_operator(&desk.desk, "li");
    let served = desk.serve(&[]);
    let mut ratios = Vec::new();
    let mut source = 0;
    for _ in 0..context.rounds {
        let [mut known, mut unknown] = [Vec::new(), Vec::new()];
        for _ in 0..SIGN_INS {
            for (name, times) in [("li", &mut known), ("wu", &mut unknown)] {
                times.push(refused_sign_in(&served, name, source));
                source += super::strangers::OF_A_SOURCE;
            }
        }
        ratios.push((median(known), median(unknown)));
    }
    let ratio = |(known, unknown): &(f64, f64)| known / unknown;
    ratios.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let (known, unknown) = ratios[ratios.len() / 2];
    let said = format!("{unknown:.2} of an unknown name");
    context.report.ratio_of_times("refused sign-in, ms", known, unknown, &said, Aim::Near(0.05));
}

/// Returns the time, in milliseconds, until a wrong password is refused.
fn refused_sign_in(served: &ServedDesk, name: &str, source: usize) -> f64 {
    let mut stranger = connect(served, source);
    stranger.set_read_timeout(Some(LONGEST)).unwrap();
    let form = sign_in_form(name, &format!("not {PASSWORD}"));
    let start = Instant::now();
    stranger.write_all(form.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stranger.read_to_end(&mut answer).unwrap();
    let took: Duration = start.elapsed();
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.starts_with("HTTP/1.1 403 ") && answer.contains("The name or the password is wrong."),
        "{answer}"
    );
    milliseconds(took)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
