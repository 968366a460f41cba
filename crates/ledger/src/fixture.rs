//! Machines, requests and a desk for the tests of this crate.

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::sync::Arc;

use super::*;
use countersign_core::machine::{Field, Origin};
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::judge_bound_value;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Head, KeyId, Mask, Nonce, Number, Platform, Request, Scheme, Secret, Signer, Surroundings, Values,
};
use countersign_core::review::{Policy, Verdict};

/// The product of the profiles.
pub(super) const PRODUCT: &str = "example-os";

/// The day 2026-11-22.
pub(super) const TODAY: Day = 2517;

pub(super) fn mask() -> Mask {
    Mask::parse("AA99999999999").unwrap()
}

pub(super) fn number(at: u32) -> Number {
    mask().parse_number(&format!("AA{:011}", 3_220_000_000_u64 + u64::from(at))).unwrap()
}

/// Returns the secret of the request with the given number.
pub(super) fn secret(at: u8) -> Secret {
    Secret::new([at; 10])
}

/// A machine: its three binding values, their origins, its board serial (empty for none).
#[derive(Debug, Clone)]
pub(super) struct TestMachine {
    pub values: [&'static str; 3],
    pub board: &'static str,
    pub origins: [Origin; 3],
}

pub(super) const GOOD: TestMachine = TestMachine {
    values: ["ASRock", "B450M Pro4", "M80-D8018200512"],
    board: "BR80G1234567",
    origins: [Origin::Firmware; 3],
};
pub(super) const OTHER: TestMachine = TestMachine {
    values: ["ASRock", "X570 Taichi", "M80-F3015500911"],
    board: "T90A7654321",
    origins: [Origin::Firmware; 3],
};

impl TestMachine {
    pub fn maker(self, maker: &'static str) -> Self {
        let [_, model, serial] = self.values;
        Self { values: [maker, model, serial], ..self }
    }

    pub fn serial(self, serial: &'static str) -> Self {
        let [maker, model, _] = self.values;
        Self { values: [maker, model, serial], ..self }
    }

    pub fn board(self, board: &'static str) -> Self {
        Self { board, ..self }
    }

    pub fn origin(mut self, field: Field, origin: Origin) -> Self {
        for (one, place) in Field::BINDING.into_iter().zip(&mut self.origins) {
            if one == field {
                *place = origin;
            }
        }
        self
    }

    pub fn declaring(self, field: Field) -> Self {
        self.origin(field, Origin::Declared)
    }

    pub fn marker2(&self) -> Option<countersign_core::protocol::Marker> {
        let board = DeviceAnchor::BoardSerial(self.board.to_owned());
        (!self.board.is_empty()).then(|| marker::scheme2(&board))
    }

    /// Returns the request of this machine, with the nonce of [`secret`].
    pub fn request(&self, number: &Number, secret_at: u8) -> Request {
        let packed = mask().pack(number).unwrap();
        self.request_with(packed, secret(secret_at).nonce(PRODUCT, packed))
    }

    pub fn request_with(&self, packed: [u8; 6], nonce: Nonce) -> Request {
        let mut verdicts =
            [0, 1, 2].map(|at| judge_bound_value(Field::BINDING[at], self.values[at], self.marker2()).0);
        let mut values = self.values.map(str::to_owned);
        for at in 0..3 {
            if self.origins[at] == Origin::Assigned {
                (verdicts[at], values[at]) = (Verdict::Ok, String::new());
            }
        }
        Request {
            head: Head {
                profile_id: 2,
                number: packed,
                nonce,
                platform: Platform(1),
                surroundings: Surroundings::default(),
                verdicts,
                origins: self.origins,
                available: [None; 3],
                marker2: self.marker2(),
            },
            values: Values::from_array(values),
        }
    }

    pub fn full(&self, number: &Number, secret_at: u8) -> IncomingRequest {
        IncomingRequest::Full(self.request(number, secret_at))
    }

