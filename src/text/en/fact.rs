//! The facts of a machine in words.

use crate::text::{FactLine as L, FactSentence as S};

/// The English words.
pub fn fact(line: L) -> &'static str {
    match line {
        L::Unknown => "unknown",
        L::None => "none",
        L::Writable => "can be written",
    }
}

/// The English sentences with values.
pub fn fact_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Recording { value } => format!("Recorded machine: {value}"),
        S::Smbios { value } => format!("SMBIOS version: {value}"),
        S::Firmware { value } => format!("Firmware family: {value}"),
        S::Boot { value } => format!("Booted by: {value}"),
        S::Hypervisor { value } => format!("Virtual machine under: {value}"),
        S::Container { value } => format!("Container: {value}"),
        S::Efi { value } => format!("UEFI variables: {value}"),
        S::OtherKept { number } => format!("the license {number} kept here, before the machine changed"),
    }
}
