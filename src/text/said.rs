//! Sentences with values in them, put together from the lines.

use crate::keep::{KeepCode, Slot, State, Status};
use crate::lang::Lang;
use crate::machine::{Container, EfiStore, Machine, Source, shown};
use crate::protocol::Scheme;
use crate::protocol::license::date_of;
use crate::wizard::online::Trouble;
use crate::wizard::{CodeFault, Other};

use super::{FactLine as F, Fault, FieldLine, KeepLine, Line, fill, platform};

/// A refused code as a fault and its words' values.
#[must_use]
pub fn code_fault_parts(lang: Lang, fault: &CodeFault) -> (Fault, Vec<(&'static str, String)>) {
    let numbers = |lines: &[u8]| lines.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    match fault {
        CodeFault::Lines(lines) => (Fault::CodeLines, vec![("lines", numbers(lines))]),
        CodeFault::LookAgain(lines) => (Fault::CodeLookAgain, vec![("lines", numbers(lines))]),
        CodeFault::NotThis { name } => (Fault::CodeNotThis, vec![("name", name.clone())]),
        CodeFault::ForOther { other, name } => {
            let what = match other {
                Other::EarlierMachine(request) => F::OtherEarlier.fill(lang, &[("name", request)]),
                Other::KeptHere(number) => F::OtherKept.fill(lang, &[("number", number)]),
            };
            (Fault::CodeForOther, vec![("what", what), ("name", name.clone())])
        }
        CodeFault::UnknownKey(key) => (Fault::CodeKeyUnknown, vec![("key", key.0.to_string())]),
        CodeFault::Expired(day) => (Fault::CodeExpired, vec![("date", date_of(*day))]),
        CodeFault::Form => (Fault::CodeForm, Vec::new()),
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
pub fn trouble(lang: Lang, trouble: &Trouble, desk: &str) -> String {
    let (fault, value) = match trouble {
        Trouble::Name => (Fault::OnlineName, None),
        Trouble::Unreachable(why) => (Fault::OnlineUnreachable, Some(("why", why))),
        Trouble::Timeout => (Fault::OnlineTimeout, None),
        Trouble::Certificate(why) => (Fault::OnlineCertificate, Some(("why", why))),
        Trouble::Portal => (Fault::OnlinePortal, None),
        Trouble::Proxy(why) => (Fault::OnlineProxy, Some(("why", why))),
        Trouble::Busy => (Fault::OnlineBusy, None),
        Trouble::NotTaken(code) => (Fault::OnlineNotTaken, Some(("code", code))),
    };
    let shown = value.map(|(name, text)| (name, shown(text.as_bytes())));
    let with: Vec<_> =
        shown.iter().map(|(name, text)| (*name, text.as_str())).chain([("desk", desk)]).collect();
    let (what, cure) = fault.words(lang, &with);
    labelled(lang, fault.code(), &sentences(lang, &what, &cure))
}

/// `MODEL-BLANK: Nobody ever set this field.`, `Model: ...`: a code or a name before what it is about.
#[must_use]
pub fn labelled(lang: Lang, label: &str, text: &str) -> String {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    format!("{label}{colon}{text}")
}

/// One sentence after the other.
fn sentences(lang: Lang, one: &str, other: &str) -> String {
    let gap = if lang == Lang::Zh { "" } else { " " };
    format!("{one}{gap}{other}")
}

/// A code of `keep`: itself, what it means, what to do about it now.
#[must_use]
pub fn keep_said(lang: Lang, code: KeepCode) -> String {
    labelled(lang, &code.to_string(), &sentences(lang, &keep_what(lang, code), &keep_cure(lang, code)))
}

/// What a code of `keep` means.
#[must_use]
pub fn keep_what(lang: Lang, code: KeepCode) -> String {
    KeepLine::what(code).say(lang).to_owned()
}

/// What to do about it now.
#[must_use]
pub fn keep_cure(lang: Lang, code: KeepCode) -> String {
    KeepLine::cure(code).say(lang).to_owned()
}

/// The status in one sentence.
#[must_use]
pub fn status_headline(lang: Lang, status: &Status) -> String {
    let number = status.license.as_ref().map_or("", |license| license.number.as_str());
    match (&status.state, status.code) {
        (State::Activated, _) => F::Activated.fill(lang, &[("number", number)]),
        (_, Some(code)) => labelled(lang, &code.to_string(), &filled(lang, KeepLine::what(code), status)),
        (_, None) => status.state.name().to_owned(),
    }
}

/// The status as lines: what it is, until when, where it is kept, what to do now.
#[must_use]
pub fn status_lines(lang: Lang, status: &Status) -> Vec<String> {
    let mut lines = vec![status_headline(lang, status)];
    if let (State::Activated, Some(license)) = (&status.state, &status.license) {
        lines.push(match license.expires {
            Some(day) => F::Until.fill(lang, &[("date", &date_of(day))]),
            None => F::ForEver.say(lang).to_owned(),
        });
        let with = [("file", slot(status.file).say(lang)), ("efi", slot(status.efi).say(lang))];
        lines.push(F::KeptIn.fill(lang, &with));
        if license.scheme == Scheme::Two {
            lines.push(F::Older.say(lang).to_owned());
        }
    }
    if let Some(code) = status.code {
        lines.push(filled(lang, KeepLine::cure(code), status));
    }
    for note in &status.notes {
        lines.push(keep_said(lang, *note));
    }
    lines
}

/// What a place holds, in a word.
const fn slot(slot: Slot) -> F {
    match slot {
        Slot::Whole => F::SlotWhole,
        Slot::None => F::SlotNone,
        Slot::Absent => F::SlotAbsent,
        Slot::Released => F::SlotReleased,
        Slot::Corrupt(_) => F::SlotCorrupt,
        Slot::Unreadable(_) => F::SlotUnreadable,
        Slot::Differs => F::SlotDiffers,
    }
}

/// A line of `keep` about a status, filled in.
fn filled(lang: Lang, line: KeepLine, status: &Status) -> String {
    let values = values(lang, status);
    let with: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(line.say(lang), &with)
}

/// The values that lines of `keep` about a status have places for.
fn values(lang: Lang, status: &Status) -> [(&'static str, String); 2] {
    let fields = match &status.state {
        State::Changed { fields, device } => {
            let mut names: Vec<&str> = fields.iter().map(|field| FieldLine::from(*field).say(lang)).collect();
            names.extend(device.then(|| F::Device.say(lang)));
            names.join(if lang == Lang::Zh { "、" } else { ", " })
        }
        _ => String::new(),
    };
    let day = status.license.as_ref().and_then(|license| license.expires).map(date_of).unwrap_or_default();
    [("fields", fields), ("day", day)]
}

/// What else is known of the machine, as lines.
#[must_use]
pub fn facts(lang: Lang, machine: &Machine) -> Vec<String> {
    let mut lines = Vec::new();
    let unknown = F::Unknown.say(lang);
    let mut say = |line: F, value: &str| lines.push(line.fill(lang, &[("value", value)]));
    match &machine.source {
        Source::ThisComputer => {}
        Source::Recording(path) => {
            say(F::Recording, &crate::machine::shown(path.display().to_string().as_bytes()))
        }
        Source::Sample(name) => say(F::Recording, name),
    }
    let version = machine
        .smbios
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
    say(F::Efi, efi_name(machine.efi, lang));
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
