//! Serials that hide inside other values: in Dell's board serials and in OEM strings. Those inside UUIDs are
//! known to `review`, which compares them with the serial field.

/// The service tag in a Dell board serial, `.TAG.CNxxxxx….` or `/TAG/CNxxxxx…/`.
pub(super) fn dell_board_tag(serial: &str) -> Option<String> {
    let mark = serial.chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let mut parts = serial.split(mark).skip(1);
    let tag = parts.next().filter(|tag| (5..=7).contains(&tag.len()))?;
    let rest = parts.next().filter(|rest| rest.len() >= 12)?;
    (rest.is_ascii() && tag.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()))
        .then(|| tag.to_owned())
}

/// A serial in an OEM string: named so (`SN: …`), or one word of 8 to 20 capitals and digits with
/// at least two of each, four digits in all.
pub(super) fn oem_serial(text: &str) -> Option<String> {
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
