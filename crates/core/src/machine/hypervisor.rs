//! Infers hypervisor or cloud from the SMBIOS fields.

use super::firmware::lower;
use super::{Field, Hypervisor, Machine};

/// The hypervisor or cloud, from the fields alone, which a recording has too; `None` where they name none.
pub fn hypervisor_from_fields(machine: &Machine) -> Option<Hypervisor> {
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
        // Some of these use QEMU, but nobody can reach its command line there.
        Some(Hypervisor::Other)
    } else if [&maker, &text(Field::ChassisManufacturer)].into_iter().any(|maker| maker == "qemu")
        // The machine type, which stays where the manufacturer was changed.
        || [Field::Version, Field::ChassisVersion].into_iter().any(|field| is_qemu_type(&text(field)))
        || ["qemu", "bochs", "seabios"].contains(&vendor.as_str())
        || ["kvm", "bochs"].contains(&model.as_str())
        || model.starts_with("standard pc (")
        || model.starts_with("kvm virtual machine")
        || model.starts_with("qemu ")
    {
        Some(if version.contains("proxmox") { Hypervisor::Proxmox } else { Hypervisor::Qemu })
    } else if ["ovirt", "rhev"].iter().any(|name| model.starts_with(name) || maker.starts_with(name)) {
        // Both manage QEMU through libvirt.
        Some(Hypervisor::Libvirt)
    } else {
        None
    }
}

/// Whether that is a machine type of QEMU, such as `pc-q35-8.2`, which QEMU writes as version.
fn is_qemu_type(version: &str) -> bool {
    ["pc-q35-", "pc-i440fx-", "virt-"]
        .iter()
        .filter_map(|kind| version.strip_prefix(kind))
        .any(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}

/// Chassis asset tags of clouds.
const CLOUD_TAGS: [&str; 6] = [
    "7783-7084-3265-9085-8269-3286-77", // Azure
    "opentelekomcloud",
    "sap ccloud vm",
    "huaweicloud",
    "samsung cloud platform",
    "oraclecloud.com",
];

/// Manufacturers that are clouds.
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
    // Amazon's older machines have the manufacturer Xen and a UUID that begins with `ec2`, in either byte order. One machine in
    // 4,096 has such a UUID by chance, so the UUID alone is not enough.
    let uuid = text(Field::Uuid);
    let amazon = uuid.starts_with("ec2") || (uuid.get(4..5) == Some("2") && uuid.get(6..8) == Some("ec"));
    let xen = maker == "xen";

    CLOUD_TAGS.contains(&text(Field::ChassisAssetTag).as_str())
        || CLOUD_MAKERS.iter().any(|name| maker.starts_with(name))
        || CLOUD_MODELS.iter().any(|name| model.starts_with(name))
        // Hetzner and Nutanix put their names on physical computers too.
        || (maker.starts_with("hetzner") && model.starts_with("vserver"))
        || serial.starts_with("googlecloud-")
        || text(Field::BiosVendor).starts_with("amazon ec2")
        || text(Field::BiosVersion).ends_with("amazon")
        || (xen && amazon)
}
