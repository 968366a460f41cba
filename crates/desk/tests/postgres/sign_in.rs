//! Second factors, sign-ins under way, and operators of a provider, with a store on a server.

use countersign_desk::access::Role;
use countersign_desk::operators::{
    Actor, BegunSignIn, CodeKind, NewOperator, NewSecondFactor, OperatorName, OperatorStore as _,
    SecondFactorStore as _, SignInAttempt, Token, lockout,
};
use countersign_desk::postgres::Mode;
use countersign_desk::provider::Subject;
use countersign_desk::sql::{LinkOutcome, OperatorByProvider, ProviderIdentity, ProviderOperator, SqlStore};

use crate::store::{Server, wait};
use crate::support;

fn name(text: &str) -> OperatorName {
    OperatorName::parse(text).unwrap()
}

fn root() -> Actor {
    Actor { name: "root".into(), at: 1 }
}

fn with_second_factor(store: &SqlStore) -> OperatorName {
    let li = name("li");
    let new = NewOperator { name: li.clone(), hash: "x".into(), role: Role::Lead, by: "root".into(), at: 1 };
    assert!(wait(store.add_operator(&new)).unwrap());
    let factor = NewSecondFactor {
        sealed: vec![1, 2, 3],
        step: 100,
        recovery_digests: vec!["a".into(), "b".into()],
        session: String::new(),
    };
    assert!(wait(store.set_second_factor(&li, &factor, 1)).unwrap());
    assert!(!wait(store.set_second_factor(&name("nobody"), &factor, 1)).unwrap());
    li
}

/// Runs the work `count` times at the same time. Returns how often it succeeded.
fn at_once(count: usize, work: impl Fn() -> bool + Sync) -> usize {
    std::thread::scope(|scope| {
        let tries: Vec<_> = (0..count).map(|_| scope.spawn(&work)).collect();
        tries.into_iter().filter_map(|one| one.join().ok()).filter(|won| *won).count()
    })
}

#[test]
fn codes_are_valid_once_even_if_tried_concurrently() {
    let Some(server) = Server::start() else { return };
    let store = &server.store;
    let li = with_second_factor(store);
    let factor = wait(store.second_factor_of(&li)).unwrap().unwrap();
    assert_eq!((factor.sealed, factor.last_step), (vec![1, 2, 3], 100));
    assert!(!wait(store.use_step(&li, 100)).unwrap(), "the step that confirmed the factor is used up");
    assert_eq!(at_once(6, || wait(store.use_step(&li, 101)).unwrap()), 1);
    assert_eq!(at_once(6, || wait(store.use_recovery_code(&li, "a", "192.0.2.1", 1)).unwrap()), 1);
    assert_eq!(wait(store.recovery_codes_left(&li)).unwrap(), 1);
    assert!(wait(store.replace_recovery_codes(&li, &["c".into(), "d".into()], 1)).unwrap());
    assert!(!wait(store.use_recovery_code(&li, "b", "192.0.2.1", 1)).unwrap());
    let digits = |now| wait(store.begin_code_attempt(&li, "192.0.2.1", CodeKind::Digits, now)).unwrap();
    let free = lockout::FREE_ATTEMPTS as usize;
    assert_eq!(at_once(12, || digits(1_000) == SignInAttempt::Allowed), free);
    let from = |source: &str, kind| wait(store.begin_code_attempt(&li, source, kind, 1_000)).unwrap();
    for source in 2..50 {
        from(&format!("192.0.2.{source}"), CodeKind::Digits);
    }
    assert!(matches!(from("198.51.100.1", CodeKind::Digits), SignInAttempt::Locked(1_030)));
    assert_eq!(from("198.51.100.1", CodeKind::Recovery), SignInAttempt::Allowed);
    wait(store.forget_code_attempts(&li, "192.0.2.1", CodeKind::Digits)).unwrap();
    assert!(wait(store.unlock(&li, &root())).unwrap());
    assert_eq!(digits(1_001), SignInAttempt::Allowed);
    assert!(wait(store.remove_second_factor(&li, "", &root())).unwrap());
    assert!(!wait(store.remove_second_factor(&li, "", &root())).unwrap());
    assert_eq!(wait(store.second_factor_of(&li)).unwrap(), None);
}

