//! Tests of operators: locked names, sessions.

use std::future::ready;

use super::provider_operators::root;
use super::{SqlStore, store, wait};
use crate::access::Role;
use crate::operators::{
    BegunSignIn, EndSessions, IDLE_SECONDS, NewOperator, NewSession, OperatorName, OperatorStore,
    SecondFactorStore as _, Session, SignIn, SignInAttempt, SignInError, SignInOrigin, SignInWay, Token,
    lockout, password, sign_in,
};
use crate::sql::value::values;

fn try_sign_in(store: &SqlStore, name: &str, source: &str, typed: &str, now: i64) -> SignIn {
    let verify = |hash: Option<String>| ready(Ok::<_, SignInError>(password::verify(hash.as_deref(), typed)));
    wait(sign_in(store, name, origin(source), now, verify)).unwrap()
}

fn origin(source: &str) -> SignInOrigin {
    SignInOrigin { source: source.to_owned(), agent: "curl/8".to_owned() }
}

fn new(name: &OperatorName, hash: &str, role: Role) -> NewOperator {
    NewOperator { name: name.clone(), hash: hash.to_owned(), role, by: "root".to_owned(), at: 1 }
}

#[test]
fn wrong_passwords_lock_known_and_unknown_names() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    let hash = password::hash("correct horse battery").unwrap();
    assert!(wait(store.add_operator(&new(&li, &hash, Role::Admin))).unwrap());
    assert!(!wait(store.add_operator(&new(&li, "other", Role::Admin))).unwrap());
    let from =
        |source: &str, name: &str, typed: &str, now| match try_sign_in(&store, name, source, typed, now) {
            SignIn::Accepted(_) => "in",
            SignIn::Wrong => "wrong",
            SignIn::Locked(_) => "locked",
            SignIn::NeedsCode(_) | SignIn::Crowded => "more",
        };
    let kind = |name: &str, typed: &str, now| from("192.0.2.1", name, typed, now);
    assert_eq!(kind("LI ", "correct horse battery", 10), "in");
    for name in ["li", "nobody"] {
        for _ in 0..lockout::FREE_ATTEMPTS {
            assert_eq!(kind(name, "wrong horse battery", 1_000), "wrong");
        }
        assert_eq!(kind(name, "correct horse battery", 1_001), "locked", "{name}");
    }
    assert_eq!(from("192.0.2.2", "li", "correct horse battery", 1_002), "in", "another source is not locked");
    assert_eq!(kind("li", "correct horse battery", 1_003), "locked", "the guessing source stays locked");
    assert_eq!(
        kind("li", "correct horse battery", 1_060),
        "in",
        "the lock ends, and a success resets the count"
    );
    assert_eq!(wait(store.begin_attempt(&li, "192.0.2.1", 1_061)).unwrap(), SignInAttempt::Allowed);
    assert_eq!(kind("<script>", "x", 1), "wrong");
    // Concurrent attempts are counted one by one.
    let allowed: usize = std::thread::scope(|scope| {
        let zhao = OperatorName::parse("zhao").unwrap();
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let (store, zhao) = (&store, zhao.clone());
                scope.spawn(move || {
                    wait(store.begin_attempt(&zhao, "192.0.2.1", 2_000)).unwrap() == SignInAttempt::Allowed
                })
            })
            .collect();
        tries.into_iter().filter_map(|one| one.join().ok()).filter(|allowed| *allowed).count()
    });
    assert_eq!(allowed, lockout::FREE_ATTEMPTS as usize);
}

#[test]
fn an_operator_is_unlocked_and_gets_a_new_password() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    wait(store.add_operator(&new(&li, &password::hash("correct horse battery").unwrap(), Role::Lead)))
        .unwrap();
    let sign_in = |typed: &str| try_sign_in(&store, "li", "192.0.2.1", typed, 1_000);
    let lock = || {
        for _ in 0..lockout::FREE_ATTEMPTS {
            assert!(matches!(sign_in("wrong horse battery"), SignIn::Wrong));
        }
        assert!(matches!(sign_in("correct horse battery"), SignIn::Locked(_)));
    };
    lock();
    assert!(wait(store.unlock(&li, &root())).unwrap() && !wait(store.unlock(&li, &root())).unwrap());
    let SignIn::Accepted(token) = sign_in("correct horse battery") else {
        panic!("the operator is not unlocked")
    };
    lock();
    assert!(
        wait(store.set_password(&li, &password::hash("another horse battery").unwrap(), &root())).unwrap()
    );
    assert_eq!(
        wait(store.session(&token.digest(), 1_001)).unwrap(),
        None,
        "a new password ends the sessions"
    );
    assert!(matches!(sign_in("correct horse battery"), SignIn::Wrong));
    assert!(matches!(sign_in("another horse battery"), SignIn::Accepted(_)));
    assert!(!wait(store.set_password(&OperatorName::parse("nobody").unwrap(), "x", &root())).unwrap());
}

