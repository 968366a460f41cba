//! Other kinds of codes, typed with the same slips: a signature in plain base 32, and a 48-digit code in eight groups with a
//! check digit each (the sum of the five digits, every second doubled, modulo 7).

use super::hand::{BASE_32, DIGITS, Dice, typed};

/// The result of typing one code.
pub enum Fate {
    /// The code is right.
    Accepted,
    /// The error is seen in its group.
    Caught,
    /// The code is wrong, and nothing tells where.
    Unseen,
}

/// 103 characters: a 64-byte signature without a check.
pub fn plain(rate: f64, dice: &mut Dice) -> Fate {
    let code: String = (0..103).map(|_| char::from(BASE_32.as_bytes()[dice.below(32)])).collect();
    if typed(&code, rate, BASE_32, dice) == code { Fate::Accepted } else { Fate::Unseen }
}

/// 48 digits, typed in groups of six.
pub fn digits(rate: f64, dice: &mut Dice) -> Fate {
    let groups: Vec<String> = (0..8)
        .map(|_| {
            let mut group: String = (0..5).map(|_| char::from(b'0' + dice.below(10) as u8)).collect();
            group.push(check_digit(&group));
            group
        })
        .collect();
    let given: Vec<String> = groups.iter().map(|group| typed(group, rate, DIGITS, dice)).collect();
    if given == groups {
        Fate::Accepted
    } else if given.iter().all(|group| group.len() == 6 && group.ends_with(check_digit(&group[..5]))) {
        Fate::Unseen
    } else {
        Fate::Caught
    }
}

fn check_digit(five: &str) -> char {
    let digits = five.bytes().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits.zip([1, 2].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    char::from_digit(sum % 7, 10).unwrap_or('0')
}
