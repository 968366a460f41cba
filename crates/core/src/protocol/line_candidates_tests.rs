//! Slips of every kind, and the rank of the right candidate.

use super::*;
use crate::protocol::combinations::Combinations;
use crate::protocol::crockford::glyphs;
use crate::protocol::line::encode;

fn rank(typed: &str, number: LineNumber, data: Data) -> Option<usize> {
    let glyphs: Vec<Glyph> = glyphs(typed).collect();
    candidates(number, &glyphs, Channel::Seen).iter().position(|candidate| candidate.data == data)
}

#[test]
fn lines_of_18_to_22_characters_have_candidates() {
    for (length, has) in [(17, false), (18, true), (20, true), (22, true), (23, false)] {
        assert_eq!(within(&vec![Glyph::Symbol(1); length]), has, "{length}");
    }
}

#[test]
fn the_estimate_finds_a_missing_and_a_wrong_character() {
    let number = LineNumber::new(5).unwrap();
    let mut line: Vec<char> = encode(number, b"0123456789").chars().collect();
    line.remove(3);
    line[12] = if line[12] == 'Z' { '0' } else { 'Z' };
    let typed: Vec<Glyph> = glyphs(&line.into_iter().collect::<String>()).collect();
    assert!(cheapest(number, &typed).0 < cost::MANY);
}

#[test]
fn common_slips_are_among_the_first_candidates() {
    let number = LineNumber::new(5).unwrap();
    let data = *b"0123456789";
    let line = encode(number, &data);
    let c: Vec<char> = line.chars().collect();
    let text = |c: Vec<char>| c.into_iter().collect::<String>();
    let swapped = |at: usize, c: &[char]| {
        let mut c = c.to_vec();
        c.swap(at, at + 1);
        c
    };
    let without = |at: usize, c: &[char]| {
        let mut c = c.to_vec();
        c.remove(at);
        c
    };
    let with = |at: usize, x: char, c: &[char]| {
        let mut c = c.to_vec();
        c.insert(at, x);
        c
    };
    let other = |at: usize, c: &[char]| {
        let mut c = c.to_vec();
        c[at] = if c[at] == 'Z' { '0' } else { 'Z' };
        c
    };
    assert_eq!(rank(&line, number, data), Some(0));
    let cases = [
        ("three wrong", other(2, &other(9, &other(17, &c))), 80),
        ("four wrong", other(2, &other(9, &other(12, &other(17, &c)))), 6_000),
        ("two swaps", swapped(1, &swapped(11, &c)), 3),
        ("a swap and a wrong one", swapped(3, &other(12, &c)), 3),
        ("a swap and three wrong ones", swapped(3, &other(8, &other(12, &other(16, &c)))), 6_000),
        ("two swaps and a wrong one", other(15, &swapped(1, &swapped(11, &c))), 40),
        ("a swap, a wrong one, one missing", without(7, &swapped(3, &other(12, &c))), 400),
        ("a swap, a wrong one, one too many", with(7, 'R', &swapped(3, &other(12, &c))), 400),
        ("one missing", without(7, &c), 1),
        ("one missing, one wrong", other(15, &without(7, &c)), 5),
        ("one missing, two wrong", other(3, &other(15, &without(7, &c))), 250),
        ("one too many", with(7, 'R', &c), 1),
        ("one too many, two wrong", other(1, &other(15, &with(7, 'R', &c))), 20),
        ("two missing", without(3, &without(12, &c)), 3),
        ("two too many", with(3, 'R', &with(12, 'R', &c)), 3),
        ("missing here, too many there", with(3, 'R', &without(12, &c)), 5),
    ];
    for (what, typed, within) in cases {
        let typed = text(typed);
        let rank = rank(&typed, number, data);
        assert!(rank.is_some_and(|rank| rank < within), "{what}: {typed} for {line}: {rank:?}");
    }
    let five_unreadable = format!("?????{}", &line[5..]);
    assert!(rank(&five_unreadable, number, data).is_some_and(|rank| rank < 32));
    assert_eq!(rank("HELP", number, data), None);
    assert_eq!(rank("", number, data), None);
}

#[test]
fn sound_alikes_are_tried_first_for_heard_lines() {
    let number = LineNumber::new(9).unwrap();
    let data = [0x5a; 10];
    let line = encode(number, &data);
    let heard: Vec<char> = line.chars().collect();
    let swap_sound = |c: char| match c {
        'B' => 'D',
        'D' => 'B',
        'P' => 'T',
        'M' => 'N',
        'N' => 'M',
        '5' => '9',
        '9' => '5',
        'A' => 'K',
        'K' => 'A',
        other => other,
    };
    let places: Vec<usize> = (0..20).filter(|&at| swap_sound(heard[at]) != heard[at]).take(3).collect();
    assert_eq!(places.len(), 3, "{line}");
    let mut typed = heard;
    for at in places {
        typed[at] = swap_sound(typed[at]);
    }
    let typed: Vec<Glyph> = glyphs(&typed.into_iter().collect::<String>()).collect();
    let rank = |channel| candidates(number, &typed, channel).iter().position(|one| one.data == data).unwrap();
    assert!(rank(Channel::Heard) < 3, "{}", rank(Channel::Heard));
    assert!(rank(Channel::Heard) <= rank(Channel::Seen));
}

#[test]
fn every_candidate_is_a_codeword() {
    let number = LineNumber::new(3).unwrap();
    let typed: Vec<Glyph> = glyphs("7K2QX M4T?W 9ABCD EFGHJ").collect();
    let list = candidates(number, &typed, Channel::Seen);
    assert!(list.len() > 100);
    assert!(list.is_sorted_by_key(|candidate| candidate.cost));
    for candidate in list {
        let line = encode(number, &candidate.data);
        assert!(matches!(crate::protocol::line::read(number, &line), LineReading::Clean(_)));
    }
}

#[test]
fn a_line_with_too_few_readable_characters_has_no_candidates() {
    let number = LineNumber::new(1).unwrap();
    for length in LENGTH - 2..=LENGTH + 2 {
        // The search may remove two characters as additions.
        for unreadable in 9..=length {
            let mut typed = vec![Glyph::Symbol(7); length];
            typed[..unreadable].fill(Glyph::Unreadable);
            let mut listing = Listing::new(number, &typed, Channel::Seen);
            assert_eq!(listing.step(u32::MAX), 0, "{unreadable} of {length}");
            assert!(listing.is_over() && listing.list().is_empty());
        }
    }
}

#[test]
fn combinations_are_unique_and_ordered_by_cost() {
    let list = |costs: &[u32], line: u8| -> Vec<Candidate> {
        costs.iter().zip(0..).map(|(&cost, k)| Candidate { cost, data: [line * 16 + k; 10] }).collect()
    };
    let lists = [list(&[0, 3, 9], 0), list(&[1], 1), list(&[0, 0, 5, 6], 2)];
    let cost = |data: &[Data; 3]| -> u32 {
        data.iter().zip(&lists).map(|(data, list)| list.iter().find(|c| c.data == *data).unwrap().cost).sum()
    };
    let all: Vec<[Data; 3]> = Combinations::new(lists.clone()).collect();
    assert_eq!(all.len(), 12);
    assert!(all.is_sorted_by_key(cost));
    assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), 12);
    assert_eq!(Combinations::new([list(&[0], 0), vec![]]).count(), 0);
}
