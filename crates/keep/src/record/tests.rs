//! Both forms give the record back, and nothing else passes for one.

use proptest::prelude::*;

use countersign_core::protocol::{Marker, Scheme};

use super::*;
use crate::keep::fixture::activation;

proptest! {
    #[test]
    fn both_forms_give_the_record_back(
        seed: u8, text in ".{0,40}", declared: bool, scheme: bool, at: i64, sequence: u32
    ) {
        let record = Activation {
            number: text.clone(),
            declared,
            scheme: if scheme { Scheme::Two } else { Scheme::Three },
            kept_at: at,
            sequence,
            marker2: declared.then_some(Marker([seed; 10])),
            firmware_digests: declared.then_some([[seed; 8]; 3]),
            values: Some([text.clone(), String::new(), "x".into()]),
            firmware_values: declared.then(|| [String::new(), text.clone(), text.clone()]),
            ..activation(seed)
        };
        let bare = Activation { values: None, firmware_values: None, ..record.clone() };
        prop_assert_eq!(Activation::from_efi(&record.to_efi().unwrap()), Ok(bare));
        prop_assert_eq!(Activation::from_file(&record.to_file().unwrap()), Ok(record));
    }

    #[test]
    fn an_altered_file_is_never_accepted(seed: u8, at: prop::sample::Index, byte: u8) {
        let whole = activation(seed).to_file().unwrap();
        let mut altered = whole.clone();
        let at = at.index(altered.len());
        altered[at] = byte;
        // Accepted only if it means the same: a blank for a blank.
        if let Ok(found) = Activation::from_file(&altered) {
            prop_assert_eq!(found, activation(seed));
        }
    }
}

#[test]
fn a_record_with_an_overlong_text_is_refused() {
    let record = Activation { number: "9".repeat(300), ..activation(1) };
    assert_eq!(Activation::from_efi(&record.to_efi().unwrap()), Err(RecordError::Invalid));
    assert_eq!(Activation::from_file(&record.to_file().unwrap()), Err(RecordError::Invalid));
}
