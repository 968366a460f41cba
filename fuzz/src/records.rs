//! Target: what is kept of an activation. Any bytes give a record or a code; what is loaded is stored and loaded the same; a status says
//! "activated" for the license that the desk signed alone.

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

use crate::kept::{self, PRODUCT};
use crate::shown::{check_json, check_line};
use crate::{Seed, samples, sections};

/// A machine that is activated, its profile, and the code that it was given.
struct Activated {
    machine: Machine,
    profile: Profile,
    code: Code,
    activation: Activation,
}

static ACTIVATED: LazyLock<Activated> = LazyLock::new(|| {
    let signer = Signer::from_seed(KeyId(3), [7; 32]);
    let profile = kept::profile(&signer);
    let machine = samples::here("clean");
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

/// Each section of the input is an entry of a storage, by the names of `kept`: as it stands, or in a good envelope.
pub fn check(input: &[u8]) {
    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    kept::fill(&file, &efi, &sections::split(input));
    let keep = kept::keep_on(&file, &efi);
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
        "a release beyond the counter"
    );
    if let Some(activation) = &loaded.activation {
        assert!(!loaded.released.covers(activation.sequence), "a dead record counts");
        check_stored_again(activation);
    }
    if let Some(update) = &status.update {
        // A second look at the clock may say what the first could not.
        keep.apply(update).expect("a storage in memory is written");
        check_status(&keep.status(&ACTIVATED.machine, &ACTIVATED.profile));
    }
    if keep.release().is_ok() {
        let after = keep.load();
        assert!(after.activation.is_none(), "a license is there after its release");
        assert_ne!(keep.status(&ACTIVATED.machine, &ACTIVATED.profile).state, ActivationState::Activated);
    }
}

/// A record that was loaded is loaded the same from storages that it is stored on.
fn check_stored_again(activation: &Activation) {
    let other = Keep::in_memory(PRODUCT);
    if activation.sequence > 1_000_000_000 {
        return;
    }
    other.store(activation).expect("a record that was loaded can be stored");
    let again = other.load();
    assert_eq!((again.file, again.efi), (RecordState::Whole, RecordState::Whole));
    let again = again.activation.expect("it was stored");
    let sequence = activation.sequence;
    assert_eq!(&Activation { sequence, ..again }, activation);
}

fn check_status(status: &Status) {
    if matches!(status.state, ActivationState::Activated) {
        let verified = status.verified.as_ref().expect("the record that counts");
        assert_eq!(verified.code, ACTIVATED.code, "activated by a code that nobody signed");
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

/// What a machine keeps that is activated, one that has given its license back, and parts of both.
pub fn seeds() -> Vec<Seed> {
    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    let keep = kept::keep_on(&file, &efi);
    keep.store(&ACTIVATED.activation).unwrap();
    keep.remember_earlier_values(&ACTIVATED.activation).unwrap();
    let activated = kept::written(&file, &efi);
    keep.release().unwrap();
    let released = kept::written(&file, &efi);
    let named = |name: &str, files: &[(&'static str, Vec<u8>)]| {
        (name.to_owned(), sections::join(files.iter().map(|(name, bytes)| (*name, bytes.as_slice()))))
    };
    let opened = kept::opened(&activated);
    let status = {
        kept::fill(
            &file,
            &efi,
            &opened.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect::<Vec<_>>(),
        );
        kept::revive(&file, &efi);
        keep.status(&ACTIVATED.machine, &ACTIVATED.profile)
    };
    assert_eq!(
        status.state,
        ActivationState::Activated,
        "a seed in an envelope of this package is whole: {status:?}"
    );
    let mut seeds =
        vec![named("activated", &activated), named("released", &released), named("opened", &opened)];
    seeds.push(named("released-opened", &kept::opened(&released)));
    for (name, bytes) in kept::opened(&released).into_iter().chain(opened) {
        seeds.push(named(&format!("{}-{}", name.replace('/', "-"), bytes.len()), &[(name, bytes)]));
    }
    seeds
}