#[test]
fn sessions_are_stored_by_digest_and_end() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    wait(store.add_operator(&new(&li, "x", Role::Lead))).unwrap();
    let open = |opened| {
        let (operator, origin) = (li.clone(), origin("192.0.2.1"));
        let token = Token::new().unwrap();
        let session = NewSession { operator, way: SignInWay::Password, origin, opened };
        wait(store.open_session(&token, &session)).unwrap();
        token
    };
    let read = |token: &Token, now| wait(store.session(&token.digest(), now)).unwrap();
    let first = open(100);
    let session = Session {
        name: first.session_name(),
        operator: li.clone(),
        role: Role::Lead,
        way: SignInWay::Password,
        origin: origin("192.0.2.1"),
        opened: 100,
        seen: 100,
    };
    assert_eq!(read(&first, 130), Some(session));
    assert_eq!(read(&Token::new().unwrap(), 130), None);
    assert_eq!(wait(store.set_role(&li, Role::Viewer, &root())).unwrap(), Some(Role::Lead));
    assert_eq!(
        read(&first, 130).map(|session| session.role),
        Some(Role::Viewer),
        "a new role takes effect at once"
    );
    let touched = read(&first, 200).and_then(|_| read(&first, 201));
    assert_eq!(touched.map(|session| session.seen), Some(200));
    assert_eq!(read(&first, 200 + IDLE_SECONDS), None);
    assert_eq!(read(&first, 201), None, "an ended session stays ended");
    let (second, third, fourth) = (open(300), open(301), open(302));
    wait(store.end_session(&second.digest())).unwrap();
    assert!(read(&second, 300).is_none() && read(&third, 300).is_some());
    let names = || -> Vec<String> {
        let sessions = wait(store.sessions_of(&li, 303)).unwrap();
        sessions.into_iter().map(|session| session.name).collect()
    };
    assert_eq!(names(), [fourth.session_name(), third.session_name()]);
    let zhao = OperatorName::parse("zhao").unwrap();
    let named = third.session_name();
    assert_eq!(
        wait(store.end_sessions_of(&zhao, EndSessions::Named(&named), &root())).unwrap(),
        0,
        "a session of another operator is not ended"
    );
    assert_eq!(wait(store.end_sessions_of(&li, EndSessions::Named(&named), &root())).unwrap(), 1);
    let fifth = open(303);
    assert_eq!(wait(store.end_sessions_of(&li, EndSessions::AllBut(&fifth.digest()), &root())).unwrap(), 1);
    assert_eq!(names(), [fifth.session_name()]);
    assert_eq!(wait(store.end_sessions_of(&li, EndSessions::All, &root())).unwrap(), 1);
    let sixth = open(304);
    assert!(
        wait(store.remove_operator(&li, &root())).unwrap()
            && !wait(store.remove_operator(&li, &root())).unwrap()
    );
    assert_eq!(read(&sixth, 305), None);
    assert_eq!(wait(store.set_role(&li, Role::Admin, &root())).unwrap(), None);
    assert!(wait(store.operators()).unwrap().is_empty());
}

#[test]
fn sign_ins_that_strangers_begin_by_provider_delay_no_operator_with_a_password() {
    let (_dir, store) = store();
    let begin = |operator: Option<&str>| {
        let operator = operator.map(|name| OperatorName::parse(name).unwrap());
        let begun = BegunSignIn { operator, began: 1_000, state: String::new() };
        wait(store.begin_sign_in(&Token::new().unwrap(), &begun)).unwrap()
    };
    let fill = |operator: &'static str| {
        let statement = "WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 10000)
            INSERT INTO sign_ins (token, operator, began, state) SELECT $1 || at, NULLIF($1, ''), 1000, '' FROM n";
        let filled =
            store.write(move |tx| Box::pin(async move { tx.execute(statement, values![operator]).await }));
        wait(filled).unwrap();
    };
    fill("");
    assert!(!begin(None), "sign-ins by a provider are bounded");
    assert!(begin(Some("li")), "strangers can't use up the share of operators");
    fill("zhao");
    assert!(!begin(Some("li")), "sign-ins by password are bounded too");
}
