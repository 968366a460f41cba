//! Tests of the idempotency keys of programs: a key is held while its request is worked on.

use super::{store, wait};
use crate::access::{Scope, Scopes};
use crate::operators::OperatorName;
use crate::program_tokens::NewToken;
use crate::sql::{KeyState, RequestKey, StoredReply};

#[test]
fn a_key_is_busy_as_long_as_its_request_is_worked_on() {
    let (_dir, store) = store();
    let token = NewToken {
        name: OperatorName::parse("shop").unwrap(),
        digest: "ff".to_owned(),
        scopes: [Scope::NumbersWrite].into_iter().collect::<Scopes>(),
        product: None,
        by: "li".to_owned(),
        at: 1,
        expires: 9_000,
    };
    let token = wait(store.add_token(&token)).unwrap().unwrap();
    let key = RequestKey { token, key: "order-2026-0007".to_owned(), request: [7; 32] };
    let take = |now| wait(store.take_key(&key, now)).unwrap();
    let hold = |now| wait(store.hold_key(&key, now)).unwrap();
    assert_eq!(take(1_000), KeyState::New);
    assert_eq!(take(1_119), KeyState::Busy);
    hold(1_100);
    assert_eq!(take(1_219), KeyState::Busy);
    // Nobody held it for two minutes: its desk ended.
    assert_eq!(take(1_220), KeyState::New);
    let reply = StoredReply { status: 503, body: "{}".to_owned() };
    wait(store.keep_reply(&key, &reply)).unwrap();
    hold(1_300);
    assert_eq!(take(1_301), KeyState::Replied(reply));
}
