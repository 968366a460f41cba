//! SMBIOS entry points: which version a table has, where it begins and where it ends.

/// What an entry point tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPoint {
    /// Version, the known misprints put right.
    pub version: (u8, u8),
    /// Where the table begins, as a physical address or an offset into a dump.
    pub address: u64,
    /// The table's length in bytes (a maximum from version 3 on).
    pub length: usize,
    /// How many structures there are; version 3 doesn't tell.
    pub count: Option<usize>,
    /// The checksum is right.
    pub checksum_ok: bool,
}

impl EntryPoint {
    /// Whether these bytes begin as a dump with an entry point does, be it whole or cut.
    pub fn has_anchor(bytes: &[u8]) -> bool {
        [&b"_SM3_"[..], b"_SM_", b"_DMI_"].iter().any(|anchor| bytes.starts_with(anchor))
    }

    /// The entry point at the head of these bytes: `_SM3_`, `_SM_` or the older `_DMI_`.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"_SM3_") {
            let head = bytes.get(..0x18)?;
            Some(Self {
                version: (head[7], head[8]),
                address: u64::from_le_bytes(head[0x10..0x18].try_into().ok()?),
                length: usize::try_from(u32::from_le_bytes(head[0x0c..0x10].try_into().ok()?)).ok()?,
                count: None,
                checksum_ok: sums_to_zero(bytes, head[6]),
            })
        } else if bytes.starts_with(b"_SM_") {
            let head = bytes.get(..0x1f)?;
            let inner = Self::parse_dmi(&head[0x10..])?;
            // Its length is 1Fh; version 2.1 of the specification misprinted it as 1Eh.
            let checksum_ok = inner.checksum_ok && head[5] >= 0x1e && sums_to_zero(bytes, head[5]);
            Some(Self { version: mend_version((head[6], head[7])), checksum_ok, ..inner })
        } else {
            Self::parse_dmi(bytes)
        }
    }

    /// The 15 bytes of the older entry point, which `_SM_` also holds.
    fn parse_dmi(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..0x0f).filter(|head| head.starts_with(b"_DMI_"))?;
        Some(Self {
            version: mend_version((head[0x0e] >> 4, head[0x0e] & 0x0f)),
            address: u64::from(u32::from_le_bytes(head[8..12].try_into().ok()?)),
            length: usize::from(u16::from_le_bytes([head[6], head[7]])),
            count: Some(usize::from(u16::from_le_bytes([head[12], head[13]]))),
            checksum_ok: sums_to_zero(bytes, 0x0f),
        })
    }
}

fn sums_to_zero(bytes: &[u8], length: u8) -> bool {
    bytes
        .get(..usize::from(length))
        .is_some_and(|head| head.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) == 0)
}

/// Versions that some firmware prints wrongly: 2.31 and 2.33 mean 2.3, 2.51 means 2.6.
const fn mend_version(version: (u8, u8)) -> (u8, u8) {
    match version {
        (2, 31 | 33) => (2, 3),
        (2, 51) => (2, 6),
        other => other,
    }
}
