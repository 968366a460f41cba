//! Serials that makers derive their UUIDs from: Dell's service tag, HP's serial.

use super::rules::uuid;

/// The service tag in a Dell UUID, `4C4C4544-00c1-c210-80c3-c0|80 C04F c4c5c6` (hexadecimal ASCII of the
/// tag's seven characters; the first has its high bit set). Before SMBIOS 2.6 the first three groups
/// stand in the other byte order, which the leading `44454C4C` tells.
#[must_use]
pub fn dell_tag(text: &str) -> Option<String> {
    let bytes = uuid::parse(text)?;
    let bytes = if bytes.starts_with(b"DELL") { uuid::swapped(bytes) } else { bytes };
    let [b'L', b'L', b'E', b'D', 0, c1, c2, 0x10, 0x80, c3, c0, 0xc0, 0x4f, c4, c5, c6] = bytes else {
        return None;
    };
    // The first character carries the bit; without it the layout is an older one.
    if c0 & 0x80 == 0 {
        return None;
    }
    let tag = [c0 & 0x7f, c1, c2, c3, c4, c5, c6];
    alphanumeric(&tag)
}

/// The serial in an HP UUID: on servers product number (6) and serial (10) in ASCII, on laptops serial (10)
/// and MAC address (6). Since SMBIOS 2.6 the first three groups stand in the other byte order; where the
/// version isn't known, only an order that alone makes sense is taken.
#[must_use]
pub fn hp_serial(text: &str, smbios: Option<(u8, u8)>) -> Option<String> {
    let bytes = uuid::parse(text)?;
    let plain = hp_serial_in(&bytes);
    let swapped = hp_serial_in(&uuid::swapped(bytes));
    match smbios {
        // 2.31 and 2.33 mean 2.3, 2.51 means 2.6.
        Some((2, 31 | 33)) | Some((0..=1, _)) | Some((2, 0..=5)) => plain,
        Some(_) => swapped,
        None => match (plain, swapped) {
            (Some(one), None) | (None, Some(one)) => Some(one),
            _ => None,
        },
    }
}

fn hp_serial_in(bytes: &[u8; 16]) -> Option<String> {
    let server = bytes.get(6..).filter(|_| alphanumeric(bytes).is_some());
    let serial = server.or_else(|| bytes.get(..10))?;
    // Three characters for the place, then the year's last digit and the week.
    let dated = serial.get(3..6)?.iter().all(u8::is_ascii_digit);
    alphanumeric(serial).filter(|_| dated)
}

fn alphanumeric(bytes: &[u8]) -> Option<String> {
    bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        .then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}
