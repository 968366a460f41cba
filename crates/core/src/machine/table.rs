//! Parses SMBIOS tables (DMTF DSP0134, "System Management BIOS Reference Specification").
//!
//! Lives here: the walk over the structures, and the values of types 0 to 3, 11 and 38. Any bytes give a result; values that are
//! cut or garbled become [`Reading::Damaged`]. Never here: opening files.

use smbioslib::{UndefinedStruct, UndefinedStructTable};

use super::entry_point::EntryPoint;
use super::{Field, Machine, Reading, Tables, characteristics, uuid};

/// The most bytes of a table that are parsed. Real tables have 1 to 30 KiB; the bound limits memory for any recording.
const MAX_TABLE: usize = 1024 * 1024;

/// The length of the shortest table, in bytes: one header and two zeros.
const MIN_TABLE: usize = 6;

/// The most bytes kept of one value. Makers' values have less than 100; review refuses a longer value at any length.
pub const MAX_VALUE: usize = 4096;

/// The most OEM strings kept.
pub const MAX_OEM_STRINGS: usize = 64;

/// The place of a field in the structures of a table (DSP0134, 7.1 to 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace {
    /// The field.
    pub field: Field,
    /// The type of the structure.
    pub structure_type: u8,
    /// The offset in bytes from the start of the structure, as DSP0134 counts it: its header is at offset 0.
    pub offset: usize,
}

const fn place(field: Field, structure_type: u8, offset: usize) -> FieldPlace {
    FieldPlace { field, structure_type, offset }
}

/// The text fields. At its place, each has the number of its string.
pub const TEXT_FIELDS: [FieldPlace; 18] = [
    place(Field::BiosVendor, 0, 0x04),
    place(Field::BiosVersion, 0, 0x05),
    place(Field::BiosDate, 0, 0x08),
    place(Field::Manufacturer, 1, 0x04),
    place(Field::Model, 1, 0x05),
    place(Field::Version, 1, 0x06),
    place(Field::Serial, 1, 0x07),
    place(Field::Sku, 1, 0x19),
    place(Field::Family, 1, 0x1a),
    place(Field::BoardManufacturer, 2, 0x04),
    place(Field::BoardModel, 2, 0x05),
    place(Field::BoardVersion, 2, 0x06),
    place(Field::BoardSerial, 2, 0x07),
    place(Field::BoardAssetTag, 2, 0x08),
    place(Field::ChassisManufacturer, 3, 0x04),
    place(Field::ChassisVersion, 3, 0x06),
    place(Field::ChassisSerial, 3, 0x07),
    place(Field::ChassisAssetTag, 3, 0x08),
];

/// The UUID. At its place it has its 16 bytes.
pub const UUID: FieldPlace = place(Field::Uuid, 1, 0x08);

/// Structure type of the OEM strings (DSP0134, 7.12).
pub const OEM_STRINGS: u8 = 11;
/// Structure type of the IPMI device (DSP0134, 7.39).
pub const IPMI_DEVICE: u8 = 38;
/// Structure type of the end of the table (DSP0134, 7.46).
pub const END: u8 = 127;

/// One structure. `whole`: its closing zeros are there.
struct Structure {
    raw: UndefinedStruct,
    whole: bool,
}

impl Structure {
    fn kind(&self) -> u8 {
        self.raw.header.struct_type()
    }

    /// The text of the string with the number at `offset`.
    fn text(&self, offset: usize) -> Reading {
        match self.raw.get_field_byte(offset) {
            // A structure of an older SMBIOS version ends before this field.
            None if self.whole => Reading::NotSet,
            None => Reading::Damaged,
            Some(0) => Reading::NotSet,
            // The library's own look-up doesn't tell "not set" from "empty", and refuses strings that are not UTF-8.
            Some(number) => match self.raw.strings.iter().nth(usize::from(number) - 1) {
                Some(bytes) if !bytes.is_empty() => {
                    Reading::Value(bytes.iter().copied().take(MAX_VALUE).collect())
                }
                _ if self.whole => Reading::BadIndex,
                _ => Reading::Damaged,
            },
        }
    }

    /// The UUID; `swapped` where the version stores its first three groups in little-endian order.
    fn uuid(&self, swapped: bool) -> Reading {
        let bytes =
            self.raw.get_field_data(UUID.offset, UUID.offset + 16).and_then(|bytes| bytes.try_into().ok());
        match bytes {
            Some(bytes) => Reading::text(&uuid::print(bytes, swapped)),
            None if self.whole => Reading::NotSet,
            None => Reading::Damaged,
        }
    }
}

/// The structures of a table, and whether the table is complete.
struct Walk {
    structures: Vec<Structure>,
    complete: bool,
}

