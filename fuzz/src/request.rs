//! Target: a request as bytes, as a link, as text and as spoken lines. A request has one encoding, and each form gives the same request.

use countersign_core::lang::Lang;
use countersign_core::protocol::spoken::{self, SpokenRequest};
use countersign_core::protocol::{Request, qr};
use countersign_core::text;
use countersign_ledger::IncomingRequest;

use crate::display::check_line;
use crate::samples::shape::{Requests, SpokenRead, bytes, fixed};
use crate::{Seed, samples};

/// The license number of every spoken request.
const NUMBER: [u8; 6] = [0, 0, 0xbf, 0xef, 0x31, 0x2f];

/// Checks the input as bytes, as pasted text and as spoken lines.
pub fn check(input: &[u8]) {
    if let Ok(request) = Request::decode(input) {
        assert_eq!(request.encode().as_deref(), Ok(input), "a request has one encoding");
        check_forms(&request);
    }
    let pasted = String::from_utf8_lossy(input);
    if let Ok(request) = Request::parse(&pasted) {
        check_forms(&request);
    }
    let lines = spoken::find_lines(&pasted).or_else(|| {
        let mut lines = pasted.lines();
        let first = [lines.next()?, lines.next()?, lines.next()?, lines.next()?];
        Some(first.map(str::to_owned))
    });
    if let Some(lines) = lines {
        check_spoken(&lines.each_ref().map(String::as_str));
    }
}

/// Checks that each form of a request gives the same request, and that the texts of its findings are safe to show.
fn check_forms(request: &Request) {
    let bytes = request.encode().expect("a parsed request has an encoding");
    assert_eq!(Request::decode(&bytes).as_ref(), Ok(request));
    let url = request.url("desk.example").unwrap();
    assert_eq!(Request::parse(&url).as_ref(), Ok(request), "{url}");
    let text = request.text().unwrap();
    assert_eq!(Request::parse(&text).as_ref(), Ok(request), "{text}");
    assert_eq!(
        Request::parse(&format!("> {}", text.replace('\n', "\r\n> "))).as_ref(),
        Ok(request),
        "{text}"
    );
    let spoken = SpokenRequest::of(request);
    let lines = spoken.lines();
    let number = request.head.number;
    let again = SpokenRequest::parse(&lines.each_ref().map(String::as_str), |_| Some(number));
    assert_eq!(again.as_ref(), Ok(&spoken), "{lines:?}");
    assert_eq!(spoken.name(), request.name(), "the spoken request has another name");
    // Making a QR takes longer than the other checks, so only one request in 32 is checked.
    if bytes.iter().fold(0, |sum, byte| sum ^ byte) % 32 == 0 {
        assert!(qr::qr(&url).is_ok(), "no QR for {} characters", url.len());
    }
    let incoming = IncomingRequest::Full(request.clone());
    let findings = incoming.findings();
    assert_eq!(findings.len(), 3, "one finding for each value");
    for lang in [Lang::En, Lang::Zh] {
        for finding in &findings {
            check_line("what a finding says", &text::review::what(lang, finding));
            check_line("its reason", text::review::why(lang, finding));
        }
    }
}

/// Checks that a spoken request stays the same when it is written as lines and parsed.
fn check_spoken(typed: &[&str; 4]) {
    let Ok(read) = SpokenRequest::parse(typed, |_| Some(NUMBER)) else { return };
    assert_eq!(read.head.number, NUMBER);
    let lines = read.lines();
    let again = SpokenRequest::parse(&lines.each_ref().map(String::as_str), |_| Some(NUMBER));
    assert_eq!(again.as_ref(), Ok(&read), "{lines:?}");
    let findings = IncomingRequest::Spoken(read).findings();
    assert_eq!(findings.len(), 3, "one finding for each value");
}

/// Returns the test vectors in every form.
pub fn seeds() -> Vec<Seed> {
    let vectors: Requests = samples::vectors("requests.toml");
    let mut seeds = Vec::new();
    for (at, one) in vectors.accepted.iter().enumerate() {
        seeds.push((format!("accepted-{at}.bin"), bytes(&one.bytes)));
        seeds.push((format!("accepted-{at}.url"), one.url.clone().into_bytes()));
        seeds.push((format!("accepted-{at}.txt"), one.text.clone().into_bytes()));
        let spoken = SpokenRequest { head: one.request().head, marker3: one.request().marker3() };
        let head = countersign_core::protocol::Head { number: NUMBER, ..spoken.head };
        seeds.push((
            format!("accepted-{at}.spoken"),
            SpokenRequest { head, ..spoken }.lines().join("\n").into_bytes(),
        ));
    }
    let refused = vectors.refused.iter().enumerate();
    seeds.extend(refused.map(|(at, one)| (format!("refused-{at}.bin"), bytes(&one.bytes))));
    let pasted = vectors.pasted.iter().enumerate();
    seeds.extend(pasted.map(|(at, one)| (format!("pasted-{at}.txt"), one.input.clone().into_bytes())));
    let spoken: samples::shape::Spoken = samples::vectors("spoken.toml");
    let read = |(at, one): (usize, &SpokenRead)| {
        let _: [u8; 6] = fixed(&one.number);
        (format!("spoken-{at}.txt"), one.lines.join("\n").into_bytes())
    };
    seeds.extend(spoken.read.iter().enumerate().map(read));
    seeds
}
