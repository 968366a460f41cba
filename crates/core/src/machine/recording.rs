//! Machines from bytes and from values: a raw dump, a bare table, `dmidecode` text, an inventory's fields.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::entry_point::EntryPoint;
use super::{Family, Field, Machine, MachineSource, Reading, Tables, dmidecode, firmware, hypervisor, table};

impl Machine {
    /// The machine in a recording: a dump by `dmidecode --dump-bin`, a bare SMBIOS table, or the text that `dmidecode`
    /// prints. `entry_point` is the file `smbios_entry_point` that may stand beside a bare table.
    ///
    /// `None` where the bytes are none of these. Cut or garbled tables give a machine that says so.
    #[must_use]
    pub fn from_recording(bytes: &[u8], entry_point: Option<&[u8]>) -> Option<Self> {
        let source = MachineSource::Recording(PathBuf::new());
        parse_recording(Self { source, ..Self::default() }, bytes, || entry_point.map(<[u8]>::to_vec))
    }

    /// The machine with these fields, such as an inventory holds; a field that is not there has no structure.
    /// Firmware family and hypervisor are inferred from the fields.
    #[must_use]
    pub fn from_fields(fields: BTreeMap<Field, Reading>, smbios_version: Option<(u8, u8)>) -> Self {
        let source = MachineSource::Recording(PathBuf::new());
        infer_platform(Self { source, fields, smbios_version, tables: Tables::Read, ..Self::default() })
    }
}

/// Puts what a recording says into `machine`, which has its source and clock already; `None` where the bytes are no
/// recording. `entry_point` gives the entry point of a bare table, where there is one; it is called for no other form.
pub fn parse_recording(
    mut machine: Machine,
    bytes: &[u8],
    entry_point: impl FnOnce() -> Option<Vec<u8>>,
) -> Option<Machine> {
    if let Some(entry) = EntryPoint::parse(bytes) {
        // A dump has the table at its address; one taken otherwise still names the place in memory.
        let start = usize::try_from(entry.address).ok().filter(|start| (0x0f..bytes.len()).contains(start));
        let table = bytes.get(start.unwrap_or(0x20)..).unwrap_or_default();
        let told = table.get(..entry.length).unwrap_or(table);
        table::fill(&mut machine, told, Some(&entry));
    } else if EntryPoint::has_anchor(bytes) {
        // Cut within the entry point.
        machine.tables = Tables::Damaged;
        machine.set_all_readings(&Reading::Damaged);
    } else if table::is_blank(bytes) || table::looks_like_table(bytes) {
        let entry = entry_point().and_then(|bytes| EntryPoint::parse(&bytes));
        table::fill(&mut machine, bytes, entry.as_ref());
    } else {
        let text = std::str::from_utf8(bytes).ok().filter(|text| dmidecode::looks_like(text))?;
        dmidecode::fill(&mut machine, text);
    }
    Some(infer_platform(machine))
}

/// The same machine with its firmware family and hypervisor inferred from the fields. Every way of reading ends with it.
#[must_use]
pub fn infer_platform(mut machine: Machine) -> Machine {
    machine.fields.retain(|_, reading| *reading != Reading::NoStructure);
    if machine.source != MachineSource::ThisComputer {
        // Whoever has a recording may read all of it, unless it says otherwise.
        machine.read_as_root = machine.fields.values().all(|reading| *reading != Reading::Denied);
    }
    machine.hypervisor = machine.hypervisor.or_else(|| hypervisor::hypervisor_from_fields(&machine));
    // Virtual firmware prints makers' names too, but their tools don't reach it.
    machine.firmware.family =
        if machine.hypervisor.is_some() { Family::Unknown } else { firmware::family(&machine) };
    machine
}
