//! The limits in the rules: values at a limit are refused, their neighbours beyond it pass.

use super::{FindingKind, Verdict, judge_text};
use crate::machine::Field;

/// A rule with a limit.
struct Limit {
    rule: &'static str,
    field: Field,
    kind: FindingKind,
    refused: &'static [&'static str],
    pass: &'static [&'static str],
}

const fn limit(
    rule: &'static str,
    field: Field,
    kind: FindingKind,
    refused: &'static [&'static str],
    pass: &'static [&'static str],
) -> Limit {
    Limit { rule, field, kind, refused, pass }
}

const REPETITION: [Limit; 13] = [
    limit(
        "a group of at most five characters determines five more",
        Field::Serial,
        FindingKind::Repeated,
        &["ABABABA", "ABCABCAB", "AB7CDAB7CD"],
        &["ABABAB", "ABCABCA", "AB7CDAB7C", "AB7CDEAB7CDE"],
    ),
    limit(
        "in a name, it determines six more",
        Field::Model,
        FindingKind::Repeated,
        &["ABABABAB"],
        &["ABABABA"],
    ),
    limit(
        "in a tag too",
        Field::ChassisAssetTag,
        FindingKind::Repeated,
        &["77", "ABABABAB"],
        &["ABABABA", "A7"],
    ),
    limit(
        "a name of one digit has five of them",
        Field::Model,
        FindingKind::Repeated,
        &["22222", "XX", "00"],
        &["2222"],
    ),
    limit("only 0 and 1, six of them", Field::Serial, FindingKind::Repeated, &["010110"], &["01011"]),
    limit(
        "up to four letters, then at least five zeros",
        Field::Serial,
        FindingKind::Repeated,
        &["QWRT00000"],
        &["QWRTP00000", "QWRT0000"],
    ),
    limit(
        "x fills half of the value, at least four places",
        Field::Serial,
        FindingKind::Repeated,
        &["XXXX7Q2W", "7Q2WXXXX"],
        &["XXXX7Q2W8", "7Q2W8XXXX", "XXX7Q2", "7Q2XXX"],
    ),
    limit(
        "runs of letters, six in all",
        Field::Serial,
        FindingKind::Repeated,
        &["YYWWSS"],
        &["AABBB", "AAABBC"],
    ),
    limit("after 0x, one digit alone", Field::Serial, FindingKind::Repeated, &["0x0"], &["0X7K91M24"]),
    limit(
        "a version of one character has six of them",
        Field::Version,
        FindingKind::Repeated,
        &["000000"],
        &["00000", "0", "0x00000000", "YYWWSS"],
    ),
    limit(
        "at most two letters among four marks",
        Field::Manufacturer,
        FindingKind::Punctuation,
        &["&#er &&"],
        &["&#er &", "&#err &&"],
    ),
    limit(
        "marks replace a part of a tag, but not of a name or a version",
        Field::ChassisAssetTag,
        FindingKind::Punctuation,
        &["C02***", "C02###", "C02???"],
        &["C02**"],
    ),
    limit(
        "marks alone are no version",
        Field::Version,
        FindingKind::Punctuation,
        &["---"],
        &["C02***", "--- 7 ---"],
    ),
];

const COUNTING: [Limit; 11] = [
    limit(
        "a count alone: five, or three from its start",
        Field::Serial,
        FindingKind::Counting,
        &["45678", "987", "ZYX"],
        &["4567", "876", "BCD"],
    ),
    limit(
        "a count after other characters: six or seven",
        Field::Serial,
        FindingKind::Counting,
        &["7Q2345678", "ABC2345678", "7BCDEFG", "Q123456"],
        &["7Q234567", "A7Q2345678", "7BCDEF", "77BCDEFG", "Q234567", "Q12345", "7123456", "QX123456"],
    ),
    limit(
        "a count from its start in the last word: five, after twelve characters",
        Field::Serial,
        FindingKind::Counting,
        &["7Q-12345", "Q7W8R4T2P9KL-12345"],
        &["7Q-1234", "7Q-45678", "Q7W8R4T2P9KLM-12345"],
    ),
    limit(
        "a count at the beginning: nine, most of the value",
        Field::Serial,
        FindingKind::Counting,
        &["123456789Q", "123456789QW7RT4Y2"],
        &["12345678Q7", "123456789QW7RT4Y2P", "234567892QW"],
    ),
    limit(
        "a count in groups",
        Field::Serial,
        FindingKind::Counting,
        &["112233", "223344", "01020304", "00010203", "123-123"],
        &["11223", "111222", "1122333", "113355", "010203", "02030405", "12-123", "234-234"],
    ),
    limit(
        "letters and digits in turn: six",
        Field::Serial,
        FindingKind::Counting,
        &["1A2B3C"],
        &["1A2B3", "2A3B4C"],
    ),
    limit("zeros after a count of five", Field::Serial, FindingKind::Counting, &["1234500"], &["123400"]),
    limit(
        "the first number of a count",
        Field::Serial,
        FindingKind::Counting,
        &["00A", "SN-001", "10000"],
        &["XY001", "1000", "01000"],
    ),
    limit(
        "a count in a name: seven, five from its start, eight after letters",
        Field::Model,
        FindingKind::Counting,
        &["2345678", "98765", "QX23456789", "1A2B3C4"],
        &["234567", "9876", "87654", "QX2345678", "Q7X23456789", "1A2B3C"],
    ),
    limit("three digits are no maker", Field::Manufacturer, FindingKind::Counting, &["987"], &["ZYX"]),
    limit(
        "a count as a version: seven, or five from one",
        Field::Version,
        FindingKind::Counting,
        &["2345678", "12345"],
        &["234567", "Q2345678", "1234"],
    ),
];

