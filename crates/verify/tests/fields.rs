//! Tests what a product gets to know about the bound fields, and that the check writes nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::Path;

use countersign_core::machine::{Clock, Field, Machine, MachineSource};
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Claims, Code, Edition, KeyId, Scheme, Secret, Signer};
use countersign_core::review::review;
use countersign_keep::{Activation, ActivationInput, Keep, anchor_markers};
use countersign_testing::{good_machine, private_folder, profile_text};
use countersign_verify::{ActivationState, FieldState, KeepCode, Profile, check_machine};

/// Stores a license for the given machine in the state folder.
fn activate(machine: &Machine, profile: &Profile, signer: &Signer, state: &Path) {
    let judged = review(machine, &profile.policy);
    let marker2 = Binding::marker2_of(machine, &judged);
    let binding = Binding::of(machine, &judged, &profile.policy, &Way::Firmware, marker2);
    let secret = Secret::new([7; 10]);
    let number = profile.mask.pack(&profile.mask.example()).unwrap();
    let input = |code| ActivationInput {
        code,
        product: &profile.product,
        number,
        nonce: secret.nonce(&profile.product, number),
        binding: &binding,
        anchors: anchor_markers(machine, &judged, marker2, None),
        secret: Some(secret.clone()),
        profile_id: profile.id,
        now: machine.clock.now,
    };
    let claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2_500, expires: None };
    let code = signer.sign(claims, &input(&Code([0; 70])).terms()).unwrap();
    let (activation, _) = Activation::accept(input(&code), &profile.keys).unwrap();
    Keep::on_disk(state, None, &profile.product).store(&activation).unwrap();
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

#[test]
fn a_product_sees_a_lost_value_and_its_check_changes_nothing() {
    let signer = Signer::from_seed(KeyId(0), [9; 32]);
    let key: String = signer.pinned().key.iter().map(|byte| format!("{byte:02x}")).collect();
    let profile = Profile::parse(&profile_text(1, "example-os", &key)).unwrap();
    let machine = Machine {
        source: MachineSource::Recording("machine".into()),
        clock: Clock::at((18_262 + 2_510) * 86_400),
        read_as_root: true,
        ..good_machine()
    };
    let state = private_folder();
    activate(&machine, &profile, &signer, state.path());
    let before = contents(state.path());

    let status = check_machine(&machine, &profile, state.path());
    assert_eq!((status.state, status.notes), (ActivationState::Activated, vec![]));
    let lost = machine.clone().with_value(Field::Serial, "To Be Filled By O.E.M.");
    let status = check_machine(&lost, &profile, state.path());
    assert_eq!((status.state, status.notes), (ActivationState::Activated, vec![KeepCode::ValuesLost]));
    assert_eq!(status.grace_until, Some(2_524));
    let states = status.fields.iter().map(|field| field.state).collect::<Vec<_>>();
    assert_eq!(states, [FieldState::Same, FieldState::Same, FieldState::Lost]);
    let changed = machine.with_value(Field::Serial, "K516123456");
    let status = check_machine(&changed, &profile, state.path());
    assert_eq!(status.state, ActivationState::Changed { fields: vec![Field::Serial], device: false });
    assert_eq!(contents(state.path()), before);
}
