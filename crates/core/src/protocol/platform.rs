//! The platform byte of a request: firmware family or hypervisor.
//!
//! | byte | firmware family | byte | hypervisor |
//! | --- | --- | --- | --- |
//! | 0 | unknown | 64 | QEMU |
//! | 1 | AMI | 65 | libvirt |
//! | 2 | Insyde | 66 | Proxmox VE |
//! | 3 | Phoenix | 67 | VMware |
//! | 4 | Dell | 68 | VirtualBox |
//! | 5 | HP | 69 | Hyper-V |
//! | 6 | HPE | 70 | Xen |
//! | 7 | Lenovo | 71 | bhyve |
//! | 8 | Lenovo server | 72 | another cloud |
//! | 9 | Supermicro | 73 | some other |
//! | 10 | coreboot | 74 | KubeVirt |
//! | 11 | Apple | 75 | Cloud Hypervisor |
//! | 12 | device tree | 76 | crosvm |
//! | 13 | Intel's own boards | 77 | Firecracker |
//! | 14 | U-Boot | 78 | Nutanix AHV |
//! | 15 | a server with a BMC | 79 | OpenStack |
//! | 16 | Huawei | 80 | Incus |
//! | 17 | Loongson | 81 | LXD |
//! | 18 | Phytium | 82 | oVirt |
//! | 19 | Kunlun | 83 | Xen without SMBIOS |
//! | 20 | Byosoft | 84 | Parallels |
//! | 21 | KaiTian | 85 | Apple Virtualization |
//! | 22 | EDK II | 86 | WSL |
//! | 23 | a board with U-Boot's environment | 87 | Amazon EC2 |
//! |  |  | 88 | Google Compute Engine |
//! |  |  | 89 | Azure |
//! |  |  | 90 | Alibaba Cloud |
//! |  |  | 91 | Tencent Cloud |
//! |  |  | 92 | Huawei Cloud |
//!
//! Numbers are never reused. A byte that is not in the table comes from a newer program. A decoder keeps it and reads it as
//! "unknown".

use crate::machine::{Family, Hypervisor, Machine};

/// The platform byte. The desk uses it to find remedies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Platform(pub u8);

impl Platform {
    /// Neither firmware family nor hypervisor is known.
    pub const UNKNOWN: Self = Self(0);

    /// The hypervisor of a machine, or its firmware family where there is no hypervisor.
    #[must_use]
    pub fn of(machine: &Machine) -> Self {
        machine.hypervisor.map_or_else(
            || Self(family_byte(machine.firmware.family)),
            |hypervisor| Self(hypervisor_byte(hypervisor)),
        )
    }

    /// The firmware family; `None` for any other byte.
    #[must_use]
    pub fn family(self) -> Option<Family> {
        FAMILIES.into_iter().find(|&family| family_byte(family) == self.0)
    }

    /// The hypervisor; `None` for any other byte.
    #[must_use]
    pub fn hypervisor(self) -> Option<Hypervisor> {
        HYPERVISORS.into_iter().find(|&hypervisor| hypervisor_byte(hypervisor) == self.0)
    }
}

const FAMILIES: [Family; 23] = [
    Family::Ami,
    Family::Insyde,
    Family::Phoenix,
    Family::Dell,
    Family::Hp,
    Family::Hpe,
    Family::Lenovo,
    Family::LenovoServer,
    Family::Supermicro,
    Family::Coreboot,
    Family::Apple,
    Family::DeviceTree,
    Family::Intel,
    Family::UBoot,
    Family::BmcServer,
    Family::Huawei,
    Family::Loongson,
    Family::Phytium,
    Family::Kunlun,
    Family::Byosoft,
    Family::KaiTian,
    Family::Edk2,
    Family::UBootBoard,
];

