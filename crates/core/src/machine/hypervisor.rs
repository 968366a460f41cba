//! Infers the hypervisor, its manager or the cloud from the SMBIOS fields.

use super::firmware::lower;
use super::{Field, Hypervisor, Machine};

/// The hypervisor or cloud, from data that a recording has too: the fields, and the firmware's bit for a virtual machine. `None`
/// where they name none. Clouds come first, then managers of QEMU by their own names, then hypervisors.
pub fn hypervisor_from_fields(machine: &Machine) -> Option<Hypervisor> {
    cloud(machine)
        .or_else(|| manager(machine))
        .or_else(|| by_name(machine))
        // The bit proves a virtual machine, even where no name does.
        .or_else(|| machine.firmware.virtual_machine.then_some(Hypervisor::Other))
}

/// The managers that use QEMU or KVM, and hypervisors with a name that no physical machine has.
fn manager(machine: &Machine) -> Option<Hypervisor> {
    let text = |field| lower(machine, field);
    let (maker, model) = (text(Field::Manufacturer), text(Field::Model));
    let (vendor, family) = (text(Field::BiosVendor), text(Field::Family));
    let (board, board_model) = (text(Field::BoardManufacturer), text(Field::BoardModel));
    let tag = text(Field::ChassisAssetTag);
    let openstack = ["openstack nova", "openstack compute"];
    let ovirt = ["ovirt", "rhev", "rhv"];

    if maker.starts_with("openstack") || openstack.iter().any(|name| model.starts_with(name) || tag == *name)
    {
        Some(Hypervisor::OpenStack)
    } else if maker == "kubevirt" || family == "kubevirt" {
        Some(Hypervisor::KubeVirt)
    } else if board == "linuxcontainers" && board_model == "incus" {
        Some(Hypervisor::Incus)
    } else if board.starts_with("canonical") && board_model == "lxd" {
        Some(Hypervisor::Lxd)
    } else if ovirt.iter().any(|name| model.starts_with(name) || maker == *name) {
        Some(Hypervisor::Ovirt)
    } else if maker.starts_with("nutanix") && model.starts_with("ahv") {
        // Nutanix puts its name on physical computers too.
        Some(Hypervisor::NutanixAhv)
    } else if maker == "cloud hypervisor" || model == "cloud-hypervisor" || vendor == "cloud-hypervisor" {
        Some(Hypervisor::CloudHypervisor)
    } else if model == "crosvm" || vendor == "crosvm" {
        Some(Hypervisor::Crosvm)
    } else {
        None
    }
}

fn by_name(machine: &Machine) -> Option<Hypervisor> {
    let text = |field| lower(machine, field);
    let (maker, model) = (text(Field::Manufacturer), text(Field::Model));
    let (vendor, version) = (text(Field::BiosVendor), text(Field::BiosVersion));
    let chassis = text(Field::ChassisManufacturer);

    if maker.starts_with("vmware") || model.starts_with("vmware") {
        Some(Hypervisor::Vmware)
    } else if maker == "innotek gmbh" || model == "virtualbox" || vendor == "innotek gmbh" {
        Some(Hypervisor::VirtualBox)
    } else if maker.starts_with("microsoft") && model.starts_with("virtual machine") {
        Some(Hypervisor::HyperV)
    } else if maker.starts_with("parallels") || model.starts_with("parallels virtual") {
        Some(Hypervisor::Parallels)
    } else if model.starts_with("apple virtualization") {
        // A Mac has the same manufacturer.
        Some(Hypervisor::AppleVirtualization)
    // The chassis keeps this name where the other strings are copied from the host.
    } else if maker == "xen" || model == "hvm domu" || vendor == "xen" || chassis == "xen" {
        Some(Hypervisor::Xen)
    } else if ["bhyve", "omnios hvm", "smartdc hvm"].contains(&model.as_str()) || vendor == "bhyve" {
        Some(Hypervisor::Bhyve)
    } else if vendor.contains("proxmox") {
        Some(Hypervisor::Proxmox)
    } else if [&maker, &chassis].into_iter().any(|maker| maker == "qemu")
        // The machine type remains where the manufacturer was changed.
        || [Field::Version, Field::ChassisVersion].into_iter().any(|field| is_qemu_type(&text(field)))
        || ["qemu", "bochs", "seabios"].contains(&vendor.as_str())
        || ["kvm", "bochs"].contains(&model.as_str())
        || model.starts_with("standard pc (")
        || model.starts_with("kvm virtual machine")
        || model.starts_with("qemu ")
    {
        Some(if version.contains("proxmox") { Hypervisor::Proxmox } else { Hypervisor::Qemu })
    } else {
        None
    }
}

