//! Results of review.

use crate::text::{ReviewLine as L, ReviewSentence as S};

/// The English words.
pub fn review(line: L) -> &'static str {
    match line {
        L::WordOk => "accepted",
        L::WordBlank => "empty",
        L::WordPlaceholder => "placeholder",
        L::WordMalformed => "garbled",
        L::WordShared => "not unique",
        L::WordUnreadable => "not readable",
        L::Ok => "This value can be used.",
        L::Blank => "There is no value here.",
        L::Placeholder => "This is a placeholder, not a value of this machine.",
        L::Malformed => "This is not proper text.",
        L::Shared => "Many machines have this value.",
        L::Unreadable => "This value could not be read.",
        L::ToBeFilled => "The maker should have filled this in, but did not.",
        L::DefaultString => "This is the firmware's default text; nobody replaced it.",
        L::FieldName => "The field holds its own name instead of a value.",
        L::NoValue => "The firmware itself says that there is no value.",
        L::Counting => "These are digits or letters counted up, not a real value.",
        L::Repeated => "One character or group is repeated; it is not a real value.",
        L::Punctuation => "There is only punctuation here.",
        L::BuildToken => "A token from the firmware's build was left in place.",
        L::TestWord => "This is a test word that the factory left in.",
        L::VendorFiller => "This is a placeholder that makers leave on many machines.",
        L::FormFactor => "This says what kind of computer it is, not which one.",
        L::FirmwareVendor => "This names the firmware or a reference board, not this machine.",
        L::Missing => "The firmware has no entry for this field.",
        L::BadText => "The bytes here are not proper text for this field.",
        L::BadIndex => "The firmware's entry points to a text that does not exist.",
        L::TooShort => "This is too short to be a real value.",
        L::TooLong => "This is longer than any real value.",
        L::UuidTemplate => "This UUID is a factory template, not this machine's own.",
        L::NeedsRoot => "Only root may read this.",
        L::NoTables => "The firmware's tables, or their recording, are missing or garbled.",
        L::SeenOften => "Very many machines have this value.",
        L::SaysNothingNew => "This only repeats another field of the machine.",
        L::AssignedElsewhere => "This serial was assigned to another machine.",
        L::NowNothing => "Nothing to do.",
        L::NowSet => "Set it in the firmware: Fix shows how, step by step.",
        L::NowReplace => "Replace it in the firmware: Fix shows how, step by step.",
        L::NowRoot => "Start this program again as root (sudo), then read again.",
        L::NowRestart => "Restart the computer, or read on the host, then read again.",
        L::NowWarn => "You need not do anything; a name of its own would be better.",
        L::Accept => "The desk will accept this machine.",
        L::AcceptWarn => "The desk will accept this machine; one value is not its own.",
        L::NoteSerialOfHost => "This serial is the host's: all its guests have it, until they move.",
        L::NoteSerialOfTemplate => "This serial is the template's: every machine made from it has it.",
        L::NoteSerialOfClones => "Proxmox VE copies this serial to clones: give each clone its own.",
        L::TablesNone => "This machine has no SMBIOS, so its firmware names neither maker, model nor serial.",
        L::TablesDeviceTree => "This machine has no SMBIOS; its values come from its device tree.",
        L::TablesKernelFiles => {
            "The firmware's tables are missing. The firmware's values here are the kernel's copies in /sys/class/dmi/id."
        }
        L::TablesNotRecorded => {
            "This recording holds no values of the firmware, so they are unknown. Record it again."
        }
        L::TablesContainer => "This is a container, which hides the firmware. Run this program on the host.",
        L::TablesDenied => "Not root: the serials and some other values are hidden.",
        L::TablesEmpty => {
            "The firmware's tables are empty. Some firmware recovers after a restart: restart once."
        }
        L::RecordingDamaged => "This recording is cut or garbled. Record it again.",
        L::TablesDamaged => "The firmware's tables are cut or garbled. Restart once and read again.",
    }
}

/// The English sentences with values.
pub fn review_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::What { field, value } => format!("{field}: {value}"),
        S::WhatEmpty { field } => format!("{field}: (empty)"),
        S::Refuse { bad } => {
            format!("The desk will refuse this machine: {bad} of 3 binding fields can't be used.")
        }
        S::CantTell { fields } => {
            format!("Can't tell yet what the desk will answer. Unreadable: {fields}.")
        }
        S::NoteSerialUuid { serial } => {
            format!("The UUID holds another serial, {serial}: one was written later.")
        }
        S::NoteSystems { count } => format!("There are {count} system entries (type 1); the first counts."),
        S::NoteBoards { count } => format!("There are {count} board entries (type 2); the first counts."),
        S::NoteChassis { count } => format!("There are {count} chassis entries (type 3); the first counts."),
    }
}
