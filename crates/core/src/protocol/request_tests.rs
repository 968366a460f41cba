//! Requests as bytes, address, text and spoken lines.

use proptest::prelude::*;

use super::request::{VALUE_BYTES, ValueFault};
use super::spoken::{SpokenError, SpokenRequest};
use super::*;
use crate::machine::{Field, Origin, SourceKind};
use crate::review::Verdict;

fn sample() -> Request {
    Request {
        head: Head {
            profile_id: 7,
            number: NUMBER,
            nonce: [1, 2, 3, 4, 5, 6, 7, 8],
            platform: Platform(1),
            surroundings: Surroundings::default(),
            verdicts: [Verdict::Ok, Verdict::Blank, Verdict::Placeholder],
            origins: [Origin::Firmware; 3],
            available: [None, Some(SourceKind::Board), None],
            marker2: Some(Marker([0x55; 10])),
        },
        values: Values {
            manufacturer: "Example Computers".into(),
            model: String::new(),
            serial: "Default string".into(),
        },
    }
}

const NUMBER: [u8; 6] = [0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc];

/// Packs the number for any profile id.
fn pack(_: u16) -> Option<[u8; 6]> {
    Some(NUMBER)
}

fn a_value(field: Field, verdict: Verdict, origin: Origin) -> BoxedStrategy<String> {
    match (verdict, origin) {
        (Verdict::Blank | Verdict::Malformed | Verdict::Unreadable, _) | (_, Origin::Assigned) => {
            Just(String::new()).boxed()
        }
        _ if field == Field::Manufacturer => {
            prop_oneof![Just("ASUSTeK COMPUTER INC.".to_owned()), "[A-Za-z0-9é]{1,9}( [A-Z0-9.,]{1,9}){0,3}"]
                .boxed()
        }
        _ if field == Field::Serial => prop_oneof![
            "VMware(-[0-9a-f]{2}( [0-9a-f]{2}){7}){2}",
            "[A-Za-z0-9é]{1,9}( [A-Z0-9.,]{1,9}){0,3}"
        ]
        .boxed(),
        _ => "[A-Za-z0-9é]{1,9}( [A-Z0-9.,]{1,9}){0,3}".boxed(),
    }
}

/// A valid combination of verdict, origin and available source.
fn a_field(at: usize, anchored: bool) -> impl Strategy<Value = (Verdict, Origin, Option<SourceKind>)> {
    (0_usize..4, 0_usize..6, prop::option::of(0_usize..7)).prop_map(move |(origin, verdict, source)| {
        let source = source.map(|source| SourceKind::ALL[source]);
        let source = source.filter(|&source| source != SourceKind::Uuid || at == 2);
        let bound = if at == 1 && verdict % 2 == 1 { Verdict::Shared } else { Verdict::Ok };
        let unanchored = [SourceKind::Board, SourceKind::DeviceTree];
        match (origin, source) {
            (1, Some(source)) if anchored || at < 2 || unanchored.contains(&source) => {
                (bound, Origin::Recovered(source), None)
            }
            (2, _) if anchored => (Verdict::Ok, Origin::Assigned, None),
            (3, _) if anchored => (bound, Origin::Declared, None),
            _ => match Verdict::ALL[verdict] {
                Verdict::Ok => (Verdict::Ok, Origin::Firmware, None),
                verdict => (verdict, Origin::Firmware, source),
            },
        }
    })
}

fn a_head() -> impl Strategy<Value = Head> {
    any::<Option<[u8; 10]>>().prop_map(|marker| marker.and_then(Marker::from_wire)).prop_flat_map(|marker2| {
        let anchored = marker2.is_some();
        let fields = (a_field(0, anchored), a_field(1, anchored), a_field(2, anchored));
        let surroundings = any::<u8>().prop_filter_map("no surroundings", Surroundings::from_byte);
        (any::<u16>(), any::<[u8; 8]>(), any::<u8>(), surroundings, fields).prop_map(
            move |(profile_id, nonce, platform, surroundings, (a, b, c))| Head {
                profile_id,
                number: NUMBER,
                nonce,
                platform: Platform(platform),
                surroundings,
                verdicts: [a.0, b.0, c.0],
                origins: [a.1, b.1, c.1],
                available: [a.2, b.2, c.2],
                marker2,
            },
        )
    })
}

fn a_request() -> impl Strategy<Value = Request> {
    a_head().prop_flat_map(|head| {
        let [a, b, c] = [0, 1, 2].map(|at| a_value(Field::BINDING[at], head.verdicts[at], head.origins[at]));
        (Just(head), a, b, c).prop_map(|(head, manufacturer, model, serial)| Request {
            head,
            values: Values { manufacturer, model, serial },
        })
    })
}