    pub fn spoken(&self, number: &Number, secret_at: u8) -> IncomingRequest {
        IncomingRequest::Spoken(SpokenRequest::of(&self.request(number, secret_at)))
    }
}

/// A desk with profile 2, two keys that the profile pins, and a store in memory. Clones share the store.
#[derive(Clone)]
pub(super) struct TestDesk {
    pub signers: Vec<Arc<Signer>>,
    pub profiles: BTreeMap<u16, Profile>,
    pub store: Arc<MemoryStore>,
}

/// Returns `count` as a number of seats.
pub(super) fn seats(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

impl TestDesk {
    pub fn new(policy: Policy) -> Self {
        let signer = |(id, seed)| Arc::new(Signer::from_seed(KeyId(id), [seed; 32]));
        let signers: Vec<Arc<Signer>> = [(3, 7), (4, 8)].into_iter().map(signer).collect();
        let profile = Profile {
            id: 2,
            published: None,
            version: 2,
            product: PRODUCT.into(),
            name: "Example OS".into(),
            mask: mask(),
            desk: "desk.example".into(),
            online: None,
            hotline: None,
            rules: 1,
            policy,
            keys: signers.iter().map(|signer| signer.pinned()).collect(),
        };
        let store = MemoryStore::new(UnlistedNumber::Unknown);
        for at in 0..8 {
            store.add(license(&number(at)), License::default());
        }
        Self { signers, profiles: BTreeMap::from([(2, profile)]), store: Arc::new(store) }
    }

    pub fn open() -> Self {
        Self::new(Policy::OPEN)
    }

    /// Creates an open desk with a number of several seats: [`number`] 9.
    pub fn with_seats(count: u16) -> Self {
        let desk = Self::open();
        desk.store.add(license(&number(9)), License { seats: seats(count), ..License::default() });
        desk
    }

    pub fn ask(&self, request: &IncomingRequest, scheme: Scheme, day: Day) -> Answer {
        self.ask_as(Requester::Public, request, scheme, day)
    }

    pub fn ask_as(
        &self,
        requester: Requester,
        request: &IncomingRequest,
        scheme: Scheme,
        day: Day,
    ) -> Answer {
        poll_once(answer(&*self.store, self, request, &context(requester, scheme, day))).unwrap().unwrap()
    }

    pub fn record(&self, number: &Number) -> LicenseRecord {
        poll_once(self.store.read(&Question::of(&license(number)))).unwrap().unwrap().record.unwrap()
    }

    /// Returns the binding of seat 1.
    pub fn binding(&self, number: &Number) -> Binding {
        self.record(number).seats[&1].clone()
    }

    pub fn perform(&self, number: &Number, act: Act) -> Result<LicenseRecord, ActionError> {
        let action = OperatorAction { act, reason: "a test".into() };
        let performed = poll_once(perform_action(&*self.store, &license(number), "li", 0, &action)).unwrap();
        performed.map(|done| done.record)
    }

    /// Releases a seat by the receipt of a secret.
    pub fn give_back(
        &self,
        number: &Number,
        secret: &Secret,
        reason: &str,
    ) -> Result<(LicenseRecord, u16), ActionError> {
        let packed = mask().pack(number).unwrap();
        let license = license(number);
        let receipt = TypedReceipt { license: &license, packed, line: &secret.receipt() };
        poll_once(release_by_receipt(&*self.store, receipt, "li", 0, reason)).unwrap()
    }
}

/// Returns the context of a request that arrives at noon.
pub(super) fn context(requester: Requester, scheme: Scheme, day: Day) -> RequestContext {
    RequestContext { now: (18_262 + i64::from(day)) * 86_400 + 43_200, requester, scheme, bundle: None }
}

pub(super) fn operator() -> Requester {
    Requester::Operator("li".into())
}

/// Returns a license number of the desk's product.
pub(super) fn license(number: &Number) -> LicenseId {
    LicenseId::new(PRODUCT, number.clone())
}

impl ProfilesAndKeys for TestDesk {
    fn generation(&self) -> u64 {
        0
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        self.profiles.get(&id)
    }

    fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.profiles.values().rfind(|profile| profile.product == product)
    }

    fn newest(&self) -> Option<&Profile> {
        self.profiles.values().next_back()
    }

    fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        let living = self.signers.iter().filter(|signer| profile.keys.contains(&signer.pinned()));
        living.map(|signer| signer.id()).collect()
    }

    fn signer(&self, profile: &Profile) -> Option<SigningKey<'_>> {
        let signer = self.signers.iter().rfind(|signer| profile.keys.contains(&signer.pinned()));
        signer.map(|signer| SigningKey::Here(signer))
    }
}

/// Returns the kind of the grant, or the reason of the refusal.
pub(super) fn grant_or_reason(answer: &Answer) -> Result<GrantKind, Reason> {
    match &answer.outcome {
        AnswerOutcome::Issued { kind, .. } => Ok(*kind),
        AnswerOutcome::Refused(refusal) => Err(refusal.reason),
    }
}

pub(super) fn code(answer: &Answer) -> countersign_core::protocol::Code {
    match &answer.outcome {
        AnswerOutcome::Issued { code, .. } => code.clone(),
        AnswerOutcome::Refused(refusal) => panic!("refused: {}", refusal.reason.code()),
    }
}

pub(super) fn verdict(answer: &Answer, field: Field) -> Verdict {
    answer.findings.iter().find(|finding| finding.field == field).unwrap().verdict
}

/// Returns the claims of the answer's code.
pub(super) fn claims(answer: &Answer) -> countersign_core::protocol::Claims {
    code(answer).claims().unwrap()
}
