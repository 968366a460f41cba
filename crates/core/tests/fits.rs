//! The share of recorded machines with a request that fits the screen: a QR code of version 6, with a host of 20 characters.
//!
//! Reads `machines/` under `COUNTERSIGN_SHARED` or `../shared`; without it, the test prints that it is skipped.
//! `cargo test --release --test fits -- --nocapture` prints the shares.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

use std::collections::HashMap;
use std::process::Command;

use countersign_core::machine::{Field, Origin};
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::protocol::qr::{Level, qr_with_level};
use countersign_core::protocol::{Head, Platform, Request, Surroundings, Values};
use countersign_core::review::{Verdict, judge_text};

/// A host of 20 characters.
const HOST: &str = "activate.example.com";
/// The largest QR version at 80×24, with the smallest quiet zone and a line to spare.
const ON_SCREEN: u8 = 6;

/// Manufacturer, model and serial of each row of a table with a header; the serial is empty where the table has no such column.
fn machines(table: &str) -> Vec<[String; 3]> {
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let places = ["sys_vendor", "product_name", "product_serial"]
        .map(|name| head.iter().position(|column| *column == name));
    let value = |columns: &[&str], place: Option<usize>| {
        let text = place.and_then(|at| columns.get(at)).copied().unwrap_or_default();
        // `Not Specified` is the word of dmidecode for a missing value, `\N` that of the table.
        if matches!(text, "\\N" | "Not Specified") { String::new() } else { collapsed(text) }
    };
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|columns| places.map(|place| value(&columns, place)))
        .collect()
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The verdict on a field, and the value that is sent.
#[derive(Clone)]
struct Sent(Verdict, String);

fn sent(at: usize, value: &str) -> Sent {
    let verdict = judge_text(Field::BINDING[at], value).0;
    match verdict {
        Verdict::Ok | Verdict::Shared | Verdict::Placeholder => Sent(verdict, value.to_owned()),
        Verdict::Blank | Verdict::Malformed | Verdict::Unreadable => Sent(verdict, String::new()),
    }
}

/// Whether the QR code of a request fits the screen at level L or higher, and at level M or higher.
#[derive(Clone, Copy)]
struct Fit {
    l: bool,
    m: bool,
}

/// The fit of the request with these values. It depends only on the length of the address, so `known` caches it.
fn fit(fields: [&Sent; 3], known: &mut HashMap<usize, Fit>) -> Fit {
    let [manufacturer, model, serial] = fields.map(|field| field.1.clone());
    let request = Request {
        head: Head {
            profile_id: 1,
            number: [3, 2, 20, 12, 39, 51],
            nonce: [7; 8],
            platform: Platform(1),
            surroundings: Surroundings::default(),
            verdicts: fields.map(|field| field.0),
            origins: [Origin::Firmware; 3],
            available: [None; 3],
            marker2: Some(marker::scheme2(&DeviceAnchor::BoardSerial("BR80G1234567".to_owned()))),
        },
        values: Values { manufacturer, model, serial },
    };
    let url = request.url(HOST).unwrap();
    *known.entry(url.len()).or_insert_with(|| {
        let fits = |level| qr_with_level(&url, level).is_ok_and(|qr| qr.version <= ON_SCREEN);
        Fit { l: fits(Level::L), m: fits(Level::M) }
    })
}

#[test]
fn requests_of_recorded_machines_fit_the_screen() {
    assert_eq!(HOST.len(), 20);
    let folder = countersign_testing::shared().join("machines");
    let (packed, identified) = (folder.join("fields.tsv.gz"), folder.join("identified.tsv"));
    let unpacked = Command::new("gzip").arg("-dc").arg(&packed).output();
    let (Ok(identified), Ok(unpacked)) = (std::fs::read_to_string(&identified), unpacked) else {
        countersign_testing::skipped(format_args!(
            "no machines under {}: what fits was not measured",
            folder.display()
        ));
        return;
    };
    let mut known = HashMap::new();
    let whole = machines(&identified);
    let mut fits = |values: &[String; 3]| {
        let fields = [0, 1, 2].map(|at| sent(at, &values[at]));
        fit(fields.each_ref(), &mut known).l
    };
    let (fit_whole, not): (Vec<_>, Vec<_>) = whole.iter().partition(|values| fits(values));
    let share = |fit: usize, all: usize| {
        f64::from(u32::try_from(fit).unwrap()) / f64::from(u32::try_from(all).unwrap())
    };
    eprintln!(
        "with their serials: {} of {} fit, {:.1} %",
        fit_whole.len(),
        whole.len(),
        100.0 * share(fit_whole.len(), whole.len()),
    );
    assert!(not.is_empty(), "{not:?}");
    let long: Vec<&str> =
        whole.iter().map(|values| &*values[2]).filter(|serial| serial.len() == 54).collect();
    assert!(long.iter().all(|serial| serial.starts_with("VMware-")), "{long:?}");

    // The large table has no serials. Each of its machines is tried with the length of every serial in the other table.
    let lengths: Vec<usize> =
        whole.iter().map(|values| values[2].len()).filter(|length| *length > 0).collect();
    let all = machines(&String::from_utf8_lossy(&unpacked.stdout));
    assert!(!all.is_empty(), "{} is empty", packed.display());
    let mut pairs: HashMap<(String, String), usize> = HashMap::new();
    for [maker, model, _] in all.iter().cloned() {
        *pairs.entry((maker, model)).or_default() += 1;
    }
    let (mut fit_l, mut fit_m, mut tried) = (0, 0, 0);
    let mut kinds = HashMap::<usize, usize>::new();
    for length in &lengths {
        *kinds.entry(*length).or_default() += 1;
    }
    // Serials of 54 bytes are from VMware. They are packed in the request.
    let serial = |length: usize| match length {
        54 => "VMware-56 4d 3a 0c 7e 1f 22 9b-00 01 02 03 04 05 06 ff".to_owned(),
        _ => "K7QM2F9AXD3RT6WZ8BCE".chars().cycle().take(length).collect::<String>(),
    };
    let kinds: Vec<(Sent, usize)> =
        kinds.into_iter().map(|(length, serials)| (sent(2, &serial(length)), serials)).collect();
    for ((maker, model), machines) in &pairs {
        let (maker, model) = (sent(0, maker), sent(1, model));
        for (serial, serials) in &kinds {
            tried += machines * serials;
            let fits = fit([&maker, &model, serial], &mut known);
            fit_l += if fits.l { machines * serials } else { 0 };
            fit_m += if fits.m { machines * serials } else { 0 };
        }
    }
    eprintln!(
        "{} machines, serials of {} lengths: {:.2} % fit, {:.2} % at level M",
        all.len(),
        kinds.len(),
        100.0 * share(fit_l, tried),
        100.0 * share(fit_m, tried)
    );
    assert!(share(fit_l, tried) >= 0.99);
    assert!(share(fit_m, tried) >= 0.94);
}
