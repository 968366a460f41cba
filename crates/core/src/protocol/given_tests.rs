//! Codes, requests, numbers and receipts are found within any surrounding text and in any encoding.

use proptest::prelude::*;

use super::*;
use crate::machine::Origin;
use crate::protocol::line::{encode, grouped};
use crate::protocol::{Head, Marker, Platform, Surroundings, Values};
use crate::reader::text;
use crate::review::Verdict;

fn mask() -> Mask {
    Mask::parse("AA99999999999").unwrap()
}

fn code(seed: u8) -> [String; 7] {
    LineNumber::license().map(|number| {
        let data = std::array::from_fn(|at| {
            (at as u8).wrapping_add(seed).wrapping_mul(number.get().wrapping_mul(41)) ^ seed
        });
        encode(number, &data)
    })
}

fn request(nonce: [u8; 8]) -> Request {
    Request {
        head: Head {
            profile_id: 7,
            number: [1, 2, 3, 4, 5, 6],
            nonce,
            platform: Platform(1),
            surroundings: Surroundings::default(),
            verdicts: [Verdict::Ok; 3],
            origins: [Origin::Firmware; 3],
            available: [None; 3],
            marker2: Some(Marker([0x55; 10])),
        },
        values: Values::from_array(["Example Computers", "Model 7", "SN-0123X7"].map(str::to_owned)),
    }
}

/// A name, and a function that encodes or surrounds a text.
type Wrapping = (&'static str, fn(&str) -> Vec<u8>);

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for byte in text.bytes() {
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b' '..=b'~' if byte != b'=' => char::from(byte).to_string(),
            byte => format!("={byte:02X}"),
        };
        column = if byte == b'\n' { 0 } else { column + piece.len() };
        if column > 72 {
            out.push_str("=\r\n");
            column = piece.len();
        }
        out.push_str(&piece);
    }
    out
}

fn each_line(text: &str, form: impl Fn(&str) -> String) -> Vec<u8> {
    text.lines().map(form).collect::<String>().into_bytes()
}

const WRAPPINGS: [Wrapping; 24] = [
    ("nothing", |text| text.into()),
    ("a mark of UTF-8", |text| format!("\u{feff}{text}").into()),
    ("UTF-16, little, marked", |text| [&[0xff, 0xfe][..], &utf16(text, false)].concat()),
    ("UTF-16, big, marked", |text| [&[0xfe, 0xff][..], &utf16(text, true)].concat()),
    ("UTF-16, little", |text| utf16(text, false)),
    ("UTF-16, big", |text| utf16(text, true)),
    ("GB18030", |text| {
        encoding_rs::GB18030.encode(&format!("您好！\n{text}\n服务台，敬上\n")).0.into_owned()
    }),
    ("quotes of mail", |text| each_line(text, |line| format!("> > {line}\n"))),
    ("Windows line ends", |text| text.replace('\n', "\r\n").into()),
    ("hard blanks", |text| text.replace(' ', "\u{a0}").into()),
    ("full width", |text| {
        let wide =
            |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic()).unwrap_or(c);
        text.chars().map(wide).collect::<String>().into()
    }),
    ("soft hyphens", |text| text.replace('A', "A\u{ad}").replace('7', "\u{200b}7\u{fe0f}").into()),
    ("lower case", |text| text.to_lowercase().into()),
    ("quoted-printable", |text| quoted_printable(&format!("Grüße = greetings\n{text}")).into()),
    ("a saved mail", |text| {
        format!(
            "From: desk@desk.example\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n{}",
            quoted_printable(text)
        )
        .into()
    }),
    ("a mail of parts", |text| {
        let body = data_encoding::BASE64.encode(format!("Hello\n{text}\nBye\n").as_bytes());
        let body: Vec<&str> =
            body.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!(
            "Content-Type: multipart/mixed; boundary=\"=_b\"\n\n--=_b\nContent-Transfer-Encoding: base64\n\n{}\n\n--=_b--\n",
            body.join("\r\n")
        )
        .into()
    }),
    ("HTML with breaks", |text| {
        format!("<html><body>Hello<br>{}</body></html>", text.replace('\n', "<br>\n")).into()
    }),
    ("HTML with paragraphs and entities", |text| {
        let line = |line: &str| {
            format!("<p style=\"x\">{}</p>\n", line.replace(' ', "&nbsp;").replace('0', "&#48;"))
        };
        each_line(text, line)
    }),
    ("a table of HTML", |text| each_line(text, |line| format!("<tr>\n<td>{line}</td></tr>"))),
    ("HTML in quoted-printable", |text| {
        quoted_printable(&format!("<div>ü=</div><div>{}</div>", text.replace('\n', "</div><div>"))).into()
    }),
    ("a frame", |text| {
        let inner: String = text.lines().map(|line| format!("│ {line} │\n")).collect();
        format!("┌────┐\n{inner}└────┘\n").into()
    }),
    ("a mail around it", |text| {
        format!("Dear customer,\n\nhere it is.\n\n{text}\n\nKind regards\nThe desk\n").into()
    }),
    ("a Chinese mail around it", |text| format!("您好！\n\n请查收。\n\n{text}\n\n此致\n服务台\n").into()),
    ("bullets", |text| each_line(text, |line| format!("* {line}\n"))),
];

