//! Families of fillers, tested on values that were in no list when the rules were written: fillers, and genuine values.

use super::{FindingKind, Verdict, judge_text};
use crate::machine::Field;

/// Values that are refused, with the kind of the finding.
const FILLERS: [(Field, FindingKind, &[&str]); 43] = [
    (
        Field::Serial,
        FindingKind::ToBeFilled,
        &[
            "O E M",
            "TBFBOEM",
            "To Be Fillled By O.E.M.",
            "Put your serial number here",
            "TODO",
            "placeholder",
        ],
    ),
    (Field::Model, FindingKind::ToBeFilled, &["Enter the machine type an", "Please change product name"]),
    (
        Field::Serial,
        FindingKind::FieldName,
        &["Sytem Serial Number", "System Serail Number", "4242-SERVICE_TAG", "ACME SERIAL NUMBER"],
    ),
    (
        Field::Model,
        FindingKind::FieldName,
        &["System Product .ame", "System Prodcut Name", "Sytem Product Name", "Machine Type"],
    ),
    (
        Field::Manufacturer,
        FindingKind::FieldName,
        &["Sytem manufacturer", "System manufactuer", "Vendor Name"],
    ),
    (
        Field::Serial,
        FindingKind::TestWord,
        &["Testserial", "SAMPLE-0001", "fake", "zxcvbnm", "asdf1234", "qwertyuiop"],
    ),
    (
        Field::Serial,
        FindingKind::Counting,
        &[
            "112233445566",
            "111222333",
            "010203040506",
            "123-1234-123",
            "1234567890ABC",
            "SN12345",
            "S123456",
            "ABC-123",
            "AABBCCDDEEFF",
        ],
    ),
    (
        Field::Serial,
        FindingKind::Repeated,
        &["YYYYMMDDNNNN", "YYWWSSSS", "PF0XXXXX", "C02XXXXXXXXX", "AAAA-BBBB"],
    ),
    (Field::Serial, FindingKind::Punctuation, &["C02***", "12?????9"]),
    (Field::Model, FindingKind::Repeated, &["PPPPP-CCC#MMMMMMMM", "qqqq", "FFFF"]),
    (Field::Manufacturer, FindingKind::Repeated, &["AAAA"]),
    (Field::Manufacturer, FindingKind::Counting, &["1234", "`1234"]),
    (Field::Manufacturer, FindingKind::Punctuation, &["&#er          &&"]),
    (
        Field::Manufacturer,
        FindingKind::VendorFiller,
        &["Self-built", "Home-Build", "DIY", "Modified by someone"],
    ),
    (Field::Model, FindingKind::VendorFiller, &["Modified by dsanke", "powered by premamod.com"]),
    (Field::Model, FindingKind::SeenOften, &["Intel", "PEGATRON", "Acer, Inc."]),
    (Field::Model, FindingKind::FirmwareVendor, &["Pineview-D", "MONTEVINA BOARD", "Purley"]),
    (
        Field::Model,
        FindingKind::FirmwareVendor,
        &["G33+ICH9", "Intel G41/ICH7", "Cantiga & ICH9M Chipset", "865GV-ICH5"],
    ),
    (
        Field::Model,
        FindingKind::FirmwareVendor,
        &["nForce", "nVidia-nForce2", "PhoenixAward", "Reference Design"],
    ),
    (
        Field::Model,
        FindingKind::TestWord,
        &["PROTO-1", "EVT1", "DVT2", "PVT", "Prototype", "DVT build", "admin"],
    ),
    (Field::Serial, FindingKind::TestWord, &["EVT-01", "DVT0012", "PROTO01", "qweqwe", "1qaz2wsx", "qwe123"]),
    (
        Field::Manufacturer,
        FindingKind::TestWord,
        &["admin", "owner", "John Doe", "www.example.com", "azerty"],
    ),
    (
        Field::Model,
        FindingKind::VendorFiller,
        &["Spare", "SPARE PART", "Custom Build", "Refurbished", "My Computer", "DIY PC"],
    ),
    (
        Field::Model,
        FindingKind::VendorFiller,
        &["v1.0", "REV:1.2A", "Version 2", "12/31/2010", "2019-01-01", ".MFG_IN_GO"],
    ),
    (
        Field::Model,
        FindingKind::FormFactor,
        &["Machine", "2-in-1", "Mini-ITX", "1U Server", "PC Stick", "Rack Mount Chassis"],
    ),
    (Field::Model, FindingKind::Counting, &["1234", "123", "0123", "4321", "abcd"]),
    (Field::Model, FindingKind::SeenOften, &["AMD", "IBM PC Compatible"]),
    (
        Field::Model,
        FindingKind::NoValue,
        &["Unnamed", "Other", "Various", "Desconocido", "неизвестно", "不明", "알 수 없음"],
    ),
    (Field::Model, FindingKind::ToBeFilled, &["To be confirmed", "TBC", "Pending"]),
    (Field::Model, FindingKind::BuildToken, &["&lt;unknown&gt;", "\\x20", "Type1 - SKU0"]),
    (
        Field::Serial,
        FindingKind::NoValue,
        &["REDACTED", "[removed]", "nothing", "kein", "нет", "无编号", "não informado"],
    ),
    (
        Field::Serial,
        FindingKind::FieldName,
        &["Seriennummer", "Número de série", "シリアル番号", "序號", "серийный номер"],
    ),
    (
        Field::Serial,
        FindingKind::Counting,
        &["0001", "SN0001", "SERIAL-001", "000000000A", "10000", "OEM123456", "321"],
    ),
    (Field::Serial, FindingKind::Repeated, &["XXXX1234", "0x0"]),
    (Field::Serial, FindingKind::VendorFiller, &["Lenovo", "VMware", "BSN", "V1.0", "2015-01-02", "RMA"]),
    (Field::Serial, FindingKind::BadText, &["=cmd|'/c calc'!A1", "7Q<b>X2", "锟斤拷", "AB12=CD"]),
    (
        Field::Manufacturer,
        FindingKind::BadText,
        &["A37661EC1H9B1005", "2012", "=SUM(A1)", "20597_21199_H55MS2H_PCF"],
    ),
    (
        Field::Manufacturer,
        FindingKind::VendorFiller,
        &["BIOSQA@163.com", "White Label", "My Company", "V1.0", "V1"],
    ),
    (Field::Manufacturer, FindingKind::NoValue, &["Computer Corporation", "Unbranded", "未知厂商"]),
    (Field::Manufacturer, FindingKind::FirmwareVendor, &["coreboot", "KBL", "EFI Development Kit II / OVMF"]),
    (Field::Manufacturer, FindingKind::FormFactor, &["Machine", "PCSTICK"]),
    (Field::Manufacturer, FindingKind::FieldName, &["Hersteller", "製造商", "Fabricante"]),
    (Field::BoardModel, FindingKind::VendorFiller, &["rev1.0"]),
];

