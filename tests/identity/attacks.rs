//! Attacks that must fail, with both programs.

use std::fs;

use countersign_core::machine::Field;
use countersign_core::protocol::{Request, Secret};
use countersign_testing::{CommandOutput, Desk, Device, NUMBER, read_tree};

use crate::scene::{Scene, on_another_board, whole, without_serial};

fn request_of(scene: &Scene, way: &[&str]) -> Request {
    Request::parse(scene.request(way).json()["url"].as_str().unwrap()).unwrap()
}

fn receipt_of(scene: &Scene) -> String {
    let ran = scene.device.run(&["release", "--yes", "--json"]);
    assert_eq!(ran.exit, 0, "{ran:#?}");
    ran.json()["receipt"].as_str().unwrap().to_owned()
}

fn release_by(scene: &Scene, receipt: &str) -> CommandOutput {
    scene.desk.run(&["licenses", "release", NUMBER, "--receipt", receipt])
}

#[test]
fn the_secret_of_a_receipt_is_in_no_public_data() {
    let scene = Scene::activated(&without_serial(), &["--recover"]);
    let shown = scene.request(&["--recover", "--json"]);
    let public: Vec<u8> = read_tree(&scene.device.efivars())
        .into_iter()
        .flat_map(|(_, bytes)| bytes)
        .chain(request_of(&scene, &["--recover"]).encode().unwrap())
        .chain(shown.out.into_bytes())
        .collect();
    let receipt = receipt_of(&scene);
    let secret = Secret::of_receipt(&receipt).unwrap();
    assert!(!public.windows(10).any(|bytes| bytes == secret.bytes()), "public data don't contain the secret");
    let text = String::from_utf8_lossy(&public).replace(' ', "");
    assert!(!text.contains(&receipt), "public data don't contain the receipt");
    assert_eq!(release_by(&scene, &receipt).exit, 0);
}

#[test]
fn a_receipt_is_valid_once() {
    let scene = Scene::activated(&whole(), &[]);
    let receipt = receipt_of(&scene);
    assert_eq!(release_by(&scene, &receipt).exit, 0);
    let again = release_by(&scene, &receipt);
    assert_eq!(again.exit, 5, "{again:#?}");
    // The number is bound again; the old receipt releases nothing.
    scene.activate(&[]);
    assert_ne!(release_by(&scene, &receipt).exit, 0);
    assert_eq!(scene.answer(&[]), "same-device");
}

#[test]
fn an_old_link_binds_nothing_after_a_release() {
    let scene = Scene::new(&whole());
    let url = scene.request(&[]).json()["url"].as_str().unwrap().to_owned();
    scene.device.enter(&scene.desk.issue(&url));
    assert_eq!(release_by(&scene, &receipt_of(&scene)).exit, 0);
    assert_eq!(scene.answer_to(&url), "REQUEST-SPENT");
    assert_eq!(scene.answer(&[]), "rebound");
}

#[test]
fn a_request_of_a_stranger_makes_the_receipt_need_an_operator() {
    let scene = Scene::activated(&whole(), &[]);
    let mut stranger = request_of(&scene, &[]);
    stranger.head.nonce = *b"stranger";
    assert_eq!(scene.answer_to(&stranger.url("desk.example").unwrap()), "same-device");
    let refused = release_by(&scene, &receipt_of(&scene));
    assert_eq!(refused.exit, 5, "{refused:#?}");
    assert!(format!("{}{}", refused.out, refused.err).contains("RECEIPT-OPERATOR"), "{refused:#?}");
}

#[test]
fn a_copied_marker_takes_no_seat() {
    let owner = Scene::activated(&whole(), &[]);
    let thief = on_another_board(whole())
        .with_value(Field::Manufacturer, "Dell Inc.")
        .with_value(Field::Model, "OptiPlex 7060")
        .with_value(Field::Serial, "7XKD3P2");
    let thief = Scene { device: Device::new(&thief, &owner.desk), desk: crate::scene::desk() };
    let mut request = request_of(&thief, &[]);
    request.head.marker2 = request_of(&owner, &[]).head.marker2;
    assert_eq!(owner.answer_to(&request.url("desk.example").unwrap()), "DEVICE-DIFFERS");
    assert_eq!(owner.answer(&[]), "same-device");
}