/// The ways to number seven lines.
const NUMBERS: [fn(usize) -> String; 12] = [
    |_| String::new(),
    |at| format!("{at}  "),
    |at| format!("{at}. "),
    |at| format!("{at}) "),
    |at| format!("({at}) "),
    |at| format!("[{at}] "),
    |at| format!("{}、", ["一", "二", "三", "四", "五", "六", "七"][at - 1]),
    |at| format!("{} ", ["①", "②", "③", "④", "⑤", "⑥", "⑦"][at - 1]),
    |at| format!("Line {at}: "),
    |at| format!("Line {at} of 7: "),
    |at| format!("第{at}行："),
    |at| format!("授权码第 {at} 行: "),
];

fn numbered(lines: &[String; 7], number: fn(usize) -> String) -> String {
    let line = |(at, line): (usize, &String)| format!("{}{}\n", number(at + 1), grouped(line));
    lines.iter().enumerate().map(line).collect()
}

#[test]
fn a_code_is_found_in_every_wrapping_with_every_numbering() {
    let lines = code(5);
    for (what, wrapping) in WRAPPINGS {
        for number in NUMBERS {
            let bytes = wrapping(&numbered(&lines, number));
            let found = given(&text(&bytes), Some(&mask()));
            assert_eq!(found, Given::Code(lines.clone()), "{what}: {}", text(&bytes));
        }
    }
}

#[test]
fn a_line_with_a_slip_keeps_its_place_in_every_wrapping() {
    let mut lines = code(6);
    let wrong = if lines[3].ends_with('W') { '4' } else { 'W' };
    lines[3].replace_range(19..20, &wrong.to_string());
    for (what, wrapping) in WRAPPINGS {
        for number in NUMBERS {
            let bytes = wrapping(&numbered(&lines, number));
            let found = given(&text(&bytes), None);
            assert_eq!(found, Given::Code(lines.clone()), "{what}: {}", text(&bytes));
        }
    }
}

#[test]
fn a_request_is_found_in_every_wrapping_and_distinguished_from_a_code() {
    let request = request([9, 8, 7, 6, 5, 4, 3, 2]);
    let name = Some(request.name().to_string());
    let whole = request.text().unwrap();
    let symbols: Vec<&str> = whole.lines().filter(|line| !line.starts_with('[')).collect();
    let address = request.url("desk.example").unwrap();
    let link = format!("<a href=\"{}\">here</a>", address.to_lowercase());
    for (what, wrapping) in WRAPPINGS {
        for form in [&whole, &symbols.join("\n"), &address] {
            let bytes = wrapping(form);
            assert_eq!(given(&text(&bytes), None), Given::Request(name.clone()), "{what}: {}", text(&bytes));
            assert_eq!(Request::parse(&text(&bytes)), Ok(request.clone()), "{what}");
        }
    }
    assert_eq!(Request::parse(&link), Ok(request.clone()));
    let broken = format!("{}-\n{}", &address[..60], &address[60..]);
    assert_eq!(Request::parse(&broken), Ok(request.clone()), "a dash at the end of a line is ignored");
    // A spoken request is recognised as a request too.
    let spoken = crate::protocol::spoken::SpokenRequest::of(&request).lines().map(|line| grouped(&line));
    let spoken: Vec<String> =
        spoken.iter().zip(8..).map(|(line, number)| format!("{number}  {line}")).collect();
    assert_eq!(given(&spoken.join("\n"), None), Given::Request(None));
}

