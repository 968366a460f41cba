//! Infers the firmware family from the names of makers and firmware.

use super::{DeviceTree, Family, Field, Machine, Reading};

/// The value of a field in lower case, trimmed; empty where there is no value.
pub fn lower(machine: &Machine, field: Field) -> String {
    let bytes = machine.reading(field).bytes().unwrap_or_default();
    String::from_utf8_lossy(bytes).trim().to_lowercase()
}

/// The family, by vendor and version of the firmware and the makers of system and board.
///
/// Makers with their own tools come first, whatever the firmware vendor is. For the others, the firmware vendor decides. A server
/// that names no such maker takes its values from its BMC.
pub fn family(machine: &Machine) -> Family {
    match by_names(machine) {
        Family::Ami
        | Family::Insyde
        | Family::Phoenix
        | Family::Intel
        | Family::Coreboot
        | Family::Unknown
            if machine.has_bmc || is_fru_server(machine) =>
        {
            Family::BmcServer
        }
        family => family,
    }
}

fn by_names(machine: &Machine) -> Family {
    let text = |field| lower(machine, field);
    let (vendor, version) = (text(Field::BiosVendor), text(Field::BiosVersion));
    let (maker, board) = (text(Field::Manufacturer), text(Field::BoardManufacturer));
    let names = [text(Field::Model), text(Field::Version), text(Field::Family)].join(" ");
    let by = |name: &str| [&maker, &board, &vendor].into_iter().any(|text| starts_with_word(text, name));
    let holds = |words: &[&str]| words.iter().any(|word| names.contains(word));

    if [&vendor, &version].iter().any(|text| text.contains("coreboot") || text.contains("dasharo"))
        || vendor.contains("3mdeb")
        || version.starts_with("google_")
    {
        Family::Coreboot
    } else if by("kaitian") || version.contains("kaitian") || names.contains("kaitian") {
        Family::KaiTian
    } else if by("supermicro") || by("super micro") {
        Family::Supermicro
    } else if by("dell") || by("alienware") {
        Family::Dell
    } else if by("hpe") || (hp(&maker, &vendor) && holds(&HPE)) {
        Family::Hpe
    } else if hp(&maker, &vendor) {
        Family::Hp
    } else if by("ibm") || (by("lenovo") && holds(&LENOVO_SERVERS)) {
        Family::LenovoServer
    } else if by("lenovo") {
        Family::Lenovo
    } else if by("apple") {
        Family::Apple
    } else if by("huawei") || by("xfusion") {
        Family::Huawei
    } else if ["zd-tech", "zd tech"].iter().any(|name| vendor.starts_with(name)) || version.contains("kunlun")
    {
        Family::Kunlun
    } else if vendor.contains("byosoft") {
        Family::Byosoft
    } else if vendor.starts_with("loongson") || version.starts_with("loongson") {
        Family::Loongson
    } else if vendor.starts_with("phytium") {
        Family::Phytium
    } else if vendor.contains("american megatrends")
        || starts_with_word(&vendor, "ami")
        || vendor.contains("licensed from ami")
    {
        Family::Ami
    } else if vendor.contains("insyde") || starts_with_word(&vendor, "valve") {
        Family::Insyde
    } else if vendor.contains("phoenix") || vendor.contains("award software") {
        Family::Phoenix
    } else if vendor.starts_with("intel corp") || vendor == "award bios for intel" {
        Family::Intel
    } else if vendor == "u-boot" {
        Family::UBoot
    } else if ["edk ii", "edk2", "efi development kit", "tianocore", "https://github.com/"]
        .iter()
        .any(|name| vendor.starts_with(name))
        || (maker == "intel" && names.starts_with("ipu"))
        || maker == "sophgo"
    {
        Family::Edk2
    } else if machine.device_tree.is_some() && *machine.reading(Field::BiosVendor) == Reading::NoStructure {
        let of_environment = machine.device_tree.as_ref().is_some_and(DeviceTree::serial_of_u_boot);
        if of_environment { Family::UBootBoard } else { Family::DeviceTree }
    } else {
        Family::Unknown
    }
}

/// Whether the names are those of a server with firmware that takes its values from the FRU: Inspur, Sugon, Suma, H3C.
fn is_fru_server(machine: &Machine) -> bool {
    let text = |field| lower(machine, field);
    let (maker, model) = (text(Field::Manufacturer), text(Field::Model));
    let numbered = |line: &str| {
        model.strip_prefix(line).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
    };
    match maker.split([' ', ',', '.']).find(|word| *word != "new") {
        Some("inspur") => ["nf", "sa", "sn", "ts"].into_iter().any(numbered),
        Some("sugon" | "suma") => text(Field::Family) == "rack",
        Some("h3c") => model.contains("uniserver"),
        _ => false,
    }
}

/// Product lines of HPE that are also sold under the older name HP.
const HPE: [&str; 8] =
    ["proliant", "synergy", "apollo", "edgeline", "superdome", "microserver", "storeeasy", "bladesystem"];

/// Product lines of Lenovo's servers. Their tools differ from those of its notebooks.
const LENOVO_SERVERS: [&str; 7] =
    ["thinksystem", "system x", "thinkserver", "thinkagile", "thinkedge", "nextscale", "flex system"];

fn hp(maker: &str, vendor: &str) -> bool {
    [maker, vendor].into_iter().any(|text| starts_with_word(text, "hp") || text.starts_with("hewlett"))
}

