//! License numbers as people type them, and refused masks.

use proptest::prelude::*;

use super::*;

fn mask(text: &str) -> Mask {
    Mask::parse(text).unwrap()
}

#[test]
fn typed_numbers_are_normalised() {
    let mask = mask("AA99999999999");
    for typed in [
        "AA03220123951",
        "aa 0322-0123-951",
        "AAO322O123951",
        "aao3220l2395i",
        "ＡＡ０３２２０１２３９５１",
        "AA\u{2013}03220123951\u{200b}\n",
    ] {
        assert_eq!(mask.parse_number(typed).unwrap(), mask.example(), "{typed}");
    }
    assert_eq!(mask.parse_number("0103220123951").unwrap().as_str(), "OI03220123951");
}

#[test]
fn a_store_gives_back_only_what_a_number_can_be() {
    let most = "9".repeat(PLACES);
    for text in ["A", "AA03220123951", &most] {
        assert_eq!(Number::from_stored(text).unwrap().as_str(), text);
    }
    for text in ["", "aa03220123951", "AA-03220123951", "AA 3", "AÄ3", "A\u{0}3", &format!("{most}9")] {
        assert_eq!(Number::from_stored(text), None, "{text}");
    }
}

#[test]
fn a_number_is_found_behind_a_label_without_a_colon() {
    let mask = mask("AA99999999999");
    for row in ["License number AA03220123951", "License number AA 0322-012 3951.", "许可证号 AA03220123951"]
    {
        assert_eq!(mask.find_number(row), Ok(mask.example()), "{row}");
    }
}

#[test]
fn each_fault_of_a_number_has_its_error() {
    let mask = mask("AA99999999999");
    assert_eq!(mask.parse_number(""), Err(NumberError::Short { missing: 13 }));
    assert_eq!(mask.parse_number("AA032201239"), Err(NumberError::Short { missing: 2 }));
    assert_eq!(mask.parse_number("AA032201239512"), Err(NumberError::Long { extra: 1 }));
    assert_eq!(
        mask.parse_number("AA03X"),
        Err(NumberError::Character { position: 5, wanted: MaskPlace::Digit })
    );
    assert_eq!(
        mask.parse_number("A5"),
        Err(NumberError::Character { position: 2, wanted: MaskPlace::Letter })
    );
    assert_eq!(
        mask.parse_number("é"),
        Err(NumberError::Character { position: 1, wanted: MaskPlace::Letter })
    );
}

#[test]
fn masks_have_bounds() {
    assert_eq!(Mask::parse(" - "), Err(MaskError::Empty));
    assert_eq!(Mask::parse("99a"), Err(MaskError::Character('a')));
    assert_eq!(Mask::parse("9\u{7}"), Err(MaskError::Character('\u{7}')));
    assert_eq!(Mask::parse(&"9".repeat(15)), Err(MaskError::TooLarge));
    assert_eq!(Mask::parse(&"A".repeat(400)), Err(MaskError::TooLarge));
    assert_eq!(Mask::parse(&"B".repeat(65)), Err(MaskError::Long));
    assert!(Mask::parse(&"9".repeat(14)).is_ok());
}

#[test]
fn a_number_is_read_as_its_mask_shows_it_however_many_separators_that_has() {
    let separated = |blanks: usize| format!("A{}9", " ".repeat(blanks));
    let widest = mask(&separated(126));
    let shown = widest.format(&widest.example());
    assert_eq!(widest.parse_number(&shown), Ok(widest.example()));
    assert_eq!(Mask::parse(&separated(127)), Err(MaskError::Long));
    assert_eq!(Mask::parse(&separated(300)), Err(MaskError::Long), "more than may be typed");
}

#[test]
fn separators_and_literals_come_from_the_mask() {
    let mask = mask("CS0-AA99 9999");
    let number = mask.parse_number("cso ab12-3456").unwrap();
    assert_eq!(number.as_str(), "CS0AB123456");
    assert_eq!(mask.format(&number), "CS0-AB12 3456");
    assert_eq!(mask.len(), 11);
    assert_eq!(
        mask.parse_number("XS0AB123456"),
        Err(NumberError::Character { position: 1, wanted: MaskPlace::Literal('C') })
    );
}

#[test]
fn packing_uses_the_radices() {
    let mask = mask("A9");
    let pack = |text| mask.pack(&mask.parse_number(text).unwrap()).unwrap();
    assert_eq!(pack("A0"), [0; 6]);
    assert_eq!(pack("B0"), [0, 0, 0, 0, 0, 10]);
    assert_eq!(pack("Z9"), [0, 0, 0, 0, 1, 3]);
    assert_eq!(mask.unpack([0, 0, 0, 0, 1, 4]), None);
    assert_eq!(mask.unpack([255; 6]), None);
    assert_eq!(mask.pack(&Number("AA".into())), None);
    assert_eq!(mask.pack(&Number("A00".into())), None);
}

proptest! {
    #[test]
    fn six_bytes_unpack_to_at_most_one_number(packed: [u8; 6], text in "[A9BX0-]{1,16}") {
        if let Ok(mask) = Mask::parse(&text)
            && let Some(number) = mask.unpack(packed)
        {
            prop_assert_eq!(mask.pack(&number), Some(packed));
            prop_assert_eq!(mask.parse_number(&mask.format(&number)), Ok(number));
        }
    }

    #[test]
    fn any_text_gives_a_number_or_an_error(typed: String) {
        let mask = Mask::parse("AA99999999999").unwrap();
        if let Ok(number) = mask.parse_number(&typed) {
            prop_assert_eq!(mask.unpack(mask.pack(&number).unwrap()), Some(number));
        }
    }
}
