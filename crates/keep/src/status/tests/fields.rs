//! Tests the states of the bound fields, by origin.

use proptest::prelude::*;

use super::*;

const SAME: [&str; 3] = ["same", "same", "same"];

/// The expected state, states of the fields, and notes.
type Expected<'a> = (&'a str, [&'a str; 3], &'a [&'a str]);

fn check(loaded: &Loaded, now: &Machine, expected: Expected<'_>, why: &str) {
    let found = ask(loaded, now);
    let (state, fields, notes) = expected;
    assert_eq!(outline(&found), (state, fields.to_vec(), notes.to_vec()), "{why}");
}

#[test]
fn firmware_values_are_the_same_lost_or_changed() {
    let here = machine(FIRMWARE);
    let activation = accepted(&PLAIN, &here);
    let [maker, model, serial] = FIRMWARE;
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        for (values, expected) in [
            (FIRMWARE, ("activated", SAME, &[][..])),
            ([" asrock", "B450M  Pro4", "br80g1234567"], ("activated", SAME, &[])),
            (["MSI", model, serial], ("changed", ["changed", "same", "same"], &[])),
            (
                [maker, model, "To Be Filled By O.E.M."],
                ("activated", ["same", "same", "lost"], &["VALUES-LOST"]),
            ),
            ([maker, "", ""], ("activated", ["same", "lost", "lost"], &["VALUES-LOST"])),
            (["", "", ""], ("activated", ["lost", "lost", "lost"], &["VALUES-LOST"])),
            // One changed field outweighs any number of lost fields.
            (["", "", "K516123456"], ("changed", ["lost", "lost", "changed"], &[])),
            ([maker, model, "bad\u{1b}"], ("activated", ["same", "same", "lost"], &["VALUES-LOST"])),
            // The serial that was assigned to another machine is no value of this machine.
            ([maker, model, "CS-00000-00000"], ("activated", ["same", "same", "lost"], &["VALUES-LOST"])),
        ] {
            check(&loaded, &machine(values), expected, &format!("{values:?}"));
        }
        assert_eq!(
            ask(&loaded, &machine(["", model, "K516123456"])).state,
            changed(&[Field::Manufacturer, Field::Serial])
        );
    }
}

#[test]
fn lost_values_need_the_same_anchor() {
    let here = machine(FIRMWARE);
    let activation = accepted(&PLAIN, &here);
    let lost = machine(BLANK_SERIAL);
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        check(&loaded, &lost, ("activated", ["same", "same", "lost"], &["VALUES-LOST"]), "the same board");
        check(&loaded, &other_board(&lost), ("changed", ["same", "same", "lost"], &[]), "another board");
        let mut denied = lost.clone();
        denied.fields.insert(Field::BoardSerial, Reading::Damaged);
        check(&loaded, &denied, ("unverified", ["same", "same", "lost"], &[]), "a board that can't be read");
        check(
            &loaded,
            &other_board(&here),
            ("activated", SAME, &["ANCHOR-DIFFERS"]),
            "a binding that doesn't rest on the anchor",
        );
    }
    // On a machine without an anchor, nothing confirms a lost value.
    let bare = |values| {
        let mut machine = with(&machine(values), &[(Field::BoardSerial, "None"), (Field::Uuid, "")]);
        machine.onboard_mac = OnboardMac::NoPort;
        machine
    };
    let loaded = loaded_from(&accepted(&PLAIN, &bare(FIRMWARE)));
    check(&loaded, &bare(FIRMWARE), ("activated", SAME, &[]), "no anchor");
    check(&loaded, &bare(BLANK_SERIAL), ("changed", ["same", "same", "lost"], &[]), "no anchor, and lost");
}

