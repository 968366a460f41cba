//! Decodes a token's attributes of an Ed25519 key: its curve and its public key, in the encodings that
//! modules use.

/// The object identifier 1.3.101.112 (RFC 8410), DER.
pub(super) const CURVE_ID: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];
/// The printable string `edwards25519` (PKCS#11 3.0, section 2.3.5), DER.
pub(super) const CURVE_NAME: [u8; 14] = *b"\x13\x0cedwards25519";
/// The object identifier 1.3.6.1.4.1.11591.15.1, which was used before RFC 8410, DER.
const CURVE_ID_OF_BEFORE: [u8; 11] = [0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01];

/// Whether the parameters name the curve of Ed25519.
pub(super) fn is_ed25519(parameters: &[u8]) -> bool {
    [&CURVE_ID[..], &CURVE_NAME[..], &CURVE_ID_OF_BEFORE[..]].contains(&parameters)
}

/// Returns the public key of a point: 32 bytes, bare or in a DER octet string or bit string.
pub(super) fn public_key(point: &[u8]) -> Option<[u8; 32]> {
    match point {
        [0x04, 0x20, key @ ..] | [0x03, 0x21, 0x00, key @ ..] if key.len() == 32 => key.try_into().ok(),
        bare => bare.try_into().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_a_point_gives_its_32_bytes() {
        let key: Vec<u8> = (0..32).collect();
        let expected = <[u8; 32]>::try_from(key.as_slice()).ok();
        for head in [&[][..], &[0x04, 0x20], &[0x03, 0x21, 0x00]] {
            assert_eq!(public_key(&[head, &key].concat()), expected, "{head:x?}");
        }
        for wrong in [&[][..], &key[1..], &[&[0x04, 0x1f][..], &key].concat()] {
            assert_eq!(public_key(wrong), None, "{wrong:x?}");
        }
        // A bare key may begin like an octet string.
        let like: Vec<u8> = [0x04, 0x20].into_iter().chain(2..32).collect();
        assert_eq!(public_key(&like), like.as_slice().try_into().ok());
    }

    #[test]
    fn only_the_curve_of_ed25519_is_taken() {
        assert!(is_ed25519(&CURVE_ID) && is_ed25519(&CURVE_NAME));
        // The curves of Ed448 and P-256.
        for other in [&[0x06, 0x03, 0x2b, 0x65, 0x71][..], b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", &[]] {
            assert!(!is_ed25519(other), "{other:x?}");
        }
    }
}
