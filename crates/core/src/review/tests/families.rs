//! The families of fillers: fillers of each family, and genuine values that resemble them.

use super::*;

fn kinds(field: Field, kind: FindingKind, values: &[&str]) {
    for value in values {
        let (verdict, found) = judge_text(field, value);
        assert_eq!(found, Some(kind), "{field:?} {value:?} ({verdict:?})");
        assert_ne!(verdict, Verdict::Ok, "{field:?} {value:?}");
    }
}

fn fine(field: Field, values: &[&str]) {
    for value in values {
        assert_eq!(judge_text(field, value), (Verdict::Ok, None), "{field:?} {value:?}");
    }
}

#[test]
fn filler_phrases_are_refused_in_any_spelling() {
    let to_be = [
        "To Be Filled By O.E.M.",
        "to be filled by O.E.M",
        "To be filled by Intel",
        "TOBEFILLEDBYO.E.M.",
        "TBD by ODM",
        "Chassis Manufacturer to be Filled by O.E.M.",
        "To Be Defined By O.E.M",
        "Fill By OEM",
        "OEM",
        "O.E.M.",
        "OEM_Serial",
        "OEM Chassis Manufacturer",
        "To be set by OEM",
        "Ｔｏ ｂｅ ｆｉｌｌｅｄ ｂｙ Ｏ．Ｅ．Ｍ．",
        "To  be\u{a0}filled by O.E.M.",
        "Please change product name",
        "待填写",
    ];
    let default = [
        "Default string",
        "DEFAULT_STRING",
        "Default String",
        "OEM Default string000",
        "default",
        "Default Serial Number",
        "VIA Technologies Ltd. (Default)",
    ];
    let names = [
        "System Product Name",
        "SYSTEM_MANUFACTURER",
        "SystemSerialNumb",
        "System manufacter",
        "stem manufacturer",
        "Base Board Serial Number",
        "Chassis Manufactture",
        "Product Name",
        "Serial",
        "Mainboard",
        "System Enclosure Manufacter",
        "Serial Number xxxxxx",
        "Board Serial No.",
    ];
    let none = [
        "None",
        "N/A",
        "n.a.",
        "NA",
        "Unknown",
        "Unknow",
        "Not Available",
        "NotSupport",
        "No Enclosure",
        "(null string)",
        "[Empty]",
        "Unspecified System Serial Number",
        "not yet assigned",
        "未知",
    ];
    let tokens = [
        "$(SERIAL)",
        "${PRODUCT}",
        "<cut out>",
        "SmbiosType1_SystemProductName",
        "DmiChassisMfgName",
        "Type2 - Board Product Name1",
        "OEM_Define1",
    ];
    for field in
        [Field::Manufacturer, Field::Model, Field::Serial, Field::BoardSerial, Field::ChassisManufacturer]
    {
        kinds(field, FindingKind::ToBeFilled, &to_be);
        kinds(field, FindingKind::DefaultString, &default);
        kinds(field, FindingKind::FieldName, &names);
        kinds(field, FindingKind::NoValue, &none);
        kinds(field, FindingKind::BuildToken, &tokens);
        kinds(field, FindingKind::Punctuation, &["...", "' '", "_", "--------", "?", "*", "。。。"]);
        kinds(field, FindingKind::VendorFiller, &["INVALID", "Standard", "Invalid Serial Number"]);
        kinds(
            field,
            FindingKind::TestWord,
            &["Test", "dummy serial", "Engineering Sample", "test123", "EVAL"],
        );
    }
}

