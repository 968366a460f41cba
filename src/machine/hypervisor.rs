//! The hypervisor or cloud this machine runs under.

use super::firmware::lower;
use super::tree::{SMALL, Tree};
use super::{Field, Hypervisor, Machine, network};

/// What the tables alone tell: also true of a recording.
pub fn by_tables(machine: &Machine) -> Option<Hypervisor> {
    let text = |field| lower(machine, field);
    let (maker, model) = (text(Field::Manufacturer), text(Field::Model));
    let (vendor, version) = (text(Field::BiosVendor), text(Field::BiosVersion));
    let board = text(Field::BoardManufacturer);

    if is_cloud(machine) {
        Some(Hypervisor::Cloud)
    } else if maker.starts_with("vmware") || model.starts_with("vmware") {
        Some(Hypervisor::Vmware)
    } else if maker == "innotek gmbh" || model == "virtualbox" || vendor == "innotek gmbh" {
        Some(Hypervisor::VirtualBox)
    } else if maker.starts_with("microsoft") && model.starts_with("virtual machine") {
        Some(Hypervisor::HyperV)
    } else if maker == "xen" || model == "hvm domu" || vendor == "xen" {
        Some(Hypervisor::Xen)
    } else if model == "bhyve" || vendor == "bhyve" {
        Some(Hypervisor::Bhyve)
    } else if vendor.contains("proxmox") {
        Some(Hypervisor::Proxmox)
    } else if maker.starts_with("parallels")
        || (maker.starts_with("nutanix") && model.starts_with("ahv"))
        || (board.starts_with("canonical") && text(Field::BoardModel) == "lxd")
    {
        // QEMU inside, in part, but nobody reaches its command line there.
        Some(Hypervisor::Other)
    } else if [&maker, &text(Field::ChassisManufacturer)].into_iter().any(|maker| maker == "qemu")
        // The machine type, which stays where someone gave the machine a maker of its own.
        || [Field::Version, Field::ChassisVersion].into_iter().any(|field| is_qemu_type(&text(field)))
        || ["qemu", "bochs", "seabios"].contains(&vendor.as_str())
        || ["kvm", "bochs"].contains(&model.as_str())
        || model.starts_with("standard pc (")
        || model.starts_with("kvm virtual machine")
        || model.starts_with("qemu ")
    {
        Some(if version.contains("proxmox") { Hypervisor::Proxmox } else { Hypervisor::Qemu })
    } else if ["ovirt", "rhev"].iter().any(|name| model.starts_with(name) || maker.starts_with(name)) {
        // Both drive QEMU through libvirt.
        Some(Hypervisor::Libvirt)
    } else {
        None
    }
}

