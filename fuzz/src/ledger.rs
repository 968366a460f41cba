//! Target: the desk's rules over random histories of three license numbers, beside a small model of the ledger.
//!
//! The model knows who was answered what, and what is spent. It knows no rule of review, identity or limits: whether a request is
//! granted is the ledger's to say, and the model says what may not follow. The history of the first number goes through the suite of
//! every store too.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use arbitrary::{Result, Unstructured};
use countersign_core::protocol::license::CodeError;
use countersign_core::protocol::{Code, Edition, Number, Scheme, Terms};
use countersign_ledger::{
    Act, Answer, AnswerOutcome, Expiry, GrantKind, IncomingRequest, License, LicenseId, LicenseRecord,
    LicenseState, MemoryStore, NonceState, Requester, UnlistedNumber,
};

use crate::Seed;
use suite::{Desk, PRODUCT, Step};

#[path = "../../crates/ledger/tests/suite/mod.rs"]
#[allow(
    dead_code,
    missing_docs,
    unused_imports,
    reason = "shared with the tests of every store, which need all of it"
)]
mod suite;

/// How many license numbers there are, how many secrets a device has, and how long a history is.
const NUMBERS: u8 = 3;
const SECRETS: u8 = 13;
const STEPS: usize = 48;

/// Plays the history of the input.
pub fn check(input: &[u8]) {
    let mut bytes = Unstructured::new(input);
    let Ok((seats, steps)) = history(&mut bytes) else { return };
    let store = MemoryStore::new(UnlistedNumber::Unknown);
    let desk = Desk::new(&store);
    let mut model: Vec<Model> = (1..=NUMBERS)
        .map(|at| {
            let number = desk.number(at);
            let license = License { seats: seats[usize::from(at) - 1], ..License::default() };
            store.add(LicenseId::new(PRODUCT, number.clone()), license);
            Model { number, state: LicenseState::Active, answered: BTreeMap::new() }
        })
        .collect();
    for (at, step) in &steps {
        let before: Vec<Held> = model.iter().map(|one| held(&desk, &one.number)).collect();
        let changed = model[*at].play(&desk, step);
        for (other, (one, before)) in model.iter().zip(&before).enumerate() {
            let after = held(&desk, &one.number);
            if other != *at || !changed {
                assert_eq!(&after, before, "{step:?} on number {at} changed number {other}, or was refused");
            }
            one.compare(&after);
        }
    }
    let first: Vec<Step> = steps.into_iter().filter(|(at, _)| *at == 0).map(|(_, step)| step).collect();
    let fresh = MemoryStore::new(UnlistedNumber::Unknown);
    suite::check_sequence(&fresh, seats[0].get(), &first).unwrap_or_else(|fault| panic!("{fault}"));
}

/// What the store holds of a number.
type Held = (LicenseRecord, Vec<Option<NonceState>>);

fn held(desk: &Desk<'_, MemoryStore>, number: &Number) -> Held {
    (desk.record(number), desk.nonces(number))
}

/// What was answered for a secret of a device.
#[derive(Debug, Clone)]
struct Given {
    request: IncomingRequest,
    seat: u16,
    code: Code,
    spent: bool,
}

/// What the model knows of a number.
struct Model {
    number: Number,
    state: LicenseState,
    answered: BTreeMap<u8, Given>,
}