#[test]
fn filler_shapes_are_refused() {
    let counting = [
        "0123456789",
        "1234567890",
        "123456789000",
        "12345",
        "9876543210",
        "SN-1234567890",
        "NB-0123456789",
        "SN-12345",
        "BSN12345678901234567",
        "#A123456789",
        "abcdefg",
        "ABCDEFGHIJKLM",
        "0123456789ABCDEF",
        "1ABCDEF",
        "ABCD1234",
        "1A2B3C4D",
    ];
    kinds(Field::Serial, FindingKind::Counting, &counting);
    let repeated = [
        "00",
        "0 0",
        "XX",
        "00000000",
        "XXXXXXX",
        ".XXXXXXX.XXXXXXXXXXXXXX.",
        "0x00000000",
        "SSSSSSSS",
        "4242",
        "0xFFFFFFFF",
        "SN0000000",
        "1212121212",
        "abcabcabc",
        "01010101",
    ];
    kinds(Field::Serial, FindingKind::Repeated, &repeated);
    kinds(Field::Model, FindingKind::Repeated, &["XXXXXX", "00", "00000000", "2222222", "PPPPPPPPPP"]);
    kinds(Field::Model, FindingKind::Counting, &["12345", "1234567890", "SAMSUNG_NP1234567890"]);
    kinds(Field::Serial, FindingKind::VendorFiller, &["Tulip Computers", "Notebook PC"]);
}

#[test]
fn one_or_two_characters_are_too_short_and_not_a_repetition() {
    for field in [Field::Serial, Field::BoardSerial, Field::ChassisSerial] {
        kinds(field, FindingKind::TooShort, &["-64", "0", "7", "-1", "A7", "4-2", "#9", "x1"]);
    }
    for field in [Field::Manufacturer, Field::Model, Field::BoardModel, Field::ChassisAssetTag] {
        kinds(field, FindingKind::TooShort, &["0", "x", "-7"]);
    }
    assert_eq!(judge_text(Field::Model, "X1"), (Verdict::Ok, None), "a model may have two characters");
    assert_eq!(judge_text(Field::Serial, "7A2").0, Verdict::Ok);
    assert_eq!(judge_text(Field::Serial, "编号7A2K9").0, Verdict::Ok, "letters beyond ASCII are no signs");
    let bad_text = (Verdict::Malformed, Some(FindingKind::BadText));
    assert_eq!(judge_text(Field::Serial, "<OUT OF SPEC>"), bad_text);
    assert_eq!(judge_text(Field::BoardAssetTag, "Asset-7731").1, Some(FindingKind::FieldName));
    assert_eq!(judge_text(Field::BoardAssetTag, "7731"), (Verdict::Ok, None));
    let kind = serde_json::to_value(FindingKind::TooShort).ok();
    assert_eq!(kind, Some("too-short".into()));
}

#[test]
fn names_that_identify_no_maker_or_model_are_refused() {
    kinds(
        Field::Manufacturer,
        FindingKind::FormFactor,
        &["Notebook", "Fanless Mini PC", "Platform", "miniPC"],
    );
    kinds(
        Field::Manufacturer,
        FindingKind::FirmwareVendor,
        &["American Megatrends Inc.", "INSYDE", "Insyde Corp.", "PhoenixAward", "Phoenix/SiS"],
    );
    kinds(Field::Model, FindingKind::FormFactor, &["All Series", "Mini PC", "NoteBook", "Portable PC"]);
    kinds(
        Field::Model,
        FindingKind::FirmwareVendor,
        &[
            "Aptio CRB",
            "BayTrail",
            "Cherry Trail CR",
            "CHERRYVIEW D1 PLATFORM",
            "Emerald Lake 2",
            "Calistoga & ICH7M Chipset",
            "JSL MRD",
        ],
    );
    assert_eq!(judge_text(Field::Manufacturer, "Notebook").0, Verdict::Placeholder);
    assert_eq!(judge_text(Field::Model, "Super Server"), (Verdict::Shared, Some(FindingKind::VendorFiller)));
    assert_eq!(judge_text(Field::BoardModel, "LNVNB161216"), (Verdict::Shared, Some(FindingKind::SeenOften)));
}