/// Whether the text begins with this word as a whole.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maker_takes_precedence_over_the_firmware_vendor() {
        use Field::{BiosVendor, BiosVersion, BoardManufacturer, Manufacturer, Model, Version};
        let cases: &[(&[(Field, &str)], Family)] = &[
            (&[(BiosVendor, "American Megatrends Inc."), (Manufacturer, "ASRock")], Family::Ami),
            (&[(BiosVendor, "AMI"), (Manufacturer, "AMD Corporation")], Family::Ami),
            (&[(BiosVendor, "FUJITSU // American Megatrends Inc.")], Family::Ami),
            (&[(BiosVendor, "AMIable Systems")], Family::Unknown),
            (&[(BiosVendor, "American Megatrends Inc."), (Manufacturer, "Supermicro")], Family::Supermicro),
            (&[(Manufacturer, "Thomas-Krenn.AG"), (BoardManufacturer, "Supermicro")], Family::Supermicro),
            (&[(BiosVendor, "INSYDE Corp."), (Manufacturer, "HP"), (Model, "HP 250 G8")], Family::Hp),
            (&[(BiosVendor, "Insyde Corp."), (Manufacturer, "Acer")], Family::Insyde),
            (&[(BiosVendor, "Phoenix Technologies, LTD")], Family::Phoenix),
            (&[(BiosVendor, "Dell Inc.         "), (Manufacturer, "Cisco Systems")], Family::Dell),
            (&[(Manufacturer, "HP"), (Model, "ProLiant DL380 Gen9")], Family::Hpe),
            (&[(Manufacturer, "HPE"), (Model, "ProLiant DL380 Gen10")], Family::Hpe),
            (&[(Manufacturer, "Hewlett-Packard"), (Model, "HP Z600 Workstation")], Family::Hp),
            (&[(Manufacturer, "LENOVO"), (Version, "ThinkPad X280")], Family::Lenovo),
            (&[(Manufacturer, "Lenovo"), (Model, "ThinkSystem SR670 V2")], Family::LenovoServer),
            (&[(Manufacturer, "IBM"), (Model, "IBM System x -[7870K4G]-")], Family::LenovoServer),
            (&[(BiosVendor, "coreboot"), (Manufacturer, "LENOVO")], Family::Coreboot),
            (&[(BiosVendor, "3mdeb"), (BiosVersion, "Dasharo (coreboot+UEFI) v1.1.1")], Family::Coreboot),
            (&[(BiosVersion, "Google_Eve.9584.230.0"), (Manufacturer, "Google")], Family::Coreboot),
            (&[(BiosVendor, "Apple Inc."), (Manufacturer, "Apple Inc.")], Family::Apple),
            (&[(BiosVendor, "Intel Corp."), (BiosVersion, "BNKBL357.86A.0050")], Family::Intel),
            (&[(BiosVendor, "Intel Corporation"), (Manufacturer, "LENOVO")], Family::Lenovo),
            (&[(BiosVendor, "U-Boot"), (Manufacturer, "Unknown")], Family::UBoot),
            (
                &[(BiosVendor, "LENOVO"), (Manufacturer, "LENOVO"), (Model, "KaiTian N70z G1d")],
                Family::KaiTian,
            ),
            (
                &[(BiosVendor, "ZD-TECH"), (Manufacturer, "Lenovo"), (Version, "KaiTianM549T")],
                Family::KaiTian,
            ),
            (&[(BiosVendor, "ZD Tech."), (BiosVersion, "KunLun BIOS V4.0")], Family::Kunlun),
            (&[(BiosVendor, "Nangjing Byosoft Co.,LTD"), (Manufacturer, "AZW")], Family::Byosoft),
            (&[(BiosVendor, "Byosoft"), (Manufacturer, "HUAWEI")], Family::Huawei),
            (&[(BiosVendor, "INSYDE Corp."), (Manufacturer, "XFUSION")], Family::Huawei),
            (&[(BiosVendor, "Loongson"), (Manufacturer, "THTF")], Family::Loongson),
            (&[(BiosVendor, "PHYTIUM LTD"), (Model, "D2000")], Family::Phytium),
            (&[(BiosVendor, "EDK II"), (Manufacturer, "Orange Pi")], Family::Edk2),
            (&[(BiosVendor, "https://github.com/pftf/RPi4")], Family::Edk2),
            (
                &[(BiosVendor, "American Megatrends Inc."), (Manufacturer, "Inspur"), (Model, "NF5280M6")],
                Family::BmcServer,
            ),
            (
                &[(Manufacturer, "New H3C Technologies Co., Ltd."), (Model, "H3C UniServer R4900 G3")],
                Family::BmcServer,
            ),
            (&[(BiosVendor, "INSYDE Corp."), (Manufacturer, "Inspur"), (Model, "CE3000F")], Family::Insyde),
            (&[], Family::Unknown),
        ];
        for (fields, family_of) in cases {
            let mut machine = Machine::default();
            for (field, value) in *fields {
                machine = machine.with_value(*field, value);
            }
            assert_eq!(family(&machine), *family_of, "{fields:?}");
        }
    }

    #[test]
    fn a_machine_with_a_bmc_is_a_server_unless_its_maker_has_its_own_family() {
        for (vendor, with_bmc) in [
            ("American Megatrends Inc.", Family::BmcServer),
            ("INSYDE Corp.", Family::BmcServer),
            ("coreboot", Family::BmcServer),
            ("Dell Inc.", Family::Dell),
            ("Loongson", Family::Loongson),
        ] {
            let machine =
                Machine { has_bmc: true, ..Machine::default() }.with_value(Field::BiosVendor, vendor);
            assert_eq!(family(&machine), with_bmc, "{vendor}");
        }
    }
}
