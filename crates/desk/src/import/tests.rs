//! Tests of files of license numbers, good and bad.

use std::num::NonZeroU16;

use proptest::prelude::*;

use super::*;
use countersign_core::text::Lang;
use countersign_ledger::Expiry;

fn parse(bytes: &[u8]) -> Import {
    let mask = Mask::parse("AA99999999999").unwrap();
    // The day 2026-11-22.
    Import::parse(bytes, &mask, StatedLicense::default(), 2517)
}

#[test]
fn a_line_without_a_separator_may_have_one_of_a_chinese_keyboard() {
    let text = "AA03220123951，1，永久，3，青岛远洋\nAA03220123952；2；365天；\"甲；乙\"\nAA03220123953,,,2,\"青岛，远洋\"\nAA03220123954,,,2,青岛，远洋\n";
    let import = parse(text.as_bytes());
    assert_eq!(
        import.bad.iter().map(|bad| (bad.line, bad.fault.code())).collect::<Vec<_>>(),
        [(2, "SEATS-MALFORMED")]
    );
    let read = import.good.iter().map(|(_, one)| {
        let license = one.license.for_new();
        (license.expiry, license.seats.get(), one.customer.customer.organisation.as_str())
    });
    assert_eq!(
        read.collect::<Vec<_>>(),
        [(Expiry::Never, 3, "青岛远洋"), (Expiry::Never, 2, "青岛，远洋"), (Expiry::Never, 2, "青岛，远洋")]
    );
}

#[test]
fn a_long_line_is_reported_by_its_beginning() {
    let long = format!("AA03220123951\n{}\nAA03220123952,2{}\n", "x".repeat(8_000_000), " ".repeat(2_000));
    let import = parse(long.as_bytes());
    assert_eq!(import.good.len(), 1);
    let bad: Vec<_> = import.bad.iter().map(|bad| (bad.line, bad.fault.code(), bad.text.len())).collect();
    assert_eq!(
        bad.iter().map(|bad| (bad.0, bad.1)).collect::<Vec<_>>(),
        [(2, "LINE-TOO-LONG"), (3, "LINE-TOO-LONG")]
    );
    assert!(bad.iter().all(|bad| bad.2 < 200), "{bad:?}");
}

#[test]
fn the_line_behind_the_last_that_is_read_is_reported() {
    let text = format!("{}AA03220123951\nAA03220123952\n", "\n".repeat(MAX_LINES - 1));
    let (good, bad) = shape(&parse(text.as_bytes()));
    assert_eq!((good.len(), bad), (1, vec![(1_000_001, "LINES-TOO-MANY")]));
}

type Good = (usize, String, u8, Expiry);