/// Two sign-ins that remove the old guesses of each other would wait for each other.
#[test]
fn a_sign_in_waits_for_no_guess_of_another_name() {
    let Some(server) = Server::start() else { return };
    let store = &server.store;
    let attempt = |who: &str, now| wait(store.begin_attempt(&name(who), "192.0.2.1", now)).unwrap();
    assert_eq!(attempt("zhao", 1), SignInAttempt::Allowed);
    let now = 2 + lockout::FORGET_AFTER;
    let pool = wait(support::open(&server.cluster.socket_url("desk"))).unwrap();
    let mut session = wait(pool.get()).unwrap();
    let transaction = wait(session.begin(Mode::Write)).unwrap();
    let held = wait(transaction.statements().execute("UPDATE guesses SET last = last", &[])).unwrap();
    assert_eq!(held, 1);
    assert_eq!(attempt("li", now), SignInAttempt::Allowed);
    drop(transaction);
    let left = || wait(support::value(&session, "SELECT COUNT(*)::text FROM guesses")).unwrap();
    assert_eq!(left(), "2");
    attempt("li", now + 1);
    assert_eq!(left(), "1", "the next sign-in removes the old guess");
}

#[test]
fn a_sign_in_in_progress_ends_once_and_expires() {
    let Some(server) = Server::start() else { return };
    let store = &server.store;
    let li = with_second_factor(store);
    let token = Token::new().unwrap();
    let begun = BegunSignIn { operator: Some(li.clone()), began: 1_000, state: "x".into() };
    assert!(wait(store.begin_sign_in(&token, &begun)).unwrap());
    let read = |now| wait(store.begun_sign_in(&token.digest(), now)).unwrap();
    assert_eq!(read(999 + BegunSignIn::SECONDS), Some(begun));
    assert_eq!(read(1_000 + BegunSignIn::SECONDS), None);
    assert_eq!(at_once(6, || wait(store.end_begun_sign_in(&token.digest())).unwrap()), 1);
}

#[test]
fn a_provider_creates_each_operator_once() {
    let Some(server) = Server::start() else { return };
    let store = &server.store;
    with_second_factor(store);
    let identity = |subject: &str| {
        let subject = Subject::parse(subject).unwrap();
        ProviderIdentity { issuer: "https://id.example".to_owned(), subject }
    };
    let named = |subject: &str, new_name: Option<&str>, role| {
        let (identity, new_name) = (identity(subject), new_name.map(name));
        let named = ProviderOperator { identity, new_name, role, at: 7 };
        wait(store.operator_by_provider(&named)).unwrap()
    };
    assert_eq!(named("s-1", None, Role::Lead), OperatorByProvider::Unknown);
    assert_eq!(named("s-1", Some("li"), Role::Lead), OperatorByProvider::NameTaken);
    let made = || named("s-1", Some("wang"), Role::Lead) == OperatorByProvider::Made(name("wang"));
    assert_eq!(at_once(6, made), 1);
    let known = OperatorByProvider::Known(name("wang"), Role::Lead);
    assert_eq!(named("s-1", Some("other"), Role::Viewer), known);
    assert_eq!(wait(store.set_role(&name("wang"), Role::Admin, &root())).unwrap(), Some(Role::Viewer));
    let link = |who: &str, subject: &str| {
        wait(store.link_operator(&name(who), &identity(subject), &root())).unwrap()
    };
    assert_eq!(link("li", "s-1"), LinkOutcome::OfOther(name("wang")));
    assert_eq!(link("li", "s-2"), LinkOutcome::Linked);
    assert_eq!(wait(store.provider_identity(&name("li"))).unwrap(), Some(identity("s-2")));
    assert!(wait(store.unlink_operator(&name("li"), &root())).unwrap());
}
