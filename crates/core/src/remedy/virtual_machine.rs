//! How to set a field of a virtual machine on its host, by hypervisor.

use super::command::{Command, CommandLocation};
use super::context::Context;
use super::physical_machine::pick;
use super::procedure::Procedure;
use super::quote::{fits_plain_option, fits_vmx, posix, proxmox, qemu, xml, yaml};
use super::step::Step;
use crate::machine::{BootMode, Field, Hypervisor};

/// The step for a platform where nobody, or only the provider, can set a field; `None` where the host or its manager can.
pub(super) fn dead_end(context: &Context, hypervisor: Hypervisor) -> Option<Step> {
    match hypervisor {
        cloud if cloud.is_cloud() => Some(Step::CloudProvider),
        Hypervisor::OpenStack => Some(Step::OpenStackOperator),
        Hypervisor::Wsl => Some(Step::Wsl),
        Hypervisor::Firecracker | Hypervisor::XenPv => Some(Step::NoSmbiosInVm),
        _ if context.no_smbios => Some(Step::NoSmbiosInVm),
        Hypervisor::AppleVirtualization => Some(Step::AppleVirtualization),
        _ => None,
    }
}

/// How to set this field to this value; `None` for a value that the host's administrator chooses.
pub(super) fn procedure(
    context: &Context,
    hypervisor: Hypervisor,
    field: Field,
    value: Option<&str>,
) -> Procedure {
    if let Some(step) = dead_end(context, hypervisor) {
        let nova = hypervisor == Hypervisor::OpenStack && field == Field::Serial;
        let steps = [step].into_iter().chain(nova.then_some(Step::NovaSerial)).collect();
        return Procedure { command: None, steps };
    }
    let mut steps = vec![Step::AskHost];
    let own = hypervisor_procedure(context, hypervisor, field, value);
    if value.is_none() {
        steps.push(Step::ChooseValue(field));
        if own.command.is_some() {
            let (proxmox, word) = (hypervisor == Hypervisor::Proxmox, context.word(field));
            steps.push(if proxmox { Step::EncodeBase64(word) } else { Step::PutInPlace(word) });
        }
    }
    if field == Field::Serial && is_qemu(hypervisor) && !context.serial_blank {
        steps.push(Step::CloudInitCaution);
    }
    steps.push(Step::OtherActivations);
    steps.push(Step::ShutDownVm);
    steps.extend(own.steps);
    steps.push(Step::ColdStartVm);
    steps.push(Step::ReadAgain);
    Procedure { command: own.command, steps }
}

/// Whether QEMU or KVM runs the machine, with or without a manager.
const fn is_qemu(hypervisor: Hypervisor) -> bool {
    use Hypervisor as H;
    matches!(
        hypervisor,
        H::Qemu
            | H::Libvirt
            | H::Proxmox
            | H::KubeVirt
            | H::CloudHypervisor
            | H::Crosvm
            | H::NutanixAhv
            | H::Incus
            | H::Lxd
            | H::Ovirt
    )
}

fn hypervisor_procedure(
    context: &Context,
    hypervisor: Hypervisor,
    field: Field,
    value: Option<&str>,
) -> Procedure {
    let word = value.unwrap_or(context.word(field));
    let host = |words: &[&str]| Some(Command::new(CommandLocation::Host(hypervisor), words, false));
    match hypervisor {
        Hypervisor::Qemu => {
            let option = smbios_option(context, field, word);
            let steps = vec![
                Step::QemuOption,
                Step::IfLibvirt(libvirt(context, field, word)),
                Step::IfProxmox(proxmox_set(context, field, value)),
            ];
            Procedure { command: host(&["-smbios", &option]), steps }
        }
        Hypervisor::Libvirt => {
            Procedure { command: Some(libvirt(context, field, word)), steps: vec![Step::EditDomain] }
        }
        Hypervisor::Proxmox => {
            let steps = vec![Step::NameVm("VMID"), Step::ProxmoxWhole, Step::Enter];
            Procedure { command: Some(proxmox_set(context, field, value)), steps }
        }
        Hypervisor::Vmware => vmware(field, word),
        Hypervisor::VirtualBox => virtual_box(context, field, word),
        Hypervisor::HyperV if field == Field::Serial => {
            Procedure { command: None, steps: vec![Step::HyperVProperty("BIOSSerialNumber")] }
        }
        Hypervisor::Xen => xen(context, field, word),
        Hypervisor::KubeVirt => kube_virt(context, field, word),
        Hypervisor::CloudHypervisor | Hypervisor::Crosvm => {
            let cloud_hypervisor = hypervisor == Hypervisor::CloudHypervisor;
            let keys = if cloud_hypervisor { CLOUD_HYPERVISOR_KEYS } else { CROSVM_KEYS };
            let Some(option) = plain_options(context, field, word, keys) else { return Procedure::default() };
            if cloud_hypervisor {
                Procedure {
                    command: host(&["--platform", &option]),
                    steps: vec![Step::CloudHypervisorOption],
                }
            } else {
                Procedure { command: host(&["--smbios", &option]), steps: vec![Step::CrosvmOption] }
            }
        }
        Hypervisor::Incus | Hypervisor::Lxd => {
            let program = if hypervisor == Hypervisor::Incus { "incus" } else { "lxc" };
            let key = format!("raw.qemu=-smbios {}", posix(&smbios_option(context, field, word)));
            let steps = vec![Step::NameVm("INSTANCE"), Step::RawQemuWhole, Step::Enter];
            Procedure { command: host(&[program, "config", "set", "INSTANCE", &key]), steps }
        }
        Hypervisor::Ovirt if field == Field::Serial => {
            Procedure { command: None, steps: vec![Step::OvirtPolicy] }
        }
        Hypervisor::Parallels if field == Field::Serial && fits_plain_option(word) => {
            let line = format!("devices.smbios.serial=\"{word}\"");
            let command = Command::new(CommandLocation::ConfigFile, &[&line], false);
            Procedure { command: Some(command), steps: vec![Step::ParallelsFlag] }
        }
        // The host's administrator may know a way, or there is none for this field. No source confirms the way of bhyve.
        _ => Procedure::default(),
    }
}

