//! The fields of a machine that binding uses or review judges, and the results of reading one.

use serde::{Deserialize, Serialize};

/// One value of the firmware. Offsets are those of DMTF DSP0134, sections 7.1 to 7.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// SMBIOS type 1, offset 04h.
    Manufacturer,
    /// SMBIOS type 1, offset 05h ("Product Name").
    Model,
    /// SMBIOS type 1, offset 07h.
    Serial,
    /// SMBIOS type 1, offset 08h, in the dashed form `dmidecode` prints.
    Uuid,
    /// SMBIOS type 1, offset 06h.
    Version,
    /// SMBIOS type 1, offset 19h.
    Sku,
    /// SMBIOS type 1, offset 1Ah.
    Family,
    /// SMBIOS type 2, offset 04h.
    BoardManufacturer,
    /// SMBIOS type 2, offset 05h.
    BoardModel,
    /// SMBIOS type 2, offset 06h.
    BoardVersion,
    /// SMBIOS type 2, offset 07h.
    BoardSerial,
    /// SMBIOS type 2, offset 08h.
    BoardAssetTag,
    /// SMBIOS type 3, offset 04h.
    ChassisManufacturer,
    /// SMBIOS type 3, offset 06h.
    ChassisVersion,
    /// SMBIOS type 3, offset 07h.
    ChassisSerial,
    /// SMBIOS type 3, offset 08h.
    ChassisAssetTag,
    /// SMBIOS type 0, offset 04h.
    BiosVendor,
    /// SMBIOS type 0, offset 05h.
    BiosVersion,
    /// SMBIOS type 0, offset 08h.
    BiosDate,
}

impl Field {
    /// The three binding fields, in the order in which a scheme 3 marker digests them.
    pub const BINDING: [Self; 3] = [Self::Manufacturer, Self::Model, Self::Serial];

    /// Every field, in the order reports show them.
    pub const ALL: [Self; 19] = [
        Self::Manufacturer,
        Self::Model,
        Self::Serial,
        Self::Uuid,
        Self::Version,
        Self::Sku,
        Self::Family,
        Self::BoardManufacturer,
        Self::BoardModel,
        Self::BoardVersion,
        Self::BoardSerial,
        Self::BoardAssetTag,
        Self::ChassisManufacturer,
        Self::ChassisVersion,
        Self::ChassisSerial,
        Self::ChassisAssetTag,
        Self::BiosVendor,
        Self::BiosVersion,
        Self::BiosDate,
    ];

    /// The stable name, such as `board-serial`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::Serial => "serial",
            Self::Uuid => "uuid",
            Self::Version => "version",
            Self::Sku => "sku",
            Self::Family => "family",
            Self::BoardManufacturer => "board-manufacturer",
            Self::BoardModel => "board-model",
            Self::BoardVersion => "board-version",
            Self::BoardSerial => "board-serial",
            Self::BoardAssetTag => "board-asset-tag",
            Self::ChassisManufacturer => "chassis-manufacturer",
            Self::ChassisVersion => "chassis-version",
            Self::ChassisSerial => "chassis-serial",
            Self::ChassisAssetTag => "chassis-asset-tag",
            Self::BiosVendor => "bios-vendor",
            Self::BiosVersion => "bios-version",
            Self::BiosDate => "bios-date",
        }
    }

    /// The field with this stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// The result of reading one field. Each variant has its own remedy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reading", content = "bytes")]
pub enum Reading {
    /// The bytes of the firmware, at most 4096, untrimmed, without the closing NUL. They may be blanks only, or not UTF-8.
    Value(Vec<u8>),
    /// The structure is there and the string number is 0: never set.
    NotSet,
    /// The structure that would hold the field is missing, or the machine has no tables.
    #[default]
    NoStructure,
    /// The string number points past the strings of the structure.
    BadIndex,
    /// Only root may read it.
    Denied,
    /// Not readable: cut or garbled tables, or an I/O error.
    Damaged,
}

impl Reading {
    /// A value from text.
    #[must_use]
    pub fn text(value: &str) -> Self {
        Self::Value(value.as_bytes().to_vec())
    }

    /// The bytes of a [`Reading::Value`].
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Value(bytes) => Some(bytes),
            _ => None,
        }
    }
}