fn shape(import: &Import) -> (Vec<Good>, Vec<(usize, &'static str)>) {
    let good = import.good.iter().map(|(line, NewNumber { number, license, .. })| {
        let license = license.for_new();
        (*line, number.as_str().to_owned(), license.edition.0, license.expiry)
    });
    (good.collect(), import.bad.iter().map(|bad| (bad.line, bad.fault.code())).collect())
}

#[test]
fn bad_lines_are_reported_and_affect_no_good_line() {
    let text = "\u{feff}License number;Edition;Expires\r\n\
        # sold in May\n\
        AA03220123951\n\
        \"aa 0322-0123952\" ; 2\n\
        AA03220123953,\"3\",2030-01-31,,\n\
        AA03220123954\t\t90 # for the fair\n\
        \"AA03220123955,2\n\
        AA03220123956,16\n\
        AA03220123957,2,tomorrow\n\
        AA03220123958,2,0\n\
        AA03220123959,2,30,0\n\
        wrong\n\
        \n\
        AA03220123951\n\
        AA03220123951,7\n\
        AA03220123960";
    let import = parse(text.as_bytes());
    let (good, bad) = shape(&import);
    let number = |at: u32| format!("AA032201239{at}");
    assert_eq!(
        good,
        [
            (3, number(51), 0, Expiry::Never),
            (4, number(52), 2, Expiry::Never),
            (5, number(53), 3, Expiry::On(3683)),
            (6, number(54), 0, Expiry::After(90)),
            (16, number(60), 0, Expiry::Never),
        ]
    );
    let codes = [
        (7, "QUOTE-OPEN"),
        (8, "EDITION-MALFORMED"),
        (9, "EXPIRY-MALFORMED"),
        (10, "EXPIRY-MALFORMED"),
        (11, "SEATS-MALFORMED"),
        (12, "NUMBER-MALFORMED"),
        (15, "NUMBER-TWICE"),
    ];
    assert_eq!(bad, codes);
    assert_eq!((import.repeated, import.bad[6].fault.clone()), (1, LineFault::Twice(3)));
}

#[test]
fn quoted_text_neither_separates_fields_nor_begins_a_comment() {
    let text = "AA03220123951,1,never,1,\"Acme, Suite # 4\",\"Li; \"\"Bo\"\"\" # sold \"in\" May\n\
        \"AA03220123952\";\"1\";\"never\";\"1\";\"Acme, Inc. #2\"\n\
        \"AA03220123953\"\t1\tnever\t1\t\"Acme; Inc.\"\t\"#4, Li\"\n\
        AA03220123954, 1, never, 1, \"Acme, Inc.\" , \"Li\"";
    let import = parse(text.as_bytes());
    assert_eq!(shape(&import).1, []);
    let customers: Vec<[&str; 2]> = import
        .good
        .iter()
        .map(|(_, new)| [new.customer.customer.organisation.as_str(), new.customer.customer.contact.as_str()])
        .collect();
    assert_eq!(
        customers,
        [
            ["Acme, Suite # 4", "Li; \"Bo\""],
            ["Acme, Inc. #2", ""],
            ["Acme; Inc.", "#4, Li"],
            ["Acme, Inc.", "Li"]
        ]
    );
}

#[test]
fn a_first_line_that_is_not_a_heading_is_bad() {
    assert_eq!(shape(&parse(b"wrong\nAA03220123951")).1, [(1, "NUMBER-MALFORMED")]);
    assert_eq!(shape(&parse("许可证号,版本\nAA03220123951".as_bytes())).1, []);
    assert_eq!(shape(&parse(b"AA03220123951\nLicense number\n")).1, [(2, "NUMBER-MALFORMED")]);
}

#[test]
fn other_encodings_are_decoded() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("编号\r\nAA03220123951\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(shape(&parse(&utf16)).0.len(), 1);
    assert_eq!(
        shape(&parse(&utf16[2..])),
        shape(&parse(&utf16)),
        "UTF-16 is recognised without a byte order mark"
    );
    // The heading is in GB18030, as Chinese spreadsheet programs save it.
    let gb = b"\xd0\xed\xbf\xc9\xd6\xa4\xba\xc5,\xb0\xe6\xb1\xbe\r\nAA03220123951,1\r\n";
    let (good, bad) = shape(&parse(gb));
    assert_eq!((good.len(), bad.len()), (1, 0), "{bad:?}");
    let gbk = b"\xb1\xe0\xba\xc5\nAA03220123951\n";
    let (good, bad) = shape(&parse(gbk));
    assert_eq!((good.len(), bad), (1, vec![]), "the heading is read");
}

proptest! {
    #[test]
    fn any_bytes_parse(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        parse(&bytes);
    }

    #[test]
    fn a_good_line_between_any_others_parses(before in "[^\n\r]{0,40}", after in "[^\n\r]{0,40}") {
        let text = format!("x\n{before}\nAA03220123951\n{after}");
        prop_assert!(parse(text.as_bytes()).good.iter().any(|(_, one)| one.number.as_str() == "AA03220123951"));
    }
}

#[test]
fn a_past_day_differs_from_a_malformed_day() {
    let text = "AA03220123951,0,2020-01-01\nAA03220123952,0,2026-11-21\nAA03220123953,0,2026-11-22\n\
        AA03220123954,0,1999-12-31\nAA03220123955,0,2026-13-01\nAA03220123956,0,2026-02-30\n";
    let (good, bad) = shape(&parse(text.as_bytes()));
    assert_eq!(
        good,
        [(3, "AA03220123953".to_owned(), 0, Expiry::On(2517))],
        "a license that ends today is valid"
    );
    let (past, malformed) = ("EXPIRY-PAST", "EXPIRY-MALFORMED");
    assert_eq!(bad, [(1, past), (2, past), (4, past), (5, malformed), (6, malformed)]);
}

#[test]
fn seats_are_in_the_fourth_field_and_a_tenth_field_is_refused() {
    let import = parse(
        b"AA03220123951,2,30,5\nAA03220123952,,,3\nAA03220123953,2,30,5,a,b,c,d,e,x\nAA03220123954,2,30,70000",
    );
    let seats: Vec<u16> = import.good.iter().map(|(_, one)| one.license.for_new().seats.get()).collect();
    assert_eq!(seats, [5, 3]);
    assert_eq!(shape(&import).1, [(3, "FIELDS-TOO-MANY"), (4, "SEATS-MALFORMED")]);
}

#[test]
fn a_too_long_part_of_a_customer_is_an_error_of_its_line() {
    let (fits, long) = ("司".repeat(200), "司".repeat(201));
    let text = format!("AA03220123951,,,,{fits}\nAA03220123952,,,,Acme,{long}\n");
    let import = parse(text.as_bytes());
    assert_eq!(import.good[0].1.customer.customer.organisation, fits);
    assert_eq!(shape(&import).1, [(2, "CUSTOMER-TOO-LONG")]);
    let said = import.bad[0].message("AA03220123951", ReportPlace::Command, Lang::En);
    assert!(said.contains("contact has more than 200 characters"), "{said}");
}

#[test]
fn a_known_number_with_another_license_is_reported_by_line() {
    let mut import = parse(b"AA03220123951,2,2028-01-01\nAA03220123952");
    let there = License { expiry: Expiry::On(2557), ..License::default() };
    let number = import.good[0].1.number.clone();
    import.report_differing(vec![Differing { number, there, refused: None }]);
    assert_eq!((import.good.len(), import.bad.len()), (1, 1));
    let bad = &import.bad[0];
    assert_eq!((bad.line, bad.fault.code()), (1, "LICENSE-DIFFERS"));
    let message = bad.message("AA03220123951", ReportPlace::Command, Lang::En);
    let parts = "another license: edition 0 here, 2 in the file; expiry 2027-01-01 here, 2028-01-01 in the file; 'licenses renew' and 'licenses edit' change it.";
    assert!(message.contains(parts), "{message}");
    for (place, lang, cure) in [
        (
            ReportPlace::Page,
            Lang::En,
            "; tick only \"Update existing numbers\" and import again to change it.",
        ),
        (ReportPlace::Page, Lang::Zh, "；如要修改，请只勾选「按文件修改已有的许可证号」后重新导入。"),
        (ReportPlace::Program, Lang::En, "; way=update changes it."),
        (ReportPlace::Program, Lang::Zh, "；请用 way=update 更改。"),
    ] {
        let message = bad.message("AA03220123951", place, lang);
        assert!(message.contains(cure) && !message.contains("licenses"), "{message}");
    }
}

#[test]
fn a_line_is_compared_only_in_the_parts_that_it_states() {
    let mut import = parse(b"AA03220123951,,,5\n");
    let there = License { edition: Edition(3), expiry: Expiry::On(3287), ..License::default() };
    let number = import.good[0].1.number.clone();
    import.report_differing(vec![Differing { number, there, refused: Some(ActionRefusal::Revoked) }]);
    let message = import.bad[0].message("AA03220123951", ReportPlace::Page, Lang::En);
    let parts = "LICENSE-DIFFERS. The number exists with another license: seats 1 here, 5 in the file. It was not updated. It was revoked";
    assert!(message.contains(parts), "{message}");
}

#[test]
fn an_empty_field_states_nothing() {
    let import =
        parse(b"number,seats,telephone,edition\nAA03220123951,5,,\nAA03220123952\nAA03220123953,,1,0\n");
    let stated: Vec<_> = import.good.iter().map(|(_, one)| one.license).collect();
    let nothing = StatedLicense::default();
    let seats = NonZeroU16::new(5);
    assert_eq!(
        stated,
        [StatedLicense { seats, ..nothing }, nothing, StatedLicense { edition: Some(Edition(0)), ..nothing }]
    );
    // Options of a command state what a line leaves out.
    let mask = Mask::parse("AA99999999999").unwrap();
    let options = StatedLicense { seats: NonZeroU16::new(2), edition: Some(Edition(4)), ..nothing };
    let import = Import::parse(b"AA03220123951,,,5\n", &mask, options, 2517);
    assert_eq!(import.good[0].1.license, StatedLicense { seats, ..options });
}

#[test]
fn a_number_is_repeated_only_by_a_line_that_states_nothing_else() {
    let import = parse(
        b"AA03220123951,2,,5\nAA03220123951,2\nAA03220123951\nAA03220123951,2,never\nAA03220123951,3\n",
    );
    assert_eq!((import.good.len(), import.repeated), (1, 2));
    assert_eq!(shape(&import).1, [(4, "NUMBER-TWICE"), (5, "NUMBER-TWICE")]);
}

#[test]
fn the_guard_of_an_exported_text_is_dropped() {
    let text = "AA03220123951,,,,'=Acme,'＋Li,'+86 10 1234,'@x,'-7\nAA03220123952,,,,'Acme',''+86,'','x'\n";
    let import = parse(text.as_bytes());
    let texts: Vec<_> = import.good.iter().map(|(_, one)| one.customer.texts()).collect();
    assert_eq!(texts, [["=Acme", "＋Li", "+86 10 1234", "@x", "-7"], ["'Acme'", "'+86", "''", "'x'", ""]]);
}

#[test]
fn files_written_by_spreadsheets_are_read() {
    let text = "许可证号,到期日,客户,电话\nAA03220123951,2027/12/31,某公司,010 1234\n,,,\n,,\n\
        AA03220123952,2027年1月5日,,\nAA03220123953,2027.1.5,,\nAA03220123954,31/12/2027,,\n";
    let import = parse(text.as_bytes());
    let expiries: Vec<Expiry> = import.good.iter().map(|(_, one)| one.license.for_new().expiry).collect();
    assert_eq!(expiries, [Expiry::On(2921), Expiry::On(2561), Expiry::On(2561)]);
    assert_eq!(shape(&import).1, [(7, "EXPIRY-MALFORMED")], "an ambiguous date is refused");
    assert_eq!(import.good[0].1.customer.texts(), ["某公司", "", "010 1234", "", ""]);
}

#[test]
fn a_file_with_an_unknown_column_is_refused() {
    let import = parse(b"Number,Seats,Colour\nAA03220123951,5,red\n");
    assert_eq!(shape(&import), (vec![], vec![(1, "COLUMN-UNKNOWN")]));
    for lang in [Lang::En, Lang::Zh] {
        let said = import.bad[0].message("AA03220123951", ReportPlace::Command, lang);
        assert!(
            said.contains("Colour") && (said.contains("organisation") || said.contains("单位")),
            "{said}"
        );
    }
    assert_eq!(shape(&parse(b"Client,Number\nAcme,AA03220123951\n")), (vec![], vec![(1, "COLUMN-UNKNOWN")]));
    assert_eq!(shape(&parse("单位,席位\n甲,5\n".as_bytes())), (vec![], vec![(1, "COLUMN-NO-NUMBER")]));
}

#[test]
fn an_export_of_the_desk_can_be_imported() {
    let text = "product,number,state,edition,expiry,expires,seats,taken,bound,organisation,contact,telephone,mail,ticket\r\n\
        example-os,AA03220123951,bound,2,365d,2027-11-28,5,1,2026-11-28,Acme,,,,T-1\r\n\
        example-os,AA03220123952,unused,0,never,,1,0,,,,,,\r\n";
    let import = parse(text.as_bytes());
    let license = |edition, expiry, seats| License {
        edition: Edition(edition),
        expiry,
        seats: NonZeroU16::new(seats).unwrap(),
    };
    let whole = [license(2, Expiry::After(365), 5), license(0, Expiry::Never, 1)].map(StatedLicense::whole);
    assert_eq!(import.good.iter().map(|(_, one)| one.license).collect::<Vec<_>>(), whole);
    assert_eq!((import.bad.len(), import.good[0].1.customer.texts()[4]), (0, "T-1"));
}

#[test]
fn a_date_serial_of_a_spreadsheet_is_not_a_count_of_days() {
    let import = parse(b"AA03220123951,,46752\nAA03220123952,,36500\nAA03220123953,,70000\nAA03220123954,,2027/12/31 0:00:00\n");
    assert_eq!(shape(&import).1, [(1, "EXPIRY-DAY-NUMBER"), (3, "EXPIRY-DAY-NUMBER")]);
    assert_eq!(import.good[1].1.license.expiry, Some(Expiry::On(2921)));
}

#[test]
fn a_corrected_number_is_reported() {
    let import = parse("AA03220123O51\naa 0322-0123952\nＡＡ03220123953\nAA0322O12395l".as_bytes());
    let mended: Vec<_> =
        import.mended.iter().map(|(line, typed, to)| (*line, typed.as_str(), to.as_str())).collect();
    assert_eq!(mended, [(1, "AA03220123O51", "AA03220123051"), (4, "AA0322O12395l", "AA03220123951")]);
}
