//! The surroundings of a machine: one byte of the head. From it the desk knows which remedies work on this machine.
//!
//! | bits | content |
//! | --- | --- |
//! | 7–6 | boot mode: 0 not known, 1 BIOS, 2 UEFI, 3 boot loader with a device tree |
//! | 5–4 | virtual machine: 0 not known, 1 no, 2 yes |
//! | 3 | the SMBIOS tables could be read |
//! | 2–0 | the place for writing the firmware: 0 not known, 1 here, 2 host, 3 boot, 4 vendor, 5 service |
//!
//! The place for writing is the highest number that a refused or unreadable field needs. It is 0 where no field is refused or
//! unreadable, and in a container. A decoder refuses numbers that are not in the table.

use crate::machine::{BootMode, Machine, Tables};
use crate::remedy;
use crate::review::Review;

/// The surroundings of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// How the machine booted.
    pub boot_mode: BootMode,
    /// Whether the machine is a virtual one; `None` where this is not known.
    pub virtual_machine: Option<bool>,
    /// Whether the SMBIOS tables could be read.
    pub tables_readable: bool,
    /// The place for writing the firmware.
    pub writing: WritingPlace,
}

/// The place for writing the firmware, in the order of effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum WritingPlace {
    /// Not known.
    #[default]
    Unknown,
    /// A command on the running system.
    Here,
    /// A setting on the hypervisor's host.
    Host,
    /// Another boot medium.
    Boot,
    /// A tool under the maker's terms.
    Vendor,
    /// The maker's service.
    Service,
}

const BOOT_MODES: [BootMode; 4] = [BootMode::Unknown, BootMode::Bios, BootMode::Uefi, BootMode::DeviceTree];
const VIRTUAL: [Option<bool>; 3] = [None, Some(false), Some(true)];
const PLACES: [WritingPlace; 6] = [
    WritingPlace::Unknown,
    WritingPlace::Here,
    WritingPlace::Host,
    WritingPlace::Boot,
    WritingPlace::Vendor,
    WritingPlace::Service,
];

impl WritingPlace {
    /// The stable name, such as `here`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Here => "here",
            Self::Host => "host",
            Self::Boot => "boot",
            Self::Vendor => "vendor",
            Self::Service => "service",
        }
    }
}

impl Surroundings {
    /// The surroundings of a reviewed machine. `writing` is [`WritingPlace::Unknown`] where no binding field is refused or
    /// unreadable, and in a container.
    #[must_use]
    pub fn of(machine: &Machine, review: &Review) -> Self {
        Self {
            boot_mode: machine.boot_mode(),
            virtual_machine: machine.virtual_machine(),
            tables_readable: machine.tables == Tables::Read,
            writing: remedy::writing_place(machine, review),
        }
    }

    /// The byte on the wire.
    #[must_use]
    pub fn byte(self) -> u8 {
        number(&BOOT_MODES, &self.boot_mode) << 6
            | number(&VIRTUAL, &self.virtual_machine) << 4
            | u8::from(self.tables_readable) << 3
            | number(&PLACES, &self.writing)
    }

    /// Decodes a byte; `None` for a number that is not in the table.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Some(Self {
            boot_mode: *BOOT_MODES.get(usize::from(byte >> 6))?,
            virtual_machine: *VIRTUAL.get(usize::from(byte >> 4 & 3))?,
            tables_readable: byte >> 3 & 1 == 1,
            writing: *PLACES.get(usize::from(byte & 7))?,
        })
    }
}

/// The position of a value in the list.
fn number<T: PartialEq>(list: &[T], value: &T) -> u8 {
    list.iter().zip(0..).find(|(one, _)| *one == value).map_or(0, |(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_the_table_encodes_to_itself_and_others_are_refused() {
        let accepted = (0..=u8::MAX).filter(|&byte| {
            let read = Surroundings::from_byte(byte);
            assert!(read.is_none_or(|read| read.byte() == byte), "{byte}");
            read.is_some()
        });
        assert_eq!(accepted.count(), 4 * 3 * 2 * 6);
        assert_eq!(Surroundings::from_byte(0b0011_0000), None);
        assert_eq!(Surroundings::from_byte(6), None);
        let uefi =
            Surroundings { boot_mode: BootMode::Uefi, tables_readable: true, ..Surroundings::default() };
        assert_eq!(uefi.byte(), 0b1000_1000);
    }
}
