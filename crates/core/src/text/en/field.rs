//! Names of fields.

use crate::text::FieldLine as L;

/// The English words.
pub fn field(line: L) -> &'static str {
    match line {
        L::Manufacturer => "Manufacturer",
        L::Model => "Model",
        L::Serial => "Serial",
        L::Uuid => "UUID",
        L::Version => "Version",
        L::Sku => "SKU",
        L::Family => "Family",
        L::BoardManufacturer => "Board maker",
        L::BoardModel => "Board model",
        L::BoardVersion => "Board version",
        L::BoardSerial => "Board serial",
        L::BoardAssetTag => "Board asset tag",
        L::ChassisManufacturer => "Chassis maker",
        L::ChassisVersion => "Chassis version",
        L::ChassisSerial => "Chassis serial",
        L::ChassisAssetTag => "Chassis asset tag",
        L::BiosVendor => "BIOS vendor",
        L::BiosVersion => "BIOS version",
        L::BiosDate => "BIOS date",
    }
}
