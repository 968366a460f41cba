//! English words of a status.

use crate::text::StatusLine as L;

/// The English words.
pub fn status(line: L) -> &'static str {
    match line {
        L::Device => "the device itself",
        L::Activated => "Activated: {number}",
        L::Until => "Good until {date}.",
        L::ForEver => "It does not expire.",
        L::Older => "By the older binding: a reinstall loses it. Once the firmware is mended, ask again.",
        L::KeptIn => "Kept: file {file}, UEFI {efi}",
        L::RecordWhole => "yes",
        L::RecordMissing => "no",
        L::RecordNoStorage => "not on this machine",
        L::RecordReleased => "given back",
        L::RecordCorrupt => "damaged",
        L::RecordUnreadable => "not readable",
        L::RecordDiffers => "another license",
    }
}
