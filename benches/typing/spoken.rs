//! The spoken request: read aloud at the device, typed and mended at the desk.
//!
//! The license number is typed first; the check of 4 bytes over lines and number decides. It also counts how many hopeless
//! requests (seven wrong characters a line) are accepted, which is the worst rate of wrong acceptance.

use countersign_core::machine::Origin;
use countersign_core::protocol::spoken::{MAX_GUESSES, SpokenRequest};
use countersign_core::protocol::{Head, Marker, Mask, Platform, Surroundings};
use countersign_core::review::Verdict;

use super::hand::{BASE_32, Dice, heard};

const MASK: &str = "AA99999999999";
/// The only profile of the desk.
const PROFILE: u16 = 4;

/// The results of many requests.
#[derive(Default)]
struct Tally {
    accepted: u32,
    wrong: u32,
    clean: u32,
}

/// Prints the results for each rate of slips.
pub fn print(requests: u32, rates: &[f64]) {
    println!(
        "Spoken request, four lines of 20, {requests} requests a rate; four of five substitutions sound alike"
    );
    println!("slips/100  accepted  untouched  wrong");
    let mask = Mask::parse(MASK).expect("a mask");
    for &rate in rates {
        let mut tally = Tally::default();
        let mut dice = Dice::new(9 + (rate * 1000.0) as u64);
        for _ in 0..requests {
            one(rate, &mask, &mut dice, &mut tally);
        }
        println!(
            "{:>9.1}  {:>7.2}%  {:>8.2}%  {:>5}",
            rate * 100.0,
            f64::from(tally.accepted) * 100.0 / f64::from(requests),
            f64::from(tally.clean) * 100.0 / f64::from(requests),
            tally.wrong
        );
    }
    hopeless(requests / 10, &mask);
}

fn one(rate: f64, mask: &Mask, dice: &mut Dice, tally: &mut Tally) {
    let meant = request(mask, dice);
    let lines = meant.lines();
    let given = lines.each_ref().map(|line| heard(line, rate, dice));
    tally.clean += u32::from(given == lines);
    let pack = |profile_id| (profile_id == PROFILE).then_some(meant.head.number);
    match SpokenRequest::read(&given.each_ref().map(String::as_str), pack) {
        Ok((read, _)) if read == meant => tally.accepted += 1,
        Ok(_) => tally.wrong += 1,
        Err(_) => {}
    }
}

/// Lines with seven wrong characters each. Nothing can tell what was meant, so every acceptance is wrong.
fn hopeless(requests: u32, mask: &Mask) {
    let mut dice = Dice::new(77);
    let mut taken = 0_u32;
    for _ in 0..requests {
        let meant = request(mask, &mut dice);
        let given = meant.lines().map(|line| {
            let mut typed: Vec<char> = line.chars().collect();
            for at in [1, 4, 7, 10, 13, 16, 19] {
                let other = BASE_32.chars().nth(dice.below(32)).unwrap_or('0');
                typed[at] = if other == typed[at] { '7' } else { other };
            }
            typed.into_iter().collect::<String>()
        });
        let given = given.each_ref().map(String::as_str);
        let pack = |profile_id| (profile_id == PROFILE).then_some(meant.head.number);
        taken += u32::from(SpokenRequest::mend(&given, pack).is_some());
    }
    println!(
        "Hopeless requests (7 wrong characters a line) taken for something: {taken} of {requests}; to be expected: {:.6} % \
         ({MAX_GUESSES} guesses against 2^32)",
        MAX_GUESSES as f64 * 100.0 / 4_294_967_296.0
    );
}

fn request(mask: &Mask, dice: &mut Dice) -> SpokenRequest {
    let number = mask.parse_number(&format!("AA0322012{:04}", dice.below(10_000))).expect("a number");
    let ten = |dice: &mut Dice| std::array::from_fn(|_| dice.below(256) as u8);
    let head = Head {
        profile_id: PROFILE,
        number: mask.pack(&number).expect("packed"),
        nonce: std::array::from_fn(|_| dice.below(256) as u8),
        platform: Platform(2),
        surroundings: Surroundings::default(),
        verdicts: [Verdict::Ok; 3],
        origins: [Origin::Firmware; 3],
        available: [None; 3],
        marker2: Some(Marker(ten(dice))),
    };
    SpokenRequest { head, marker3: Marker(ten(dice)) }
}
