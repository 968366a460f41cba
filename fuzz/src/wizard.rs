//! Target: sessions of the wizard. Random messages go through `update`. Each state is drawn, printed line by line and checked, as in the
//! test of random sessions (`tests/screens/random.rs`). Four bytes of the input are the seed of the random generator for one move.

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::Seed;
use crate::screens::random::{Play, any_begin, any_seen_move, check_play};

/// The number of bytes that choose the beginning or a move, and the most moves of a session.
const CHOICE_BYTES: usize = 4;
const MAX_MOVES: usize = 24;

/// Runs the session that the input chooses.
pub fn check(input: &[u8]) {
    let mut choices = input.chunks_exact(CHOICE_BYTES);
    let Some(begin) = choices.next().and_then(|bytes| value_chosen_by(&any_begin(), bytes)) else { return };
    let moves =
        choices.take(MAX_MOVES).filter_map(|bytes| value_chosen_by(&any_seen_move(), bytes)).collect();
    check_play(&Play { begin, moves }).unwrap_or_else(|fault| panic!("{fault}"));
}

/// Returns the value that bytes choose, or `None` if the strategy rejects too many values. The bytes are a seed, and not the random bytes
/// themselves: a strategy of alternatives halves the random bytes for each alternative, and never ends when none are left.
fn value_chosen_by<S: Strategy>(strategy: &S, bytes: &[u8]) -> Option<S::Value> {
    let mut seed = [0; 32];
    seed[..bytes.len()].copy_from_slice(bytes);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config { failure_persistence: None, ..Config::default() };
    let tree = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)).ok()?;
    Some(tree.current())
}

/// Returns sessions of eight moves, each with its own beginning.
pub fn seeds() -> Vec<Seed> {
    let session = |from: u8| (0..CHOICE_BYTES as u8 * 9).map(|at| at.wrapping_mul(29) ^ from).collect();
    (0..32).map(|from| (format!("session-{from}"), session(from * 7))).collect()
}
