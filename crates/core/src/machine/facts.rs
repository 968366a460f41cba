//! The data of one machine. Parsers fill it; everything else only reads it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Container, Family, Field, Hypervisor, Origin, Reading, SourceKind, Tool, uuid};

/// All data of one computer, or of one recording of a computer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Machine {
    /// Where the data was read from.
    pub source: MachineSource,
    /// The reading of each field. A field that is not in the map reads as [`Reading::NoStructure`].
    pub fields: BTreeMap<Field, Reading>,
    /// Fields with a value from the device tree, because the machine has no SMBIOS.
    pub recovered_fields: Vec<Field>,
    /// The state of the SMBIOS tables as a whole.
    pub tables: Tables,
    /// SMBIOS version (major, minor) of the entry point or the `dmidecode` text; `None` where neither is there.
    pub smbios_version: Option<(u8, u8)>,
    /// The firmware: family, and whether it booted by UEFI.
    pub firmware: Firmware,
    /// The hypervisor or cloud that this machine runs under.
    pub hypervisor: Option<Hypervisor>,
    /// The container that the program runs in.
    pub container: Option<Container>,
    /// Whether an activation can be kept in UEFI variables.
    pub efi_store: EfiStore,
    /// The clock.
    pub clock: Clock,
    /// The first on-board network port.
    pub onboard_mac: OnboardMac,
    /// The kernel's random number of this boot, in the order of its text; `None` for a recording.
    pub boot_id: Option<[u8; 16]>,
    /// OEM strings (SMBIOS type 11): at most 64, each of at most 4096 bytes.
    pub oem_strings: Vec<Vec<u8>>,
    /// The device tree, where there is one.
    pub device_tree: Option<DeviceTree>,
    /// Programs on `PATH` that a remedy may name; empty for a recording.
    pub tools: Vec<Tool>,
    /// There is a baseboard management controller (`/dev/ipmi0`, or SMBIOS type 38).
    pub has_bmc: bool,
    /// How many structures of SMBIOS types 1, 2 and 3 there are. Review notes more than one of a type.
    pub structure_counts: [u8; 3],
    /// The process that read the machine ran as root; for a recording, no field was denied.
    pub read_as_root: bool,
}

impl Machine {
    /// The reading of a field.
    #[must_use]
    pub fn reading(&self, field: Field) -> &Reading {
        self.fields.get(&field).unwrap_or(&Reading::NoStructure)
    }

    /// The bytes of a field as in the table; for a UUID, its 16 bytes in the order of the table.
    #[must_use]
    pub fn raw_bytes(&self, field: Field) -> Option<Cow<'_, [u8]>> {
        let bytes = self.reading(field).bytes()?;
        // A table without an entry point is read as one of SMBIOS 2.6 or newer.
        let swapped = self.smbios_version.is_none_or(|version| version >= (2, 6));
        let uuid = || uuid::parse_dashed(std::str::from_utf8(bytes).ok()?, swapped);
        let whole = if field == Field::Uuid { uuid() } else { None };
        Some(whole.map_or(Cow::Borrowed(bytes), |whole| Cow::Owned(whole.to_vec())))
    }

    /// The same machine with `value` as the firmware's own entry for a field, as after a remedy was applied.
    #[must_use]
    pub fn with_value(mut self, field: Field, value: &str) -> Self {
        self.fields.insert(field, Reading::text(value));
        self.recovered_fields.retain(|recovered| *recovered != field);
        self
    }

    /// Sets the reading of every field.
    pub fn set_all_readings(&mut self, reading: &Reading) {
        self.fields = Field::ALL.into_iter().map(|field| (field, reading.clone())).collect();
    }

    /// The origin of the value of a field: firmware or recovered.
    #[must_use]
    pub fn origin(&self, field: Field) -> Origin {
        if self.recovered_fields.contains(&field) {
            Origin::Recovered(SourceKind::DeviceTree)
        } else {
            Origin::Firmware
        }
    }
}

/// Where a [`Machine`] was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MachineSource {
    /// The computer this program runs on.
    #[default]
    ThisComputer,
    /// A recording: a dump, a folder shaped like `/sys`, or `dmidecode` text; empty where it came from no file.
    Recording(std::path::PathBuf),
    /// A sample machine that ships with the program, by its name.
    Sample(String),
}

/// The state of the SMBIOS tables as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tables {
    /// Read and parsed to the end.
    Read,
    /// There are none, as in a container, in a small virtual machine, or on a board with a device tree.
    #[default]
    None,
    /// Only root may read them; the fields that others may read come from sysfs.
    Denied,
    /// All 00 or all FF; on some firmware a restart brings them back.
    Empty,
    /// Cut or garbled.
    Damaged,
}

