//! Serials inside other values: in the UUIDs of Dell and HP, in Dell's board serials, in OEM strings.
//!
//! Never here: the comparison of such a serial with the serial field (`note`), or its use as a replacement (`remedy`).

use crate::machine::uuid;

/// The service tag in the UUID of a Dell: `4C4C4544-00c1-c210-80c3-c0|80 C04F c4c5c6`. c0 to c6 are the tag's seven ASCII characters;
/// c0 has its high bit set. Before SMBIOS 2.6 the first three groups have the other byte order, and the text begins with
/// `44454C4C`.
pub(crate) fn dell_uuid_tag(text: &str) -> Option<String> {
    let bytes = uuid::parse(text)?;
    let bytes = if bytes.starts_with(b"DELL") { uuid::swap_groups(bytes) } else { bytes };
    let [b'L', b'L', b'E', b'D', 0, c1, c2, 0x10, 0x80, c3, c0, 0xc0, 0x4f, c4, c5, c6] = bytes else {
        return None;
    };
    // Without the high bit, the UUID has an older layout.
    if c0 & 0x80 == 0 {
        return None;
    }
    let tag = [c0 & 0x7f, c1, c2, c3, c4, c5, c6];
    alphanumeric(&tag)
}

/// The serial in the UUID of an HP. On servers, the UUID has 6 characters of the product number and 10 of the serial in ASCII; on
/// laptops, 10 characters of the serial and a MAC address of 6 bytes. From SMBIOS 2.6 on, the first three groups have the other byte
/// order. If the version is not known, a serial is returned only where exactly one of the two orders gives one.
pub(crate) fn hp_uuid_serial(text: &str, smbios: Option<(u8, u8)>) -> Option<String> {
    let bytes = uuid::parse(text)?;
    let plain = hp_serial_in(&bytes);
    let swapped = hp_serial_in(&uuid::swap_groups(bytes));
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
    // Three characters for the place, then the last digit of the year and two of the week.
    let dated = serial.get(3..6)?.iter().all(u8::is_ascii_digit);
    alphanumeric(serial).filter(|_| dated)
}

fn alphanumeric(bytes: &[u8]) -> Option<String> {
    bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        .then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}

/// The service tag in the board serial of a Dell, `.TAG.CNxxxxx….` or `/TAG/CNxxxxx…/`.
pub(crate) fn dell_board_tag(serial: &str) -> Option<String> {
    let mark = serial.chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let mut parts = serial.split(mark).skip(1);
    let tag = parts.next().filter(|tag| (5..=7).contains(&tag.len()))?;
    let rest = parts.next().filter(|rest| rest.len() >= 12)?;
    (rest.is_ascii() && tag.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()))
        .then(|| tag.to_owned())
}

/// The serial in an OEM string: after a name (`SN: …`), or one word of 8 to 20 upper-case letters and digits with at least two letters
/// and four digits.
pub(crate) fn oem_serial(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    for name in ["SERIAL NUMBER", "SERIALNUMBER", "SERIAL NO", "SERIAL", "S/N", "SN"] {
        let Some(rest) = upper.strip_prefix(name) else { continue };
        let rest = rest.trim_start_matches('.').trim_start();
        if let Some(value) = rest.strip_prefix([':', '=', '#']) {
            let value = text.get(text.len().checked_sub(value.len())?..)?.trim();
            return is_serial(&value.to_ascii_uppercase(), 5).then(|| value.to_owned());
        }
    }
    let mixed = text.bytes().filter(u8::is_ascii_digit).count() >= 4
        && text.bytes().filter(u8::is_ascii_uppercase).count() >= 2;
    (mixed && is_serial(text, 8)).then(|| text.to_owned())
}

fn is_serial(text: &str, least: usize) -> bool {
    (least..=20).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
#[path = "embedded_serials_tests.rs"]
mod tests;
