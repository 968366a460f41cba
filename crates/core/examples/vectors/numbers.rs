//! Vectors of masks, typed license numbers and their packed form.

use countersign_core::protocol::Mask;

use crate::shape::*;

pub fn numbers() -> Numbers {
    let accepted = |mask: &str, typed: &str| {
        let parsed = Mask::parse(mask).unwrap();
        let number = parsed.parse_number(typed).unwrap();
        NumberAccepted {
            mask: mask.into(),
            typed: typed.into(),
            shown: parsed.format(&number),
            packed: hex(parsed.pack(&number).unwrap()),
            number: number.to_string(),
        }
    };
    let refused = |mask: &str, typed: &str| NumberRefused {
        mask: mask.into(),
        typed: typed.into(),
        error: named(Mask::parse(mask).unwrap().parse_number(typed).unwrap_err()),
    };
    let packed = |mask: &str, packed: [u8; 6]| {
        assert_eq!(Mask::parse(mask).unwrap().unpack(packed), None);
        PackedRefused { mask: mask.into(), packed: hex(packed) }
    };
    let mask = |mask: &str| MaskRefused { mask: mask.into(), error: named(Mask::parse(mask).unwrap_err()) };
    const M: &str = "AA99999999999";
    Numbers {
        accepted: vec![
            accepted(M, "AA03220123951"),
            accepted(M, " aa-o322o 1239 5l\n"),
            accepted(M, "ＺＺ９９９９９９９９９９９"),
            accepted(M, "AA00000000000"),
            accepted(M, "0103220123951"),
            accepted("CS0-AA99 9999", "cso ab12-3456"),
            accepted("99999999999999", "99999999999999"),
            accepted("B", "b"),
        ],
        refused: vec![
            refused(M, ""),
            refused(M, "AA032201239"),
            refused(M, "AA032201239511"),
            refused(M, "A403220123951"),
            refused(M, "AA0322012395S"),
            refused(M, "ÄA03220123951"),
            refused("CS0-9", "CS1-5"),
        ],
        refused_packed: vec![
            packed(M, [0x3d, 0x7b, 0x59, 0xfc, 0xa0, 0x00]),
            packed(M, [0xff; 6]),
            packed("A9", [0, 0, 0, 0, 1, 4]),
        ],
        refused_mask: ["", " - ", "999a", "9\u{e9}", "999999999999999", "AAAAAAAAAAA"].map(mask).into(),
    }
}
