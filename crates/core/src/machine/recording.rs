//! Machines from bytes and from values: a dump, a bare table, `dmidecode` text, the fields of an inventory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::entry_point::EntryPoint;
use super::{
    Family, Field, Machine, MachineSource, Reading, Tables, UnknownLine, characteristics, dmidecode,
    firmware, hypervisor, table,
};
use crate::reader;

/// The reason why bytes give no machine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordingFault {
    /// The bytes are neither a dump, nor a bare table, nor text of `dmidecode`.
    #[error("neither a dump, nor a bare table, nor dmidecode text")]
    NoRecording,
    /// The bytes are text of `dmidecode` in which no line gives a value.
    #[error("dmidecode text that can't be parsed: {0}")]
    NotUnderstood(#[from] UnknownLine),
}

impl Machine {
    /// The machine in a recording: a dump by `dmidecode --dump-bin`, a bare SMBIOS table, or the text that `dmidecode`
    /// prints, in UTF-8, UTF-16 or GB18030. `entry_point` is the content of the file `smbios_entry_point` that belongs to a bare table.
    ///
    /// `None` where the bytes are none of these, or a text gives no value; [`parse_recording`] tells which. Cut or garbled tables
    /// give a machine with [`Tables::Damaged`].
    #[must_use]
    pub fn from_recording(bytes: &[u8], entry_point: Option<&[u8]>) -> Option<Self> {
        let source = MachineSource::Recording(PathBuf::new());
        parse_recording(Self { source, ..Self::default() }, bytes, || entry_point.map(<[u8]>::to_vec)).ok()
    }

    /// The machine in the bytes of an SMBIOS table (`/sys/firmware/dmi/tables/DMI`, or a dump that begins with its entry point).
    /// `entry_point` is `/sys/firmware/dmi/tables/smbios_entry_point`; without it, the table is read as one of SMBIOS 2.6 or newer.
    ///
    /// `None` where the bytes hold no structure of types 0 to 3 (DSP0134, section 7). A cut table gives a machine with
    /// [`Tables::Damaged`] and with the values that could be read.
    ///
    /// ```
    /// use countersign_core::machine::{Field, Machine, encode_dump};
    ///
    /// let dump = encode_dump(&Machine::from_values("ASRock", "B450M Pro4", "M80-0123X7"));
    /// let machine = Machine::from_smbios(&dump, None).ok_or("no SMBIOS table")?;
    /// assert_eq!(machine.reading(Field::Model).bytes(), Some(&b"B450M Pro4"[..]));
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn from_smbios(bytes: &[u8], entry_point: Option<&[u8]>) -> Option<Self> {
        let is_table = EntryPoint::has_anchor(bytes) || is_bare_table(bytes);
        is_table.then(|| Self::from_recording(bytes, entry_point)).flatten()
    }

    /// The machine in the text that `dmidecode` prints, with or without `-q`. `None` for any other text.
    ///
    /// ```
    /// use countersign_core::machine::{Field, Machine, Reading};
    ///
    /// let text = "System Information\n\tManufacturer: ASRock\n\tSerial Number: Not Specified\n";
    /// let machine = Machine::from_dmidecode(text).ok_or("no dmidecode text")?;
    /// assert_eq!(*machine.reading(Field::Manufacturer), Reading::text("ASRock"));
    /// assert_eq!(*machine.reading(Field::Serial), Reading::NotSet);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn from_dmidecode(text: &str) -> Option<Self> {
        dmidecode::looks_like(text).then(|| Self::from_recording(text.as_bytes(), None)).flatten()
    }

    /// The machine with these three values, as in an inventory or a form. An empty value reads as never set.
    ///
    /// ```
    /// use countersign_core::machine::Machine;
    /// use countersign_core::review::{Policy, review};
    ///
    /// let machine = Machine::from_values("ASRock", "B450M Pro4", "Default string");
    /// let review = review(&machine, &Policy::default());
    /// assert_eq!(review.acceptable(), Some(false));
    /// ```
    #[must_use]
    pub fn from_values(manufacturer: &str, model: &str, serial: &str) -> Self {
        let readings = [manufacturer, model, serial].map(|value| match value {
            "" => Reading::NotSet,
            value => Reading::text(value),
        });
        Self::from_fields(Field::BINDING.into_iter().zip(readings).collect(), None)
    }

    /// The machine with these fields, as in an inventory. A missing field reads as [`Reading::NoStructure`]. Firmware family and
    /// hypervisor are inferred from the fields.
    #[must_use]
    pub fn from_fields(fields: BTreeMap<Field, Reading>, smbios_version: Option<(u8, u8)>) -> Self {
        let source = MachineSource::Recording(PathBuf::new());
        Self { source, fields, smbios_version, tables: Tables::Read, ..Self::default() }.infer_platform()
    }

    /// The same machine with its firmware family and hypervisor inferred from the fields. Each constructor ends with this call;
    /// repeat it after a change of the fields.
    #[must_use]
    pub fn infer_platform(mut self) -> Self {
        self.fields.retain(|_, reading| *reading != Reading::NoStructure);
        if self.source != MachineSource::ThisComputer {
            // All of a recording can be read, except where the recording itself says "denied".
            self.read_as_root = self.fields.values().all(|reading| *reading != Reading::Denied);
        }
        self.hypervisor = self.hypervisor.or_else(|| hypervisor::hypervisor_from_fields(&self));
        // The firmware of a virtual machine has makers' names too, but their tools can't set its fields.
        self.firmware.family =
            if self.hypervisor.is_some() { Family::Unknown } else { firmware::family(&self) };
        self
    }
}

/// Whether bytes without an entry point are a table. Big-endian UTF-16 text looks like a table at its beginning.
fn is_bare_table(bytes: &[u8]) -> bool {
    table::is_blank(bytes) || table::looks_like_table(bytes) && !reader::is_utf16(bytes)
}

/// Fills `machine` from a recording. The caller has set its source and clock.
///
/// `entry_point` returns the entry point of a bare table, where there is one. It is called for no other form.
///
/// # Errors
///
/// [`RecordingFault`], where the bytes are not a recording, or are a text that gives no value.
pub fn parse_recording(
    mut machine: Machine,
    bytes: &[u8],
    entry_point: impl FnOnce() -> Option<Vec<u8>>,
) -> Result<Machine, RecordingFault> {
    if let Some(entry) = EntryPoint::parse(bytes) {
        // In a dump by `dmidecode`, the address is an offset into the dump; other dumps keep the physical address.
        let start = usize::try_from(entry.address).ok().filter(|start| (0x0f..bytes.len()).contains(start));
        let table = bytes.get(start.unwrap_or(0x20)..).unwrap_or_default();
        let told = table.get(..entry.length).unwrap_or(table);
        table::fill(&mut machine, told, Some(&entry));
    } else if EntryPoint::has_anchor(bytes) {
        // The entry point itself is cut.
        machine.tables = Tables::Damaged;
        machine.set_all_readings(&Reading::Damaged);
    } else if is_bare_table(bytes) {
        let entry = entry_point().and_then(|bytes| EntryPoint::parse(&bytes));
        table::fill(&mut machine, bytes, entry.as_ref());
    } else {
        let text = reader::decode(bytes).ok_or(RecordingFault::NoRecording)?;
        let text = reader::readings(&text)
            .map(|text| dmidecode::without_quotes(&text))
            .find(|text| dmidecode::looks_like(text))
            .ok_or(RecordingFault::NoRecording)?;
        dmidecode::fill(&mut machine, &text)?;
        characteristics::of_text(&mut machine.firmware, &text);
    }
    Ok(machine.infer_platform())
}
