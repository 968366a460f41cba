//! A refused machine is activated without a write to its firmware: by recovered, assigned and declared values.

use std::fs;

use countersign_core::machine::{Field, Machine};
use countersign_core::protocol::Request;
use countersign_testing::{Device, NUMBER};

use crate::scene::{Scene, desk, on_another_board, whole, without_serial, without_serials};

#[test]
fn a_refused_machine_is_activated_by_recovered_values() {
    let scene = Scene::new(&without_serial());
    assert_eq!(scene.request(&[]).exit, 3);
    let issued = scene.activate(&["--recover"]);
    assert_eq!(issued.json["findings"][2]["origin"], "recovered");
    let status = scene.device.run(&["status", "--json"]).json();
    assert_eq!(status["state"], "activated");
    let serial = &status["fields"][2];
    assert_eq!(
        (serial["origin"].as_str(), serial["source"].as_str()),
        (Some("recovered"), Some("board-serial"))
    );
    assert_eq!(scene.device.run(&["status"]).exit, 0);
}

/// The kinds of the ways that `inspect` shows, each with the words of its command behind `countersign`, with values put in.
fn commands(machine: &Machine, lang: &str) -> Vec<(String, Vec<String>)> {
    let inspected = Scene::new(machine).device.run(&["inspect", "--json", "--lang", lang]).json();
    let mut found = Vec::new();
    for way in inspected["ways"].as_array().unwrap() {
        let steps = way["steps"].as_array().unwrap().iter().filter_map(|step| step.as_str());
        for (_, command) in steps.filter_map(|text| text.split_once("countersign ")) {
            let words = command.split(' ').map(|word| match word {
                "N" | "许可证号" => NUMBER.to_owned(),
                word => {
                    word.replace("serial=VALUE", "serial=PF0A9K3Z").replace("model=VALUE", "model=HLC-T22")
                }
            });
            found.push((way["kind"].as_str().unwrap().to_owned(), words.collect()));
        }
    }
    found
}

#[test]
fn the_command_of_a_way_works_on_a_machine_without_a_request() {
    let without_names = without_serials()
        .with_value(Field::Model, "Default string")
        .with_value(Field::BoardModel, "Default string");
    for (machine, kinds) in [
        (without_serial(), vec!["recover"]),
        (without_serials(), vec!["assign", "declare"]),
        (without_names, vec!["assign", "declare"]),
    ] {
        for lang in ["en", "zh"] {
            let found = commands(&machine, lang);
            assert_eq!(found.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), kinds);
            for (_, words) in found {
                let ran =
                    Scene::new(&machine).device.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
                assert_eq!(ran.exit, 0, "{words:?}: {ran:#?}");
            }
        }
    }
}

#[test]
fn the_same_assigned_identity_is_recreated_after_all_state_is_lost() {
    let scene = Scene::activated(&without_serials(), &["--assign"]);
    let serial = |scene: &Scene| scene.request(&["--assign"]).json()["fields"][2].clone();
    let before = serial(&scene);
    assert_eq!(before["origin"], "assigned");
    assert!(before["value"].as_str().unwrap().starts_with("CS-"), "{before}");
    for folder in [scene.device.state(), scene.device.efivars()] {
        fs::remove_dir_all(folder).unwrap();
    }
    assert_eq!(scene.status(), ["not-activated"]);
    assert_eq!(serial(&scene), before);
    assert_eq!(scene.answer(&["--assign"]), "same-device");
    scene.activate(&["--assign"]);
    assert_eq!(scene.status(), ["activated"]);
}

#[test]
fn a_value_that_the_product_does_not_allow_is_neither_offered_nor_answered() {
    let desk = countersign_testing::Desk::new();
    let device = Device::new(&without_serials(), &desk);
    let request = |way: &[&str]| device.run(&[&["request", "--json", "--number", NUMBER], way].concat());
    for way in [&["--assign"][..], &["--declare", "serial=PF0A9K3Z"]] {
        let ran = request(way);
        assert_eq!((ran.exit, ran.json()["error"]["code"].as_str()), (5, Some("WAY-NOT-OFFERED")), "{way:?}");
    }
    // A changed profile on the device doesn't help: the desk decides by its own.
    let mut device = device;
    device.with_profile(&desk.profile_text().replace("assigned = false", "assigned = true"));
    let ran = device.run(&["request", "--json", "--number", NUMBER, "--assign"]);
    assert_eq!(ran.exit, 0, "{ran:#?}");
    let answer = desk.run(&["answer", ran.json()["url"].as_str().unwrap(), "--json"]);
    assert_eq!((answer.exit, answer.json()["reason"].as_str()), (5, Some("ASSIGNED-NOT-ALLOWED")));
}

