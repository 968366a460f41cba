//! The tests that every store must pass: random sequences of requests and actions on one number, decided by
//! the ledger's rules.
//!
//! The tests of each store include this file and call [`check_sequence`], [`check_nonces`], [`check_shared_values`],
//! [`check_repeated_refusals`], [`check_bundle_cases`], [`check_machines_of_a_number`],
//! [`check_copies`] and [`check_races`].

mod bundle_cases;
mod machines_of_cases;
mod repeated;

pub use bundle_cases::check_bundle_cases;
pub use machines_of_cases::{check_copies, check_machines_of_a_number};
pub use repeated::check_repeated_refusals;

use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::sync::Arc;

use countersign_core::machine::{Field, Origin, SourceKind};
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::profile::Profile;
use countersign_core::protocol::{
    Code, Head, KeyId, Marker, Mask, Nonce, Number, PinnedKey, Platform, Request, Scheme, Secret, Signer,
    Surroundings, Values,
};
use countersign_core::review::{Policy, judge_text};
use countersign_ledger::{
    Act, ActionError, ActionRefusal, Answer, AnswerError, AnswerOutcome, Basis, Expiry, GrantKind,
    IncomingRequest, License, LicenseId, LicenseRecord, MemoryStore, NonceState, OperatorAction,
    ProfilesAndKeys, Question, Reason, RequestContext, Requester, SigningKey, Store, TypedReceipt, answer,
    move_and_answer, perform_action, poll_once, release_by_receipt,
};
use proptest::prelude::*;

/// The product of every number.
pub const PRODUCT: &str = "example-os";
/// The day 2026-11-22 at noon, in seconds since 1970-01-01.
pub const NOON: i64 = (18_262 + 2_517) * 86_400 + 43_200;

/// A store to which numbers can be added.
pub trait TestStore: Store {
    /// Adds a number.
    fn add(&self, id: LicenseId, license: License);
    /// Returns the generation of its profiles and keys.
    fn generation(&self) -> u64;
    /// Runs one of its futures to the end.
    fn wait<T>(&self, future: impl Future<Output = T>) -> T;
}

impl TestStore for MemoryStore {
    fn add(&self, id: LicenseId, license: License) {
        assert!(Self::add(self, id, license));
    }

    fn generation(&self) -> u64 {
        0
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        poll_once(future).unwrap()
    }
}

