//! What a machine is as a platform: firmware families, hypervisors, containers, and the tools that set firmware fields.

use serde::{Deserialize, Serialize};

/// A family of firmware with its own way of setting a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// American Megatrends Aptio and older AMI BIOS.
    Ami,
    /// Insyde H2O.
    Insyde,
    /// Phoenix and Award.
    Phoenix,
    /// Dell.
    Dell,
    /// HP business and consumer computers.
    Hp,
    /// HPE ProLiant and other HPE servers.
    Hpe,
    /// Lenovo ThinkPad, IdeaPad, ThinkCentre.
    Lenovo,
    /// Lenovo ThinkSystem and IBM System x.
    LenovoServer,
    /// Supermicro.
    Supermicro,
    /// coreboot, Dasharo, ChromeOS.
    Coreboot,
    /// Apple.
    Apple,
    /// A board with a device tree.
    DeviceTree,
    /// Intel's own boards and small computers.
    Intel,
    /// U-Boot, where it writes SMBIOS tables.
    UBoot,
    /// Another, or unknown.
    #[default]
    Unknown,
}

/// A hypervisor or cloud with its own way of setting a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hypervisor {
    /// Plain QEMU, with or without KVM.
    Qemu,
    /// QEMU managed by libvirt.
    Libvirt,
    /// QEMU managed by Proxmox VE.
    Proxmox,
    /// VMware Workstation, Fusion, ESXi.
    Vmware,
    /// Oracle VirtualBox.
    VirtualBox,
    /// Microsoft Hyper-V.
    HyperV,
    /// Xen.
    Xen,
    /// bhyve.
    Bhyve,
    /// The instance of a cloud provider, who alone sets its fields.
    Cloud,
    /// Another.
    Other,
}

/// A kind of container, which shares or hides the SMBIOS tables of its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Docker, Podman or another OCI runtime.
    Oci,
    /// LXC, LXD, Incus.
    Lxc,
    /// systemd-nspawn.
    Nspawn,
    /// Another.
    Other,
}

/// A program that sets or reads firmware fields, and may be on `PATH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// `ipmitool`: FRU of a BMC.
    Ipmitool,
    /// `amidelnx_26_64`: AMI's DMI editor for Linux.
    Amidelnx,
    /// `h2osde-lx64`: Insyde's SMBIOS editor for Linux.
    H2osde,
    /// `sum`: Supermicro Update Manager.
    Sum,
    /// `saa`: SuperServer Automation Assistant, which follows `sum`.
    Saa,
    /// `ipmicfg`: FRU of a Supermicro BMC.
    Ipmicfg,
    /// `onecli`: Lenovo XClarity Essentials.
    Onecli,
    /// `vpd`: vital product data of ChromeOS firmware.
    Vpd,
    /// `dmidecode`: prints and dumps SMBIOS tables.
    Dmidecode,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 9] = [
        Self::Ipmitool,
        Self::Amidelnx,
        Self::H2osde,
        Self::Sum,
        Self::Saa,
        Self::Ipmicfg,
        Self::Onecli,
        Self::Vpd,
        Self::Dmidecode,
    ];

    /// The file name of the program.
    #[must_use]
    pub const fn program(self) -> &'static str {
        match self {
            Self::Ipmitool => "ipmitool",
            Self::Amidelnx => "amidelnx_26_64",
            Self::H2osde => "h2osde-lx64",
            Self::Sum => "sum",
            Self::Saa => "saa",
            Self::Ipmicfg => "ipmicfg",
            Self::Onecli => "onecli",
            Self::Vpd => "vpd",
            Self::Dmidecode => "dmidecode",
        }
    }
}