/// Genuine values that resemble one of the families.
const GENUINE: [(Field, &[&str]); 3] = [
    (
        Field::Serial,
        &[
            "YD012345",
            "FVFXXXXHQ6L4",
            "S/N 12XK90",
            "Serial Number 12345ABC",
            "2UA1234567",
            "LXRKA02001234567",
            "TESTA1B2C3",
            "20120514",
            "W89211XX5PB",
            "..CN717035A80217.",
            "M80-BA001800123",
            "0000-0014-9872-1234-5678-9012-34",
            "PVT1A2B3C4",
            "AB123456",
            "1001",
            "10086",
            "R00000001",
            "04947543",
            "20150102",
            "LENOVO-7G3X",
            "SNX10-0001A",
            "ds=nocloud;s=http://10.0.0.7/",
            "S/N 7Q+4/2",
        ],
    ),
    (
        Field::Model,
        &[
            "eMachine",
            "System x3650 M4",
            "HP System Board",
            "Enterprise Server 4",
            "BRN-HXX",
            "KLVL-WXXW",
            "1111",
            "FFF7",
            "X99",
            "Sample Lab 3000",
            "Machine Book",
            "ERC410M...............",
            "NHxxRZQ",
            "IP35    (Intel P35+ICH9/R)",
            "IP35 PRO(P35+ICH9R)",
            "AG8 (Intel Grantsdale-ICH6R)",
            "OEM G41 775 ICH7 8712",
            "Koloe G41 + ICH6 Series",
            "901",
            "101",
            "V3",
            "V14",
            "0DVT6M",
            "570x DVT3",
            "Machenike DT Computer",
            "MicroPC",
            "ITX-N29 VER:1.3",
            "H67SL_VER1.2A",
            "MODEL 2.0 Plus",
            "NVIDIA Jetson Xavier NX Developer Kit",
            "Blade",
            "Mini",
            "+41 44 908 38 38",
            "Serval WS",
            "未来人类 X5",
            "无界 14",
        ],
    ),
    (
        Field::Manufacturer,
        &[
            "OEGStone",
            "One Education",
            "Noname Labs GmbH",
            "Testo SE",
            "Companion Ltd",
            "AAA",
            "3COM",
            "MotherBoard By ZOTAC",
            "PC Specialist",
            "未来人类",
            "MUSTEK6376MST6376",
            "raspberrypi,400",
            "http://www.abit.com.tw/",
            "ICL",
            "ADL",
            "Compumax Computer S.A.S.",
            "One Spare Ltd",
            "Hanns.G",
            "105B",
        ],
    ),
];

#[test]
fn families_refuse_unlisted_fillers() {
    let mut wrong = Vec::new();
    for (field, kind, values) in FILLERS {
        for value in values {
            let (verdict, found) = judge_text(field, value);
            if found != Some(kind) {
                wrong.push(format!("{field:?} {value:?}: {verdict:?} {found:?}, not {kind:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn families_accept_genuine_values_that_resemble_them() {
    let mut wrong = Vec::new();
    for (field, values) in GENUINE {
        for value in values {
            let judged = judge_text(field, value);
            if judged != (Verdict::Ok, None) {
                wrong.push(format!("{field:?} {value:?}: {judged:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
