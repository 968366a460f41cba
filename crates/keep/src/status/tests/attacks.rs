//! Tests the status with records that an attacker made or moved.

use countersign_core::protocol::{Code, Request, Surroundings};

use super::*;

#[test]
fn a_record_that_no_pinned_key_signed_is_invalid_and_its_values_are_hidden() {
    let here = machine(FIRMWARE);
    let good = accepted(&PLAIN, &here);
    let mut code = good.code.clone();
    code.0[40] ^= 1;
    let bare = || Activation { secret: None, values: None, ..good.clone() };
    for (why, record) in [
        ("the code", Activation { code, ..good.clone() }),
        ("the number", Activation { number_packed: [1; 6], ..bare() }),
        ("the nonce", Activation { nonce: [1; 8], ..bare() }),
        ("the marker", Activation { marker: countersign_core::protocol::Marker([1; 10]), ..good.clone() }),
        ("the scheme 2 marker", Activation { marker2: good.anchors[1], ..good.clone() }),
        ("no scheme 2 marker", Activation { marker2: None, ..good.clone() }),
        (
            "an origin",
            Activation {
                origins: [
                    Default::default(),
                    Default::default(),
                    countersign_core::machine::Origin::Declared,
                ],
                ..good.clone()
            },
        ),
        ("the scheme", Activation { scheme: Scheme::Two, marker: good.marker2.unwrap(), ..bare() }),
    ] {
        let status = ask(&loaded_from(&record), &here);
        assert_eq!(
            (status.state, status.code),
            (ActivationState::Invalid, Some(KeepCode::LicenseInvalid)),
            "{why}"
        );
        assert_eq!((status.license, status.fields, status.verified), (None, vec![], None), "{why}");
    }
    let mut profile = profile();
    profile.keys = vec![Signer::from_seed(KeyId(4), [8; 32]).pinned()];
    let judged = review(&here, &profile.policy);
    let found = status(&loaded_from(&good), &here, &judged, &profile, &at(TODAY), true);
    assert_eq!((found.state, found.code), (ActivationState::Invalid, Some(KeepCode::LicenseKeyUnknown)));
}

/// The signed marker covers every value in the file. Digests that agree with other values don't help.
#[test]
fn a_record_with_a_displayed_text_other_than_the_signed_one_is_invalid() {
    let here = machine(FIRMWARE);
    let good = accepted(&PLAIN, &here);
    for shown in [["ASRock", "B450M Pro4", "BR80G7654321"], ["MSI", "B450M Pro4", "BR80G1234567"]] {
        let record = Activation {
            values: Some(shown.map(str::to_owned)),
            digests: crate::record::field_digests(good.nonce, shown),
            ..good.clone()
        };
        for now in [machine(FIRMWARE), machine(shown)] {
            let status = ask(&loaded_from(&record), &now);
            assert_eq!((status.state, status.license), (ActivationState::Invalid, None), "{shown:?}");
        }
    }
    // A number that doesn't fit the product's mask is never shown.
    let mut narrow = profile();
    narrow.mask = Mask::parse("99").unwrap();
    let judged = review(&here, &narrow.policy);
    let found = status(&loaded_from(&good), &here, &judged, &narrow, &at(TODAY), true);
    assert_eq!((found.state, found.license), (ActivationState::Invalid, None));
}

#[test]
fn forged_digests_do_not_move_a_license() {
    let there = machine(["ASRock", "B450M Pro4", "BR80G7654321"]);
    let good = accepted(&PLAIN, &machine(FIRMWARE));
    let theirs = accepted(&PLAIN, &there);
    let digests = crate::record::field_digests(good.nonce, ["ASRock", "B450M Pro4", "BR80G7654321"]);
    let forged = Activation { digests, anchors: theirs.anchors, ..good };
    assert_eq!(ask(&loaded_from_efi_alone(&forged), &there).state, ActivationState::Invalid);
    let forged = Activation { values: None, ..forged };
    assert_eq!(ask(&loaded_from(&forged), &there).state, ActivationState::Invalid);
}

