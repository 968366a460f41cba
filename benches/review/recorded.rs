//! Reads the recorded machines from their tables.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use countersign_core::machine::{Field, Machine, Reading};

/// The names of fields in the tables.
const COLUMNS: [(&str, Field); 19] = [
    ("bios_vendor", Field::BiosVendor),
    ("bios_version", Field::BiosVersion),
    ("bios_date", Field::BiosDate),
    ("sys_vendor", Field::Manufacturer),
    ("product_name", Field::Model),
    ("product_version", Field::Version),
    ("product_serial", Field::Serial),
    ("product_uuid", Field::Uuid),
    ("product_sku", Field::Sku),
    ("product_family", Field::Family),
    ("board_vendor", Field::BoardManufacturer),
    ("board_name", Field::BoardModel),
    ("board_version", Field::BoardVersion),
    ("board_serial", Field::BoardSerial),
    ("board_asset_tag", Field::BoardAssetTag),
    ("chassis_vendor", Field::ChassisManufacturer),
    ("chassis_version", Field::ChassisVersion),
    ("chassis_serial", Field::ChassisSerial),
    ("chassis_asset_tag", Field::ChassisAssetTag),
];

/// The field of that name in the tables.
pub fn column(name: &str) -> Option<Field> {
    COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// The machines of the large table. Its serials are masked, and read as denied.
pub fn fields(path: &Path) -> Option<Vec<Machine>> {
    let file = File::open(path).ok()?;
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines().map_while(Result::ok);
    Some(
        table(lines)
            .into_iter()
            .map(|mut fields| {
                let smbios = version(&mut fields);
                fields.1.insert(Field::Serial, Reading::Denied);
                Machine::from_fields(fields.1, smbios)
            })
            .collect(),
    )
}

/// The machines recorded with their serials.
pub fn identified(path: &Path) -> Option<Vec<Machine>> {
    let file = File::open(path).ok()?;
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    Some(
        table(lines)
            .into_iter()
            .map(|mut fields| {
                let smbios = version(&mut fields);
                Machine::from_fields(fields.1, smbios)
            })
            .collect(),
    )
}

type Line = (Option<String>, BTreeMap<Field, Reading>);

fn version((smbios, _): &mut Line) -> Option<(u8, u8)> {
    let smbios = smbios.take()?;
    let mut parts = smbios.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn table(mut lines: impl Iterator<Item = String>) -> Vec<Line> {
    let head: Vec<String> = lines.next().unwrap_or_default().split('\t').map(str::to_owned).collect();
    lines
        .map(|line| {
            let mut fields = BTreeMap::new();
            let mut smbios = None;
            for (name, value) in head.iter().zip(line.split('\t')) {
                if name == "smbios_version" {
                    smbios = Some(value.to_owned());
                } else if let Some(field) = column(name).filter(|_| value != r"\N") {
                    fields.insert(field, reading(field, value));
                }
            }
            (smbios, fields)
        })
        .collect()
}

/// The reading of a value. The words of `dmidecode` for missing values are not text of the firmware.
fn reading(field: Field, value: &str) -> Reading {
    match (field, value) {
        (_, "Not Specified") => Reading::NotSet,
        (_, "<BAD INDEX>") => Reading::BadIndex,
        (Field::Uuid, "Not Present") => Reading::text("ffffffff-ffff-ffff-ffff-ffffffffffff"),
        (Field::Uuid, "Not Settable") => Reading::text("00000000-0000-0000-0000-000000000000"),
        _ => Reading::text(value),
    }
}
