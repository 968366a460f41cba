//! Vectors of typed lines: clean, mended and refused lines.

use countersign_core::protocol::line::{self, LineNumber};

use crate::shape::*;

pub fn lines() -> Lines {
    let number = |number| LineNumber::new(number).unwrap();
    let clean = |n: u8, data: [u8; 10]| LineClean {
        number: n,
        data: hex(data),
        line: line::encode(number(n), &data),
    };
    let read =
        |n: u8, typed: String| LineRead { number: n, reading: named(line::read(number(n), &typed)), typed };
    let sample = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23];
    let of = |n: u8| line::encode(number(n), &sample);
    let line = of(4);
    let with = |places: &[(usize, &str)]| {
        let mut line = line.clone();
        for (at, c) in places {
            assert_ne!(&line[*at..=*at], *c);
            line.replace_range(*at..=*at, c);
        }
        line
    };
    Lines {
        clean: (1..=12)
            .map(|n| clean(n, sample))
            .chain([
                clean(1, [0; 10]),
                clean(1, [0xff; 10]),
                clean(7, std::array::from_fn(|at| 1 << (at % 8))),
            ])
            .collect(),
        read: vec![
            read(4, line::grouped(&line)),
            read(
                4,
                format!("> {}.", line::grouped(&line).to_lowercase().replace('0', "o").replace('1', "l")),
            ),
            read(4, line.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect()),
            read(3, line.clone()),
            read(4, with(&[(3, "Z")])),
            read(4, with(&[(0, "Z"), (19, "Y")])),
            read(4, with(&[(0, "?"), (5, "?"), (6, "?"), (19, "?")])),
            read(4, with(&[(0, "?"), (5, "?"), (12, "X")])),
            read(4, with(&[(0, "?"), (5, "?"), (6, "?"), (7, "?"), (19, "?")])),
            read(4, with(&[(0, "Z"), (1, "Z"), (9, "Z"), (14, "Z"), (19, "Y")])),
            read(4, with(&[(7, "*")])),
            read(4, with(&[(7, "é")])),
            read(4, line[..19].into()),
            read(4, format!("{line}0")),
            read(4, String::new()),
            read(8, format!("?{}Z", &of(8)[1..19])),
            read(12, format!("ZZ{}", &of(12)[2..])),
            read(12, of(11)),
        ],
    }
}
