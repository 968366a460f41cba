//! Target: a profile. A valid profile stays the same when it is written and read. Its mask packs and formats numbers, and its texts are
//! safe to show.

use countersign_core::lang::Lang;
use countersign_core::profile::{PRACTICE_PRODUCT, Profile};
use countersign_core::protocol::Mask;
use countersign_core::review::review;

use crate::display::check_line;
use crate::{Seed, samples};

/// Checks the input as a profile, and its first line as a mask of license numbers.
pub fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    match Profile::parse(&text) {
        Ok(profile) => check_profile(&profile),
        Err(error) => check_line("the fault of a profile", &error.last_line()),
    }
    if let Ok(mask) = Mask::parse(text.lines().next().unwrap_or_default()) {
        check_mask(&mask);
    }
}

fn check_profile(profile: &Profile) {
    let written = profile.to_toml().expect("a profile that was read can be written");
    assert_eq!(Profile::parse(&written).as_ref(), Ok(profile), "{written}");
    assert!(!profile.product.starts_with(PRACTICE_PRODUCT));
    assert!(profile.api_url().starts_with("http") && profile.api_url().len() <= 80);
    let texts = [&profile.name, &profile.product, &profile.desk].into_iter().chain(&profile.hotline);
    for text in texts.chain(&profile.online).chain(&profile.published) {
        check_line("a text of the profile", text);
    }
    check_mask(&profile.mask);
    let machine = samples::as_this_computer("blank-model");
    let judged = review(&machine, &profile.policy);
    for lang in [Lang::En, Lang::Zh] {
        check_line("the headline", &countersign_core::text::review::headline(lang, &judged));
    }
}

/// Checks that the example and the first and last number of a mask stay the same when they are packed, formatted and parsed.
fn check_mask(mask: &Mask) {
    assert!((1..=64).contains(&mask.len()));
    assert_eq!(Mask::parse(mask.as_str()).as_ref(), Ok(mask));
    let example = mask.example();
    let packed = mask.pack(&example).expect("the example has the form of the mask");
    let last = (0..48).rev().fold([0_u8; 6], |best, bit| {
        let mut with = best;
        with[5 - bit / 8] |= 1 << (bit % 8);
        if mask.unpack(with).is_some() { with } else { best }
    });
    for packed in [packed, [0; 6], last] {
        let number = mask.unpack(packed).expect("a number of the mask");
        assert_eq!(mask.pack(&number), Some(packed));
        let shown = mask.format(&number);
        check_line("a license number", &shown);
        assert_eq!(mask.parse_number(&shown).as_ref(), Ok(&number), "{shown:?} under {mask:?}");
        assert_eq!(
            mask.parse_number(&shown.to_ascii_lowercase()).as_ref(),
            Ok(&number),
            "{shown:?} under {mask:?}"
        );
    }
}

/// Returns a profile with the required members, one with all members, and masks.
pub fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = [("small.toml", SMALL.to_owned()), ("whole.toml", format!("{SMALL}{WHOLE}"))]
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .to_vec();
    let masks = ["AA99999999999", "CS0-AA99 9999", "99999999999999", "B", "A.9", "_-_ :A"];
    seeds.extend(masks.iter().enumerate().map(|(at, mask)| (format!("mask-{at}"), mask.as_bytes().to_vec())));
    seeds
}

const SMALL: &str = "\
id = 1
version = 1
product = \"example-os\"
name = \"Example OS\"
number-mask = \"AA99999999999\"
desk = \"desk.example\"
rules = 2
";

const WHOLE: &str = "\
published = \"2026-11-28\"
online = \"https://desk.example:8443\"
hotline = \"+1 555 0100\"

[policy]
recovered = true
assigned = false
declared = \"serial\"
older-binding = true
spoken = true
grace = 14

[[keys]]
id = 0
public = \"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c\"

[[keys]]
id = 3
public = \"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8\"
";
