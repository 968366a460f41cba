//! Target: a CSV file of license numbers. Each line is read, is a comment, or has a fault. Numbers that are written again are read as the same.

use countersign_core::lang::Lang;
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::date_of;
use countersign_desk::import::{Import, MAX_LINE_BYTES, ReportPlace};
use countersign_desk::sql::{NewNumber, StatedLicense};
use countersign_ledger::Expiry;

use crate::Seed;
use crate::display::check_line;

/// The day of the import.
const TODAY: u16 = 2_517;

/// Reads the input as a file of numbers.
pub fn check(input: &[u8]) {
    let mask = Mask::parse("AA99999999999").unwrap();
    let import = Import::parse(input, &mask, StatedLicense::default(), TODAY);
    let lines = countersign_core::reader::text(input).lines().count();
    assert!(import.good.len() + import.bad.len() + import.repeated <= lines, "more lines than the file has");
    assert!(import.good.iter().all(|(line, _)| (1..=lines).contains(line)));
    assert!(import.good.is_sorted_by(|(one, _), (other, _)| one < other));
    for (_, new) in &import.good {
        let packed = mask.pack(&new.number).expect("a number of the mask");
        assert_eq!(mask.unpack(packed).as_ref(), Some(&new.number));
        assert!(new.license.edition.is_none_or(|edition| edition.0 < 16));
        assert!(!matches!(new.license.expiry, Some(Expiry::On(day)) if day < TODAY));
    }
    for (line, typed, number) in &import.mended {
        check_line("a mended number", typed);
        assert!(import.good.iter().any(|(at, new)| at == line && new.number == *number));
    }
    for bad in &import.bad {
        assert!((1..=lines).contains(&bad.line));
        check_line("a bad line", &bad.text);
        for lang in [Lang::En, Lang::Zh] {
            for place in [ReportPlace::Command, ReportPlace::Page, ReportPlace::Program] {
                check_line("the message about it", &bad.message("AA03220123951", place, lang));
            }
        }
    }
    check_again(&import, &mask);
}

/// Writes the good lines again, with every column, and reads the same numbers.
fn check_again(import: &Import, mask: &Mask) {
    let numbers = import.numbers();
    let lines: Vec<String> = numbers.iter().map(written).collect();
    if lines.iter().any(|line| line.len() > MAX_LINE_BYTES) {
        return;
    }
    let again = Import::parse(lines.join("\n").as_bytes(), mask, StatedLicense::default(), TODAY);
    assert_eq!(again.bad, Vec::new(), "{lines:#?}");
    assert_eq!(again.numbers(), numbers, "{lines:#?}");
    assert_eq!(again.repeated, 0);
}

/// Writes a line with all columns; a part that isn't stated is empty. Each is quoted.
fn written(new: &NewNumber) -> String {
    let StatedLicense { edition, expiry, seats } = new.license;
    let edition = edition.map(|edition| edition.0.to_string()).unwrap_or_default();
    let seats = seats.map(|seats| seats.to_string()).unwrap_or_default();
    let expiry = match expiry {
        None => String::new(),
        Some(Expiry::Never) => "never".to_owned(),
        Some(Expiry::On(day)) => date_of(day),
        Some(Expiry::After(days)) => format!("{days}d"),
    };
    let customer = &new.customer.customer;
    let texts = [
        &customer.organisation,
        &customer.contact,
        &customer.telephone,
        &customer.mail,
        &new.customer.ticket,
    ];
    let columns = [new.number.to_string(), edition, expiry, seats];
    let columns = columns.into_iter().chain(texts.map(|text| guarded(text)));
    let quoted = columns.map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(",")
}

/// Returns a text as the desk exports it: an apostrophe stands before a text that a spreadsheet would interpret as a formula.
fn guarded(text: &str) -> String {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if text.trim_start_matches('\'').starts_with(formula) { format!("'{text}") } else { text.to_owned() }
}

/// Returns files in the forms that spreadsheets, editors and the desk write.
pub fn seeds() -> Vec<Seed> {
    let text = "AA03220123951,1,2027-12-31,2,Acme,Li,+1 555,a@b.example,ORDER-7\nAA03220123952;;365d\n# a comment\n\"AA03220123953\"\t\tnever\n";
    let headed = "License number,Customer,Valid until,Seats\naa-o322o 123954,\"Acme, \"\"Inc.\"\"\",2027/1/5,3\nAA03220123954,,2027年1月5日,4\n";
    let chinese = "许可证,版本,到期,台数,公司\nAA03220123955,2,30天,1,示例公司\n";
    let bad = "AA0322\nAA03220123951,16\nAA03220123952,,2020-01-01\nAA03220123953,,45000\nAA03220123954,,,x\n\"open\nAA03220123951,1,,,,,,,,x\n";
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(chinese.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    [
        ("plain", text.into()),
        ("headed", headed.into()),
        ("chinese", chinese.into()),
        ("bad", bad.into()),
        ("utf16", utf16),
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
    ]
    .map(|(name, bytes): (&str, Vec<u8>)| (name.to_owned(), bytes))
    .to_vec()
}
