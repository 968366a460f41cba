//! The frozen vectors of the wire: messages that format 2 accepts, and messages that it refuses, with the error.
//!
//! `cargo run -p countersign-core --example vectors -- DIR` writes such files. These tests only read the files in `tests/vectors`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "vectors/shape.rs"]
mod shape;

use countersign_core::assigned;
use countersign_core::marker::{self, DeviceAnchor, Form};
use countersign_core::protocol::line::{self, LineNumber, LineReading};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Claims, Code, Edition, KeyId, Marker, Mask, PinnedKey, Request, RequestName, Scheme, Secret, Signer,
    license,
};
use shape::*;

fn load<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap()
}

#[test]
fn markers_equal_their_vectors() {
    let vectors: Markers = load(include_str!("vectors/markers.toml"));
    for Normalised { value, collapsed, normalised } in vectors.normalised {
        assert_eq!((marker::collapse(&value), marker::normalise(&value)), (collapsed, normalised));
    }
    for Scheme3 { values, anchored, marker } in vectors.scheme3 {
        let form = anchored.map_or(Form::Plain, |marker2| Form::Anchored(Marker(fixed(&marker2))));
        let values = values.each_ref().map(String::as_str);
        assert_eq!(hex(marker::scheme3(values, form).0), marker, "{values:?}");
    }
    for Scheme2 { board_serial, uuid, mac, marker } in vectors.scheme2 {
        let anchor = match (board_serial, uuid, mac) {
            (Some(serial), None, None) => DeviceAnchor::BoardSerial(serial),
            (None, Some(uuid), None) => DeviceAnchor::Uuid(fixed(&uuid)),
            (None, None, Some(mac)) => DeviceAnchor::Mac(fixed(&mac)),
            _ => panic!("a vector without exactly one anchor"),
        };
        assert_eq!(hex(marker::scheme2(&anchor).0), marker, "{anchor:?}");
    }
    for AssignedSerial { marker2, serial } in vectors.assigned {
        assert_eq!(assigned::serial(Marker(fixed(&marker2))), serial);
    }
}

#[test]
fn numbers_equal_their_vectors() {
    let vectors: Numbers = load(include_str!("vectors/numbers.toml"));
    for NumberAccepted { mask, typed, number, shown, packed } in vectors.accepted {
        let mask = Mask::parse(&mask).unwrap();
        let read = mask.parse_number(&typed).unwrap();
        assert_eq!((read.as_str(), mask.format(&read)), (&*number, shown));
        assert_eq!(hex(mask.pack(&read).unwrap()), packed);
        assert_eq!(mask.unpack(fixed(&packed)), Some(read));
    }
    for NumberRefused { mask, typed, error } in vectors.refused {
        assert_eq!(named(Mask::parse(&mask).unwrap().parse_number(&typed).unwrap_err()), error, "{typed}");
    }
    for PackedRefused { mask, packed } in vectors.refused_packed {
        assert_eq!(Mask::parse(&mask).unwrap().unpack(fixed(&packed)), None, "{packed}");
    }
    for MaskRefused { mask, error } in vectors.refused_mask {
        assert_eq!(named(Mask::parse(&mask).unwrap_err()), error, "{mask}");
    }
}

#[test]
fn requests_equal_their_vectors() {
    let vectors: Requests = load(include_str!("vectors/requests.toml"));
    for vector in &vectors.accepted {
        let request = vector.request();
        assert_eq!(hex(request.encode().unwrap()), vector.bytes, "{}", vector.why);
        assert_eq!(Request::decode(&bytes(&vector.bytes)).as_ref(), Ok(&request));
        assert_eq!(hex(request.marker3().0), vector.marker3, "{}", vector.why);
        assert_eq!(request.name().to_string(), vector.name);
        assert_eq!(vector.name.parse::<RequestName>(), Ok(request.name()));
        assert_eq!(request.url("desk.example").unwrap(), vector.url);
        assert_eq!(request.text().unwrap(), vector.text);
        for form in [&vector.url, &vector.text] {
            assert_eq!(Request::parse(form).as_ref(), Ok(&request));
        }
        let spoken = SpokenRequest::of(&request);
        assert_eq!(spoken.lines(), vector.spoken);
        let lines = vector.spoken.each_ref().map(String::as_str);
        assert_eq!(SpokenRequest::parse(&lines, |_| Some(fixed(&vector.number))), Ok(spoken));
    }
    for RequestRefused { why, bytes: hex, error } in vectors.refused {
        assert_eq!(named(Request::decode(&bytes(&hex)).unwrap_err()), error, "{why}");
    }
    for Pasted { input, name, error } in vectors.pasted {
        let read = Request::parse(&input);
        assert_eq!(read.as_ref().ok().map(|request| request.name().to_string()), name, "{input}");
        assert_eq!(read.err().map(named), error, "{input}");
    }
}

