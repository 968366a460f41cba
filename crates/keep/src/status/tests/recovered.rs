//! Tests recovered values from a source that needs more than the value: a chassis, OEM strings, a device
//! tree.

use countersign_core::machine::{DeviceTree, Origin, SourceKind};
use countersign_core::remedy::Source;

use super::*;

fn state_of(loaded: &Loaded, now: &Machine) -> (&'static str, Vec<&'static str>) {
    let (state, fields, _) = outline(&ask(loaded, now));
    (state, fields)
}

#[test]
fn a_recovered_serial_of_chassis_or_oem_string_needs_the_same_anchor() {
    let blank = with(&machine(["ASRock", "B450M Pro4", ""]), &[(Field::BoardSerial, "")]);
    let chassis = with(&blank, &[(Field::ChassisSerial, "CH4417290331")]);
    let oem = Machine { oem_strings: vec![b"SN: CH4417290331".to_vec()], ..blank };
    for (here, source) in [(chassis, Source::Field(Field::ChassisSerial)), (oem, Source::OemString)] {
        let activation = accepted(&by(Way::Recover), &here);
        assert_eq!(activation.sources[2], Some(source));
        let other = with(&other_board(&here), &[(Field::BoardSerial, "")]);
        for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
            assert_eq!(state_of(&loaded, &here), ("activated", vec!["same"; 3]), "{source:?}");
            // The same chassis with another board.
            assert_eq!(state_of(&loaded, &other), ("changed", vec!["same"; 3]), "{source:?}");
        }
    }
    // Without an anchor, the form for a serial of the chassis is plain.
    let mut bare = with(
        &machine(["ASRock", "B450M Pro4", ""]),
        &[(Field::BoardSerial, ""), (Field::Uuid, ""), (Field::ChassisSerial, "CH4417290331")],
    );
    bare.onboard_mac = OnboardMac::NoPort;
    let loaded = loaded_from(&accepted(&by(Way::Recover), &bare));
    assert_eq!(state_of(&loaded, &bare), ("activated", vec!["same"; 3]));
    assert_eq!(ask(&loaded, &bare).anchor, None);
}

#[test]
fn values_of_a_device_tree_are_compared_with_the_device_tree() {
    let board = |serial: &str| {
        let tree = DeviceTree {
            model: Some(b"Raspberry Pi 4 Model B Rev 1.4".to_vec()),
            serial: Some(serial.as_bytes().to_vec()),
            compatible: Some(b"raspberrypi,4-model-b".to_vec()),
            ..DeviceTree::default()
        };
        let mut machine = Machine { read_as_root: true, ..Machine::default() };
        for (field, value) in
            Field::BINDING.into_iter().zip(["raspberrypi", "Raspberry Pi 4 Model B Rev 1.4", serial])
        {
            machine.fields.insert(field, Reading::text(value));
            machine.recovered_fields.push(field);
        }
        machine.device_tree = Some(tree);
        machine
    };
    let here = board("10000000a3b1c2d4");
    let activation = accepted(&PLAIN, &here);
    assert_eq!(activation.origins, [Origin::Recovered(SourceKind::DeviceTree); 3]);
    for loaded in [loaded_from(&activation), loaded_from_efi_alone(&activation)] {
        assert_eq!(state_of(&loaded, &here), ("activated", vec!["same"; 3]));
        let other = board("10000000f8e7d6c5");
        assert_eq!(state_of(&loaded, &other), ("changed", vec!["same", "same", "changed"]));
        // Only the anchor could confirm a lost serial, and there is none.
        assert_eq!(state_of(&loaded, &board("0000000000000000")), ("changed", vec!["same", "same", "lost"]));
    }
}