/// The text, quoted and wrapped like in a mail program.
fn mailed(text: &str, width: usize) -> String {
    let folded: Vec<String> =
        text.chars().collect::<Vec<_>>().chunks(width).map(|line| line.iter().collect()).collect();
    format!(
        "On Monday, the customer wrote:\r\n> Hello, here it is:\r\n> {}\r\n> Regards\r\n",
        folded.join("\r\n>  ")
    )
}

#[test]
fn errors_name_the_field() {
    let alter = |change: fn(&mut Request)| {
        let mut request = sample();
        change(&mut request);
        request.encode()
    };
    let fault = |field, fault| Err(RequestError::Value { field, fault });
    assert_eq!(alter(|r| r.values.model = "x".into()), fault(Field::Model, ValueFault::Present));
    assert_eq!(alter(|r| r.values.manufacturer.clear()), fault(Field::Manufacturer, ValueFault::Missing));
    assert_eq!(
        alter(|r| r.values.serial = "x".repeat(VALUE_BYTES + 1)),
        fault(Field::Serial, ValueFault::TooLong)
    );
    assert_eq!(alter(|r| r.values.serial = "x  y".into()), fault(Field::Serial, ValueFault::Blanks));
    assert_eq!(alter(|r| r.values.serial = "x\u{3000}y".into()), fault(Field::Serial, ValueFault::Blanks));
    assert_eq!(alter(|r| r.values.serial = "x\u{1b}[2J".into()), fault(Field::Serial, ValueFault::Control));
    assert_eq!(
        alter(|r| r.head.available[0] = Some(SourceKind::Board)),
        Err(RequestError::Source(Field::Manufacturer))
    );
    assert_eq!(
        alter(|r| r.head.available[1] = Some(SourceKind::Uuid)),
        Err(RequestError::Source(Field::Model))
    );
    assert_eq!(alter(|r| r.head.origins[2] = Origin::Declared), Err(RequestError::Verdict(Field::Serial)));
    for origin in [Origin::Declared, Origin::Recovered(SourceKind::OemString)] {
        let mut request = sample();
        request.head.origins[2] = origin;
        request.head.verdicts[2] = Verdict::Ok;
        assert!(request.encode().is_ok(), "{origin:?}");
        request.head.marker2 = None;
        assert_eq!(request.encode(), Err(RequestError::Unanchored), "{origin:?}");
    }
}

#[test]
fn the_marker_follows_the_origins() {
    let mut request = sample();
    let plain = request.marker3();
    request.head.origins[2] = Origin::Declared;
    let declared = request.marker3();
    assert_ne!(plain, declared);
    request.head.marker2 = Some(Marker([0x56; 10]));
    assert_ne!(declared, request.marker3());
    request.head.origins[2] = Origin::Recovered(SourceKind::Board);
    assert_eq!(plain, request.marker3());
    request.head.origins[2] = Origin::Assigned;
    let assigned = request.marker3();
    request.values.serial.clear();
    assert_eq!(assigned, request.marker3(), "an assigned value doesn't change the marker");
}

#[test]
fn hosts_with_other_characters_are_refused() {
    assert!(sample().url("Desk.example:8443").unwrap().starts_with("HTTPS://DESK.EXAMPLE:8443/R/EEAA"));
    for host in ["", "desk/R", "desk_1", "dé.example", "a b", "user@desk"] {
        assert_eq!(sample().url(host), Err(RequestError::Host), "{host}");
    }
}

#[test]
fn each_fault_of_a_request_has_its_error() {
    let url = sample().url("desk.example").unwrap();
    let text = sample().text().unwrap();
    assert_eq!(Request::parse(""), Err(RequestError::NotFound));
    assert_eq!(Request::parse("The machine doesn't start."), Err(RequestError::NotFound));
    assert_eq!(Request::parse("https://desk.example/R/"), Err(RequestError::CutOff));
    assert_eq!(Request::parse(&url[..url.len() - 1]), Err(RequestError::CutOff));
    assert_eq!(Request::parse(&format!("{url}A")), Err(RequestError::Trailing));
    assert_eq!(Request::parse(&url.replace("/R/EE", "/R/E0")), Err(RequestError::Foreign('0')));
    assert_eq!(Request::parse(&url.replace("/R/EE", "/R/CE")), Err(RequestError::Format(1)));
    assert_eq!(Request::parse(&url.replace("/R/EE", "/R/EI")), Err(RequestError::Kind(2)));
    assert_eq!(Request::parse(&text.replace("[END]", "*")[..text.len() - 9]), Err(RequestError::CutOff));
    let lines: Vec<&str> = text.lines().collect();
    let without_a_line = [lines[0], lines[1], lines[3], lines[4]].join("\n");
    assert_eq!(Request::parse(&without_a_line), Err(RequestError::CutOff));
    let starred = text.replacen('2', "*", 2).replacen('*', "2", 1);
    assert!(matches!(Request::parse(&starred), Err(RequestError::Foreign('*'))), "{starred}");
}

