//! Tests the status on the machine that a record is for, on other machines, and on a machine that can't be
//! read.

mod anchors;
mod attacks;
mod days;
mod fields;
mod recovered;
mod storages;
mod text;
mod updates;

use std::sync::Arc;

use countersign_core::machine::{Field, Machine, OnboardMac, Reading, Tables};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Claims, Edition, KeyId, Mask, Scheme, Secret, Signer};
use countersign_core::review::{DeclarePolicy, Policy, review};

use crate::*;

const TODAY: u16 = 2_000;
const FIRMWARE: [&str; 3] = ["ASRock", "B450M Pro4", "BR80G1234567"];
const BLANK_SERIAL: [&str; 3] = ["ASRock", "B450M Pro4", "To Be Filled By O.E.M."];
const FILLERS: [&str; 3] = ["System manufacturer", "Default string", ""];

fn secret() -> Secret {
    Secret::new([0xa5, 0x5a, 0xc3, 0x3c, 0x96, 0x69, 0xf0, 0x0f, 0x81, 0x18])
}

fn signer() -> Signer {
    Signer::from_seed(KeyId(3), [7; 32])
}

fn profile() -> Profile {
    Profile {
        id: 4,
        published: None,
        version: 4,
        product: "example-os".into(),
        name: "Example OS".into(),
        mask: Mask::parse("AA99999999999").unwrap(),
        desk: "desk.example".into(),
        online: None,
        hotline: None,
        rules: 3,
        policy: Policy { assigned: true, declared: DeclarePolicy::Any, ..Policy::default() },
        keys: vec![signer().pinned()],
    }
}

/// A machine with these binding values, a board with values of its own, and three anchors.
fn machine(values: [&str; 3]) -> Machine {
    let mut machine = Machine { read_as_root: true, tables: Tables::Read, ..Machine::default() };
    for (field, value) in Field::BINDING.into_iter().zip(values).chain([
        (Field::BoardManufacturer, "ASRock"),
        (Field::BoardModel, "B450M Pro4"),
        (Field::BoardSerial, "M80-DC012345678"),
        (Field::Uuid, "4c4c4544-0042-3510-8052-b4c04f4d3532"),
    ]) {
        machine.fields.insert(field, Reading::text(value));
    }
    machine.onboard_mac = OnboardMac::Permanent([0x04, 0x42, 0x1a, 0x8f, 0x27, 0xb3]);
    machine
}

/// The same machine with other readings.
fn with(machine: &Machine, readings: &[(Field, &str)]) -> Machine {
    let mut machine = machine.clone();
    for (field, value) in readings {
        machine.fields.insert(*field, Reading::text(value));
    }
    machine
}

/// The same values on another board.
fn other_board(machine: &Machine) -> Machine {
    let mut other = with(
        machine,
        &[(Field::BoardSerial, "M80-DC099999999"), (Field::Uuid, "4c4c4544-0042-3510-8052-b4c04f4d3599")],
    );
    other.onboard_mac = OnboardMac::Permanent([0x04, 0x42, 0x1a, 0x8f, 0x27, 0xb4]);
    other
}

#[derive(Clone)]
struct Case {
    scheme: Scheme,
    way: Way,
    expires: Option<u16>,
}

const PLAIN: Case = Case { scheme: Scheme::Three, way: Way::Firmware, expires: None };

fn by(way: Way) -> Case {
    Case { way, ..PLAIN }
}

/// Returns the record of a license that was requested and accepted on the machine `on` on the day `TODAY`.
fn accepted(case: &Case, on: &Machine) -> Activation {
    let profile = profile();
    let judged = review(on, &profile.policy);
    let binding = Binding::of(on, &judged, &profile.policy, &case.way, Binding::marker2_of(on, &judged));
    let number = profile.mask.pack(&profile.mask.example()).unwrap();
    let input = |code| ActivationInput {
        code,
        product: &profile.product,
        number,
        nonce: secret().nonce(&profile.product, number),
        binding: &binding,
        anchors: anchor_markers(on, &judged, binding.marker2, None),
        secret: Some(secret()),
        profile_id: 4,
        now: (18_262 + i64::from(TODAY)) * 86_400,
    };
    let claims = Claims { edition: Edition(2), scheme: case.scheme, issued: 1_990, expires: case.expires };
    let code = signer().sign(claims, &input(&countersign_core::protocol::Code([0; 70])).terms()).unwrap();
    let activation = Activation::accept(input(&code), &profile.keys).unwrap().0;
    assert_eq!(activation.secret, Some(secret()));
    let of_another = ActivationInput { secret: Some(Secret::new([9; 10])), ..input(&code) };
    let bare = Activation::accept(of_another, &profile.keys).unwrap().0;
    assert_eq!(bare, Activation { secret: None, ..activation.clone() }, "the secret is of another request");
    activation
}

