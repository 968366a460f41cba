//! Characteristics extension byte 2 of SMBIOS type 0 (DSP0134, 7.1.2.2): UEFI support, virtual machine.

use super::Firmware;

/// Offset of characteristics extension byte 2 in type 0.
pub const EXTENSION_2: usize = 0x13;

/// The bit "UEFI Specification is supported".
const UEFI: u8 = 1 << 3;

/// The bit "the SMBIOS table describes a virtual machine".
const VIRTUAL_MACHINE: u8 = 1 << 4;

/// Takes both bits from the byte. A clear bit tells nothing, because much firmware sets neither.
pub fn of_byte(firmware: &mut Firmware, extension: u8) {
    firmware.uefi_supported |= extension & UEFI != 0;
    firmware.virtual_machine |= extension & VIRTUAL_MACHINE != 0;
}

/// Both bits as the byte.
pub const fn byte(firmware: &Firmware) -> u8 {
    let uefi = if firmware.uefi_supported { UEFI } else { 0 };
    uefi | if firmware.virtual_machine { VIRTUAL_MACHINE } else { 0 }
}

/// Takes both bits from the text of `dmidecode`, which prints a line for each bit that is set.
pub fn of_text(firmware: &mut Firmware, text: &str) {
    for line in text.lines() {
        match line.trim() {
            "UEFI is supported" => firmware.uefi_supported = true,
            "System is a virtual machine" => firmware.virtual_machine = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_and_text_give_the_same_characteristics() {
        for (extension, text, uefi, virtual_machine) in [
            (0x00, "Characteristics:\n\t\tPCI is supported", false, false),
            (0x08, "\t\tUEFI is supported\r\n", true, false),
            (0x10, "\t\tSystem is a virtual machine", false, true),
            (0xff, "UEFI is supported\nSystem is a virtual machine", true, true),
            (0xe7, "Family: UEFI is supported in part", false, false),
        ] {
            let [mut by_byte, mut by_text] = [Firmware::default(), Firmware::default()];
            of_byte(&mut by_byte, extension);
            of_text(&mut by_text, text);
            assert_eq!(by_byte, by_text);
            assert_eq!(
                (by_byte.uefi_supported, by_byte.virtual_machine),
                (uefi, virtual_machine),
                "{extension}"
            );
            assert_eq!(byte(&by_byte), extension & 0x18);
        }
    }
}
