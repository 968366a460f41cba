//! The head of every request: 32 bytes.
//!
//! | bytes | content |
//! | --- | --- |
//! | 0 | high 4 bits: format, 2; low 4 bits: kind, 1 with values, 2 spoken |
//! | 1–2 | profile id |
//! | 3–8 | license number, packed by the product's mask (`number`) |
//! | 9–16 | nonce (`receipt`) |
//! | 17 | platform (`platform`) |
//! | 18 | surroundings (`surroundings`) |
//! | 19–21 | one byte each for manufacturer, model and serial: 3 bits verdict, 2 bits origin, 3 bits source |
//! | 22–31 | scheme 2 marker (`marker`), all zero for none |
//!
//! | number | verdict | origin | source |
//! | --- | --- | --- | --- |
//! | 0 | ok | firmware | none |
//! | 1 | blank | recovered | board |
//! | 2 | placeholder | assigned | chassis |
//! | 3 | malformed | declared | UUID |
//! | 4 | shared | | OEM string |
//! | 5 | unreadable | | device tree or SoC |
//! | 6 | | | version or family |
//! | 7 | | | other |
//!
//! The verdict is for the value to be bound. A decoder refuses another format or kind, a verdict that is not in this table,
//! surroundings that are not in the table of `surroundings`, and these combinations:
//!
//! - A recovered or declared value with a verdict other than ok; for the model, shared is allowed too. An assigned value with a
//!   verdict other than ok.
//! - Origin firmware with verdict ok and a source. With another verdict, the source tells where a proper value is available.
//! - A recovered value without a source; an assigned or declared value with a source; the source UUID for another field than the
//!   serial.
//! - Origins that need a scheme 2 marker ([`marker::form`]) without one.

use super::request_error::RequestError;
use super::surroundings::Surroundings;
use super::{Marker, Platform};
use crate::machine::{Field, Origin, SourceKind};
use crate::marker;
use crate::review::Verdict;

/// Eight bytes that bind a license to one request; [`Secret::nonce`](super::receipt::Secret::nonce) computes them.
pub type Nonce = [u8; 8];

/// The head of every request, 32 bytes on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The id of the profile on the device; 0 in practice.
    pub profile_id: u16,
    /// The license number, packed by the product's mask.
    pub number: [u8; 6],
    /// The nonce of this request.
    pub nonce: Nonce,
    /// Firmware family or hypervisor.
    pub platform: Platform,
    /// Boot mode, virtual machine, readable tables, place for writing.
    pub surroundings: Surroundings,
    /// The verdicts on manufacturer, model and serial as bound.
    pub verdicts: [Verdict; 3],
    /// The origins of manufacturer, model and serial.
    pub origins: [Origin; 3],
    /// Where a proper value is available, for each field with origin firmware and a verdict other than ok.
    pub available: [Option<SourceKind>; 3],
    /// The scheme 2 marker; `None` where the machine has no anchor.
    pub marker2: Option<Marker>,
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

/// Format 2, in the high bits of byte 0.
const FORMAT: u8 = 2 << 4;

/// The length of the head in bytes.
pub(super) const HEAD: usize = 32;

const fn verdict_bits(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Ok => 0,
        Verdict::Blank => 1,
        Verdict::Placeholder => 2,
        Verdict::Malformed => 3,
        Verdict::Shared => 4,
        Verdict::Unreadable => 5,
    }
}

const fn source_bits(source: Option<SourceKind>) -> u8 {
    match source {
        None => 0,
        Some(SourceKind::Board) => 1,
        Some(SourceKind::Chassis) => 2,
        Some(SourceKind::Uuid) => 3,
        Some(SourceKind::OemString) => 4,
        Some(SourceKind::DeviceTree) => 5,
        Some(SourceKind::Version) => 6,
        Some(SourceKind::Other) => 7,
    }
}

