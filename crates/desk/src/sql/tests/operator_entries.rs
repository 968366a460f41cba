//! Each change of operators is stored with its entry in the audit, or not at all.

use super::provider_operators::{identity, name, root};
use super::{SqlStore, store, wait};
use crate::access::Role;
use crate::operators::{
    EndSessions, NewOperator, NewSecondFactor, NewSession, OperatorStore, SecondFactorStore, SignInOrigin,
    SignInWay, Token,
};
use crate::sql::ProviderOperator;
use crate::sql::value::values;
use countersign_ledger::StoreError;

fn new(operator: &str) -> NewOperator {
    let (name, role, by) = (name(operator), Role::Lead, "root".to_owned());
    NewOperator { name, hash: "x".to_owned(), role, by, at: 7 }
}

fn second_factor() -> NewSecondFactor {
    let recovery_digests = vec!["a".to_owned(), "b".to_owned()];
    NewSecondFactor { sealed: vec![1], step: 1, recovery_digests, session: String::new() }
}

fn by_provider(store: &SqlStore, role: Role) -> Result<(), StoreError> {
    let (identity, new_name) = (identity("s-1"), Some(name("wang")));
    wait(store.operator_by_provider(&ProviderOperator { identity, new_name, role, at: 7 })).map(drop)
}

fn open_session(store: &SqlStore) -> Result<(), StoreError> {
    let origin = SignInOrigin { source: "192.0.2.1".to_owned(), agent: "curl/8".to_owned() };
    let session = NewSession { operator: name("li"), way: SignInWay::Password, origin, opened: 7 };
    wait(store.open_session(&Token::new().unwrap(), &session))
}

/// A change, and its entry: operator, event, subject.
type Entry = (&'static str, &'static str, &'static str);
type Change = fn(&SqlStore) -> Result<(), StoreError>;

/// Every change of operators, in an order in which each of them changes something.
const CHANGES: [(Change, Entry); 18] = [
    (|store| wait(store.add_operator(&new("li"))).map(drop), ("root", "operator-added", "li lead")),
    (
        |store| wait(store.set_role(&name("li"), Role::Admin, &root())).map(drop),
        ("root", "operator-role", "li lead -> admin"),
    ),
    (open_session, ("li", "signed-in", "192.0.2.1")),
    (|store| wait(store.sign_out("", &name("li").actor(7))), ("li", "signed-out", "")),
    (
        |store| wait(store.end_sessions_of(&name("li"), EndSessions::All, &root())).map(drop),
        ("root", "sessions-ended", "li 1"),
    ),
    (
        |store| wait(store.end_sessions_of(&name("li"), EndSessions::All, &name("li").actor(7))).map(drop),
        ("li", "sessions-ended", "0"),
    ),
    (
        |store| wait(store.set_second_factor(&name("li"), &second_factor(), 7)).map(drop),
        ("li", "second-factor-set", "li"),
    ),
    (
        |store| wait(store.use_recovery_code(&name("li"), "a", "192.0.2.1", 7)).map(drop),
        ("li", "recovery-code-used", "192.0.2.1"),
    ),
    (
        |store| wait(store.replace_recovery_codes(&name("li"), &["c".to_owned()], 7)).map(drop),
        ("li", "recovery-codes-made", "li"),
    ),
    (
        |store| wait(store.remove_second_factor(&name("li"), "", &root())).map(drop),
        ("root", "second-factor-removed", "li"),
    ),
    (
        |store| wait(store.set_password(&name("li"), "y", &root())).map(drop),
        ("root", "operator-password", "li"),
    ),
    (|store| wait(store.change_password(&name("li"), "z", "", 7)), ("li", "own-password", "")),
    (
        |store| {
            wait(store.begin_attempt(&name("li"), "192.0.2.1", 7))?;
            wait(store.unlock(&name("li"), &root())).map(drop)
        },
        ("root", "operator-unlocked", "li"),
    ),
    (
        |store| wait(store.link_operator(&name("li"), &identity("s-2"), &root())).map(drop),
        ("root", "operator-linked", "li s-2"),
    ),
    (
        |store| wait(store.unlink_operator(&name("li"), &root())).map(drop),
        ("root", "operator-unlinked", "li"),
    ),
    (|store| by_provider(store, Role::Viewer), ("wang", "operator-added", "wang viewer")),
    (|store| by_provider(store, Role::Lead), ("wang", "operator-role", "wang viewer -> lead")),
    (|store| wait(store.remove_operator(&name("li"), &root())).map(drop), ("root", "operator-removed", "li")),
];

/// Lets no transaction write an entry.
pub(super) const REFUSE_ENTRIES: &str =
    "CREATE TRIGGER no_entry BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no entry'); END";
/// The end of [`REFUSE_ENTRIES`].
pub(super) const ALLOW_ENTRIES: &str = "DROP TRIGGER no_entry";

pub(super) fn run(store: &SqlStore, statement: &'static str) {
    let done = store.write(move |tx| Box::pin(async move { tx.execute(statement, values![]).await }));
    wait(done).unwrap();
}

/// What the tables of operators hold.
fn operators(store: &SqlStore) -> Vec<String> {
    let tables = store.read(|tx| {
        Box::pin(async move {
            let statement = "SELECT name || role || password || COALESCE(subject, '') || (totp IS NULL)
                    || COALESCE((SELECT GROUP_CONCAT(digest) FROM recovery_codes WHERE operator = operators.name), '')
                    || (SELECT COUNT(*) FROM sessions WHERE operator = operators.name) AS text
                 FROM operators ORDER BY name";
            tx.rows(statement, values![], |row| row.get::<String>("text")).await
        })
    });
    wait(tables).unwrap()
}

/// Operator, event and subject of each entry.
pub(super) fn entries(store: &SqlStore) -> Vec<(String, String, String)> {
    let all = store.read(|tx| {
        Box::pin(async move {
            let statement = "SELECT operator, event, subject FROM events ORDER BY id";
            tx.rows(statement, values![], |row| {
                Ok((row.get("operator")?, row.get("event")?, row.get("subject")?))
            })
            .await
        })
    });
    wait(all).unwrap()
}

#[test]
fn a_change_of_operators_is_stored_with_its_entry_or_not_at_all() {
    let (_dir, store) = store();
    for (change, (operator, event, subject)) in CHANGES {
        let (before, recorded) = (operators(&store), entries(&store).len());
        run(&store, REFUSE_ENTRIES);
        assert!(change(&store).is_err(), "{event} is stored without an entry");
        assert_eq!(operators(&store), before, "{event}");
        run(&store, ALLOW_ENTRIES);
        change(&store).unwrap();
        let entries = entries(&store);
        assert_eq!(entries.len(), recorded + 1, "{event}");
        let last = entries.last().map(|(one, two, three)| (one.as_str(), two.as_str(), three.as_str()));
        assert_eq!(last, Some((operator, event, subject)));
    }
}