#[test]
fn a_declared_value_is_reviewed_and_compared_with_the_board() {
    let scene = Scene::new(&without_serial());
    let declare = |value: &str| scene.device.run(&["request", "--number", NUMBER, "--declare", value]);
    declare("serial=Default string").assert_refused(3, "DECLARE-REFUSED", "Read the label again");
    declare("serial").assert_refused(2, "DECLARE-FORM", "--declare serial=VALUE");
    declare("uuid=1").assert_refused(2, "DECLARE-FORM", "--declare serial=VALUE");
    declare("model=H310").assert_refused(2, "DECLARE-NEEDLESS", "Omit this --declare");
    let hidden = declare("serial=PF0\u{200b}A9K3Z");
    hidden.assert_refused(3, "DECLARE-REFUSED", "Read the label again");
    assert!(hidden.err.contains("not proper text"), "{hidden:#?}");
    let twice =
        ["request", "--number", NUMBER, "--declare", "serial=PF0A9K3Z", "--declare", "serial=PF0A9K3Y"];
    scene.device.run(&twice).assert_refused(2, "DECLARE-TWICE", "Omit one of the two --declare");
    let repeated = declare("serial=h310m r8");
    repeated.assert_refused(3, "DECLARE-REFUSED", "Read the label again");
    assert!(repeated.err.contains("only repeats another field"), "{repeated:#?}");
    let near = declare("serial=M80F3A1C70048Z");
    assert_eq!(near.exit, 0, "{near:#?}");
    let warning = "differs in one character from M80F3A1C700482, the board serial of this machine";
    assert!(near.err.contains(warning), "{near:#?}");
    let far = declare("serial=PF0A9K3Z");
    assert_eq!((far.exit, &*far.err), (0, ""), "{far:#?}");
}

#[test]
fn a_declared_value_is_kept_only_on_its_own_machine() {
    let scene = Scene::new(&without_serial());
    let declared = scene.request(&["--declare", "serial=ＰＦ０A9K3Z"]);
    let value = &declared.json()["fields"][2];
    assert_eq!((value["origin"].as_str(), value["value"].as_str()), (Some("declared"), Some("PF0A9K3Z")));
    assert_eq!(
        scene.request(&[]).json()["fields"][2]["origin"],
        "declared",
        "the same machine keeps its declared value"
    );
    let other = without_serial()
        .with_value(Field::BoardSerial, "M80F3A1C700977")
        .with_value(Field::Uuid, "9d2c6f10-3b7e-4c57-a1d8-4e0f6b2a9c35");
    scene.device.change_machine(&other);
    let moved = scene.request(&[]);
    assert_eq!(
        (moved.exit, moved.json()["fields"][2]["origin"].as_str()),
        (3, Some("firmware")),
        "{moved:#?}"
    );
    let shown = scene.device.run(&["inspect"]);
    assert!(!shown.out.contains("PF0A9K3Z") && shown.out.contains("will refuse"), "{shown:#?}");
}

#[test]
fn without_an_anchor_nothing_is_assigned() {
    let desk = desk();
    let mut machine = without_serials();
    machine.fields.insert(Field::Uuid, countersign_core::machine::Reading::NotSet);
    let device = Device::new(&machine, &desk);
    device.run(&["request", "--number", NUMBER, "--assign"]).assert_refused(
        3,
        "WAY-UNANCHORED",
        "countersign inspect shows how",
    );
}

#[test]
fn the_wizard_continues_with_the_request_of_the_command() {
    let scene = Scene::new(&without_serial());
    let url = scene.request(&["--recover"]).json()["url"].as_str().unwrap().to_owned();
    let mut pty = scene.device.pty_at_inspect();
    pty.wait_for("The desk will accept this machine, with these values:");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let shown = pty.until("QR that can be read", countersign_testing::read_qr);
    assert_eq!(shown, url);
    pty.send("q");
    assert_eq!(pty.end(), 3);
}

