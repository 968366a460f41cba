//! Target: the bodies that programs post to the desk, and the texts in which the desk finds a request. A body that is accepted is accepted
//! again in another form of the same JSON. A refusal has a code, a status and a text in both languages, and shows no raw text.

use countersign_core::protocol::{Mask, Request};
use countersign_core::reader::printable_whole;
use countersign_desk::request_parser::{self, ParseError};
use countersign_desk::web::programs::fuzzing::{bodies, read_body};
use countersign_ledger::IncomingRequest;
use serde_json::{Value, json};

use crate::display::{check_json, check_line};
use crate::samples::shape::{Requests, Spoken};
use crate::{Seed, samples};

/// The limit of a text whose spoken lines are corrected, in bytes. A correction reads the lines thousands of times.
const MENDED: usize = 300;

/// Reads the input as a body and as a request. Its first byte selects the body.
pub fn check(input: &[u8]) {
    let Some((first, rest)) = input.split_first() else { return };
    let names: Vec<&str> = bodies().collect();
    let name = names[usize::from(*first) % names.len()];
    let media_type = if name == "file" { "text/csv" } else { "application/json" };
    match read_body(name, media_type, rest.to_vec()) {
        Ok(()) if name != "file" => check_again(name, media_type, rest),
        Ok(()) => {}
        Err(refusals) => refusals.iter().for_each(check_refusal),
    }
    let text = String::from_utf8_lossy(rest);
    check_request(&text);
    if let Ok(Value::Object(members)) = serde_json::from_slice(rest)
        && let Some(Value::String(text)) = members.get("request")
    {
        check_request(text);
    }
}

/// Writes the members again, and reads them.
fn check_again(name: &str, media_type: &str, bytes: &[u8]) {
    let value: Value = serde_json::from_slice(bytes).expect("a body that was read is JSON");
    let again = read_body(name, media_type, value.to_string().into_bytes());
    assert!(again.is_ok(), "{name}: {value} was accepted, then {again:?}");
}

fn check_refusal(refusal: &Value) {
    check_json("a refusal", refusal);
    let status = refusal["status"].as_u64().unwrap();
    assert!((400..500).contains(&status), "{refusal}");
    for member in ["code", "title", "detail", "type"] {
        let text = refusal[member].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "{member} of {refusal}");
        check_line(member, text);
    }
}

/// Finds a request in a text. A request that needs no correction is the same after it.
fn check_request(text: &str) {
    let mask = Mask::parse("AA99999999999").unwrap();
    let pack = |_, number: &str| mask.find_number(number).ok().and_then(|number| mask.pack(&number));
    let parsed = request_parser::parse(text, pack);
    match &parsed {
        Ok(IncomingRequest::Full(request)) => {
            let bytes = request.encode().expect("a request that was read has an encoding");
            assert_eq!(Request::decode(&bytes).as_ref(), Ok(request));
        }
        Err(ParseError::SpokenCheck(shown) | ParseError::SpokenNumber(shown)) => {
            assert_eq!(&printable_whole(shown), shown, "a number is shown raw");
        }
        Ok(IncomingRequest::Spoken(_)) | Err(_) => {}
    }
    if text.len() <= MENDED
        && let Ok(request) = &parsed
    {
        let (mended, _) = request_parser::parse_and_mend(text, pack).expect("it can be read without mending");
        assert_eq!(&mended, request, "mending read another request");
    }
}

/// Returns a good body of each kind, bodies with one wrong member, and requests in the forms that people post.
pub fn seeds() -> Vec<Seed> {
    let names: Vec<&str> = bodies().collect();
    let vectors: Requests = samples::vectors("requests.toml");
    let url = &vectors.accepted[0].url;
    let expiry = "2027-12-31";
    let good = [
        ("answer", json!({"request": url, "scheme": 3})),
        ("assignment", json!({"operator": "li"})),
        ("close", json!({"reason": "solved"})),
        ("edit", json!({"edition": 3, "seats": 5, "reason": "order 7"})),
        ("move", json!({"seat": 1, "request": url, "reason": "a new board"})),
        ("note", json!({"text": "one\ntwo", "audience": "customer"})),
        (
            "numbers",
            json!({
                "product": "example-os", "numbers": ["AA03220123951"], "edition": 1, "expiry": "365d", "seats": 2,
                "customer": {"organisation": "Acme", "contact": "Li", "telephone": "1", "mail": "a@b", "ticket": "7"},
            }),
        ),
        ("reason", json!({"reason": "payment is missing"})),
        ("release", json!({"seat": 1, "receipt": "04HMASW9NF6YY093HARD", "reason": "sold"})),
        ("renewal", json!({"expiry": expiry, "reason": "order 7"})),
    ];
    let mut seeds = Vec::new();
    let numbered = |name: &str, text: &str| {
        let at = names.iter().position(|known| *known == name).unwrap();
        [&[u8::try_from(at).unwrap()], text.as_bytes()].concat()
    };
    for (name, body) in &good {
        let text = body.to_string();
        assert!(
            read_body(name, "application/json", text.clone().into_bytes()).is_ok(),
            "{name}: the seed is good"
        );
        seeds.push((name.to_string(), numbered(name, &text)));
        for (member, _) in body.as_object().unwrap() {
            let mut bad = body.clone();
            bad[member] = json!(70_000);
            seeds.push((format!("{name}-{member}"), numbered(name, &bad.to_string())));
        }
    }
    let pasted = vectors.pasted.iter().enumerate();
    seeds.extend(pasted.map(|(at, one)| (format!("pasted-{at}"), numbered("answer", &one.input))));
    let spoken: Spoken = samples::vectors("spoken.toml");
    for (at, one) in spoken.read.iter().enumerate() {
        seeds.push((
            format!("spoken-{at}"),
            numbered("answer", &format!("AA03220123951\n{}", one.lines.join("\n"))),
        ));
    }
    seeds
}
