//! The head of every request: 26 bytes.
//!
//! | bytes | content |
//! | --- | --- |
//! | 0 | high 4 bits: format, 1; low 4 bits: kind, 1 with values, 2 spoken |
//! | 1–2 | profile version, big-endian |
//! | 3–8 | license number, packed by the profile's mask (`number`) |
//! | 9–12 | nonce |
//! | 13 | platform (`platform`) |
//! | 14–15 | verdicts and origins, see below |
//! | 16–25 | scheme 2 marker (`marker`), all zero for none |
//!
//! Bytes 14–15 are 16 bits, the highest first: the verdicts of manufacturer, model and serial (3 bits each), their origins (2 bits
//! each), one zero bit.
//!
//! | number | verdict | origin |
//! | --- | --- | --- |
//! | 0 | ok | firmware |
//! | 1 | blank | recovered |
//! | 2 | placeholder | declared |
//! | 3 | malformed | |
//! | 4 | shared | |
//! | 5 | unreadable | |
//!
//! A decoder refuses another format or kind, a verdict or origin that is not in the table, a set zero bit, and an origin
//! "declared" without a scheme 2 marker.

use super::request_error::RequestError;
use super::{Marker, Platform};
use crate::machine::{Field, Origin};
use crate::review::Verdict;

/// Four random bytes that tie a license to one request.
pub type Nonce = [u8; 4];

/// The head of every request, 26 bytes on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The version of the profile on the device.
    pub profile_version: u16,
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// Four random bytes.
    pub nonce: Nonce,
    /// Firmware family or hypervisor.
    pub platform: Platform,
    /// The verdicts on manufacturer, model and serial.
    pub verdicts: [Verdict; 3],
    /// The origins of manufacturer, model and serial.
    pub origins: [Origin; 3],
    /// The scheme 2 marker; `None` where the machine has no anchor.
    pub scheme2: Option<Marker>,
}

/// The kind of a request: what follows the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestKind {
    Values,
    Spoken,
}

impl RequestKind {
    const fn byte(self) -> u8 {
        FORMAT | self.bits()
    }

    const fn bits(self) -> u8 {
        match self {
            Self::Values => 1,
            Self::Spoken => 2,
        }
    }
}

/// Format 1, in the high bits of byte 0.
const FORMAT: u8 = 1 << 4;

/// The length of the head in bytes.
pub(super) const HEAD: usize = 26;

const ORIGINS: [Origin; 3] = [Origin::Firmware, Origin::Recovered, Origin::Declared];

const fn verdict_bits(verdict: Verdict) -> u16 {
    match verdict {
        Verdict::Ok => 0,
        Verdict::Blank => 1,
        Verdict::Placeholder => 2,
        Verdict::Malformed => 3,
        Verdict::Shared => 4,
        Verdict::Unreadable => 5,
    }
}

const fn origin_bits(origin: Origin) -> u16 {
    match origin {
        Origin::Firmware => 0,
        Origin::Recovered => 1,
        Origin::Declared => 2,
    }
}

impl Head {
    /// Whether one of the three binding values was declared.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }

    /// Encodes the head of a request of that kind.
    pub(super) fn encode(&self, kind: RequestKind) -> Result<[u8; HEAD], RequestError> {
        if self.has_declared_value() && self.scheme2.is_none() {
            return Err(RequestError::Unanchored);
        }
        Ok(self.bytes(kind))
    }

    /// The head's bytes with the kind left out, as the request's name digests them.
    pub(super) fn nameless(&self) -> [u8; HEAD] {
        self.bytes_after(FORMAT)
    }

    /// The bytes of the head, even where a decoder would refuse them.
    pub(super) fn bytes(&self, kind: RequestKind) -> [u8; HEAD] {
        self.bytes_after(kind.byte())
    }

    fn bytes_after(&self, first: u8) -> [u8; HEAD] {
        let verdicts = self.verdicts.iter().fold(0, |bits, &verdict| bits << 3 | verdict_bits(verdict));
        let bits = self.origins.iter().fold(verdicts, |bits, &origin| bits << 2 | origin_bits(origin)) << 1;
        let mut out = [0; HEAD];
        out[0] = first;
        out[1..3].copy_from_slice(&self.profile_version.to_be_bytes());
        out[3..9].copy_from_slice(&self.number);
        out[9..13].copy_from_slice(&self.nonce);
        out[13] = self.platform.0;
        out[14..16].copy_from_slice(&bits.to_be_bytes());
        out[16..].copy_from_slice(&Marker::to_wire(self.scheme2));
        out
    }

    /// Whether a request of that kind may begin with these bytes.
    pub(super) fn may_begin(bytes: &[u8; 10], kind: RequestKind) -> bool {
        bytes[0] == kind.byte()
    }

    /// Decodes the head of a request of that kind.
    pub(super) fn decode(bytes: &[u8; HEAD], kind: RequestKind) -> Result<Self, RequestError> {
        if bytes[0] >> 4 != FORMAT >> 4 {
            return Err(RequestError::Format(bytes[0] >> 4));
        }
        if bytes[0] != kind.byte() {
            return Err(RequestError::Kind(bytes[0] & 15));
        }
        let bits = u16::from_be_bytes([bytes[14], bytes[15]]);
        if bits & 1 != 0 {
            return Err(RequestError::Reserved);
        }
        let mut verdicts = [Verdict::Ok; 3];
        let mut origins = [Origin::Firmware; 3];
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            let verdict = bits >> (13 - 3 * at) & 7;
            let origin = bits >> (5 - 2 * at) & 3;
            verdicts[at] = Verdict::ALL
                .into_iter()
                .find(|&one| verdict_bits(one) == verdict)
                .ok_or(RequestError::Verdict(field))?;
            origins[at] = ORIGINS
                .into_iter()
                .find(|&one| origin_bits(one) == origin)
                .ok_or(RequestError::Origin(field))?;
        }
        let head = Self {
            profile_version: u16::from_be_bytes([bytes[1], bytes[2]]),
            number: part(bytes, 3),
            nonce: part(bytes, 9),
            platform: Platform(bytes[13]),
            verdicts,
            origins,
            scheme2: Marker::from_wire(part(bytes, 16)),
        };
        if head.has_declared_value() && head.scheme2.is_none() {
            Err(RequestError::Unanchored)
        } else {
            Ok(head)
        }
    }
}

/// `N` bytes from an offset; zeros past the end.
pub(super) fn part<const N: usize>(bytes: &[u8], from: usize) -> [u8; N] {
    std::array::from_fn(|at| bytes.get(from + at).copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_in_the_order_of_the_table() {
        let head = Head {
            profile_version: 0x0102,
            number: [3, 4, 5, 6, 7, 8],
            nonce: [9, 10, 11, 12],
            platform: Platform(13),
            verdicts: [Verdict::Unreadable, Verdict::Ok, Verdict::Placeholder],
            origins: [Origin::Firmware, Origin::Declared, Origin::Recovered],
            scheme2: Some(Marker([16, 17, 18, 19, 20, 21, 22, 23, 24, 25])),
        };
        let bytes = head.encode(RequestKind::Values).unwrap();
        let mut expected: [u8; HEAD] = std::array::from_fn(|at| at as u8);
        expected[0] = 0x11;
        (expected[14], expected[15]) = (0b1010_0001, 0b0001_0010);
        assert_eq!(bytes, expected);
        assert_eq!(Head::decode(&bytes, RequestKind::Values), Ok(head));
        assert_eq!(Head::decode(&bytes, RequestKind::Spoken), Err(RequestError::Kind(1)));
    }
}