#[test]
fn the_condition_option_prints_nothing_and_sets_the_exit_code() {
    let scene = Scene::new(&whole());
    let condition = |scene: &Scene| {
        let ran = scene.device.run(&["status", "--condition"]);
        assert_eq!((&*ran.out, &*ran.err), ("", ""), "{ran:#?}");
        ran.exit
    };
    assert_eq!(condition(&scene), 3);
    scene.activate(&[]);
    assert_eq!(condition(&scene), 0);
    scene.device.change_machine(&whole().with_value(Field::Serial, "M80F3A1C700511"));
    assert_eq!(condition(&scene), 4);
    let mut scene = scene;
    scene.device.with_profile("nonsense");
    assert_eq!(condition(&scene), 255);
}

#[test]
fn a_new_request_is_made_only_on_demand() {
    let scene = Scene::new(&whole());
    let name = |way: &[&str]| scene.request(way).json()["name"].as_str().unwrap().to_owned();
    let first = name(&[]);
    assert_eq!(name(&[]), first);
    let second = name(&["--new"]);
    assert_ne!(second, first);
    assert_eq!(name(&[]), second);
}

#[test]
fn a_changed_request_has_its_own_nonce() {
    let scene = Scene::new(&without_serial());
    let nonce = |way: &[&str]| {
        let json = scene.request(way).json();
        Request::parse(json["url"].as_str().unwrap()).unwrap().head.nonce
    };
    let recovered = nonce(&["--recover"]);
    assert_eq!(nonce(&["--recover"]), recovered);
    let declare = ["--declare", "serial=PF0A9K3Z"];
    let declared = nonce(&declare);
    assert_ne!(declared, recovered, "another origin");
    scene.device.change_machine(&on_another_board(without_serial()));
    assert_ne!(nonce(&declare), declared, "another marker");
}

#[test]
fn report_describes_the_bound_values_and_inspect_the_firmware() {
    let scene = Scene::new(&without_serial());
    let json = |command: &str| scene.device.run(&[command, "--json"]).json();
    assert_eq!(json("report")["acceptable"], false);
    let bound = scene.request(&["--recover"]).json();
    assert_eq!(bound["fields"][2]["source"], "board-serial");
    let report = json("report");
    assert_eq!(
        (&report["acceptable"], &report["bound"][2]["source"]),
        (&true.into(), &bound["fields"][2]["source"])
    );
    let inspect = scene.device.run(&["inspect", "--json"]);
    let seen = inspect.json();
    assert_eq!(
        (inspect.exit, &seen["acceptable"], &seen["predicted"]),
        (3, &false.into(), &"accepted".into())
    );
    assert_eq!(seen["bound"], bound["fields"]);
    let text = scene.device.run(&["inspect"]);
    assert!(text.exit == 3 && text.out.contains("With these values the desk will accept"), "{text:#?}");
}

#[test]
fn a_request_of_a_changed_machine_makes_no_promise() {
    let scene = Scene::activated(&whole(), &[]);
    assert!(scene.request(&[]).err.contains("no new code is needed"));
    scene.device.change_machine(&whole().with_value(Field::Serial, "M80F3A1C700511"));
    let ran = scene.request(&["--new"]);
    assert!(ran.exit == 0 && ran.err.contains("MACHINE-CHANGED: "), "{ran:#?}");
    let mut pty = scene.device.pty_at_inspect();
    pty.wait_for("the desk decides whether it is the same");
    pty.send("q");
    pty.end();
}

#[test]
fn a_new_request_that_the_status_asks_for_is_not_called_needless() {
    let scene = Scene::activated(&without_serial(), &["--recover"]);
    scene.device.change_machine(&whole());
    let status = scene.device.run(&["status"]);
    assert!(status.out.contains("countersign request --new"), "{status:#?}");
    let ran = scene.request(&["--new"]);
    assert_eq!((ran.exit, &*ran.err), (0, ""), "{ran:#?}");
}

#[test]
fn a_spoken_request_begins_with_its_number_and_is_answered_by_it() {
    let desk = countersign_testing::Desk::with(&["--spoken"], &[]);
    let device = Device::new(&whole(), &desk);
    let spoken = device.run(&["request", "--number", NUMBER, "--spoken"]);
    let lines: Vec<&str> = spoken.out.lines().collect();
    assert_eq!((lines.len(), lines[0]), (5, NUMBER), "{spoken:#?}");
    let typed: Vec<&str> = lines[1..].iter().map(|line| &line[4..]).collect();
    let answer = desk.run(&["answer", &format!("{NUMBER}\n{}", typed.join("\n")), "--json"]);
    assert_eq!(answer.json()["decision"], "issued", "{answer:#?}");
}
