//! The status on the machine that a record is for, on other machines, and on one that can't be read.

use std::sync::Arc;

use proptest::prelude::*;

use countersign_core::machine::{Field, Machine, Reading};
use countersign_core::profile::Profile;
use countersign_core::protocol::marker::{scheme2, scheme3};
use countersign_core::protocol::{Claims, Edition, KeyId, Mask, Scheme, Signer, Terms};
use countersign_core::review::{Policy, anchor, review};

use crate::*;

const TODAY: u16 = 2_000;
const FIRMWARE: [&str; 3] = ["ASRock", "B450M Pro4", "BR80G1234567"];

fn signer() -> Signer {
    Signer::from_seed(KeyId(3), [7; 32])
}

fn profile() -> Profile {
    Profile {
        version: 4,
        product: "example-os".into(),
        name: "Example OS".into(),
        mask: Mask::parse("AA99999999999").unwrap(),
        desk: "desk.example".into(),
        online: None,
        hotline: None,
        rules: 1,
        policy: Policy::default(),
        keys: vec![signer().pinned()],
    }
}

fn machine(values: [&str; 3]) -> Machine {
    let mut machine = Machine { read_as_root: true, ..Machine::default() };
    for (field, value) in Field::BINDING.into_iter().zip(values) {
        machine.fields.insert(field, Reading::text(value));
    }
    machine.fields.insert(Field::BoardSerial, Reading::text("M80-DC012345678"));
    machine.fields.insert(Field::Uuid, Reading::text("4c4c4544-0042-3510-8052-b4c04f4d3532"));
    machine
}

struct Case {
    scheme: Scheme,
    bound: [&'static str; 3],
    firmware: Option<[&'static str; 3]>,
    expires: Option<u16>,
}

const PLAIN: Case = Case { scheme: Scheme::Three, bound: FIRMWARE, firmware: None, expires: None };

/// The record of a license for that machine, accepted on it.
fn accepted(case: &Case, on: &Machine) -> Activation {
    let profile = profile();
    let marker2 = anchor(on, &review(on, &profile.policy)).map(|anchor| scheme2(&anchor));
    let declared = case.firmware.is_some();
    let number = profile.mask.example();
    let terms = Terms {
        product: profile.product.clone(),
        number: profile.mask.pack(&number).unwrap(),
        nonce: *b"once",
        marker2,
        marker3: Some(scheme3(case.bound, marker2.filter(|_| declared))),
    };
    let claims =
        Claims { edition: Edition(2), scheme: case.scheme, declared, issued: 1_900, expires: case.expires };
    let code = signer().sign(claims, &terms).unwrap();
    let from = ActivationInput {
        code: &code,
        terms: &terms,
        number: &number,
        values: case.bound,
        firmware: case.firmware,
        profile_version: 4,
        now: 1_700_000_000,
    };
    Activation::accept(&from, &profile.keys).unwrap().0
}

fn loaded_from(activation: &Activation) -> Loaded {
    let keep = Keep::in_memory("example-os");
    keep.store(activation).unwrap();
    keep.load()
}

/// After a reinstall: the file is gone.
fn loaded_from_efi_alone(activation: &Activation) -> Loaded {
    let efi = Arc::new(MemoryStorage::new());
    let keep = |file| {
        Keep::on_storages(Box::new(file), Some(Box::new(efi.clone()) as Box<dyn Storage>), "example-os")
    };
    keep(MemoryStorage::new()).store(activation).unwrap();
    keep(MemoryStorage::new()).load()
}

fn ask(loaded: &Loaded, machine: &Machine) -> Status {
    ask_on(loaded, machine, TODAY)
}

fn ask_on(loaded: &Loaded, machine: &Machine, today: u16) -> Status {
    let profile = profile();
    status(loaded, machine, &review(machine, &profile.policy), &profile, today, machine.read_as_root)
}

fn changed(fields: &[Field]) -> ActivationState {
    ActivationState::Changed { fields: fields.to_vec(), device: false }
}

const ANOTHER_DEVICE: ActivationState = ActivationState::Changed { fields: Vec::new(), device: true };

#[test]
fn the_bound_machine_is_activated_and_another_one_has_its_changed_fields() {
    let here = machine(FIRMWARE);
    let activation = accepted(&PLAIN, &here);
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        assert_eq!(ask(&loaded, &here).state, ActivationState::Activated);
        assert_eq!(
            ask(&loaded, &machine([" asrock", "B450M  Pro4", "br80g1234567"])).state,
            ActivationState::Activated
        );
        let [maker, model, serial] = FIRMWARE;
        for (values, fields) in [
            (["MSI", model, serial], vec![Field::Manufacturer]),
            ([maker, model, "To Be Filled By O.E.M."], vec![Field::Serial]),
            ([maker, "", "X"], vec![Field::Model, Field::Serial]),
        ] {
            let status = ask(&loaded, &machine(values));
            assert_eq!(status.state, changed(&fields), "{values:?}");
            assert_eq!(status.code, Some(KeepCode::MachineChanged));
            assert_eq!(status.verified, None);
        }
    }
}

#[test]
fn a_verified_record_without_values_gets_this_machines() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    assert_eq!(loaded.activation.as_ref().unwrap().values, None);
    let verified = ask(&loaded, &here).verified.unwrap();
    assert_eq!(verified.values, Some(FIRMWARE.map(str::to_owned)));
}

