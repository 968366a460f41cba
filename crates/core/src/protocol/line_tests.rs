//! Typed lines: the errors that are mended, and the reading that each line gets.

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;

fn number() -> impl Strategy<Value = LineNumber> {
    (1_u8..=12).prop_map(|number| LineNumber::new(number).unwrap())
}

fn characters(line: &str) -> Vec<char> {
    line.chars().collect()
}

#[test]
fn line_numbers_are_1_to_12() {
    assert_eq!(LineNumber::new(0), None);
    assert_eq!(LineNumber::new(13), None);
    assert_eq!(LineNumber::new(12), Some(LineNumber::RECEIPT));
}

#[test]
fn each_fault_of_a_line_has_its_reading() {
    let one = LineNumber::new(1).unwrap();
    let line = encode(one, &[0x5a; 10]);
    assert_eq!(read(one, ""), LineReading::Short { typed: 0 });
    assert_eq!(read(one, &line[..19]), LineReading::Short { typed: 19 });
    assert_eq!(read(one, &format!("{line}0")), LineReading::Long { typed: 21 });
    assert_eq!(read(one, &"0".repeat(100_000)), LineReading::Long { typed: TYPED });
    assert_eq!(
        read(one, &format!("{}*{}", &line[..4], &line[5..])),
        LineReading::Foreign { at: 4, found: '*' }
    );
}

proptest! {
    #[test]
    fn reading_inverts_encoding(number in number(), data: Data) {
        let line = encode(number, &data);
        prop_assert_eq!(line.len(), LENGTH);
        prop_assert_eq!(read(number, &line), LineReading::Clean(data));
        let typed = grouped(&line).to_lowercase().replace('0', "o").replace('1', "l").replace(' ', " - ");
        prop_assert_eq!(read(number, &typed), LineReading::Clean(data));
    }

    #[test]
    fn a_line_with_another_line_number_is_recognised(a in number(), b in number(), data: Data) {
        prop_assume!(a != b);
        prop_assert_eq!(read(a, &encode(b, &data)), LineReading::Other(b, data));
    }

    #[test]
    fn two_wrong_characters_are_mended(
        number in number(), data: Data,
        places in subsequence((0..LENGTH).collect::<Vec<_>>(), 1..=2), shifts in [1_usize..32, 1_usize..32],
    ) {
        let line = encode(number, &data);
        let mut typed = characters(&line);
        for (&at, shift) in places.iter().zip(shifts) {
            let symbol = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".find(typed[at]).unwrap();
            typed[at] = characters("0123456789ABCDEFGHJKMNPQRSTVWXYZ")[(symbol + shift) % 32];
        }
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(read(number, &typed), LineReading::Mended { data, line, at: places });
    }

    #[test]
    fn up_to_four_unreadable_characters_are_mended(
        number in number(), data: Data, places in subsequence((0..LENGTH).collect::<Vec<_>>(), 1..=4),
    ) {
        let line = encode(number, &data);
        let mut typed = characters(&line);
        for &at in &places {
            typed[at] = '?';
        }
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(read(number, &typed), LineReading::Mended { data, line, at: places });
    }

    #[test]
    fn two_unreadable_and_one_wrong_character_are_mended(
        number in number(), data: Data, places in subsequence((0..LENGTH).collect::<Vec<_>>(), 3), wrong in 0_usize..3,
    ) {
        let line = encode(number, &data);
        let mut typed = characters(&line);
        for (k, &at) in places.iter().enumerate() {
            typed[at] = if k != wrong { '?' } else if typed[at] == 'Z' { '0' } else { 'Z' };
        }
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(read(number, &typed), LineReading::Mended { data, line, at: places });
    }

    #[test]
    fn a_mended_line_is_valid_and_any_text_is_read_without_a_panic(number in number(), typed in "[0-9A-Z?]{20}|.{0,40}") {
        if let LineReading::Mended { data, line, at } = read(number, &typed) {
            prop_assert_eq!(read(number, &line), LineReading::Clean(data));
            prop_assert_eq!(encode(number, &data), line);
            prop_assert!((1..=4).contains(&at.len()));
        }
    }
}
