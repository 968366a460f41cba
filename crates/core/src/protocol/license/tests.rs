//! Signing and verifying: the data that a signature covers, and the codes that are refused.

use proptest::prelude::*;

use super::*;
use crate::machine::{Origin, SourceKind};
use crate::protocol::Marker;

pub(super) fn signer() -> Signer {
    Signer::from_seed(KeyId(3), [7; 32])
}

pub(super) fn terms() -> Terms {
    Terms {
        product: "example-os".into(),
        number: [1, 2, 3, 4, 5, 6],
        nonce: [9, 8, 7, 6, 5, 4, 3, 2],
        marker2: Some(Marker([2; 10])),
        marker3: Some(Marker([3; 10])),
        origins: [Origin::Firmware; 3],
    }
}

pub(super) fn claims() -> Claims {
    Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2400, expires: None }
}

#[test]
fn a_code_verifies_for_its_terms_only() {
    let (signer, terms) = (signer(), terms());
    let pinned = [signer.pinned()];
    let code = signer.sign(claims(), &terms).unwrap();
    assert_eq!(code.verify(&pinned, &terms), Ok(claims()));
    let others = [
        Terms { product: "example-os2".into(), ..terms.clone() },
        Terms { number: [1, 2, 3, 4, 5, 7], ..terms.clone() },
        Terms { nonce: [9, 8, 7, 6, 5, 4, 3, 1], ..terms.clone() },
        Terms { marker3: Some(Marker([2; 10])), ..terms.clone() },
        Terms { marker2: Some(Marker([3; 10])), ..terms.clone() },
        Terms { marker2: None, ..terms.clone() },
        Terms { origins: [Origin::Firmware, Origin::Firmware, Origin::Declared], ..terms.clone() },
    ];
    for other in others {
        assert_eq!(code.verify(&pinned, &other), Err(CodeError::Signature), "{other:?}");
    }
    assert_eq!(code.verify(&pinned, &Terms { marker3: None, ..terms }), Err(CodeError::NoMarker));
}

#[test]
fn a_code_of_scheme_2_covers_neither_values_nor_origins() {
    let (signer, terms) = (signer(), terms());
    let older = Claims { scheme: Scheme::Two, ..claims() };
    let code = signer.sign(older, &terms).unwrap();
    let other = Terms { marker3: None, origins: [Origin::Declared; 3], ..terms.clone() };
    assert_eq!(code.verify(&[signer.pinned()], &other), Ok(older));
    let elsewhere = Terms { marker2: None, ..terms };
    assert_eq!(code.verify(&[signer.pinned()], &elsewhere), Err(CodeError::NoMarker));
}

#[test]
fn each_origin_and_source_has_a_distinct_number_in_the_signed_message() {
    let origins: Vec<Origin> = [Origin::Firmware, Origin::Assigned, Origin::Declared]
        .into_iter()
        .chain(SourceKind::ALL.map(Origin::Recovered))
        .collect();
    let code = |origin| {
        let terms = Terms { origins: [Origin::Firmware, Origin::Firmware, origin], ..terms() };
        signer().sign(claims(), &terms).unwrap()
    };
    for (at, one) in origins.iter().enumerate() {
        assert!(origins[..at].iter().all(|other| code(*other) != code(*one)), "{one:?}");
    }
}

#[test]
fn a_code_of_one_scheme_is_not_valid_for_the_other() {
    let (signer, terms) = (signer(), terms());
    let twin = Terms { marker2: terms.marker3, ..terms };
    let code = signer.sign(Claims { scheme: Scheme::Two, ..claims() }, &twin).unwrap();
    let mut altered = code.clone();
    altered.0[1] &= !8;
    assert_eq!(altered.claims().unwrap().scheme, Scheme::Three);
    assert_eq!(code.verify(&[signer.pinned()], &twin).unwrap().scheme, Scheme::Two);
    assert_eq!(altered.verify(&[signer.pinned()], &twin), Err(CodeError::Signature));
}

#[test]
fn a_code_verifies_with_its_key_only() {
    let (signer, terms) = (signer(), terms());
    let code = signer.sign(claims(), &terms).unwrap();
    assert_eq!(code.verify(&[], &terms), Err(CodeError::UnknownKey(KeyId(3))));
    let other = Signer::from_seed(KeyId(3), [8; 32]).pinned();
    assert_eq!(code.verify(&[other], &terms), Err(CodeError::Signature));
    let weak = PinnedKey { id: KeyId(3), key: [0; 32] };
    assert_eq!(code.verify(&[weak], &terms), Err(CodeError::Signature));
    assert_eq!(
        Signer::from_seed(KeyId(32), [7; 32]).sign(claims(), &terms),
        Err(CodeError::UnknownKey(KeyId(32)))
    );
    assert!(!format!("{signer:?}").contains('7'), "the debug output contains no secret");
}

#[test]
fn claims_that_cannot_be_encoded_are_not_signed() {
    for bad in [
        Claims { edition: Edition(16), ..claims() },
        Claims { expires: Some(0), ..claims() },
        Claims { expires: Some(2399), ..claims() },
    ] {
        assert_eq!(signer().sign(bad, &terms()), Err(CodeError::Claims));
    }
    assert!(signer().sign(Claims { expires: Some(2400), ..claims() }, &terms()).is_ok());
}

#[test]
fn a_license_is_valid_on_its_last_day() {
    let claims = Claims { expires: Some(2500), ..claims() };
    assert_eq!(claims.validity(2399), Validity::ClockBehind);
    assert_eq!(claims.validity(2400), Validity::Valid);
    assert_eq!(claims.validity(2500), Validity::Valid);
    assert_eq!(claims.validity(2501), Validity::Expired(2500));
    assert_eq!(Claims { expires: None, ..claims }.validity(u16::MAX), Validity::Valid);
}

fn any_claims() -> impl Strategy<Value = Claims> {
    (0_u8..16, any::<bool>(), any::<u16>(), any::<Option<u16>>()).prop_map(
        |(edition, two, issued, expires)| Claims {
            edition: Edition(edition),
            scheme: if two { Scheme::Two } else { Scheme::Three },
            issued,
            expires: expires.map(|last| last.max(issued)).filter(|&last| last != 0),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn claims_round_trip_and_any_changed_bit_is_detected(claims in any_claims(), bit in 0_usize..560) {
        let (signer, terms) = (signer(), terms());
        let code = signer.sign(claims, &terms).unwrap();
        prop_assert_eq!(code.claims(), Ok(claims));
        prop_assert_eq!(code.verify(&[signer.pinned()], &terms), Ok(claims));
        let mut altered = code.clone();
        altered.0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(altered.verify(&[signer.pinned()], &terms).is_err());
    }

    #[test]
    fn any_bytes_give_claims_or_an_error(first: [u8; 6]) {
        let mut code = Code([0; 70]);
        code.0[..6].copy_from_slice(&first);
        prop_assert!(code.verify(&[signer().pinned()], &terms()).is_err());
    }
}
