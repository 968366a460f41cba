//! Machines, requests and a desk for the tests of this crate.

use std::collections::BTreeMap;

use super::*;
use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Head, KeyId, Mask, Number, Platform, Request, Scheme, Signer, Values, marker,
};
use countersign_core::review::{DeclarePolicy, DeviceAnchor, Policy, Verdict, judge_text};

/// 2026-11-22.
pub(super) const TODAY: Day = 2517;

pub(super) fn mask() -> Mask {
    Mask::parse("AA99999999999").unwrap()
}

pub(super) fn number(at: u32) -> Number {
    mask().parse_number(&format!("AA{:011}", 3_220_000_000_u64 + u64::from(at))).unwrap()
}

/// A machine: its three binding values, its board serial (empty for none), which values are declared.
#[derive(Debug, Clone)]
pub(super) struct TestMachine {
    pub values: [&'static str; 3],
    pub board: &'static str,
    pub declared: [bool; 3],
}

pub(super) const GOOD: TestMachine = TestMachine {
    values: ["ASRock", "B450M Pro4", "M80-D8018200512"],
    board: "BR80G1234567",
    declared: [false; 3],
};
pub(super) const OTHER: TestMachine = TestMachine {
    values: ["ASRock", "X570 Taichi", "M80-F3015500911"],
    board: "T90A7654321",
    declared: [false; 3],
};

impl TestMachine {
    pub fn serial(self, serial: &'static str) -> Self {
        let [maker, model, _] = self.values;
        Self { values: [maker, model, serial], ..self }
    }

    pub fn board(self, board: &'static str) -> Self {
        Self { board, ..self }
    }

    pub fn declaring(self, field: Field) -> Self {
        Self { declared: Field::BINDING.map(|one| one == field), ..self }
    }

    /// The request that this machine makes.
    pub fn request(&self, number: &Number, nonce: u8) -> Request {
        let verdicts = [0, 1, 2].map(|at| judge_text(Field::BINDING[at], self.values[at]).0);
        let [manufacturer, model, serial] = self.values.map(str::to_owned);
        let board = DeviceAnchor::BoardSerial(self.board.to_owned());
        Request {
            head: Head {
                profile_version: 2,
                number: mask().pack(number).unwrap(),
                nonce: [nonce; 4],
                platform: Platform(1),
                verdicts,
                origins: self.declared.map(|yes| if yes { Origin::Declared } else { Origin::Firmware }),
                scheme2: (!self.board.is_empty()).then(|| marker::scheme2(&board)),
            },
            values: Values { manufacturer, model, serial },
        }
    }

    pub fn full(&self, number: &Number, nonce: u8) -> IncomingRequest {
        IncomingRequest::Full(self.request(number, nonce))
    }

    pub fn spoken(&self, number: &Number, nonce: u8) -> IncomingRequest {
        IncomingRequest::Spoken(SpokenRequest::of(&self.request(number, nonce)))
    }
}

/// A desk with profile version 2, one key, and a store in memory.
pub(super) struct TestDesk {
    pub signer: Signer,
    pub profiles: BTreeMap<u16, Profile>,
    pub store: MemoryStore,
}

impl TestDesk {
    pub fn new(policy: Policy) -> Self {
        let signer = Signer::from_seed(KeyId(3), [7; 32]);
        let profile = Profile {
            version: 2,
            product: "example-os".into(),
            name: "Example OS".into(),
            mask: mask(),
            desk: "desk.example".into(),
            online: None,
            hotline: None,
            rules: 1,
            policy,
            keys: vec![signer.pinned()],
        };
        let store = MemoryStore::new(UnlistedNumber::Unknown);
        for at in 0..8 {
            store.add(number(at), License::default());
        }
        Self { signer, profiles: BTreeMap::from([(2, profile)]), store }
    }

    pub fn open() -> Self {
        Self::new(Policy { declared: DeclarePolicy::Any, older_binding: true, spoken: true })
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
        let now = (18_262 + i64::from(day)) * 86_400 + 43_200;
        answer(&self.store, self, request, &RequestContext { now, requester, scheme }).unwrap()
    }

    pub fn record(&self, number: &Number) -> LicenseRecord {
        self.store.load(number).unwrap().unwrap()
    }

    pub fn perform(&self, number: &Number, kind: ActionKind) {
        let record = self.record(number);
        let action = OperatorAction { kind, reason: "a test".into() };
        let state = action.apply(&record.state).unwrap();
        let change = Change {
            number: number.clone(),
            expected: record.version,
            state,
            first_issued: record.first_issued,
        };
        let audit = AuditEntry { at: 0, operator: "li".into(), number: number.clone(), action };
        let unit = UnitOfWork { change: Some(change), audit: Some(audit), ..UnitOfWork::default() };
        self.store.commit(&unit).unwrap();
    }
}

impl ProfilesAndKeys for TestDesk {
    fn profile(&self, version: u16) -> Option<&Profile> {
        self.profiles.get(&version)
    }

    fn newest(&self) -> &Profile {
        self.profiles.last_key_value().unwrap().1
    }

    fn signer(&self, _: &Profile) -> Option<&Signer> {
        Some(&self.signer)
    }
}

/// The grant, or the reason of the refusal.
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
