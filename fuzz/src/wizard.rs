//! Target: sessions of the wizard. Random messages go through `update`, each state is drawn, told line by line and checked as the test of
//! random sessions does (`tests/screens/random.rs`): the bytes of the input choose in place of its source of randomness.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::Seed;
use crate::screens::random::{any_play, check_play};

/// The most moves of a session.
const MOVES: usize = 24;

/// Plays the session that the bytes choose.
pub fn check(input: &[u8]) {
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, input);
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    // Too many values that a strategy can't take give no session.
    if let Ok(session) = any_play(MOVES).new_tree(&mut runner) {
        check_play(&session.current()).unwrap_or_else(|fault| panic!("{fault}"));
    }
}

/// Bytes without order, since a strategy takes some bytes for each choice.
pub fn seeds() -> Vec<Seed> {
    let bytes = |from: u64| {
        let mut state = from.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let next = || {
            // Xorshift; any source would do.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        std::iter::repeat_with(next).take(4_096).collect()
    };
    (1..=32).map(|from| (format!("session-{from}"), bytes(from))).collect()
}
