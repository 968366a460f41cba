//! Vectors of license codes and receipts.

use countersign_core::machine::SourceKind;
use countersign_core::protocol::license::Claims;
use countersign_core::protocol::{Code, Edition, KeyId, PinnedKey, Scheme, Secret, Signer};
use countersign_core::review::Verdict;
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::shape::*;

const PRODUCT: &str = "example-os";
const KEY: KeyId = KeyId(3);
const PLAIN: Claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2517, expires: None };

fn seed() -> [u8; 32] {
    std::array::from_fn(|at| at as u8)
}

pub fn licenses(requests: &Requests) -> Licenses {
    let terms = TermsText {
        product: PRODUCT.into(),
        number: "0000bfef312f".into(),
        nonce: "deadbeef01234567".into(),
        marker2: Some("0102030405060708090a".into()),
        marker3: Some("a1a2a3a4a5a6a7a8a9aa".into()),
        origins: ["firmware", "recovered:board", "declared"].map(str::to_owned),
    };
    let without_marker2 = TermsText { marker2: None, ..terms.clone() };
    let signed = |key_id: u8, claims: Claims, terms: &TermsText| {
        let signer = Signer::from_seed(KeyId(key_id), seed());
        let code = signer.sign(claims, &terms.terms()).unwrap();
        LicenseAccepted {
            seed: hex(seed()),
            key_id,
            public: hex(signer.pinned().key),
            edition: claims.edition.0,
            scheme: if claims.scheme == Scheme::Two { 2 } else { 3 },
            issued: claims.issued,
            expires: claims.expires.unwrap_or(0),
            terms: terms.clone(),
            code: hex(code.0),
            lines: code.lines(),
        }
    };
    let accepted = |key_id: u8, claims: Claims| signed(key_id, claims, &terms);
    let plain = PLAIN;
    let signer = Signer::from_seed(KEY, seed());
    let refused = |why: &str, key: &PinnedKey, terms: &TermsText, change: &dyn Fn(&mut Code)| {
        let mut code = signer.sign(plain, &terms.terms()).unwrap();
        change(&mut code);
        refusal(why, key, terms, &code)
    };
    let pinned = signer.pinned();
    let twin = Signer::from_seed(KEY, [9; 32]).pinned();
    let elsewhere = |change: &dyn Fn(&mut TermsText)| {
        let mut other = terms.clone();
        change(&mut other);
        refusal("", &pinned, &other, &signer.sign(plain, &terms.terms()).unwrap())
    };
    let but =
        |why: &str, change: &dyn Fn(&mut TermsText)| LicenseRefused { why: why.into(), ..elsewhere(change) };
    Licenses {
        accepted: vec![
            accepted(3, plain),
            accepted(0, Claims { edition: Edition(0), issued: 0, ..plain }),
            accepted(31, Claims { edition: Edition(15), scheme: Scheme::Two, expires: Some(65535), ..plain }),
            accepted(3, Claims { expires: Some(2517), ..plain }),
            signed(3, plain, &without_marker2),
        ],
        signed_alike: vec![sources_beside_firmware(requests)],
        refused: vec![
            refused("format 1", &pinned, &terms, &|code| code.0[0] = 0x23),
            refused("another key id", &pinned, &terms, &|code| code.0[0] = 0x44),
            refused("another key of that id", &twin, &terms, &|_| {}),
            refused("the lowest zero bit", &pinned, &terms, &|code| code.0[1] |= 1),
            refused("the middle zero bit", &pinned, &terms, &|code| code.0[1] |= 2),
            refused("the highest zero bit", &pinned, &terms, &|code| code.0[1] |= 4),
            refused("a code of scheme 3 as one of scheme 2", &pinned, &terms, &|code| code.0[1] |= 8),
            refused("expires before it was issued", &pinned, &terms, &|code| code.0[5] = 1),
            refused("a changed edition", &pinned, &terms, &|code| code.0[1] ^= 0x10),
            refused("a changed signature", &pinned, &terms, &|code| code.0[40] ^= 1),
            refused("S with the group's order added", &pinned, &terms, &|code| add_order(&mut code.0)),
            refused("an all-zero signature", &pinned, &terms, &|code| code.0[6..].fill(0)),
            but("another product", &|terms| terms.product = "example-os-2".into()),
            but("another number", &|terms| terms.number = "0000bfef3130".into()),
            but("another request", &|terms| terms.nonce = "deadbeef01234566".into()),
            but("another machine", &|terms| terms.marker3 = Some("a1a2a3a4a5a6a7a8a9ab".into())),
            but("another scheme 2 marker", &|terms| terms.marker2 = Some("0102030405060708090b".into())),
            but("no scheme 2 marker", &|terms| terms.marker2 = None),
            but("another origin", &|terms| terms.origins[2] = "assigned".into()),
            but("another source", &|terms| terms.origins[1] = "recovered:chassis".into()),
            but("no marker of that scheme", &|terms| terms.marker3 = None),
            lax(SMALL_ORDER_KEY, &terms),
            lax(SMALL_ORDER_R, &terms),
            lax(COFACTORED, &terms),
        ],
        receipts: vec![
            receipt(PRODUCT, [7; 10]),
            receipt("example-os-2", [7; 10]),
            receipt(PRODUCT, [0; 10]),
        ],
    }
}

