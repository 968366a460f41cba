//! The hypervisor that the running system shows besides the tables: `/sys` and `/proc`.

use countersign_core::machine::{Hypervisor, Machine, hypervisor_from_fields};

use super::network;
use super::tree::{SMALL, Tree};

/// What the running system tells besides: `/sys`, and `/proc` where it may be asked.
pub fn by_system(machine: &Machine, sys: &Tree, proc: Option<&Tree>) -> Option<Hypervisor> {
    let known = hypervisor_from_fields(machine).or_else(|| by_kernel(sys, proc));
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