impl Walk {
    /// Walks to the end-of-table structure, or to the number of structures in the entry point. A table that has neither is
    /// complete if it has the length of the entry point, or structures of types 0 to 3; the rest has to be padding.
    fn over(table: &[u8], entry: Option<&EntryPoint>) -> Self {
        let count = entry.and_then(|entry| entry.count);
        let whole = entry.is_some_and(|entry| table.len() >= entry.length);
        let table = table.get(..MAX_TABLE).unwrap_or(table);
        let mut structures = Vec::new();
        let mut used = 0;
        for raw in UndefinedStructTable::from(table.to_vec()) {
            used += length(&raw);
            let structure = Structure { raw, whole: true };
            let end = structure.kind() == END;
            structures.push(structure);
            if end || count.is_some_and(|count| structures.len() >= count) {
                return Self { structures, complete: true };
            }
        }
        // The rest is padding, or a structure that is cut.
        let rest = table.get(used..).unwrap_or_default();
        let has_first_types = (0..=3).all(|kind| structures.iter().any(|structure| structure.kind() == kind));
        let complete = (whole || has_first_types) && count.is_none() && is_blank(rest);
        structures.extend(cut_structure(rest));
        Self { structures, complete }
    }

    fn first(&self, kind: u8) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.kind() == kind)
    }
}

/// The length of a structure in the table, in bytes: header and fields, strings each with a zero, one more zero.
fn length(raw: &UndefinedStruct) -> usize {
    let strings: usize = raw.strings.iter().map(|string| string.len() + 1).sum();
    raw.fields.len() + strings.max(1) + 1
}

/// A structure without its closing zeros; its complete strings are kept.
fn cut_structure(rest: &[u8]) -> Option<Structure> {
    let formatted = usize::from(*rest.get(1)?);
    if formatted < 4 || rest.len() < formatted {
        return None;
    }
    let mut bytes = match rest.iter().rposition(|byte| *byte == 0) {
        Some(zero) if zero > formatted => rest.get(..=zero)?.to_vec(),
        _ => [rest.get(..formatted)?, &[0]].concat(),
    };
    bytes.push(0);
    Some(Structure { raw: UndefinedStruct::new(&bytes), whole: false })
}

/// Whether all bytes are 00, or all are FF: an empty table, or padding.
pub fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0) || bytes.iter().all(|byte| *byte == 0xff)
}

/// Whether bytes without an entry point are a table: the walk finds a structure of types 0 to 3.
pub fn looks_like_table(bytes: &[u8]) -> bool {
    Walk::over(bytes, None)
        .structures
        .iter()
        .any(|structure| structure.kind() <= 3 && structure.raw.fields.len() >= 8)
}

/// Fills `machine` from a table. `entry` gives version, length and number of structures, where there is one.
///
/// It sets `smbios_version`, `tables` and the reading of every field; and, unless the table is blank, `structure_counts`, `has_bmc`,
/// the two bits of `firmware` that a table has, and `oem_strings`. A bit or a `has_bmc` that is true before stays true.
/// A blank table is [`Tables::Empty`], and its readings are damaged.
pub fn fill(machine: &mut Machine, table: &[u8], entry: Option<&EntryPoint>) {
    machine.smbios_version = entry.map(|entry| entry.version);
    if is_blank(table) && table.len() >= MIN_TABLE {
        machine.tables = Tables::Empty;
        machine.set_all_readings(&Reading::Damaged);
        return;
    }
    let walk = Walk::over(table, entry);
    let sound = walk.complete && !walk.structures.is_empty() && entry.is_none_or(|entry| entry.checksum_ok);
    machine.tables = if sound { Tables::Read } else { Tables::Damaged };
    let absent = if sound { Reading::NoStructure } else { Reading::Damaged };
    let mut put = |field, kind, read: &dyn Fn(&Structure) -> Reading| {
        let reading = walk.first(kind).map_or_else(|| absent.clone(), read);
        machine.fields.insert(field, reading);
    };
    for FieldPlace { field, structure_type, offset } in TEXT_FIELDS {
        put(field, structure_type, &|structure| structure.text(offset));
    }
    let swapped = entry.is_none_or(|entry| entry.version >= (2, 6));
    put(UUID.field, UUID.structure_type, &|structure| structure.uuid(swapped));

    for (count, kind) in machine.structure_counts.iter_mut().zip(1u8..) {
        let many = walk.structures.iter().filter(|structure| structure.kind() == kind).count();
        *count = u8::try_from(many).unwrap_or(u8::MAX);
    }
    machine.has_bmc |= walk.first(IPMI_DEVICE).is_some();
    let extension =
        walk.first(0).and_then(|structure| structure.raw.get_field_byte(characteristics::EXTENSION_2));
    characteristics::of_byte(&mut machine.firmware, extension.unwrap_or(0));
    machine.oem_strings = walk
        .structures
        .iter()
        .filter(|structure| structure.kind() == OEM_STRINGS)
        .flat_map(|structure| structure.raw.strings.iter())
        .take(MAX_OEM_STRINGS)
        .map(|bytes| bytes.iter().copied().take(MAX_VALUE).collect())
        .collect();
}
