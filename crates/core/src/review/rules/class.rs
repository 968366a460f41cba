//! Classes of fields with the same rules, and the answer of a rule.

use crate::machine::Field;
use crate::review::finding::{FindingKind, Verdict};

/// The answer of a family for a value that it recognises.
pub(super) type Judgement = (Verdict, FindingKind);

/// A class of fields with the same rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Names of makers.
    Maker,
    /// Names of models.
    Model,
    /// Serials.
    Serial,
    /// Asset tags: free text of the owner.
    Tag,
    /// UUIDs.
    Uuid,
    /// Versions, SKU, family, BIOS: fields for information. Only plain fillers count in them.
    Loose,
}

impl Class {
    pub const fn of(field: Field) -> Self {
        match field {
            Field::Manufacturer | Field::BoardManufacturer | Field::ChassisManufacturer => Self::Maker,
            Field::Model | Field::BoardModel => Self::Model,
            Field::Serial | Field::BoardSerial | Field::ChassisSerial => Self::Serial,
            Field::BoardAssetTag | Field::ChassisAssetTag => Self::Tag,
            Field::Uuid => Self::Uuid,
            Field::Version
            | Field::Sku
            | Field::Family
            | Field::BoardVersion
            | Field::ChassisVersion
            | Field::BiosVendor
            | Field::BiosVersion
            | Field::BiosDate => Self::Loose,
        }
    }
}
