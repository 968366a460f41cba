//! Tests that conflicts are decided again, that cases open and close, and that a desk without the key changes
//! nothing.

use std::future::{Future, ready};
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, Scheme};

use super::records::terms;
use super::*;
use crate::fixture::*;
use crate::{CaseNumber, MAX_TRIES, PracticeDesk, Reason, Requester, SigningKey, StoreError, poll_once};

/// A store in which a rival request is answered before each of the first `times` commits.
struct Racing<'a> {
    desk: &'a TestDesk,
    rival: IncomingRequest,
    times: AtomicUsize,
}

impl Store for Racing<'_> {
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send {
        self.desk.store.read(question)
    }

    fn commit(
        &self,
        unit: UnitOfWork,
    ) -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send {
        let left = |times: usize| times.checked_sub(1);
        if self.times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, left).is_ok() {
            self.desk.ask(&self.rival, Scheme::Three, TODAY);
        }
        self.desk.store.commit(unit)
    }
}

#[test]
fn one_of_two_concurrent_requests_is_bound_and_the_other_refused() {
    let desk = TestDesk::open();
    let store = Racing { desk: &desk, rival: OTHER.full(&number(0), 9), times: AtomicUsize::new(1) };
    let context = RequestContext {
        now: 1_795_361_511,
        requester: Requester::Public,
        scheme: Scheme::Three,
        bundle: None,
    };
    let late = poll_once(answer(&store, &desk, &GOOD.full(&number(0), 1), &context)).unwrap().unwrap();
    assert_eq!(grant_or_reason(&late), Err(Reason::DeviceDiffers));
    let marker = desk.binding(&number(0)).marker3;
    assert_eq!(marker, Some(OTHER.full(&number(0), 9).marker3()));
    assert_eq!(desk.store.attempts().len(), 2, "an attempt is recorded only after its commit");
}

/// A store in which every commit is a conflict.
struct AlwaysConflicting<'a>(&'a TestDesk, AtomicUsize);

impl Store for AlwaysConflicting<'_> {
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send {
        self.0.store.read(question)
    }

    fn commit(&self, _: UnitOfWork) -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send {
        self.1.fetch_add(1, Ordering::SeqCst);
        ready(Err(StoreError::Conflict))
    }
}

#[test]
fn endless_conflicts_end_in_an_error() {
    let desk = TestDesk::open();
    let store = AlwaysConflicting(&desk, AtomicUsize::new(0));
    let context =
        RequestContext { now: 0, requester: Requester::Public, scheme: Scheme::Three, bundle: None };
    let error = poll_once(answer(&store, &desk, &GOOD.full(&number(0), 1), &context)).unwrap().unwrap_err();
    assert_eq!(error, AnswerError::Store(StoreError::Conflict));
    assert_eq!(store.1.into_inner(), MAX_TRIES);
}

#[test]
fn a_refusal_opens_a_case_and_the_machines_success_closes_it() {
    let desk = TestDesk::open();
    let bad = GOOD.serial("Default string");
    let first = desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
    assert_eq!(first.case.map(|case| case.to_string()).as_deref(), Some("CAS-000001"));
    let second = desk.ask(&bad.full(&number(0), 2), Scheme::Three, TODAY);
    assert_eq!(second.case, first.case, "one machine and reason share one case");
    let stranger = desk.ask(&OTHER.serial("").full(&number(0), 3), Scheme::Three, TODAY);
    assert_ne!(stranger.case, first.case, "another machine with the same number has its own case");
    desk.ask(&GOOD.full(&number(0), 4), Scheme::Three, TODAY);
    let closed: Vec<bool> = desk.store.cases().iter().map(|case| case.closed.is_some()).collect();
    assert_eq!(closed, [true, false]);
    assert_eq!(desk.store.attempts().len(), 4, "every request is recorded");
}

#[test]
fn a_repeated_code_closes_no_case() {
    let desk = TestDesk::open();
    desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    desk.ask(&GOOD.serial("").full(&number(1), 2), Scheme::Three, TODAY);
    let again = desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    assert!(matches!(again.outcome, AnswerOutcome::Issued { kind: GrantKind::SameRequest, .. }));
    assert!(desk.store.cases()[0].closed.is_none());
}

#[test]
fn a_machine_without_markers_is_identified_by_its_number() {
    let desk = TestDesk::open();
    let bad = GOOD.serial("").board("");
    let refused = desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
    desk.ask(&GOOD.board("").full(&number(1), 2), Scheme::Three, TODAY);
    assert!(desk.store.cases()[0].closed.is_none(), "the success of another number doesn't close the case");
    desk.ask(&GOOD.board("").full(&number(0), 3), Scheme::Three, TODAY);
    assert!(desk.store.cases()[0].closed.is_some(), "{:?}", refused.case);
}

#[test]
fn a_desk_without_the_key_changes_nothing() {
    #[derive(Clone)]
    struct Keyless(TestDesk);
    impl ProfilesAndKeys for Keyless {
        fn generation(&self) -> u64 {
            0
        }
        fn profile(&self, id: u16) -> Option<&Profile> {
            self.0.profile(id)
        }
        fn newest_of(&self, product: &str) -> Option<&Profile> {
            self.0.newest_of(product)
        }
        fn newest(&self) -> Option<&Profile> {
            self.0.newest()
        }
        fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
            self.0.living_keys(profile)
        }
        fn signer(&self, _: &Profile) -> Option<SigningKey<'_>> {
            None
        }
    }
    let desk = TestDesk::open();
    let context = RequestContext {
        now: 1_795_361_511,
        requester: Requester::Public,
        scheme: Scheme::Three,
        bundle: None,
    };
    let asked = GOOD.full(&number(0), 1);
    let error =
        poll_once(answer(&*desk.store, &Keyless(desk.clone()), &asked, &context)).unwrap().unwrap_err();
    assert_eq!(error, AnswerError::NoKey(2));
    assert!(desk.record(&number(0)).seats.is_empty());
}

