//! How a field is set on a virtual machine: on its host, by its hypervisor.

use super::kind::{Command, CommandLocation, Step};
use super::place::{Place, Recipe, VALUE, command};
use super::quote::{bhyve, fits_vmx, proxmox, qemu, xml};
use crate::machine::{Field, Hypervisor};

/// How to set that field to that value, or to one the host's administrator chooses.
pub(super) fn recipe(place: &Place, hypervisor: Hypervisor, field: Field, value: Option<&str>) -> Recipe {
    if hypervisor == Hypervisor::Cloud {
        return Recipe { command: None, steps: vec![Step::CloudProvider] };
    }
    let mut steps = vec![Step::AskHost];
    let means = means(place, hypervisor, field, value);
    if value.is_none() {
        steps.push(Step::ChooseValue(field));
        if means.command.is_some() {
            steps.push(Step::PutInPlace(VALUE));
        }
    }
    let qemu_like = matches!(hypervisor, Hypervisor::Qemu | Hypervisor::Libvirt | Hypervisor::Proxmox);
    if field == Field::Serial && qemu_like {
        steps.push(Step::CloudInitCaution);
    }
    steps.push(Step::OtherActivations);
    steps.push(Step::ShutDownVm);
    steps.extend(means.steps);
    steps.push(Step::ColdStartVm);
    steps.push(Step::ReadAgain);
    Recipe { command: means.command, steps }
}

fn means(place: &Place, hypervisor: Hypervisor, field: Field, value: Option<&str>) -> Recipe {
    let word = value.unwrap_or(VALUE);
    match hypervisor {
        Hypervisor::Qemu => {
            let mut option = String::from("type=1");
            for (field, value) in place.all_at_once(field, word) {
                option.push_str(&format!(",{}={}", system_key(field), qemu(value)));
            }
            Recipe {
                command: Some(command(CommandLocation::Host(hypervisor), &["-smbios", &option], false)),
                steps: vec![Step::QemuOption],
            }
        }
        Hypervisor::Libvirt => {
            Recipe { command: Some(libvirt(place, field, word)), steps: vec![Step::EditDomain] }
        }
        Hypervisor::Proxmox => {
            let steps = vec![Step::NameVm("VMID"), Step::Enter];
            Recipe { command: Some(proxmox_set(place, field, value)), steps }
        }
        Hypervisor::Vmware => vmware(field, word),
        Hypervisor::VirtualBox => virtual_box(place, field, word),
        Hypervisor::HyperV if field == Field::Serial => {
            Recipe { command: None, steps: vec![Step::HyperVProperty("BIOSSerialNumber")] }
        }
        Hypervisor::Xen => Recipe { command: None, steps: vec![Step::XenStore(xen_key(field))] },
        Hypervisor::Bhyve => {
            let option = format!("{}={}", bhyve_key(field), bhyve(word));
            Recipe {
                command: Some(command(CommandLocation::Host(hypervisor), &["-o", &option], false)),
                steps: vec![Step::BhyveOption],
            }
        }
        Hypervisor::HyperV | Hypervisor::Cloud | Hypervisor::Other => Recipe::default(),
    }
}

/// QEMU's name for the field, which libvirt and Proxmox share.
fn system_key(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "manufacturer",
        Field::Model => "product",
        _ => "serial",
    }
}

fn xen_key(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "bios-strings/system-manufacturer",
        Field::Model => "bios-strings/system-product-name",
        _ => "bios-strings/system-serial-number",
    }
}

/// bhyve's name for it (`bhyve_config(5)`).
fn bhyve_key(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "system.manufacturer",
        Field::Model => "system.product_name",
        _ => "system.serial_number",
    }
}

fn libvirt(place: &Place, field: Field, value: &str) -> Command {
    let entries: Vec<String> = place
        .all_at_once(field, value)
        .into_iter()
        .map(|(field, value)| format!("    <entry name='{}'>{}</entry>", system_key(field), xml(value)))
        .collect();
    let mut lines =
        vec!["<os>", "  <smbios mode='sysinfo'/>", "</os>", "<sysinfo type='smbios'>", "  <system>"];
    lines.extend(entries.iter().map(String::as_str));
    lines.extend(["  </system>", "</sysinfo>"]);
    command(CommandLocation::ConfigFile, &lines, false)
}

/// `qm set` writes the whole property at once, so that what stands there already is named along.
fn proxmox_set(place: &Place, field: Field, value: Option<&str>) -> Command {
    let mut parts: Vec<String> =
        place.uuid.iter().map(|uuid| format!("uuid={}", uuid.to_lowercase())).collect();
    parts.push("base64=1".to_owned());
    for (other, wanted) in Field::BINDING.into_iter().zip(&place.wanted) {
        let text = if other == field {
            Some(value.map_or_else(|| VALUE.to_owned(), proxmox))
        } else {
            wanted.as_deref().map(proxmox)
        };
        parts.extend(text.map(|text| format!("{}={text}", system_key(other))));
    }
    command(
        CommandLocation::Host(Hypervisor::Proxmox),
        &["qm", "set", "VMID", "--smbios1", &parts.join(",")],
        false,
    )
}

fn vmware(field: Field, value: &str) -> Recipe {
    let key = match field {
        Field::Model => "hw.model",
        Field::Serial => "serialNumber",
        _ => return Recipe::default(),
    };
    if !fits_vmx(value) {
        return Recipe::default();
    }
    let lines = [format!("{key}.reflectHost = \"FALSE\""), format!("{key} = \"{value}\"")];
    Recipe {
        command: Some(Command {
            location: CommandLocation::ConfigFile,
            words: lines.into(),
            runnable: false,
        }),
        steps: vec![Step::EditVmx],
    }
}

/// With `string:` in front, VirtualBox takes digits for text too.
fn virtual_box(place: &Place, field: Field, value: &str) -> Recipe {
    let device = if place.uefi { "efi" } else { "pcbios" };
    let name = match field {
        Field::Manufacturer => "DmiSystemVendor",
        Field::Model => "DmiSystemProduct",
        _ => "DmiSystemSerial",
    };
    let key = format!("VBoxInternal/Devices/{device}/0/Config/{name}");
    let value = format!("string:{value}");
    let words = ["VBoxManage", "setextradata", "VM", &key, &value];
    Recipe {
        command: Some(command(CommandLocation::Host(Hypervisor::VirtualBox), &words, false)),
        steps: vec![Step::NameVm("VM"), Step::Enter],
    }
}
