//! Target: a bundle of requests. A bundle that is read, written and read again has the same entries. A wrong line doesn't affect other
//! lines. Every refusal of a line has a code and a text.

use countersign_core::bundle::{
    BundleEnd, BundleKind, BundleReader, BundleWriter, BundledRequest, LineError, is_bundle, is_host,
};
use countersign_core::lang::Lang;
use countersign_core::text::Line as _;

use crate::samples::shape::Requests;
use crate::{Seed, samples};

/// Checks the input as a bundle of requests, and reads it as a bundle of answers.
pub fn check(input: &[u8]) {
    let open = BundleReader::<_, BundledRequest>::open(input, BundleKind::Requests);
    let first_line = input.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    assert_eq!(is_bundle(input), is_bundle(first_line), "lines after the first decide");
    if let Ok(reader) = open {
        check_entries(reader);
    }
    if let Ok(reader) = BundleReader::<_, serde_json::Value>::open(input, BundleKind::Answers) {
        reader.for_each(|(_, entry)| drop(entry));
    }
}

fn check_entries(mut reader: BundleReader<&[u8], BundledRequest>) {
    let head = reader.head().clone();
    let mut writer = BundleWriter::begin(Vec::new(), BundleKind::Requests, head.of).unwrap();
    let (mut good, mut last) = (Vec::new(), 1);
    for (line, entry) in reader.by_ref() {
        assert!(line > last, "line {line} after line {last}");
        last = line;
        match entry {
            Ok(entry) => {
                let _ = is_host(&entry.host);
                writer.entry(&entry).unwrap();
                good.push(entry);
            }
            Err(error) => check_refusal(error),
        }
    }
    assert!(reader.next().is_none(), "an entry after the end");
    let written = writer.end(None).unwrap();
    let mut again =
        BundleReader::<_, BundledRequest>::open(written.as_slice(), BundleKind::Requests).unwrap();
    let entries: Vec<BundledRequest> = again.by_ref().map(|(_, entry)| entry.unwrap()).collect();
    assert_eq!(entries, good, "the written entries differ after reading");
    assert_eq!(again.end(), BundleEnd::Whole);
}

fn check_refusal(error: LineError) {
    let (code, words) = error.refusal().expect("reading a slice never fails");
    assert!(code.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{code}");
    for lang in [Lang::En, Lang::Zh] {
        crate::display::check_line("a refusal of a line", words.say(lang));
    }
}

/// Returns bundles: complete, cut off, with wrong lines, of answers, and of a newer version.
pub fn seeds() -> Vec<Seed> {
    let vectors: Requests = samples::vectors("requests.toml");
    let mut writer = BundleWriter::begin(Vec::new(), BundleKind::Requests, None).unwrap();
    for (at, one) in vectors.accepted.iter().take(4).enumerate() {
        let request = if at % 2 == 0 { one.url.clone() } else { one.text.clone() };
        writer.entry(&BundledRequest { host: format!("web-{at:02}"), request }).unwrap();
    }
    let whole = writer.end(None).unwrap();
    let cut = whole[..whole.len() - 40].to_vec();
    let small = "{\"countersign\":\"requests\",\"version\":1}\n{\"host\":\"web-01\",\"request\":\"x\"}\n\nno JSON\n{\"host\":1}\n{\"end\":3}\n";
    let answers = "\u{feff}{\"countersign\":\"answers\",\"version\":1,\"of\":\"00\"}\r\n{\"host\":\"web-01\",\"reason\":\"NUMBER-UNKNOWN\"}\r\n\
         {\"end\":1,\"counts\":{\"issued\":0,\"reasons\":{\"NUMBER-UNKNOWN\":1},\"cut-off\":false}}\n";
    let newer = "{\"countersign\":\"requests\",\"version\":2}\n";
    [
        ("whole", whole),
        ("cut", cut),
        ("small", small.into()),
        ("answers", answers.into()),
        ("newer", newer.into()),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .to_vec()
}
