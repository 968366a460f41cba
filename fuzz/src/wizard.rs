//! Target: sessions of the wizard. Random messages go through `update`, each state is drawn, told line by line and checked as the test of
//! random sessions does (`tests/screens/random.rs`): four bytes of the input choose each move, as the seed of its source of randomness.

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::Seed;
use crate::screens::random::{Play, any_begin, any_seen_move, check_play};

/// How many bytes choose the beginning and each move, and the most moves of a session.
const CHOICE: usize = 4;
const MOVES: usize = 24;

/// Plays the session that the bytes choose.
pub fn check(input: &[u8]) {
    let mut choices = input.chunks_exact(CHOICE);
    let Some(begin) = choices.next().and_then(|bytes| chosen(&any_begin(), bytes)) else { return };
    let moves = choices.take(MOVES).filter_map(|bytes| chosen(&any_seen_move(), bytes)).collect();
    check_play(&Play { begin, moves }).unwrap_or_else(|fault| panic!("{fault}"));
}

/// The value that bytes choose; `None` where they choose too many that the strategy can't take. The bytes are a seed and not the source
/// itself: a strategy of alternatives halves its source for each of them, and draws for ever from one that has come to its end.
fn chosen<S: Strategy>(strategy: &S, bytes: &[u8]) -> Option<S::Value> {
    let mut seed = [0; 32];
    seed[..bytes.len()].copy_from_slice(bytes);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config { failure_persistence: None, ..Config::default() };
    let tree = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)).ok()?;
    Some(tree.current())
}

/// Sessions of eight moves, each with a beginning of its own.
pub fn seeds() -> Vec<Seed> {
    let session = |from: u8| (0..CHOICE as u8 * 9).map(|at| at.wrapping_mul(29) ^ from).collect();
    (0..32).map(|from| (format!("session-{from}"), session(from * 7))).collect()
}
