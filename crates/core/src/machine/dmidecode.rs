//! Parses the text that `dmidecode` prints, in each form in which people pass it on: complete, with `-q`, with blank lines,
//! without indentation, with full-width colons, quoted by mail.
//!
//! In this text, words such as `Not Specified` stand for missing values, and dots stand for bytes outside ASCII. The parser turns
//! the words back into readings; it can't restore the dots. A line that isn't understood never makes a field blank: a field that
//! the line may have held is read as damaged.

use super::table::{END, IPMI_DEVICE, MAX_OEM_STRINGS, MAX_VALUE, OEM_STRINGS};
use super::{Field, Machine, Reading, Tables, printable, uuid};

/// The error for a text that gives no value: the first line that isn't understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number} can't be parsed: {text}")]
pub struct UnknownLine {
    /// The number of the line, from 1.
    pub number: usize,
    /// The line, safe to show; empty where the text ends instead.
    pub text: String,
}

/// Whether this is the output of `dmidecode`.
pub fn looks_like(text: &str) -> bool {
    let begins = ["# dmidecode", "Handle 0x"];
    lines(text).any(|line| {
        let bare = line.trim();
        heading(bare).is_some() || begins.iter().any(|begin| bare.starts_with(begin))
    })
}

/// Removes the quote marks of mail where most lines have them.
pub fn without_quotes(text: &str) -> String {
    let marked = |line: &&str| line.trim_start().starts_with('>');
    let filled = lines(text).filter(|line| !line.trim().is_empty()).count();
    if 2 * lines(text).filter(marked).count() <= filled {
        return text.to_owned();
    }
    let bare = |line: &str| line.trim_start_matches(|c: char| c == '>' || c.is_whitespace()).to_owned();
    lines(text).map(bare).collect::<Vec<_>>().join("\n")
}

/// The lines of a text with LF, CR LF or CR line ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    text.split_terminator(end).map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// The structure type of a heading. Older versions end the heading in "Block"; with `-q` there is no line `Handle` before it.
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

/// The last words of the headings of other structures (DSP0134, section 7).
const OTHER_HEADINGS: [&str; 24] = [
    "Information",
    "Device",
    "Options",
    "Associations",
    "Log",
    "Array",
    "Address",
    "Battery",
    "Reset",
    "Security",
    "Controls",
    "Probe",
    "Access",
    "Point",
    "Component",
    "Data",
    "Channel",
    "Supply",
    "Interface",
    "Type",
    "Table",
    "Inactive",
    "Property",
    "Function",
];

/// Whether this is the heading of a structure that holds no field.
fn other_heading(line: &str) -> bool {
    let last = line.strip_suffix(" Block").unwrap_or(line).rsplit(' ').next().unwrap_or_default();
    line.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !line.contains(COLONS)
        && !line.contains(" is ")
        && OTHER_HEADINGS.contains(&last)
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

/// Whether `dmidecode` always prints a line for that field, even where it was never set. Older versions of SMBIOS lack the others.
const fn always_printed(field: Field) -> bool {
    !matches!(field, Field::Uuid | Field::Sku | Field::Family | Field::BoardAssetTag)
}

/// The lists below the fields of a structure. Their items have no colon.
const LISTS: [&str; 4] = ["Characteristics", "Features", "Contained Object Handles", "Contained Elements"];

/// Colons, as `dmidecode` prints them and as Chinese editors replace them.
const COLONS: [char; 3] = [':', '：', '﹕'];

/// A structure while its lines are read.
struct Block {
    /// The structure type; [`OTHER`] where it is not known.
    kind: u8,
    /// The structure is the first of its type. Only the first sets fields.
    first: bool,
    /// The line `Handle` was read; the heading wasn't yet.
    needs_heading: bool,
    found: Vec<Field>,
    /// The previous line belongs to a list.
    in_list: bool,
    /// A line of the structure isn't understood.
    unclear: bool,
}

/// The type that stands for any structure without a field.
const OTHER: u8 = u8::MAX;

impl Block {
    fn words(&self) -> impl Iterator<Item = &'static (u8, &'static str, Field)> + use<> {
        let kind = self.kind;
        WORDS.iter().filter(move |(of, _, _)| *of == kind)
    }

    /// Reads one line of the structure. Returns whether it is understood.
    fn read(&mut self, machine: &mut Machine, line: &str) -> bool {
        let Some((word, value)) = line.trim_start().split_once(COLONS) else {
            let names_a_field = self.words().any(|(_, name, _)| line.trim().starts_with(name));
            let understood = self.kind > 3 || self.in_list && !names_a_field;
            self.unclear |= !understood;
            return understood;
        };
        let (word, value) = (word.trim_end(), value.strip_prefix(' ').unwrap_or(value));
        self.in_list = LISTS.contains(&word);
        if self.kind == OEM_STRINGS && word.starts_with("String ") {
            if machine.oem_strings.len() < MAX_OEM_STRINGS {
                machine.oem_strings.push(bounded(value));
            }
        } else if self.first
            && let Some((_, _, field)) = self.words().find(|(_, name, _)| *name == word)
            && !self.found.contains(field)
        {
            self.found.push(*field);
            machine.fields.insert(*field, reading(*field, value));
        }
        true
    }

    /// Sets the readings of the fields without a line: not set for a field that `dmidecode` may omit, damaged for any other field.
    /// All of them are damaged where no field was found or a line isn't understood.
    fn close(&self, machine: &mut Machine) {
        if !self.first {
            return;
        }
        let hollow = self.found.is_empty();
        for (_, _, field) in self.words().filter(|(_, _, field)| !self.found.contains(field)) {
            let lost = hollow || self.unclear || always_printed(*field);
            machine.fields.insert(*field, if lost { Reading::Damaged } else { Reading::NotSet });
        }
        if hollow && self.words().next().is_some() {
            machine.tables = Tables::Damaged;
        }
    }
}

