//! Vectors of requests: every form of accepted ones, refused bytes, pasted text.

use countersign_core::machine::Origin::{self, Assigned, Declared, Firmware, Recovered};
use countersign_core::machine::SourceKind::{self, Board, Chassis, DeviceTree, OemString, Uuid, Version};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Platform, Request, Surroundings, Values};
use countersign_core::review::Verdict::{
    self, Blank, Malformed, Ok as Good, Placeholder, Shared, Unreadable,
};

use crate::shape::*;

/// Verdict, origin, available source and value of a field.
type VectorField<'a> = (Verdict, Origin, Option<SourceKind>, &'a str);

fn request(
    fields: [VectorField<'_>; 3],
    marker2: Option<[u8; 10]>,
    platform: u8,
    surroundings: u8,
) -> Request {
    let [manufacturer, model, serial] = fields.map(|field| field.3.to_owned());
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
    Request { head, values: Values { manufacturer, model, serial } }
}

const fn own(value: &str) -> VectorField<'_> {
    (Good, Firmware, None, value)
}

const fn recovered(source: SourceKind, value: &str) -> VectorField<'_> {
    (Good, Recovered(source), None, value)
}

const ASSIGNED: VectorField<'_> = (Good, Assigned, None, "");
const UNREADABLE: VectorField<'_> = (Unreadable, Firmware, None, "");

/// An origin as text: its name, and after a `:` the source of a recovered value.
fn origin_text(origin: Origin) -> String {
    origin.source().map_or(origin.name().into(), |source| format!("recovered:{}", source.name()))
}

fn bytes_of(vector: &RequestAccepted) -> Vec<u8> {
    bytes(&vector.bytes)
}

