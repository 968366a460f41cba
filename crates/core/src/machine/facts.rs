//! The facts of one machine. Plain data: readers fill it, every other room only looks at it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Container, Family, Field, Hypervisor, Reading, Tool, uuid};

/// Everything one computer, or one recording of a computer, said of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Machine {
    /// Where it was read from.
    pub source: MachineSource,
    /// What each field gave; a field that is not in the map reads as [`Reading::NoStructure`].
    pub fields: BTreeMap<Field, Reading>,
    /// Fields whose value was not the firmware's own entry for that field, but derived from another
    /// place of this machine (a device tree's `compatible`, say).
    pub recovered_fields: Vec<Field>,
    /// The state of the SMBIOS tables as a whole.
    pub tables: Tables,
    /// SMBIOS version (major, minor), where the entry point or sysfs tells.
    pub smbios_version: Option<(u8, u8)>,
    /// Who wrote the firmware, and which version.
    pub firmware: Firmware,
    /// The hypervisor this machine runs under.
    pub hypervisor: Option<Hypervisor>,
    /// The container this program runs in.
    pub container: Option<Container>,
    /// Whether an activation can be kept in UEFI variables.
    pub efi_store: EfiStore,
    /// The clock.
    pub clock: Clock,
    /// Permanent MAC address of the first on-board network port.
    pub onboard_mac: Option<[u8; 6]>,
    /// OEM strings (SMBIOS type 11), as read.
    pub oem_strings: Vec<Vec<u8>>,
    /// The device tree's `model`, `serial-number` and first `compatible`, where there is one.
    pub device_tree: Option<DeviceTree>,
    /// Programs on this machine's `PATH` that a remedy may name; a recording has none.
    pub tools: Vec<Tool>,
    /// A baseboard management controller answers here (`/dev/ipmi0`, or SMBIOS type 38).
    pub has_bmc: bool,
    /// How many structures of type 1, 2 and 3 there are; more than one of a type is a fact for review.
    pub structure_counts: [u8; 3],
    /// This process runs as root; of a recording, that all of it could be read.
    pub read_as_root: bool,
}

impl Machine {
    /// What that field gave.
    #[must_use]
    pub fn reading(&self, field: Field) -> &Reading {
        self.fields.get(&field).unwrap_or(&Reading::NoStructure)
    }

    /// The bytes of that field as they stand in the tables: of a UUID the 16 of the structure, in its order.
    #[must_use]
    pub fn raw_bytes(&self, field: Field) -> Option<Cow<'_, [u8]>> {
        let bytes = self.reading(field).bytes()?;
        // As it was printed: a table without an entry point is read as one of today.
        let swapped = self.smbios_version.is_none_or(|version| version >= (2, 6));
        let uuid = || uuid::parse_dashed(std::str::from_utf8(bytes).ok()?, swapped);
        let whole = if field == Field::Uuid { uuid() } else { None };
        Some(whole.map_or(Cow::Borrowed(bytes), |whole| Cow::Owned(whole.to_vec())))
    }

    /// The same machine with `value` as the firmware's own entry for that field: what it will say once
    /// a fix was applied.
    #[must_use]
    pub fn with_value(mut self, field: Field, value: &str) -> Self {
        self.fields.insert(field, Reading::text(value));
        self.recovered_fields.retain(|recovered| *recovered != field);
        self
    }

    /// Every field reads so, for want of anything better.
    pub fn set_all_readings(&mut self, reading: &Reading) {
        self.fields = Field::ALL.into_iter().map(|field| (field, reading.clone())).collect();
    }

    /// How that field's value was got, as far as the machine knows.
    #[must_use]
    pub fn origin(&self, field: Field) -> Origin {
        if self.recovered_fields.contains(&field) { Origin::Recovered } else { Origin::Firmware }
    }
}

/// Where a [`Machine`] was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MachineSource {
    /// The computer this program runs on.
    #[default]
    ThisComputer,
    /// A recording: a raw dump, a folder shaped like `/sys`, or `dmidecode` text.
    Recording(std::path::PathBuf),
    /// A sample machine that ships with the program, by its name.
    Sample(String),
}

/// The SMBIOS tables as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tables {
    /// Read and parsed.
    Read,
    /// There are none: a container, a small VM, a board with a device tree. A normal case.
    #[default]
    None,
    /// They are there, but only root may read them; the readable fields came from sysfs.
    Denied,
    /// All 00 or all FF: known to pass after a restart on some firmware.
    Empty,
    /// Cut or garbled.
    Damaged,
}

/// How a value was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The firmware's own entry.
    #[default]
    Firmware,
    /// Recovered from elsewhere on the machine.
    Recovered,
    /// Declared: read off the label by a person.
    Declared,
}

impl Origin {
    /// The stable name, as in `inspect --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Firmware => "firmware",
            Self::Recovered => "recovered",
            Self::Declared => "declared",
        }
    }
}

/// The firmware.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Firmware {
    /// Its family, which decides how its fields are set.
    pub family: Family,
    /// Booted by UEFI (as opposed to legacy BIOS or a boot loader with a device tree).
    pub uefi: bool,
}

/// The store for UEFI variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EfiStore {
    /// Not booted by UEFI.
    #[default]
    NoUefi,
    /// Booted by UEFI, but efivarfs is not mounted.
    NotMounted,
    /// Mounted read-only.
    ReadOnly,
    /// Mounted, but this user may not write there.
    Denied,
    /// Can be written; free bytes, where the file system tells.
    Writable {
        /// Free bytes.
        free: Option<u64>,
    },
}

/// The clock, as seconds since 1970-01-01 UTC, and whether it can be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// It stands before this program was made, or beyond 2099.
    pub implausible: bool,
}

/// 2026-01-01: no clock of a machine that runs this program can stand before it.
const MADE: i64 = 1_767_225_600;

/// 2100-01-01.
const TOO_LATE: i64 = 4_102_444_800;

impl Clock {
    /// A clock that shows `now`, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, implausible: now < MADE || now >= TOO_LATE }
    }
}

/// What a device tree says (`/proc/device-tree`), without the closing NULs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceTree {
    /// `model`.
    pub model: Option<Vec<u8>>,
    /// `serial-number`.
    pub serial: Option<Vec<u8>>,
    /// The first entry of `compatible`, such as `raspberrypi,4-model-b`.
    pub compatible: Option<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_the_program_or_after_2099_is_insane() {
        for (now, implausible) in
            [(0, true), (MADE - 1, true), (MADE, false), (TOO_LATE - 1, false), (TOO_LATE, true), (-5, true)]
        {
            assert_eq!(Clock::at(now), Clock { now, implausible });
        }
    }
}
