//! Facts of a machine and of a status, in words.

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
        L::Device => "the device itself",
        L::Activated => "Activated: {number}",
        L::Until => "Good until {date}.",
        L::ForEver => "It does not expire.",
        L::Older => "By the older binding: a reinstall loses it. Once the firmware is mended, ask again.",
        L::KeptIn => "Kept: file {file}, UEFI {efi}",
        L::SlotWhole => "yes",
        L::SlotNone => "no",
        L::SlotAbsent => "not on this machine",
        L::SlotReleased => "given back",
        L::SlotCorrupt => "damaged",
        L::SlotUnreadable => "not readable",
        L::SlotDiffers => "another license",
        L::OtherEarlier => "an earlier request made here ({name}), when the machine said something else",
        L::OtherKept => "the license {number} kept here, before the machine changed",
    }
}
