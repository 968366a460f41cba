//! Detects the hypervisor and the container around the running system, by their signs in `/sys`, `/proc` and `/run`.

use countersign_core::machine::{Container, Hypervisor, Machine, Tables, hypervisor_from_fields};

use super::file_tree::{FileTree, SMALL};
use super::network;

/// The hypervisor, from the fields, `/sys` and, on a running system, `/proc`.
pub fn hypervisor(machine: &Machine, sys: &FileTree, proc: Option<&FileTree>) -> Option<Hypervisor> {
    let named = hypervisor_from_fields(machine);
    // The firmware's bit alone doesn't name the hypervisor.
    let known = named.filter(|named| *named != Hypervisor::Other).or_else(|| by_kernel(sys, proc)).or(named);
    let without_tables = machine.tables == Tables::None && machine.structure_counts == [0; 3];
    match known {
        Some(Hypervisor::Xen) if without_tables => Some(Hypervisor::XenPv),
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

fn by_kernel(sys: &FileTree, proc: Option<&FileTree>) -> Option<Hypervisor> {
    if sys.line("hypervisor/type").as_deref() == Some("xen") {
        // Domain 0 is the host itself.
        let host = proc.and_then(|proc| proc.line("xen/capabilities"));
        if host.is_some_and(|told| told.contains("control_d")) {
            return None;
        }
        let amazon = sys.line("hypervisor/uuid").is_some_and(|uuid| uuid.to_lowercase().starts_with("ec2"));
        return Some(if amazon { Hypervisor::AmazonEc2 } else { Hypervisor::Xen });
    }
    let release = proc.and_then(|proc| proc.line("sys/kernel/osrelease")).unwrap_or_default();
    let release = release.to_lowercase();
    if release.contains("microsoft-standard") || release.ends_with("-microsoft") {
        return Some(Hypervisor::Wsl);
    }
    // Where the tables can't have its name, OpenStack puts it into the environment of the first process. Only root can read it.
    let environment = proc.and_then(|proc| proc.read("1/environ", SMALL).ok()).unwrap_or_default();
    if environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(b"product_name=OpenStack")) {
        return Some(Hypervisor::OpenStack);
    }
    // The OEM ID in the header of an ACPI table (ACPI 5.2.6). Only root can read it.
    let table = sys.read("firmware/acpi/tables/FACP", SMALL).unwrap_or_default();
    if table.get(10..16) == Some(b"FIRECK") {
        return Some(Hypervisor::Firecracker);
    }
    // The configuration device of QEMU, from its own driver or from ACPI.
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
        // PowerVM.
        _ if sys.has(&format!("{base}/ibm,partition-name")) && sys.has(&format!("{base}/hmc-managed?")) => {
            Some(Hypervisor::Other)
        }
        [None, Some(name)] if name.contains("dummy-virt") || name.starts_with("qemu") => {
            Some(Hypervisor::Qemu)
        }
        _ => None,
    }
}

/// The prefix of the MAC addresses that Proxmox VE assigns.
const PROXMOX_PREFIX: [u8; 3] = [0xbc, 0x24, 0x11];

/// Detects the manager of this QEMU. Proxmox VE and libvirt can be recognised by disk names and MAC addresses.
fn manager(sys: &FileTree) -> Hypervisor {
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
    // Proxmox VE names a disk `drive-scsi0`, libvirt `drive-scsi0-0-0-0`.
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

/// Whether libvirt assigned this address: it draws random addresses with QEMU's prefix. QEMU itself counts up from
/// `52:54:00:12:34:56`.
fn is_of_libvirt(address: &[u8; 6]) -> bool {
    address.starts_with(&[0x52, 0x54, 0x00]) && !address.starts_with(&[0x52, 0x54, 0x00, 0x12, 0x34])
}

/// The container, from the file system's root and `/proc`.
pub fn container(root: &FileTree, proc: &FileTree) -> Option<Container> {
    // The name that systemd recorded at boot, or that the runtime put into the environment of the first process (only root can read it).
    let told = root.line("run/systemd/container").or_else(|| {
        let environment = proc.read("1/environ", SMALL).ok()?;
        let entry =
            environment.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(b"container="))?;
        Some(String::from_utf8_lossy(entry).into_owned())
    });
    if let Some(name) = told.filter(|name| !name.is_empty()) {
        return Some(match name.as_str() {
            "lxc" | "lxc-libvirt" | "incus" => Container::Lxc,
            "systemd-nspawn" => Container::Nspawn,
            "docker" | "podman" | "oci" | "crio" | "containerd" => Container::Oci,
            _ => Container::Other,
        });
    }
    if root.has(".dockerenv") || root.has("run/.containerenv") {
        return Some(Container::Oci);
    }
    let groups = proc.line("1/cgroup")?;
    let holds = |words: &[&str]| words.iter().any(|word| groups.contains(word));
    if holds(&["/docker", "/kubepods", "/libpod", "containerd", "/crio-"]) {
        Some(Container::Oci)
    } else if holds(&["/lxc/", "/lxc.payload"]) {
        Some(Container::Lxc)
    } else if holds(&["machine.slice/systemd-nspawn"]) {
        Some(Container::Nspawn)
    } else {
        None
    }
}