#[test]
fn spoken_requests_equal_their_vectors() {
    let vectors: Spoken = load(include_str!("vectors/spoken.toml"));
    for SpokenRead { why, profile_unknown, number, lines, name, marker3, error } in vectors.read {
        let pack = |_| (!profile_unknown).then(|| fixed(&number));
        let read = SpokenRequest::parse(&lines.each_ref().map(String::as_str), pack);
        assert_eq!(read.as_ref().ok().map(|spoken| spoken.name().to_string()), name, "{why}");
        assert_eq!(read.as_ref().ok().map(|spoken| hex(spoken.marker3.0)), marker3, "{why}");
        assert_eq!(read.err().map(named), error, "{why}");
    }
}

fn claims(vector: &LicenseAccepted) -> Claims {
    Claims {
        edition: Edition(vector.edition),
        scheme: if vector.scheme == 2 { Scheme::Two } else { Scheme::Three },
        issued: vector.issued,
        expires: Some(vector.expires).filter(|&day| day != 0),
    }
}

#[test]
fn licenses_equal_their_vectors() {
    let vectors: Licenses = load(include_str!("vectors/licenses.toml"));
    for vector in vectors.accepted {
        let signer = Signer::from_seed(KeyId(vector.key_id), fixed(&vector.seed));
        let (claims, terms) = (claims(&vector), vector.terms.terms());
        let pinned = PinnedKey { id: KeyId(vector.key_id), key: fixed(&vector.public) };
        assert_eq!(signer.pinned(), pinned);
        let code = Code(fixed(&vector.code));
        assert_eq!(signer.sign(claims, &terms).as_ref(), Ok(&code));
        assert_eq!(code.verify(&[pinned], &terms), Ok(claims));
        assert_eq!(code.lines(), vector.lines);
        assert_eq!(license::TypedLines::read(&vector.lines).assemble(), Ok((code.clone(), vec![])));
    }
    for SignedAlike { why, seed, key_id, edition, issued, product, requests, code } in vectors.signed_alike {
        let signer = Signer::from_seed(KeyId(key_id), fixed(&seed));
        let claims = Claims { edition: Edition(edition), scheme: Scheme::Three, issued, expires: None };
        for request in requests {
            let terms = terms_of(&product, &Request::decode(&bytes(&request)).unwrap());
            assert_eq!(hex(signer.sign(claims, &terms).unwrap().0), code, "{why}");
            assert_eq!(Code(fixed(&code)).verify(&[signer.pinned()], &terms), Ok(claims), "{why}");
        }
    }
    for LicenseRefused { why, key_id, public, terms, code, error } in vectors.refused {
        let pinned = PinnedKey { id: KeyId(key_id), key: fixed(&public) };
        let judged = Code(fixed(&code)).verify(&[pinned], &terms.terms());
        assert_eq!(named(judged.unwrap_err()), error, "{why}");
    }
    for ReceiptVector { product, number, secret, nonce, receipt } in vectors.receipts {
        let secret = Secret::new(fixed(&secret));
        assert_eq!(hex(secret.nonce(&product, fixed(&number))), nonce);
        assert_eq!(secret.receipt(), receipt);
        assert_eq!(Secret::of_receipt(&receipt), Some(secret));
    }
}

#[test]
fn lines_equal_their_vectors() {
    let vectors: Lines = load(include_str!("vectors/lines.toml"));
    for LineClean { number, data, line } in vectors.clean {
        let number = LineNumber::new(number).unwrap();
        assert_eq!(line::encode(number, &fixed(&data)), line);
        assert_eq!(line::read(number, &line), LineReading::Clean(fixed(&data)));
    }
    for LineRead { number, typed, reading } in vectors.read {
        assert_eq!(named(line::read(LineNumber::new(number).unwrap(), &typed)), reading, "{typed}");
    }
}
