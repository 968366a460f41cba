//! Tests a key elsewhere: it signs outside of any transaction, and a missing or wrong signature changes
//! nothing.

use std::future::{Future, ready};
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey, Scheme, Signer};
use ed25519_dalek::{Signer as _, SigningKey as Secret};

use super::*;
use crate::fixture::*;
use crate::{
    CaseNumber, DistantKey, Reason, Requester, SigningFault, SigningFuture, SigningKey, StoreError, poll_once,
};

/// The key's reaction to a message.
#[derive(Clone, Copy)]
enum Does {
    Sign,
    Fail,
    /// The key signs with another private key.
    SignWrongly,
}

/// The desk of the fixture with its newest key elsewhere.
#[derive(Clone)]
struct Distant {
    desk: TestDesk,
    does: Does,
    asked: Arc<AtomicUsize>,
}

struct Key(PinnedKey, Does, Arc<AtomicUsize>);

impl DistantKey for Key {
    fn pinned(&self) -> PinnedKey {
        self.0.clone()
    }

    fn sign(&self, message: &[u8]) -> SigningFuture {
        self.2.fetch_add(1, Ordering::SeqCst);
        let seed = match self.1 {
            // The seed of the fixture's newest key.
            Does::Sign => 8,
            Does::SignWrongly => 9,
            Does::Fail => return Box::pin(ready(Err(SigningFault("TOKEN-AWAY")))),
        };
        Box::pin(ready(Ok(Secret::from_bytes(&[seed; 32]).sign(message).to_bytes())))
    }
}

impl ProfilesAndKeys for Distant {
    fn generation(&self) -> u64 {
        self.desk.generation()
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        self.desk.profile(id)
    }

    fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.desk.newest_of(product)
    }

    fn newest(&self) -> Option<&Profile> {
        self.desk.newest()
    }

    fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.desk.living_keys(profile)
    }

    fn signer(&self, _: &Profile) -> Option<SigningKey<'_>> {
        let pinned = Signer::from_seed(KeyId(4), [8; 32]).pinned();
        Some(SigningKey::Elsewhere(Box::new(Key(pinned, self.does, Arc::clone(&self.asked)))))
    }
}

fn distant(does: Does) -> Distant {
    Distant { desk: TestDesk::open(), does, asked: Arc::default() }
}

impl Distant {
    fn answer<S: Store>(&self, store: &S, request: &IncomingRequest) -> Result<Answer, AnswerError> {
        poll_once(answer(store, self, request, &context(Requester::Public, Scheme::Three, TODAY))).unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[test]
fn an_external_key_gives_the_same_code_as_a_local_one() {
    let (far, near) = (distant(Does::Sign), TestDesk::open());
    let request = GOOD.full(&number(0), 1);
    let answered = far.answer(&*far.desk.store, &request).unwrap();
    assert_eq!(code(&answered), code(&near.ask(&request, Scheme::Three, TODAY)));
    assert_eq!(far.asked(), 1);
    let context = context(Requester::Public, Scheme::Three, TODAY);
    // A repeated code, `answer_again` and a refusal don't ask the key.
    assert_eq!(far.answer(&*far.desk.store, &request).map(|answer| code(&answer)), Ok(code(&answered)));
    let look = |request| poll_once(answer_again(&*far.desk.store, &far, request, &context)).unwrap().unwrap();
    assert_eq!(look(&request).map(|answer| code(&answer)), Some(code(&answered)));
    assert!(look(&GOOD.full(&number(1), 1)).is_none(), "a request without an answer gives none");
    let refused = far.answer(&*far.desk.store, &OTHER.full(&number(0), 2)).unwrap();
    assert_eq!(grant_or_reason(&refused), Err(Reason::DeviceDiffers));
    assert_eq!(far.asked(), 1);
}

#[test]
fn nothing_changes_without_a_valid_signature() {
    for (does, fault) in [(Does::Fail, "TOKEN-AWAY"), (Does::SignWrongly, "TOKEN-SIGNATURE-WRONG")] {
        let far = distant(does);
        let before = far.desk.record(&number(0));
        let error = far.answer(&*far.desk.store, &GOOD.full(&number(0), 1)).unwrap_err();
        assert_eq!(error, AnswerError::KeyUnavailable { key: KeyId(4), fault: SigningFault(fault) });
        assert_eq!(far.desk.record(&number(0)), before);
        assert!(far.desk.store.attempts().is_empty());
    }
}

#[test]
fn a_move_without_a_signature_keeps_the_seat() {
    let mut far = distant(Does::Sign);
    far.answer(&*far.desk.store, &GOOD.full(&number(0), 1)).unwrap();
    let before = far.desk.record(&number(0));
    far.does = Does::Fail;
    let context = context(operator(), Scheme::Three, TODAY);
    let request = OTHER.full(&number(0), 2);
    let moved = |far: &Distant| {
        poll_once(move_and_answer(&*far.desk.store, far, &request, &context, None, "a new board")).unwrap()
    };
    assert!(matches!(moved(&far), Err(AnswerError::KeyUnavailable { .. })));
    assert_eq!(far.desk.record(&number(0)), before);
    far.does = Does::Sign;
    assert_eq!(grant_or_reason(&moved(&far).unwrap()), Ok(crate::GrantKind::Moved));
}

/// A store in which the desk's own key answers another request (the rival) before the first commit.
struct Racing<'a>(&'a TestDesk, IncomingRequest, AtomicUsize);

impl Store for Racing<'_> {
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send {
        self.0.store.read(question)
    }

    fn commit(
        &self,
        unit: UnitOfWork,
    ) -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send {
        if self.2.fetch_add(1, Ordering::SeqCst) == 0 {
            self.0.ask(&self.1, Scheme::Three, TODAY);
        }
        self.0.store.commit(unit)
    }
}

#[test]
fn a_concurrent_change_after_the_signature_is_decided_again() {
    let far = distant(Does::Sign);
    // The rival takes the seat: the signature is discarded, and its code never leaves the desk.
    let store = Racing(&far.desk, OTHER.full(&number(0), 9), AtomicUsize::new(0));
    let late = far.answer(&store, &GOOD.full(&number(0), 1)).unwrap();
    assert_eq!(grant_or_reason(&late), Err(Reason::DeviceDiffers));
    // The rival is the same request: both get one code, and one signature is enough for a second decision.
    let store = Racing(&far.desk, GOOD.full(&number(1), 1), AtomicUsize::new(0));
    let late = far.answer(&store, &GOOD.full(&number(1), 1)).unwrap();
    assert_eq!(grant_or_reason(&late), Ok(crate::GrantKind::SameRequest));
    assert_eq!(far.asked(), 2);
}
