//! Vectors of license codes and receipts.

use countersign_core::protocol::license::Claims;
use countersign_core::protocol::{Code, Edition, KeyId, PinnedKey, Scheme, Secret, Signer};

use crate::shape::*;

pub fn licenses() -> Licenses {
    let terms = TermsText {
        product: "example-os".into(),
        number: "0000bfef312f".into(),
        nonce: "deadbeef01234567".into(),
        marker2: Some("0102030405060708090a".into()),
        marker3: Some("a1a2a3a4a5a6a7a8a9aa".into()),
        origins: ["firmware", "recovered:board", "declared"].map(str::to_owned),
    };
    let seed: [u8; 32] = std::array::from_fn(|at| at as u8);
    let accepted = |key_id: u8, claims: Claims| {
        let signer = Signer::from_seed(KeyId(key_id), seed);
        let code = signer.sign(claims, &terms.terms()).unwrap();
        LicenseAccepted {
            seed: hex(seed),
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
    let plain = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2517, expires: None };
    let signer = Signer::from_seed(KeyId(3), seed);
    let refused = |why: &str, key: &PinnedKey, terms: &TermsText, change: &dyn Fn(&mut Code)| {
        let mut code = signer.sign(plain, &terms.terms()).unwrap();
        change(&mut code);
        refusal(why, key, terms, &code)
    };
    let pinned = signer.pinned();
    let twin = Signer::from_seed(KeyId(3), [9; 32]).pinned();
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
        ],
        refused: vec![
            refused("format 1", &pinned, &terms, &|code| code.0[0] = 0x23),
            refused("another key id", &pinned, &terms, &|code| code.0[0] = 0x44),
            refused("another key of that id", &twin, &terms, &|_| {}),
            refused("the lowest zero bit", &pinned, &terms, &|code| code.0[1] |= 1),
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
        ],
        receipts: vec![
            receipt("example-os", [7; 10]),
            receipt("example-os-2", [7; 10]),
            receipt("example-os", [0; 10]),
        ],
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

/// Adds the order of Ed25519's group (RFC 8032, 5.1) to S: the same equation, another spelling.
fn add_order(code: &mut [u8; 70]) {
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0;
    for (byte, order) in code[38..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = (sum & 255) as u8;
        carry = sum >> 8;
    }
}
