//! Writes the vector files of the wire anew: `cargo run --example vectors DIR`.
//!
//! `tests/vectors` holds what format 1 froze. Writing there is for new cases alone: `git diff` must show no
//! changed line among the old ones.
#![allow(clippy::unwrap_used, missing_docs, reason = "a tool for developers")]

#[path = "../tests/vectors/shape.rs"]
mod shape;

use std::path::Path;

use countersign_core::machine::Origin::{self, Declared, Firmware, Recovered};
use countersign_core::protocol::license::Claims;
use countersign_core::protocol::line::{self, LineNumber};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Code, Edition, Head, KeyId, Marker, Mask, PinnedKey, Platform, Request, Scheme, Signer, Values, marker,
    receipt,
};
use countersign_core::review::DeviceAnchor;
use countersign_core::review::Verdict::{
    self, Blank, Malformed, Ok as Good, Placeholder, Shared, Unreadable,
};
use shape::*;

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    let requests = requests();
    write(folder, "markers", &markers());
    write(folder, "numbers", &numbers());
    write(folder, "spoken", &spoken(&requests));
    write(folder, "requests", &requests);
    write(folder, "licenses", &licenses());
    write(folder, "lines", &lines());
}

fn write(folder: &Path, name: &str, what: &impl serde::Serialize) {
    std::fs::write(folder.join(name).with_extension("toml"), toml::to_string(what).unwrap()).unwrap();
}

fn markers() -> Markers {
    let normalised = |value: &str| Normalised {
        value: value.into(),
        collapsed: marker::collapse(value),
        normalised: marker::normalise(value),
    };
    let scheme3 = |values: [&str; 3], anchor: Option<[u8; 10]>| Scheme3 {
        values: values.map(str::to_owned),
        anchor: anchor.map(hex),
        marker: hex(marker::scheme3(values, anchor.map(Marker)).0),
    };
    let scheme2 = |anchor: DeviceAnchor| {
        let (board_serial, uuid, mac) = match &anchor {
            DeviceAnchor::BoardSerial(serial) => (Some(serial.clone()), None, None),
            DeviceAnchor::Uuid(uuid) => (None, Some(hex(uuid)), None),
            DeviceAnchor::Mac(mac) => (None, None, Some(hex(mac))),
        };
        Scheme2 { board_serial, uuid, mac, marker: hex(marker::scheme2(&anchor).0) }
    };
    Markers {
        normalised: [
            "",
            "   ",
            "ASRock",
            "  ASRock  ",
            "B450M\t\tPro4",
            "a\u{a0}b\u{3000}c\u{2009}d",
            "MÜLLER Ä",
            "İI",
            "a\u{200b}b",
            "a\u{1}b",
        ]
        .map(normalised)
        .into(),
        scheme3: vec![
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], None),
            scheme3([" asrock ", "B450M  PRO4", "br80g1234567"], None),
            scheme3(["ASRock B450M", "Pro4", "BR80G1234567"], None),
            scheme3(["ASRock", "", ""], None),
            scheme3(["", "", ""], None),
            scheme3(["联想", "开天 M90h", "PF0ABCDE"], None),
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], Some([0x5a; 10])),
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], Some([0xa5; 10])),
        ],
        scheme2: vec![
            scheme2(DeviceAnchor::BoardSerial("BR80G1234567".into())),
            scheme2(DeviceAnchor::BoardSerial("  br80g1234567 ".into())),
            scheme2(DeviceAnchor::Uuid(std::array::from_fn(|at| at as u8))),
            scheme2(DeviceAnchor::Mac([0x00, 0x1b, 0x21, 0x12, 0x34, 0x56])),
        ],
    }
}

