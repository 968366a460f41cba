//! Requests as bytes, address, text and spoken lines.

use proptest::prelude::*;

use super::request::{VALUE_BYTES, ValueFault};
use super::spoken::{SpokenError, SpokenRequest};
use super::*;
use crate::machine::{Field, Origin};
use crate::review::Verdict;

fn sample() -> Request {
    Request {
        head: Head {
            profile_version: 7,
            number: [0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc],
            nonce: [1, 2, 3, 4],
            platform: Platform(1),
            verdicts: [Verdict::Ok, Verdict::Blank, Verdict::Placeholder],
            origins: [Origin::Firmware; 3],
            scheme2: Some(Marker([0x55; 10])),
        },
        values: Values {
            manufacturer: "ASRock".into(),
            model: String::new(),
            serial: "To Be Filled By O.E.M.".into(),
        },
    }
}

fn a_value(verdict: Verdict) -> BoxedStrategy<String> {
    match verdict {
        Verdict::Ok | Verdict::Shared => "[A-Za-z0-9é]{1,9}( [A-Z0-9.,]{1,9}){0,3}".boxed(),
        Verdict::Placeholder => "([A-Za-z0-9]{1,9}( [A-Z0-9.]{1,9}){0,5})?".boxed(),
        Verdict::Blank | Verdict::Malformed | Verdict::Unreadable => Just(String::new()).boxed(),
    }
}

prop_compose! {
    fn a_head()(
        profile_version: u16, number: [u8; 6], nonce: [u8; 4], platform: u8, marker: Option<[u8; 10]>,
        verdicts in [0_usize..6, 0_usize..6, 0_usize..6], origins in [0_usize..3, 0_usize..3, 0_usize..3],
    ) -> Head {
        let scheme2 = marker.and_then(Marker::from_wire);
        let origins = origins.map(|at| match at {
            0 => Origin::Firmware,
            2 if scheme2.is_some() => Origin::Declared,
            _ => Origin::Recovered,
        });
        let verdicts = verdicts.map(|at| Verdict::ALL[at]);
        Head { profile_version, number, nonce, platform: Platform(platform), verdicts, origins, scheme2 }
    }
}

fn a_request() -> impl Strategy<Value = Request> {
    a_head().prop_flat_map(|head| {
        let [a, b, c] = head.verdicts;
        (Just(head), a_value(a), a_value(b), a_value(c)).prop_map(|(head, manufacturer, model, serial)| {
            Request { head, values: Values { manufacturer, model, serial } }
        })
    })
}

/// The text as a mail program quotes and wraps it.
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
        alter(|r| {
            r.head.origins[2] = Origin::Declared;
            r.head.scheme2 = None;
        }),
        Err(RequestError::Unanchored)
    );
}

#[test]
fn a_declared_value_needs_a_scheme_2_marker() {
    let mut request = sample();
    let firmware = request.marker3();
    request.head.origins[2] = Origin::Declared;
    let declared = request.marker3();
    assert_ne!(firmware, declared);
    request.head.scheme2 = Some(Marker([0x56; 10]));
    assert_ne!(declared, request.marker3());
    request.head.origins[2] = Origin::Recovered;
    assert_eq!(firmware, request.marker3());
}

#[test]
fn hosts_with_other_characters_are_refused() {
    assert!(sample().url("Desk.example:8443").unwrap().starts_with("HTTPS://DESK.EXAMPLE:8443/R/CEAA"));
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
    assert_eq!(Request::parse(&url.replace("/R/CE", "/R/C0")), Err(RequestError::Foreign('0')));
    assert_eq!(Request::parse(&url.replace("/R/CE", "/R/EE")), Err(RequestError::Format(2)));
    assert_eq!(Request::parse(&url.replace("/R/CE", "/R/CI")), Err(RequestError::Kind(2)));
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
    assert_ne!(spare, 0, "the sample's last character has bits left over");
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
    two.head.nonce = [4, 3, 2, 1];
    let both = format!("{}\n{}", one.url("desk.example").unwrap(), two.text().unwrap());
    assert_eq!(Request::parse(&both), Ok(two.clone()));
    let slipped = both.replacen("]\n2", "]\n3", 1);
    assert_eq!(Request::parse(&slipped), Ok(one));
    let bare: String = two.text().unwrap().lines().skip(1).take_while(|line| *line != "[END]").collect();
    assert_eq!(Request::parse(&bare), Ok(two));
}

