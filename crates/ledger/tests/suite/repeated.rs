//! Checks that a case records a repeated refusal once, and that `answer_again` writes nothing.

use countersign_core::machine::Origin;
use countersign_core::protocol::Scheme;
use countersign_ledger::{
    Act, AttemptOutcome, CaseNumber, CaseStore, License, LicenseId, Reason, RequestContext, Requester,
    answer_again,
};

use super::{Desk, NOON, PRODUCT, TestStore, at_once, code};

/// Checks that a refused request that is repeated is one line of its case, and that another request, reason
/// or requester is another line.
pub fn check_repeated_refusals<S: TestStore + CaseStore>(store: &S) {
    let desk = Desk::new(store);
    let number = desk.number(1);
    store.add(LicenseId::new(PRODUCT, number.clone()), License::default());
    let bad = |secret| {
        let values = ["ASRock", "B450M Pro4", "Default string"];
        desk.request_of(&number, values, Origin::Firmware, "BR80G1234567", secret)
    };
    let (one, two) = (bad(1), bad(2));
    let ask = |request, day| desk.ask(request, Requester::Public, Scheme::Three, day);
    let answers = at_once(8, |_| ask(&one, 0));
    let case = answers[0].case.unwrap();
    assert!(answers.iter().all(|answer| answer.case == Some(case)), "{answers:?}");
    let lines = || {
        let history = store.wait(store.case_history(case)).unwrap().unwrap();
        let lines =
            history.attempts.iter().map(|attempt| (attempt.name.clone(), attempt.outcome, attempt.at));
        lines.collect::<Vec<_>>()
    };
    let line = |request: &countersign_ledger::IncomingRequest, reason, day: i64| {
        (request.name(), AttemptOutcome::Refused(reason), NOON + day * 86_400)
    };
    let mut expected = vec![line(&one, Reason::MachineRefused, 0)];
    assert_eq!(ask(&one, 1).case, Some(case));
    assert_eq!(lines(), expected, "the same request is recorded once");
    assert_eq!(ask(&two, 1).case, Some(case));
    ask(&one, 2);
    expected.push(line(&two, Reason::MachineRefused, 1));
    assert_eq!(lines(), expected, "another request is recorded");
    for day in [3, 4] {
        desk.ask(&one, Requester::Operator("li".into()), Scheme::Three, day);
    }
    expected.push(line(&one, Reason::MachineRefused, 3));
    assert_eq!(lines(), expected, "a request through an operator is recorded");
    desk.perform(&number, Act::Suspend).unwrap();
    for day in [5, 6] {
        ask(&one, day);
    }
    expected.push(line(&one, Reason::NumberSuspended, 5));
    assert_eq!(lines(), expected, "a refusal for another reason is recorded");
    check_asking_again(&desk, case);
}

/// Checks what `answer_again` returns: the refusal, `None` if the request would get a new code, and the code
/// that it got. The store is not changed.
fn check_asking_again<S: TestStore + CaseStore>(desk: &Desk<'_, S>, case: CaseNumber) {
    let number = desk.number(1);
    let store = desk.store;
    let good = desk.request(&number, 0, 5);
    let again = || {
        let context =
            RequestContext { now: NOON, requester: Requester::Public, scheme: Scheme::Three, bundle: None };
        store.wait(answer_again(store, &desk.published, &good, &context)).unwrap()
    };
    let held = || (desk.record(&number), store.wait(store.case_history(case)).unwrap());
    let before = held();
    let refused = again().unwrap();
    assert_eq!((refused.reason(), refused.case), (Some(Reason::NumberSuspended), Some(case)));
    assert_eq!(held(), before);
    desk.perform(&number, Act::Resume).unwrap();
    let before = held();
    assert_eq!(again(), None, "a request that would get a code is not looked up");
    assert_eq!(held(), before);
    let given = desk.ask(&good, Requester::Public, Scheme::Three, 0);
    let before = held();
    let shown = again().unwrap();
    assert!(code(&shown).is_some() && code(&shown) == code(&given), "{shown:?}");
    assert_eq!(held(), before);
}
