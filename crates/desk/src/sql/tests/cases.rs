//! Tests of cases and of the requests for a number.

use std::collections::BTreeSet;

use super::*;

#[test]
fn cases_agree_with_the_store_in_memory() {
    let (_dir, sql) = store();
    let memory = MemoryStore::new(UnlistedNumber::Unknown);
    let key = |n: u8, [marker2, marker3, model]: [Option<u8>; 3]| {
        let marker = |byte: Option<u8>| byte.map(|byte| Marker([byte; 10]));
        CaseKey { number: [n; 6], marker2: marker(marker2), marker3: marker(marker3), model: marker(model) }
    };
    let keys = [
        key(1, [Some(4), None, None]),
        key(1, [None; 3]),
        key(2, [Some(4), Some(5), None]),
        key(3, [None, Some(5), Some(6)]),
        key(5, [None, None, Some(6)]),
        key(5, [None, None, Some(7)]),
    ];
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
    let numbers: Vec<_> =
        keys.iter().map(|key| commit(&refused(CaseChange::Open(*key, None))).unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6].map(CaseNumber));
    assert_eq!(commit(&refused(CaseChange::Join(numbers[0]))), None);
    let issued = |case| UnitOfWork { attempt: Some(attempt(None)), case, ..UnitOfWork::default() };
    commit(&issued(CaseChange::Solve(vec![numbers[2]], keys[2])));
    // Two models share a case, and one of them succeeds.
    commit(&refused(CaseChange::Share(numbers[4], keys[5])));
    commit(&issued(CaseChange::Solve(vec![numbers[4]], keys[4])));
    assert_eq!(open_cases(&sql, keys[5]).iter().map(|case| case.unsolved).collect::<Vec<_>>(), [1, 1]);
    for key in keys {
        assert_eq!(open_cases(&sql, key), open_cases(&memory, key), "{key:?}");
    }
    let history = wait(sql.attempts(&id(1))).unwrap();
    let cases: Vec<_> = history.iter().map(|one| one.case.map(|case| case.0)).collect();
    assert_eq!(cases, [1, 2, 3, 4, 5, 6, 3, 5, 5].map(Some));
    assert_eq!(history[0].attempt, attempt(Some(Reason::MachineRefused)), "the attempt is loaded unchanged");
    let note =
        CaseNote { at: 9, operator: "li".into(), text: "called".into(), audience: NoteAudience::Customer };
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
    for case in 1..=7 {
        let (one, two) = (
            wait(sql.case_history(CaseNumber(case))).unwrap(),
            wait(memory.case_history(CaseNumber(case))).unwrap(),
        );
        assert_eq!(one, two, "{case}");
    }
    let listed = |state| {
        let filter = CaseFilter { state, ..CaseFilter::default() };
        let page = wait(sql.list_cases(&filter, TimeOrder::Newest, None, 9)).unwrap();
        page.rows.into_iter().map(|one| (one.case.number.0, one.requests)).collect::<Vec<_>>()
    };
    assert_eq!(listed(CaseStateFilter::Open), [(6, 1), (5, 3), (4, 1), (2, 1)]);
    assert_eq!(listed(CaseStateFilter::Closed), [(3, 2), (1, 1)]);
    assert_eq!(listed(CaseStateFilter::All).len(), 6);
}

#[test]
fn a_case_that_closes_by_success_waits_no_more() {
    let (dir, sql) = store();
    let key = CaseKey { number: [1; 6], marker2: Some(Marker([4; 10])), marker3: None, model: None };
    let other = CaseKey { marker2: Some(Marker([5; 10])), ..key };
    let commit = |reason, case| {
        let attempt = Some(attempt(reason));
        wait(sql.commit(UnitOfWork { attempt, case, ..UnitOfWork::default() })).unwrap()
    };
    let case = commit(Some(Reason::MachineRefused), CaseChange::Open(key, None)).unwrap();
    commit(Some(Reason::MachineRefused), CaseChange::Share(case, other));
    let change = |step| wait(sql.change_case(case, None, step, "li", 9)).unwrap().unwrap();
    let waiting = || wait(sql.case_work(case)).unwrap().unwrap().waiting;
    change(CaseStep::Wait);
    commit(None, CaseChange::Solve(vec![case], key));
    assert_eq!(waiting(), Some(9), "another machine of the case has no code yet");
    commit(None, CaseChange::Solve(vec![case], other));
    assert_eq!(waiting(), None);
    // An earlier program left the mark on closed cases.
    let raw = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    raw.execute("UPDATE cases SET waiting = 9", []).unwrap();
    change(CaseStep::Reopen("back".into()));
    assert_eq!(waiting(), None);
}

/// Two cases of one machine.
fn two_cases(sql: &SqlStore) {
    for _ in 0..2 {
        let key = CaseKey { number: [1; 6], marker2: Some(Marker([4; 10])), marker3: None, model: None };
        let open = CaseChange::Open(key, None);
        let refused = attempt(Some(Reason::MachineRefused));
        let unit = UnitOfWork { attempt: Some(refused), case: open, ..UnitOfWork::default() };
        // The second case opens only after the first is closed.
        wait(sql.change_case(CaseNumber(1), None, CaseStep::Close(Some("done".into())), "li", 8))
            .unwrap()
            .ok();
        wait(sql.commit(unit)).unwrap();
    }
}