#[test]
fn another_spelling_of_the_maker_is_the_same_machine() {
    let before = ["Hewlett-Packard", "Z420", "CZC3370XYZ"];
    let here = machine(before);
    let loaded = loaded_from(&accepted(&Case { bound: before, ..PLAIN }, &here));
    assert_eq!(ask(&loaded, &machine(["HP", "Z420", "CZC3370XYZ"])).state, ActivationState::Activated);
    assert_eq!(ask(&loaded, &machine(["HP", "Z440", "CZC3370XYZ"])).state, changed(&[Field::Model]));
    assert_eq!(
        ask(&loaded, &machine(["Dell Inc.", "Z420", "CZC3370XYZ"])).state,
        changed(&[Field::Manufacturer])
    );
}

#[test]
fn without_root_it_is_unverified_never_changed() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    let mut seen = Machine { read_as_root: false, ..machine(["MSI", "B450M Pro4", "x"]) };
    assert_eq!(ask(&loaded, &seen).state, ActivationState::Unverified);
    seen.fields.insert(Field::Serial, Reading::Denied);
    let status = ask(&loaded, &seen);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusNeedsRoot)));
    // A damaged field is unverified for root too.
    let mut damaged = here.clone();
    damaged.fields.insert(Field::Serial, Reading::Damaged);
    let status = ask(&loaded, &damaged);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusUnreadable)));
}

#[test]
fn a_file_that_can_not_be_read_is_unverified() {
    let here = Machine { read_as_root: false, ..machine(FIRMWARE) };
    let loaded = Loaded {
        file: RecordState::Unreadable(StorageError::Denied),
        ..Keep::in_memory("example-os").load()
    };
    let status = ask(&loaded, &here);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusNeedsRoot)));
    let newer = Loaded { file: RecordState::Corrupt(RecordError::Version(9)), ..loaded.clone() };
    assert_eq!(ask(&newer, &here).code, Some(KeepCode::KeepNewer));
    let corrupt = Loaded { file: RecordState::Corrupt(RecordError::Checksum), ..loaded };
    let status = ask(&corrupt, &here);
    assert_eq!((status.state, status.notes), (ActivationState::NotActivated, vec![KeepCode::KeepCorrupt]));
}

#[test]
fn the_last_day_is_valid_and_a_clock_behind_is_a_note() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&Case { expires: Some(TODAY), ..PLAIN }, &here));
    assert_eq!(ask_on(&loaded, &here, TODAY).state, ActivationState::Activated);
    let over = ask_on(&loaded, &here, TODAY + 1);
    assert_eq!((over.state, over.code), (ActivationState::Expired, Some(KeepCode::LicenseExpired)));
    let early = ask_on(&loaded, &here, 1_899);
    assert_eq!((early.state, early.notes), (ActivationState::Activated, vec![KeepCode::ClockBehind]));
}

#[test]
fn a_declared_serial_is_valid_on_its_device_alone() {
    let blank = ["ASRock", "B450M Pro4", "To Be Filled By O.E.M."];
    let here = machine(blank);
    let case = Case { firmware: Some(blank), ..PLAIN };
    let activation = accepted(&case, &here);
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        assert_eq!(ask(&loaded, &here).state, ActivationState::Activated);
        // The firmware now has the declared value: the same device.
        assert_eq!(ask(&loaded, &machine(FIRMWARE)).state, ActivationState::Activated);
        assert_eq!(
            ask(&loaded, &machine(["ASRock", "B450M Pro4", "Other"])).state,
            changed(&[Field::Serial])
        );
        // The same firmware values on another board: a copied disk.
        let mut other = machine(blank);
        other.fields.insert(Field::BoardSerial, Reading::text("M80-DC099999999"));
        other.fields.insert(Field::Uuid, Reading::text("4c4c4544-0042-3510-8052-b4c04f4d3599"));
        assert_eq!(ask(&loaded, &other).state, ANOTHER_DEVICE);
        // Only root may read the board's serial.
        let mut denied = Machine { read_as_root: false, ..machine(blank) };
        denied.fields.insert(Field::BoardSerial, Reading::Denied);
        denied.fields.insert(Field::Uuid, Reading::Denied);
        assert_eq!(ask(&loaded, &denied).code, Some(KeepCode::StatusNeedsRoot));
    }
}

#[test]
fn the_older_binding_depends_on_the_device_alone() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&Case { scheme: Scheme::Two, ..PLAIN }, &here));
    assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::NoRecord));
    assert_eq!(ask(&loaded, &machine(["", "", ""])).state, ActivationState::Activated);
    let mut other = here;
    other.fields.insert(Field::BoardSerial, Reading::text("M80-DC099999999"));
    assert_eq!(ask(&loaded, &other).state, ANOTHER_DEVICE);
}