const NAMES: [Limit; 10] = [
    limit(
        "half of twelve characters of a maker are digits",
        Field::Manufacturer,
        FindingKind::BadText,
        &["QWRTPL481973", "98", "876", "Mainboard 481973"],
        &["QWRTP481973", "QWRTPLK48197", "Mainboard 48197"],
    ),
    limit(
        "a version of two to four parts, or with a name",
        Field::Model,
        FindingKind::VendorFiller,
        &["v1.2", "7.2", "7.2.7.2", "7.23", "ver 3", "Rev A"],
        &["7.2.7.2.7", "7.234", "Rev", "Rev AB", "Gx 3"],
    ),
    limit(
        "a date with a year",
        Field::Model,
        FindingKind::VendorFiller,
        &["1/1/1980", "1/1/2099", "31/12/2010", "2019-31-12", "12/31/10"],
        &[
            "1/1/1979",
            "1/1/2100",
            "32/12/2010",
            "13/13/2010",
            "012/1/2010",
            "2019-13-13",
            "12-31-10",
            "31/31/10",
            "12/31/100",
        ],
    ),
    limit(
        "a stage with at most four digits",
        Field::Model,
        FindingKind::TestWord,
        &["EVT1234", "EVT 1234"],
        &["EVT12345", "EVT 12345"],
    ),
    limit(
        "a code name with at most two characters, or a chipset",
        Field::Model,
        FindingKind::FirmwareVendor,
        &["Skylake D1", "SkylakeICH123"],
        &["Skylake D12", "SkylakeICH1234"],
    ),
    limit(
        "chips have two to four digits, and at most three letters behind them",
        Field::Model,
        FindingKind::FirmwareVendor,
        &["G41 ICH7", "G4123 ICH7", "G41ABC ICH7", "41 ICH7", "HM76 PCH"],
        &["G4 ICH7", "G41234 ICH7", "G41ABCD ICH7", "Y41 ICH7", "ICH7", "G41 ICHX", "G41 G43"],
    ),
    limit(
        "one is part of a form within all in one",
        Field::Model,
        FindingKind::FormFactor,
        &["All in One", "All in One PC"],
        &["One PC", "One in One PC"],
    ),
    limit(
        "a country is no maker",
        Field::Manufacturer,
        FindingKind::VendorFiller,
        &["China", "Made in China"],
        &["China Zarplon"],
    ),
    limit(
        "a row of the keyboard: five, four from its start, three twice, three with three digits",
        Field::Serial,
        FindingKind::TestWord,
        &["werty", "qwer", "asdf", "werwer", "sdfgsdfg", "qwe123"],
        &["wert", "sdfg", "qweqw", "qwtqwt", "qwe12", "qwe321", "xqz123"],
    ),
    limit("a column of the keyboard: six", Field::Serial, FindingKind::TestWord, &["1qaz2w"], &["1qaz2"]),
];