fn loaded_from(activation: &Activation) -> Loaded {
    let keep = Keep::in_memory("example-os");
    keep.store(activation).unwrap();
    keep.load()
}

/// Returns the records after a reinstall: the file is missing.
fn loaded_from_efi_alone(activation: &Activation) -> Loaded {
    let efi = Arc::new(MemoryStorage::new());
    let keep = |file| {
        Keep::on_storages(Box::new(file), Some(Box::new(efi.clone()) as Box<dyn Storage>), "example-os")
    };
    keep(MemoryStorage::new()).store(activation).unwrap();
    keep(MemoryStorage::new()).load()
}

fn at(clock: u16) -> Today {
    Today { clock, boot: Some([1; 16]), build: 0 }
}

fn ask(loaded: &Loaded, machine: &Machine) -> Status {
    ask_on(loaded, machine, TODAY)
}

fn ask_on(loaded: &Loaded, machine: &Machine, clock: u16) -> Status {
    let profile = profile();
    status(loaded, machine, &review(machine, &profile.policy), &profile, &at(clock), machine.read_as_root)
}

/// Returns the state, the states of the fields and the notes.
fn outline(status: &Status) -> (&'static str, Vec<&'static str>, Vec<&'static str>) {
    let fields = status.fields.iter().map(|field| field.state.name()).collect();
    (status.state.name(), fields, status.notes.iter().map(|code| code.as_str()).collect())
}

fn changed(fields: &[Field]) -> ActivationState {
    ActivationState::Changed { fields: fields.to_vec(), device: false }
}

#[test]
fn names_and_exit_codes_are_those_of_the_specification() {
    let changed = ActivationState::Changed { fields: Vec::new(), device: false };
    for (state, name, code) in [
        (ActivationState::Activated, "activated", 0),
        (ActivationState::Unverified, "unverified", 1),
        (ActivationState::NotActivated, "not-activated", 3),
        (ActivationState::Expired, "expired", 3),
        (changed, "changed", 4),
        (ActivationState::Invalid, "invalid", 5),
    ] {
        assert_eq!((state.name(), state.exit_code()), (name, code));
    }
}

#[test]
fn json_has_stable_keys_and_hides_number_and_values_from_other_users() {
    let here = machine(FIRMWARE);
    let activation = accepted(&Case { expires: Some(2_557), ..PLAIN }, &here);
    let json = ask(&loaded_from(&activation), &here).json(Audience::Owner);
    let number = profile().mask.example();
    assert_eq!(json["state"], "activated");
    assert_eq!(json["number"], number.as_str());
    assert_eq!(json["edition"], 2);
    assert_eq!(json["expires"], "2027-01-01");
    assert_eq!(json["days-left"], 557);
    assert_eq!(json["kept"], serde_json::json!({ "file": "whole", "efi": "whole" }));
    assert_eq!(json["changed"], serde_json::json!([]));
    assert_eq!(json["anchor"], "same");
    assert_eq!(json["declared"], false);

    let serial = with(&here, &[(Field::Serial, "BR80\u{1b}[2J")]);
    let other = ask(&loaded_from(&activation), &other_board(&with(&serial, &[(Field::Model, "X570")])));
    let json = other.json(Audience::Owner);
    assert_eq!(json["changed"], serde_json::json!(["model", "serial", "device"]));
    let model = serde_json::json!({
        "field": "model", "state": "changed", "origin": "firmware", "source": null, "before": "B450M Pro4", "now": "X570",
    });
    assert_eq!(json["fields"][1], model);
    let json = other.json(Audience::Everyone).to_string();
    for hidden in [number.as_str(), "X570", "B450M", FIRMWARE[2], "\u{1b}"] {
        assert!(!json.contains(hidden), "{hidden}");
    }
    let none = ask(&Keep::in_memory("example-os").load(), &here).json(Audience::Owner);
    assert_eq!((&none["state"], &none["code"]), (&"not-activated".into(), &"NOT-ACTIVATED".into()));
    assert!(none["number"].is_null());
    assert_eq!(none["fields"], serde_json::json!([]));
}
