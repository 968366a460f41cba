//! The facts of a machine in words.

use crate::text::FactLine as L;

/// The English words.
pub fn fact(line: L) -> &'static str {
    match line {
        L::Recording => "Recorded machine: {value}",
        L::Smbios => "SMBIOS version: {value}",
        L::Firmware => "Firmware family: {value}",
        L::Boot => "Booted by: {value}",
        L::Hypervisor => "Virtual machine under: {value}",
        L::Container => "Container: {value}",
        L::Efi => "UEFI variables: {value}",
        L::Unknown => "not known",
        L::None => "none",
        L::Writable => "can be written",
        L::OtherEarlier => "an earlier request made here ({name}), when the machine said something else",
        L::OtherKept => "the license {number} kept here, before the machine changed",
    }
}
