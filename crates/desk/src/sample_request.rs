//! A request for the tests of this crate.

use countersign_core::machine::Origin;
use countersign_core::protocol::{Head, Platform, Request, Surroundings, Values};
use countersign_core::review::Verdict;

/// Returns a request of a good machine with the given serial, for a packed license number.
pub(crate) fn sample_request(number: [u8; 6], serial: &str) -> Request {
    let head = Head {
        profile_id: 1,
        number,
        nonce: [7; 8],
        platform: Platform(1),
        surroundings: Surroundings::default(),
        verdicts: [Verdict::Ok; 3],
        origins: [Origin::Firmware; 3],
        available: [None; 3],
        marker2: None,
    };
    Request { head, values: Values::from_array(["ASRock", "B450M Pro4", serial].map(str::to_owned)) }
}
