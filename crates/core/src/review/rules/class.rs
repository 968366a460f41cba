//! Classes of fields that the same rules fit, and what a rule answers.

use crate::machine::Field;
use crate::review::finding::{FindingKind, Verdict};

/// What a family says about a value it knows.
pub(super) type Judgement = (Verdict, FindingKind);

/// Fields that the same rules fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Who made it.
    Maker,
    /// What it is called.
    Model,
    /// What tells it from its twins.
    Serial,
    /// An asset tag: free text of the owner.
    Tag,
    /// The UUID.
    Uuid,
    /// Versions, SKU, family, BIOS: told for information, so only plain fillers count.
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