fn numbers() -> Numbers {
    let accepted = |mask: &str, typed: &str| {
        let parsed = Mask::parse(mask).unwrap();
        let number = parsed.parse_number(typed).unwrap();
        NumberAccepted {
            mask: mask.into(),
            typed: typed.into(),
            shown: parsed.format(&number),
            packed: hex(parsed.pack(&number).unwrap()),
            number: number.to_string(),
        }
    };
    let refused = |mask: &str, typed: &str| NumberRefused {
        mask: mask.into(),
        typed: typed.into(),
        error: named(Mask::parse(mask).unwrap().parse_number(typed).unwrap_err()),
    };
    let packed = |mask: &str, packed: [u8; 6]| {
        assert_eq!(Mask::parse(mask).unwrap().unpack(packed), None);
        PackedRefused { mask: mask.into(), packed: hex(packed) }
    };
    let mask = |mask: &str| MaskRefused { mask: mask.into(), error: named(Mask::parse(mask).unwrap_err()) };
    const M: &str = "AA99999999999";
    Numbers {
        accepted: vec![
            accepted(M, "AA03220123951"),
            accepted(M, " aa-o322o 1239 5l\n"),
            accepted(M, "ＺＺ９９９９９９９９９９９"),
            accepted(M, "AA00000000000"),
            accepted(M, "0103220123951"),
            accepted("CS0-AA99 9999", "cso ab12-3456"),
            accepted("99999999999999", "99999999999999"),
            accepted("B", "b"),
        ],
        refused: vec![
            refused(M, ""),
            refused(M, "AA032201239"),
            refused(M, "AA032201239511"),
            refused(M, "A403220123951"),
            refused(M, "AA0322012395S"),
            refused(M, "ÄA03220123951"),
            refused("CS0-9", "CS1-5"),
        ],
        refused_packed: vec![
            packed(M, [0x3d, 0x7b, 0x59, 0xfc, 0xa0, 0x00]),
            packed(M, [0xff; 6]),
            packed("A9", [0, 0, 0, 0, 1, 4]),
        ],
        refused_mask: ["", " - ", "999a", "9\u{e9}", "999999999999999", "AAAAAAAAAAA"].map(mask).into(),
    }
}

fn request(
    verdicts: [Verdict; 3],
    origins: [Origin; 3],
    scheme2: Option<[u8; 10]>,
    values: [&str; 3],
    platform: u8,
) -> Request {
    let [manufacturer, model, serial] = values.map(str::to_owned);
    let head = Head {
        profile_version: 258,
        number: [0x00, 0x00, 0xbf, 0xef, 0x31, 0x2f],
        nonce: [0xde, 0xad, 0xbe, 0xef],
        platform: Platform(platform),
        verdicts,
        origins,
        scheme2: scheme2.map(Marker),
    };
    Request { head, values: Values { manufacturer, model, serial } }
}