pub fn requests() -> Requests {
    let accepted = |request: Request| {
        let bytes = request.encode().unwrap();
        assert_eq!(Request::decode(&bytes).unwrap(), request);
        RequestAccepted {
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
            spoken: SpokenRequest::of(&request).lines(),
        }
    };
    let marker2 = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    let anchor = Some(marker2);
    let good = request([own("Example"), own("B450M Pro4"), own("BR80G1234567")], anchor, 1, 0b1001_1000);
    let longest = "x".repeat(96);
    let own_serial = countersign_core::assigned::serial(Marker(marker2));
    let vmware = "VMware-56 4d 3a 0c 7e 1f 22 9b-00 01 02 03 04 05 06 ff";
    let accepted = vec![
        accepted(good.clone()),
        accepted(request(
            [
                own("ASRock"),
                (Blank, Firmware, Some(Board), ""),
                (Placeholder, Firmware, Some(Uuid), "Default string"),
            ],
            None,
            0,
            0,
        )),
        accepted(request([own("VMware, Inc."), own("VMware7,1"), own(vmware)], anchor, 64, 0b1010_1010)),
        accepted(request(
            [recovered(Board, "ASRock"), (Shared, Recovered(Board), None, "X79"), recovered(Board, "M80-1")],
            None,
            1,
            8,
        )),
        accepted(request([own("HP"), own("Z840"), recovered(Chassis, "CZC1")], anchor, 1, 8)),
        accepted(request([own("HP"), own("Z840"), recovered(Chassis, "CZC1")], None, 1, 8)),
        accepted(request([own("HP"), own("Z840"), recovered(Uuid, "CZC1")], None, 1, 8)),
        accepted(request(
            [own("LENOVO"), recovered(Version, "ThinkPad X1"), recovered(OemString, "PF0A")],
            anchor,
            1,
            8,
        )),
        accepted(request(
            [
                recovered(DeviceTree, "raspberrypi"),
                recovered(DeviceTree, "Raspberry Pi 4"),
                recovered(DeviceTree, "100000003d1d1c36"),
            ],
            None,
            12,
            0b1101_0000,
        )),
        accepted(request([ASSIGNED; 3], anchor, 1, 0b1001_1100)),
        accepted(request([own("Example"), own("B450M"), own(&own_serial)], anchor, 1, 8)),
        accepted(request(
            [own("Example"), (Shared, Declared, None, "X79"), (Good, Declared, None, "PF-0 1")],
            anchor,
            1,
            8,
        )),
        accepted(request([UNREADABLE; 3], None, 255, 0b0010_0101)),
        accepted(request(
            [(Malformed, Firmware, None, ""), (Shared, Firmware, Some(Board), "X79"), own("联想 é")],
            anchor,
            12,
            0,
        )),
        accepted(request([own(&longest), own(&longest), own(&longest)], anchor, 7, 0)),
    ];
    let bytes = good.encode().unwrap();
    let refused = |why: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        let error = named(Request::decode(&bytes).unwrap_err());
        RequestRefused { why: why.into(), bytes: hex(&bytes), error }
    };
    let packed = |at: usize, why: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes_of(&accepted[at]);
        change(&mut bytes);
        let error = named(Request::decode(&bytes).unwrap_err());
        RequestRefused { why: why.into(), bytes: hex(&bytes), error }
    };
    // Bytes 19 to 21 are the fields, byte 32 is the manufacturer's first byte, 33 its first letter.
    let refused = vec![
        refused("nothing", &|b| b.clear()),
        refused("half a head", &|b| b.truncate(16)),
        refused("no values", &|b| b.truncate(32)),
        refused("cut within the last value", &|b| b.truncate(b.len() - 1)),
        refused("one byte more", &|b| b.push(0)),
        refused("format 1", &|b| b[0] = 0x11),
        refused("format 3", &|b| b[0] = 0x31),
        refused("kind 0", &|b| b[0] = 0x20),
        refused("kind 2, spoken", &|b| b[0] = 0x22),
        refused("virtual machine 3", &|b| b[18] |= 0x30),
        refused("writing place 6", &|b| b[18] |= 6),
        refused("verdict 6 of the maker", &|b| b[19] = 0xc0),
        refused("verdict 7 of the serial", &|b| b[21] = 0xe0),
        refused("firmware, ok, with a source", &|b| b[20] = 1),
        refused("recovered without a source", &|b| b[20] = 0x08),
        refused("recovered, but a placeholder", &|b| b[20] = 0x49),
        refused("recovered, but a shared maker", &|b| b[19] = 0x89),
        refused("the maker recovered from the UUID", &|b| b[19] = 0x0b),
        refused("the model available in the UUID", &|b| b[20] = 0x43),
        refused("assigned with a source", &|b| b[20] = 0x11),
        refused("assigned, but shared", &|b| b[20] = 0x90),
        refused("assigned, but a value", &|b| b[20] = 0x10),
        refused("declared with a source", &|b| b[20] = 0x19),
        refused("declared, but unreadable", &|b| b[20] = 0xb8),
        refused("declared without a scheme 2 marker", &|b| {
            b[21] = 0x18;
            b[22..32].fill(0);
        }),
        refused("a serial of an OEM string without a scheme 2 marker", &|b| {
            b[21] = 0x0c;
            b[22..32].fill(0);
        }),
        refused("a first byte of 97", &|b| b[32] = 97),
        refused("a first byte of 127", &|b| b[32] = 127),
        refused("a maker as a VMware serial", &|b| {
            b[32] = 255;
            b.splice(33..40, [0; 16]);
        }),
        refused("a model of the dictionary", &|b| {
            b[40] = 128;
            b.drain(41..51);
        }),
        refused("a serial of the dictionary", &|b| {
            b[51] = 254;
            b.truncate(52);
        }),
        refused("a maker of the dictionary, spelled out", &|b| b[33..40].copy_from_slice(b"TOSHIBA")),
        refused("not UTF-8", &|b| b[33] = 0xff),
        refused("a control character", &|b| b[34] = 0x1b),
        refused("a tab", &|b| b[34] = 0x09),
        refused("a blank first", &|b| b[33] = b' '),
        refused("a blank last", &|b| b[39] = b' '),
        refused("two blanks", &|b| b[34..36].fill(b' ')),
        refused("a no-break space", &|b| b[34..36].copy_from_slice("\u{a0}".as_bytes())),
        refused("ok, but empty", &|b| {
            b[32] = 0;
            b.drain(33..40);
        }),
        refused("blank, but a value", &|b| b[19] = 0x20),
        packed(1, "a placeholder, but empty", &|b| {
            let from = b.len() - 15;
            b.truncate(from);
            b.push(0);
        }),
        packed(2, "a cut VMware serial", &|b| b.truncate(b.len() - 1)),
        packed(2, "a VMware serial, spelled out", &|b| {
            let from = b.len() - 17;
            b.truncate(from);
            b.push(54);
            b.extend(vmware.bytes());
        }),
    ];
    let (url, text) = (good.url("desk.example").unwrap(), good.text().unwrap());
    let pasted = |input: String| {
        let (name, error) = match Request::parse(&input) {
            Ok(request) => (Some(request.name().to_string()), None),
            Err(error) => (None, Some(named(error))),
        };
        Pasted { input, name, error }
    };
    let body = text.lines().skip(1).take_while(|line| *line != "[END]").collect::<Vec<_>>().join(" ");
    let (start, end) = url.split_at(60);
    let pasted = vec![
        pasted(url.clone()),
        pasted(url.to_lowercase().replace("https", "http")),
        pasted(format!("> Hello,\r\n> {start}\r\n> {end}\r\n> Regards\r\n")),
        pasted(format!("{start}=\r\n{end}.")),
        pasted(format!("/r/{}", &url[23..])),
        pasted(text.clone()),
        pasted(format!(
            "| {}",
            text.to_lowercase().replace('0', "o").replace('1', "i").replace('\n', "\r\n| ")
        )),
        pasted(body),
        pasted(String::new()),
        pasted("The machine doesn't start any more.".into()),
        pasted(url[..url.len() - 3].into()),
        pasted(format!("{url}AB")),
        pasted(format!("{start}8{end}")),
        pasted(text.replacen("\n4", "\n5", 1)),
        pasted(text.split('\n').take(3).collect::<Vec<_>>().join("\n")),
        pasted(text.replacen(' ', "!", 5)),
    ];
    Requests { accepted, refused, pasted }
}
