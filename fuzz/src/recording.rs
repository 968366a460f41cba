//! Target: a recording: a dump of SMBIOS tables, a bare table or the text of `dmidecode`. Checks all output about its machine.

use countersign_core::machine::{Field, Machine, Reading, encode_dump, table};

use crate::{Seed, samples};

#[path = "../../tests/fuzz_dumps/output.rs"]
mod output;

/// The length of the entry point at the start of an input.
const ENTRY_POINT_BYTES: usize = 32;

/// Checks the input as a recording, and as an entry point followed by a table.
pub fn check(input: &[u8]) {
    let split = input.split_at_checked(ENTRY_POINT_BYTES).map(|(entry, table)| (table, Some(entry)));
    for (bytes, entry) in [(input, None)].into_iter().chain(split) {
        if let Some(machine) = Machine::from_recording(bytes, entry) {
            check_machine(&machine);
        }
    }
}

/// Checks all output about a machine, and that a dump of the machine has the same values.
pub fn check_machine(machine: &Machine) {
    output::check_output(machine).unwrap_or_else(|fault| panic!("{fault}"));
    let Some(once) = Machine::from_smbios(&encode_dump(machine), None) else {
        let fields = Field::ALL.into_iter().filter(|field| machine.reading(*field).bytes().is_some());
        assert_eq!(fields.count(), 0, "the dump of a machine with values can't be read");
        return;
    };
    for field in Field::ALL.into_iter().filter(|field| *field != Field::Uuid) {
        if let Reading::Value(bytes) = machine.reading(field)
            && !bytes.is_empty()
            && !bytes.contains(&0)
            && bytes.len() <= table::MAX_VALUE
        {
            assert_eq!(once.reading(field), machine.reading(field), "{field:?} differs in a dump");
        }
    }
    let twice = Machine::from_smbios(&encode_dump(&once), None).expect("a dump of a dump");
    assert_eq!(once.fields, twice.fields, "fields differ in a dump of a dump");
    assert_eq!(once.structure_counts, twice.structure_counts, "structure counts differ in a dump of a dump");
    assert_eq!(once.oem_strings, twice.oem_strings, "OEM strings differ in a dump of a dump");
}

/// Returns the samples as dumps, the recordings, and texts of `dmidecode`.
pub fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = samples::machines()
        .iter()
        .map(|(name, machine)| (format!("{name}.dump"), encode_dump(machine)))
        .collect();
    seeds.extend(samples::recorded("machines/raw", 32 * 1024));
    let texts = samples::recorded("machines/platforms", 64 * 1024);
    let text = |(name, text): &Seed| Some((name.clone(), String::from_utf8_lossy(text).into_owned()));
    let texts: Vec<(String, String)> = texts.iter().filter_map(text).collect();
    for (name, text) in &texts {
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).take(4_000).collect();
        seeds.push((format!("{name}.utf16"), utf16));
        seeds.push((name.clone(), text.bytes().take(8_000).collect()));
    }
    seeds.push(("short.txt".to_owned(), DMIDECODE.as_bytes().to_vec()));
    seeds.push(("quoted.txt".to_owned(), DMIDECODE.replace('\n', "\n> ").into_bytes()));
    seeds
}

/// The output of `dmidecode` for a board with placeholder values.
const DMIDECODE: &str = "\
# dmidecode 3.5
Getting SMBIOS data from sysfs.
SMBIOS 3.3.0 present.

Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: To Be Filled By O.E.M.
\tProduct Name: B450M Pro4
\tVersion: Default string
\tSerial Number: Not Specified
\tUUID: 4c4c4544-0042-3510-8056-b4c04f595a31
\tWake-up Type: Power Switch
\tSKU Number: <BAD INDEX>
\tFamily: \u{9ed8}\u{8ba4}

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: ASRock
\tProduct Name: B450M Pro4
\tSerial Number: M80-D8018200512
\tFeatures:
\t\tBoard is a hosting board

Handle 0x0003, DMI type 11, 5 bytes
OEM Strings
\tString 1: one

Handle 0x0004, DMI type 127, 4 bytes
End Of Table
";
