//! How a field of a virtual machine is set on its host, by hypervisor.

use super::command::{Command, CommandLocation};
use super::context::Context;
use super::procedure::Procedure;
use super::quote::{bhyve, fits_vmx, proxmox, qemu, xml};
use super::step::Step;
use crate::machine::{Field, Hypervisor};

/// How to set that field to that value; `None` for a value that the host's administrator chooses.
pub(super) fn procedure(
    context: &Context,
    hypervisor: Hypervisor,
    field: Field,
    value: Option<&str>,
) -> Procedure {
    if hypervisor == Hypervisor::Cloud {
        return Procedure { command: None, steps: vec![Step::CloudProvider] };
    }
    let mut steps = vec![Step::AskHost];
    let own = hypervisor_procedure(context, hypervisor, field, value);
    if value.is_none() {
        steps.push(Step::ChooseValue(field));
        if own.command.is_some() {
            steps.push(Step::PutInPlace(context.word(field)));
        }
    }
    let qemu_like = matches!(hypervisor, Hypervisor::Qemu | Hypervisor::Libvirt | Hypervisor::Proxmox);
    if field == Field::Serial && qemu_like {
        steps.push(Step::CloudInitCaution);
    }
    steps.push(Step::OtherActivations);
    steps.push(Step::ShutDownVm);
    steps.extend(own.steps);
    steps.push(Step::ColdStartVm);
    steps.push(Step::ReadAgain);
    Procedure { command: own.command, steps }
}

fn hypervisor_procedure(
    context: &Context,
    hypervisor: Hypervisor,
    field: Field,
    value: Option<&str>,
) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    match hypervisor {
        Hypervisor::Qemu => {
            let mut option = String::from("type=1");
            for (field, value) in context.refused_fields(field, word) {
                option.push_str(&format!(",{}={}", system_key(field), qemu(value)));
            }
            Procedure {
                command: Some(Command::new(CommandLocation::Host(hypervisor), &["-smbios", &option], false)),
                steps: vec![Step::QemuOption],
            }
        }
        Hypervisor::Libvirt => {
            Procedure { command: Some(libvirt(context, field, word)), steps: vec![Step::EditDomain] }
        }
        Hypervisor::Proxmox => {
            let steps = vec![Step::NameVm("VMID"), Step::Enter];
            Procedure { command: Some(proxmox_set(context, field, value)), steps }
        }
        Hypervisor::Vmware => vmware(field, word),
        Hypervisor::VirtualBox => virtual_box(context, field, word),
        Hypervisor::HyperV if field == Field::Serial => {
            Procedure { command: None, steps: vec![Step::HyperVProperty("BIOSSerialNumber")] }
        }
        Hypervisor::Xen => Procedure { command: None, steps: vec![Step::XenStore(xen_key(field))] },
        Hypervisor::Bhyve => {
            let option = format!("{}={}", bhyve_key(field), bhyve(word));
            Procedure {
                command: Some(Command::new(CommandLocation::Host(hypervisor), &["-o", &option], false)),
                steps: vec![Step::BhyveOption],
            }
        }
        Hypervisor::HyperV | Hypervisor::Cloud | Hypervisor::Other => Procedure::default(),
    }
}

/// The name of the field in QEMU, libvirt and Proxmox VE.
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

/// The name of the field in `bhyve_config(5)`.
fn bhyve_key(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "system.manufacturer",
        Field::Model => "system.product_name",
        _ => "system.serial_number",
    }
}

fn libvirt(context: &Context, field: Field, value: &str) -> Command {
    let entries: Vec<String> = context
        .refused_fields(field, value)
        .into_iter()
        .map(|(field, value)| format!("    <entry name='{}'>{}</entry>", system_key(field), xml(value)))
        .collect();
    let mut lines =
        vec!["<os>", "  <smbios mode='sysinfo'/>", "</os>", "<sysinfo type='smbios'>", "  <system>"];
    lines.extend(entries.iter().map(String::as_str));
    lines.extend(["  </system>", "</sysinfo>"]);
    Command::new(CommandLocation::ConfigFile, &lines, false)
}

/// `qm set` replaces the whole property, so the other values are named too.
fn proxmox_set(context: &Context, field: Field, value: Option<&str>) -> Command {
    let mut parts: Vec<String> =
        context.uuid.iter().map(|uuid| format!("uuid={}", uuid.to_lowercase())).collect();
    parts.push("base64=1".to_owned());
    // A word for a value that a person has yet to find is no value, and is not encoded.
    let encode =
        |other, text: &str| if text == context.word(other) { text.to_owned() } else { proxmox(text) };
    for (other, wanted) in Field::BINDING.into_iter().zip(&context.wanted) {
        let text = if other == field {
            Some(value.map_or_else(|| context.word(field).to_owned(), proxmox))
        } else {
            wanted.as_deref().map(|wanted| encode(other, wanted))
        };
        parts.extend(text.map(|text| format!("{}={text}", system_key(other))));
    }
    Command::new(
        CommandLocation::Host(Hypervisor::Proxmox),
        &["qm", "set", "VMID", "--smbios1", &parts.join(",")],
        false,
    )
}

fn vmware(field: Field, value: &str) -> Procedure {
    let key = match field {
        Field::Model => "hw.model",
        Field::Serial => "serialNumber",
        _ => return Procedure::default(),
    };
    if !fits_vmx(value) {
        return Procedure::default();
    }
    let lines = [format!("{key}.reflectHost = \"FALSE\""), format!("{key} = \"{value}\"")];
    Procedure {
        command: Some(Command {
            location: CommandLocation::ConfigFile,
            words: lines.into(),
            runnable: false,
        }),
        steps: vec![Step::EditVmx],
    }
}

/// The prefix `string:` makes VirtualBox take digits as text.
fn virtual_box(context: &Context, field: Field, value: &str) -> Procedure {
    let device = if context.uefi { "efi" } else { "pcbios" };
    let name = match field {
        Field::Manufacturer => "DmiSystemVendor",
        Field::Model => "DmiSystemProduct",
        _ => "DmiSystemSerial",
    };
    let key = format!("VBoxInternal/Devices/{device}/0/Config/{name}");
    let value = format!("string:{value}");
    let words = ["VBoxManage", "setextradata", "VM", &key, &value];
    Procedure {
        command: Some(Command::new(CommandLocation::Host(Hypervisor::VirtualBox), &words, false)),
        steps: vec![Step::NameVm("VM"), Step::Enter],
    }
}
