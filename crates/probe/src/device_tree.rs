//! The device tree, which describes boards without SMBIOS, and the serial of their SoC.

use countersign_core::machine::table::MAX_VALUE;
use countersign_core::machine::{DeviceTree, Field, Machine, Reading};

use super::file_tree::{FileTree, SMALL};

/// Reads the device tree with its root in the folder `base` of `tree`; `None` where there is none.
pub fn read(tree: &FileTree, base: &str) -> Option<DeviceTree> {
    let property = |name: &str| {
        let bytes = tree.read(&format!("{base}/{name}"), SMALL).ok()?;
        first_string(&bytes)
    };
    let compatible = tree.read(&format!("{base}/compatible"), SMALL).unwrap_or_default();
    let last = compatible.split(|byte| *byte == 0).rfind(|name| !name.is_empty());
    let found = DeviceTree {
        model: property("model"),
        serial: property("serial-number"),
        compatible: first_string(&compatible),
        soc: last.map(|name| name.iter().copied().take(MAX_VALUE).collect()),
        soc_serial: None,
    };
    (found != DeviceTree::default()).then_some(found)
}

/// The first NUL-terminated string of a property.
fn first_string(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    (!first.is_empty()).then(|| first.iter().copied().take(MAX_VALUE).collect())
}

/// The serial in the fuses of the SoC, from the kernel: `/proc/cpuinfo`, the device of the SoC, or the fuses themselves. `None` where
/// all of them are missing or zeros.
pub fn soc_serial(sys: &FileTree, proc: Option<&FileTree>) -> Option<Vec<u8>> {
    let told = |text: String| {
        let digits = text.trim().trim_start_matches("0x");
        digits.bytes().any(|byte| !matches!(byte, b'0' | b' ')).then(|| text.trim().as_bytes().to_vec())
    };
    let of_cpuinfo = || {
        let text = proc?.read("cpuinfo", SMALL).ok()?;
        let text = String::from_utf8_lossy(&text);
        let (name, value) =
            text.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.trim() == "Serial")?;
        (!name.is_empty()).then(|| value.to_owned()).and_then(told)
    };
    of_cpuinfo()
        .or_else(|| told(sys.line("devices/soc0/serial_number")?))
        .or_else(|| rockchip_serial(sys))
        .map(|serial| serial.into_iter().take(MAX_VALUE).collect())
}

/// The serial that U-Boot and the kernel compute from the 16-byte id of a Rockchip SoC. Newer kernels show the id as a cell of the
/// fuses.
fn rockchip_serial(sys: &FileTree) -> Option<Vec<u8>> {
    const DEVICES: &str = "bus/nvmem/devices";
    let device = sys.names(DEVICES).into_iter().find(|name| name.starts_with("rockchip"))?;
    let cells = format!("{DEVICES}/{device}/cells");
    let id = sys
        .names(&cells)
        .into_iter()
        .filter(|name| name.starts_with("id@") || name.starts_with("cpu-id@"))
        .find_map(|name| sys.read(&format!("{cells}/{name}"), SMALL).ok()?.try_into().ok())?;
    rockchip_mix(id).map(String::into_bytes)
}

/// The computation of U-Boot (`arch/arm/mach-rockchip`): CRC-32 of the odd bytes, continued with the even bytes.
fn rockchip_mix(id: [u8; 16]) -> Option<String> {
    if id == [0; 16] || id == [0xff; 16] {
        return None;
    }
    let low = id.iter().skip(1).step_by(2).fold(0, |sum, byte| crc32_step(sum, *byte));
    let high = id.iter().step_by(2).fold(low, |sum, byte| crc32_step(sum, *byte));
    Some(format!("{high:08x}{low:08x}"))
}

/// One byte of CRC-32 (reflected polynomial EDB88320h), without the inversions at both ends.
fn crc32_step(sum: u32, byte: u8) -> u32 {
    (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
}

/// Sets manufacturer, model and serial of a machine without SMBIOS from its device tree. These values count as recovered.
pub fn fill(machine: &mut Machine) {
    let Some(tree) = &machine.device_tree else { return };
    let values = [
        (Field::Manufacturer, tree.vendor().map(<[u8]>::to_vec)),
        (Field::Model, tree.model.clone()),
        (Field::Serial, tree.serial.clone()),
    ];
    for (field, value) in values {
        if value.is_some() {
            machine.recovered_fields.push(field);
        }
        machine.fields.insert(field, value.map_or(Reading::NotSet, Reading::Value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_rockchip_soc_gives_the_serial_of_u_boot() {
        // By zlib: crc32(odd, 0xffffffff) ^ 0xffffffff, continued in the same way with the even bytes.
        let id = *b"RK3588-ID-0123\x05\xa7";
        assert_eq!(rockchip_mix(id).as_deref(), Some("b79e340df84e4089"));
        assert_eq!(rockchip_mix([0; 16]), None);
    }
}