#[test]
fn unused_bits_of_the_last_character_are_refused() {
    let url = sample().url("desk.example").unwrap();
    let spare = sample().encode().unwrap().len() * 8 % 5;
    assert_ne!(spare, 0, "the last character of the sample has unused bits");
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (rest, last) = url.split_at(url.len() - 1);
    let set = alphabet.chars().nth(alphabet.find(last).unwrap() + 1).unwrap();
    assert_eq!(Request::parse(&format!("{rest}{set}")), Err(RequestError::Padding));
}

#[test]
fn a_wrong_character_in_the_text_form_is_detected() {
    let text = sample().text().unwrap();
    let body = text.find(']').unwrap() + 2..text.find("[END]").unwrap();
    for at in body {
        let was = text.as_bytes()[at];
        if was.is_ascii_whitespace() {
            continue;
        }
        let other = if was == b'7' { "8" } else { "7" };
        let slipped = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        assert!(
            matches!(Request::parse(&slipped), Err(RequestError::Check | RequestError::CutOff)),
            "{slipped}"
        );
    }
}

#[test]
fn the_text_form_precedes_the_address() {
    let (one, mut two) = (sample(), sample());
    two.head.nonce = [8, 7, 6, 5, 4, 3, 2, 1];
    let both = format!("{}\n{}", one.url("desk.example").unwrap(), two.text().unwrap());
    assert_eq!(Request::parse(&both), Ok(two.clone()));
    let slipped = both.replacen("]\n4", "]\n5", 1);
    assert_eq!(Request::parse(&slipped), Ok(one));
    let bare: String = two.text().unwrap().lines().skip(1).take_while(|line| *line != "[END]").collect();
    assert_eq!(Request::parse(&bare), Ok(two));
    // A fault is reported only where the text begins with the symbols.
    let slipped = bare.replacen('4', "5", 2).replacen('5', "4", 1);
    assert_eq!(Request::parse(&slipped), Err(RequestError::Check));
    assert_eq!(Request::parse(&format!("Hello\n{slipped}")), Err(RequestError::NotFound));
}

#[test]
fn spoken_lines_are_sorted_and_mended() {
    let spoken = SpokenRequest::of(&sample());
    assert_eq!(spoken.name(), sample().name());
    let parse = |lines: [&str; 4]| SpokenRequest::parse(&lines, pack);
    let [a, b, c, d] = spoken.lines();
    assert_eq!(parse([&c, &b, &a, &d]), Ok(spoken.clone()));
    let slipped = format!("??{}", &a[2..]);
    assert_eq!(parse([&slipped, &b, &c, &d]), Ok(spoken.clone()));
    assert_eq!(parse([&a, &b, "", &d]), Err(SpokenError::Line(10)));
    assert_eq!(parse([&a, &b, &b, &d]), Err(SpokenError::Line(10)));
    let mut other = sample();
    other.head.marker2 = None;
    let [_, _, stranger, _] = SpokenRequest::of(&other).lines();
    assert_eq!(parse([&a, &b, &stranger, &d]), Err(SpokenError::Check));
    other.head.origins[0] = Origin::Declared;
    let lines = SpokenRequest::of(&other).lines();
    assert_eq!(
        parse(lines.each_ref().map(String::as_str)),
        Err(SpokenError::Request(RequestError::Unanchored))
    );
}

#[test]
fn a_wrong_license_number_fails_the_check() {
    let lines = SpokenRequest::of(&sample()).lines();
    let lines = lines.each_ref().map(String::as_str);
    assert_eq!(SpokenRequest::parse(&lines, |_| Some([0; 6])), Err(SpokenError::Check));
    assert_eq!(SpokenRequest::parse(&lines, |_| None), Err(SpokenError::Number(7)));
    assert!(SpokenRequest::parse(&lines, |id| (id == 7).then_some(NUMBER)).is_ok());
}

