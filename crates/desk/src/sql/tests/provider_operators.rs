//! Tests of operators whom a provider signs in: creation, a later sign-in, the link by an admin.

use super::{SqlStore, store, wait};
use crate::access::Role;
use crate::operators::{
    Actor, NewOperator, NewSession, OperatorName, OperatorStore as _, SignInOrigin, SignInWay, Token,
};
use crate::provider::Subject;
use crate::sql::{LinkOutcome, OperatorByProvider, ProviderIdentity, ProviderOperator};

pub(super) fn name(text: &str) -> OperatorName {
    OperatorName::parse(text).unwrap()
}

pub(super) fn root() -> Actor {
    Actor { name: "root".to_owned(), at: 7 }
}

pub(super) fn identity(subject: &str) -> ProviderIdentity {
    let subject = Subject::parse(subject).unwrap();
    ProviderIdentity { issuer: "https://id.example".to_owned(), subject }
}

fn signs_in(store: &SqlStore, subject: &str, new_name: Option<&str>, role: Role) -> OperatorByProvider {
    let named = ProviderOperator { identity: identity(subject), new_name: new_name.map(name), role, at: 5 };
    wait(store.operator_by_provider(&named)).unwrap()
}

#[test]
fn a_link_lets_the_provider_sign_in_only_its_operator() {
    let (_dir, store) = store();
    let (li, wang) = (name("li"), name("wang"));
    for operator in [&li, &wang] {
        let (role, by) = (Role::Viewer, "root".to_owned());
        let new = NewOperator { name: operator.clone(), hash: "x".to_owned(), role, by, at: 1 };
        assert!(wait(store.add_operator(&new)).unwrap());
    }
    assert_eq!(signs_in(&store, "s-1", None, Role::Lead), OperatorByProvider::Unknown);
    assert_eq!(signs_in(&store, "s-1", Some("li"), Role::Lead), OperatorByProvider::NameTaken);

    let token = Token::new().unwrap();
    let origin = SignInOrigin { source: "192.0.2.1".to_owned(), agent: "curl/8".to_owned() };
    let session = NewSession { operator: li.clone(), way: SignInWay::Password, origin, opened: 10 };
    wait(store.open_session(&token, &session)).unwrap();
    assert_eq!(wait(store.link_operator(&li, &identity("s-1"), &root())).unwrap(), LinkOutcome::Linked);
    assert_eq!(wait(store.session(&token.digest(), 11)).unwrap(), None, "a link ends the sessions");
    assert_eq!(wait(store.provider_identity(&li)).unwrap(), Some(identity("s-1")));
    assert_eq!(
        signs_in(&store, "s-1", None, Role::Lead),
        OperatorByProvider::Known(li.clone(), Role::Viewer)
    );
    let roles: Vec<_> = wait(store.operators()).unwrap().into_iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Lead, Role::Viewer]);

    assert_eq!(
        wait(store.link_operator(&wang, &identity("s-1"), &root())).unwrap(),
        LinkOutcome::OfOther(li.clone())
    );
    assert_eq!(
        wait(store.link_operator(&name("nobody"), &identity("s-2"), &root())).unwrap(),
        LinkOutcome::OperatorUnknown
    );
    assert_eq!(
        wait(store.link_operator(&li, &identity("s-1"), &root())).unwrap(),
        LinkOutcome::Linked,
        "linking the same identity again succeeds"
    );
    assert_eq!(
        wait(store.link_operator(&li, &identity("s-2"), &root())).unwrap(),
        LinkOutcome::Linked,
        "linking another identity succeeds"
    );
    assert_eq!(signs_in(&store, "s-1", None, Role::Lead), OperatorByProvider::Unknown);
    assert!(wait(store.unlink_operator(&li, &root())).unwrap());
    assert!(!wait(store.unlink_operator(&li, &root())).unwrap());
    assert_eq!(wait(store.provider_identity(&li)).unwrap(), None);
    assert_eq!(signs_in(&store, "s-2", None, Role::Admin), OperatorByProvider::Unknown);
}