/// One step on the number.
#[derive(Debug, Clone)]
pub enum Step {
    /// A machine asks, with one of its secrets.
    Ask { machine: usize, secret: u8, day: u16, operator: bool, older: bool },
    /// An operator moves a seat to a machine.
    Move { machine: usize, secret: u8, seat: u16 },
    /// A device gives the license back.
    GiveBack { secret: u8, reason: &'static str },
    /// An operator acts.
    Act(Act),
}

/// Sequences of steps, with the number of seats.
pub fn sequences() -> impl Strategy<Value = (u16, Vec<Step>)> {
    let machine = 0..machines().len();
    let secret = 1..14_u8;
    let ask =
        (machine.clone(), secret.clone(), 0..700_u16, any::<bool>(), prop::bool::weighted(0.2)).prop_map(
            |(machine, secret, day, operator, older)| Step::Ask { machine, secret, day, operator, older },
        );
    let to = (machine, secret.clone(), 0..4_u16).prop_map(|(machine, secret, seat)| Step::Move {
        machine,
        secret,
        seat,
    });
    let back = (secret, prop::sample::select(vec!["", "the owner called"]))
        .prop_map(|(secret, reason)| Step::GiveBack { secret, reason });
    let seat = prop::option::of(1..4_u16);
    let act = prop_oneof![
        4 => seat.prop_map(Act::Release),
        1 => Just(Act::Suspend),
        2 => Just(Act::Resume),
        1 => (2_500..3_300_u16).prop_map(|day| Act::Renew(Expiry::On(day))),
        1 => Just(Act::Renew(Expiry::Never)),
        1 => (1..4_u16).prop_map(|count| Act::Edit { edition: None, seats: NonZeroU16::new(count) }),
    ];
    let steps = prop_oneof![8 => ask, 1 => to, 2 => back, 2 => act.prop_map(Step::Act)];
    (1..4_u16, prop::collection::vec(steps, 1..40))
}

/// A machine: values, origin of the serial, board serial.
pub type Machine = ([&'static str; 3], Origin, &'static str);

/// The machines that ask.
pub fn machines() -> Vec<Machine> {
    let good = ["ASRock", "B450M Pro4", "M80-D8018200512"];
    let other = ["ASRock", "X570 Taichi", "M80-F3015500911"];
    let chassis = Origin::Recovered(SourceKind::Chassis);
    vec![
        (good, Origin::Firmware, "BR80G1234567"),
        (good, Origin::Firmware, "BR80G7654321"),
        (good, Origin::Declared, "BR80G1234567"),
        (good, Origin::Assigned, "BR80G1234567"),
        (good, chassis, "BR80G1234567"),
        (good, chassis, ""),
        (other, Origin::Firmware, "T90A7654321"),
        (other, Origin::Firmware, ""),
        // A machine with a copied scheme 2 marker.
        (other, Origin::Firmware, "BR80G1234567"),
        (["ASRock", "B450M Pro4", "Default string"], Origin::Firmware, "BR80G1234567"),
    ]
}

/// A desk with one profile, one key and the store under test.
pub struct Desk<'a, S> {
    store: &'a S,
    published: Arc<Published>,
}

struct Published {
    generation: u64,
    signer: Signer,
    profile: Profile,
}

impl<'a, S: TestStore> Desk<'a, S> {
    /// Creates a desk with a policy that allows everything.
    pub fn new(store: &'a S) -> Self {
        let signer = Signer::from_seed(KeyId(3), [7; 32]);
        let profile = Profile {
            id: 2,
            published: None,
            version: 1,
            product: PRODUCT.into(),
            name: "Example OS".into(),
            mask: Mask::parse("A99").unwrap(),
            desk: "desk.example".into(),
            online: None,
            hotline: None,
            rules: 1,
            policy: Policy::OPEN,
            keys: vec![signer.pinned()],
        };
        let published = Published { generation: store.generation(), signer, profile };
        Self { store, published: Arc::new(published) }
    }

    /// A license number.
    pub fn number(&self, at: u8) -> Number {
        self.published.profile.mask.parse_number(&format!("K{at:02}")).unwrap()
    }

    fn packed(&self, number: &Number) -> [u8; 6] {
        self.published.profile.mask.pack(number).unwrap()
    }

    fn nonce(&self, number: &Number, secret: u8) -> Nonce {
        Secret::new([secret; 10]).nonce(PRODUCT, self.packed(number))
    }

    /// The request of a machine for a number, with one of its secrets.
    pub fn request(&self, number: &Number, machine: usize, secret: u8) -> IncomingRequest {
        let (values, origin, board) = machines()[machine];
        self.request_of(number, values, origin, board, secret)
    }

    fn request_of(
        &self,
        number: &Number,
        values: [&str; 3],
        origin: Origin,
        board: &str,
        secret: u8,
    ) -> IncomingRequest {
        let verdicts = [0, 1, 2].map(|at| judge_text(Field::BINDING[at], values[at]).0);
        let mut values = values.map(str::to_owned);
        if origin == Origin::Assigned {
            values[2].clear();
        }
        let anchor = DeviceAnchor::BoardSerial(board.to_owned());
        let request = Request {
            head: Head {
                profile_id: 2,
                number: self.packed(number),
                nonce: self.nonce(number, secret),
                platform: Platform(1),
                surroundings: Surroundings::default(),
                verdicts,
                origins: [Origin::Firmware, Origin::Firmware, origin],
                available: [None; 3],
                marker2: (!board.is_empty()).then(|| marker::scheme2(&anchor)),
            },
            values: Values::from_array(values),
        };
        // The request is encoded and decoded, so that it is one that a desk can receive.
        IncomingRequest::Full(Request::decode(&request.encode().unwrap()).unwrap())
    }

    /// The answer to a request on a day.
    pub fn ask(&self, request: &IncomingRequest, requester: Requester, scheme: Scheme, day: u16) -> Answer {
        let now = NOON + i64::from(day) * 86_400;
        let context = RequestContext { now, requester, scheme, bundle: None };
        self.store.wait(answer(self.store, &self.published, request, &context)).unwrap()
    }

