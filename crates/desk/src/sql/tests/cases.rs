//! Cases and the attempts of a number.

use super::*;

#[test]
fn cases_agree_with_the_store_in_memory() {
    let (_dir, sql) = store();
    let memory = MemoryStore::new(UnlistedNumber::Unknown);
    let key = |n: u8, m2: Option<u8>, m3: Option<u8>| CaseKey {
        number: [n; 6],
        marker2: m2.map(|byte| Marker([byte; 10])),
        marker3: m3.map(|byte| Marker([byte; 10])),
    };
    let keys = [key(1, Some(4), None), key(1, None, None), key(2, Some(4), Some(5)), key(3, None, Some(5))];
    let refused = |case| UnitOfWork {
        attempt: Some(attempt(Some(Reason::MachineRefused))),
        case,
        ..UnitOfWork::default()
    };
    let commit = |entry: &UnitOfWork| {
        let one = wait(sql.commit(entry.clone())).unwrap();
        assert_eq!(one, wait(memory.commit(entry.clone())).unwrap());
        one
    };
    let numbers: Vec<_> = keys.iter().map(|key| commit(&refused(CaseChange::Open(*key))).unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4].map(CaseNumber));
    assert_eq!(commit(&refused(CaseChange::Join(numbers[0]))), None);
    let issued = |case| UnitOfWork { attempt: Some(attempt(None)), case, ..UnitOfWork::default() };
    commit(&issued(CaseChange::Close(vec![numbers[2]])));
    for key in keys {
        assert_eq!(open_cases(&sql, key), open_cases(&memory, key), "{key:?}");
    }
    let history = wait(sql.attempts(&id(1))).unwrap();
    let cases: Vec<_> = history.iter().map(|one| one.case.map(|case| case.0)).collect();
    assert_eq!(cases, [Some(1), Some(2), Some(3), Some(4), Some(1), Some(3)]);
    assert_eq!(history[0].attempt, attempt(Some(Reason::MachineRefused)), "it loads unchanged");
    let note = CaseNote { at: 9, operator: "li".into(), text: "called".into() };
    let how = ClosedBy::Operator { operator: "li".into(), reason: "scrapped".into() };
    let by_hand = CaseClosure { at: 10, by: how };
    for (case, expected) in [
        (1, Ok(())),
        (1, Err(CaseRefusal::Closed)),
        (3, Err(CaseRefusal::Closed)),
        (9, Err(CaseRefusal::Unknown)),
    ] {
        let case = CaseNumber(case);
        assert_eq!(wait(sql.close(case, &by_hand)).unwrap(), expected);
        assert_eq!(wait(memory.close(case, &by_hand)).unwrap(), expected);
        assert_eq!(wait(sql.add_note(case, &note)).unwrap(), wait(memory.add_note(case, &note)).unwrap());
    }
    for case in 1..=5 {
        let (one, two) = (
            wait(sql.case_history(CaseNumber(case))).unwrap(),
            wait(memory.case_history(CaseNumber(case))).unwrap(),
        );
        assert_eq!(one, two, "{case}");
    }
    let listed = |filter| {
        wait(sql.list_cases(filter))
            .unwrap()
            .into_iter()
            .map(|one| (one.case.number.0, one.requests))
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(CaseFilter::Open), [(4, 1), (2, 1)]);
    assert_eq!(listed(CaseFilter::CaseClosure), [(3, 2), (1, 2)]);
    assert_eq!(listed(CaseFilter::All).len(), 4);
}
