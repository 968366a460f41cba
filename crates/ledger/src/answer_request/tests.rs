//! Refusals change nothing, conflicts are decided again, cases open and close.

use std::cell::Cell;

use proptest::prelude::*;

use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Marker, Number, Scheme, Signer};
use countersign_core::review::{DeclarePolicy, Policy};

use super::records::terms;
use super::*;
use crate::fixture::*;
use crate::{CaseNumber, PracticeDesk, Reason, Requester};

#[derive(Debug, Clone)]
enum Step {
    Ask {
        number: u32,
        serial: &'static str,
        board: &'static str,
        declared: bool,
        how: (bool, bool, bool),
        day: Day,
    },
    Action(u32, ActionKind),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let serials = prop::sample::select(vec!["M80-A100", "M80-B200", "M80-C300", "", "None", "123456789"]);
    let boards = prop::sample::select(vec!["BR80G1111111", "BR80G2222222", "BR80G3333333", ""]);
    let ask = (0..3_u32, serials, boards, any::<bool>(), any::<(bool, bool, bool)>(), 0..800_u16).prop_map(
        |(number, serial, board, declared, how, day)| Step::Ask {
            number,
            serial,
            board,
            declared,
            how,
            day: TODAY + day,
        },
    );
    let action = (0..3_u32, prop::sample::select(ActionKind::ALL.to_vec()))
        .prop_map(|(n, kind)| Step::Action(n, kind));
    prop::collection::vec(prop_oneof![6 => ask, 1 => action], 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// After any history: a refusal leaves the number as it was; a grant leaves it bound, never by a lower scheme,
    /// and the same request gets the same code again.
    #[test]
    fn a_refused_request_changes_no_number(
        steps in steps(),
        declared in prop::sample::select(vec![DeclarePolicy::No, DeclarePolicy::Serial, DeclarePolicy::Any]),
        older_binding: bool,
        spoken: bool,
    ) {
        let desk = TestDesk::new(Policy { declared, older_binding, spoken });
        for (nonce, step) in (0_u8..).zip(steps) {
            let (at, serial, board, is_declared, (as_spoken, older, operator), day) = match step {
                Step::Ask { number, serial, board, declared, how, day } => (number, serial, board, declared, how, day),
                Step::Action(at, kind) => {
                    let record = desk.record(&number(at));
                    let action = crate::OperatorAction { kind, reason: "x".into() };
                    if action.apply(&record.state).is_ok() {
                        desk.perform(&number(at), kind);
                    }
                    continue;
                }
            };
            let machine = GOOD.serial(serial).board(board);
            let machine = if is_declared { machine.declaring(countersign_core::machine::Field::Serial) } else { machine };
            let request = machine.request(&number(at), nonce);
            let request =
                if as_spoken { IncomingRequest::Spoken(SpokenRequest::of(&request)) } else { IncomingRequest::Full(request) };
            let requester = || if operator { Requester::Operator("li".into()) } else { Requester::Public };
            let scheme = if older { Scheme::Two } else { Scheme::Three };
            let before: Vec<_> = (0..3).map(|at| desk.record(&number(at))).collect();
            let answer = desk.ask_as(requester(), &request, scheme, day);
            let after: Vec<_> = (0..3).map(|at| desk.record(&number(at))).collect();
            match &answer.outcome {
                AnswerOutcome::Refused(_) => prop_assert_eq!(before, after),
                AnswerOutcome::Issued { code, .. } => {
                    let (was, is) = (&before[at as usize], &after[at as usize]);
                    let LicenseState::Bound(binding) = &is.state else { panic!("a grant without a binding") };
                    prop_assert!(binding.issued.iter().any(|issued| issued.code == *code), "committed before it is returned");
                    if let Some(old) = was.state.binding() {
                        prop_assert!(!(old.scheme == Scheme::Three && binding.scheme == Scheme::Two));
                        prop_assert!(binding.moves_in_year(day) <= crate::MOVES_A_YEAR.max(old.moves_in_year(day)));
                    }
                    let again = desk.ask_as(requester(), &request, scheme, day);
                    let AnswerOutcome::Issued { code: second, .. } = again.outcome else { panic!("refused again") };
                    prop_assert_eq!(code, &second);
                }
            }
        }
    }
}

/// A store in which a rival request is answered before each of the first `times` commits.
struct Racing<'a> {
    desk: &'a TestDesk,
    rival: IncomingRequest,
    times: Cell<u32>,
}

impl Store for Racing<'_> {
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
        self.desk.store.load(number)
    }
    fn seen_elsewhere(&self, m3: Marker, m2: Option<Marker>, except: &Number) -> Result<u32, StoreError> {
        self.desk.store.seen_elsewhere(m3, m2, except)
    }
    fn open_cases(&self, key: &CaseKey) -> Result<Vec<Case>, StoreError> {
        self.desk.store.open_cases(key)
    }
    fn commit(&self, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        if self.times.get() > 0 {
            self.times.set(self.times.get() - 1);
            self.desk.ask(&self.rival, Scheme::Three, TODAY);
        }
        self.desk.store.commit(unit)
    }
}