#[test]
fn a_record_that_no_pinned_key_signed_is_invalid() {
    let here = machine(FIRMWARE);
    let good = accepted(&PLAIN, &here);
    let mut code = good.code.clone();
    code.0[40] ^= 1;
    let invalid = ActivationState::Invalid;
    for (record, why) in [
        (Activation { code, ..good.clone() }, KeepCode::LicenseInvalid),
        (Activation { number_packed: [1; 6], ..good.clone() }, KeepCode::LicenseInvalid),
        (Activation { nonce: [1; 4], ..good.clone() }, KeepCode::LicenseInvalid),
        (Activation { scheme: Scheme::Two, ..good.clone() }, KeepCode::LicenseInvalid),
        (Activation { declared: true, ..good.clone() }, KeepCode::LicenseInvalid),
    ] {
        let status = ask(&loaded_from(&record), &here);
        assert_eq!((status.state, status.code), (invalid.clone(), Some(why)));
    }
    let mut profile = profile();
    profile.keys = vec![Signer::from_seed(KeyId(4), [8; 32]).pinned()];
    let found = status(&loaded_from(&good), &here, &review(&here, &profile.policy), &profile, TODAY, true);
    assert_eq!((found.state, found.code), (ActivationState::Invalid, Some(KeepCode::LicenseKeyUnknown)));
}

#[test]
fn forged_digests_do_not_move_a_license() {
    let there = machine(["ASRock", "B450M Pro4", "BR80G7654321"]);
    let good = accepted(&PLAIN, &machine(FIRMWARE));
    let digests = Field::BINDING.map(|field| {
        field_digest(good.nonce, field, std::str::from_utf8(there.reading(field).bytes().unwrap()).unwrap())
    });
    let forged = Activation { digests, firmware_digests: Some(digests), ..good };
    assert_eq!(ask(&loaded_from(&forged), &there).state, ActivationState::Invalid);
}

#[test]
fn of_two_records_the_one_that_verifies_counts() {
    let here = machine(FIRMWARE);
    let there = machine(["MSI", "MS-7816", "K516123456"]);
    let theirs = accepted(&Case { bound: ["MSI", "MS-7816", "K516123456"], ..PLAIN }, &there);
    let ours = accepted(&PLAIN, &here);
    // A disk of the other machine in this one: its file has the later record, UEFI has this machine's own.
    let loaded = Loaded {
        activation: Some(Activation { sequence: 9, ..theirs }),
        other: Some(ours.clone()),
        file: RecordState::Whole,
        efi: RecordState::Differs,
        ..Keep::in_memory("example-os").load()
    };
    let status = ask(&loaded, &here);
    assert_eq!((status.state, status.verified), (ActivationState::Activated, Some(ours)));
    assert_eq!(status.notes, [KeepCode::KeepDiffers]);
}

#[test]
fn json_keeps_its_keys_and_hides_the_number_from_everyone() {
    let here = machine(FIRMWARE);
    let activation = accepted(&Case { expires: Some(2_557), ..PLAIN }, &here);
    let mut status = ask(&loaded_from(&activation), &here);
    let json = status.json(Audience::Owner);
    assert_eq!(json["state"], "activated");
    assert_eq!(json["number"], activation.number.as_str());
    assert_eq!(json["edition"], 2);
    assert_eq!(json["expires"], "2027-01-01");
    assert_eq!(json["kept"], serde_json::json!({ "file": "whole", "efi": "whole" }));
    assert_eq!(json["changed"], serde_json::json!([]));
    status.state = ActivationState::Changed { fields: vec![Field::Serial], device: true };
    let json = status.json(Audience::Everyone);
    assert_eq!(json["changed"], serde_json::json!(["serial", "device"]));
    assert!(!json.to_string().contains(&activation.number));
    let none = ask(&Keep::in_memory("example-os").load(), &here).json(Audience::Owner);
    assert_eq!((&none["state"], &none["code"]), (&"not-activated".into(), &"NOT-ACTIVATED".into()));
    assert!(none["number"].is_null());
}

#[test]
fn names_and_exit_codes_are_the_contract() {
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

proptest! {
    /// Whatever the firmware says: activated if and only if maker, model and serial are the bound ones.
    #[test]
    fn activated_if_and_only_if_the_values_agree(a in "[a-cA-C ]{0,2}", b in "[a-c]{0,2}", c in "[a-c]{0,2}") {
        let bound = ["a", "b", "c"];
        let loaded = loaded_from(&accepted(&Case { bound, ..PLAIN }, &machine(bound)));
        let same = a.trim().eq_ignore_ascii_case("a") && b == "b" && c == "c";
        let state = ask(&loaded, &machine([&a, &b, &c])).state;
        prop_assert_eq!(state == ActivationState::Activated, same);
        let was_changed = matches!(state, ActivationState::Changed { ref fields, .. } if !fields.is_empty());
        prop_assert!(same || was_changed);
    }
}
