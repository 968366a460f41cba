//! The programs that set or read firmware fields, and may be on `PATH`.

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
    /// `saa`: SuperServer Automation Assistant, the successor of `sum`.
    Saa,
    /// `ipmicfg`: FRU of a Supermicro BMC.
    Ipmicfg,
    /// `onecli`: Lenovo XClarity Essentials.
    Onecli,
    /// `vpd`: vital product data of ChromeOS firmware.
    Vpd,
    /// `fw_setenv`: the environment of U-Boot, at the place that `/etc/fw_env.config` defines.
    FwSetenv,
    /// `vendor_storage`: the vendor partition of Rockchip's U-Boot.
    VendorStorage,
    /// `smbios-sys-info`: the service tag of a Dell (libsmbios).
    SmbiosSysInfo,
    /// `dmidecode`: prints and dumps SMBIOS tables.
    Dmidecode,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 12] = [
        Self::Ipmitool,
        Self::Amidelnx,
        Self::H2osde,
        Self::Sum,
        Self::Saa,
        Self::Ipmicfg,
        Self::Onecli,
        Self::Vpd,
        Self::FwSetenv,
        Self::VendorStorage,
        Self::SmbiosSysInfo,
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
            Self::FwSetenv => "fw_setenv",
            Self::VendorStorage => "vendor_storage",
            Self::SmbiosSysInfo => "smbios-sys-info",
            Self::Dmidecode => "dmidecode",
        }
    }
}