#[test]
fn spoken_lines_are_sorted_and_mended() {
    let spoken = SpokenRequest::of(&sample());
    assert_eq!(spoken.name(), sample().name());
    let [a, b, c, d] = spoken.lines();
    assert_eq!(SpokenRequest::parse(&[&c, &b, &a, &d]), Ok(spoken.clone()));
    let slipped = format!("??{}", &a[2..]);
    assert_eq!(SpokenRequest::parse(&[&slipped, &b, &c, &d]), Ok(spoken.clone()));
    assert_eq!(SpokenRequest::parse(&[&a, &b, "", &d]), Err(SpokenError::Line(10)));
    assert_eq!(SpokenRequest::parse(&[&a, &b, &b, &d]), Err(SpokenError::Line(10)));
    let mut other = sample();
    other.head.scheme2 = None;
    let [_, stranger, ..] = SpokenRequest::of(&other).lines();
    assert_eq!(SpokenRequest::parse(&[&a, &stranger, &c, &d]), Err(SpokenError::Check));
    other.head.origins[0] = Origin::Declared;
    let lines = SpokenRequest::of(&other).lines();
    let refused = SpokenRequest::parse(&lines.each_ref().map(String::as_str));
    assert_eq!(refused, Err(SpokenError::Request(RequestError::Unanchored)));
}

#[test]
fn badly_heard_lines_are_mended_by_the_check() {
    let spoken = SpokenRequest::of(&sample());
    let mut lines = spoken.lines();
    lines[1].remove(5);
    lines[3] = format!("???{}{}", &lines[3][3..18], "ZZ");
    let heard = lines.each_ref().map(String::as_str);
    assert_eq!(SpokenRequest::parse(&heard), Err(SpokenError::Line(9)));
    assert_eq!(SpokenRequest::mend(&heard, |_| true), Some((spoken.clone(), vec![9, 11])));
    assert_eq!(SpokenRequest::mend(&["HELP", heard[1], heard[2], heard[3]], |_| true), None);
    assert_eq!(SpokenRequest::mend(&heard, |_| false), None, "the ledger doesn't know that number");
    assert_eq!(SpokenRequest::read(&heard, |_| true), Ok((spoken.clone(), vec![9, 11])));
    let pasted =
        format!("The caller says:\n8: {}\n9: {}\n10: {}\n11: {}\n", lines[0], lines[1], lines[2], lines[3]);
    assert_eq!(spoken::find_lines(&pasted), Some(lines));
}

#[test]
fn a_receipt_belongs_to_one_license() {
    let (code, other) = (Code([7; 70]), Code([8; 70]));
    let line = receipt::create(&code, [1; 6], [2; 4]);
    assert!(receipt::verify(&code, [1; 6], [2; 4], &line::grouped(&line).to_lowercase()));
    assert!(receipt::verify(&code, [1; 6], [2; 4], &format!("??{}", &line[2..])));
    assert!(!receipt::verify(&other, [1; 6], [2; 4], &line));
    assert!(!receipt::verify(&code, [1; 6], [0; 4], &line));
    assert!(!receipt::verify(&code, [3; 6], [2; 4], &line));
    assert!(!receipt::verify(&code, [1; 6], [2; 4], ""));
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
        prop_assert_eq!(SpokenRequest::parse(&lines.each_ref().map(String::as_str)), Ok(spoken.clone()));
        prop_assert_eq!(spoken.name(), request.name());
        prop_assert_eq!(spoken.marker3, request.marker3());
    }

    #[test]
    fn any_cut_is_detected(request in a_request(), cut in 1_usize..40) {
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