/// Sets the fields of `machine` from the text.
///
/// # Errors
///
/// [`UnknownLine`], where the text gives no value and no reason for this.
pub fn fill(machine: &mut Machine, text: &str) -> Result<(), UnknownLine> {
    machine.tables = Tables::Read;
    let mut reader = Reader { machine, block: None, seen: [0; 4], structures: 0, ended: false };
    let mut unknown = None;
    let mut last = 0;
    for (number, line) in (1..).zip(lines(text)) {
        last = number;
        if !reader.read(line) && unknown.is_none() {
            unknown = Some(UnknownLine { number, text: printable(line.trim().as_bytes()) });
        }
    }
    reader.close();
    let Reader { seen, structures, ended, .. } = reader;
    machine.structure_counts = [seen[1], seen[2], seen[3]];
    let understood = machine.fields.values().any(|reading| *reading != Reading::Damaged);
    if understood || structures > 0 && seen == [0; 4] {
        if seen[1] == 0 && !ended {
            // The text is a part of the output. The structure of the system may be in another part.
            machine.tables = Tables::Damaged;
            let lost = WORDS.iter().filter(|(kind, _, _)| *kind == 1);
            machine.fields.extend(lost.map(|(_, _, field)| (*field, Reading::Damaged)));
        }
        return Ok(());
    }
    if text.contains("Permission denied") {
        machine.set_all_readings(&Reading::Denied);
        machine.tables = Tables::Denied;
        Ok(())
    } else if text.contains("No SMBIOS nor DMI entry point found") {
        machine.tables = Tables::None;
        Ok(())
    } else {
        Err(unknown.unwrap_or(UnknownLine { number: last + 1, text: String::new() }))
    }
}

/// The state of the parser.
struct Reader<'a> {
    machine: &'a mut Machine,
    block: Option<Block>,
    /// How many structures of types 0 to 3 there are.
    seen: [u8; 4],
    structures: usize,
    /// The end-of-table structure was read, so the text is complete.
    ended: bool,
}

impl Reader<'_> {
    /// Reads one line. Returns whether it is understood.
    fn read(&mut self, line: &str) -> bool {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            return true;
        }
        if bare.starts_with("Handle ") || bare.starts_with("DMI type ") {
            self.open(handle_type(bare).unwrap_or(OTHER), true);
            return true;
        }
        if let Some(kind) = heading(bare) {
            match &mut self.block {
                Some(block) if block.needs_heading && block.kind == kind => block.needs_heading = false,
                _ => self.open(kind, false),
            }
            return true;
        }
        let needs_heading = self.block.as_ref().is_some_and(|block| block.needs_heading);
        if other_heading(bare) && !(needs_heading && self.block.as_ref().is_some_and(|block| block.kind <= 3))
        {
            self.ended |= bare == "End Of Table";
            self.open(OTHER, false);
            return true;
        }
        if bare.starts_with("SMBIOS ") || bare.contains(": SMBIOS ") {
            let version = version(bare);
            self.machine.smbios_version = self.machine.smbios_version.or(version);
            return true;
        }
        match &mut self.block {
            Some(block) => block.read(self.machine, line),
            None => is_preamble(bare),
        }
    }

    /// Begins a structure.
    fn open(&mut self, kind: u8, needs_heading: bool) {
        self.close();
        let first = self.seen.get_mut(usize::from(kind)).is_some_and(|count| {
            *count = count.saturating_add(1);
            *count == 1
        });
        self.structures += 1;
        self.ended |= kind == END;
        self.machine.has_bmc |= kind == IPMI_DEVICE;
        let found = Vec::new();
        self.block = Some(Block { kind, first, needs_heading, found, in_list: false, unclear: false });
    }

    /// Ends a structure.
    fn close(&mut self) {
        if let Some(block) = self.block.take() {
            block.close(self.machine);
        }
    }
}

/// The structure type in a line such as `Handle 0x0001, DMI type 1, 27 bytes`. Older versions print two lines for it.
fn handle_type(line: &str) -> Option<u8> {
    let number = line.split("DMI type ").nth(1)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Whether this is a line before the structures that tells where `dmidecode` found the tables.
fn is_preamble(line: &str) -> bool {
    ["Getting SMBIOS data", "Scanning ", "Reading SMBIOS", "Table at ", "Found SMBIOS"]
        .iter()
        .any(|begin| line.starts_with(begin))
        || line.contains(" structures occupying ")
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