/// Whether that is one of QEMU's machine types, such as `pc-q35-8.2`, which it prints for a version.
fn is_qemu_type(version: &str) -> bool {
    ["pc-q35-", "pc-i440fx-", "virt-"]
        .iter()
        .filter_map(|kind| version.strip_prefix(kind))
        .any(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}

/// Chassis asset tags that clouds put on their machines.
const CLOUD_TAGS: [&str; 6] = [
    "7783-7084-3265-9085-8269-3286-77", // Azure
    "opentelekomcloud",
    "sap ccloud vm",
    "huaweicloud",
    "samsung cloud platform",
    "oraclecloud.com",
];

/// Makers that are clouds.
const CLOUD_MAKERS: [&str; 11] = [
    "amazon ec2",
    "digitalocean",
    "scaleway",
    "vultr",
    "upcloud",
    "akamai",
    "linode",
    "exoscale",
    "alibaba cloud",
    "tencent cloud",
    "openstack foundation",
];

/// Models that are clouds.
const CLOUD_MODELS: [&str; 5] =
    ["google compute engine", "alibaba cloud ecs", "openstack nova", "openstack compute", "exoscale"];

fn is_cloud(machine: &Machine) -> bool {
    let text = |field| lower(machine, field);
    let (maker, model, serial) = (text(Field::Manufacturer), text(Field::Model), text(Field::Serial));
    // Amazon's older machines call themselves Xen and tell by their UUID, in either byte order. One
    // machine in 4,096 has such a UUID by chance, so it alone says nothing.
    let uuid = text(Field::Uuid);
    let amazon = uuid.starts_with("ec2") || (uuid.get(4..5) == Some("2") && uuid.get(6..8) == Some("ec"));
    let xen = maker == "xen";

    CLOUD_TAGS.contains(&text(Field::ChassisAssetTag).as_str())
        || CLOUD_MAKERS.iter().any(|name| maker.starts_with(name))
        || CLOUD_MODELS.iter().any(|name| model.starts_with(name))
        // Hetzner and Nutanix put their names on real computers too.
        || (maker.starts_with("hetzner") && model.starts_with("vserver"))
        || serial.starts_with("googlecloud-")
        || text(Field::BiosVendor).starts_with("amazon ec2")
        || text(Field::BiosVersion).ends_with("amazon")
        || (xen && amazon)
}

/// What the running system tells besides: `/sys`, and `/proc` where it may be asked.
pub fn by_system(machine: &Machine, sys: &Tree, proc: Option<&Tree>) -> Option<Hypervisor> {
    let known = by_tables(machine).or_else(|| by_kernel(sys, proc));
    match known {
        Some(Hypervisor::Qemu) => Some(manager(sys)),
        Some(_) => known,
        None => {
            let flags = proc?.read("cpuinfo", SMALL).ok()?;
            let flagged = String::from_utf8_lossy(&flags)
                .lines()
                .find(|line| line.starts_with("flags"))
                .is_some_and(|line| line.split_whitespace().any(|flag| flag == "hypervisor"));
            flagged.then_some(Hypervisor::Other)
        }
    }
}

fn by_kernel(sys: &Tree, proc: Option<&Tree>) -> Option<Hypervisor> {
    if sys.line("hypervisor/type").as_deref() == Some("xen") {
        // The first domain is the host itself.
        let host = proc.and_then(|proc| proc.line("xen/capabilities"));
        return host.is_none_or(|told| !told.contains("control_d")).then_some(Hypervisor::Xen);
    }
    // QEMU's configuration device, by its own driver or by ACPI.
    let devices = sys.names("bus/acpi/devices");
    if sys.has("firmware/qemu_fw_cfg") || devices.iter().any(|name| name.starts_with("QEMU")) {
        return Some(Hypervisor::Qemu);
    }
    let base = "firmware/devicetree/base";
    let told =
        [format!("{base}/hypervisor/compatible"), format!("{base}/compatible")].map(|path| sys.line(&path));
    match told {
        [Some(name), _] if name.contains("kvm") => Some(Hypervisor::Qemu),
        [Some(name), _] if name.contains("xen") => Some(Hypervisor::Xen),
        [Some(name), _] if name.contains("vmware") => Some(Hypervisor::Vmware),
        [Some(_), _] => Some(Hypervisor::Other),
        [None, Some(name)] if name.contains("dummy-virt") || name.starts_with("qemu") => {
            Some(Hypervisor::Qemu)
        }
        _ => None,
    }
}

/// The prefix that Proxmox VE gives its network ports.
const PROXMOX_PREFIX: [u8; 3] = [0xbc, 0x24, 0x11];

/// Who drives this QEMU, as far as its devices tell.
fn manager(sys: &Tree) -> Hypervisor {
    let disks: Vec<String> = sys
        .names("class/scsi_disk")
        .into_iter()
        .filter_map(|disk| {
            let page = sys.read(&format!("class/scsi_disk/{disk}/device/vpd_pg83"), SMALL).ok()?;
            let text = String::from_utf8_lossy(&page);
            let name = text.split_once("drive-scsi")?.1;
            Some(name.chars().take_while(|next| next.is_ascii_digit() || *next == '-').collect())
        })
        .collect();
    let ports = network::addresses(sys);
    // Proxmox names a disk `drive-scsi0`, libvirt `drive-scsi0-0-0-0`.
    if ports.iter().any(|address| address.starts_with(&PROXMOX_PREFIX))
        || disks.iter().any(|name| !name.contains('-'))
    {
        Hypervisor::Proxmox
    } else if disks.iter().any(|name| name.contains('-')) || ports.iter().any(is_of_libvirt) {
        Hypervisor::Libvirt
    } else {
        Hypervisor::Qemu
    }
}

/// libvirt draws addresses with QEMU's prefix; QEMU itself counts up from `52:54:00:12:34:56`.
fn is_of_libvirt(address: &[u8; 6]) -> bool {
    address.starts_with(&[0x52, 0x54, 0x00]) && !address.starts_with(&[0x52, 0x54, 0x00, 0x12, 0x34])
}
