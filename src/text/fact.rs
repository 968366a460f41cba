//! The facts of a machine in words.

use countersign_core::lang::Lang;
use countersign_core::machine::{BootMode, Container, EfiStore, Family, Machine, MachineSource, printable};
use countersign_core::text::{Line, platform};
use countersign_core::{lines, sentences};

lines! {
    /// A fact of a machine in words.
    pub enum FactLine in fact {
        Unknown,
        None,
        Writable,
    }
}

sentences! {
    /// A fact of a machine with its value, and what a foreign code is for.
    pub enum FactSentence in fact_sentence {
        Recording { value },
        Smbios { value },
        Firmware { value },
        Boot { value },
        Hypervisor { value },
        Container { value },
        Efi { value },
        OtherKept { number },
    }
}

/// The facts of a machine apart from its fields, as lines.
#[must_use]
pub fn machine_facts(lang: Lang, machine: &Machine) -> Vec<String> {
    let unknown = FactLine::Unknown.say(lang);
    let version = machine
        .smbios_version
        .map_or_else(|| FactLine::None.say(lang).to_owned(), |(major, minor)| format!("{major}.{minor}"));
    let family = platform::family(lang, machine.firmware.family).unwrap_or(unknown);
    let boot = match machine.boot_mode() {
        BootMode::Uefi => "UEFI",
        BootMode::Bios => "BIOS",
        BootMode::DeviceTree => platform::family(lang, Family::DeviceTree).unwrap_or(unknown),
        BootMode::Unknown => unknown,
    };
    let mut lines = Vec::new();
    lines.extend(match &machine.source {
        MachineSource::ThisComputer => None,
        MachineSource::Recording(path) => {
            let path = printable(path.display().to_string().as_bytes());
            Some(FactSentence::Recording { value: &path }.say(lang))
        }
        MachineSource::Sample(name) => Some(FactSentence::Recording { value: name }.say(lang)),
    });
    lines.push(FactSentence::Smbios { value: &version }.say(lang));
    lines.push(FactSentence::Firmware { value: &family }.say(lang));
    lines.push(FactSentence::Boot { value: &boot }.say(lang));
    if let Some(hypervisor) = machine.hypervisor {
        let name = platform::hypervisor(lang, hypervisor).unwrap_or(unknown);
        lines.push(FactSentence::Hypervisor { value: &name }.say(lang));
    }
    if let Some(container) = machine.container {
        let name = container_name(container).unwrap_or(unknown);
        lines.push(FactSentence::Container { value: &name }.say(lang));
    }
    lines.push(FactSentence::Efi { value: &efi_name(machine.efi_store, lang) }.say(lang));
    lines
}

const fn container_name(container: Container) -> Option<&'static str> {
    match container {
        Container::Oci => Some("OCI"),
        Container::Lxc => Some("LXC"),
        Container::Nspawn => Some("systemd-nspawn"),
        Container::Other => None,
    }
}

fn efi_name(efi: EfiStore, lang: Lang) -> &'static str {
    match efi {
        EfiStore::NoUefi => FactLine::None.say(lang),
        EfiStore::NotMounted => "EFI-ABSENT",
        EfiStore::ReadOnly => "EFI-READ-ONLY",
        EfiStore::Denied => "EFI-DENIED",
        EfiStore::Writable { .. } => FactLine::Writable.say(lang),
    }
}
