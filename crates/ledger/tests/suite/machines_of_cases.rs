//! Checks that different machines have a case each: models without markers to compare, and copies with the same values.

use countersign_core::machine::Origin;
use countersign_core::protocol::Scheme;
use countersign_ledger::{CaseNumber, CaseStore, Expiry, License, LicenseId, Requester};

use super::{Desk, PRODUCT, TestStore, code};

/// Checks that two models under one number have two cases, and that the success of one closes its case alone.
pub fn check_machines_of_a_number<S: TestStore + CaseStore>(store: &S) {
    let desk = Desk::new(store);
    let number = desk.number(1);
    store.add(LicenseId::new(PRODUCT, number.clone()), License::default());
    // Neither machine has a board serial, so neither has a scheme 2 marker.
    let case = |values: [&str; 3], secret| {
        let request = desk.request_of(&number, values, Origin::Firmware, "", secret);
        desk.ask(&request, Requester::Public, Scheme::Three, 0).case
    };
    let one = case(["ASRock", "B450M Pro4", "Default string"], 1);
    let two = case(["ASRock", "X570 Taichi", "Default string"], 2);
    assert!(one.is_some() && two.is_some() && one != two, "{one:?} {two:?}");
    assert_eq!(
        case(["ASROCK", "B450M PRO4", "Default string"], 3),
        one,
        "the same model in another spelling"
    );
    // A repair changes refused values, so a machine that had no model yet belongs to both.
    let unknown = case(["ASRock", "To be filled by O.E.M.", "Default string"], 4);
    assert!([one, two].contains(&unknown), "{unknown:?}");

    let good = ["ASRock", "B450M Pro4", "M80-D8018200512"];
    let request = desk.request_of(&number, good, Origin::Firmware, "", 5);
    let answer = desk.ask(&request, Requester::Public, Scheme::Three, 0);
    assert!(code(&answer).is_some(), "{answer:?}");
    let is_open = |case: Option<CaseNumber>| {
        store.wait(store.case_history(case.unwrap())).unwrap().unwrap().case.closed.is_none()
    };
    assert_eq!((is_open(one), is_open(two)), (false, true));
}

/// Checks that machines with the same values on different boards have a case for each license number, and that a machine with a new
/// board keeps its case.
pub fn check_copies<S: TestStore + CaseStore>(store: &S) {
    let desk = Desk::new(store);
    let numbers = [1, 2].map(|n| desk.number(n));
    for number in &numbers {
        let expired = License { expiry: Expiry::On(1), ..License::default() };
        store.add(LicenseId::new(PRODUCT, number.clone()), expired);
    }
    let case = |number, board, secret| {
        let values = ["ASRock", "B450M Pro4", "M80-D8018200512"];
        let request = desk.request_of(number, values, Origin::Firmware, board, secret);
        desk.ask(&request, Requester::Public, Scheme::Three, 0).case.unwrap()
    };
    let one = case(&numbers[0], "BR80G1234567", 1);
    let two = case(&numbers[1], "BR80G7654321", 2);
    assert_ne!(one, two, "copies under two numbers");
    assert_eq!(case(&numbers[0], "BR80G5555555", 3), one, "a new board in the first machine");
    let without_board = case(&numbers[1], "", 4);
    assert!([one, two].contains(&without_board), "the values decide: {without_board}");
}
