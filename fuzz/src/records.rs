//! Target: the saved records of an activation. Any bytes give a record or a code. A loaded record stays the same when it is stored and
//! loaded. Only the license that the desk signed gives the status "activated".

use std::sync::{Arc, LazyLock};

use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Claims, Code, Edition, KeyId, Scheme, Secret, Signer};
use countersign_core::review::review;
use countersign_keep::text::{keep_meaning, keep_message, keep_next_step, status_headline, status_lines};
use countersign_keep::{
    Activation, ActivationInput, ActivationState, Audience, Keep, MemoryStorage, RecordState, Status,
    anchor_markers,
};

use crate::display::{check_json, check_line};
use crate::entries::{self, PRODUCT};
use crate::{Seed, samples, sections};

/// An activated machine with its profile, code and activation.
struct Activated {
    machine: Machine,
    profile: Profile,
    code: Code,
    activation: Activation,
}

static ACTIVATED: LazyLock<Activated> = LazyLock::new(|| {
    let signer = Signer::from_seed(KeyId(3), [7; 32]);
    let profile = entries::profile(&signer);
    let machine = samples::as_this_computer("clean");
    let judged = review(&machine, &profile.policy);
    let marker2 = Binding::marker2_of(&machine, &judged);
    let binding = Binding::of(&machine, &judged, &profile.policy, &Way::Firmware, marker2);
    let number = profile.mask.pack(&profile.mask.example()).unwrap();
    let secret = Secret::new(*b"ABCDABCDAB");
    let nonce = secret.nonce(PRODUCT, number);
    let claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2_300, expires: Some(2_900) };
    let code = signer.sign(claims, &binding.terms(PRODUCT, number, nonce)).unwrap();
    let input = ActivationInput {
        code: &code,
        product: PRODUCT,
        number,
        nonce,
        binding: &binding,
        anchors: anchor_markers(&machine, &judged, marker2, None),
        secret: Some(secret),
        profile_id: 1,
        now: machine.clock.now,
    };
    let (activation, _) = Activation::accept(input, &profile.keys).unwrap();
    Activated { machine, profile, code, activation }
});

/// Writes the sections of the input to the storages as `entries` names them, and checks all that is loaded.
pub fn check(input: &[u8]) {
    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    entries::write_entries(&file, &efi, &sections::split(input));
    let keep = entries::keep_on(&file, &efi);
    let loaded = keep.load();
    for lang in [Lang::En, Lang::Zh] {
        for code in loaded.codes() {
            check_line("a message", &keep_message(lang, code));
            check_line("its meaning", &keep_meaning(lang, code));
            check_line("its next step", &keep_next_step(lang, code));
        }
    }
    let status = keep.status(&ACTIVATED.machine, &ACTIVATED.profile);
    check_status(&status);
    let judged = review(&ACTIVATED.machine, &ACTIVATED.profile.policy);
    let _ = keep.earlier_values(&ACTIVATED.machine, &judged);
    assert!(
        loaded.released.releases().all(|one| loaded.released.covers(one.sequence)),
        "a release with a sequence above the counter"
    );
    if let Some(activation) = &loaded.activation {
        assert!(!loaded.released.covers(activation.sequence), "a released record is loaded");
        check_stored_again(activation);
    }
    if let Some(update) = &status.update {
        // The update may change the status, for example its finding about the clock.
        keep.apply(update).expect("writing to memory never fails");
        check_status(&keep.status(&ACTIVATED.machine, &ACTIVATED.profile));
    }
    if keep.release().is_ok() {
        let after = keep.load();
        assert!(after.activation.is_none(), "a license is loaded after its release");
        assert_ne!(keep.status(&ACTIVATED.machine, &ACTIVATED.profile).state, ActivationState::Activated);
    }
}

/// Checks that a loaded record stays the same when it is stored and loaded again.
fn check_stored_again(activation: &Activation) {
    let other = Keep::in_memory(PRODUCT);
    if activation.sequence > 1_000_000_000 {
        return;
    }
    other.store(activation).expect("a loaded record can be stored");
    let again = other.load();
    assert_eq!((again.file, again.efi), (RecordState::Whole, RecordState::Whole));
    let again = again.activation.expect("the record was stored");
    let sequence = activation.sequence;
    assert_eq!(&Activation { sequence, ..again }, activation);
}

fn check_status(status: &Status) {
    if matches!(status.state, ActivationState::Activated) {
        let verified = status.verified.as_ref().expect("an activated status has a verified record");
        assert_eq!(verified.code, ACTIVATED.code, "activated by a code that the desk didn't sign");
    }
    assert_eq!(status.code.is_none(), status.state == ActivationState::Activated, "{status:?}");
    for lang in [Lang::En, Lang::Zh] {
        check_line("the headline", &status_headline(lang, status));
        let lines = status_lines(lang, status);
        assert!(lines.len() < 64);
        lines.iter().for_each(|line| check_line("a line of the status", line));
    }
    for audience in [Audience::Owner, Audience::Everyone] {
        check_json("the status", &status.json(audience));
    }
}

/// Returns the entries of an activated machine, those after a release of the license, and single entries of both.
pub fn seeds() -> Vec<Seed> {
    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    let keep = entries::keep_on(&file, &efi);
    keep.store(&ACTIVATED.activation).unwrap();
    keep.remember_earlier_values(&ACTIVATED.activation).unwrap();
    let activated = entries::read_entries(&file, &efi);
    keep.release().unwrap();
    let released = entries::read_entries(&file, &efi);
    let named = |name: &str, files: &[(&'static str, Vec<u8>)]| {
        (name.to_owned(), sections::join(files.iter().map(|(name, bytes)| (*name, bytes.as_slice()))))
    };
    let bodies = entries::without_envelopes(&activated);
    let status = {
        entries::write_entries(
            &file,
            &efi,
            &bodies.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect::<Vec<_>>(),
        );
        entries::remove_releases(&file, &efi);
        keep.status(&ACTIVATED.machine, &ACTIVATED.profile)
    };
    assert_eq!(
        status.state,
        ActivationState::Activated,
        "an entry in an envelope of this package isn't valid: {status:?}"
    );
    let mut seeds =
        vec![named("activated", &activated), named("released", &released), named("opened", &bodies)];
    seeds.push(named("released-opened", &entries::without_envelopes(&released)));
    for (name, bytes) in entries::without_envelopes(&released).into_iter().chain(bodies) {
        seeds.push(named(&format!("{}-{}", name.replace('/', "-"), bytes.len()), &[(name, bytes)]));
    }
    seeds
}
