//! The facts of a machine in words.

use countersign_core::lang::Lang;
use countersign_core::lines;
use countersign_core::machine::{Container, EfiStore, Machine, MachineSource, printable};
use countersign_core::text::{Line, platform};

lines! {
    /// A fact of a machine in words.
    pub enum FactLine in fact {
        Recording,
        Smbios,
        Firmware,
        Boot,
        Hypervisor,
        Container,
        Efi,
        Unknown,
        None,
        Writable,
        OtherEarlier,
        OtherKept,
    }
}

/// The facts of a machine beside its fields, as lines.
#[must_use]
pub fn machine_facts(lang: Lang, machine: &Machine) -> Vec<String> {
    let mut lines = Vec::new();
    let unknown = FactLine::Unknown.say(lang);
    let mut say = |line: FactLine, value: &str| lines.push(line.fill(lang, &[("value", value)]));
    match &machine.source {
        MachineSource::ThisComputer => {}
        MachineSource::Recording(path) => {
            say(FactLine::Recording, &printable(path.display().to_string().as_bytes()))
        }
        MachineSource::Sample(name) => say(FactLine::Recording, name),
    }
    let version = machine
        .smbios_version
        .map_or_else(|| FactLine::None.say(lang).to_owned(), |(major, minor)| format!("{major}.{minor}"));
    say(FactLine::Smbios, &version);
    say(FactLine::Firmware, platform::family(machine.firmware.family).unwrap_or(unknown));
    say(FactLine::Boot, if machine.firmware.uefi { "UEFI" } else { "BIOS" });
    if let Some(hypervisor) = machine.hypervisor {
        say(FactLine::Hypervisor, platform::hypervisor(hypervisor).unwrap_or(unknown));
    }
    if let Some(container) = machine.container {
        say(FactLine::Container, container_name(container).unwrap_or(unknown));
    }
    say(FactLine::Efi, efi_name(machine.efi_store, lang));
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
