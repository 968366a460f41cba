//! Machines from bytes: a raw dump, a bare table, `dmidecode` text, an inventory's fields.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::entry::Entry;
use super::{Family, Field, Machine, Reading, Source, Tables, dmidecode, firmware, hypervisor, table};

/// The recorded machine in those bytes, with the entry point that a bare table may have had beside it;
/// `None` where they are no recording. It takes what `countersign_probe::recording` takes of a file, and touches no disk.
#[must_use]
pub fn recorded(bytes: &[u8], entry: Option<&[u8]>) -> Option<Machine> {
    let source = Source::Recording(PathBuf::new());
    of_bytes(Machine { source, ..Machine::default() }, bytes, || entry.map(<[u8]>::to_vec))
}

/// The machine that an inventory's table tells of: its fields as they were noted, and its SMBIOS version.
/// Firmware family and hypervisor are concluded from them, as of any recording.
#[must_use]
pub fn noted(fields: BTreeMap<Field, Reading>, smbios: Option<(u8, u8)>) -> Machine {
    let source = Source::Recording(PathBuf::new());
    conclude(Machine { source, fields, smbios, tables: Tables::Read, ..Machine::default() })
}

/// The machine in those bytes, `None` where they are no recording. `beside` gives the entry point that
/// a bare table may have beside it.
pub fn of_bytes(
    mut machine: Machine,
    bytes: &[u8],
    beside: impl FnOnce() -> Option<Vec<u8>>,
) -> Option<Machine> {
    if let Some(entry) = Entry::of(bytes) {
        // A dump has the table at its address; one taken otherwise still names the place in memory.
        let start = usize::try_from(entry.address).ok().filter(|start| (0x0f..bytes.len()).contains(start));
        let table = bytes.get(start.unwrap_or(0x20)..).unwrap_or_default();
        let told = table.get(..entry.length).unwrap_or(table);
        table::fill(&mut machine, told, Some(&entry));
    } else if Entry::begins(bytes) {
        // Cut within the entry point.
        machine.tables = Tables::Damaged;
        machine.set_all(&Reading::Damaged);
    } else if table::is_blank(bytes) || table::looks_like_table(bytes) {
        let entry = beside().and_then(|head| Entry::of(&head));
        table::fill(&mut machine, bytes, entry.as_ref());
    } else {
        let text = std::str::from_utf8(bytes).ok().filter(|text| dmidecode::looks_like(text))?;
        dmidecode::fill(&mut machine, text);
    }
    Some(conclude(machine))
}

/// The conclusions from the values, which every way of reading ends with.
pub fn conclude(mut machine: Machine) -> Machine {
    machine.fields.retain(|_, reading| *reading != Reading::NoStructure);
    if machine.source != Source::ThisComputer {
        // A recording is read by whoever may read its files.
        machine.root = machine.fields.values().all(|reading| *reading != Reading::Denied);
    }
    machine.hypervisor = machine.hypervisor.or_else(|| hypervisor::by_tables(&machine));
    // Virtual firmware prints makers' names too, but their tools don't reach it.
    machine.firmware.family =
        if machine.hypervisor.is_some() { Family::Unknown } else { firmware::family(&machine) };
    machine
}