    /// An operator moves a seat to the machine that made the request.
    pub fn move_to(&self, request: &IncomingRequest, seat: Option<u16>) -> Result<Answer, AnswerError> {
        let requester = Requester::Operator("li".into());
        let context = RequestContext { now: NOON, requester, scheme: Scheme::Three, bundle: None };
        let reason = "a new board";
        self.store.wait(move_and_answer(self.store, &self.published, request, &context, seat, reason))
    }

    /// The keys that its codes are checked with.
    #[allow(dead_code, reason = "only the fuzz target checks codes beside the ledger")]
    pub fn pinned(&self) -> &[PinnedKey] {
        &self.published.profile.keys
    }

    /// A device gives the license back.
    pub fn give_back(&self, number: &Number, secret: u8, reason: &str) -> Result<u16, ActionError> {
        let line = Secret::new([secret; 10]).receipt();
        let license = LicenseId::new(PRODUCT, number.clone());
        let receipt = TypedReceipt { license: &license, packed: self.packed(number), line: &line };
        self.store.wait(release_by_receipt(self.store, receipt, "li", NOON, reason)).map(|(_, seat)| seat)
    }

    /// An operator acts on a number.
    pub fn perform(&self, number: &Number, act: Act) -> Result<LicenseRecord, ActionError> {
        let action = OperatorAction { act, reason: "a test".into() };
        let license = LicenseId::new(PRODUCT, number.clone());
        let performed = self.store.wait(perform_action(self.store, &license, "li", NOON, &action));
        performed.map(|done| done.record)
    }

    fn read(&self, number: &Number, nonce: Option<Nonce>) -> Basis {
        let question = Question { nonce, ..Question::of(&LicenseId::new(PRODUCT, number.clone())) };
        self.store.wait(self.store.read(&question)).unwrap()
    }

    /// The record of a number.
    pub fn record(&self, number: &Number) -> LicenseRecord {
        self.read(number, None).record.unwrap()
    }

    /// Returns the state of the nonce of each secret.
    pub fn nonces(&self, number: &Number) -> Vec<Option<NonceState>> {
        (1..14)
            .map(|secret| self.read(number, Some(self.nonce(number, secret))).answered)
            .map(|answered| answered.map(|answered| answered.state))
            .collect()
    }
}

impl ProfilesAndKeys for Published {
    fn generation(&self) -> u64 {
        self.generation
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        (id == self.profile.id).then_some(&self.profile)
    }

    fn newest_of(&self, _: &str) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn newest(&self) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn living_keys(&self, _: &Profile) -> Vec<KeyId> {
        vec![self.signer.id()]
    }

    fn signer(&self, _: &Profile) -> Option<SigningKey<'_>> {
        Some(SigningKey::Here(&self.signer))
    }
}

/// The code of an answer.
pub fn code(answer: &Answer) -> Option<&Code> {
    match &answer.outcome {
        AnswerOutcome::Issued { code, .. } => Some(code),
        AnswerOutcome::Refused(_) => None,
    }
}

