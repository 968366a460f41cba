//! The values the kernel shows one a file (`/sys/class/dmi/id`), for when the tables can't be read.

use countersign_core::machine::table::{LAYOUT, MAX_VALUE};
use countersign_core::machine::{Field, Machine, Reading, Tables};

use super::tree::{Missing, SMALL, Tree};

const FOLDER: &str = "class/dmi/id";

/// The file of each field.
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

/// Whether the kernel shows any value there.
pub fn present(sys: &Tree) -> bool {
    !sys.names(FOLDER).is_empty()
}

/// Fills in every field that the tables left open. Where only root may read a file, that is the fact.
pub fn fill(machine: &mut Machine, sys: &Tree) {
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
        LAYOUT.iter().any(|(field, of, _)| *of == kind && *machine.reading(*field) != Reading::NoStructure)
    };
    let counts = [1, 2, 3].map(|kind| u8::from(known(kind)));
    for (count, least) in machine.structure_counts.iter_mut().zip(counts) {
        *count = (*count).max(least);
    }
    // The kernel shows no UUID of all 00 or all FF: where type 1 is there, nobody set one.
    if *machine.reading(Field::Uuid) == Reading::NoStructure && machine.structure_counts[0] > 0 {
        machine.fields.insert(Field::Uuid, Reading::NotSet);
    }
}

fn read(sys: &Tree, field: Field) -> Reading {
    match sys.read(&format!("{FOLDER}/{}", file(field)), SMALL) {
        Ok(mut bytes) => {
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            }
            bytes.truncate(MAX_VALUE);
            if field == Field::Uuid {
                bytes.make_ascii_lowercase();
            }
            // The kernel shows both "never set" and "spaces only" as nothing.
            if bytes.is_empty() { Reading::NotSet } else { Reading::Value(bytes) }
        }
        Err(Missing::Absent) => Reading::NoStructure,
        Err(Missing::Denied) => Reading::Denied,
        Err(Missing::Broken) => Reading::Damaged,
    }
}
