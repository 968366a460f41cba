//! The device tree, which describes boards without SMBIOS.

use countersign_core::machine::table::MAX_VALUE;
use countersign_core::machine::{DeviceTree, Field, Machine, Reading};

use super::file_tree::{FileTree, SMALL};

/// The device tree whose root is the folder `base` of `tree`; `None` where there is none.
pub fn read(tree: &FileTree, base: &str) -> Option<DeviceTree> {
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

/// The first NUL-terminated string of a property.
fn first_string(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    (!first.is_empty()).then(|| first.iter().copied().take(MAX_VALUE).collect())
}

/// Sets manufacturer, model and serial of a machine without SMBIOS from its device tree; the values are recovered.
pub fn fill(machine: &mut Machine) {
    let Some(tree) = &machine.device_tree else { return };
    // `compatible` is "vendor,device". The prefix is not translated to the maker's name: a longer list of names in a later
    // version would change what a license binds to.
    let vendor = tree.compatible.as_ref().and_then(|text| {
        let comma = text.iter().position(|byte| *byte == b',')?;
        text.get(..comma).filter(|vendor| !vendor.is_empty()).map(<[u8]>::to_vec)
    });
    let values = [
        (Field::Manufacturer, vendor),
        (Field::Model, tree.model.clone()),
        (Field::Serial, tree.serial.clone()),
    ];
    for (field, value) in values {
        if value.is_some() {
            machine.recovered_fields.push(field);
        }
        machine.fields.insert(field, value.map_or(Reading::NotSet, Reading::Value));
    }
}