const PHRASES: [Limit; 13] = [
    limit(
        "at most eight words",
        Field::Model,
        FindingKind::FieldName,
        &["System Serial Number System Serial Number System Serial"],
        &["System Serial Number System Serial Number System Serial Number"],
    ),
    limit(
        "two digits after two words, or crosses after one",
        Field::Model,
        FindingKind::FieldName,
        &["System Model 80", "System Model xx", "System Model x0", "Model xx"],
        &["Model 80", "System Model 800", "System Model x"],
    ),
    limit(
        "four digits after a word for a test",
        Field::Model,
        FindingKind::TestWord,
        &["Test 1", "Test 1234"],
        &["Test 12345"],
    ),
    limit(
        "a template's number has two digits",
        Field::Model,
        FindingKind::BuildToken,
        &[
            "Type1 SKU12",
            "Type1 SKU0 Modle",
            "SerNum12",
            "SerialNumber12",
            "Dmi System Model",
            "Smbios System",
        ],
        &["Type1 SKU123", "Type1 Modle", "SKU12", "SerNum123", "SerialNumber123", "Dmi QXL"],
    ),
    limit(
        "a word that is cut short has four letters",
        Field::Model,
        FindingKind::FieldName,
        &["Seri", "stem", "manufacxy"],
        &["Ser", "tem", "manufacx"],
    ),
    limit(
        "a misspelt word of six letters needs another word",
        Field::Model,
        FindingKind::FieldName,
        &["Serial Numbre", "Seriel Number"],
        &["Seriel", "System Typ", "Board Tpye", "System Serial Nmbr"],
    ),
    limit(
        "one misspelt word",
        Field::Model,
        FindingKind::FieldName,
        &["System Serial Numbre"],
        &["System Seriel Numbre"],
    ),
    limit(
        "a misspelt word after a modifier and a word for the field",
        Field::Model,
        FindingKind::DefaultString,
        &["Default Serial Numbre"],
        &["Default Numbre Serial"],
    ),
    limit(
        "a word for a field of four letters, joined with a modifier",
        Field::Model,
        FindingKind::TestWord,
        &["Testserial", "Testname"],
        &["Testnam", "Testser", "Mymodel"],
    ),
    limit(
        "joined words of at most 48 letters",
        Field::Model,
        FindingKind::FieldName,
        &["serialserial", "serialserialserialserialserialserialserialserial"],
        &["serialserialserialserialserialserialserialserials"],
    ),
    limit("one letter a word", Field::Model, FindingKind::ToBeFilled, &["O E M", "TBD"], &["O E X"]),
    limit(
        "a token is enclosed",
        Field::Model,
        FindingKind::BuildToken,
        &["%x%", "&7Q;", "{{7Q", "@@7Q", "<7Q>"],
        &["%7Q", "&7Q", "<7Q", "@7Q"],
    ),
    limit(
        "an instruction has two words and what they are about",
        Field::Model,
        FindingKind::ToBeFilled,
        &["Enter the name", "To be Q", "Tobeoem", "Tobeby7"],
        &["Enter Zarplon name", "To be", "To Zar be", "Tobeq"],
    ),
];

const UUIDS: [Limit; 3] = [
    limit(
        "thirteen bytes 00 or FF",
        Field::Uuid,
        FindingKind::UuidTemplate,
        &["00000000-0000-0000-0000-0000007b2cde", "ffffffff-ffff-ffff-ffff-ffffff7b2cde"],
        &["00000000-0000-0000-0000-00005e7b2cde", "ffffffff-ffff-ffff-ffff-ffff5e7b2cde"],
    ),
    limit(
        "bytes or digits count through the whole UUID, or in each group",
        Field::Uuid,
        FindingKind::UuidTemplate,
        &[
            "00112233-4455-6677-8899-aabbccddeeff",
            "ffeeddcc-bbaa-9988-7766-554433221100",
            "0f0e0d0c-0b0a-0908-0706-050403020100",
            "78563412-1290-5634-7890-123456789012",
            "12345678-1234-1234-1234-123456789012",
            "23456789-3456-5678-1234-345678901234",
        ],
        &["23456789-3456-5678-1234-345678901235", "12345678-1234-1234-1234-123456789013"],
    ),
    limit(
        "every character of Dell's tag is a blank or NUL",
        Field::Uuid,
        FindingKind::UuidTemplate,
        &["4C4C4544-0000-2010-8020-80C04F202020"],
        &["4C4C4544-0000-2010-8020-80C04F202021", "4C4C4544-0031-2010-8020-80C04F202020"],
    ),
];

#[test]
fn each_rule_ends_at_its_limit() {
    let mut wrong = Vec::new();
    let limits = [&REPETITION[..], &COUNTING, &NAMES, &PHRASES, &UUIDS];
    for Limit { rule, field, kind, refused, pass } in limits.into_iter().flatten() {
        for value in *refused {
            let (verdict, found) = judge_text(*field, value);
            if found != Some(*kind) {
                wrong.push(format!("{rule}: {field:?} {value:?}: {verdict:?} {found:?}, not {kind:?}"));
            }
        }
        for value in *pass {
            let judged = judge_text(*field, value);
            if judged != (Verdict::Ok, None) {
                wrong.push(format!("{rule}: {field:?} {value:?}: {judged:?}, not accepted"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
