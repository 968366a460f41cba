//! Names of fields.

use crate::machine::Field;

lines! {
    /// The name of a field.
    pub enum FieldLine in field {
        Manufacturer, Model, Serial, Uuid, Version, Sku, Family,
        BoardManufacturer, BoardModel, BoardVersion, BoardSerial, BoardAssetTag,
        ChassisManufacturer, ChassisVersion, ChassisSerial, ChassisAssetTag,
        BiosVendor, BiosVersion, BiosDate,
    }
}

impl From<Field> for FieldLine {
    fn from(field: Field) -> Self {
        match field {
            Field::Manufacturer => Self::Manufacturer,
            Field::Model => Self::Model,
            Field::Serial => Self::Serial,
            Field::Uuid => Self::Uuid,
            Field::Version => Self::Version,
            Field::Sku => Self::Sku,
            Field::Family => Self::Family,
            Field::BoardManufacturer => Self::BoardManufacturer,
            Field::BoardModel => Self::BoardModel,
            Field::BoardVersion => Self::BoardVersion,
            Field::BoardSerial => Self::BoardSerial,
            Field::BoardAssetTag => Self::BoardAssetTag,
            Field::ChassisManufacturer => Self::ChassisManufacturer,
            Field::ChassisVersion => Self::ChassisVersion,
            Field::ChassisSerial => Self::ChassisSerial,
            Field::ChassisAssetTag => Self::ChassisAssetTag,
            Field::BiosVendor => Self::BiosVendor,
            Field::BiosVersion => Self::BiosVersion,
            Field::BiosDate => Self::BiosDate,
        }
    }
}
