//! Damaged SMBIOS dumps: reading, review, remedies and output never panic, stay bounded, and hold no character that a
//! terminal would act on.
//!
//! The dumps of the samples, and recorded dumps if there are any, are truncated, have bits flipped, bytes overwritten, and
//! parts doubled or removed.

mod output;

use countersign_core::machine::{Machine, encode_dump};
use countersign_probe::{sample, samples};
use output::check_output;
use proptest::prelude::*;

/// The dumps to damage.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = samples()
        .iter()
        .filter_map(|known| sample(known.name))
        .map(|machine| encode_dump(&machine))
        .collect();
    let shared = countersign_testing::shared();
    match std::fs::read_dir(shared.join("machines/raw")) {
        Ok(files) => seeds.extend(files.filter_map(|file| std::fs::read(file.ok()?.path()).ok())),
        Err(_) => countersign_testing::skipped(format_args!(
            "no machines/raw under {}: samples alone are mutated",
            shared.display()
        )),
    }
    seeds
}

/// One damage to a dump. Offsets are in units of 1/65536 of its length.
#[derive(Debug, Clone)]
enum Damage {
    Cut(u16),
    Flip(u16, u8),
    Write(u16, Vec<u8>),
    Take(u16, u8),
    Double(u16, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let nasty = prop::sample::select(vec![
        b"\x1b[2J\x1b]0;x\x07".to_vec(),
        vec![0xff; 24],
        vec![0; 6],
        "\u{202e}\u{200b}\u{feff}".as_bytes().to_vec(),
        b"To Be Filled By O.E.M.".to_vec(),
        b"'; $(reboot) `x` \"".to_vec(),
    ]);
    prop_oneof![
        any::<u16>().prop_map(Damage::Cut),
        (any::<u16>(), 0..8u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<u16>(), prop_oneof![prop::collection::vec(any::<u8>(), 1..40), nasty])
            .prop_map(|(at, bytes)| Damage::Write(at, bytes)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Damage::Take(at, count)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Damage::Double(at, count)),
    ]
}

fn damaged(mut bytes: Vec<u8>, all: &[Damage]) -> Vec<u8> {
    for one in all {
        let place = |at: u16| usize::from(at) * bytes.len() / 65_536;
        match one {
            Damage::Cut(at) => bytes.truncate(place(*at)),
            Damage::Flip(at, bit) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Damage::Write(at, new) => {
                let at = place(*at);
                for (byte, new) in bytes.iter_mut().skip(at).zip(new) {
                    *byte = *new;
                }
            }
            Damage::Take(at, count) => {
                let at = place(*at);
                bytes.drain(at..bytes.len().min(at + usize::from(*count)));
            }
            Damage::Double(at, count) => {
                let at = place(*at);
                let part = bytes[at..bytes.len().min(at + usize::from(*count))].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn no_damaged_dump_breaks_the_output(
        seed in prop::sample::select(seeds()),
        all in prop::collection::vec(damage(), 0..8),
    ) {
        if let Some(machine) = Machine::from_recording(&damaged(seed, &all), None) {
            check_output(&machine)?;
        }
    }

    #[test]
    fn no_entry_point_breaks_the_output(
        seed in prop::sample::select(seeds()),
        entry in prop::collection::vec(any::<u8>(), 0..40),
        all in prop::collection::vec(damage(), 0..3),
    ) {
        let table = damaged(seed, &all);
        if let Some(machine) = Machine::from_recording(table.get(0x20..).unwrap_or_default(), Some(&entry)) {
            check_output(&machine)?;
        }
    }
}