#[test]
fn of_two_concurrent_requests_one_is_bound_and_the_other_refused() {
    let desk = TestDesk::open();
    let store = Racing { desk: &desk, rival: OTHER.full(&number(0), 9), times: Cell::new(1) };
    let context = RequestContext { now: 1_795_361_511, requester: Requester::Public, scheme: Scheme::Three };
    let late = answer(&store, &desk, &GOOD.full(&number(0), 1), &context).unwrap();
    assert_eq!(grant_or_reason(&late), Err(Reason::DeviceDiffers));
    let marker = desk.record(&number(0)).state.binding().unwrap().marker3;
    assert_eq!(marker, Some(OTHER.full(&number(0), 9).marker3()));
    assert_eq!(desk.store.attempts().len(), 2, "a conflict leaves no attempt");
}

/// A store in which every commit is a conflict.
struct AlwaysConflicting<'a>(&'a TestDesk, Cell<usize>);

impl Store for AlwaysConflicting<'_> {
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
        self.0.store.load(number)
    }
    fn seen_elsewhere(&self, _: Marker, _: Option<Marker>, _: &Number) -> Result<u32, StoreError> {
        Ok(0)
    }
    fn open_cases(&self, _: &CaseKey) -> Result<Vec<Case>, StoreError> {
        Ok(Vec::new())
    }
    fn commit(&self, _: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.1.set(self.1.get() + 1);
        Err(StoreError::Conflict)
    }
}

#[test]
fn endless_conflicts_end_in_an_error() {
    let desk = TestDesk::open();
    let store = AlwaysConflicting(&desk, Cell::new(0));
    let context = RequestContext { now: 0, requester: Requester::Public, scheme: Scheme::Three };
    let error = answer(&store, &desk, &GOOD.full(&number(0), 1), &context).unwrap_err();
    assert_eq!(error, AnswerError::Store(StoreError::Conflict));
    assert_eq!(store.1.get(), MAX_TRIES);
}

#[test]
fn a_refusal_opens_a_case_and_the_machines_success_closes_it() {
    let desk = TestDesk::open();
    let bad = GOOD.serial("Default string");
    let first = desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
    assert_eq!(first.case.map(|case| case.to_string()).as_deref(), Some("CAS-000001"));
    let second = desk.ask(&bad.full(&number(0), 2), Scheme::Three, TODAY);
    assert_eq!(second.case, first.case, "one machine and reason, one case");
    let stranger = desk.ask(&OTHER.serial("").full(&number(0), 3), Scheme::Three, TODAY);
    assert_ne!(stranger.case, first.case, "another machine with the same number");
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
fn the_number_tells_a_machine_without_markers_apart() {
    let desk = TestDesk::open();
    let bad = GOOD.serial("").board("");
    let refused = desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
    desk.ask(&GOOD.board("").full(&number(1), 2), Scheme::Three, TODAY);
    assert!(desk.store.cases()[0].closed.is_none(), "another number's success");
    desk.ask(&GOOD.board("").full(&number(0), 3), Scheme::Three, TODAY);
    assert!(desk.store.cases()[0].closed.is_some(), "{:?}", refused.case);
}

#[test]
fn a_desk_without_the_key_changes_nothing() {
    struct Keyless<'a>(&'a TestDesk);
    impl ProfilesAndKeys for Keyless<'_> {
        fn profile(&self, version: u16) -> Option<&Profile> {
            self.0.profile(version)
        }
        fn newest(&self) -> &Profile {
            self.0.newest()
        }
        fn signer(&self, _: &Profile) -> Option<&Signer> {
            None
        }
    }
    let desk = TestDesk::open();
    let context = RequestContext { now: 1_795_361_511, requester: Requester::Public, scheme: Scheme::Three };
    let error = answer(&desk.store, &Keyless(&desk), &GOOD.full(&number(0), 1), &context).unwrap_err();
    assert_eq!(error, AnswerError::NoKey(2));
    assert_eq!(desk.record(&number(0)).state, LicenseState::Unused);
}

#[test]
fn practice_answers_any_number_of_its_mask() {
    let desk = PracticeDesk::new([1; 32], mask());
    let mut request = GOOD.request(&number(4_242), 1);
    request.head.profile_version = desk.profile().version;
    let request = IncomingRequest::Full(request);
    let answer = desk.answer(&request, Scheme::Three, 1_795_361_511).unwrap();
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::First));
    let terms = terms(desk.profile(), &request);
    assert_eq!(terms.product, countersign_core::profile::PRACTICE_PRODUCT);
    assert!(code(&answer).verify(&desk.profile().keys, &terms).is_ok());
}
