//! SMBIOS entry points (DSP0134, section 5.2): the version, address and length of a table.

/// The values of an entry point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPoint {
    /// SMBIOS version (major, minor), with known misprints corrected.
    pub version: (u8, u8),
    /// The start of the table: a physical address, or an offset into a dump.
    pub address: u64,
    /// The length of the table in bytes; from version 3 on, its maximum.
    pub length: usize,
    /// The number of structures; `None` for version 3, which does not hold it.
    pub count: Option<usize>,
    /// The checksum is right.
    pub checksum_ok: bool,
}

impl EntryPoint {
    /// Whether these bytes begin with the anchor of an entry point, which may be cut.
    pub fn has_anchor(bytes: &[u8]) -> bool {
        [&b"_SM3_"[..], b"_SM_", b"_DMI_"].iter().any(|anchor| bytes.starts_with(anchor))
    }

    /// Parses the entry point at the beginning of these bytes: `_SM3_`, `_SM_` or the older `_DMI_`. `None` where there is
    /// none, or it is cut.
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
            // The length is 1Fh; SMBIOS 2.1 misprints it as 1Eh.
            let checksum_ok = inner.checksum_ok && head[5] >= 0x1e && sums_to_zero(bytes, head[5]);
            Some(Self { version: mend_version((head[6], head[7])), checksum_ok, ..inner })
        } else {
            Self::parse_dmi(bytes)
        }
    }

    /// The 15 bytes of `_DMI_`, which are also the second part of `_SM_`.
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

/// Versions that some firmware misprints: 2.31 and 2.33 mean 2.3, 2.51 means 2.6.
const fn mend_version(version: (u8, u8)) -> (u8, u8) {
    match version {
        (2, 31 | 33) => (2, 3),
        (2, 51) => (2, 6),
        other => other,
    }
}