const HYPERVISORS: [Hypervisor; 29] = [
    Hypervisor::Qemu,
    Hypervisor::Libvirt,
    Hypervisor::Proxmox,
    Hypervisor::Vmware,
    Hypervisor::VirtualBox,
    Hypervisor::HyperV,
    Hypervisor::Xen,
    Hypervisor::Bhyve,
    Hypervisor::Cloud,
    Hypervisor::Other,
    Hypervisor::KubeVirt,
    Hypervisor::CloudHypervisor,
    Hypervisor::Crosvm,
    Hypervisor::Firecracker,
    Hypervisor::NutanixAhv,
    Hypervisor::OpenStack,
    Hypervisor::Incus,
    Hypervisor::Lxd,
    Hypervisor::Ovirt,
    Hypervisor::XenPv,
    Hypervisor::Parallels,
    Hypervisor::AppleVirtualization,
    Hypervisor::Wsl,
    Hypervisor::AmazonEc2,
    Hypervisor::GoogleCompute,
    Hypervisor::Azure,
    Hypervisor::AlibabaCloud,
    Hypervisor::TencentCloud,
    Hypervisor::HuaweiCloud,
];

const fn family_byte(family: Family) -> u8 {
    match family {
        Family::Unknown => 0,
        Family::Ami => 1,
        Family::Insyde => 2,
        Family::Phoenix => 3,
        Family::Dell => 4,
        Family::Hp => 5,
        Family::Hpe => 6,
        Family::Lenovo => 7,
        Family::LenovoServer => 8,
        Family::Supermicro => 9,
        Family::Coreboot => 10,
        Family::Apple => 11,
        Family::DeviceTree => 12,
        Family::Intel => 13,
        Family::UBoot => 14,
        Family::BmcServer => 15,
        Family::Huawei => 16,
        Family::Loongson => 17,
        Family::Phytium => 18,
        Family::Kunlun => 19,
        Family::Byosoft => 20,
        Family::KaiTian => 21,
        Family::Edk2 => 22,
        Family::UBootBoard => 23,
    }
}

const fn hypervisor_byte(hypervisor: Hypervisor) -> u8 {
    match hypervisor {
        Hypervisor::Qemu => 64,
        Hypervisor::Libvirt => 65,
        Hypervisor::Proxmox => 66,
        Hypervisor::Vmware => 67,
        Hypervisor::VirtualBox => 68,
        Hypervisor::HyperV => 69,
        Hypervisor::Xen => 70,
        Hypervisor::Bhyve => 71,
        Hypervisor::Cloud => 72,
        Hypervisor::Other => 73,
        Hypervisor::KubeVirt => 74,
        Hypervisor::CloudHypervisor => 75,
        Hypervisor::Crosvm => 76,
        Hypervisor::Firecracker => 77,
        Hypervisor::NutanixAhv => 78,
        Hypervisor::OpenStack => 79,
        Hypervisor::Incus => 80,
        Hypervisor::Lxd => 81,
        Hypervisor::Ovirt => 82,
        Hypervisor::XenPv => 83,
        Hypervisor::Parallels => 84,
        Hypervisor::AppleVirtualization => 85,
        Hypervisor::Wsl => 86,
        Hypervisor::AmazonEc2 => 87,
        Hypervisor::GoogleCompute => 88,
        Hypervisor::Azure => 89,
        Hypervisor::AlibabaCloud => 90,
        Hypervisor::TencentCloud => 91,
        Hypervisor::HuaweiCloud => 92,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_is_both_family_and_hypervisor() {
        for byte in 0..=255 {
            let platform = Platform(byte);
            match byte {
                1..=23 => assert!(platform.family().is_some() && platform.hypervisor().is_none()),
                64..=92 => assert!(platform.family().is_none() && platform.hypervisor().is_some()),
                _ => assert!(platform.family().is_none() && platform.hypervisor().is_none()),
            }
        }
    }

    #[test]
    fn the_hypervisor_precedes_the_family() {
        let mut machine = Machine::default();
        assert_eq!(Platform::of(&machine), Platform::UNKNOWN);
        machine.firmware.family = Family::Hpe;
        assert_eq!(Platform::of(&machine).family(), Some(Family::Hpe));
        machine.hypervisor = Some(Hypervisor::Vmware);
        assert_eq!(Platform::of(&machine), Platform(67));
        assert_eq!(Platform::of(&machine).hypervisor(), Some(Hypervisor::Vmware));
    }
}
