//! Proper names of firmware and hypervisors, the same in every language.

use crate::protocol::Platform;

/// The proper name of a platform; `None` where the request didn't tell.
#[must_use]
pub fn platform(platform: Platform) -> Option<&'static str> {
    use crate::machine::{Family as F, Hypervisor as H};
    if let Some(hypervisor) = platform.hypervisor() {
        return match hypervisor {
            H::Qemu => Some("QEMU"),
            H::Libvirt => Some("QEMU (libvirt)"),
            H::Proxmox => Some("Proxmox VE"),
            H::Vmware => Some("VMware"),
            H::VirtualBox => Some("VirtualBox"),
            H::HyperV => Some("Hyper-V"),
            H::Xen => Some("Xen"),
            H::Bhyve => Some("bhyve"),
            H::Cloud => Some("cloud"),
            H::Other => None,
        };
    }
    match platform.family()? {
        F::Ami => Some("AMI"),
        F::Insyde => Some("Insyde"),
        F::Phoenix => Some("Phoenix"),
        F::Dell => Some("Dell"),
        F::Hp => Some("HP"),
        F::Hpe => Some("HPE ProLiant"),
        F::Lenovo => Some("Lenovo"),
        F::LenovoServer => Some("Lenovo ThinkSystem"),
        F::Supermicro => Some("Supermicro"),
        F::Coreboot => Some("coreboot"),
        F::Apple => Some("Apple"),
        F::DeviceTree => Some("device tree"),
        F::Intel => Some("Intel"),
        F::UBoot => Some("U-Boot"),
        F::Unknown => None,
    }
}
