//! Tests of answers in one transaction: a refused or failed answer doesn't affect the others.

use std::sync::Arc;

use super::operator_entries::{ALLOW_ENTRIES, REFUSE_ENTRIES, entries, run};
use super::*;
use countersign_core::protocol::Platform;
use countersign_core::review::Policy;
use countersign_ledger::{Answer, AnswerError, AnswerOutcome, Answered, Basis, Decide, Decided};

/// The outcome of a fixed decision.
enum Known {
    Writes(Box<UnitOfWork>),
    IsStale,
    HasAFault,
}

/// A decision about a license number with a fixed outcome.
struct Fixed(Question, Known);

impl Decide for Fixed {
    fn question(&self) -> &Question {
        &self.0
    }

    fn decide(&self, basis: Basis) -> Result<Decided, AnswerError> {
        assert!(
            basis.record.is_some_and(|record| record.version == 0),
            "a decision is never based on a change that is rolled back"
        );
        let unit = match &self.1 {
            Known::Writes(unit) => unit.as_ref().clone(),
            Known::IsStale => return Err(AnswerError::Stale),
            Known::HasAFault => panic!("a fault in the rules"),
        };
        let answer = Answer {
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
        };
        Ok(Decided::Ready(Box::new(unit), Box::new(answer)))
    }
}

#[test]
fn the_answer_of_an_operator_is_stored_with_its_entry_or_not_at_all() {
    let (_dir, store) = store();
    add(&store, &[(number(1), license()), (number(2), license())], OnDifference::AddOthers).unwrap();
    run(&store, REFUSE_ENTRIES);
    let unit = |at, operator: Option<&str>| {
        let attempt =
            Attempt { operator: operator.map(str::to_owned), license: Some(id(at)), ..attempt(None) };
        UnitOfWork { attempt: Some(attempt), ..bind(&store, at, 0, 1) }
    };
    assert!(wait(store.commit(unit(1, Some("li")))).is_err(), "an answer is stored without an entry");
    assert!(load(&store, 1).unwrap().unwrap().seats.is_empty());
    wait(store.commit(unit(2, None))).unwrap();
    let added =
        ("li".to_owned(), "numbers-added".to_owned(), format!("{PRODUCT} {} {}", number(1), number(2)));
    assert_eq!(entries(&store), std::slice::from_ref(&added), "a stranger's answer has an entry");
    run(&store, ALLOW_ENTRIES);
    wait(store.commit(unit(1, Some("li")))).unwrap();
    let subject = format!("K7Q-F2M {} issued", number(1));
    let answered = ("li".to_owned(), "request-answered".to_owned(), subject);
    assert_eq!(entries(&store), [added, answered]);
}

#[test]
fn an_answer_that_conflicts_or_fails_affects_no_other_answer() {
    let (_dir, store) = store();
    let many: Vec<_> = (10..42).map(|at| (number(at), license())).collect();
    add(&store, &many, OnDifference::AddOthers).unwrap();
    let decision = |at| match at {
        // A conflict before anything is written, and a broken reference after the number was changed.
        13 => Known::Writes(Box::new(bind(&store, 13, 7, 1))),
        15 => {
            let case = CaseChange::Join(CaseNumber(999));
            let unit = UnitOfWork { attempt: Some(attempt(None)), case, ..bind(&store, 15, 0, 1) };
            Known::Writes(Box::new(unit))
        }
        17 => Known::IsStale,
        19 => Known::HasAFault,
        at => Known::Writes(Box::new(bind(&store, at, 0, 1))),
    };
    let decisions: Vec<_> =
        (10..42).map(|at| (at, Box::new(Fixed(Question::of(&id(at)), decision(at))))).collect();
    let store = Arc::new(store);
    let answers = wait(async {
        let mut waiting = tokio::task::JoinSet::new();
        for (at, decision) in decisions {
            let store = Arc::clone(&store);
            waiting.spawn(async move { (at, store.answer(decision).await) });
        }
        waiting.join_all().await
    });
    for (at, answered) in answers {
        let answer = answered.map(|answered| match answered {
            Answered::Committed(answer) => *answer,
            Answered::ToSign(_) => panic!("the answer needs a signature"),
        });
        let bound = load(&store, at).unwrap().unwrap().seats.len();
        match at {
            13 => assert_eq!(answer, Err(AnswerError::Store(StoreError::Conflict))),
            17 => assert_eq!(answer, Err(AnswerError::Stale)),
            15 | 19 => assert!(matches!(answer, Err(AnswerError::Store(StoreError::Fault(_)))), "{answer:?}"),
            _ => assert!(answer.is_ok(), "{at}: {answer:?}"),
        }
        assert_eq!(bound, usize::from(answer.is_ok()), "{at}");
    }
}

#[test]
fn an_error_that_ends_the_transaction_affects_no_other_answer() {
    let (_dir, store) = store();
    let many: Vec<_> = (10..13).map(|at| (number(at), license())).collect();
    add(&store, &many, OnDifference::AddOthers).unwrap();
    // SQLite does so too after an error of the disk.
    run(
        &store,
        "CREATE TRIGGER failing BEFORE UPDATE ON licenses WHEN OLD.number = 'K11'
             BEGIN SELECT RAISE(ROLLBACK, 'the disk'); END",
    );
    let answer = |at| {
        let writes = Known::Writes(Box::new(bind(&store, at, 0, 1)));
        let answered = store.answer(Box::new(Fixed(Question::of(&id(at)), writes)));
        async { answered.await.map(drop) }
    };
    let (release, released) = std::sync::mpsc::channel();
    // The three requests wait together while the writing thread is busy.
    let busy = store.sqlite().unwrap().alone(move |_| {
        released.recv().unwrap();
        Ok(())
    });
    let [first, second, third] = [10, 11, 12].map(answer);
    let release = async { release.send(()).unwrap() };
    let (_, before, failed, after, ()) = wait(async { tokio::join!(busy, first, second, third, release) });
    assert!(before.is_ok() && after.is_ok(), "{before:?} {after:?}");
    assert!(matches!(failed, Err(AnswerError::Store(StoreError::Fault(_)))), "{failed:?}");
    for (at, seats) in [(10, 1), (11, 0), (12, 1)] {
        assert_eq!(load(&store, at).unwrap().unwrap().seats.len(), seats, "{at}");
    }
}