/// Five bits: two for the origin, three for the source of a recovered value.
pub(super) const fn origin_bits(origin: Origin) -> u8 {
    match origin {
        Origin::Firmware => 0,
        Origin::Recovered(source) => 1 << 3 | source_bits(Some(source)),
        Origin::Assigned => 2 << 3,
        Origin::Declared => 3 << 3,
    }
}

/// One field of the head.
struct HeadField {
    verdict: Verdict,
    origin: Origin,
    available: Option<SourceKind>,
}

impl HeadField {
    const fn byte(&self) -> u8 {
        verdict_bits(self.verdict) << 5 | origin_bits(self.origin) | source_bits(self.available)
    }

    fn from_byte(field: Field, byte: u8) -> Result<Self, RequestError> {
        let verdict = Verdict::ALL
            .into_iter()
            .find(|&one| verdict_bits(one) == byte >> 5)
            .ok_or(RequestError::Verdict(field))?;
        let source = SourceKind::ALL.into_iter().find(|&one| source_bits(Some(one)) == byte & 7);
        // For a recovered value without a source, the verdict is still checked first.
        let (origin, fits) = match (byte >> 3 & 3, source) {
            (0, _) => (Origin::Firmware, true),
            (1, source) => (Origin::Recovered(source.unwrap_or(SourceKind::Other)), source.is_some()),
            (2, source) => (Origin::Assigned, source.is_none()),
            (_, source) => (Origin::Declared, source.is_none()),
        };
        let available = source.filter(|_| origin == Origin::Firmware);
        let read = Self { verdict, origin, available };
        read.check_verdict(field)?;
        if !fits {
            return Err(RequestError::Source(field));
        }
        read.check_source(field).map(|()| read)
    }

    fn check(&self, field: Field) -> Result<(), RequestError> {
        self.check_verdict(field)?;
        self.check_source(field)
    }

    fn check_verdict(&self, field: Field) -> Result<(), RequestError> {
        let bindable = match self.origin {
            Origin::Firmware => true,
            Origin::Assigned => self.verdict == Verdict::Ok,
            Origin::Recovered(_) | Origin::Declared => {
                self.verdict == Verdict::Ok || self.verdict == Verdict::Shared && field == Field::Model
            }
        };
        if bindable { Ok(()) } else { Err(RequestError::Verdict(field)) }
    }

    fn check_source(&self, field: Field) -> Result<(), RequestError> {
        let source = self.origin.source().or(self.available);
        let taken = self.origin != Origin::Firmware || self.verdict == Verdict::Ok;
        if taken && self.available.is_some() || source == Some(SourceKind::Uuid) && field != Field::Serial {
            Err(RequestError::Source(field))
        } else {
            Ok(())
        }
    }
}

impl Head {
    fn field(&self, at: usize) -> HeadField {
        HeadField { verdict: self.verdicts[at], origin: self.origins[at], available: self.available[at] }
    }

    /// Whether a person declared one of the three binding values.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }

    fn check(&self) -> Result<(), RequestError> {
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            self.field(at).check(field)?;
        }
        // `form` returns an error for origins only, so the value of the serial has no effect here.
        marker::form("", self.origins, self.marker2).map(drop).map_err(|_| RequestError::Unanchored)
    }

    /// Encodes the head of a request of this kind.
    pub(super) fn encode(&self, kind: RequestKind) -> Result<[u8; HEAD], RequestError> {
        self.check()?;
        Ok(self.bytes(kind))
    }

    /// The bytes of the head with kind 0. The request's name is a digest of them.
    pub(super) fn nameless(&self) -> [u8; HEAD] {
        self.bytes_after(FORMAT)
    }

    /// The bytes of the head, even where a decoder would refuse them.
    pub(super) fn bytes(&self, kind: RequestKind) -> [u8; HEAD] {
        self.bytes_after(kind.byte())
    }

    fn bytes_after(&self, first: u8) -> [u8; HEAD] {
        let mut out = [0; HEAD];
        out[0] = first;
        out[1..3].copy_from_slice(&self.profile_id.to_be_bytes());
        out[3..9].copy_from_slice(&self.number);
        out[9..17].copy_from_slice(&self.nonce);
        out[17] = self.platform.0;
        out[18] = self.surroundings.byte();
        for at in 0..3 {
            out[19 + at] = self.field(at).byte();
        }
        out[22..].copy_from_slice(&Marker::to_wire(self.marker2));
        out
    }

    /// Whether a request of this kind may begin with these bytes.
    pub(super) const fn may_begin(bytes: &[u8; 10], kind: RequestKind) -> bool {
        bytes[0] == kind.byte()
    }

    /// The profile id in the first bytes of a head.
    pub(super) const fn profile_id_of(bytes: &[u8; 10]) -> u16 {
        u16::from_be_bytes([bytes[1], bytes[2]])
    }

    /// Decodes the head of a request of this kind.
    pub(super) fn decode(bytes: &[u8; HEAD], kind: RequestKind) -> Result<Self, RequestError> {
        if bytes[0] >> 4 != FORMAT >> 4 {
            return Err(RequestError::Format(bytes[0] >> 4));
        }
        if bytes[0] != kind.byte() {
            return Err(RequestError::Kind(bytes[0] & 15));
        }
        let mut verdicts = [Verdict::Ok; 3];
        let mut origins = [Origin::Firmware; 3];
        let mut available = [None; 3];
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            let read = HeadField::from_byte(field, bytes[19 + at])?;
            (verdicts[at], origins[at], available[at]) = (read.verdict, read.origin, read.available);
        }
        let head = Self {
            profile_id: u16::from_be_bytes([bytes[1], bytes[2]]),
            number: part(bytes, 3),
            nonce: part(bytes, 9),
            platform: Platform(bytes[17]),
            surroundings: Surroundings::from_byte(bytes[18]).ok_or(RequestError::Surroundings)?,
            verdicts,
            origins,
            available,
            marker2: Marker::from_wire(part(bytes, 22)),
        };
        head.check().map(|()| head)
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
            profile_id: 0x0102,
            number: [3, 4, 5, 6, 7, 8],
            nonce: [9, 10, 11, 12, 13, 14, 15, 16],
            platform: Platform(17),
            surroundings: Surroundings::from_byte(18).unwrap(),
            verdicts: [Verdict::Placeholder, Verdict::Ok, Verdict::Ok],
            origins: [Origin::Firmware, Origin::Declared, Origin::Recovered(SourceKind::Uuid)],
            available: [Some(SourceKind::Board), None, None],
            marker2: Some(Marker(std::array::from_fn(|at| at as u8 + 22))),
        };
        let bytes = head.encode(RequestKind::Values).unwrap();
        let mut expected: [u8; HEAD] = std::array::from_fn(|at| at as u8);
        expected[0] = 0x21;
        expected[19..22].copy_from_slice(&[0b0100_0001, 0b0001_1000, 0b0000_1011]);
        assert_eq!(bytes, expected);
        assert_eq!(Head::decode(&bytes, RequestKind::Values), Ok(head));
        assert_eq!(Head::decode(&bytes, RequestKind::Spoken), Err(RequestError::Kind(1)));
    }

    #[test]
    fn every_byte_of_a_field_encodes_to_itself_or_is_refused() {
        for field in Field::BINDING {
            let accepted = (0..=u8::MAX).filter(|&byte| {
                let read = HeadField::from_byte(field, byte);
                assert!(read.as_ref().map_or(true, |read| read.byte() == byte), "{byte:#010b}");
                read.is_ok()
            });
            // Firmware: ok without a source, five verdicts with 8 sources each. Recovered: 7 sources. Assigned. Declared.
            let (sources, verdicts) =
                if field == Field::Serial { (7, 1) } else { (6, 1 + usize::from(field == Field::Model)) };
            assert_eq!(
                accepted.count(),
                1 + 5 * (sources + 1) + verdicts * sources + 1 + verdicts,
                "{field:?}"
            );
        }
    }
}
