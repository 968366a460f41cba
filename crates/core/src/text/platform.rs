//! Names of firmware and hypervisors. Proper names are the same in every language.

use super::line::Line as _;
use crate::lang::Lang;
use crate::machine::{Family, Hypervisor};
use crate::protocol::Platform;

lines! {
    /// The platforms that have no proper name.
    pub enum PlatformLine in platform {
        DeviceTree, UBootBoard, Cloud,
    }
}

/// The name of a platform; `None` for an unknown platform.
#[must_use]
pub fn platform(lang: Lang, platform: Platform) -> Option<&'static str> {
    if let Some(hypervisor) = platform.hypervisor() {
        return self::hypervisor(lang, hypervisor);
    }
    family(lang, platform.family()?)
}

/// The name of a hypervisor; `None` for [`Hypervisor::Other`].
#[must_use]
pub fn hypervisor(lang: Lang, hypervisor: Hypervisor) -> Option<&'static str> {
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
        H::Cloud => Some(PlatformLine::Cloud.say(lang)),
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

/// The name of a firmware family; `None` for [`Family::Unknown`].
#[must_use]
pub fn family(lang: Lang, family: Family) -> Option<&'static str> {
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
        F::DeviceTree => Some(PlatformLine::DeviceTree.say(lang)),
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
        F::UBootBoard => Some(PlatformLine::UBootBoard.say(lang)),
        F::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_platforms_have_the_same_name() {
        for lang in [Lang::En, Lang::Zh] {
            let mut names = BTreeSet::new();
            for byte in 0..=u8::MAX {
                if let Some(name) = platform(lang, Platform(byte)) {
                    assert!(names.insert(name), "{name}");
                }
            }
            assert!(names.len() > 40, "{names:?}");
        }
    }

    #[test]
    fn a_name_that_is_no_proper_name_is_translated() {
        let names = |lang| {
            [
                family(lang, Family::DeviceTree),
                family(lang, Family::UBootBoard),
                hypervisor(lang, Hypervisor::Cloud),
            ]
        };
        let of_u_boot = "device tree (environment of U-Boot)";
        assert_eq!(names(Lang::En), [Some("device tree"), Some(of_u_boot), Some("cloud")]);
        assert_eq!(names(Lang::Zh), [Some("设备树"), Some("设备树（U-Boot 环境变量）"), Some("云平台")]);
    }
}
