//! A declared serial that differs from a serial of this machine by one character: perhaps a typing error.

use countersign_core::machine::Machine;
use countersign_core::remedy::{Recovered, known_serials};
use countersign_core::review::Review;

/// The serial in another place of the machine from which the declared one differs by one character.
#[must_use]
pub fn near_serial(declared: &str, machine: &Machine, review: &Review) -> Option<Recovered> {
    known_serials(machine, review).into_iter().find(|known| differs_by_one(declared, &known.value))
}

/// Whether two texts differ by one replaced, missing or added character. ASCII case doesn't count.
fn differs_by_one(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.to_ascii_lowercase().chars().collect(), other.to_ascii_lowercase().chars().collect());
    let same = |(a, b): &(&char, &char)| a == b;
    let start = one.iter().zip(&other).take_while(same).count();
    let end = one.iter().skip(start).rev().zip(other.iter().skip(start).rev()).take_while(same).count();
    let (left, right) = (one.len() - start - end, other.len() - start - end);
    left.max(right) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replaced_missing_or_added_character_is_a_near_miss() {
        for (one, other, near) in [
            ("M80-D5016", "M80-D5016", false),
            ("M80-DS016", "m80-d5016", true),
            ("M80-D016", "M80-D5016", true),
            ("M80-D50165", "M80-D5016", true),
            ("M80-S501S", "M80-D5016", false),
            ("", "", false),
            ("A", "", true),
            ("AAB", "AB", true),
        ] {
            assert_eq!(differs_by_one(one, other), near, "{one} {other}");
            assert_eq!(differs_by_one(other, one), near, "{other} {one}");
        }
    }
}