/// Whether a version is a machine type of QEMU, such as `pc-q35-8.2`, or Red Hat's name of one.
fn is_qemu_type(version: &str) -> bool {
    ["pc-q35-", "pc-i440fx-", "virt-"]
        .iter()
        .filter_map(|kind| version.strip_prefix(kind))
        .any(|number| number.starts_with(|first: char| first.is_ascii_digit()))
        || (version.starts_with("rhel")
            && ["pc (q35", "pc (i440fx"].iter().any(|kind| version.contains(kind)))
}

/// Chassis asset tags of clouds that have no variant of their own in [`Hypervisor`].
const CLOUD_TAGS: [&str; 4] =
    ["opentelekomcloud", "sap ccloud vm", "samsung cloud platform", "oraclecloud.com"];

/// Manufacturers of clouds that have no variant of their own.
const CLOUD_MAKERS: [&str; 11] = [
    "digitalocean",
    "scaleway",
    "vultr",
    "upcloud",
    "akamai",
    "linode",
    "exoscale",
    "nwcs",
    "e24cloud",
    "tilaa",
    "3ds outscale",
];

/// Models of clouds that have no variant of their own.
const CLOUD_MODELS: [&str; 4] = ["exoscale", "cloudstack", "cloudsigma", "cloudcix"];

fn cloud(machine: &Machine) -> Option<Hypervisor> {
    let text = |field| lower(machine, field);
    let (maker, model, serial) = (text(Field::Manufacturer), text(Field::Model), text(Field::Serial));
    let tag = text(Field::ChassisAssetTag);
    // Amazon's older machines have the manufacturer Xen and a UUID that begins with `ec2`, in either byte order. One machine in
    // 4,096 has such a UUID by chance, so the UUID alone is not enough.
    let uuid = text(Field::Uuid);
    let amazon = uuid.starts_with("ec2") || (uuid.get(4..5) == Some("2") && uuid.get(6..8) == Some("ec"));

    if maker.starts_with("amazon ec2")
        || tag == "amazon ec2"
        || text(Field::BiosVendor).starts_with("amazon ec2")
        || text(Field::BiosVersion).ends_with("amazon")
        || (maker == "xen" && amazon)
    {
        Some(Hypervisor::AmazonEc2)
    } else if model.starts_with("google compute engine") || serial.starts_with("googlecloud-") {
        Some(Hypervisor::GoogleCompute)
    } else if tag == "7783-7084-3265-9085-8269-3286-77" {
        Some(Hypervisor::Azure)
    } else if maker.starts_with("alibaba cloud") || model.starts_with("alibaba cloud") {
        Some(Hypervisor::AlibabaCloud)
    } else if maker.starts_with("tencent cloud") {
        Some(Hypervisor::TencentCloud)
    } else if tag == "huaweicloud"
        || ["huawei cloud", "huaweicloud"].iter().any(|name| maker.starts_with(name))
    {
        Some(Hypervisor::HuaweiCloud)
    } else {
        let other = CLOUD_TAGS.contains(&tag.as_str())
            || tag.ends_with(".zstack.io")
            || serial.ends_with(".brightbox.com")
            || CLOUD_MAKERS.iter().any(|name| maker.starts_with(name))
            || CLOUD_MODELS.iter().any(|name| model.starts_with(name))
            // Hetzner puts its name on physical computers too.
            || (maker.starts_with("hetzner") && model.starts_with("vserver"));
        other.then_some(Hypervisor::Cloud)
    }
}