/// Checks the rules after any history: a number never has more bindings than seats; a refusal changes
/// nothing; a spent nonce is never answered; the same request gets the same code.
pub fn check_sequence<S: TestStore>(store: &S, seats: u16, steps: &[Step]) -> Result<(), TestCaseError> {
    let desk = Desk::new(store);
    let number = desk.number(1);
    let seats = NonZeroU16::new(seats).unwrap();
    store.add(LicenseId::new(PRODUCT, number.clone()), License { seats, ..License::default() });
    for step in steps {
        let before = (desk.record(&number), desk.nonces(&number));
        let changed = match step {
            Step::Ask { machine, secret, day, operator, older } => {
                let request = desk.request(&number, *machine, *secret);
                let requester =
                    || if *operator { Requester::Operator("li".into()) } else { Requester::Public };
                let scheme = if *older { Scheme::Two } else { Scheme::Three };
                let answer = desk.ask(&request, requester(), scheme, *day);
                if let Some(code) = code(&answer) {
                    let again = desk.ask(&request, requester(), scheme, *day);
                    prop_assert_eq!(Some(code), self::code(&again));
                    let was = desk.read(&number, Some(request.head().nonce)).answered;
                    prop_assert!(was.is_some_and(|was| was.state == NonceState::Live(code.clone())));
                }
                let secret = usize::from(*secret) - 1;
                prop_assert!(before.1[secret] != Some(NonceState::Spent) || code(&answer).is_none());
                code(&answer).is_some()
            }
            Step::Move { machine, secret, seat } => {
                let request = desk.request(&number, *machine, *secret);
                let moved = desk.move_to(&request, Some(*seat).filter(|seat| *seat > 0));
                let moved = moved.is_ok_and(|answer| code(&answer).is_some());
                prop_assert!(
                    !moved || before.1[usize::from(*secret) - 1].is_none(),
                    "a request with an answered nonce is moved"
                );
                moved
            }
            Step::GiveBack { secret, reason } => {
                let back = desk.give_back(&number, *secret, reason);
                let state = &before.1[usize::from(*secret) - 1];
                prop_assert_eq!(back.is_ok() && state.is_none(), false);
                if *state == Some(NonceState::Spent)
                    && before.0.state != countersign_ledger::LicenseState::Revoked
                {
                    prop_assert_eq!(&back, &Err(ActionError::Refused(ActionRefusal::ReceiptSpent)));
                }
                back.is_ok()
            }
            Step::Act(act) => desk.perform(&number, *act).is_ok(),
        };
        let after = (desk.record(&number), desk.nonces(&number));
        if !changed {
            prop_assert_eq!(&before, &after, "{:?} was refused and changed something", step);
        }
        prop_assert!(after.0.seats.len() <= usize::from(after.0.license.seats.get()));
        let stays_spent =
            before.1.iter().zip(&after.1).all(|(before, after)| {
                *before != Some(NonceState::Spent) || *after == Some(NonceState::Spent)
            });
        prop_assert!(stays_spent, "{:?} revived a nonce", step);
        let remembered =
            before.1.iter().zip(&after.1).all(|(before, after)| before.is_none() || after.is_some());
        prop_assert!(remembered, "{:?} removed a nonce", step);
    }
    Ok(())
}

/// Returns what a store holds after [`check_sequence`]: the number's record, and the states of its nonces.
#[allow(dead_code, reason = "only a store that is compared with another one needs it")]
pub fn held<S: TestStore>(store: &S) -> (LicenseRecord, Vec<Option<NonceState>>) {
    let desk = Desk::new(store);
    let number = desk.number(1);
    (desk.record(&number), desk.nonces(&number))
}

/// Checks that a release spends the nonces of its seat and of no other seat or number.
pub fn check_nonces<S: TestStore>(store: &S) {
    let desk = Desk::new(store);
    let (one, two) = (desk.number(1), desk.number(2));
    let seats = NonZeroU16::new(2).unwrap();
    for number in [&one, &two] {
        store.add(LicenseId::new(PRODUCT, number.clone()), License { seats, ..License::default() });
    }
    let ask = |number: &Number, machine, secret| {
        desk.ask(&desk.request(number, machine, secret), Requester::Public, Scheme::Three, 0)
    };
    for (number, machine, secret) in [(&one, 0, 1), (&one, 6, 2), (&one, 0, 3), (&two, 0, 1)] {
        assert!(code(&ask(number, machine, secret)).is_some());
    }
    desk.perform(&one, Act::Release(Some(1))).unwrap();
    let spent = |number: &Number| -> Vec<usize> {
        let nonces = desk.nonces(number);
        (1..=nonces.len()).filter(|secret| nonces[secret - 1] == Some(NonceState::Spent)).collect()
    };
    assert_eq!((spent(&one), spent(&two)), (vec![1, 3], vec![]));
    assert_eq!(desk.give_back(&one, 1, ""), Err(ActionError::Refused(ActionRefusal::ReceiptSpent)));
    assert_eq!(desk.give_back(&one, 2, ""), Ok(2));
    assert_eq!(ask(&one, 6, 2).reason(), Some(Reason::RequestSpent));
    desk.perform(&two, Act::Revoke).unwrap();
    assert_eq!((spent(&one), spent(&two)), (vec![1, 2, 3], vec![1]));
    // A renewal replaces the code of a nonce and adds none.
    let first = ask(&one, 0, 4);
    desk.perform(&one, Act::Renew(Expiry::On(3_000))).unwrap();
    let renewed = ask(&one, 0, 4);
    assert!(matches!(renewed.outcome, AnswerOutcome::Issued { kind: GrantKind::TermsChanged, .. }));
    assert_ne!(code(&renewed), code(&first));
    assert_eq!(code(&ask(&one, 0, 4)), code(&renewed));
    assert_eq!(desk.record(&one).seats[&1].answered, 1);
}

