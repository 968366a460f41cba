//! Operators: locked names, sessions.

use std::future::ready;

use super::{SqlStore, store, wait};
use crate::operators::{
    IDLE_SECONDS, OperatorName, OperatorStore, Session, SignIn, SignInAttempt, SignInError, lockout,
    password, sign_in,
};

fn try_sign_in(store: &SqlStore, name: &str, source: &str, typed: &str, now: i64) -> SignIn {
    let verify = |hash: Option<String>| ready(Ok::<_, SignInError>(password::verify(hash.as_deref(), typed)));
    wait(sign_in(store, name, source, now, verify)).unwrap()
}

#[test]
fn wrong_passwords_lock_known_and_unknown_names() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    let hash = password::hash("correct horse battery").unwrap();
    assert!(wait(store.add_operator(&li, &hash, "root", 1)).unwrap());
    assert!(!wait(store.add_operator(&li, "other", "root", 2)).unwrap());
    let from =
        |source: &str, name: &str, typed: &str, now| match try_sign_in(&store, name, source, typed, now) {
            SignIn::Accepted(_) => "in",
            SignIn::Wrong => "wrong",
            SignIn::Locked(_) => "locked",
        };
    let kind = |name: &str, typed: &str, now| from("192.0.2.1", name, typed, now);
    assert_eq!(kind("LI ", "correct horse battery", 10), "in");
    for name in ["li", "nobody"] {
        for _ in 0..lockout::FREE_ATTEMPTS {
            assert_eq!(kind(name, "wrong horse battery", 1_000), "wrong");
        }
        assert_eq!(kind(name, "correct horse battery", 1_001), "locked", "{name}");
    }
    assert_eq!(from("192.0.2.2", "li", "correct horse battery", 1_002), "in", "the guesses were another's");
    assert_eq!(kind("li", "correct horse battery", 1_003), "locked", "who guessed stays locked");
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
    wait(store.add_operator(&li, &password::hash("correct horse battery").unwrap(), "root", 1)).unwrap();
    let sign_in = |typed: &str| try_sign_in(&store, "li", "192.0.2.1", typed, 1_000);
    let lock = || {
        for _ in 0..lockout::FREE_ATTEMPTS {
            assert!(matches!(sign_in("wrong horse battery"), SignIn::Wrong));
        }
        assert!(matches!(sign_in("correct horse battery"), SignIn::Locked(_)));
    };
    lock();
    assert!(
        wait(store.forget_attempts(&li, None)).unwrap() && !wait(store.forget_attempts(&li, None)).unwrap()
    );
    let SignIn::Accepted(token) = sign_in("correct horse battery") else { panic!("unlocked") };
    lock();
    assert!(wait(store.set_password(&li, &password::hash("another horse battery").unwrap())).unwrap());
    assert_eq!(wait(store.session(&token.digest(), 1_001)).unwrap(), None, "the sessions are ended");
    assert!(matches!(sign_in("correct horse battery"), SignIn::Wrong));
    assert!(matches!(sign_in("another horse battery"), SignIn::Accepted(_)));
    assert!(!wait(store.set_password(&OperatorName::parse("nobody").unwrap(), "x")).unwrap());
}

#[test]
fn sessions_are_stored_by_digest_and_end() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    wait(store.add_operator(&li, "x", "root", 1)).unwrap();
    let session = |opened| Session { operator: li.clone(), opened, seen: opened };
    wait(store.open_session("aa", &session(100))).unwrap();
    assert_eq!(wait(store.session("aa", 130)).unwrap(), Some(session(100)));
    assert_eq!(wait(store.session("ab", 130)).unwrap(), None);
    let touched =
        wait(store.session("aa", 200)).unwrap().and_then(|_| wait(store.session("aa", 201)).unwrap());
    assert_eq!(touched.map(|session| session.seen), Some(200));
    assert_eq!(wait(store.session("aa", 200 + IDLE_SECONDS)).unwrap(), None);
    assert_eq!(wait(store.session("aa", 201)).unwrap(), None, "an ended session must not come back");
    wait(store.open_session("bb", &session(300))).unwrap();
    wait(store.open_session("cc", &session(300))).unwrap();
    wait(store.end_session("bb")).unwrap();
    assert!(
        wait(store.session("bb", 300)).unwrap().is_none()
            && wait(store.session("cc", 300)).unwrap().is_some()
    );
    assert!(wait(store.remove_operator(&li)).unwrap() && !wait(store.remove_operator(&li)).unwrap());
    assert_eq!(wait(store.session("cc", 301)).unwrap(), None);
    assert!(wait(store.operators()).unwrap().is_empty());
}
