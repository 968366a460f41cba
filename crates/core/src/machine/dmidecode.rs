//! Parses the text that `dmidecode` prints.
//!
//! The text is a rendering: words such as `Not Specified` stand for values that are not there, and bytes outside ASCII are
//! printed as dots. The words are turned back into readings; the dots can't be.

use super::table::{IPMI_DEVICE, MAX_OEM_STRINGS, MAX_VALUE, OEM_STRINGS};
use super::{Field, Machine, Reading, Tables, uuid};

/// Whether this is the output of `dmidecode`.
pub fn looks_like(text: &str) -> bool {
    let begins = ["# dmidecode", "Handle 0x"];
    text.lines()
        .any(|line| heading(line.trim()).is_some() || begins.iter().any(|begin| line.starts_with(begin)))
}

/// The structure type of a heading. Older versions end it in "Block"; with `-q` there is no line `Handle` before it.
fn heading(line: &str) -> Option<u8> {
    Some(match line.strip_suffix(" Block").unwrap_or(line) {
        "BIOS Information" => 0,
        "System Information" => 1,
        "Base Board Information" => 2,
        "Chassis Information" => 3,
        "OEM Strings" => OEM_STRINGS,
        "IPMI Device Information" => IPMI_DEVICE,
        _ => return None,
    })
}

/// The fields: structure type, the name that `dmidecode` prints, and the field.
const WORDS: [(u8, &str, Field); 19] = [
    (0, "Vendor", Field::BiosVendor),
    (0, "Version", Field::BiosVersion),
    (0, "Release Date", Field::BiosDate),
    (1, "Manufacturer", Field::Manufacturer),
    (1, "Product Name", Field::Model),
    (1, "Version", Field::Version),
    (1, "Serial Number", Field::Serial),
    (1, "UUID", Field::Uuid),
    (1, "SKU Number", Field::Sku),
    (1, "Family", Field::Family),
    (2, "Manufacturer", Field::BoardManufacturer),
    (2, "Product Name", Field::BoardModel),
    (2, "Version", Field::BoardVersion),
    (2, "Serial Number", Field::BoardSerial),
    (2, "Asset Tag", Field::BoardAssetTag),
    (3, "Manufacturer", Field::ChassisManufacturer),
    (3, "Version", Field::ChassisVersion),
    (3, "Serial Number", Field::ChassisSerial),
    (3, "Asset Tag", Field::ChassisAssetTag),
];

/// Sets the fields of `machine` from the text.
pub fn fill(machine: &mut Machine, text: &str) {
    let mut seen = [0u8; 4];
    let mut block = None;
    let mut structures = 0usize;
    for line in text.lines() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let bare = line.trim();
        if let Some(kind) = heading(bare) {
            block = Some(kind);
            structures += 1;
            if let Some(count) = seen.get_mut(usize::from(kind)) {
                *count = count.saturating_add(1);
                if *count == 1 {
                    open(machine, kind);
                }
            }
            machine.has_bmc |= kind == IPMI_DEVICE;
        } else if bare.is_empty() || bare.starts_with("Handle ") {
            block = None;
        } else if bare.starts_with("SMBIOS ") || bare.contains(": SMBIOS ") {
            machine.smbios_version = machine.smbios_version.or_else(|| version(bare));
        } else if let (Some(kind), Some((word, value))) = (block, line.trim_start().split_once(':')) {
            let value = value.strip_prefix(' ').unwrap_or(value);
            if kind == OEM_STRINGS && word.starts_with("String ") {
                if machine.oem_strings.len() < MAX_OEM_STRINGS {
                    machine.oem_strings.push(bounded(value));
                }
            } else if seen.get(usize::from(kind)) == Some(&1) {
                // Of several structures of a type, the first counts.
                let known = WORDS.iter().find(|(of, name, _)| *of == kind && *name == word);
                if let Some((_, _, field)) = known {
                    machine.fields.insert(*field, reading(*field, value));
                }
            }
        }
    }
    machine.structure_counts = [seen[1], seen[2], seen[3]];
    machine.tables = if structures > 0 {
        Tables::Read
    } else if text.contains("Permission denied") {
        machine.set_all_readings(&Reading::Denied);
        Tables::Denied
    } else {
        Tables::None
    };
}

/// Marks the fields of a structure that is there: one that is not printed was never set.
fn open(machine: &mut Machine, kind: u8) {
    for (_, _, field) in WORDS.iter().filter(|(of, _, _)| *of == kind) {
        machine.fields.insert(*field, Reading::NotSet);
    }
}

fn reading(field: Field, value: &str) -> Reading {
    match (field, value.trim()) {
        (_, "Not Specified") => Reading::NotSet,
        (_, "<BAD INDEX>") => Reading::BadIndex,
        (_, "<OUT OF SPEC>") => Reading::Damaged,
        (Field::Uuid, "Not Present") => Reading::text(&uuid::print([0xff; 16], false)),
        (Field::Uuid, "Not Settable") => Reading::text(&uuid::print([0; 16], false)),
        // Older versions print capitals.
        (Field::Uuid, text) => match uuid::parse_dashed(text, false) {
            Some(bytes) => Reading::text(&uuid::print(bytes, false)),
            None => Reading::Damaged,
        },
        _ => Reading::Value(bounded(value)),
    }
}

fn bounded(value: &str) -> Vec<u8> {
    value.bytes().take(MAX_VALUE).collect()
}

/// The version in a line such as `SMBIOS 2.8 present.`
fn version(line: &str) -> Option<(u8, u8)> {
    let numbers = line.split("SMBIOS ").nth(1)?.split_whitespace().next()?;
    let mut parts = numbers.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