/// Checks that of several machines that ask for one number at once, each in its own thread, one gets it, and
/// that of several copies of one refused request at once, one opens the case.
#[allow(dead_code, reason = "a test of one store may have no threads")]
pub fn check_races<S: TestStore>(store: &S, numbers: u8) {
    let desk = Desk::new(store);
    for at in 1..=numbers {
        let number = desk.number(at);
        store.add(LicenseId::new(PRODUCT, number.clone()), License::default());
        let machine = |of: u8| {
            let (serial, board) = (format!("M80-R{at:02}{of}82005"), format!("BR80G77{at:02}{of}1"));
            let values = ["ASRock", "B450M Pro4", &serial];
            desk.request_of(&number, values, Origin::Firmware, &board, of + 1)
        };
        let answers = at_once(4, |of| desk.ask(&machine(of), Requester::Public, Scheme::Three, 0));
        let issued = answers.iter().filter(|answer| code(answer).is_some()).count();
        let refused = answers.iter().filter(|answer| answer.reason() == Some(Reason::DeviceDiffers)).count();
        assert_eq!((issued, refused, desk.record(&number).seats.len()), (1, 3, 1), "{answers:?}");
        // The winner gets the same code for each repeated request, even at once.
        let winner = (0..4).find(|of| code(&answers[usize::from(*of)]).is_some()).unwrap();
        let again = at_once(4, |_| desk.ask(&machine(winner), Requester::Public, Scheme::Three, 0));
        assert!(again.iter().all(|answer| code(answer) == code(&answers[usize::from(winner)])));

        let board = format!("ZZ71K{at:02}42");
        let refused =
            desk.request_of(&number, ["ASRock", "B450M Pro4", "Default string"], Origin::Firmware, &board, 9);
        let answers = at_once(8, |_| desk.ask(&refused, Requester::Public, Scheme::Three, 0));
        let cases: BTreeSet<_> = answers.iter().map(|answer| answer.case.map(|case| case.0)).collect();
        assert!(cases.len() == 1 && !cases.contains(&None), "{cases:?}");
    }
}

fn at_once<T: Send>(count: u8, ask: impl Fn(u8) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..count)
            .map(|of| {
                scope.spawn({
                    let ask = &ask;
                    move || ask(of)
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// Checks that a store returns the boards of machines with the same values under other numbers, each once.
pub fn check_shared_values<S: TestStore>(store: &S) {
    let desk = Desk::new(store);
    for (at, machine) in [(1, 0), (2, 1), (3, 2), (4, 6), (5, 5)] {
        let number = desk.number(at);
        store.add(LicenseId::new(PRODUCT, number.clone()), License::default());
        let request = desk.request(&number, machine, 1);
        desk.ask(&request, Requester::Operator("li".into()), Scheme::Three, 0);
    }
    let values = desk.request(&desk.number(1), 0, 1).identity().values;
    let board = |machine: usize| desk.request(&desk.number(1), machine, 1).head().marker2;
    let known = |except: u8| -> BTreeSet<[u8; 10]> {
        let license = LicenseId::new(PRODUCT, desk.number(except));
        let question = Question { values: Some(values), ..Question::of(&license) };
        store.wait(store.read(&question)).unwrap().seen_elsewhere.into_iter().map(|marker| marker.0).collect()
    };
    let boards = |all: &[usize]| -> BTreeSet<[u8; 10]> {
        all.iter().filter_map(|machine| board(*machine)).map(|marker: Marker| marker.0).collect()
    };
    assert_eq!(known(1), boards(&[1, 0]), "number 3 has the board of number 1");
    assert_eq!(known(2), boards(&[0]));
    assert_eq!(known(9), boards(&[0, 1]));
}
