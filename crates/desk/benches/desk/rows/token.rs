//! A key on a token of SoftHSM, beside a key in software.

use std::cell::RefCell;

use super::Context;
use crate::bench_desk::{BenchDesk, activations_in};
use crate::compare::Round;
use crate::report::{Aim, count};
use crate::signatures;
use crate::store::Store;
use countersign_testing::{PIN, SoftToken, TOKEN};

/// How many clients send requests to a desk, and how many callers use a token without a desk.
const CLIENTS: [usize; 3] = [1, 8, 64];

pub fn beside_software(context: &Context) {
    let Some(token) = SoftToken::new() else {
        println!("SKIPPED: COUNTERSIGN_SOFTHSM names no module of SoftHSM");
        return;
    };
    for callers in CLIENTS {
        let before = signatures::in_software(context.time / 2);
        let here = signatures::on_token(&token, callers, context.time);
        let after = signatures::in_software(context.time / 2);
        let what = format!("signatures/s, {callers} at once");
        let said = format!("{}; {} in software", count(before), count(after));
        context.report.ratio(&what, here, f64::midpoint(before, after), &said, Aim::None);
    }
    let numbers = CLIENTS.iter().map(|clients| activations_in(context.time, *clients)).sum::<u64>();
    // The peer runs once more than the load.
    let software = RefCell::new(BenchDesk::new(&Store::Sqlite, numbers * (context.rounds + 1)));
    let mut desk = BenchDesk::new(&Store::Sqlite, numbers * context.rounds);
    let mut env: Vec<(String, String)> =
        token.env().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    env.push(("COUNTERSIGN_PIN".to_owned(), PIN.to_owned()));
    let module = token.softhsm().to_str().unwrap();
    let mut add =
        desk.desk.command(&["keys", "add", "--pkcs11", module, "--token", TOKEN, "--label", "bench"]);
    assert!(add.envs(env.iter().cloned()).output().unwrap().status.success());
    desk.read_profile_again();
    let (served, peer) = (desk.serve(&env), software.borrow().serve(&[]));
    for clients in CLIENTS {
        let in_software = || software.borrow_mut().timed(&[&peer], clients, context.time).outcome.rate();
        let load = || desk.timed(&[&served], clients, context.time);
        let round = Round::median(context.rounds, &in_software, load);
        round.print(&context.report, clients, "in software/s", Aim::None, Aim::None);
    }
}