#[test]
fn recovered_values_are_compared_with_their_source() {
    let here = machine(FILLERS);
    let activation = accepted(&by(Way::Recover), &here);
    assert_eq!(activation.values, Some(["ASRock", "B450M Pro4", "M80-DC012345678"].map(str::to_owned)));
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        for (why, readings, expected) in [
            ("nothing", &[][..], ("activated", SAME, &[][..])),
            (
                "the source has another value",
                &[(Field::BoardModel, "X570 Taichi")],
                ("changed", ["same", "changed", "same"], &[]),
            ),
            (
                "the source was lost",
                &[(Field::BoardModel, "Default string")],
                ("activated", ["same", "lost", "same"], &["VALUES-LOST"]),
            ),
            (
                "the field has the bound value itself",
                &[(Field::Model, "B450M Pro4")],
                ("activated", ["same", "mended", "same"], &["FIRMWARE-MENDED"]),
            ),
            (
                "the field has a different firmware value",
                &[(Field::Model, "B450M Pro4 R2.0")],
                ("activated", ["same", "mended", "same"], &["FIRMWARE-MENDED"]),
            ),
            (
                "the field has a firmware value, and the source a different one",
                &[(Field::Manufacturer, "ASRock Inc."), (Field::BoardManufacturer, "MSI")],
                ("activated", ["mended", "same", "same"], &["FIRMWARE-MENDED"]),
            ),
            (
                "one is mended and another lost",
                &[(Field::Manufacturer, "ASRock"), (Field::BoardModel, "")],
                ("activated", ["mended", "lost", "same"], &["VALUES-LOST", "FIRMWARE-MENDED"]),
            ),
        ] {
            check(&loaded, &with(&here, readings), expected, why);
        }
        check(&loaded, &other_board(&here), ("changed", ["same", "same", "changed"], &[]), "another board");
        // The serial was recovered from the board, and both are lost; UUID and network port are the same.
        let lost = with(&here, &[(Field::BoardSerial, "Default string")]);
        check(&loaded, &lost, ("activated", ["same", "same", "lost"], &["VALUES-LOST"]), "a flash");
        let mut unread = here.clone();
        unread.fields.insert(Field::BoardModel, Reading::Damaged);
        check(
            &loaded,
            &unread,
            ("unverified", ["same", "unreadable", "same"], &[]),
            "a source that can't be read",
        );
    }
}

/// A disk in another machine with firmware values of its own does not count as mended firmware.
#[test]
fn a_mended_field_without_proof_needs_the_same_anchor() {
    let here = machine(["ASRock", "B450M Pro4", ""]);
    let loaded = loaded_from(&accepted(&by(Way::Recover), &here));
    let mended = machine(FIRMWARE);
    check(
        &loaded,
        &mended,
        ("activated", ["same", "same", "mended"], &["FIRMWARE-MENDED"]),
        "the same board",
    );
    check(&loaded, &other_board(&mended), ("changed", ["same", "same", "mended"], &[]), "another board");
    assert_eq!(
        ask(&loaded, &other_board(&mended)).state,
        ActivationState::Changed { fields: vec![Field::Serial], device: true }
    );
}

#[test]
fn assigned_and_declared_values_are_valid_while_the_anchor_is_the_same() {
    let mut here = machine(["ASRock", "B450M Pro4", ""]);
    here.fields.remove(&Field::BoardManufacturer);
    here.fields.remove(&Field::BoardModel);
    let no_serial = |machine: &Machine| {
        let mut machine = machine.clone();
        // The anchor is the UUID, because a board's serial would be recovered.
        machine.fields.insert(Field::BoardSerial, Reading::text("Default string"));
        machine
    };
    let here = no_serial(&here);
    let declared = [None, None, Some("BR80G1234567".to_owned())];
    for way in [Way::Assign, Way::Declare(declared)] {
        let activation = accepted(&by(way.clone()), &here);
        let [.., serial] = activation.values.clone().unwrap();
        for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
            check(&loaded, &here, ("activated", SAME, &[]), way.name());
            for own in [serial.as_str(), "K516123456"] {
                let mended = with(&here, &[(Field::Serial, own)]);
                let expected = ("activated", ["same", "same", "mended"], &["FIRMWARE-MENDED"][..]);
                check(&loaded, &mended, expected, own);
            }
            // The same firmware values on another board: a copied disk.
            let other = no_serial(&other_board(&here));
            check(&loaded, &other, ("changed", SAME, &[]), "another board");
            assert_eq!(ask(&loaded, &other).state, ActivationState::Changed { fields: vec![], device: true });
            let mut unread = here.clone();
            unread.fields.insert(Field::Uuid, Reading::Damaged);
            check(&loaded, &unread, ("unverified", SAME, &[]), "an anchor that can't be read");
        }
    }
}

#[test]
fn another_spelling_of_the_maker_is_the_same_value() {
    let before = ["Hewlett-Packard", "Z420", "CZC3370XYZ"];
    let activation = accepted(&PLAIN, &machine(before));
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        check(&loaded, &machine(["HP", "Z420", "CZC3370XYZ"]), ("activated", SAME, &[]), "HP");
        let model = machine(["HP", "Z440", "CZC3370XYZ"]);
        check(&loaded, &model, ("changed", ["same", "changed", "same"], &[]), "HP, and another model");
        let maker = machine(["Dell Inc.", "Z420", "CZC3370XYZ"]);
        check(&loaded, &maker, ("changed", ["changed", "same", "same"], &[]), "another maker");
    }
}

