//! Proper names of firmware and hypervisors, the same in every language.

use crate::machine::{Family, Hypervisor};
use crate::protocol::Platform;

/// The proper name of a platform; `None` for an unknown platform.
#[must_use]
pub fn platform(platform: Platform) -> Option<&'static str> {
    if let Some(hypervisor) = platform.hypervisor() {
        return self::hypervisor(hypervisor);
    }
    family(platform.family()?)
}

/// The proper name of a hypervisor; `None` for [`Hypervisor::Other`].
#[must_use]
pub const fn hypervisor(hypervisor: Hypervisor) -> Option<&'static str> {
    use Hypervisor as H;
    match hypervisor {
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
        H::KubeVirt => Some("KubeVirt"),
        H::CloudHypervisor => Some("Cloud Hypervisor"),
        H::Crosvm => Some("crosvm"),
        H::Firecracker => Some("Firecracker"),
        H::NutanixAhv => Some("Nutanix AHV"),
        H::OpenStack => Some("OpenStack"),
        H::Incus => Some("Incus"),
        H::Lxd => Some("LXD"),
        H::Ovirt => Some("oVirt"),
        H::XenPv => Some("Xen (PV)"),
        H::Parallels => Some("Parallels"),
        H::AppleVirtualization => Some("Apple Virtualization"),
        H::Wsl => Some("WSL"),
        H::AmazonEc2 => Some("Amazon EC2"),
        H::GoogleCompute => Some("Google Compute Engine"),
        H::Azure => Some("Azure"),
        H::AlibabaCloud => Some("Alibaba Cloud"),
        H::TencentCloud => Some("Tencent Cloud"),
        H::HuaweiCloud => Some("Huawei Cloud"),
    }
}

/// The proper name of a firmware family; `None` for [`Family::Unknown`].
#[must_use]
pub const fn family(family: Family) -> Option<&'static str> {
    use Family as F;
    match family {
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
        F::BmcServer => Some("BMC (FRU)"),
        F::Huawei => Some("Huawei"),
        F::Loongson => Some("Loongson"),
        F::Phytium => Some("Phytium"),
        F::Kunlun => Some("Kunlun"),
        F::Byosoft => Some("Byosoft"),
        F::KaiTian => Some("KaiTian"),
        F::Edk2 => Some("EDK II"),
        F::UBootBoard => Some("U-Boot"),
        F::Unknown => None,
    }
}