impl Model {
    /// Plays a step on the desk and here. Gives whether anything may have changed.
    fn play(&mut self, desk: &Desk<'_, MemoryStore>, step: &Step) -> bool {
        match step {
            Step::Ask { machine, secret, day, operator, older } => {
                let request = desk.request(&self.number, *machine, *secret);
                let requester = if *operator { Requester::Operator("li".into()) } else { Requester::Public };
                let scheme = if *older { Scheme::Two } else { Scheme::Three };
                let answer = desk.ask(&request, requester.clone(), scheme, *day);
                let issued = self.take(desk, *secret, &request, &answer);
                if issued {
                    let again = desk.ask(&request, requester, scheme, *day);
                    assert_eq!(suite::code(&again), suite::code(&answer), "the same request, asked again");
                }
                issued
            }
            Step::Move { machine, secret, seat } => {
                let request = desk.request(&self.number, *machine, *secret);
                let seat = Some(*seat).filter(|seat| *seat > 0);
                let taken = desk.record(&self.number).seats;
                let Ok(answer) = desk.move_to(&request, seat) else { return false };
                if suite::code(&answer).is_none() {
                    return false;
                }
                assert!(
                    !self.answered.contains_key(secret),
                    "a seat was moved to a request that was answered before"
                );
                let freed = seat.or(taken.keys().next().copied()).expect("a seat was taken");
                self.spend(|given| given.seat == freed);
                self.take(desk, *secret, &request, &answer)
            }
            Step::GiveBack { secret, reason } => {
                let Ok(seat) = desk.give_back(&self.number, *secret, reason) else { return false };
                let given = self.answered.get(secret).expect("a receipt of a request that was answered");
                assert!(!given.spent, "a spent receipt was taken");
                assert_eq!(given.seat, seat, "a receipt frees its own seat");
                self.spend(|given| given.seat == seat);
                true
            }
            Step::Act(act) => {
                let taken = desk.record(&self.number).seats;
                if desk.perform(&self.number, *act).is_err() {
                    return false;
                }
                assert_ne!(self.state, LicenseState::Revoked, "{act:?} on a revoked number");
                match act {
                    Act::Release(seat) | Act::Move(seat) => {
                        let freed = seat.or(taken.keys().next().copied()).expect("a seat was taken");
                        self.spend(|given| given.seat == freed);
                    }
                    Act::ReleaseByReceipt(seat) => self.spend(|given| given.seat == *seat),
                    Act::Suspend => self.state = LicenseState::Suspended,
                    Act::Resume => self.state = LicenseState::Active,
                    Act::Revoke => {
                        self.state = LicenseState::Revoked;
                        self.spend(|_| true);
                    }
                    Act::Renew(_) | Act::Edit { .. } => {}
                }
                true
            }
        }
    }

    fn spend(&mut self, which: impl Fn(&Given) -> bool) {
        self.answered.values_mut().filter(|given| which(given)).for_each(|given| given.spent = true);
    }

    /// Checks an answer against what is known, and keeps it. Gives whether a code was issued.
    fn take(
        &mut self,
        desk: &Desk<'_, MemoryStore>,
        secret: u8,
        request: &IncomingRequest,
        answer: &Answer,
    ) -> bool {
        let AnswerOutcome::Issued { kind, seat, code, claims } = &answer.outcome else { return false };
        assert_eq!(self.state, LicenseState::Active, "a code for a number that is {:?}", self.state);
        let terms = terms(request);
        assert_eq!(code.verify(desk.pinned(), &terms), Ok(*claims), "the code is for the request");
        for other in self.answered.values().filter(|given| self::terms(&given.request) != terms) {
            let verified = code.verify(desk.pinned(), &self::terms(&other.request));
            assert!(
                matches!(verified, Err(CodeError::Signature | CodeError::NoMarker)),
                "a code for two requests"
            );
        }
        let seats = desk.record(&self.number).license.seats.get();
        assert!(
            (1..=seats).contains(seat) || self.answered.values().any(|given| given.seat == *seat),
            "seat {seat} of {seats}"
        );
        if let Some(given) = self.answered.get(&secret) {
            assert!(!given.spent, "a code for a spent nonce");
            assert_eq!(self::terms(&given.request), terms, "a code for a nonce of another machine");
            assert_eq!(given.seat, *seat, "a nonce changed its seat");
            match kind {
                GrantKind::SameRequest => assert_eq!(&given.code, code, "another code for the same request"),
                GrantKind::TermsChanged => assert_ne!(&given.code, code, "new terms and the same code"),
                _ => panic!("{kind:?} for a nonce that was answered"),
            }
        } else {
            assert!(
                !matches!(kind, GrantKind::SameRequest | GrantKind::TermsChanged),
                "{kind:?} for a new nonce"
            );
        }
        if kind.is_change() {
            let marker3 = request.marker3();
            self.spend(|given| given.seat == *seat && given.request.marker3() != marker3);
        }
        let (request, code) = (request.clone(), code.clone());
        self.answered.insert(secret, Given { request, seat: *seat, code, spent: false });
        true
    }