#[test]
fn unusual_genuine_values_pass() {
    fine(
        Field::Serial,
        &[
            "VMware-56 4d e2 c3 c3 c0 e1 e2-46 22 55 4d c5 eb 6b a1",
            "3135-4298-3414-7021-8716-7514-85",
            "9000116105",
            "PC16ANHL",
            "BEN03",
            "GXRXYJJ",
            "24863556133430",
            "pm9z9m8g-317t-0738-mpz6-088126m8754z",
            "BR80G1234567",
            "L05233301I666598",
        ],
    );
    fine(
        Field::BoardSerial,
        &["..CN717035A80217.", "/D0JHP72/CN1296364600B8/", "..00140502455346.", ".D8XD62J.CN4864363E7491."],
    );
    fine(
        Field::Manufacturer,
        &[
            "System76",
            "System76, Inc.",
            "Intel(R) Client Systems",
            "Puget Systems",
            "HCL Infosystems Limited",
            "Intel OEM",
            "Standard Computers Ltd",
            "Motherboard by ZOTAC",
            "NTT SYSTEM",
            "T-Platforms",
            "联想",
            "世恒",
            "Sun Microsystems",
            "HP",
            "MSI",
        ],
    );
    fine(
        Field::Model,
        &[
            "ThinkSystem SR650",
            "Standard PC (Q35 + ICH9, 2009)",
            "OEM-R 720xd",
            "世恒TD120A2",
            "A0000001",
            "HP Laptop 15-da0xxx",
            "SG",
            "SER",
            "XO",
            "Virtual Machine",
            "VMware Virtual Platform",
            "X541NA",
            "Dell System XPS L502X",
            "HP Notebook",
            "-[86494jg]-",
            "350V5C/350V5X/350V4C/350V4X/351V5C/351V5X/351V4C/351V4X/3540VC/3540VX/3440VC/3440VX",
        ],
    );
    fine(
        Field::BoardModel,
        &[
            "1998",
            "3397",
            "8079",
            "OEM G41 775 ICH7 8712",
            "Netboard A20",
            "GLO-GXXX-PCB",
            "440BX Desktop Reference Platform",
        ],
    );
    fine(
        Field::Uuid,
        &[
            "00000000-0000-0000-0000-002590EB9628",
            "4C4C4544-0035-4B10-8032-B3C04F313358",
            "0001D932-0BE0-3935-4E78-65E165664273",
            "5d33f1d4-5b77-4d26-b22a-76ffcc26d275",
            "58585858-5858-3348-3643-4D4B32353337",
        ],
    );
}

#[test]
fn uuids_are_judged_in_both_byte_orders() {
    for uuid in
        ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "Not Settable"]
    {
        assert_eq!(
            judge_text(Field::Uuid, uuid),
            (Verdict::Blank, Some(FindingKind::UuidTemplate)),
            "{uuid}"
        );
    }
    for uuid in [
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "00010203-0405-0607-0809-0A0B0C0D0E0F",
        "03020100-0504-0706-0809-0A0B0C0D0E0F",
        "12345678-1234-5678-90AB-CDDEEFAABBCC",
        "78563412-3412-7856-90AB-CDDEEFAABBCC",
        "11111111-2222-3333-4444-555555555555",
        "DEADBEEF-DEAD-BEEF-DEAD-BEEFDEADBEEF",
        "0A0A0A0A-0A0A-0A0A-0A0A-0A0A0A0A0A0A",
        "00000000-0000-0000-0000-000000080000",
        "4C4C4544-0000-2010-8020-80C04F202020",
        "4C4C4544-0000-0010-8000-00C04F000000",
        "44454C4C-0000-1020-8020-80C04F202020",
        "6AB5B300-538D-1014-9FB5-B0684D007B53",
        "01234567-89AB-CDEF-0123-456789ABCDEF",
    ] {
        assert_eq!(
            judge_text(Field::Uuid, uuid),
            (Verdict::Placeholder, Some(FindingKind::UuidTemplate)),
            "{uuid}"
        );
    }
    assert_eq!(
        judge_text(Field::Uuid, "032E02B4-0499-0533-A106-940700080009"),
        (Verdict::Shared, Some(FindingKind::SeenOften))
    );
    assert_eq!(judge_text(Field::Uuid, "2E-not-a-uuid-7F").0, Verdict::Malformed);
}
