//! Tests whether the anchor is the same, and which scheme 2 marker the next request sends.

use countersign_core::machine::Container;

use super::*;

fn state(activation: &Activation, now: &Machine) -> AnchorState {
    activation.anchor_state(now, &review(now, &profile().policy)).unwrap()
}

fn marker2(standing: Option<&Activation>, now: &Machine) -> Option<countersign_core::protocol::Marker> {
    standing_marker2(standing, now, &review(now, &profile().policy))
}

fn without(machine: &Machine, field: Field, reading: Reading) -> Machine {
    let mut machine = machine.clone();
    machine.fields.insert(field, reading);
    machine
}

#[test]
fn the_anchor_is_that_of_the_bound_value_or_another_one_if_it_was_lost() {
    use AnchorState::{Differs, Same, Unknown};
    const FILLER: &str = "Default string";
    let here = machine(FIRMWARE);
    let other = other_board(&here);
    let activation = accepted(&PLAIN, &here);
    let port = |machine: &Machine, onboard_mac| Machine { onboard_mac, ..machine.clone() };
    let lost = with(&here, &[(Field::BoardSerial, FILLER)]);
    let lost_two = with(&lost, &[(Field::Uuid, "03000200-0400-0500-0006-000700080009")]);
    for (why, now, expected) in [
        ("the same", here.clone(), Same),
        ("another board", other.clone(), Differs),
        (
            "a new network card, and a UUID of another machine",
            with(&other, &[(Field::BoardSerial, "M80-DC012345678")]),
            Same,
        ),
        (
            "another serial, and the same UUID",
            with(&here, &[(Field::BoardSerial, "M80-DC099999999")]),
            Differs,
        ),
        ("the serial was lost", lost.clone(), Same),
        ("serial and UUID were lost", lost_two.clone(), Same),
        ("all were lost", port(&lost_two, OnboardMac::NoPort), Differs),
        ("the serial was lost on another board", with(&other, &[(Field::BoardSerial, "")]), Differs),
        ("the serial is denied", without(&here, Field::BoardSerial, Reading::Denied), Unknown),
        (
            "the serial is denied on another board",
            without(&other, Field::BoardSerial, Reading::Denied),
            Unknown,
        ),
        (
            "the serial was lost, the UUID is denied",
            without(&port(&lost, OnboardMac::NoPort), Field::Uuid, Reading::Denied),
            Unknown,
        ),
        ("two were lost, the port can't be read", port(&lost_two, OnboardMac::Unreadable), Unknown),
        (
            "two were lost, in a container",
            Machine { container: Some(Container::Oci), ..port(&lost_two, OnboardMac::NoPort) },
            Unknown,
        ),
    ] {
        assert_eq!(state(&activation, &now), expected, "{why}");
    }
}

#[test]
fn the_network_port_is_an_anchor_that_a_container_hides() {
    let no_others = |machine: &Machine| with(machine, &[(Field::BoardSerial, ""), (Field::Uuid, "")]);
    let here = no_others(&machine(FIRMWARE));
    let activation = accepted(&PLAIN, &here);
    assert_eq!(activation.anchors.map(|anchor| anchor.is_some()), [false, false, true]);
    assert_eq!(state(&activation, &here), AnchorState::Same);
    assert_eq!(state(&activation, &no_others(&other_board(&here))), AnchorState::Differs);
    let no_port = Machine { onboard_mac: OnboardMac::NoPort, ..here };
    assert_eq!(state(&activation, &no_port), AnchorState::Differs);
    assert_eq!(
        state(&activation, &Machine { container: Some(Container::Oci), ..no_port }),
        AnchorState::Unknown
    );
}

#[test]
fn damaged_or_hidden_tables_do_not_mean_a_lost_anchor() {
    let activation = accepted(&PLAIN, &machine(FIRMWARE));
    let gone =
        |tables, container| Machine { fields: Default::default(), tables, container, ..machine(FIRMWARE) };
    for now in
        [gone(Tables::Damaged, None), gone(Tables::Empty, None), gone(Tables::None, Some(Container::Oci))]
    {
        assert_eq!(state(&activation, &now), AnchorState::Unknown, "{:?}", now.tables);
        let judged = review(&now, &profile().policy);
        assert_eq!(Binding::marker2_of(&now, &judged), None, "{:?}", now.tables);
    }
}

#[test]
fn requests_send_the_bound_marker_while_the_anchor_is_the_same() {
    let here = machine(FIRMWARE);
    let keep = Keep::in_memory("example-os");
    keep.store(&accepted(&PLAIN, &here)).unwrap();
    let bound = keep.load().activation.unwrap().marker2;
    let standing = |now: &Machine| keep.load().standing(now, &review(now, &profile().policy), &profile());
    let lost = with(&here, &[(Field::BoardSerial, "Default string")]);
    assert_ne!(marker2(None, &lost), bound, "the UUID is the anchor now");
    assert_eq!(marker2(standing(&lost).as_ref(), &lost), bound);
    let other = other_board(&here);
    assert_eq!(standing(&other), None);
    assert_eq!(marker2(keep.load().activation.as_ref(), &other), marker2(None, &other));
    // A forged record is never the standing license.
    let forged = Activation { number_packed: [1; 6], secret: None, ..keep.load().activation.unwrap() };
    let keep = Keep::in_memory("example-os");
    keep.store(&forged).unwrap();
    assert_eq!(keep.load().standing(&here, &review(&here, &profile().policy), &profile()), None);
}

#[test]
fn a_carried_marker_keeps_its_position_in_the_next_record() {
    let here = machine(FIRMWARE);
    let standing = accepted(&PLAIN, &here);
    let lost = with(&here, &[(Field::BoardSerial, "Default string")]);
    let judged = review(&lost, &profile().policy);
    let carried = marker2(Some(&standing), &lost);
    let anchors = anchor_markers(&lost, &judged, carried, Some(&standing));
    assert_eq!(anchors, standing.anchors);
    let seen_alone = anchor_markers(&lost, &judged, carried, None);
    assert_eq!(seen_alone, [None, standing.anchors[1], standing.anchors[2]]);
    // The serial came back: the anchor is still the same.
    let next = Activation { anchors, ..standing };
    assert_eq!(state(&next, &here), AnchorState::Same);
    assert_eq!(state(&next, &other_board(&here)), AnchorState::Differs);
}

#[test]
fn earlier_values_are_offered_only_on_the_same_board() {
    let here = machine(["ASRock", "B450M Pro4", ""]);
    let keep = Keep::in_memory("example-os");
    let declared = by(Way::Declare([None, None, Some("BR80G1234567".into())]));
    let here = with(&here, &[(Field::BoardSerial, "")]);
    let activation = accepted(&declared, &here);
    let earlier = |keep: &Keep, now: &Machine| keep.earlier_values(now, &review(now, &profile().policy));
    assert_eq!(earlier(&keep, &here), (None, None));
    keep.store(&activation).unwrap();
    let values = activation.values.clone().unwrap();
    let offered = Some(countersign_core::remedy::EarlierRecord { values, origins: activation.origins });
    let moved = with(&other_board(&here), &[(Field::BoardSerial, "")]);
    assert_eq!(
        earlier(&keep, &here),
        (offered.clone(), None),
        "the values of the stored activation are offered"
    );
    assert_eq!(earlier(&keep, &moved), (None, None));
    keep.remember_earlier_values(&activation).unwrap();
    keep.release().unwrap();
    assert_eq!(earlier(&keep, &here), (offered, None), "the values are still offered after a release");
    assert_eq!(earlier(&keep, &moved), (None, None), "the values are not offered on another machine");
}
