//! Rules for UUIDs: nil, all FF, templates and their variants.
//!
//! The first three groups may be in either byte order ([`machine::uuid`](crate::machine::uuid)), so rules that depend on the
//! order are tried on both.

use crate::machine::uuid::swap_groups;
use crate::review::finding::{FindingKind, Verdict};

/// UUIDs that are compiled into reference firmware for Arm and RISC-V, in the order of their text, sorted. They are random, so no
/// general rule matches them. Sources: edk2-platforms, `Platform/ARM` (`SgiPkg`, `Morello`), `Silicon/Marvell`, `Silicon/Sophgo`.
const COMPILED_IN: [u128; 15] = [
    0x043ca598_79cd_4e53_afc2_9a68b8d6e591,
    0x1f3a0806_18b5_4eca_adcd_ba9b07b10acf,
    0x2cc4f916_267a_4251_956e_f04982be9458,
    0x567f35c4_104f_447b_a094_892fbdb65a55,
    0x80984efe_404a_43e0_ada4_63a0e0c45e60,
    0x97c93925_1273_4f03_9f75_2f2b7ed19480,
    0x9987fd42_907e_5446_1d7d_7da0109f60a1,
    0xa4941d3d_fac3_4ace_9a7e_ce2676645eda,
    0xa92eb8a5_36eb_4ac5_8a25_ce10edb50e3d,
    0xc481f0b1_237c_42d7_98b2_b4b48db54f50,
    0xd2946d07_8057_4c26_bf53_78a65be1c160,
    0xd90e12df_90eb_4691_bb26_be325a9defda,
    0xdd7cad0a_227c_4ed4_9f42_a98bd6a2426c,
    0xeb6b5709_f310_408b_9aea_98568ce4fe68,
    0xf2cded73_37f9_4ec9_d9f9_899b74912049,
];

/// Templates of shipped firmware that no general rule below matches, in the byte order of SMBIOS 2.6 and newer (or of the tool for
/// that firmware).
const TEMPLATES: [[u8; 16]; 3] = [
    [3, 0, 2, 0, 4, 0, 5, 0, 0, 6, 0, 7, 0, 8, 0, 9],
    [0x12, 0x34, 0x56, 0x78, 0x12, 0x34, 0x56, 0x78, 0x90, 0xab, 0xcd, 0xde, 0xef, 0xaa, 0xbb, 0xcc],
    [0x6a, 0xb5, 0xb3, 0x00, 0x53, 0x8d, 0x10, 0x14, 0x9f, 0xb5, 0xb0, 0x68, 0x4d, 0x00, 0x7b, 0x53],
];

/// The words that tools print for a missing UUID.
pub(super) fn absent(text: &str) -> Option<(Verdict, FindingKind)> {
    matches!(text, "not present" | "not settable" | "na")
        .then_some((Verdict::Blank, FindingKind::UuidTemplate))
}

/// Judges a UUID; `None` for a usable UUID.
pub(super) fn judge(uuid: [u8; 16]) -> Option<(Verdict, FindingKind)> {
    if uuid == [0; 16] || uuid == [0xff; 16] {
        return Some((Verdict::Blank, FindingKind::UuidTemplate));
    }
    let other = swap_groups(uuid);
    if TEMPLATES.contains(&uuid)
        || TEMPLATES.contains(&other)
        || generated(&uuid)
        || generated(&other)
        || empty_dell_tag(&uuid)
        || empty_dell_tag(&other)
        || groups_by_rule(&uuid)
        || compiled_in(uuid)
        || compiled_in(other)
        || made_in_a_build(&uuid)
        || made_in_a_build(&other)
        || without_a_number(&uuid)
    {
        return Some((Verdict::Placeholder, FindingKind::UuidTemplate));
    }
    // The end of a well-known template. Its first bytes are from a MAC address.
    uuid.ends_with(&[7, 0, 8, 0, 9]).then_some((Verdict::Shared, FindingKind::SeenOften))
}

/// Whether the bytes follow a simple rule: nearly all of them 00 or FF, a short group repeated, counting.
fn generated(uuid: &[u8; 16]) -> bool {
    let count = |wanted: u8| uuid.iter().filter(|byte| **byte == wanted).count();
    let period = |period: usize| uuid.iter().zip(uuid.iter().skip(period)).all(|(a, b)| a == b);
    let steps = |step: u8| uuid.windows(2).all(|pair| matches!(pair, [a, b] if b.wrapping_sub(*a) == step));
    let nibbles = nibbles(uuid);
    let counted =
        |modulus: u8| nibbles.windows(2).all(|pair| matches!(pair, [a, b] if *b == (a + 1) % modulus));
    count(0) >= 13
        || count(0xff) >= 13
        || [1, 2, 4, 8].into_iter().any(period)
        || [1, 0x11, 0xff, 0xef].into_iter().any(steps)
        || counted(16)
        || counted(10)
}

/// The 32 hexadecimal digits.
fn nibbles(uuid: &[u8; 16]) -> [u8; 32] {
    let mut nibbles = [0; 32];
    for (pair, byte) in nibbles.chunks_exact_mut(2).zip(uuid) {
        pair.copy_from_slice(&[byte >> 4, byte & 15]);
    }
    nibbles
}

/// Whether each group repeats one digit (`11111111-2222-3333-4444-555555555555`) or counts up
/// (`12345678-1234-1234-1234-123456789012`).
fn groups_by_rule(uuid: &[u8; 16]) -> bool {
    let nibbles = nibbles(uuid);
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
    let all = |fits: fn(u8, u8) -> bool| {
        groups.iter().all(|group| {
            let digits = nibbles.get(group.clone()).unwrap_or_default();
            digits.windows(2).all(|pair| matches!(pair, [a, b] if fits(*a, *b)))
        })
    };
    all(|a, b| a == b) || all(|a, b| b == a + 1 || (a, b) == (9, 0))
}

/// Whether the UUID is from a Dell with a service tag of blanks or NULs: `4C4C4544-0000-2010-8020-80C04F202020`.
fn empty_dell_tag(uuid: &[u8; 16]) -> bool {
    matches!(uuid, [0x4c, 0x4c, 0x45, 0x44, 0, a, b, 0x10, 0x80, c, _, 0xc0, 0x4f, d, e, f]
        if [a, b, c, d, e, f].into_iter().all(|byte| matches!(byte, 0 | 0x20)))
}

/// Whether the UUID is compiled into reference firmware.
fn compiled_in(uuid: [u8; 16]) -> bool {
    COMPILED_IN.binary_search(&u128::from_be_bytes(uuid)).is_ok()
}

/// Whether the UUID is of version 1 (RFC 9562, 5.1) and its node is the MAC address of a build machine, from VirtualBox or Docker.
/// Such a UUID was generated once, when the firmware was built. Both give their own guests UUIDs of other versions.
fn made_in_a_build(uuid: &[u8; 16]) -> bool {
    matches!(
        uuid,
        [_, _, _, _, _, _, 0x10..=0x1f, _, 0x80..=0xbf, _, 0x08, 0x00, 0x27, ..]
            | [_, _, _, _, _, _, 0x10..=0x1f, _, 0x80..=0xbf, _, 0x02, 0x42, ..]
    )
}

/// Whether all groups after the first are zero: a name without a number (`33695052-0000-0000-0000-000000000000` spells "RPi3").
fn without_a_number(uuid: &[u8; 16]) -> bool {
    matches!(uuid, [_, _, _, _, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}