#[test]
fn an_altered_request_does_not_affect_that_of_its_owner() {
    let scene = Scene::activated(&whole(), &[]);
    let mut altered = request_of(&scene, &[]);
    let mine = altered.url("desk.example").unwrap();
    altered.head.marker2 = None;
    assert_eq!(scene.answer_to(&altered.url("desk.example").unwrap()), "REQUEST-SPENT");
    assert_eq!(scene.answer_to(&mine), "again");
}

#[test]
fn a_record_of_another_product_is_not_used() {
    let scene = Scene::activated(&whole(), &[]);
    let other = scene.desk.profile_text().replace("product = \"example-os\"", "product = \"other-os\"");
    let mut foreign = Scene { device: Device::new(&whole(), &scene.desk), desk: scene.desk };
    foreign.device.with_profile(&other);
    let record = scene.device.state_file("activation-");
    // The name that the other product's record would have.
    foreign.device.run(&["request", "--number", NUMBER]);
    let name = fs::read_dir(foreign.device.state()).unwrap().find_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        Some(name.strip_prefix("requests-")?.to_owned())
    });
    let path = foreign.device.state().join(format!("activation-{}", name.unwrap()));
    fs::copy(record, path).unwrap();
    assert_eq!(foreign.status(), ["invalid"]);
}

#[test]
fn a_record_with_altered_contents_is_invalid() {
    let scene = Scene::activated(&whole(), &[]);
    let record = scene.device.state_file("activation-");
    let text = fs::read_to_string(&record).unwrap();
    assert!(!text.contains(NUMBER), "the record contains the number as bytes, not as text");
    let mut object: serde_json::Value = serde_json::from_str(&text).unwrap();
    let number = find(&mut object, "number_packed").unwrap_or_else(|| panic!("{text}"));
    *number = serde_json::json!([0, 0, 0, 0, 0, 1]);
    fs::write(&record, serde_json::to_string_pretty(&object).unwrap()).unwrap();
    fs::remove_dir_all(scene.device.efivars()).unwrap();
    let ran = scene.device.run(&["status", "--json"]);
    assert_eq!(ran.json()["number"], serde_json::Value::Null, "{ran:#?}");
    assert_ne!(ran.exit, 0, "{ran:#?}");
    assert!(!ran.out.contains("AA00000000001"), "{ran:#?}");
}

/// The value of that key, at any depth.
fn find<'a>(value: &'a mut serde_json::Value, key: &str) -> Option<&'a mut serde_json::Value> {
    let object = value.as_object_mut()?;
    if object.contains_key(key) {
        return object.get_mut(key);
    }
    object.values_mut().find_map(|value| find(value, key))
}

#[test]
fn setting_the_clock_back_does_not_revive_a_license() {
    let desk = Desk::with(&[], &["--days", "20"]);
    let mut scene = Scene { device: Device::new(&whole(), &desk), desk };
    scene.activate(&[]);
    assert_eq!(scene.status(), ["activated", "EXPIRES-SOON"]);
    scene.device.set_clock_ahead(21);
    assert_eq!(scene.status(), ["expired"]);
    scene.device.set_clock_ahead(0);
    assert_eq!(scene.status(), ["expired", "CLOCK-BEHIND"]);
}

#[test]
fn a_state_folder_restored_after_a_release_is_not_activated() {
    let scene = Scene::activated(&whole(), &[]);
    let copied = scene.state_copy();
    receipt_of(&scene);
    scene.put_state_back(&copied);
    assert_eq!(scene.status(), ["not-activated"]);
}