#[test]
fn a_case_is_assigned_set_to_waiting_and_reopened() {
    let (_dir, sql) = store();
    two_cases(&sql);
    let change =
        |case, version, step| wait(sql.change_case(CaseNumber(case), version, step, "li", 9)).unwrap();
    let work = || wait(sql.case_work(CaseNumber(2))).unwrap().unwrap();
    assert_eq!(change(2, Some(0), CaseStep::Assign(Some("wang".into()))), Ok(()));
    assert_eq!(
        change(2, Some(0), CaseStep::Wait),
        Err(CaseRefusal::Changed),
        "another operator changed the case first"
    );
    assert_eq!(change(2, Some(1), CaseStep::Wait), Ok(()));
    assert_eq!(work(), CaseWork { assignee: Some("wang".into()), waiting: Some(9), version: 2 });
    assert_eq!(change(2, None, CaseStep::GoOn), Ok(()));
    assert_eq!((work().waiting, work().version), (None, 3));
    assert_eq!(change(2, None, CaseStep::Reopen("x".into())), Err(CaseRefusal::NotClosed));
    assert_eq!(change(1, None, CaseStep::Wait), Err(CaseRefusal::Closed));
    assert_eq!(change(1, None, CaseStep::Reopen("x".into())), Err(CaseRefusal::OtherOpen));
    assert_eq!(change(9, None, CaseStep::Wait), Err(CaseRefusal::Unknown));
    assert_eq!(work().version, 3, "a refused change doesn't change the case");
    assert_eq!(change(2, None, CaseStep::Close(Some("gone".into()))), Ok(()));
    assert_eq!(change(1, None, CaseStep::Reopen("back".into())), Ok(()));
    assert_eq!(wait(sql.case_history(CaseNumber(1))).unwrap().unwrap().case.closed, None);
    let steps = wait(sql.case_steps(CaseNumber(1))).unwrap();
    let steps: Vec<_> = steps.iter().map(|step| (step.event.as_str(), step.subject.as_str())).collect();
    assert_eq!(
        steps,
        [("case-closed", "done"), ("case-reopened", "back")],
        "the closing is still listed after the case is reopened"
    );
    let log = wait(sql.list_acts(&ActFilter::default(), None, 99)).unwrap().rows;
    let events: Vec<_> = log
        .iter()
        .filter_map(|one| match one {
            OfficeRecord::Event(event) if !event.event.starts_with("case-") => None,
            OfficeRecord::Event(event) => Some(format!("{} {}", event.event, event.subject)),
            OfficeRecord::Act(act) => Some(format!("{act:?}")),
        })
        .collect();
    assert_eq!(
        events,
        [
            "case-reopened CAS-000001 back",
            "case-closed CAS-000002 gone",
            "case-goes-on CAS-000002",
            "case-waits CAS-000002",
            "case-assigned CAS-000002 wang",
            "case-closed CAS-000001 done",
        ]
    );
}

#[test]
fn a_case_has_its_own_customer_or_that_of_its_number() {
    let (_dir, sql) = store();
    add(&sql, &[(number(1), License::default())], OnDifference::AddOthers).unwrap();
    two_cases(&sql);
    let entry = |name: &str| {
        CustomerEntry::of_typed([name, "Li\u{7}", " 010  1234 ", "li@x.example", "T-7"]).unwrap()
    };
    assert_eq!(wait(sql.case_customer(CaseNumber(2))).unwrap(), Some(CustomerEntry::default()));
    assert!(wait(sql.set_license_customer(&id(1), &entry("Acme 100%"), "li", 9)).unwrap());
    assert!(
        !wait(sql.set_license_customer(&id(7), &entry("Acme"), "li", 9)).unwrap(),
        "the number is unknown"
    );
    let of_number = wait(sql.case_customer(CaseNumber(2))).unwrap().unwrap();
    assert_eq!(of_number.texts(), ["Acme 100%", "Li", "010 1234", "li@x.example", "T-7"]);
    let step = CaseStep::Customer(entry("Other"));
    wait(sql.change_case(CaseNumber(2), None, step, "li", 9)).unwrap().unwrap();
    assert_eq!(wait(sql.case_customer(CaseNumber(2))).unwrap().unwrap().customer.organisation, "Other");
    let others = |organisation: &str| wait(sql.numbers_of_others(CaseNumber(2), organisation)).unwrap();
    assert_eq!(others("Other"), BTreeSet::from([id(1)]));
    assert_eq!(others("Acme 100%"), BTreeSet::new());
    let cases = |customer: &str| {
        let state = CaseStateFilter::All;
        let filter = CaseFilter { state, customer: Some(customer.to_owned()), ..CaseFilter::default() };
        let page = wait(sql.list_cases(&filter, TimeOrder::Oldest, None, 9)).unwrap();
        page.rows.into_iter().map(|one| (one.case.number.0, one.customer)).collect::<Vec<_>>()
    };
    assert_eq!(cases("acme"), [(1, "Acme 100%".into()), (2, "Other".into())]);
    assert_eq!(cases("oTHER"), [(2, "Other".into())]);
    assert_eq!(
        cases("0%"),
        [(1, "Acme 100%".into()), (2, "Other".into())],
        "a percent sign is not a wildcard"
    );
    assert!(cases("0_").is_empty());
    for typed in ["acme 1", "T-7", "010 12"] {
        let hits = wait(sql.search(typed, Vec::new(), TODAY)).unwrap();
        let numbers: Vec<_> = hits.numbers.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers, ["K01"], "{typed}");
    }
}
