//! Names of fields.

use crate::text::FieldLine as L;

/// The Chinese words.
pub fn field(line: L) -> &'static str {
    match line {
        L::Manufacturer => "制造商",
        L::Model => "型号",
        L::Serial => "序列号",
        L::Uuid => "UUID",
        L::Version => "版本",
        L::Sku => "SKU",
        L::Family => "产品系列",
        L::BoardManufacturer => "主板制造商",
        L::BoardModel => "主板型号",
        L::BoardVersion => "主板版本",
        L::BoardSerial => "主板序列号",
        L::BoardAssetTag => "主板资产标签",
        L::ChassisManufacturer => "机箱制造商",
        L::ChassisVersion => "机箱版本",
        L::ChassisSerial => "机箱序列号",
        L::ChassisAssetTag => "机箱资产标签",
        L::BiosVendor => "BIOS 厂商",
        L::BiosVersion => "BIOS 版本",
        L::BiosDate => "BIOS 日期",
    }
}
