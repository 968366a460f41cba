//! Vectors of requests: every form of accepted ones, refused bytes, pasted text.

use countersign_core::machine::Origin::{self, Declared, Firmware, Recovered};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Platform, Request, Values};
use countersign_core::review::Verdict::{
    self, Blank, Malformed, Ok as Good, Placeholder, Shared, Unreadable,
};

use crate::shape::*;

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

pub fn requests() -> Requests {
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
