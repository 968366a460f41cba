//! Sentences with values in them, put together from the lines.

use countersign_core::lang::Lang;
use countersign_core::machine::{Container, EfiStore, Machine, MachineSource, printable};

use crate::wizard::online::OnlineError;
use crate::wizard::{CodeFault, CodeTarget};
use countersign_core::protocol::license::date_of;

use countersign_core::text::{Line, labelled, platform, sentences};

use super::{FactLine as F, Fault};

/// A refused code as a fault and its words' values.
#[must_use]
pub fn code_fault_parts(lang: Lang, fault: &CodeFault) -> (Fault, Vec<(&'static str, String)>) {
    let numbers = |lines: &[u8]| lines.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    match fault {
        CodeFault::UnreadableLines(lines) => (Fault::CodeLines, vec![("lines", numbers(lines))]),
        CodeFault::DoubtfulLines(lines) => (Fault::CodeLookAgain, vec![("lines", numbers(lines))]),
        CodeFault::NotForThisRequest { name } => (Fault::CodeNotThis, vec![("name", name.clone())]),
        CodeFault::ForOther { target, name } => {
            let what = match target {
                CodeTarget::EarlierRequest(request) => F::OtherEarlier.fill(lang, &[("name", request)]),
                CodeTarget::KeptLicense(number) => F::OtherKept.fill(lang, &[("number", number)]),
            };
            (Fault::CodeForOther, vec![("what", what), ("name", name.clone())])
        }
        CodeFault::UnknownKey(key) => (Fault::CodeKeyUnknown, vec![("key", key.0.to_string())]),
        CodeFault::Expired(day) => (Fault::CodeExpired, vec![("date", date_of(*day))]),
        CodeFault::UnknownForm => (Fault::CodeForm, Vec::new()),
        CodeFault::NotInFile => (Fault::CodeNotInFile, Vec::new()),
    }
}

/// A refused code: its stable code, what it is, what to do now.
#[must_use]
pub fn code_fault(lang: Lang, fault: &CodeFault) -> String {
    let (fault, with) = code_fault_parts(lang, fault);
    let with: Vec<_> = with.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (what, cure) = fault.words(lang, &with);
    labelled(lang, fault.code(), &sentences(lang, &what, &cure))
}

/// Why the desk gave no answer over the network: the code, what it is, what to do now.
#[must_use]
pub fn online_error(lang: Lang, error: &OnlineError, desk: &str) -> String {
    let (fault, value) = match error {
        OnlineError::NameNotFound => (Fault::OnlineName, None),
        OnlineError::Unreachable(why) => (Fault::OnlineUnreachable, Some(("why", why))),
        OnlineError::Timeout => (Fault::OnlineTimeout, None),
        OnlineError::Certificate(why) => (Fault::OnlineCertificate, Some(("why", why))),
        OnlineError::CaptivePortal => (Fault::OnlinePortal, None),
        OnlineError::Proxy(why) => (Fault::OnlineProxy, Some(("why", why))),
        OnlineError::Busy => (Fault::OnlineBusy, None),
        OnlineError::NotAccepted(code) => (Fault::OnlineNotTaken, Some(("code", code))),
    };
    let shown = value.map(|(name, text)| (name, printable(text.as_bytes())));
    let with: Vec<_> =
        shown.iter().map(|(name, text)| (*name, text.as_str())).chain([("desk", desk)]).collect();
    let (what, cure) = fault.words(lang, &with);
    labelled(lang, fault.code(), &sentences(lang, &what, &cure))
}

/// What else is known of the machine, as lines.
#[must_use]
pub fn machine_facts(lang: Lang, machine: &Machine) -> Vec<String> {
    let mut lines = Vec::new();
    let unknown = F::Unknown.say(lang);
    let mut say = |line: F, value: &str| lines.push(line.fill(lang, &[("value", value)]));
    match &machine.source {
        MachineSource::ThisComputer => {}
        MachineSource::Recording(path) => {
            say(F::Recording, &countersign_core::machine::printable(path.display().to_string().as_bytes()))
        }
        MachineSource::Sample(name) => say(F::Recording, name),
    }
    let version = machine
        .smbios_version
        .map_or_else(|| F::None.say(lang).to_owned(), |(major, minor)| format!("{major}.{minor}"));
    say(F::Smbios, &version);
    say(F::Firmware, platform::family(machine.firmware.family).unwrap_or(unknown));
    say(F::Boot, if machine.firmware.uefi { "UEFI" } else { "BIOS" });
    if let Some(hypervisor) = machine.hypervisor {
        say(F::Hypervisor, platform::hypervisor(hypervisor).unwrap_or(unknown));
    }
    if let Some(container) = machine.container {
        say(F::Container, container_name(container).unwrap_or(unknown));
    }
    say(F::Efi, efi_name(machine.efi_store, lang));
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
        EfiStore::NoUefi => F::None.say(lang),
        EfiStore::NotMounted => "EFI-ABSENT",
        EfiStore::ReadOnly => "EFI-READ-ONLY",
        EfiStore::Denied => "EFI-DENIED",
        EfiStore::Writable { .. } => F::Writable.say(lang),
    }
}
