//! The spoken request: read out at the device, typed by the desk's operator, mended there.

use countersign::machine::Origin;
use countersign::protocol::spoken::SpokenRequest;
use countersign::protocol::{Head, Mask, Platform, Request, Values};
use countersign::review::Verdict;

use super::hand::{Dice, heard};
use super::session::NUMBER;

/// Prints what became of spoken requests.
pub fn print(_codes: u32, _rates: &[f64]) {}