/// Today's rules refuse the value, or the field that it was read from. Its digest agrees, so the rules are
/// not applied.
#[test]
fn a_value_with_a_matching_digest_is_not_reviewed_again() {
    let here = machine(FIRMWARE);
    let bound = accepted(&PLAIN, &here);
    let fillers = machine(FILLERS);
    let recovered = accepted(&by(Way::Recover), &fillers);
    let dell = with(
        &machine(["Dell Inc.", "OptiPlex 7010", ""]),
        &[(Field::BoardSerial, ""), (Field::Uuid, "4c4c4544-0042-3510-8052-b4c04f4d3532")],
    );
    let tag = accepted(&by(Way::Recover), &dell);
    assert_eq!(tag.sources[2], Some(countersign_core::remedy::Source::DellUuid));
    for (activation, machine, refused) in [
        (bound, here, Field::Serial),
        (recovered.clone(), fillers.clone(), Field::BoardModel),
        (recovered, fillers, Field::BoardSerial),
        (tag, dell, Field::Uuid),
    ] {
        let profile = profile();
        let mut newer = review(&machine, &profile.policy);
        let finding = newer.findings.iter_mut().find(|finding| finding.field == refused).unwrap();
        finding.verdict = countersign_core::review::Verdict::Placeholder;
        let found = status(&loaded_from(&activation), &machine, &newer, &profile, &at(TODAY), true);
        assert_eq!(outline(&found), ("activated", SAME.to_vec(), vec![]), "{refused:?}");
        assert_eq!(found.anchor, Some(AnchorState::Same));
    }
}

#[test]
fn a_status_shows_the_bound_and_the_current_value_of_each_field() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&PLAIN, &here));
    let [maker, _, serial] =
        ask(&loaded, &machine(["MSI", "B450M Pro4", "\u{1b}[2J"])).fields.try_into().unwrap();
    assert_eq!((maker.before.as_deref(), maker.now.as_deref()), (Some("ASRock"), Some("MSI")));
    assert_eq!(serial.before.as_deref(), Some("BR80G1234567"));
    assert!(!serial.now.unwrap().contains('\u{1b}'));
    let bare = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    assert_eq!(ask(&bare, &here).fields[0].before, None);
}

#[test]
fn the_older_binding_depends_on_the_anchor_alone() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&Case { scheme: Scheme::Two, ..PLAIN }, &here));
    assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::NoRecord));
    assert_eq!(outline(&ask(&loaded, &machine(["", "", ""]))), ("activated", vec![], vec![]));
    let other = ask(&loaded, &other_board(&here));
    assert_eq!(other.state, ActivationState::Changed { fields: vec![], device: true });
    let mut unread = here;
    unread.fields.insert(Field::BoardSerial, Reading::Damaged);
    assert_eq!(ask(&loaded, &unread).code, Some(KeepCode::StatusUnreadable));
}

#[test]
fn without_root_the_status_is_unverified_and_never_changed() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    let user = |values| Machine { read_as_root: false, ..machine(values) };
    let mut seen = user(["MSI", "B450M Pro4", "x"]);
    assert_eq!(ask(&loaded, &seen).state, ActivationState::Unverified);
    seen.fields.insert(Field::Serial, Reading::Denied);
    let status = ask(&loaded, &seen);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusNeedsRoot)));
    // A damaged field gives `Unverified` for root too.
    let mut damaged = here;
    damaged.fields.insert(Field::Serial, Reading::Damaged);
    let status = ask(&loaded, &damaged);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusUnreadable)));
}

proptest! {
    /// For any firmware values: activated if and only if each bound value is there, or is lost and the board
    /// is the same.
    #[test]
    fn activated_if_and_only_if_no_value_changed(
        a in "[a-cA-C ]{0,2}", b in "[a-c]{0,2}", c in "[a-c]{0,2}", same_board: bool
    ) {
        let bound = ["ab", "bc", "ca"];
        let loaded = loaded_from(&accepted(&PLAIN, &machine(bound)));
        let now = machine([&a, &b, &c]);
        let now = if same_board { now } else { other_board(&now) };
        let judged = review(&now, &profile().policy);
        let is_same = |at: usize, value: &str| value.trim().eq_ignore_ascii_case(bound[at]);
        let is_lost = |at: usize| judged.finding(Field::BINDING[at]).unwrap().refuses() && same_board;
        let expected = [&a, &b, &c].into_iter().enumerate().all(|(at, value)| is_same(at, value) || is_lost(at));
        let state = ask(&loaded, &now).state;
        prop_assert_eq!(state == ActivationState::Activated, expected);
        let was_changed = matches!(state, ActivationState::Changed { ref fields, .. } if !fields.is_empty());
        prop_assert!(expected || was_changed);
    }
}