#[test]
fn practice_answers_any_number_of_its_mask() {
    let desk = PracticeDesk::new([1; 32], mask());
    let mut request = GOOD.request(&number(4_242), 1);
    request.head.profile_id = desk.profile().id;
    let request = IncomingRequest::Full(request);
    let answer = desk.answer(&request, Scheme::Three, 1_795_361_511).unwrap();
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::First));
    let terms = terms(desk.profile(), &request);
    assert_eq!(terms.product, countersign_core::profile::PRACTICE_PRODUCT);
    assert!(code(&answer).verify(&desk.profile().keys, &terms).is_ok());
}

/// If the refusal has a reason that is found before the number is looked up, the answer still says whether
/// the ledger has the number.
#[test]
fn an_answer_tells_the_desk_whether_the_ledger_has_the_number() {
    let mut desk = TestDesk::open();
    desk.signers.clear();
    let answers =
        [number(0), number(99)].map(|number| desk.ask(&GOOD.full(&number, 1), Scheme::Three, TODAY));
    assert_eq!(
        answers.each_ref().map(grant_or_reason),
        [Err(Reason::ProfileRetired), Err(Reason::ProfileRetired)]
    );
    assert_eq!(answers.map(|answer| answer.number_known), [true, false]);
}

#[test]
fn an_unknown_number_opens_no_case() {
    let desk = TestDesk::open();
    let refused = desk.ask(&GOOD.full(&number(99), 1), Scheme::Three, TODAY);
    assert_eq!((grant_or_reason(&refused), refused.case), (Err(Reason::NumberUnknown), None));
    assert_eq!(desk.store.attempts().len(), 1, "the request is recorded as well");
    // A profile that was never published gives the same result.
    let mut request = GOOD.request(&number(98), 1);
    request.head.profile_id = 77;
    let refused = desk.ask(&IncomingRequest::Full(request.clone()), Scheme::Three, TODAY);
    assert_eq!((grant_or_reason(&refused), refused.case), (Err(Reason::ProfileUnknown), None));
    request.head.number = mask().pack(&number(0)).unwrap();
    let refused = desk.ask(&IncomingRequest::Full(request), Scheme::Three, TODAY);
    assert!(refused.case.is_some(), "a refusal of a known number opens a case");
    // A machine that already has a case gets that case's number.
    let bad = desk.ask(&GOOD.serial("None").full(&number(0), 2), Scheme::Three, TODAY);
    let refused = desk.ask(&GOOD.full(&number(99), 3), Scheme::Three, TODAY);
    assert!(bad.case.is_some());
    assert_eq!(refused.case, bad.case);
}

/// A case that another request opens between read and commit is joined, and no second case is opened.
#[test]
fn one_of_two_concurrent_refusals_of_a_machine_opens_the_case() {
    let desk = TestDesk::open();
    let bad = GOOD.serial("Default string");
    let rival = bad.full(&number(1), 9);
    let store = Racing { desk: &desk, rival, times: AtomicUsize::new(1) };
    let context = RequestContext {
        now: 1_795_361_511,
        requester: Requester::Public,
        scheme: Scheme::Three,
        bundle: None,
    };
    let late = poll_once(answer(&store, &desk, &bad.full(&number(0), 1), &context)).unwrap().unwrap();
    assert_eq!((desk.store.cases().len(), late.case), (1, Some(desk.store.cases()[0].number)));
}

/// A third machine with the same values that is bound between read and commit is counted.
#[test]
fn a_value_that_becomes_known_between_read_and_commit_is_counted() {
    let desk = TestDesk::open();
    desk.ask(&GOOD.board("BR80G1111111").full(&number(1), 1), Scheme::Three, TODAY);
    let rival = GOOD.board("BR80G2222222").full(&number(2), 2);
    let store = Racing { desk: &desk, rival, times: AtomicUsize::new(1) };
    let context = RequestContext {
        now: 1_795_361_511,
        requester: Requester::Public,
        scheme: Scheme::Three,
        bundle: None,
    };
    let late = poll_once(answer(&store, &desk, &GOOD.full(&number(0), 3), &context)).unwrap().unwrap();
    assert_eq!(grant_or_reason(&late), Err(Reason::ValueSeen));
}

#[test]
fn a_desk_with_stale_profiles_answers_no_request() {
    struct Newer<'a>(&'a TestDesk);
    impl Store for Newer<'_> {
        fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send {
            let basis = poll_once(self.0.store.read(question)).unwrap();
            ready(basis.map(|basis| Basis { generation: 1, ..basis }))
        }

        fn commit(
            &self,
            unit: UnitOfWork,
        ) -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send {
            self.0.store.commit(unit)
        }
    }
    let desk = TestDesk::open();
    let context = RequestContext {
        now: 1_795_361_511,
        requester: Requester::Public,
        scheme: Scheme::Three,
        bundle: None,
    };
    let answered = poll_once(answer(&Newer(&desk), &desk, &GOOD.full(&number(0), 1), &context)).unwrap();
    assert_eq!(answered.unwrap_err(), AnswerError::Stale);
    assert!(desk.store.attempts().is_empty());
}
