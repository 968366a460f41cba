//! Vectors of requests: accepted requests in every form, refused bytes, pasted text.

mod accepted;
mod pasted;
mod refused;

use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Platform, Request, Surroundings, Values};
use countersign_core::review::Verdict;

use crate::shape::*;

/// Verdict, origin, available source and value of a field.
type VectorField<'a> = (Verdict, Origin, Option<SourceKind>, &'a str);

const MARKER_2: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const VMWARE: &str = "VMware-56 4d 3a 0c 7e 1f 22 9b-00 01 02 03 04 05 06 ff";

pub fn requests() -> Requests {
    let good = good();
    Requests {
        accepted: accepted::table().iter().map(|(why, request)| accepted(why, request)).collect(),
        refused: refused::refused(&good),
        pasted: pasted::pasted(&good),
    }
}

const fn own(value: &str) -> VectorField<'_> {
    (Verdict::Ok, Origin::Firmware, None, value)
}

/// The first accepted request. Most refused requests are made from it.
fn good() -> Request {
    request([own("Example"), own("B450M Pro4"), own("BR80G1234567")], Some(MARKER_2), 1, 0b1001_1000)
}

fn request(
    fields: [VectorField<'_>; 3],
    marker2: Option<[u8; 10]>,
    platform: u8,
    surroundings: u8,
) -> Request {
    let head = Head {
        profile_id: 258,
        number: [0x00, 0x00, 0xbf, 0xef, 0x31, 0x2f],
        nonce: [0xde, 0xad, 0xbe, 0xef, 0x01, 0x23, 0x45, 0x67],
        platform: Platform(platform),
        surroundings: Surroundings::from_byte(surroundings).unwrap(),
        verdicts: fields.map(|field| field.0),
        origins: fields.map(|field| field.1),
        available: fields.map(|field| field.2),
        marker2: marker2.map(Marker),
    };
    Request { head, values: Values::from_array(fields.map(|field| field.3.to_owned())) }
}

fn accepted(why: &str, request: &Request) -> RequestAccepted {
    let bytes = request.encode().unwrap();
    assert_eq!(Request::decode(&bytes).as_ref(), Ok(request));
    RequestAccepted {
        why: why.into(),
        profile_id: request.head.profile_id,
        number: hex(request.head.number),
        nonce: hex(request.head.nonce),
        platform: request.head.platform.0,
        surroundings: request.head.surroundings.byte(),
        verdicts: request.head.verdicts,
        origins: request.head.origins.map(origin_text),
        available: request.head.available.map(|source| source.map_or("", SourceKind::name).into()),
        marker2: request.head.marker2.map(|marker| hex(marker.0)),
        values: request.values.as_array().map(str::to_owned),
        bytes: hex(&bytes),
        marker3: hex(request.marker3().0),
        name: request.name().to_string(),
        url: request.url("desk.example").unwrap(),
        text: request.text().unwrap(),
        spoken: SpokenRequest::of(request).lines(),
    }
}

/// An origin as text: its name, and for a recovered value a `:` and the source.
fn origin_text(origin: Origin) -> String {
    origin.source().map_or(origin.name().into(), |source| format!("recovered:{}", source.name()))
}