/// QEMU's option for the refused fields.
fn smbios_option(context: &Context, field: Field, value: &str) -> String {
    let mut option = String::from("type=1");
    for (field, value) in context.refused_fields(field, value) {
        option.push_str(&format!(",{}={}", system_key(field), qemu(value)));
    }
    option
}

/// The keys of manufacturer, model and serial in a tool's syntax.
type Keys = [&'static str; 3];

const CLOUD_HYPERVISOR_KEYS: Keys = ["system_manufacturer", "system_product_name", "system_serial_number"];
const CROSVM_KEYS: Keys = ["manufacturer", "product-name", "serial-number"];
const XL_KEYS: Keys = ["system_manufacturer", "system_product_name", "system_serial_number"];
const XEN_SERVER_KEYS: Keys = ["system-manufacturer", "system-product-name", "system-serial-number"];

/// `key=value` for the refused fields; `None` where the tool's syntax can't hold a value.
fn plain_options(context: &Context, field: Field, value: &str, keys: Keys) -> Option<String> {
    let fields = context.refused_fields(field, value);
    let fits = fields.iter().all(|(_, value)| fits_plain_option(value));
    let pairs: Vec<_> =
        fields.iter().map(|(field, value)| format!("{}={value}", pick(*field, keys))).collect();
    fits.then(|| pairs.join(","))
}

/// `xl` takes the strings from the domain's file; XenServer takes them only before the first start.
fn xen(context: &Context, field: Field, value: &str) -> Procedure {
    let fields = context.refused_fields(field, value);
    let strings: Vec<_> =
        fields.iter().map(|(field, value)| format!("\"{}={value}\"", pick(*field, XL_KEYS))).collect();
    let line = format!("smbios=[ {} ]", strings.join(", "));
    let command = fields
        .iter()
        .all(|(_, value)| fits_plain_option(value))
        .then(|| Command::new(CommandLocation::ConfigFile, &[&line], false));
    let steps = command.iter().map(|_| Step::EditXlFile);
    let steps = steps.chain([Step::XenServerString(pick(field, XEN_SERVER_KEYS))]).collect();
    Procedure { command, steps }
}

/// The serial belongs to the object of the machine; manufacturer and model belong to the whole cluster.
fn kube_virt(context: &Context, field: Field, value: &str) -> Procedure {
    let (mut lines, step): (Vec<String>, _) = if field == Field::Serial {
        let path = [
            "kind: VirtualMachine",
            "spec:",
            "  template:",
            "    spec:",
            "      domain:",
            "        firmware:",
        ];
        (path.map(str::to_owned).into(), Step::EditVmObject)
    } else {
        let path = ["kind: KubeVirt", "spec:", "  configuration:", "    smbios:"];
        (path.map(str::to_owned).into(), Step::EditKubeVirtObject)
    };
    for (other, value) in context.refused_fields(field, value) {
        if field == Field::Serial && other == Field::Serial {
            lines.push(format!("          serial: {}", yaml(value)));
        } else if field != Field::Serial && other != Field::Serial {
            lines.push(format!("      {}: {}", system_key(other), yaml(value)));
        }
    }
    let words: Vec<&str> = lines.iter().map(String::as_str).collect();
    Procedure { command: Some(Command::new(CommandLocation::ConfigFile, &words, false)), steps: vec![step] }
}

/// The key of the field in QEMU, libvirt, Proxmox VE and KubeVirt.
fn system_key(field: Field) -> &'static str {
    match field {
        Field::Manufacturer => "manufacturer",
        Field::Model => "product",
        _ => "serial",
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
    let uuid = context.uuid.as_ref().map_or_else(|| "UUID".to_owned(), |uuid| uuid.to_lowercase());
    let mut parts = vec![format!("uuid={uuid}"), "base64=1".to_owned()];
    // A placeholder is not encoded.
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

/// With the prefix `string:`, VirtualBox reads digits as text.
fn virtual_box(context: &Context, field: Field, value: &str) -> Procedure {
    let device = if context.boot_mode == BootMode::Uefi { "efi" } else { "pcbios" };
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