/// A signature that only lax verification accepts.
struct Lax {
    why: &'static str,
    /// The public key; `None` for the key of the seed.
    public: Option<&'static str>,
    signature: [&'static str; 2],
    /// Whether the equation without the cofactor holds.
    cofactorless: bool,
}

const IDENTITY: &str = "0100000000000000000000000000000000000000000000000000000000000000";
const BASE_POINT: &str = "5866666666666666666666666666666666666666666666666666666666666666";

const SMALL_ORDER_KEY: Lax = Lax {
    why: "a public key of small order",
    public: Some(IDENTITY),
    signature: [BASE_POINT, "0100000000000000000000000000000000000000000000000000000000000000"],
    cofactorless: true,
};

/// S is k times the secret scalar.
const SMALL_ORDER_R: Lax = Lax {
    why: "R of small order",
    public: None,
    signature: [IDENTITY, "fd1912e1b540a9fbe2d4e61948cc230a695a4598b758be5f5d0b8195512d2907"],
    cofactorless: true,
};

/// R is the sum of a proper point and a point of small order, which the cofactor cancels.
const COFACTORED: Lax = Lax {
    why: "the equation holds with the cofactor alone",
    public: None,
    signature: [
        "40a4cf5c611d737a2f1c6fcca84d9cabfed80987f186a5a6c57e629bff1af27f",
        "4ad4c3ac62b4362115ba022862114e64919226afd030a1d7bdc7d81929b71a0b",
    ],
    cofactorless: false,
};

fn lax(vector: Lax, terms: &TermsText) -> LicenseRefused {
    let signer = Signer::from_seed(KEY, seed());
    let first = signer.sign(PLAIN, &terms.terms()).unwrap().0[..6].to_vec();
    let code = Code(fixed(&[hex(&first), vector.signature.concat()].concat()));
    let public = vector.public.map_or(signer.pinned().key, fixed);
    let key = VerifyingKey::from_bytes(&public).unwrap();
    let signature = Signature::from_slice(&code.0[6..]).unwrap();
    assert_eq!(
        key.verify(&message(&first, terms), &signature).is_ok(),
        vector.cofactorless,
        "{}",
        vector.why
    );
    refusal(vector.why, &PinnedKey { id: KEY, key: public }, terms, &code)
}

/// The message that a code of scheme 3 signs, by section 9 of the specification.
fn message(first: &[u8], terms: &TermsText) -> Vec<u8> {
    assert_eq!(terms.origins, ["firmware", "recovered:board", "declared"]);
    // Origin 1 and source 1 of the model, origin 3 of the serial.
    let origins: u16 = (1 << 3 | 1) << 5 | 3 << 3;
    [
        b"countersign license 2\0",
        first,
        &Sha256::digest(&terms.product),
        &bytes(&terms.number),
        &[3],
        &origins.to_be_bytes(),
        &bytes(terms.marker3.as_deref().unwrap()),
        &bytes(terms.marker2.as_deref().unwrap()),
        &bytes(&terms.nonce),
    ]
    .concat()
}

/// Requests with a shared model of the firmware, and with no source or different sources of a proper model.
fn sources_beside_firmware(requests: &Requests) -> SignedAlike {
    let request = |available: Option<SourceKind>| {
        let mut request = requests.accepted[0].request();
        request.head.verdicts[1] = Verdict::Shared;
        request.head.available[1] = available;
        request
    };
    let requests = [None, Some(SourceKind::Board), Some(SourceKind::Chassis)].map(request);
    let terms = terms_of(PRODUCT, &requests[0]);
    SignedAlike {
        why: "a source beside origin firmware is signed as none".into(),
        seed: hex(seed()),
        key_id: KEY.0,
        edition: PLAIN.edition.0,
        issued: PLAIN.issued,
        product: PRODUCT.into(),
        requests: requests.iter().map(|request| hex(request.encode().unwrap())).collect(),
        code: hex(Signer::from_seed(KEY, seed()).sign(PLAIN, &terms).unwrap().0),
    }
}

fn receipt(product: &str, secret: [u8; 10]) -> ReceiptVector {
    let number = [0x00, 0x00, 0xbf, 0xef, 0x31, 0x2f];
    let kept = Secret::new(secret);
    ReceiptVector {
        product: product.into(),
        number: hex(number),
        secret: hex(secret),
        nonce: hex(kept.nonce(product, number)),
        receipt: kept.receipt(),
    }
}

fn refusal(why: &str, key: &PinnedKey, terms: &TermsText, code: &Code) -> LicenseRefused {
    LicenseRefused {
        why: why.into(),
        key_id: key.id.0,
        public: hex(key.key),
        terms: terms.clone(),
        code: hex(code.0),
        error: named(code.verify(std::slice::from_ref(key), &terms.terms()).unwrap_err()),
    }
}

/// Adds the order of Ed25519's group (RFC 8032, 5.1) to S: the same equation in another encoding.
fn add_order(code: &mut [u8; 70]) {
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0;
    for (byte, order) in code[38..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = (sum & 255) as u8;
        carry = sum >> 8;
    }
}
