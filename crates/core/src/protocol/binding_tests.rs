//! The value that each way binds.

use super::*;
use crate::machine::Reading;
use crate::review::Policy;

/// A machine with three refused values, a good board and a UUID.
fn refused_machine() -> Machine {
    let mut machine = Machine::from_values("To Be Filled By O.E.M.", "", "Default string")
        .with_value(Field::BoardManufacturer, "ASRock")
        .with_value(Field::BoardModel, "B450M Pro4")
        .with_value(Field::BoardSerial, "M80-D9016300415")
        .with_value(Field::Uuid, "1ddbeb7e-aea3-4ae3-8a57-61867d346372");
    machine.fields.insert(Field::Model, Reading::NotSet);
    machine
}

fn bound(machine: &Machine, way: &Way) -> Binding {
    let judged = review::review(machine, &Policy::default());
    Binding::of(machine, &judged, &Policy::default(), way, Binding::marker2_of(machine, &judged))
}

#[test]
fn refused_firmware_values_name_the_available_sources() {
    let binding = bound(&refused_machine(), &Way::Firmware);
    assert_eq!(binding.values.as_array(), ["To Be Filled By O.E.M.", "", "Default string"]);
    assert_eq!(binding.origins, [Origin::Firmware; 3]);
    assert_eq!(binding.available, [Some(SourceKind::Board); 3]);
    assert_eq!(binding.predicted(), Predicted::Refused);
}

#[test]
fn recovered_values_are_read_from_the_board() {
    let binding = bound(&refused_machine(), &Way::Recover);
    assert_eq!(binding.values.as_array(), ["ASRock", "B450M Pro4", "M80-D9016300415"]);
    assert_eq!(binding.origins, [Origin::Recovered(SourceKind::Board); 3]);
    assert_eq!(binding.sources[2], Some(Source::Field(Field::BoardSerial)));
    assert_eq!(binding.available, [None; 3]);
    assert_eq!(binding.predicted(), Predicted::Accepted);
    assert_eq!(binding.marker3, marker::scheme3(binding.values.as_array(), Form::Plain));
}

#[test]
fn only_what_cannot_be_recovered_is_assigned() {
    let mut machine = refused_machine();
    for field in [Field::BoardManufacturer, Field::BoardSerial] {
        machine.fields.insert(field, Reading::text("Default string"));
    }
    let binding = bound(&machine, &Way::Assign);
    let marker2 = binding.marker2.unwrap();
    let serial = assigned::serial(marker2);
    assert_eq!(binding.values.as_array(), ["unnamed", "B450M Pro4", &serial]);
    assert_eq!(binding.origins, [Origin::Assigned, Origin::Recovered(SourceKind::Board), Origin::Assigned]);
    assert_eq!(binding.marker3, marker::scheme3(binding.values.as_array(), Form::Anchored(marker2)));
    let request = binding.request(1, [0; 6], [1; 8], Platform(0), Surroundings::default());
    assert_eq!(request.values.as_array(), ["", "B450M Pro4", ""]);
    assert_eq!(request.bound_values(), binding.values);
    assert_eq!(request.marker3(), binding.marker3);
    assert_eq!(Request::decode(&request.encode().unwrap()), Ok(request));

    // An assigned serial in the firmware is accepted on its own machine, and counts as shared on another machine.
    let written = machine.clone().with_value(Field::Serial, &serial.to_lowercase());
    assert_eq!(bound(&written, &Way::Recover).verdicts[2], Verdict::Ok);
    let label = Way::Declare([None, None, Some(serial)]);
    assert_eq!(bound(&machine, &label).origins[2], Origin::Declared, "a serial from the label is declared");
    let elsewhere = written.with_value(Field::Uuid, "1ddbeb7e-aea3-4ae3-8a57-61867d346373");
    assert_eq!(bound(&elsewhere, &Way::Recover).verdicts[2], Verdict::Shared);
}

