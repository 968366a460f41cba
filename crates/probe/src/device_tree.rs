//! The device tree: boards without SMBIOS say there what they are.

use countersign_core::machine::table::MAX_VALUE;
use countersign_core::machine::{DeviceTree, Field, Machine, Reading};

use super::tree::{SMALL, Tree};

/// Reads the device tree whose root is the folder `base` of `tree`, where there is one.
pub fn read(tree: &Tree, base: &str) -> Option<DeviceTree> {
    let property = |name: &str| {
        let bytes = tree.read(&format!("{base}/{name}"), SMALL).ok()?;
        first_string(&bytes)
    };
    let found = DeviceTree {
        model: property("model"),
        serial: property("serial-number"),
        compatible: property("compatible"),
    };
    (found != DeviceTree::default()).then_some(found)
}

/// The first of a property's NUL-terminated strings.
fn first_string(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    (!first.is_empty()).then(|| first.iter().copied().take(MAX_VALUE).collect())
}

/// Takes manufacturer, model and serial from the device tree, for a machine without SMBIOS.
pub fn fill(machine: &mut Machine) {
    let Some(tree) = &machine.device_tree else { return };
    let reading = |value: Option<Vec<u8>>| value.map_or(Reading::NotSet, Reading::Value);
    // `compatible` is "vendor,device". The prefix is taken as it stands: spelling it out by a list
    // would let a longer list in a later version change what a licence is bound to.
    let vendor = tree.compatible.as_ref().and_then(|text| {
        let comma = text.iter().position(|byte| *byte == b',')?;
        text.get(..comma).filter(|vendor| !vendor.is_empty()).map(<[u8]>::to_vec)
    });
    if vendor.is_some() {
        machine.recovered_fields.push(Field::Manufacturer);
    }
    let values = [
        (Field::Manufacturer, reading(vendor)),
        (Field::Model, reading(tree.model.clone())),
        (Field::Serial, reading(tree.serial.clone())),
    ];
    machine.fields.extend(values);
}
