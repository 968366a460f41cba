//! SMBIOS fields from the kernel's files (`/sys/class/dmi/id`), one per file. They are used where the tables can't be read.

use countersign_core::machine::table::{MAX_VALUE, TEXT_FIELDS};
use countersign_core::machine::{Field, Machine, Reading, Tables};

use super::file_tree::{FileTree, ReadFailure, SMALL};

const FOLDER: &str = "class/dmi/id";

/// The file of a field.
const fn file(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "sys_vendor",
        Field::Model => "product_name",
        Field::Serial => "product_serial",
        Field::Uuid => "product_uuid",
        Field::Version => "product_version",
        Field::Sku => "product_sku",
        Field::Family => "product_family",
        Field::BoardManufacturer => "board_vendor",
        Field::BoardModel => "board_name",
        Field::BoardVersion => "board_version",
        Field::BoardSerial => "board_serial",
        Field::BoardAssetTag => "board_asset_tag",
        Field::ChassisManufacturer => "chassis_vendor",
        Field::ChassisVersion => "chassis_version",
        Field::ChassisSerial => "chassis_serial",
        Field::ChassisAssetTag => "chassis_asset_tag",
        Field::BiosVendor => "bios_vendor",
        Field::BiosVersion => "bios_version",
        Field::BiosDate => "bios_date",
    }
}

/// Whether the kernel shows any field.
pub fn present(sys: &FileTree) -> bool {
    !sys.names(FOLDER).is_empty()
}

/// Sets every field that has no value from the tables. A file that only root may read gives [`Reading::Denied`].
pub fn fill(machine: &mut Machine, sys: &FileTree) {
    if !present(sys) {
        if machine.tables == Tables::Denied {
            machine.set_all_readings(&Reading::Denied);
        }
        return;
    }
    for field in Field::ALL {
        if machine.reading(field).bytes().is_none() {
            machine.fields.insert(field, read(sys, field));
        }
    }
    let known = |kind| {
        let mut places = TEXT_FIELDS.iter().filter(|place| place.structure_type == kind);
        places.any(|place| *machine.reading(place.field) != Reading::NoStructure)
    };
    let counts = [1, 2, 3].map(|kind| u8::from(known(kind)));
    for (count, least) in machine.structure_counts.iter_mut().zip(counts) {
        *count = (*count).max(least);
    }
    // The kernel hides a UUID of all 00 or all FF. Where there is a type 1 structure, a missing UUID was never set.
    if *machine.reading(Field::Uuid) == Reading::NoStructure && machine.structure_counts[0] > 0 {
        machine.fields.insert(Field::Uuid, Reading::NotSet);
    }
}

fn read(sys: &FileTree, field: Field) -> Reading {
    match sys.read(&format!("{FOLDER}/{}", file(field)), SMALL) {
        Ok(mut bytes) => {
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            }
            bytes.truncate(MAX_VALUE);
            if field == Field::Uuid {
                bytes.make_ascii_lowercase();
            }
            // The kernel shows both "never set" and "blanks only" as an empty file.
            if bytes.is_empty() { Reading::NotSet } else { Reading::Value(bytes) }
        }
        Err(ReadFailure::Absent) => Reading::NoStructure,
        Err(ReadFailure::Denied) => Reading::Denied,
        Err(ReadFailure::Broken) => Reading::Damaged,
    }
}