#[test]
fn without_an_anchor_nothing_is_assigned_or_declared() {
    let machine = Machine::from_values("ASRock", "B450M Pro4", "Default string");
    for way in [Way::Assign, Way::Declare([None, None, Some("K7QM2F9AXD".into())])] {
        let binding = bound(&machine, &way);
        assert_eq!((binding.marker2, binding.origins), (None, [Origin::Firmware; 3]));
        assert_eq!(binding.predicted(), Predicted::Refused);
    }
}

#[test]
fn nothing_is_recovered_where_the_policy_does_not_allow_it() {
    let machine = refused_machine();
    let policy = Policy { recovered: false, ..Policy::default() };
    let judged = review::review(&machine, &policy);
    let marker2 = Binding::marker2_of(&machine, &judged);
    let origins = |way: &Way| Binding::of(&machine, &judged, &policy, way, marker2).origins;
    assert_eq!(origins(&Way::Recover), [Origin::Firmware; 3]);
    assert_eq!(origins(&Way::Assign), [Origin::Assigned; 3]);
    let declare = Way::Declare([None, None, Some("K7QM2F9AXD".into())]);
    assert_eq!(origins(&declare), [Origin::Firmware, Origin::Firmware, Origin::Declared]);
}

#[test]
fn declared_values_precede_recovered_ones_and_must_pass_review() {
    let declare = |serial: &str| Way::Declare([Some("MSI".into()), None, Some(serial.into())]);
    let binding = bound(&refused_machine(), &declare(" K7QM2F9AXD "));
    assert_eq!(binding.values.as_array(), ["MSI", "B450M Pro4", "K7QM2F9AXD"]);
    assert_eq!(binding.origins, [Origin::Declared, Origin::Recovered(SourceKind::Board), Origin::Declared]);
    let filler = bound(&refused_machine(), &declare("123456789"));
    assert_eq!(filler.origins[2], Origin::Recovered(SourceKind::Board));
}

#[test]
fn an_accepted_or_unreadable_field_keeps_the_firmwares_value() {
    let mut machine = refused_machine().with_value(Field::Manufacturer, "Dell Inc.");
    machine.fields.insert(Field::Serial, Reading::Denied);
    let all = Some("K7QM2F9AXD".to_owned());
    let binding = bound(&machine, &Way::Declare([all.clone(), all.clone(), all]));
    assert_eq!(binding.values.as_array(), ["Dell Inc.", "K7QM2F9AXD", ""]);
    assert_eq!(binding.origins, [Origin::Firmware, Origin::Declared, Origin::Firmware]);
    assert_eq!(binding.verdicts[2], Verdict::Unreadable);
}

#[test]
fn an_unreadable_anchor_is_not_replaced_by_the_next() {
    let mut machine = refused_machine();
    let judged =
        |machine: &Machine| Binding::marker2_of(machine, &review::review(machine, &Policy::default()));
    let board = judged(&machine);
    machine.fields.insert(Field::BoardSerial, Reading::Denied);
    assert_eq!(judged(&machine), None);
    machine.fields.insert(Field::BoardSerial, Reading::text("Default string"));
    assert!(judged(&machine).is_some_and(|uuid| Some(uuid) != board));
}

#[test]
fn a_way_restored_from_a_request_gives_the_same_binding() {
    let machine = refused_machine();
    let mut weak = refused_machine();
    weak.fields.insert(Field::BoardSerial, Reading::text("Default string"));
    for (machine, way) in [
        (&machine, Way::Firmware),
        (&machine, Way::Recover),
        (&weak, Way::Assign),
        (&machine, Way::Declare([None, None, Some("K7QM2F9AXD".into())])),
    ] {
        let binding = bound(machine, &way);
        let request = binding.request(1, [0; 6], [1; 8], Platform(0), Surroundings::default());
        let again = Way::of_request(request.head.origins, Some(&request.values)).unwrap();
        assert_eq!(again.name(), way.name());
        assert_eq!(bound(machine, &again), binding);
    }
    let declared = [Origin::Firmware, Origin::Firmware, Origin::Declared];
    assert_eq!(Way::of_request(declared, None), None);
}
