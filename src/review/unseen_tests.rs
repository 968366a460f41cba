//! Families, for and against, on values that no list of known fillers held when they were written: what a family is for.

use super::{Kind, Verdict, judge_text};
use crate::machine::Field;

/// Each of these is refused for that reason.
const FILLERS: [(Field, Kind, &[&str]); 17] = [
    (
        Field::Serial,
        Kind::ToBeFilled,
        &[
            "O E M",
            "TBFBOEM",
            "To Be Fillled By O.E.M.",
            "Put your serial number here",
            "TODO",
            "placeholder",
        ],
    ),
    (Field::Model, Kind::ToBeFilled, &["Enter the machine type an", "Please change product name"]),
    (
        Field::Serial,
        Kind::FieldName,
        &["Sytem Serial Number", "System Serail Number", "4242-SERVICE_TAG", "ACME SERIAL NUMBER"],
    ),
    (
        Field::Model,
        Kind::FieldName,
        &["System Product .ame", "System Prodcut Name", "Sytem Product Name", "Machine Type"],
    ),
    (Field::Manufacturer, Kind::FieldName, &["Sytem manufacturer", "System manufactuer", "Vendor Name"]),
    (
        Field::Serial,
        Kind::TestWord,
        &["Testserial", "SAMPLE-0001", "fake", "zxcvbnm", "asdf1234", "qwertyuiop"],
    ),
    (
        Field::Serial,
        Kind::Counting,
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
    (Field::Serial, Kind::Repeated, &["YYYYMMDDNNNN", "YYWWSSSS", "PF0XXXXX", "C02XXXXXXXXX", "AAAA-BBBB"]),
    (Field::Serial, Kind::Punctuation, &["C02***", "12?????9"]),
    (Field::Model, Kind::Repeated, &["PPPPP-CCC#MMMMMMMM", "qqqq", "FFFF"]),
    (Field::Manufacturer, Kind::Repeated, &["AAAA"]),
    (Field::Manufacturer, Kind::Counting, &["1234", "`1234"]),
    (Field::Manufacturer, Kind::Punctuation, &["&#er          &&"]),
    (Field::Manufacturer, Kind::VendorFiller, &["Self-built", "Home-Build", "DIY", "Modified by someone"]),
    (Field::Model, Kind::VendorFiller, &["Modified by dsanke", "powered by premamod.com"]),
    (Field::Model, Kind::SeenOften, &["Intel", "PEGATRON", "Acer, Inc."]),
    (Field::Model, Kind::FirmwareVendor, &["Pineview-D", "MONTEVINA BOARD", "Purley"]),
];

/// Genuine values that stand near one of the families.
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
        ],
    ),
];

#[test]
fn families_meet_what_nobody_listed() {
    for (field, kind, values) in FILLERS {
        for value in values {
            let (verdict, found) = judge_text(field, value);
            assert_eq!(found, Some(kind), "{field:?} {value:?} ({verdict:?})");
        }
    }
}

#[test]
fn families_spare_what_is_near_them() {
    for (field, values) in GENUINE {
        for value in values {
            assert_eq!(judge_text(field, value), (Verdict::Ok, None), "{field:?} {value:?}");
        }
    }
}