#[test]
fn a_record_of_another_product_is_invalid() {
    let here = machine(FIRMWARE);
    let good = accepted(&PLAIN, &here);
    let mut other = profile();
    other.product = "other-os".into();
    let judged = review(&here, &other.policy);
    let loaded = loaded_from(&good);
    let found = status(&loaded, &here, &judged, &other, &at(TODAY), true);
    assert_eq!((found.state, found.license), (ActivationState::Invalid, None));
    // The record is copied to the place of the other product's record.
    let (file, keep) = (Arc::new(MemoryStorage::new()), Keep::in_memory("other-os"));
    file.write(&keep.record_names().0, &good.to_file().unwrap()).unwrap();
    let keep = Keep::on_storages(Box::new(file), None, "other-os");
    let found = status(&keep.load(), &here, &judged, &other, &at(TODAY), true);
    assert_eq!((found.state, found.code), (ActivationState::Invalid, Some(KeepCode::LicenseInvalid)));
    assert_eq!(found.notes, []);
    // The other product's name is written into the record.
    let renamed = Activation { product: "other-os".into(), secret: None, ..good };
    let keep = Keep::in_memory("other-os");
    keep.store(&renamed).unwrap();
    let found = status(&keep.load(), &here, &judged, &other, &at(TODAY), true);
    assert_eq!((found.state, found.code), (ActivationState::Invalid, Some(KeepCode::LicenseInvalid)));
}

/// The receipt is the secret. A person with the code, the request and the UEFI record knows only the nonce,
/// which is a digest of the secret.
#[test]
fn a_receipt_can_not_be_made_from_code_request_and_uefi_record() {
    let here = machine(FIRMWARE);
    let activation = accepted(&PLAIN, &here);
    let judged = review(&here, &profile().policy);
    let binding = Binding::of(&here, &judged, &profile().policy, &Way::Firmware, activation.marker2);
    let platform = countersign_core::protocol::Platform::of(&here);
    let request: Request = binding.request(
        4,
        activation.number_packed,
        activation.nonce,
        platform,
        Surroundings::of(&here, &judged),
    );
    let open = OpenRequest::new(&request, secret(), 0).unwrap();

    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    let keep = Keep::on_storages(Box::new(file), Some(Box::new(efi.clone())), "example-os");
    assert_eq!(keep.remember_request(&open).lost(), None);
    keep.store(&activation).unwrap();
    let names = ["Activation", "Requests", "Released"].map(|entry| keep.efi_name(entry));
    let mut seen: Vec<Vec<u8>> =
        names.iter().filter_map(|name| efi.read(name).unwrap()).chain([request.encode().unwrap()]).collect();
    assert_eq!(seen.len(), 3);
    let Code(code) = activation.code;
    seen.push(code.to_vec());
    // Every sequence of ten bytes is tried as the secret.
    for bytes in &seen {
        for run in bytes.windows(10) {
            let guess = Secret::new(run.try_into().unwrap());
            assert_ne!(guess.nonce("example-os", activation.number_packed), activation.nonce);
        }
    }
    // After a reinstall, UEFI gives neither the secret nor a receipt.
    let reinstalled =
        Keep::on_storages(Box::new(MemoryStorage::new()), Some(Box::new(efi.clone())), "example-os");
    assert!(reinstalled.open_requests().list.iter().all(|open| open.secret.is_none()));
    assert_eq!(reinstalled.release().unwrap().receipt(), None);
    // The release without the secret recorded no receipt, and it erased the UEFI record.
    assert_eq!(keep.load().released.releases().count(), 0);
    assert_eq!(efi.read(&keep.efi_name("Activation")), Ok(None));
}

#[test]
fn a_clock_set_back_after_the_end_stays_expired() {
    let here = machine(FIRMWARE);
    let keep = Keep::in_memory("example-os");
    keep.store(&accepted(&Case { expires: Some(TODAY + 5), ..PLAIN }, &here)).unwrap();
    let over = ask_on(&keep.load(), &here, TODAY + 6);
    assert_eq!((over.state, over.code), (ActivationState::Expired, Some(KeepCode::LicenseExpired)));
    keep.apply(&over.update.unwrap()).unwrap();
    for clock in [TODAY, 1_995, 0] {
        let found = ask_on(&keep.load(), &here, clock);
        assert_eq!((found.state, found.notes), (ActivationState::Expired, vec![KeepCode::ClockBehind]));
        assert_eq!(found.update, None, "the latest day is unchanged");
    }
}

/// The disk of an activated machine is copied to a machine with the same three strings, and to one that lost
/// them.
#[test]
fn a_copied_disk_is_always_detected() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&PLAIN, &here));
    let twin = ask(&loaded, &other_board(&here));
    assert_eq!((twin.state, twin.notes), (ActivationState::Activated, vec![KeepCode::AnchorDiffers]));
    let blank = ask(&loaded, &other_board(&machine(FILLERS)));
    assert_eq!(blank.state, ActivationState::Changed { fields: Field::BINDING.to_vec(), device: true });
}
