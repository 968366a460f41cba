//! Checks that the machines of a bundle that are refused for the same reason share a case.

use countersign_core::machine::Origin;
use countersign_core::protocol::Scheme;
use countersign_ledger::{
    Act, Answer, BundleDigest, Case, CaseClosure, CaseNumber, CaseStore, ClosedBy, IncomingRequest, License,
    LicenseId, RequestContext, Requester, answer,
};

use super::{Desk, NOON, PRODUCT, TestStore, at_once, code};

/// The number of machines in the bundle.
const MACHINES: u8 = 8;
const BUNDLE: BundleDigest = BundleDigest([1; 32]);

impl<S: TestStore + CaseStore> Desk<'_, S> {
    /// Returns a request of a machine, each with its own number, with the given serial or with a refused one.
    fn of_machine(&self, at: u8, serial: Option<&str>, secret: u8) -> IncomingRequest {
        let board = format!("BR80G99{at:03}");
        let values = ["ASRock", "B450M Pro4", serial.unwrap_or("Default string")];
        self.request_of(&self.number(at), values, Origin::Firmware, &board, secret)
    }

    fn ask_in(&self, bundle: Option<BundleDigest>, request: &IncomingRequest) -> Answer {
        let context =
            RequestContext { now: NOON, requester: Requester::Public, scheme: Scheme::Three, bundle };
        self.store.wait(answer(self.store, &self.published, request, &context)).unwrap()
    }

    fn case(&self, case: CaseNumber) -> Case {
        self.store.wait(self.store.case_history(case)).unwrap().unwrap().case
    }
}

/// Checks that there is one case for each reason, that each machine counts once, and that the last success
/// closes the case, even if several come at once.
pub fn check_bundle_cases<S: TestStore + CaseStore>(store: &S) {
    let desk = Desk::new(store);
    for at in 1..=MACHINES + 4 {
        store.add(LicenseId::new(PRODUCT, desk.number(at)), License::default());
    }
    let refused = |bundle, at| desk.ask_in(bundle, &desk.of_machine(at, None, 1)).case;

    let answers = at_once(MACHINES, |at| refused(Some(BUNDLE), at + 1));
    let shared = answers[0].unwrap();
    assert!(answers.iter().all(|case| *case == Some(shared)), "{answers:?}");
    assert_eq!(refused(Some(BUNDLE), 1), Some(shared), "a repeated bundle joins the case");
    assert_eq!(refused(None, 1), Some(shared), "a machine of the bundle that asks alone joins the case");
    let all = u32::from(MACHINES);
    assert_eq!((desk.case(shared).machines, desk.case(shared).unsolved), (all, all));

    desk.perform(&desk.number(9), Act::Suspend).unwrap();
    let suspended = refused(Some(BUNDLE), 9).unwrap();
    let others = [refused(Some(BundleDigest([2; 32])), 10).unwrap(), refused(None, 11).unwrap()];
    assert!(
        ![suspended, others[0], others[1]].contains(&shared),
        "another reason, another bundle and no bundle have other cases"
    );
    assert_ne!(others[0], others[1]);
    assert_eq!(refused(Some(BUNDLE), 80), None, "an unknown number has no case");

    let solve = |at: u8| desk.ask_in(None, &desk.of_machine(at, Some(&format!("M80-D80182{at:03}")), 2));
    assert!(code(&solve(1)).is_some());
    assert_eq!((desk.case(shared).unsolved, desk.case(shared).closed), (all - 1, None));
    at_once(MACHINES - 1, |at| assert!(code(&solve(at + 2)).is_some()));
    let case = desk.case(shared);
    assert_eq!((case.machines, case.unsolved), (all, 0));
    assert_eq!(case.closed, Some(CaseClosure { at: NOON, by: ClosedBy::Success }));
    assert_eq!(desk.case(suspended).closed, None);

    let next = refused(Some(BUNDLE), 12).unwrap();
    assert_ne!(next, shared, "no machine joins a closed case");
    let by = ClosedBy::Operator { operator: "li".into(), reason: "scrapped".into() };
    store.wait(store.close(next, &CaseClosure { at: NOON, by })).unwrap().unwrap();
    assert_eq!(desk.case(next).unsolved, 0);
    assert_ne!(refused(None, 12), Some(next), "a machine of a closed case opens another one");
}
