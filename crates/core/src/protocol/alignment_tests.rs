//! Lines that were typed without a stop, with missing and added characters.

use super::*;
use crate::protocol::crockford::glyphs;
use crate::protocol::line::encode;

/// The lines of a code; and its characters as changed by `slip`, cut into lines of 20.
fn typed_through(slip: impl Fn(&mut String)) -> (Vec<String>, Vec<Vec<Glyph>>) {
    let lines: Vec<String> = LineNumber::license()
        .into_iter()
        .map(|number| {
            encode(
                number,
                &std::array::from_fn(|at| (at as u8 + 3).wrapping_mul(number.get().wrapping_mul(41))),
            )
        })
        .collect();
    let mut text = lines.concat();
    slip(&mut text);
    let all: Vec<Glyph> = glyphs(&text).collect();
    let (full, last) = all.split_at(120);
    (lines, full.chunks(LENGTH).chain([last]).map(<[Glyph]>::to_vec).collect())
}

fn aligned(typed: &[Vec<Glyph>]) -> Vec<String> {
    let mut alignment = Alignment::new(&LineNumber::license(), typed);
    while !alignment.is_over() {
        assert!(alignment.step(1) > 0 || alignment.is_over());
    }
    alignment.lines(0).iter().map(|line| line.iter().map(|glyph| glyph.character()).collect()).collect()
}

#[test]
fn a_missing_or_added_character_moves_no_line_after_it() {
    for (what, at, slip) in
        [("missing", 27, None), ("added", 27, Some('7')), ("missing", 0, None), ("added", 139, Some('Q'))]
    {
        let (lines, typed) = typed_through(|text| match slip {
            None => drop(text.remove(at)),
            Some(c) => text.insert(at, c),
        });
        let mut want = lines;
        let line = &mut want[at / LENGTH];
        match slip {
            None => drop(line.remove(at % LENGTH)),
            Some(c) => line.insert(at % LENGTH, c),
        }
        assert_eq!(aligned(&typed), want, "{what} at {at}");
    }
}

#[test]
fn slips_in_several_lines_are_distinguished() {
    let (lines, typed) = typed_through(|text| {
        text.replace_range(130..131, "?");
        text.insert(101, 'Z');
        text.remove(64);
        text.remove(5);
    });
    let lengths: Vec<usize> = aligned(&typed).iter().map(String::len).collect();
    assert_eq!(lengths, [19, 20, 20, 19, 20, 21, 20], "{lines:?}");
}

#[test]
fn valid_lines_and_separate_lines_are_not_realigned() {
    let (lines, _) = typed_through(|_| {});
    let mut typed: Vec<Vec<Glyph>> = lines.iter().map(|line| glyphs(line).collect()).collect();
    typed[2].remove(4);
    typed[4].insert(9, Glyph::Symbol(3));
    typed[4].insert(12, Glyph::Symbol(3));
    assert!(Alignment::new(&LineNumber::license(), &typed).is_over());
}