/// The reading of the first on-board network port. A port is on-board if it is Ethernet on PCI and not wireless. Ports are ordered by
/// the index that the firmware gives to on-board ports, else by PCI address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnboardMac {
    /// There is no such port, or a container or a recording doesn't show it.
    #[default]
    NoPort,
    /// There is such a port, but its permanent address can't be read.
    Unreadable,
    /// The permanent MAC address of the port. Review has not judged it.
    Permanent([u8; 6]),
}

impl OnboardMac {
    /// The permanent address, where it is known.
    #[must_use]
    pub const fn address(self) -> Option<[u8; 6]> {
        match self {
            Self::Permanent(address) => Some(address),
            Self::NoPort | Self::Unreadable => None,
        }
    }
}

/// The firmware.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Firmware {
    /// The family, which decides how a field is set.
    pub family: Family,
    /// Booted by UEFI, and not by legacy BIOS or a boot loader with a device tree. A dump doesn't contain this.
    pub uefi: bool,
    /// The firmware says that it supports UEFI (SMBIOS type 0, characteristics extension byte 2, bit 3). A clear bit tells nothing.
    pub uefi_supported: bool,
    /// The firmware says that this is a virtual machine (same byte, bit 4). A clear bit tells nothing.
    pub virtual_machine: bool,
}

/// The store of UEFI variables.
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
    /// Can be written.
    Writable {
        /// Free bytes; `None` where the file system doesn't report them.
        free: Option<u64>,
    },
}

/// The clock of a machine, and whether it can be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// The time is before 2026-01-01, when this program did not exist, or after 2099.
    pub implausible: bool,
}

/// 2026-01-01, in seconds since 1970-01-01 UTC: the earliest time at which this program can run.
const EARLIEST: i64 = 1_767_225_600;

/// 2100-01-01, in seconds since 1970-01-01 UTC.
const LATEST: i64 = 4_102_444_800;

impl Clock {
    /// The clock that shows `now`, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, implausible: now < EARLIEST || now >= LATEST }
    }
}

/// Properties of the root of a device tree (Devicetree Specification, section 2.3), without the closing NULs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceTree {
    /// `model`, such as `Raspberry Pi 4 Model B`.
    pub model: Option<Vec<u8>>,
    /// `serial-number`.
    pub serial: Option<Vec<u8>>,
    /// The first entry of `compatible`, such as `raspberrypi,4-model-b`.
    pub compatible: Option<Vec<u8>>,
    /// The last entry of `compatible`, which names the SoC, such as `brcm,bcm2711`.
    pub soc: Option<Vec<u8>>,
    /// The serial of the SoC, which the kernel reads from its fuses; `None` where there is none, or zeros only.
    pub soc_serial: Option<Vec<u8>>,
}

impl DeviceTree {
    /// The vendor in the first entry of `compatible`, which is `vendor,device`. It is not translated to the maker's name: a longer
    /// list of names in a later version would change what a license binds to.
    #[must_use]
    pub fn vendor(&self) -> Option<&[u8]> {
        before_comma(self.compatible.as_deref()?)
    }

    /// The vendor of the SoC, such as `rockchip`.
    #[must_use]
    pub fn soc_vendor(&self) -> Option<&[u8]> {
        before_comma(self.soc.as_deref()?)
    }

    /// Whether `serial-number` comes from the variable `serial#` of U-Boot, which can be set. On other SoCs, it is the serial of the
    /// SoC at each start.
    #[must_use]
    pub fn serial_of_u_boot(&self) -> bool {
        let vendors: [&[u8]; 5] = [b"rockchip", b"allwinner", b"amlogic", b"starfive", b"mediatek"];
        self.soc_vendor().is_some_and(|vendor| vendors.contains(&vendor))
    }
}

/// The part before the comma of `vendor,device`.
fn before_comma(text: &[u8]) -> Option<&[u8]> {
    let comma = text.iter().position(|byte| *byte == b',')?;
    text.get(..comma).filter(|vendor| !vendor.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_permanent_address_is_used() {
        assert_eq!(OnboardMac::Permanent([2; 6]).address(), Some([2; 6]));
        assert_eq!([OnboardMac::NoPort, OnboardMac::Unreadable].map(OnboardMac::address), [None; 2]);
    }

    #[test]
    fn a_clock_before_the_build_date_or_after_2099_is_insane() {
        for (now, implausible) in [
            (0, true),
            (EARLIEST - 1, true),
            (EARLIEST, false),
            (LATEST - 1, false),
            (LATEST, true),
            (-5, true),
        ] {
            assert_eq!(Clock::at(now), Clock { now, implausible });
        }
    }
}
