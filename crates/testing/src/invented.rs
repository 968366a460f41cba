//! License numbers and machines by their index, and the requests of these machines, for loads of many thousand requests. Review,
//! binding and request are made like in the device program, but without a process for each.

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{
    Claims, Code, LineNumber, Platform, Request, Secret, Surroundings, Terms, line,
};
use countersign_core::review::review;

use super::{bad_machine, good_machine};

/// The number of license numbers: `AA` and eleven digits.
pub const NUMBERS: u64 = 100_000_000_000;
/// The distance between the numbers of neighbouring indexes, modulo [`NUMBERS`]. It has no divisor in common with [`NUMBERS`].
pub const NUMBER_STEP: u64 = 61_803_398_879;

/// Characters of invented serials. None of them looks like another.
const ALPHABET: &[u8] = b"2345679ACDEFHJKMNPRTVWX";

/// The license number with this index. Consecutive indexes give numbers out of order, each once.
#[must_use]
pub fn number(index: u64) -> String {
    let digits = u128::from(index) * u128::from(NUMBER_STEP) % u128::from(NUMBERS);
    format!("AA{digits:011}")
}

/// The license number and the machine of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ask {
    /// The index of the license number.
    pub number: u64,
    /// The index of the machine.
    pub machine: u64,
    /// The index of the request of this machine for this number. Each index gives another nonce.
    pub nonce: u32,
}

/// Makes requests by the profile of one desk.
pub struct Requests {
    profile: Profile,
    good: Machine,
    bad: Machine,
}

impl Requests {
    /// Makes requests for the desk with this profile.
    #[must_use]
    pub fn new(profile: &str) -> Self {
        Self { profile: Profile::parse(profile).unwrap(), good: good_machine(), bad: bad_machine() }
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The request of a machine that the desk accepts.
    #[must_use]
    pub fn accepted(&self, ask: Ask) -> Request {
        let serial = |salt| format!("M80-{}", characters(ask.machine, salt, 11));
        let machine = |salt| {
            let board = format!("BR8{}", characters(ask.machine, salt + 1, 9));
            self.good.clone().with_value(Field::Serial, &serial(salt)).with_value(Field::BoardSerial, &board)
        };
        // Invented characters occasionally look like a filler; then the next salt is tried.
        (0..).step_by(2).find_map(|salt| self.request(&machine(salt), ask, true)).unwrap()
    }

    /// The request of a machine that the desk refuses for its values.
    #[must_use]
    pub fn refused(&self, ask: Ask) -> Request {
        let board = format!("BR8{}", characters(ask.machine, 1, 9));
        self.request(&self.bad.clone().with_value(Field::BoardSerial, &board), ask, false).unwrap()
    }

    /// The request of a machine; `None` unless the device's prediction of the answer equals `accepted`.
    fn request(&self, machine: &Machine, ask: Ask, accepted: bool) -> Option<Request> {
        let judged = review(machine, &self.profile.policy);
        let marker2 = Binding::marker2_of(machine, &judged);
        let binding = Binding::of(machine, &judged, &self.profile.policy, &Way::Firmware, marker2);
        let predicted = binding.predicted().accepted()?;
        let mask = &self.profile.mask;
        let number = mask.pack(&mask.parse_number(&number(ask.number)).unwrap()).unwrap();
        let mut secret = [0; 10];
        secret[..6].copy_from_slice(&ask.machine.to_be_bytes()[2..]);
        secret[6..].copy_from_slice(&ask.nonce.to_be_bytes());
        let nonce = Secret::new(secret).nonce(&self.profile.product, number);
        let surroundings = Surroundings::of(machine, &judged);
        (predicted == accepted && marker2.is_some())
            .then(|| binding.request(self.profile.id, number, nonce, Platform::of(machine), surroundings))
    }
}

/// Whether these seven lines are a license code that one of the profile's keys signed for this request.
#[must_use]
pub fn is_code_for(profile: &Profile, request: &Request, lines: &[String]) -> bool {
    verified(profile, request, lines).is_some()
}

/// The id of the key that signed these seven lines of a license code, and what they claim. `None` if none of the profile's keys signed
/// them for that request.
#[must_use]
pub fn verified(profile: &Profile, request: &Request, lines: &[String]) -> Option<(u8, Claims)> {
    let read = |(number, typed): (LineNumber, &String)| line::read(number, typed).data();
    let data: Option<Vec<_>> = LineNumber::license().into_iter().zip(lines).map(read).collect();
    let code = Code::from_lines(&data?.try_into().ok()?);
    let terms = Terms {
        product: profile.product.clone(),
        number: request.head.number,
        nonce: request.head.nonce,
        marker2: request.head.marker2,
        marker3: Some(request.marker3()),
        origins: request.head.origins,
    };
    let claims = code.verify(&profile.keys, &terms).ok()?;
    Some((code.key_id().ok()?.0, claims))
}

/// `count` characters that are derived from an index and a salt.
fn characters(index: u64, salt: u64, count: usize) -> String {
    let mut state = scatter(index ^ scatter(salt));
    let next = |_| {
        state = scatter(state);
        char::from(ALPHABET[(state % ALPHABET.len() as u64) as usize])
    };
    (0..count).map(next).collect()
}

/// The finaliser of SplitMix64. It scatters neighbouring numbers.
fn scatter(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_distinct_and_out_of_order() {
        let numbers: Vec<String> = (0..10_000).map(number).collect();
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
        assert!(numbers.iter().all(|number| number.len() == 13) && !numbers.is_sorted());
    }
}
