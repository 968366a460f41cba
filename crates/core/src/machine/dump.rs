//! Writes the values of a machine as a dump, in the form of `dmidecode --dump-bin`, for practice and tests.
//!
//! Never here: parsing a dump (`recording`), which gives the same values back.

use super::table::{END, IPMI_DEVICE, OEM_STRINGS, TEXT_FIELDS, UUID};
use super::{Field, Machine, Reading, characteristics, uuid};

/// The offset of the table in a dump, as `dmidecode` writes it.
const TABLE: usize = 0x20;

/// The firmware values of a machine as the bytes of a `dmidecode --dump-bin` file: an SMBIOS 3 entry point (DSP0134, 5.2.2),
/// structures of types 0 to 3, OEM strings, an IPMI device where there is a BMC, and the end-of-table structure.
///
/// A structure without any field is left out. SMBIOS can hold neither an empty string nor one with a zero byte: the first is
/// written as not set, the second ends at the zero. A field that could not be read is written as not set.
#[must_use]
pub fn encode_dump(machine: &Machine) -> Vec<u8> {
    let version = machine.smbios_version.unwrap_or((3, 3));
    let mut table = Vec::new();
    let mut handle = 0u16;
    let mut add = |structure: Structure| {
        table.extend(structure.bytes(handle));
        handle = handle.wrapping_add(1);
    };
    for kind in 0..=3u8 {
        if has_structure(machine, kind) {
            add(described(machine, kind, version));
            let many = usize::from(kind).checked_sub(1).and_then(|index| machine.structure_counts.get(index));
            for _ in 1..many.copied().unwrap_or(1) {
                add(Structure::blank(kind));
            }
        }
    }
    if !machine.oem_strings.is_empty() {
        let mut structure = Structure::new(OEM_STRINGS, 5);
        for string in &machine.oem_strings {
            let number = structure.add_string(string);
            structure.set(4, number);
        }
        add(structure);
    }
    if machine.has_bmc {
        // Keyboard controller style interface at its usual address.
        let mut structure = Structure::new(IPMI_DEVICE, 0x12);
        structure.set(4, 1);
        structure.set(5, 0x20);
        structure.set(6, 0x20);
        structure.set(8, 0xa3);
        structure.set(9, 0x0c);
        add(structure);
    }
    add(Structure::new(END, 4));
    let mut out = entry_point(version, table.len());
    out.resize(TABLE, 0);
    out.extend(table);
    out
}

fn entry_point(version: (u8, u8), length: usize) -> Vec<u8> {
    let mut head = b"_SM3_\0\x18".to_vec();
    head.extend([version.0, version.1, 0, 1, 0]);
    head.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    head.extend((TABLE as u64).to_le_bytes());
    let sum = head.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    if let Some(check) = head.get_mut(5) {
        *check = sum.wrapping_neg();
    }
    head
}

fn has_structure(machine: &Machine, kind: u8) -> bool {
    let there = |field| *machine.reading(field) != Reading::NoStructure;
    let mut places = TEXT_FIELDS.iter().chain([&UUID]).filter(|place| place.structure_type == kind);
    places.any(|place| there(place.field))
}

/// The structure of that type with the values of the machine.
fn described(machine: &Machine, kind: u8, version: (u8, u8)) -> Structure {
    let mut structure = Structure::blank(kind);
    for place in TEXT_FIELDS.iter().filter(|place| place.structure_type == kind) {
        let number = match machine.reading(place.field) {
            Reading::Value(bytes) => structure.add_string(bytes),
            Reading::BadIndex => u8::MAX,
            _ => 0,
        };
        structure.set(place.offset, number);
    }
    if kind == 0 {
        structure.set(characteristics::EXTENSION_2, characteristics::byte(&machine.firmware));
    }
    if kind == UUID.structure_type {
        let text = machine.reading(Field::Uuid).bytes().map(String::from_utf8_lossy);
        let bytes = text.and_then(|text| uuid::parse_dashed(&text, version >= (2, 6))).unwrap_or_default();
        for (offset, byte) in (UUID.offset..).zip(bytes) {
            structure.set(offset, byte);
        }
    }
    structure
}

/// One structure while it is built.
struct Structure {
    /// Header and fields; `bytes` sets the handle.
    fields: Vec<u8>,
    strings: Vec<Vec<u8>>,
}

impl Structure {
    fn new(kind: u8, length: u8) -> Self {
        let mut fields = vec![0; usize::from(length)];
        fields[0] = kind;
        fields[1] = length;
        Self { fields, strings: Vec::new() }
    }

    /// A structure of type 0 to 3 in its full length, with the values of a plain desktop computer.
    fn blank(kind: u8) -> Self {
        let (length, values): (u8, &[(usize, u8)]) = match kind {
            // ROM segment F000h, "characteristics not supported", version unknown.
            0 => {
                (0x1a, &[(0x07, 0xf0), (0x0a, 0x08), (0x14, 0xff), (0x15, 0xff), (0x16, 0xff), (0x17, 0xff)])
            }
            // Woken by the power switch.
            1 => (0x1b, &[(0x18, 0x06)]),
            // A hosting board, which is a motherboard.
            2 => (0x0f, &[(0x09, 0x09), (0x0d, 0x0a)]),
            // A desktop case; states safe, security unknown.
            _ => (0x16, &[(0x05, 0x03), (0x09, 3), (0x0a, 3), (0x0b, 3), (0x0c, 2)]),
        };
        let mut structure = Self::new(kind, length);
        for (offset, value) in values {
            structure.set(*offset, *value);
        }
        structure
    }

    fn set(&mut self, offset: usize, value: u8) {
        if let Some(byte) = self.fields.get_mut(offset) {
            *byte = value;
        }
    }

    /// Adds a string and returns its number; 0 where SMBIOS can't hold the string.
    fn add_string(&mut self, bytes: &[u8]) -> u8 {
        let bytes: Vec<u8> = bytes.iter().copied().take_while(|byte| *byte != 0).collect();
        if bytes.is_empty() || self.strings.len() >= usize::from(u8::MAX) - 1 {
            return 0;
        }
        self.strings.push(bytes);
        u8::try_from(self.strings.len()).unwrap_or(0)
    }

    fn bytes(mut self, handle: u16) -> Vec<u8> {
        let [low, high] = handle.to_le_bytes();
        self.set(2, low);
        self.set(3, high);
        let mut out = self.fields;
        if self.strings.is_empty() {
            out.push(0);
        }
        for string in self.strings {
            out.extend(string);
            out.push(0);
        }
        out.push(0);
        out
    }
}