#[test]
fn a_receipt_and_a_number_are_found_in_every_wrapping() {
    let secret = Secret::new(*b"0123456789");
    let line = grouped(&secret.receipt());
    let number = mask().parse_number("AA03220123951").unwrap();
    for (what, wrapping) in WRAPPINGS {
        for label in ["", "12  ", "12: ", "Receipt: ", "Line 12: ", "回执：", "第12行："] {
            let bytes = wrapping(&format!("{label}{line}\n"));
            assert_eq!(
                given(&text(&bytes), Some(&mask())),
                Given::Receipt(secret.clone()),
                "{what}: {}",
                text(&bytes)
            );
            assert_eq!(Secret::of_receipt(&text(&bytes)), Some(secret.clone()), "{what}");
        }
        for label in [
            "",
            "License number: ",
            "SN: ",
            "S/N ",
            "序列号：",
            "许可证号:",
            "许可号 ",
            "Your license number is ",
            "您的许可证号是",
            "No. = ",
        ] {
            let bytes = wrapping(&format!("{label}AA03 2201-23951\n"));
            assert_eq!(
                given(&text(&bytes), Some(&mask())),
                Given::Number(number.clone()),
                "{what}: {}",
                text(&bytes)
            );
        }
    }
}

#[test]
fn an_invalid_number_behind_a_label_is_refused() {
    use crate::protocol::number::NumberError;
    for typed in ["AAA03220123951", "AA032201239510", "AA03220123951 1", "SN: AA0322012395"] {
        assert!(mask().find_number(typed).is_err(), "{typed}");
    }
    assert_eq!(mask().find_number("AA0322012395"), Err(NumberError::Short { missing: 1 }));
}

#[test]
fn a_refusal_takes_precedence_over_the_request_below_it() {
    let quoted = request([1; 8]).text().unwrap().replace('\n', "\n> ");
    for code in super::super::REFUSAL_CODES {
        let mail = format!("Sehr geehrte Frau, 您好:\n\nRefused: {code} (CAS-4).\n> {quoted}");
        assert_eq!(given(&mail, None), Given::Refusal(code));
        for (what, wrapping) in WRAPPINGS.into_iter().filter(|(what, _)| *what != "lower case") {
            assert_eq!(given(&text(&wrapping(&mail)), None), Given::Refusal(code), "{what}");
        }
    }
    let lines = code(7);
    assert_eq!(given(&format!("{}\nBefore: TRY-LATER", lines.join("\n")), None), Given::Code(lines));
    assert_eq!(given("RETRY-LATER TRY-LATERAL try-later", None), Given::Unknown);
}

#[test]
fn a_code_takes_precedence_over_the_request_below_it() {
    let lines = code(7);
    let mail = format!("{}\n> {}", lines.join("\n"), request([1; 8]).text().unwrap().replace('\n', "\n> "));
    assert_eq!(given(&mail, None), Given::Code(lines));
    for part in ["[COUNTERSIGN REQUEST 9Y4-P2Z]", "HTTPS://DESK.EXAMPLE/R/EIAAAQ"] {
        assert_eq!(given(part, None), Given::Request(None), "{part}");
    }
    for other in ["", "Dear customer", "seven lines of twenty characters each", "\u{1b}[2J"] {
        assert_eq!(given(other, Some(&mask())), Given::Unknown, "{other:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_wrapped_message_is_recovered(seed: u8, nonce: [u8; 8], secret: [u8; 10], digits in "[0-9]{11}", which in 0..WRAPPINGS.len()) {
        let (what, wrapping) = WRAPPINGS[which];
        let read = |form: &str| given(&text(&wrapping(form)), Some(&mask()));
        let lines = code(seed);
        prop_assert_eq!(read(&numbered(&lines, NUMBERS[which % NUMBERS.len()])), Given::Code(lines), "{}", what);
        let request = request(nonce);
        prop_assert_eq!(read(&request.text().unwrap()), Given::Request(Some(request.name().to_string())), "{}", what);
        let secret = Secret::new(secret);
        prop_assert_eq!(read(&grouped(&secret.receipt())), Given::Receipt(secret), "{}", what);
        let number = mask().parse_number(&format!("SN{digits}")).unwrap();
        prop_assert_eq!(read(&format!("SN: {number}")), Given::Number(number), "{}", what);
    }

    #[test]
    fn any_bytes_are_classified(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let _ = given(&text(&bytes), Some(&mask()));
    }
}