fn requests() -> Requests {
    let accepted = |request: Request| {
        let bytes = request.encode().unwrap();
        assert_eq!(Request::decode(&bytes).unwrap(), request);
        RequestAccepted {
            profile_version: request.head.profile_version,
            number: hex(request.head.number),
            nonce: hex(request.head.nonce),
            platform: request.head.platform.0,
            verdicts: request.head.verdicts,
            origins: request.head.origins,
            scheme2: request.head.scheme2.map(|marker| hex(marker.0)),
            values: request.values.as_array().map(str::to_owned),
            bytes: hex(&bytes),
            marker3: hex(request.marker3().0),
            name: request.name().to_string(),
            url: request.url("desk.example").unwrap(),
            text: request.text().unwrap(),
            spoken: SpokenRequest::of(&request).lines(),
        }
    };
    let anchor = Some([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    let good = request([Good; 3], [Firmware; 3], anchor, ["ASRock", "B450M Pro4", "BR80G1234567"], 1);
    let longest = "x".repeat(64);
    let accepted = vec![
        accepted(good.clone()),
        accepted(request(
            [Good, Blank, Placeholder],
            [Firmware; 3],
            None,
            ["ASRock", "", "To Be Filled By O.E.M."],
            0,
        )),
        accepted(request(
            [Shared, Good, Good],
            [Recovered, Firmware, Declared],
            anchor,
            ["QEMU", "Standard PC", "PF-0 1"],
            64,
        )),
        accepted(request([Unreadable; 3], [Firmware; 3], None, ["", "", ""], 255)),
        accepted(request([Malformed, Placeholder, Good], [Firmware; 3], anchor, ["", "", "联想 é"], 12)),
        accepted(request([Good; 3], [Recovered; 3], anchor, [&longest, &longest, &longest], 7)),
    ];
    let bytes = good.encode().unwrap();
    let refused = |why: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        let error = named(Request::decode(&bytes).unwrap_err());
        RequestRefused { why: why.into(), bytes: hex(&bytes), error }
    };
    // Byte 26 is the manufacturer's length, 27 its first byte.
    let refused = vec![
        refused("nothing", &|b| b.clear()),
        refused("half a head", &|b| b.truncate(13)),
        refused("no values", &|b| b.truncate(26)),
        refused("cut within the last value", &|b| b.truncate(b.len() - 1)),
        refused("one byte more", &|b| b.push(0)),
        refused("format 2", &|b| b[0] = 0x21),
        refused("kind 0", &|b| b[0] = 0x10),
        refused("kind 2, spoken", &|b| b[0] = 0x12),
        refused("the reserved bit", &|b| b[15] |= 1),
        refused("verdict 6 of the maker", &|b| b[14] |= 0xc0),
        refused("verdict 7 of the serial", &|b| {
            b[14] |= 0x03;
            b[15] |= 0x80;
        }),
        refused("origin 3 of the model", &|b| b[15] |= 0x18),
        refused("declared without a scheme 2 marker", &|b| {
            b[15] |= 0x04;
            b[16..26].fill(0);
        }),
        refused("a length of 97", &|b| b[26] = 97),
        refused("not UTF-8", &|b| b[27] = 0xff),
        refused("a control character", &|b| b[28] = 0x1b),
        refused("a tab", &|b| b[28] = 0x09),
        refused("a blank first", &|b| b[27] = b' '),
        refused("a blank last", &|b| b[32] = b' '),
        refused("two blanks", &|b| b[28..30].fill(b' ')),
        refused("a no-break space", &|b| b[28..30].copy_from_slice("\u{a0}".as_bytes())),
        refused("ok, but empty", &|b| {
            b[26] = 0;
            b.drain(27..33);
        }),
        refused("blank, but a value", &|b| b[14] |= 0x20),
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
        pasted(text.replacen("\n2", "\n3", 1)),
        pasted(text.split('\n').take(3).collect::<Vec<_>>().join("\n")),
        pasted(text.replacen(' ', "!", 5)),
    ];
    Requests { accepted, refused, pasted }
}

fn spoken(requests: &Requests) -> Spoken {
    let read = |why: &str, lines: [String; 4]| {
        let (name, marker3, error) = match SpokenRequest::parse(&lines.each_ref().map(String::as_str)) {
            Ok(spoken) => (Some(spoken.name().to_string()), Some(hex(spoken.marker3.0)), None),
            Err(error) => (None, None, Some(named(error))),
        };
        SpokenRead { why: why.into(), lines, name, marker3, error }
    };
    let lines = |at: usize| requests.accepted[at].spoken.clone();
    let changed = |change: &dyn Fn(&mut [String; 4])| {
        let mut lines = lines(0);
        change(&mut lines);
        lines
    };
    let mut unanchored = requests.accepted[1].request();
    unanchored.head.origins[0] = Declared;
    let mut markerless = SpokenRequest::of(&unanchored);
    markerless.head.origins[0] = Firmware;
    markerless.marker3 = Marker([0; 10]);
    let of_a_license = line::encode(LineNumber::new(1).unwrap(), &[0; 10]);
    Spoken {
        read: vec![
            read("as shown", lines(0)),
            read("in groups and lower case", lines(2).map(|line| line::grouped(&line).to_lowercase())),
            read("in another order", changed(&|lines| lines.swap(0, 3))),
            read("two characters not understood", changed(&|lines| lines[2].replace_range(4..6, "??"))),
            read("five characters not understood", changed(&|lines| lines[2].replace_range(4..9, "?????"))),
            read("a character missing", changed(&|lines| lines[1].truncate(19))),
            read("a line of a license code", changed(&|lines| lines[0] = of_a_license.clone())),
            read(
                "a line of another request",
                changed(&|lines| lines[3] = requests.accepted[2].spoken[3].clone()),
            ),
            read("declared without a scheme 2 marker", SpokenRequest::of(&unanchored).lines()),
            read("no scheme 3 marker", markerless.lines()),
        ],
    }
}

fn licenses() -> Licenses {
    let terms = TermsText {
        product: "example-os".into(),
        number: "0000bfef312f".into(),
        nonce: "deadbeef".into(),
        marker2: Some("0102030405060708090a".into()),
        marker3: Some("a1a2a3a4a5a6a7a8a9aa".into()),
    };
    let seed: [u8; 32] = std::array::from_fn(|at| at as u8);
    let accepted = |key_id: u8, claims: Claims| {
        let signer = Signer::from_seed(KeyId(key_id), seed);
        let code = signer.sign(claims, &terms.terms()).unwrap();
        LicenseAccepted {
            seed: hex(seed),
            key_id,
            public: hex(signer.pinned().key),
            edition: claims.edition.0,
            scheme: if claims.scheme == Scheme::Two { 2 } else { 3 },
            declared: claims.declared,
            issued: claims.issued,
            expires: claims.expires.unwrap_or(0),
            terms: terms.clone(),
            code: hex(code.0),
            lines: code.lines(),
            receipt: receipt::create(&code, terms.terms().number, terms.terms().nonce),
        }
    };
    let plain =
        Claims { edition: Edition(1), scheme: Scheme::Three, declared: false, issued: 2517, expires: None };
    let signer = Signer::from_seed(KeyId(3), seed);
    let refused = |why: &str, key: &PinnedKey, terms: &TermsText, change: &dyn Fn(&mut Code)| {
        let mut code = signer.sign(plain, &terms.terms()).unwrap();
        change(&mut code);
        refusal(why, key, terms, &code)
    };
    let pinned = signer.pinned();
    let twin = Signer::from_seed(KeyId(3), [9; 32]).pinned();
    let elsewhere = |change: &dyn Fn(&mut TermsText)| {
        let mut other = terms.clone();
        change(&mut other);
        refusal("", &pinned, &other, &signer.sign(plain, &terms.terms()).unwrap())
    };
    let but =
        |why: &str, change: &dyn Fn(&mut TermsText)| LicenseRefused { why: why.into(), ..elsewhere(change) };
    Licenses {
        accepted: vec![
            accepted(3, plain),
            accepted(0, Claims { edition: Edition(0), issued: 0, ..plain }),
            accepted(31, Claims { edition: Edition(15), scheme: Scheme::Two, expires: Some(65535), ..plain }),
            accepted(3, Claims { declared: true, expires: Some(2517), ..plain }),
        ],
        refused: vec![
            refused("format 0", &pinned, &terms, &|code| code.0[0] = 3),
            refused("another key id", &pinned, &terms, &|code| code.0[0] = 0x24),
            refused("another key of that id", &twin, &terms, &|_| {}),
            refused("a reserved bit", &pinned, &terms, &|code| code.0[1] |= 1),
            refused("expires before it was issued", &pinned, &terms, &|code| code.0[5] = 1),
            refused("a changed edition", &pinned, &terms, &|code| code.0[1] ^= 0x10),
            refused("a changed signature", &pinned, &terms, &|code| code.0[40] ^= 1),
            refused("S with the group's order added", &pinned, &terms, &|code| add_order(&mut code.0)),
            refused("an all-zero signature", &pinned, &terms, &|code| code.0[6..].fill(0)),
            but("another product", &|terms| terms.product = "example-os-2".into()),
            but("another number", &|terms| terms.number = "0000bfef3130".into()),
            but("another request", &|terms| terms.nonce = "deadbeee".into()),
            but("another machine", &|terms| terms.marker3 = Some("a1a2a3a4a5a6a7a8a9ab".into())),
            but("no marker of that scheme", &|terms| terms.marker3 = None),
        ],
    }
}

fn refusal(why: &str, key: &PinnedKey, terms: &TermsText, code: &Code) -> LicenseRefused {
    LicenseRefused {
        why: why.into(),
        key_id: key.id.0,
        public: hex(key.key),
        terms: terms.clone(),
        code: hex(code.0),
        error: named(code.verify(std::slice::from_ref(key), &terms.terms()).unwrap_err()),
    }
}

/// Adds the order of Ed25519's group (RFC 8032, 5.1) to S: the same equation, another spelling.
fn add_order(code: &mut [u8; 70]) {
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0;
    for (byte, order) in code[38..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = (sum & 255) as u8;
        carry = sum >> 8;
    }
}

fn lines() -> Lines {
    let number = |number| LineNumber::new(number).unwrap();
    let clean = |n: u8, data: [u8; 10]| LineClean {
        number: n,
        data: hex(data),
        line: line::encode(number(n), &data),
    };
    let read =
        |n: u8, typed: String| LineRead { number: n, reading: named(line::read(number(n), &typed)), typed };
    let sample = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23];
    let line = line::encode(number(4), &sample);
    let with = |places: &[(usize, &str)]| {
        let mut line = line.clone();
        for (at, c) in places {
            assert_ne!(&line[*at..=*at], *c);
            line.replace_range(*at..=*at, c);
        }
        line
    };
    Lines {
        clean: (1..=12)
            .map(|n| clean(n, sample))
            .chain([
                clean(1, [0; 10]),
                clean(1, [0xff; 10]),
                clean(7, std::array::from_fn(|at| 1 << (at % 8))),
            ])
            .collect(),
        read: vec![
            read(4, line::grouped(&line)),
            read(
                4,
                format!("> {}.", line::grouped(&line).to_lowercase().replace('0', "o").replace('1', "l")),
            ),
            read(4, line.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect()),
            read(3, line.clone()),
            read(4, with(&[(3, "Z")])),
            read(4, with(&[(0, "Z"), (19, "Y")])),
            read(4, with(&[(0, "?"), (5, "?"), (6, "?"), (19, "?")])),
            read(4, with(&[(0, "?"), (5, "?"), (12, "X")])),
            read(4, with(&[(0, "?"), (5, "?"), (6, "?"), (7, "?"), (19, "?")])),
            read(4, with(&[(0, "Z"), (1, "Z"), (9, "Z"), (14, "Z"), (19, "Y")])),
            read(4, with(&[(7, "*")])),
            read(4, with(&[(7, "é")])),
            read(4, line[..19].into()),
            read(4, format!("{line}0")),
            read(4, String::new()),
        ],
    }
}