    /// The store holds what is known here, and no more machines than seats.
    fn compare(&self, (record, nonces): &Held) {
        assert_eq!(record.state, self.state);
        assert!(record.seats.len() <= usize::from(record.license.seats.get()), "more machines than seats");
        for (secret, state) in (1..).zip(nonces) {
            let known = self.answered.get(&secret).map(|given| match given.spent {
                true => NonceState::Spent,
                false => NonceState::Live(given.code.clone()),
            });
            assert_eq!(state, &known, "the nonce of secret {secret}");
        }
        let live = self.answered.values().filter(|given| !given.spent);
        for given in live {
            assert!(record.seats.contains_key(&given.seat), "a living nonce without its seat");
        }
    }
}

/// What a code for the request is signed for.
fn terms(request: &IncomingRequest) -> Terms {
    let head = request.head();
    Terms {
        product: PRODUCT.to_owned(),
        number: head.number,
        nonce: head.nonce,
        marker2: head.marker2,
        marker3: Some(request.marker3()),
        origins: head.origins,
    }
}

/// The seats of each number, and steps, each with the number that it is on.
type History = ([NonZeroU16; NUMBERS as usize], Vec<(usize, Step)>);

fn history(bytes: &mut Unstructured<'_>) -> Result<History> {
    let count = |bytes: &mut Unstructured<'_>| Ok(NonZeroU16::new(bytes.int_in_range(1..=3)?).unwrap());
    let seats = [count(bytes)?, count(bytes)?, count(bytes)?];
    let mut steps = Vec::new();
    while !bytes.is_empty() && steps.len() < STEPS {
        steps.push((usize::from(bytes.int_in_range(0..=NUMBERS - 1)?), step(bytes)?));
    }
    Ok((seats, steps))
}

fn step(bytes: &mut Unstructured<'_>) -> Result<Step> {
    let machine = |bytes: &mut Unstructured<'_>| bytes.choose_index(suite::machines().len());
    let secret = |bytes: &mut Unstructured<'_>| bytes.int_in_range(1..=SECRETS);
    Ok(match bytes.int_in_range(0..=13_u8)? {
        0..=7 => Step::Ask {
            machine: machine(bytes)?,
            secret: secret(bytes)?,
            day: bytes.int_in_range(0..=700)?,
            operator: bytes.arbitrary()?,
            older: bytes.ratio(1, 5)?,
        },
        8 => {
            Step::Move { machine: machine(bytes)?, secret: secret(bytes)?, seat: bytes.int_in_range(0..=3)? }
        }
        9 | 10 => Step::GiveBack {
            secret: secret(bytes)?,
            reason: ["", "the owner called"][bytes.choose_index(2)?],
        },
        _ => Step::Act(act(bytes)?),
    })
}

fn act(bytes: &mut Unstructured<'_>) -> Result<Act> {
    let seat = |bytes: &mut Unstructured<'_>| Ok(Some(bytes.int_in_range(0..=3)?).filter(|seat| *seat > 0));
    Ok(match bytes.int_in_range(0..=10_u8)? {
        0..=2 => Act::Release(seat(bytes)?),
        3 => Act::Suspend,
        4 | 5 => Act::Resume,
        6 => Act::Renew(Expiry::On(bytes.int_in_range(2_500..=3_300)?)),
        7 => Act::Renew(Expiry::After(bytes.int_in_range(1..=400)?)),
        8 => Act::Renew(Expiry::Never),
        9 => Act::Edit {
            edition: Some(Edition(bytes.int_in_range(0..=15)?)),
            seats: NonZeroU16::new(bytes.int_in_range(0..=3)?),
        },
        _ => Act::Revoke,
    })
}

/// Histories of bytes in order, which each begin elsewhere.
pub fn seeds() -> Vec<Seed> {
    let bytes =
        |from: u8| (0..400_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8 ^ from).collect();
    (0..24).map(|from| (format!("history-{from}"), bytes(from * 11))).collect()
}