#[test]
fn badly_heard_lines_are_mended_by_the_check() {
    let spoken = SpokenRequest::of(&sample());
    let mut lines = spoken.lines();
    lines[1].remove(5);
    lines[3] = format!("???{}{}", &lines[3][3..18], "ZZ");
    let heard = lines.each_ref().map(String::as_str);
    assert_eq!(SpokenRequest::parse(&heard, pack), Err(SpokenError::Line(9)));
    assert_eq!(SpokenRequest::mend(&heard, pack), Some((spoken.clone(), vec![9, 11])));
    assert_eq!(SpokenRequest::mend(&["HELP", heard[1], heard[2], heard[3]], pack), None);
    assert_eq!(SpokenRequest::mend(&heard, |_| None), None, "a request without a known mask is not mended");
    assert_eq!(SpokenRequest::read(&heard, pack), Ok((spoken.clone(), vec![9, 11])));
    let pasted =
        format!("The caller says:\n8: {}\n9: {}\n10: {}\n11: {}\n", lines[0], lines[1], lines[2], lines[3]);
    assert_eq!(spoken::find_lines(&pasted), Some(lines));
}

#[test]
fn a_receipt_gives_only_the_nonce_of_its_request() {
    let secret = Secret::new([7; 10]);
    let nonce = secret.nonce("example-os", NUMBER);
    let line = secret.receipt();
    let typed = |line: &str| Secret::of_receipt(line).map(|secret| secret.nonce("example-os", NUMBER));
    assert_eq!(typed(&line::grouped(&line).to_lowercase()), Some(nonce));
    assert_eq!(typed(&format!("12: ??{}", &line[2..])), Some(nonce));
    assert_eq!(typed(""), None);
    assert_ne!(secret.nonce("example-os2", NUMBER), nonce);
    assert_ne!(secret.nonce("example-os", [0; 6]), nonce);
    assert_ne!(Secret::new([8; 10]).nonce("example-os", NUMBER), nonce);
    assert_eq!(format!("{secret:?}"), "Secret");
}

proptest! {
    #[test]
    fn requests_round_trip_in_every_form(request in a_request(), width in 20_usize..90) {
        let bytes = request.encode().unwrap();
        prop_assert_eq!(Request::decode(&bytes), Ok(request.clone()));
        let (url, text) = (request.url("desk.example.org").unwrap(), request.text().unwrap());
        for form in [url.clone(), url.to_lowercase(), url.replace("HTTPS", "http"), text.clone(), text.to_lowercase()] {
            prop_assert_eq!(Request::parse(&form), Ok(request.clone()), "{}", form);
            let mail = mailed(&form, width);
            prop_assert_eq!(Request::parse(&mail), Ok(request.clone()), "{}", mail);
        }
        let spoken = SpokenRequest::of(&request);
        let lines = spoken.lines();
        prop_assert_eq!(SpokenRequest::parse(&lines.each_ref().map(String::as_str), pack), Ok(spoken.clone()));
        prop_assert_eq!(spoken.name(), request.name());
        prop_assert_eq!(spoken.marker3, request.marker3());
    }

    #[test]
    fn any_truncation_is_detected(request in a_request(), cut in 1_usize..40) {
        let bytes = request.encode().unwrap();
        let kept = bytes.len().saturating_sub(cut);
        prop_assert_eq!(Request::decode(&bytes[..kept]), Err(RequestError::CutOff));
        let url = request.url("d").unwrap();
        let kept = url.len().saturating_sub(cut).max("HTTPS://D/R/".len());
        prop_assert_eq!(Request::parse(&url[..kept]), Err(RequestError::CutOff));
    }

    #[test]
    fn accepted_bytes_are_the_only_encoding(
        request in a_request(), changes in prop::collection::vec((0_usize..120, any::<u8>()), 0..3), more: Vec<u8>,
    ) {
        let mut bytes = request.encode().unwrap();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        for bytes in [bytes.clone(), [bytes, more].concat()] {
            if let Ok(accepted) = Request::decode(&bytes) {
                prop_assert_eq!(accepted.encode().unwrap(), bytes);
            }
        }
    }

    #[test]
    fn any_bytes_and_any_text_give_a_request_or_an_error(bytes: Vec<u8>, text in "(\\[COUNTERSIGN REQUEST )?\\PC*(/R/)?[A-Z2-7]{0,80}.{0,20}") {
        prop_assert!(Request::decode(&bytes).map_or(true, |request| request.encode().is_ok()));
        prop_assert!(Request::parse(&text).map_or(true, |request| request.encode().is_ok()));
    }
}
