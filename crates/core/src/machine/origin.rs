//! The origin of a binding value: which entry or person it comes from.

use serde::{Deserialize, Serialize};

/// Where the value of a binding field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The firmware's own entry for the field.
    #[default]
    Firmware,
    /// Another place on this machine, read from there each time.
    Recovered(SourceKind),
    /// Derived from the scheme 2 marker ([`crate::assigned`]).
    Assigned,
    /// A person, who read it off the label.
    Declared,
}

impl Origin {
    /// The stable name, as in `inspect --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Firmware => "firmware",
            Self::Recovered(_) => "recovered",
            Self::Assigned => "assigned",
            Self::Declared => "declared",
        }
    }

    /// Whether a way other than the firmware's own values gives the value. The device tree replaces a missing SMBIOS without a
    /// choice.
    #[must_use]
    pub const fn is_chosen(self) -> bool {
        !matches!(self, Self::Firmware | Self::Recovered(SourceKind::DeviceTree))
    }

    /// The place that a recovered value was read from.
    #[must_use]
    pub const fn source(self) -> Option<SourceKind> {
        match self {
            Self::Recovered(source) => Some(source),
            Self::Firmware | Self::Assigned | Self::Declared => None,
        }
    }
}

/// The kind of place that a recovered value is read from, in the detail of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// The board: SMBIOS type 2.
    Board,
    /// The chassis: SMBIOS type 3.
    Chassis,
    /// The UUID (SMBIOS type 1, offset 08h), or a serial embedded in it.
    Uuid,
    /// An OEM string: SMBIOS type 11.
    OemString,
    /// The device tree, or the serial of the SoC.
    DeviceTree,
    /// The version or the family: SMBIOS type 1, offsets 06h and 1Ah.
    Version,
    /// Another place.
    Other,
}

impl SourceKind {
    /// Every kind; the position is its number on the wire minus one.
    pub const ALL: [Self; 7] = [
        Self::Board,
        Self::Chassis,
        Self::Uuid,
        Self::OemString,
        Self::DeviceTree,
        Self::Version,
        Self::Other,
    ];

    /// The stable name, such as `oem-string`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Chassis => "chassis",
            Self::Uuid => "uuid",
            Self::OemString => "oem-string",
            Self::DeviceTree => "device-tree",
            Self::Version => "version",
            Self::Other => "other",
        }
    }
}
