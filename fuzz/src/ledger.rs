//! Target: random histories of three license numbers. Compares the desk's ledger with a simple model.
//!
//! The model records each answered request, its code, and whether it is spent. It has no rules of review, identity or limits: the ledger
//! decides whether a request is granted, and the model checks the consequences. The history of the first number is also run by the test
//! suite of the stores.

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

/// The number of license numbers, the number of secrets of a device, and the most steps of a history.
const NUMBERS: u8 = 3;
const SECRETS: u8 = 13;
const MAX_STEPS: usize = 48;

/// Runs the history of the input on the ledger and the model.
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
        let before: Vec<StoredNumber> = model.iter().map(|one| stored(&desk, &one.number)).collect();
        let changed = model[*at].perform(&desk, step);
        for (other, (one, before)) in model.iter().zip(&before).enumerate() {
            let after = stored(&desk, &one.number);
            if other != *at || !changed {
                assert_eq!(&after, before, "number {other} changed after {step:?} on number {at}");
            }
            one.compare(&after);
        }
    }
    let first: Vec<Step> = steps.into_iter().filter(|(at, _)| *at == 0).map(|(_, step)| step).collect();
    let fresh = MemoryStore::new(UnlistedNumber::Unknown);
    suite::check_sequence(&fresh, seats[0].get(), &first).unwrap_or_else(|fault| panic!("{fault}"));
}

/// The store's record of a number, and the states of its nonces.
type StoredNumber = (LicenseRecord, Vec<Option<NonceState>>);

fn stored(desk: &Desk<'_, MemoryStore>, number: &Number) -> StoredNumber {
    (desk.record(number), desk.nonces(number))
}

/// A request with a secret of a device, and its answer.
#[derive(Debug, Clone)]
struct AnsweredRequest {
    request: IncomingRequest,
    seat: u16,
    code: Code,
    spent: bool,
}

/// The model of a number.
struct Model {
    number: Number,
    state: LicenseState,
    answered: BTreeMap<u8, AnsweredRequest>,
}

