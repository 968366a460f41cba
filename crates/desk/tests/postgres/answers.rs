//! Requests that wait at the same time share a transaction of the server; a failed one doesn't affect the others.

use std::sync::Arc;

use countersign_core::protocol::{Edition, Number, Platform};
use countersign_core::review::Policy;
use countersign_ledger::{
    ActionKind, Answer, AnswerError, AnswerOutcome, Answered, AuditEntry, Basis, CaseChange, CaseNumber,
    Change, Decide, Decided, Expiry, License, LicenseId, LicenseState, Question, Reason, Store as _,
    StoreError, UnitOfWork,
};

use crate::store::{Server, wait};
use crate::suite::TestStore as _;

/// How many numbers are asked about.
const NUMBERS: u32 = 64;

/// A decision that suspends a license number, or fails.
struct Suspend {
    question: Question,
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Succeeds,
    /// Its basis is never the present one.
    IsOutdated,
    /// Its request joins a case that isn't open.
    HasNoCase,
    /// It writes the license, and then an entry that can't be written.
    FailsHalfway,
    IsStale,
    HasAFault,
}

impl Decide for Suspend {
    fn question(&self) -> &Question {
        &self.question
    }

    fn decide(&self, basis: Basis) -> Result<Decided, AnswerError> {
        let mut record = basis.record.clone().unwrap();
        assert_eq!(
            record.state,
            LicenseState::Active,
            "a decision is based on a change that was rolled back"
        );
        match self.way {
            Way::IsStale => return Err(AnswerError::Stale),
            Way::HasAFault => panic!("a fault in the rules"),
            Way::IsOutdated => record.version += 1,
            Way::Succeeds | Way::HasNoCase | Way::FailsHalfway => {}
        }
        let change = Some(Change { state: LicenseState::Suspended, ..Change::of(&record) });
        let license = match self.way {
            Way::FailsHalfway => id(NUMBERS),
            _ => record.id.clone(),
        };
        let (operator, reason, detail) = ("li".to_owned(), "lent out".to_owned(), String::new());
        let entry =
            AuditEntry { at: 7, operator, license, kind: ActionKind::Suspend, seat: None, detail, reason };
        let case = match self.way {
            Way::HasNoCase => CaseChange::Join(CaseNumber(7)),
            _ => CaseChange::None,
        };
        let question = self.question.clone();
        let unit = UnitOfWork { question, basis, change, case, audit: Some(entry), attempt: None };
        Ok(Decided::Ready(Box::new(unit), Box::new(answer())))
    }
}

fn answer() -> Answer {
    Answer {
        outcome: AnswerOutcome::Refused(Reason::NumberUnknown.into()),
        findings: Vec::new(),
        ways: Vec::new(),
        notes: Vec::new(),
        policy: Policy::OPEN,
        license: None,
        number_known: false,
        name: String::new(),
        spoken: false,
        platform: Platform(1),
        marker2: None,
        case: None,
    }
}

fn id(at: u32) -> LicenseId {
    LicenseId { product: "example".into(), number: Number::from_stored(&format!("AA{at:011}")).unwrap() }
}

const fn way(at: u32) -> Way {
    match at {
        13 => Way::IsOutdated,
        17 => Way::HasNoCase,
        29 => Way::FailsHalfway,
        31 => Way::IsStale,
        47 => Way::HasAFault,
        _ => Way::Succeeds,
    }
}

#[test]
fn requests_share_transactions_and_a_failed_one_affects_no_other() {
    let Some(server) = Server::start() else { return };
    let license = License { edition: Edition(1), expiry: Expiry::Never, seats: std::num::NonZeroU16::MIN };
    (0..NUMBERS).for_each(|at| server.store.add(id(at), license));
    let store = Arc::new(server.store);
    let answers = wait(async {
        let mut waiting = tokio::task::JoinSet::new();
        for at in 0..NUMBERS {
            let store = Arc::clone(&store);
            let suspend = Suspend { question: Question::of(&id(at)), way: way(at) };
            waiting.spawn(async move { (at, store.answer(Box::new(suspend)).await) });
        }
        waiting.join_all().await
    });
    assert_eq!(answers.len(), NUMBERS as usize);
    for (at, answer) in answers {
        let fits = match (way(at), &answer) {
            (Way::Succeeds, Ok(Answered::Committed(_))) => true,
            (Way::IsOutdated | Way::HasNoCase | Way::FailsHalfway, Err(AnswerError::Store(error))) => {
                *error == StoreError::Conflict
            }
            (Way::IsStale, Err(error)) => *error == AnswerError::Stale,
            (Way::HasAFault, Err(AnswerError::Store(error))) => matches!(error, StoreError::Fault(_)),
            _ => false,
        };
        assert!(fits, "{at}: {:?}", answer.err());
        let basis = wait(store.read(&Question::of(&id(at)))).unwrap();
        let state = basis.record.unwrap().state;
        assert_eq!(state == LicenseState::Suspended, way(at) == Way::Succeeds, "{at}");
    }
    let one = |sql: &str| -> usize { server.cluster.sql("desk", sql).trim().parse().unwrap() };
    assert_eq!(one("SELECT COUNT(*) FROM audit"), NUMBERS as usize - 5);
    let transactions =
        one("SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM licenses WHERE state = 'suspended'");
    assert!(transactions < NUMBERS as usize - 5, "{transactions} transactions");
    let check = wait(store.verify_audit(None)).unwrap();
    assert!(check.findings.is_empty(), "{check:?}");
}
