//! Target: a typed line of any line number, and a receipt in a pasted text. A mended line reads as clean, and differs from the typed line
//! in no more characters than can be corrected.

use countersign_core::protocol::line::{self, LineNumber, LineReading};
use countersign_core::protocol::{Given, given};
use countersign_core::protocol::{Secret, number::Mask};

use crate::samples::shape::{Licenses, Lines};
use crate::{Seed, samples};

/// Checks the input as a typed line and as a pasted text. The first byte chooses the line number, the rest is the text.
pub fn check(input: &[u8]) {
    let Some((first, rest)) = input.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let number = LineNumber::new(first % 12 + 1).unwrap();
    check_line(number, &text);
    if let Some(secret) = Secret::of_receipt(&text) {
        let receipt = secret.receipt();
        assert_eq!(Secret::of_receipt(&receipt), Some(secret.clone()), "{receipt}");
        assert_eq!(
            Secret::of_receipt(&format!("> 12: {}", line::grouped(&receipt))),
            Some(secret),
            "{receipt}"
        );
    }
    let mask = Mask::parse("AA99999999999").unwrap();
    if let Given::Receipt(secret) = given(&text, Some(&mask)) {
        assert_eq!(Secret::of_receipt(&text), Some(secret), "{text}");
    }
}

fn check_line(number: LineNumber, text: &str) {
    let shown: String = line::cleaned(text).take(400).collect();
    crate::display::check_line("a typed line", &shown);
    match line::read(number, text) {
        LineReading::Clean(data) => assert_eq!(line::encode(number, &data), shown, "a clean line"),
        LineReading::Mended { data, line: mended, at } => {
            assert_eq!(line::encode(number, &data), mended);
            assert_eq!(line::read(number, &mended), LineReading::Clean(data));
            assert!((1..=4).contains(&at.len()) && at.is_sorted(), "{at:?}");
            let differ = mended.chars().zip(shown.chars()).enumerate();
            let differ: Vec<usize> = differ.filter(|(_, (new, old))| new != old).map(|(at, _)| at).collect();
            assert_eq!(differ, at, "{shown} became {mended}");
            let unread = at.iter().filter(|at| shown.chars().nth(**at) == Some('?')).count();
            assert!(2 * (at.len() - unread) + unread <= 4, "{shown} became {mended}");
        }
        LineReading::Other(other, data) => {
            assert_ne!(other, number);
            assert_eq!(line::encode(other, &data), shown, "a line of another number");
        }
        LineReading::Short { typed } => assert!(typed < 20),
        LineReading::Long { typed } => assert!((21..=400).contains(&typed)),
        LineReading::Foreign { at, .. } => assert!(at <= 400),
        LineReading::Wrong => {}
    }
}

/// Returns the test vectors of lines and receipts.
pub fn seeds() -> Vec<Seed> {
    let numbered = |number: u8, text: &str| [&[number - 1], text.as_bytes()].concat();
    let lines: Lines = samples::vectors("lines.toml");
    let mut seeds = Vec::new();
    for (at, one) in lines.clean.iter().enumerate() {
        seeds.push((format!("clean-{at}"), numbered(one.number, &one.line)));
    }
    for (at, one) in lines.read.iter().enumerate() {
        seeds.push((format!("read-{at}"), numbered(one.number, &one.typed)));
    }
    let licenses: Licenses = samples::vectors("licenses.toml");
    for (at, one) in licenses.receipts.iter().enumerate() {
        seeds.push((format!("receipt-{at}"), numbered(12, &one.receipt)));
        seeds.push((format!("mail-{at}"), numbered(12, &format!("Hello,\nreceipt: {}\n", one.receipt))));
    }
    seeds
}