impl Model {
    /// Performs a step on the desk and on the model. Returns whether the number may have changed.
    fn perform(&mut self, desk: &Desk<'_, MemoryStore>, step: &Step) -> bool {
        match step {
            Step::Ask { machine, secret, day, operator, older } => {
                let request = desk.request(&self.number, *machine, *secret);
                let requester = if *operator { Requester::Operator("li".into()) } else { Requester::Public };
                let scheme = if *older { Scheme::Two } else { Scheme::Three };
                let answer = desk.ask(&request, requester.clone(), scheme, *day);
                let issued = self.check_and_record(desk, *secret, &request, &answer);
                if issued {
                    let again = desk.ask(&request, requester, scheme, *day);
                    assert_eq!(
                        suite::code(&again),
                        suite::code(&answer),
                        "the same request got another code"
                    );
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
                assert!(!self.answered.contains_key(secret), "a seat was moved to an answered request");
                let freed = seat.or(taken.keys().next().copied()).expect("a seat was taken");
                self.spend(|answered| answered.seat == freed);
                self.check_and_record(desk, *secret, &request, &answer)
            }
            Step::GiveBack { secret, reason } => {
                let Ok(seat) = desk.give_back(&self.number, *secret, reason) else { return false };
                let answered = self.answered.get(secret).expect("a receipt belongs to an answered request");
                assert!(!answered.spent, "a spent receipt was accepted");
                assert_eq!(answered.seat, seat, "a receipt freed another seat");
                self.spend(|answered| answered.seat == seat);
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
                        self.spend(|answered| answered.seat == freed);
                    }
                    Act::ReleaseByReceipt(seat) => self.spend(|answered| answered.seat == *seat),
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

    fn spend(&mut self, which: impl Fn(&AnsweredRequest) -> bool) {
        self.answered
            .values_mut()
            .filter(|answered| which(answered))
            .for_each(|answered| answered.spent = true);
    }

    /// Checks an answer against the model, and records it. Returns whether a code was issued.
    fn check_and_record(
        &mut self,
        desk: &Desk<'_, MemoryStore>,
        secret: u8,
        request: &IncomingRequest,
        answer: &Answer,
    ) -> bool {
        let AnswerOutcome::Issued { kind, seat, code, claims } = &answer.outcome else { return false };
        assert_eq!(self.state, LicenseState::Active, "a code for a number that is {:?}", self.state);
        let terms = terms(request);
        assert_eq!(
            code.verify(desk.pinned(), &terms),
            Ok(*claims),
            "the code doesn't verify for the request"
        );
        for other in self.answered.values().filter(|answered| self::terms(&answered.request) != terms) {
            let verified = code.verify(desk.pinned(), &self::terms(&other.request));
            assert!(
                matches!(verified, Err(CodeError::Signature | CodeError::NoMarker)),
                "a code for two requests"
            );
        }
        let seats = desk.record(&self.number).license.seats.get();
        assert!(
            (1..=seats).contains(seat) || self.answered.values().any(|answered| answered.seat == *seat),
            "seat {seat} of {seats}"
        );
        if let Some(answered) = self.answered.get(&secret) {
            assert!(!answered.spent, "a code for a spent nonce");
            assert_eq!(self::terms(&answered.request), terms, "a code for a nonce of another machine");
            assert_eq!(answered.seat, *seat, "a nonce changed its seat");
            match kind {
                GrantKind::SameRequest => {
                    assert_eq!(&answered.code, code, "another code for the same request")
                }
                GrantKind::TermsChanged => {
                    assert_ne!(&answered.code, code, "the same code after a change of the terms")
                }
                _ => panic!("{kind:?} for an answered nonce"),
            }
        } else {
            assert!(
                !matches!(kind, GrantKind::SameRequest | GrantKind::TermsChanged),
                "{kind:?} for a new nonce"
            );
        }
        if kind.is_change() {
            let marker3 = request.marker3();
            self.spend(|answered| answered.seat == *seat && answered.request.marker3() != marker3);
        }
        let (request, code) = (request.clone(), code.clone());
        self.answered.insert(secret, AnsweredRequest { request, seat: *seat, code, spent: false });
        true
    }

    /// Checks that the store agrees with the model, and has no more machines than seats.
    fn compare(&self, (record, nonces): &StoredNumber) {
        assert_eq!(record.state, self.state);
        assert!(record.seats.len() <= usize::from(record.license.seats.get()), "more machines than seats");
        for (secret, state) in (1..).zip(nonces) {
            let expected = self.answered.get(&secret).map(|answered| match answered.spent {
                true => NonceState::Spent,
                false => NonceState::Live(answered.code.clone()),
            });
            assert_eq!(state, &expected, "the nonce of secret {secret}");
        }
        let live = self.answered.values().filter(|answered| !answered.spent);
        for answered in live {
            assert!(record.seats.contains_key(&answered.seat), "the seat of a live nonce is missing");
        }
    }
}

/// Returns the terms that a code for the request signs.
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

/// The seats of each number, and the steps, each with the index of its number.
type History = ([NonZeroU16; NUMBERS as usize], Vec<(usize, Step)>);

fn history(bytes: &mut Unstructured<'_>) -> Result<History> {
    let count = |bytes: &mut Unstructured<'_>| Ok(NonZeroU16::new(bytes.int_in_range(1..=3)?).unwrap());
    let seats = [count(bytes)?, count(bytes)?, count(bytes)?];
    let mut steps = Vec::new();
    while !bytes.is_empty() && steps.len() < MAX_STEPS {
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

/// Returns pseudo-random inputs, each from another start value.
pub fn seeds() -> Vec<Seed> {
    let bytes =
        |from: u8| (0..400_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8 ^ from).collect();
    (0..24).map(|from| (format!("history-{from}"), bytes(from * 11))).collect()
}
