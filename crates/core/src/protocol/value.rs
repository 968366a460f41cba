//! The values of a request. The first byte of each determines the bytes after it.
//!
//! | first byte | field | bytes after it |
//! | --- | --- | --- |
//! | 0 | any | nothing: no value |
//! | 1–96 | any | this many bytes of UTF-8 |
//! | 128–254 | manufacturer | nothing: an entry of the dictionary (`makers`) |
//! | 255 | serial | 16 bytes: a VMware serial |
//!
//! A VMware serial is `VMware-` and 16 bytes as two lower-case hexadecimal digits each, with a blank between bytes and a `-` between
//! the eighth and the ninth: 54 characters. A value is collapsed ([`marker`](crate::marker)) and has no control character
//! (Unicode category Cc). A value that has a packed form must be packed, so that it has one encoding.

use super::makers::MAKERS;
use super::request_error::{RequestError, ValueFault};
use crate::machine::Field;
use crate::marker::collapse;

/// The longest value of a request, in bytes.
pub const VALUE_BYTES: usize = crate::review::MAX_VALUE_BYTES;

const FIRST_MAKER: u8 = 128;
const VMWARE: u8 = 255;
const VMWARE_BYTES: usize = 16;

/// Appends a value.
pub(super) fn encode(field: Field, value: &str, out: &mut Vec<u8>) -> Result<(), ValueFault> {
    check(value)?;
    if let Some(entry) = packed_maker(field, value) {
        out.push(entry);
    } else if let Some(bytes) = packed_vmware(field, value) {
        out.push(VMWARE);
        out.extend(bytes);
    } else {
        out.push(u8::try_from(value.len()).map_err(|_| ValueFault::TooLong)?);
        out.extend_from_slice(value.as_bytes());
    }
    Ok(())
}

/// Decodes a value at the beginning of bytes. Returns the value and the rest of the bytes.
pub(super) fn decode(field: Field, bytes: &[u8]) -> Result<(String, &[u8]), RequestError> {
    let fault = |fault| RequestError::Value { field, fault };
    let (&first, after) = bytes.split_first().ok_or(RequestError::CutOff)?;
    let (body, rest) = after.split_at_checked(following(first)).ok_or(RequestError::CutOff)?;
    let value = match first {
        0..=96 => {
            let value = std::str::from_utf8(body).map_err(|_| fault(ValueFault::Encoding))?;
            check(value).map_err(fault)?;
            if packed_maker(field, value).is_some() || packed_vmware(field, value).is_some() {
                return Err(fault(ValueFault::Unpacked));
            }
            value.to_owned()
        }
        FIRST_MAKER..VMWARE if field == Field::Manufacturer => MAKERS
            .get(usize::from(first - FIRST_MAKER))
            .map(|&maker| maker.to_owned())
            .ok_or(fault(ValueFault::FirstByte))?,
        VMWARE if field == Field::Serial => vmware_serial(body),
        _ => return Err(fault(ValueFault::FirstByte)),
    };
    Ok((value, rest))
}

/// The number of bytes after this first byte.
pub(super) const fn following(first: u8) -> usize {
    match first {
        0..=96 => first as usize,
        VMWARE => VMWARE_BYTES,
        _ => 0,
    }
}

fn check(value: &str) -> Result<(), ValueFault> {
    if value.len() > VALUE_BYTES {
        Err(ValueFault::TooLong)
    } else if value.chars().any(char::is_control) {
        Err(ValueFault::Control)
    } else if collapse(value) != value {
        Err(ValueFault::Blanks)
    } else {
        Ok(())
    }
}

fn packed_maker(field: Field, value: &str) -> Option<u8> {
    let entry = MAKERS.iter().zip(FIRST_MAKER..).find(|(maker, _)| **maker == value)?;
    (field == Field::Manufacturer).then_some(entry.1)
}

fn packed_vmware(field: Field, value: &str) -> Option<[u8; VMWARE_BYTES]> {
    if field != Field::Serial {
        return None;
    }
    let digits: String = value.strip_prefix("VMware-")?.chars().filter(char::is_ascii_hexdigit).collect();
    let bytes: [u8; VMWARE_BYTES] =
        data_encoding::HEXLOWER.decode(digits.as_bytes()).ok()?.try_into().ok()?;
    (vmware_serial(&bytes) == value).then_some(bytes)
}

fn vmware_serial(bytes: &[u8]) -> String {
    let mut serial = String::from("VMware");
    for (at, byte) in bytes.iter().enumerate() {
        serial.push(if at % 8 == 0 { '-' } else { ' ' });
        serial.push_str(&data_encoding::HEXLOWER.encode(&[*byte]));
    }
    serial
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(field: Field, value: &str) -> Vec<u8> {
        let mut out = Vec::new();
        encode(field, value, &mut out).unwrap();
        out
    }

    #[test]
    fn known_makers_and_vmware_serials_are_packed() {
        let vmware = "VMware-56 4d 3a 0c 7e 1f 22 9b-00 01 02 03 04 05 06 ff";
        assert_eq!(vmware.len(), 54);
        assert_eq!(encoded(Field::Manufacturer, MAKERS[0]), [128]);
        assert_eq!(encoded(Field::Manufacturer, MAKERS[126]), [254]);
        assert_eq!(encoded(Field::Model, MAKERS[0]).len(), 1 + MAKERS[0].len());
        assert_eq!(encoded(Field::Serial, vmware).len(), 17);
        assert_eq!(encoded(Field::Serial, vmware)[..3], [255, 0x56, 0x4d]);
        assert_eq!(encoded(Field::Serial, &vmware.to_uppercase()).len(), 55);
        assert_eq!(encoded(Field::Serial, &vmware.replace('-', " ")).len(), 55);
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_value_that_encodes_to_them_or_an_error(first: u8, body: Vec<u8>) {
            let bytes = [vec![first], body].concat();
            for field in Field::BINDING {
                if let Ok((value, rest)) = decode(field, &bytes) {
                    prop_assert_eq!([&encoded(field, &value), rest].concat(), bytes.clone());
                }
            }
        }
    }
}
